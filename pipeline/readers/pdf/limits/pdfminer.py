"""pdfminer with limits: a font may claim two thousand million entries, and pdfminer would make them all.

Importing this module puts the limits in place; they hold inside ``restrained`` only, so that other users of pdfminer in
the same process are not limited.
"""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher
from pdfminer import cmapdb, pdfdocument, pdffont, pdftypes
from pdfminer.arcfour import Arcfour
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser, PDFSyntaxError
from pdfminer.psparser import PSException
from pdfminer.utils import apply_png_predictor, apply_tiff_predictor

from pipeline.errors import Encrypted
from pipeline.readers.pdf.limits.inflate import inflate
from pipeline.readers.pdf.limits.objects import Decipher
from pipeline.readers.pdf.limits.streams import STREAM_LIMIT

try:
    from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
except ImportError:  # its place in older versions
    from cryptography.hazmat.primitives.ciphers.algorithms import ARC4  # type: ignore[no-redef,attr-defined,unused-ignore]

PDFMINER_ERRORS = (
    PDFSyntaxError, PSException,
    ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, AssertionError, OverflowError,
)  # fmt: skip
"""What pdfminer raises on damaged files."""
_WORK = 1_000_000
"""Steps of all loops over ranges that a file names: widths, character maps, object numbers."""
_WIDEST = 100_000
"""Columns of a predictor: samples in one row of a picture."""
_NO_LIMIT = float("inf")
_left = [_NO_LIMIT]
logging.getLogger("pdfminer").addHandler(logging.NullHandler())  # its remarks go to those who asked for them only


@contextmanager
def restrained() -> Iterator[None]:
    """A context with a fresh budget of work; what goes beyond it raises ValueError inside pdfminer."""
    _left[0] = _WORK
    try:
        yield
    finally:
        _left[0] = _NO_LIMIT


def find_cipher(data: bytes) -> Decipher | None:
    """How to decrypt the streams of a file that opens without a password; None where they are not encrypted.

    Raises Encrypted where a password is needed.
    """
    try:
        with restrained():
            decipher: Decipher | None = PDFDocument(PDFParser(io.BytesIO(data))).decipher
    except PDFMINER_ERRORS as error:
        raise Encrypted("The PDF is protected by a password.") from error
    return decipher


def _bounded_range(*ends: int) -> range:
    steps = range(*ends)
    _left[0] -= len(steps)
    if _left[0] < 0:
        raise ValueError("a range beyond all measure")
    return steps


def _bounded(predict: Any) -> Any:
    def wrapped(*arguments: Any, **named: Any) -> bytes:
        numbers = [value for value in (*arguments, *named.values()) if isinstance(value, int)]
        if _left[0] < _NO_LIMIT and any(not 0 <= value <= _WIDEST for value in numbers):
            raise ValueError("a row beyond all measure")
        data: bytes = predict(*arguments, **named)
        return data

    return wrapped


def _inflate_damaged(data: bytes) -> bytes:
    """What can be inflated of damaged data; pdfminer's own way takes time with the square of their size."""
    return b"".join(inflate(data, STREAM_LIMIT))


class _FastArcfour:
    """RC4 as pdfminer calls it; its own takes a minute for a megabyte. Other key lengths fall back to that."""

    def __init__(self, key: bytes) -> None:
        self.process: Any
        try:
            self.process = Cipher(ARC4(key), None).encryptor().update
        except (ValueError, UnsupportedAlgorithm):
            self.process = Arcfour(key).process
        self.encrypt = self.decrypt = self.process


for _module in (cmapdb, pdffont, pdfdocument):
    vars(_module)["range"] = _bounded_range
vars(pdftypes).update(
    decompress_corrupted=_inflate_damaged,
    apply_png_predictor=_bounded(apply_png_predictor),
    apply_tiff_predictor=_bounded(apply_tiff_predictor),
)
vars(pdfdocument)["Arcfour"] = _FastArcfour
