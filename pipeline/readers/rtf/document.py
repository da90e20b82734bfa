"""Rich Text → raw document."""

from pipeline.grid import RawDocument, RawParagraph, RawTable
from pipeline.model import Issue
from pipeline.readers.oldword.content import check_content
from pipeline.readers.rtf.reader import RichReader
from pipeline.readers.rtf.words import STARRED, WORDS, report_comments

MEDIA_TYPE = "application/rtf"


def read_rtf(data: bytes) -> RawDocument:
    """The document as blocks in reading order, as the .docx reader gives them: final state of tracked changes, results
    of fields, notes behind the body, no page headers and footers.

    Raises Unreadable, Unsupported (nothing but an embedded file), TooLarge and NeedsOcr.
    """
    reader = RichReader(data, WORDS, STARRED)
    body = [*reader.read(), *reader.notes]
    blocks = [block for block in body if isinstance(block, RawTable) or block.text.strip() or block.issues]
    texts = [block.text for block in reader.comments if isinstance(block, RawParagraph) and block.text.strip()]
    report_comments(reader, texts)
    if reader.damaged:
        message = f"{reader.damaged} place(s) hold bytes that are no character in the text's encoding."
        reader.losses.issues.append(Issue("damaged-character", "warning", message))
    check_content(blocks, reader.pictures, reader.objects)
    losses = reader.losses
    return RawDocument(MEDIA_TYPE, tuple(blocks), tuple(losses.discarded), (*losses.issues, *losses.take()))
