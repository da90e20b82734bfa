"""Pages of a PDF as pictures."""

import io
from collections import OrderedDict
from threading import Lock

from msgspec import Struct

from pipeline.readers.pdf.page.document import open_document
from pipeline.readers.pdf.turn import TURN

_KEPT = 12
_WIDEST = 1600
"""Dots: a page as wide as a hall is drawn no finer than that."""
_DOTS = 1.6
"""Dots of the picture for each point of the page."""


class PageSize(Struct, frozen=True):
    """A page as it is shown, in points."""

    width: float
    height: float


class Pictures:
    """Pictures of pages; the last ones are kept. pdfium works for one thread at a time."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._lock = Lock()

    def draw(self, sha256: str, data: bytes, page: int) -> bytes:
        """PNG of a page, counted from 1. Raises FileError, and IndexError where there is no such page."""
        key = sha256, page
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        picture = _draw(data, page)
        with self._lock:
            self._kept[key] = picture
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return picture


def _draw(data: bytes, page: int) -> bytes:
    with TURN:
        document = open_document(data)
        try:
            if not 1 <= page <= len(document):
                raise IndexError(page)
            shown = document[page - 1]
            scale = min(_DOTS, _WIDEST / max(*shown.get_size(), 1))
            picture = shown.render(scale=scale).to_pil()
        finally:
            document.close()
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG", compress_level=1)
    return out.getvalue()


def page_sizes(data: bytes) -> tuple[PageSize, ...]:
    """The sizes of all pages. Raises FileError."""
    with TURN:
        document = open_document(data)
        try:
            return tuple(PageSize(*document.get_page_size(index)) for index in range(len(document)))
        finally:
            document.close()
