"""Hints, in the operators of a file, that a page may hold text which it does not show: cheap to find, seldom there."""

import re
from collections.abc import Iterator

from pipeline.readers.pdf.limits.objects import REFERENCE, PdfObjects

_TABLE = bytes.maketrans(b"\r\n\t\0\f", b"     ")
_MODE = re.compile(rb"[1-7] +Tr\b")
_CLIP = re.compile(rb"W\*? +n\b")
_INNER = re.compile(rb"\b(?:q|Q|BT)\b")
_OPERATORS = (b" rg", b" g", b" k", b" sc", b" scn", b" gs")
_CONFIGURATION = re.compile(rb"/D\s*(?:(\d{1,10})\s+\d{1,5}\s+R|<<)")
_LIST = rb"/%s\s*(?:\[([^\]]*)\]|(\d{1,10})\s+\d{1,5}\s+R)"
_OFF, _ON, _ALL = (re.compile(_LIST % name) for name in (rb"OFF", rb"ON", rb"OCGs"))
_NAME = re.compile(rb"/Name\s*(?:<([0-9A-Fa-f\s]*)>|\(((?:\\.|[^\\)])*)\))", re.S)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_NUMBER = rb"(-?\d{0,9}\.?\d{1,20})"
_PAGE = re.compile(rb"/MediaBox\s*\[\s*" + rb"\s+".join([_NUMBER] * 4))
_BOX = re.compile(_NUMBER + rb" +" + _NUMBER + rb" +re +\Z")
_REACH, _WHOLE = 80, 0.98
"""Bytes in which the box of a clip is written; share of the page from which it is the whole of it."""
_MOST_CLIPS = 40
"""Clips of one content stream that are followed; where there are more, some are taken to hold text."""
_TAIL = 16


class Hints:
    """``modes``: text may be invisible. ``clips``: it may be clipped. ``colours``: it may be in a light colour, or
    nearly transparent. ``off_layers``: the names of layers that are switched off."""

    def __init__(self) -> None:
        self.modes = self.clips = self.colours = False
        self.off_layers: frozenset[bytes] = frozenset()
        self._page = (0.0, 0.0)  # the width and height of the largest page

    def __bool__(self) -> bool:
        return self.modes or self.clips or self.colours or bool(self.off_layers)

    def look(self, content: bytes) -> None:
        """Take note of one content stream."""
        if b"Tf" not in content:
            return
        plain = content.translate(_TABLE)
        self.modes = self.modes or (b" Tr" in plain and _MODE.search(plain) is not None)
        self.clips = self.clips or (b" n" in plain and _clips_text(plain, self._page))
        self.colours = self.colours or any(_is_light(tail) for tail in _operands(plain))

    def look_at_objects(self, objects: PdfObjects) -> None:
        """Take note of the layers that the file switches off, and of the size of its pages. To be called first."""
        off: set[bytes] = set()
        for _, text in list(objects.all_texts()):
            for left, bottom, right, top in _PAGE.findall(text):
                width, height = abs(float(right) - float(left)), abs(float(top) - float(bottom))
                self._page = max(self._page[0], width), max(self._page[1], height)
            if b"/OCProperties" in text:
                off.update(_off_layers(objects, text))
        self.off_layers = frozenset(off)


def _operands(plain: bytes) -> set[bytes]:
    """The ends of what is before each operator that sets a colour, each once."""
    found: set[bytes] = set()
    for operator in _OPERATORS:
        if operator in plain:
            found.update(piece[-_TAIL:] + operator for piece in plain.split(operator + b" ")[:-1])
    return found


def _is_light(tail: bytes) -> bool:
    """May these operands and their operator make a colour that is light, or text transparent?"""
    words = tail.split()
    operator = words.pop()
    numbers: list[float] = []
    for word in reversed(words):
        try:
            numbers.append(float(word))
        except ValueError:
            break
    if operator == b"gs":
        return True
    if operator == b"k":
        return bool(numbers) and numbers[0] < 0.3
    return not numbers or max(numbers[: 3 if operator == b"rg" else len(numbers)]) > 0.7


def _clips_text(plain: bytes, page: tuple[float, float]) -> bool:
    """Is text shown before a clip ends? A clip to the whole page, which many programs begin with, cuts nothing off."""
    for count, clip in enumerate(_CLIP.finditer(plain)):
        box = _BOX.search(plain, max(clip.start() - _REACH, 0), clip.start())
        whole = box is not None and float(box[1]) >= _WHOLE * page[0] > 0 and float(box[2]) >= _WHOLE * page[1]
        if whole and b" cm " not in plain[: clip.start()]:
            continue
        if count >= _MOST_CLIPS:
            return True
        depth = 0
        for inner in _INNER.finditer(plain, clip.end()):
            word = inner.group()
            depth += {b"q": 1, b"Q": -1}.get(word, 0)
            if word == b"BT":
                return True
            if depth < 0:
                break
    return False


def _off_layers(objects: PdfObjects, text: bytes) -> Iterator[bytes]:
    text = text[text.index(b"/OCProperties") :]
    for number in REFERENCE.findall(text[len(b"/OCProperties") :][:20]):
        text = text + b" " + objects.text(int(number))
    listed = {number for found in _ALL.finditer(text) for number in _numbers(objects, found)}
    for found in _CONFIGURATION.finditer(text):
        inner = objects.text(int(found[1])) if found[1] else text[found.end() :]
        off = {number for one in list(_OFF.finditer(inner))[:1] for number in _numbers(objects, one)}
        if re.search(rb"/BaseState\s*/OFF", inner):
            off |= listed - {number for one in list(_ON.finditer(inner))[:1] for number in _numbers(objects, one)}
        shown = {name for number in listed - off for name in _names(objects, number)}
        yield from (name for number in off for name in _names(objects, number) if name not in shown)
        return


def _names(objects: PdfObjects, number: int) -> list[bytes]:
    return [_decode(found) for found in _NAME.findall(objects.text(number))]


def _numbers(objects: PdfObjects, found: re.Match[bytes]) -> list[int]:
    inner = found[1] if found[1] is not None else objects.text(int(found[2]))
    return [int(number) for number in REFERENCE.findall(inner)]


def _decode(name: tuple[bytes, bytes]) -> bytes:
    """The bytes of a string as written in hexadecimal digits or in brackets."""
    digits, literal = name
    if digits:
        packed = re.sub(rb"\s", b"", digits)
        return bytes.fromhex((packed + b"0" * (len(packed) % 2)).decode())
    return _ESCAPED.sub(_unescape, literal)


def _unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8) & 255]) if code[:1].isdigit() else _LETTERS.get(code, code)
