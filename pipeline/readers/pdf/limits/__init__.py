"""What a PDF may cost, settled before pdfium opens it: the one door to all checks against hostile files."""

from pipeline.readers.pdf.limits.drawing import DrawingScale
from pipeline.readers.pdf.limits.hints import Hints
from pipeline.readers.pdf.limits.objects import PdfObjects
from pipeline.readers.pdf.limits.streams import check_streams


class Guard:
    """The checks of one file. ``check`` first; what it learns answers the questions after it.

    ``hints``: what the pages may hold that they do not show.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.hints = Hints()
        self._scale: DrawingScale | None = None

    def check(self) -> None:
        """Raise TooLarge where a stream or a page is larger than a document can have, Encrypted where it is locked.

        Data that are encrypted without a password are decrypted and checked again.
        """
        objects = PdfObjects(self._data)
        check_streams(objects)
        if b"/Encrypt" in self._data:
            from pipeline.readers.pdf.limits.pdfminer import find_cipher

            objects = PdfObjects(self._data, find_cipher(self._data))
            check_streams(objects)
        self.hints.look_at_objects(objects)
        self._scale = DrawingScale(objects, self.hints)
        self._scale.check_pages()

    def is_light(self) -> bool:
        """True where a reader written in Python would read any page of the file within seconds."""
        return self._scale is not None and self._scale.is_light()
