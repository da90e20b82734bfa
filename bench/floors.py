"""The named floors: the least that any reader of these files does. What we take is told as a multiple of them.

Written as anyone would write them, without tricks: they keep what they find, and understand nothing of it.
"""

import io
import zipfile
from typing import Any, NamedTuple

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class FloorCell(NamedTuple):
    """A ``w:tc``: its text (paragraphs joined by line feeds), grid columns, and whether it goes on from above."""

    text: str
    span: int
    continues: bool


def word_cells(data: bytes) -> list[list[FloorCell]]:
    """Every table row of a Word file: inflate, parse with lxml, one walk."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return [[_cell(cell) for cell in row.iterchildren(W + "tc")] for row in root.iter(W + "tr")]


def _cell(element: Any) -> FloorCell:
    span, continues, lines = 1, False, []
    for child in element:
        if child.tag == W + "tcPr":
            for mark in child:
                if mark.tag == W + "gridSpan":
                    span = int(mark.get(W + "val"))
                elif mark.tag == W + "vMerge":
                    continues = mark.get(W + "val") != "restart"
        elif child.tag == W + "p":
            lines.append("".join(piece.text or "" for piece in child.iter(W + "t")))
    return FloorCell("\n".join(lines), span, continues)


def pdf_text(data: bytes) -> list[str]:
    """The text of every page by pypdfium2; no tables, no places."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    texts = []
    for page in document:
        textpage = page.get_textpage()
        texts.append(textpage.get_text_bounded())
        textpage.close()
        page.close()
    document.close()
    return texts
