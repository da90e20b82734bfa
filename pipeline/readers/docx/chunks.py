"""Foreign files inside a Word file (``w:altChunk``, ECMA-376 part 1, clause 17.17.2): web pages and texts are read."""

from typing import TYPE_CHECKING

from pipeline.errors import FileError
from pipeline.grid import RawParagraph, RawTable
from pipeline.readers.docx import names as w
from pipeline.readers.docx.losses import Losses
from pipeline.readers.docx.package import Package
from pipeline.readers.markup import looks_like_html

if TYPE_CHECKING:
    from lxml.etree import _Element


def read_chunk(element: "_Element", package: Package, losses: Losses) -> tuple[RawParagraph | RawTable, ...]:
    """The blocks of the file that an ``altChunk`` takes in; an error issue where it cannot be read."""
    relation = package.relations.get(element.get(w.RELATION_ID) or element.get(w.STRICT_RELATION_ID) or "")
    blob = package.members.get(relation.target, b"") if relation else b""
    name = relation.target if relation else "?"
    try:
        if looks_like_html(blob):
            from pipeline.readers.html.document import read_html

            raw = read_html(blob)
        elif name.lower().endswith(".txt") and blob:
            from pipeline.readers.text import read

            raw = read(blob, name)
        else:
            raise FileError("It is of a kind that is not read here.")
    except FileError as error:
        message = f"A part of the document is a foreign file (altChunk) that was not read: {error}"
        losses.report("alt-chunk", "error", message)
        return ()
    losses.discarded.extend(raw.discarded)
    losses.issues.extend(raw.issues)
    return raw.blocks
