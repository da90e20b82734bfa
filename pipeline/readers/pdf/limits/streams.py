"""Streams that inflate to far more than a page can hold, stopped before pdfium inflates them whole."""

import base64
import binascii
import re
from collections.abc import Iterator

from pipeline.errors import TooLarge
from pipeline.readers.pdf.limits.inflate import inflate, is_deflated
from pipeline.readers.pdf.limits.objects import REFERENCE, PdfObjects, StreamObject

STREAM_LIMIT = 64 * 2**20
"""Bytes of one content, font or object stream; the largest in real documents (maps, drawings) stay under 30 MB."""
_SMALL = 32 * 2**10
"""Compressed bytes below which one filter alone is harmless: deflate grows data 1,032 times, LZW 1,400 times."""
_DEPTH = 4
_READ = re.compile(rb"/(?:Contents|FontFile[23]?|ToUnicode|Encoding|CIDToGIDMap|UseCMap)\s*(\[[^\]]*\]|\d+\s+\d+\s+R)")
_BLANK = re.compile(rb"[\s\0]+")


def check_streams(objects: PdfObjects) -> None:
    """Check that no stream of a file inflates beyond STREAM_LIMIT, counting while inflating; raises TooLarge.

    Pictures are left out, unless something other than a picture refers to them: reading text does not decode them.
    The objects inside object streams are added to ``objects``.
    """
    for stream in list(objects.all_streams()):
        if not stream.is_picture:
            _check_stream(objects, stream)
    read = {number for _, text in objects.all_texts() for number in _read_as_text(objects, text)}
    for stream in list(objects.all_streams()):
        if stream.is_picture and stream.number in read:
            _check_stream(objects, stream)


def _read_as_text(objects: PdfObjects, text: bytes) -> Iterator[int]:
    for match in _READ.finditer(text):
        for number in map(int, REFERENCE.findall(match.group(1))):
            yield number
            if number not in objects.streams:
                yield from map(int, REFERENCE.findall(objects.text(number)))


def _check_stream(objects: PdfObjects, stream: StreamObject) -> None:
    if b"/ObjStm" in stream.head:
        objects.unpack(stream, plain_data(objects, stream))
        return
    filters = objects.filters(stream)
    if filters != ["Fl"] or objects.data.find(b"endstream", stream.start, stream.start + _SMALL) < 0:
        _count(objects.stored(stream), filters, _DEPTH)


def plain_data(objects: PdfObjects, stream: StreamObject) -> bytes:
    """The data of a stream without its filters. Raises TooLarge."""
    data: memoryview | bytes = objects.stored(stream)
    filters = objects.filters(stream)
    if not filters and not is_deflated(data):
        if isinstance(data, bytes):
            return data
        end = objects.data.find(b"endstream", stream.start)
        return bytes(data if end < 0 else data[: end - stream.start])
    for name in filters or ["Fl"]:
        data = _step(data, name)
    return bytes(data)


def _count(data: memoryview | bytes, filters: list[str], depth: int) -> None:
    """Raise TooLarge when some step of decoding gives more than STREAM_LIMIT bytes.

    Whatever its dictionary says, deflated data are recognised by their first bytes.
    """
    while filters and filters[0] != "Fl" and not is_deflated(data):
        data, filters = _step(data, filters[0]), filters[1:]
    if not is_deflated(data) or not depth:
        return
    inner = bytearray()
    made = 0
    further = len(filters) > 1
    for piece in inflate(data, STREAM_LIMIT):
        made += len(piece)
        if further or made <= 2:
            inner += piece
        if made > STREAM_LIMIT:
            raise _too_large()
        further = further or (made == len(inner) and is_deflated(inner[:2]))
    if further:
        _count(bytes(inner), filters[1:], depth - 1)


def _step(data: memoryview | bytes, name: str) -> bytes:
    """One filter undone. Raises TooLarge."""
    if name == "Fl":
        pieces, made = [], 0
        for piece in inflate(data, STREAM_LIMIT):
            pieces.append(piece)
            made += len(piece)
            if made > STREAM_LIMIT:
                raise _too_large()
        return b"".join(pieces)
    body = bytes(data)
    end = body.find(b"endstream")
    body = body if end < 0 else body[:end]
    if name == "AHx":
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", body.partition(b">")[0])
        return binascii.unhexlify(digits[: len(digits) // 2 * 2])
    if name == "A85":
        return _base_85(body.partition(b"~")[0])
    if len(body) > _SMALL:  # nothing has been written with these filters for decades that would be as large
        raise _too_large()
    from pdfminer.lzw import lzwdecode
    from pdfminer.runlength import rldecode

    decoded: bytes = lzwdecode(body) if name == "LZW" else rldecode(body)
    return decoded


def _base_85(text: bytes) -> bytes:
    """The data written in groups of five characters; nothing where some group is none."""
    try:
        return base64.a85decode(_BLANK.sub(b"", text))
    except ValueError:
        return b""


def _too_large() -> TooLarge:
    return TooLarge(f"A stream of the PDF inflates to more than {STREAM_LIMIT // 2**20} MiB.")
