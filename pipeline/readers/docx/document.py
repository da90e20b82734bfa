"""Word documents: one pass over the XML of the package."""

from typing import TYPE_CHECKING

from pipeline.errors import NeedsOcr, Unsupported
from pipeline.fold import count_ink
from pipeline.grid import RawDocument, RawParagraph, RawTable
from pipeline.model import Issue
from pipeline.readers.docx import names as w
from pipeline.readers.docx.controls import settle_controls
from pipeline.readers.docx.package import open_package, parse_part
from pipeline.readers.docx.story import ForeignBlocks, Story, StoryParagraph
from pipeline.readers.docx.table import frame_content, read_table

if TYPE_CHECKING:
    from lxml.etree import _Element

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CAPTION = 60
"""Characters up to which the text beside pictures is only their title."""


def read_docx(data: bytes) -> RawDocument:
    """The document in ``data`` (transitional or strict OOXML, zipped or as one XML text) as blocks in reading order.

    Page headers and footers are not read; notes at the foot or end follow the body as paragraphs.
    Raises Unreadable, Unsupported (a zip container of another kind, or nothing but an embedded file),
    Encrypted, TooLarge, or NeedsOcr (nothing but pictures).
    """
    package = open_package(data)
    story = Story(package)
    settle_controls(package.document, story.losses)
    blocks: list[RawParagraph | RawTable] = []
    for body in package.document.iterchildren(w.BODY):
        _add_blocks(body, story, blocks)
    for part in ("footnotes", "endnotes"):
        if part in package.parts:
            _add_notes(parse_part(package.parts[part]), story, blocks)
    if "comments" in package.parts:
        _leave_comments(parse_part(package.parts["comments"]), story)
    _check_content(blocks, story)
    losses = story.losses
    return RawDocument(MEDIA_TYPE, tuple(blocks), tuple(losses.discarded), (*losses.issues, *losses.take()))


def _add_blocks(parent: "_Element", story: Story, blocks: list[RawParagraph | RawTable]) -> None:
    for item in story.read_items(parent):
        if isinstance(item, StoryParagraph):
            if item.text.strip() or item.issues:
                blocks.append(RawParagraph(item.text, issues=item.issues))
        elif isinstance(item, ForeignBlocks):
            blocks.extend(item.blocks)
        elif (inner := frame_content(item)) is not None:
            _add_blocks(inner, story, blocks)
        else:
            blocks.append(read_table(item, story))


def _add_notes(root: "_Element", story: Story, blocks: list[RawParagraph | RawTable]) -> None:
    """Footnotes or endnotes, without the separator lines that the part also has."""
    for note in root:
        if note.tag in w.NOTES and note.get(w.NOTE_TYPE) in (None, "normal"):
            _add_blocks(note, story, blocks)


def _leave_comments(root: "_Element", story: Story) -> None:
    """Comments are no text of the document."""
    before = len(story.losses.discarded)
    for comment in root.iterchildren(w.COMMENT):
        story.losses.discard_element("comment", comment)
    if many := len(story.losses.discarded) - before:
        story.losses.issues.append(Issue("comment-unread", "info", f"{many} comment(s) in the margin were not read."))


def _check_content(blocks: list[RawParagraph | RawTable], story: Story) -> None:
    """Raise NeedsOcr or Unsupported where all content is in pictures or in embedded files."""
    if any(isinstance(block, RawTable) and any(cell.text for cell in block.cells) for block in blocks):
        return
    text = "".join(block.text for block in blocks if isinstance(block, RawParagraph))
    if count_ink(text) > _CAPTION or any(mark in text for mark in "。；："):
        return
    drawings = story.inline.drawings
    if drawings.pictures:
        raise NeedsOcr(f"The document shows its content in {drawings.pictures} picture(s).")
    if drawings.objects:
        raise Unsupported(
            f"The document shows its content in an embedded file ({drawings.objects[0]}).",
            advice="Open the embedded file in its own program, save it by itself and convert that.",
        )
