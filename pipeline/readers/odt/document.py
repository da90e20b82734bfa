"""OpenDocument text → raw document: one pass over the XML of its content."""

from typing import TYPE_CHECKING

from pipeline.grid import RawDocument, RawParagraph, RawTable
from pipeline.model import Issue
from pipeline.readers.odt import names as o
from pipeline.readers.odt.package import open_text
from pipeline.readers.odt.story import OpenStory
from pipeline.readers.odt.workbook import read_sheets
from pipeline.readers.oldword.content import check_content

if TYPE_CHECKING:
    from pipeline.readers.oldword.flow import Block

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
SHEETS = "application/vnd.oasis.opendocument.spreadsheet"


def read_odt(data: bytes) -> RawDocument:
    """The document as blocks in reading order, as the .docx reader gives them: final state of tracked changes, numbers
    of lists before their paragraphs, notes behind the body, no page headers and footers.

    Raises Unreadable, Unsupported (slides, drawings), Encrypted, TooLarge and NeedsOcr.
    """
    text = open_text(data)
    if text.body.tag == o.SPREADSHEET:
        sheets, hidden, issues = read_sheets(text.body, text.styles)
        return RawDocument(SHEETS, tuple(sheets), tuple(hidden), tuple(issues))
    story = OpenStory(text)
    found: list[Block] = []
    story.read(text.body, found)
    story.read_notes(found)
    blocks: list[RawParagraph | RawTable] = [
        block for block in found if isinstance(block, RawTable) or block.text.strip() or block.issues
    ]
    inline, losses = story.inline, story.losses
    comments = [comment for comment in inline.comments if comment]
    for comment in comments:
        losses.discard("comment", comment)
    if comments:
        message = f"{len(comments)} comment(s) in the margin were not read."
        losses.issues.append(Issue("comment-unread", "info", message))
    check_content(blocks, inline.pictures, inline.objects)
    return RawDocument(MEDIA_TYPE, tuple(blocks), tuple(losses.discarded), (*losses.issues, *losses.take()))
