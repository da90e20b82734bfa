"""Word documents (.docx): python-docx opens the package, one pass over its XML reads it."""

from typing import TYPE_CHECKING

from pipeline.grid import RawDocument, RawParagraph, RawTable
from pipeline.readers.docx import names as w
from pipeline.readers.docx.package import open_package, parse_part
from pipeline.readers.docx.story import Story
from pipeline.readers.docx.table import frame_content, read_table

if TYPE_CHECKING:
    from lxml.etree import _Element

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read_docx(data: bytes, name: str) -> RawDocument:
    """The document in ``data`` (transitional or strict OOXML) as blocks in reading order.

    Page headers and footers are not read; notes at the foot or end follow the body as paragraphs. ``name`` is not
    looked at. Raises Unreadable, Unsupported (a zip container of another kind), Encrypted or TooLarge.
    """
    package = open_package(data)
    story = Story(package)
    blocks: list[RawParagraph | RawTable] = []
    for body in package.document.iterchildren(w.BODY):
        _add_blocks(body, story, blocks)
    for part in ("footnotes", "endnotes"):
        if part in package.parts:
            _add_notes(parse_part(package.parts[part]), story, blocks)
    if "comments" in package.parts:
        for comment in parse_part(package.parts["comments"]).iterchildren(w.COMMENT):
            story.discard_element("comment", comment)
    return RawDocument(MEDIA_TYPE, tuple(blocks), tuple(story.discarded), tuple(story.issues))


def _add_blocks(parent: "_Element", story: Story, blocks: list[RawParagraph | RawTable]) -> None:
    for item in story.read_items(parent):
        if isinstance(item, str):
            if item.strip():
                blocks.append(RawParagraph(item))
        elif (inner := frame_content(item)) is not None:
            _add_blocks(inner, story, blocks)
        else:
            blocks.append(read_table(item, story))


def _add_notes(root: "_Element", story: Story, blocks: list[RawParagraph | RawTable]) -> None:
    """Footnotes or endnotes, without the separator lines that the part also holds."""
    for note in root:
        if note.tag in w.NOTES and note.get(w.NOTE_TYPE) in (None, "normal"):
            _add_blocks(note, story, blocks)
