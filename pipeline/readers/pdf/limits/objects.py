"""The objects of a PDF file, found by their keywords: nothing that the file says of their places is trusted.

This is no PDF parser. It finds more than pdfium would (old versions, bytes that only look like objects), which is right
for its one use: to bound what pdfium may be made to do before it does it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress

from msgspec import Struct

Decipher = Callable[[int, int, bytes], bytes]
"""(object number, generation, bytes as stored) → the bytes decrypted."""

REFERENCE = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+R\b")
_OBJECT = re.compile(rb"obj(?<!endobj)\b")
_STREAM = re.compile(rb"stream(?<!endstream)[^\r\n]*(?:\r\n|\r|\n)")
_GAP = rb"(?:[\s\0]|%[^\r\n]*[\r\n])++"
_NUMBER = re.compile(rb"(\d{1,10})" + _GAP + rb"(\d{1,5})(?:" + _GAP + rb")?\Z")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_OTHER = re.compile(rb"/Subtype\s*(?:\d|/Form\b)|/(?:ObjStm|XRef)\b")
_COMMENT = re.compile(rb"%[^\r\n]*")
_FIRST = re.compile(rb"/First\s+(\d{1,9})")
_FILTERS = re.compile(rb"/(FlateDecode|Fl|ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL)\b")
_LOOK_BACK = 4_096


class StreamObject(Struct, frozen=True):
    """A stream object: the text of its dictionary, and where its data begin in the file."""

    number: int
    generation: int
    head: bytes
    start: int
    is_picture: bool


class PdfObjects:
    """``streams``: by object number, every stream that bears it. ``text`` gives the other side, dictionaries."""

    def __init__(self, data: bytes, decipher: Decipher | None = None) -> None:
        self.data = data
        self._decipher = decipher
        self.streams: dict[int, list[StreamObject]] = defaultdict(list)
        self._plain: dict[int, list[bytes]] = defaultdict(list)
        self._find()

    def all_streams(self) -> Iterator[StreamObject]:
        """Every stream of the file."""
        for group in self.streams.values():
            yield from group

    def all_texts(self) -> Iterator[tuple[int, bytes]]:
        """Number and text of every object: what is no stream, the dictionaries of streams."""
        for number, texts in self._plain.items():
            yield from ((number, text) for text in texts)
        for stream in self.all_streams():
            yield stream.number, stream.head

    def text(self, number: int) -> bytes:
        """The text of all objects that bear this number."""
        return b" ".join([*self._plain.get(number, ()), *(stream.head for stream in self.streams.get(number, ()))])

    def stored(self, stream: StreamObject) -> memoryview | bytes:
        """The data of a stream as stored, decrypted, and whatever follows them in the file."""
        if self._decipher is None:
            return memoryview(self.data)[stream.start :]
        end = self.data.find(b"endstream", stream.start)
        raw = self.data[stream.start : len(self.data) if end < 0 else end]
        raw = raw.removesuffix(b"\n").removesuffix(b"\r")
        blocks = raw[: len(raw) // 16 * 16]  # the end of line before the keyword is none of the blocks of a cipher
        for whole in (raw, blocks):
            with suppress(ValueError, TypeError, KeyError, IndexError):
                return self._decipher(stream.number, stream.generation, whole)
        return raw

    def filters(self, stream: StreamObject) -> list[str]:
        """The short names of the filters, outermost first, also where the dictionary refers to them."""
        at = stream.head.find(b"/Filter")
        if at < 0:
            at = stream.head.find(b"/F ")
        text = stream.head[at:] if at >= 0 else b""
        reference = REFERENCE.match(text[7:].lstrip())
        if reference:
            text = self.text(int(reference.group(1)))
        return [_SHORT[name.decode()] for name in _FILTERS.findall(text)]

    def _find(self) -> None:
        data = self.data
        places = [match for match in _OBJECT.finditer(data)]
        marks = [match.span() for match in _STREAM.finditer(data)]
        mark = 0
        for index, place in enumerate(places):
            end = places[index + 1].start() if index + 1 < len(places) else len(data)
            while mark < len(marks) and marks[mark][0] < place.end():
                mark += 1
            number, generation = self._numbers(place.start())
            if mark < len(marks) and marks[mark][0] < end:
                self._add_stream(number, generation, data[place.end() : marks[mark][0]], marks[mark][1])
            else:
                close = data.find(b"endobj", place.end(), end)
                self._plain[number].append(tidy(data[place.end() : end if close < 0 else close]))

    def _add_stream(self, number: int, generation: int, head: bytes, start: int) -> None:
        text = tidy(head)
        picture = _PICTURE.search(text) is not None and _OTHER.search(text) is None
        self.streams[number].append(StreamObject(number, generation, text, start, picture))

    def _numbers(self, end: int) -> tuple[int, int]:
        """Number and generation before the keyword at ``end``; -1 where there are none."""
        for reach in (32, _LOOK_BACK):
            match = _NUMBER.search(self.data, max(end - reach, 0), end)
            if match:
                return int(match.group(1)), int(match.group(2))
        return -1, 0

    def unpack(self, stream: StreamObject, plain: bytes) -> None:
        """Take in the objects inside an object stream, whose inflated data are ``plain``."""
        first = _FIRST.search(stream.head)
        start = int(first.group(1)) if first else 0
        words = plain[:start].split()[:200_000]
        pairs = [(int(a), int(b)) for a, b in zip(words[::2], words[1::2], strict=False) if a.isdigit() and b.isdigit()]
        for index, (number, offset) in enumerate(pairs):
            end = pairs[index + 1][1] if index + 1 < len(pairs) else len(plain)
            self._plain[number].append(tidy(plain[start + offset : start + max(end, offset)]))


_SHORT = {
    "FlateDecode": "Fl", "ASCIIHexDecode": "AHx", "ASCII85Decode": "A85", "LZWDecode": "LZW", "RunLengthDecode": "RL",
    "Fl": "Fl", "AHx": "AHx", "A85": "A85", "LZW": "LZW", "RL": "RL",
}  # fmt: skip


def tidy(text: bytes) -> bytes:
    """A dictionary with the escapes in its names resolved; where it has comments, a second time without them."""
    if b"#" in text:
        text = unescape(text)
    return text if b"%" not in text else text + b" " + _COMMENT.sub(b" ", text)


def unescape(text: bytes) -> bytes:
    """Names may write any letter as # and its code."""
    return _ESCAPE.sub(lambda match: bytes([int(match.group(1), 16)]), text)
