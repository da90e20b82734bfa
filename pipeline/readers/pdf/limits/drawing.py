"""What a page makes pdfium draw, estimated before it draws it: forms that draw forms, contents named again and again.

pdfium parses a form anew each time it is drawn, however deep, so that thirty forms can draw a billion. Here each
is weighed once for each depth, and the weights are added up.
"""

import re
from collections import Counter
from functools import lru_cache

from pipeline.errors import TooLarge
from pipeline.readers.pdf.limits.hints import Hints
from pipeline.readers.pdf.limits.objects import REFERENCE, PdfObjects, unescape
from pipeline.readers.pdf.limits.streams import plain_data

PAGE_LIMIT = 400 * 2**20
"""Bytes of memory, about, that pdfium and we take for the largest page: a million letters or strokes."""
PAINT, LETTER, FORM = 400, 300, 1_800
"""Bytes, about, for one thing painted, one letter shown, one form drawn (measured with pdfium 150)."""
LIGHT, LIGHT_MAPS = 40 * 2**20, 2 * 2**20
"""The weight of a page, and the bytes of all character maps, that pdfplumber reads within seconds."""
LEVELS = 40
"""How deep pdfium follows forms."""
_EVENTS = 2_000_000
_PAINT = re.compile(rb"(?<=[\s\])>])(?:[SsFB'\"]|f\*?|b\*?|T[jJ]|sh|EI)(?=[\s*\[(</%]|$)")
_DRAW = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+D(?:\Z|o(?![!-$&'*-.0-;=?-Z\\^-z|~]))")
_TEXT = re.compile(rb"\\.|[()]|<[0-9A-Fa-f\s]*>", re.S)
_NAMED = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_CONTENTS = re.compile(rb"/Contents\s*(\[[^\]]*\]|\d+\s+\d+\s+R)")
_ELSEWHERE = re.compile(rb"/(?:Resources|XObject)\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_FORM = re.compile(rb"/Form\b|/Subtype\s+\d")
_MAP = re.compile(rb"/(?:ToUnicode|Encoding)\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_Names = dict[bytes, set[int]]


class DrawingScale:
    """Weighs the pages of one file."""

    def __init__(self, objects: PdfObjects, hints: Hints) -> None:
        self._objects = objects
        self._hints = hints
        self._everywhere: _Names | None = None
        self._heaviest = 0
        self._has_forms = any(_FORM.search(stream.head) for stream in objects.all_streams())
        self._form = lru_cache(maxsize=None)(self._weigh_form)
        self._parts = lru_cache(maxsize=None)(self._weigh_stream)
        self._plain = lru_cache(maxsize=8)(self._read_plain)

    def check_pages(self) -> None:
        """Raises TooLarge where a page is beyond PAGE_LIMIT."""
        for _, text in list(self._objects.all_texts()):
            for match in _CONTENTS.finditer(text):
                self._heaviest = max(self._heaviest, self._weigh_page(match.group(1), text))
                if self._heaviest > PAGE_LIMIT:
                    raise TooLarge("A page of the PDF draws more than a page can hold.")

    def is_light(self) -> bool:
        """True where a reader written in Python would be done with any page in seconds."""
        maps = {int(number) for _, text in self._objects.all_texts() for number in _MAP.findall(text)}
        return self._heaviest <= LIGHT and sum(len(self._plain(number)) for number in maps) <= LIGHT_MAPS

    def _weigh_page(self, contents: bytes, text: bytes) -> int:
        """The weight of everything that a page's contents draw."""
        streams = Counter[int]()
        for number in map(int, REFERENCE.findall(contents)):
            inner = self._objects.text(number) if number not in self._objects.streams else b""
            streams.update(map(int, REFERENCE.findall(inner)) if inner else [number])
        if not self._has_forms:
            size = sum(times * len(self._plain(number)) for number, times in streams.items())
            if size * LETTER < LIGHT:
                return size * LETTER
        names = self._names(text) if b"/Resources" in text else self._all_names()
        weight = 0
        for number, times in streams.items():
            length, own, drawn = self._parts(number)
            weight += times * (length + own + self._weigh_drawn(drawn, names, LEVELS))
        return weight

    def _weigh_drawn(self, drawn: tuple[tuple[bytes, int], ...], names: _Names, levels: int) -> int:
        weight = 0
        for name, times in drawn:
            forms = [self._form(number, levels - 1) for number in names.get(name, ())] if levels else []
            weight += times * max(forms, default=0)
            if weight > PAGE_LIMIT:
                break
        return weight

    def _weigh_form(self, number: int, levels: int) -> int:
        """The weight of a form and of all that it draws; 0 for a picture."""
        streams = self._objects.streams.get(number, ())
        if all(stream.is_picture for stream in streams):
            return 0
        head = b" ".join(stream.head for stream in streams)
        names = self._names(head) if b"/Resources" in head else self._all_names()
        length, own, drawn = self._parts(number)
        return FORM + length + own + self._weigh_drawn(drawn, names, levels)

    def _weigh_stream(self, number: int) -> tuple[int, int, tuple[tuple[bytes, int], ...]]:
        """Bytes and weight of one stream's own marks, and how often it draws which names."""
        plain = self._plain(number)
        drawn = Counter(map(unescape, _DRAW.findall(plain))) if self._has_forms and b"Do" in plain else Counter()
        return len(plain), weigh_marks(plain), tuple(drawn.items())

    def _read_plain(self, number: int) -> bytes:
        """The data of the streams that bear this number, one after the other."""
        plain = b" ".join([plain_data(self._objects, stream) for stream in self._objects.streams.get(number, ())])
        self._hints.look(plain)
        return plain

    def _names(self, text: bytes) -> _Names:
        """The objects that a dictionary names, also where it refers to its resources."""
        texts = [text]
        for _ in range(2):
            found = {int(number) for text in texts for number in _ELSEWHERE.findall(text)}
            texts += [self._objects.text(number) for number in found]
        return _collect(texts)

    def _all_names(self) -> _Names:
        """Where a dictionary has no resources it inherits them: any object of that name may be meant."""
        if self._everywhere is None:
            self._everywhere = _collect([text for _, text in self._objects.all_texts()])
        return self._everywhere


def _collect(texts: list[bytes]) -> _Names:
    names: _Names = {}
    for text in texts:
        for name, number in _NAMED.findall(text):
            names.setdefault(name, set()).add(int(number))
    return names


def weigh_marks(content: bytes) -> int:
    """The weight of what a content stream paints and shows itself, without the forms that it draws."""
    if len(content) * LETTER < PAGE_LIMIT // 100:
        return len(content)  # too little to matter, however dense
    weight = PAINT * sum(1 for _ in _PAINT.finditer(content))
    return weight if weight > PAGE_LIMIT else weight + LETTER * _count_letters(content)


def _count_letters(content: bytes) -> int:
    """Bytes inside strings, at most one letter each."""
    letters = depth = start = 0
    for count, event in enumerate(_TEXT.finditer(content)):
        bracket = event.group()[:1]
        if bracket == b"(":
            start = start if depth else event.end()
            depth += 1
        elif bracket == b")" and depth:
            depth -= 1
            letters += 0 if depth else event.start() - start
        elif bracket == b"<" and not depth:
            letters += (event.end() - event.start()) // 2
        if count > _EVENTS:
            return len(content)
    return letters + (len(content) - start if depth else 0)
