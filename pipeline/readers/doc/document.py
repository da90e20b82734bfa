"""A .doc → raw document: the streams of the container, the structures of the text, one pass over it."""

import struct

from pipeline.errors import Unreadable
from pipeline.grid import RawDocument, RawParagraph, RawTable
from pipeline.model import Issue
from pipeline.readers.compound import read_streams
from pipeline.readers.doc import header as h
from pipeline.readers.doc.drawings import read_anchors
from pipeline.readers.doc.lists import read_word_lists
from pipeline.readers.doc.pages import read_char_runs, read_paragraph_runs
from pipeline.readers.doc.pieces import read_pieces
from pipeline.readers.doc.story import DocStory, WordFile
from pipeline.readers.doc.styles import read_fonts, read_word_styles
from pipeline.readers.docx.losses import Losses
from pipeline.readers.docx.numbering import Numbering
from pipeline.readers.oldword.content import check_content
from pipeline.readers.oldword.flow import Flow

MEDIA_TYPE = "application/msword"
_WORD = "WordDocument"


def read_doc(data: bytes) -> RawDocument:
    """The document as blocks in reading order, as the .docx reader gives them: final state of tracked changes, results
    of fields, notes behind the body, no page headers and footers.

    Raises Unreadable, Unsupported (Word 95 and older; nothing but an embedded file), Encrypted, TooLarge, NeedsOcr.
    """
    streams = read_streams(data, (_WORD, "0Table", "1Table", "Data"))
    if _WORD not in streams:
        raise Unreadable("The container has no Word stream.")
    header = h.read_header(streams[_WORD])
    if header.table not in streams:
        raise Unreadable(f"The container lacks the stream {header.table}.")
    file = _open(header, streams)
    losses = Losses()
    if lost := file.chars.lost + file.paragraphs.lost:
        message = (
            f"The document lacks {lost} page(s) of its formatting; tables may be missing, and hidden text be shown."
        )
        losses.issues.append(Issue("part-missing", "warning", message))
    story = DocStory(file, losses)
    blocks = _read_parts(header.lengths, story, len(file.table.text))
    check_content(blocks, story.chars.pictures, story.chars.objects)
    return RawDocument(MEDIA_TYPE, tuple(blocks), tuple(losses.discarded), (*losses.issues, *losses.take()))


def _open(header: h.FileHeader, streams: dict[str, bytes]) -> WordFile:
    stream, table, data = streams[_WORD], streams[header.table], streams.get("Data", b"")
    lists = table[header.pairs[h.LISTS][0] :] if header.cut(table, h.LISTS) else b""
    sections = header.cut(table, h.SECTIONS)
    count = max((len(sections) - 4) // 16, 0)
    fonts = read_fonts(header.cut(table, h.FONTS))
    return WordFile(
        table=read_pieces(header.cut(table, h.PIECES), stream),
        chars=read_char_runs(stream, header.cut(table, h.CHAR_PAGES)),
        paragraphs=read_paragraph_runs(stream, header.cut(table, h.PARAGRAPH_PAGES)),
        styles=read_word_styles(header.cut(table, h.STYLES)),
        fonts=fonts,
        numbering=Numbering(read_word_lists(lists, header.cut(table, h.LIST_OVERRIDES), fonts)),
        anchors=read_anchors(header.cut(table, h.ANCHORS), header.cut(table, h.BOXES), header.cut(table, h.DRAWINGS)),
        data=data,
        sections=frozenset(struct.unpack_from(f"<{count + 1}i", sections) if count else ()),
    )


def _read_parts(lengths: h.Lengths, story: DocStory, size: int) -> list[RawParagraph | RawTable]:
    """The body with its boxes, then footnotes and endnotes; comments are no text of the document."""
    footnotes = lengths.body
    comments = footnotes + lengths.footnotes + lengths.headers + lengths.macros
    endnotes = comments + lengths.comments
    boxes = endnotes + lengths.endnotes
    if lengths.body > size:
        message = "The document's text ends before its header says; what is there was read."
        story.losses.issues.append(Issue("cut-short", "warning", message))
    flow = Flow(story.losses)
    story.read(0, min(lengths.body, size), flow, boxes_at=boxes)
    story.read_other_boxes(flow, boxes)
    for start, length in ((footnotes, lengths.footnotes), (endnotes, lengths.endnotes)):
        story.read(min(start, size), min(start + length, size), flow, boxes_at=boxes)
    blocks = flow.finish()
    _leave_comments(min(comments, size), min(endnotes, size), story)
    return [block for block in blocks if isinstance(block, RawTable) or block.text.strip() or block.issues]


def _leave_comments(start: int, end: int, story: DocStory) -> None:
    aside = Flow(story.losses)
    story.read(start, end, aside)
    texts = [block.text for block in aside.finish() if isinstance(block, RawParagraph) and block.text.strip()]
    for text in texts:
        story.losses.discard("comment", text)
    if texts:
        message = f"{len(texts)} comment(s) in the margin were not read."
        story.losses.issues.append(Issue("comment-unread", "info", message))
