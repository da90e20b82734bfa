"""A covering notice in a file of its own: what it says of itself fills what its attachment does not state.

The notice's place, year and date are in force while the attachment is read; ``document.notice`` names the file and the
members that come from it.
"""

import hashlib
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from pipeline.context import find_context
from pipeline.errors import FileError
from pipeline.fold import Folded, fold_text
from pipeline.model import CoveringNotice, Frame, NoticeMember
from pipeline.provenance import PageIndex, line_text
from pipeline.readers import read
from pipeline.source import Document, Paragraph, Quote, Table
from pipeline.text.numeral import read_numeral
from pipeline.text.patterns import pattern
from pipeline.titles import TitleLine, find_titles
from pipeline.units import Registry

_MEMBERS: tuple[NoticeMember, ...] = ("notice_title", "number", "issuers", "issued_on", "year", "region")
_LISTED = 40
"""Lines after 附件： in which attachments are listed."""


class Covering(Struct, frozen=True):
    """A notice that covers others: its file, its frame, and the folded titles of the attachments that it lists."""

    name: str
    sha256: str
    frame: Frame
    attachments: tuple[str, ...]


def read_covering(data: bytes, name: str, registry: Registry) -> Covering | None:
    """The notice in a file; None where the file is none: it is an attachment, says no number, issuer or date, or cannot
    be read."""
    if pattern("frame", "attachment_name").match(fold_text(name)):
        return None
    try:
        document = read(data, name)
    except FileError:
        return None
    first = next((fold_text(block.text) for block in document.blocks if isinstance(block, Paragraph)), "")
    if pattern("frame", "attachment").fullmatch(first):
        return None
    frame = _read_frame(document, registry)
    if frame.number is None and not (frame.issuers and frame.issued_on):
        return None
    return Covering(name, hashlib.sha256(data).hexdigest(), frame, _listed(document))


def _read_frame(document: Document, registry: Registry) -> Frame:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    context = find_context(document, tables, [], [], registry)
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    lines = [
        TitleLine(index, Folded((Quote(block.id, None, None, 0, len(block.text), block.text),)))
        for index, block in enumerate(paragraphs)
    ]
    first = next((at for at, line in enumerate(lines) if _is_list(line.text)), len(lines))
    title, above, _ = find_titles(lines[:first])
    own = above or title
    frame = context.frame(PageIndex(document.blocks))
    return replace(frame, notice_title=line_text(own) if own else frame.notice_title or frame.title)


def _is_list(text: str) -> bool:
    """Does a line begin the list of attachments?"""
    return pattern("frame", "attachments_listed").match(text) is not None


def _listed(document: Document) -> tuple[str, ...]:
    """The titles of the attachments that a notice lists, folded, in their order."""
    lines = [fold_text(block.text) for block in document.blocks if isinstance(block, Paragraph)]
    start = next((at for at, line in enumerate(lines) if _is_list(line)), None)
    if start is None:
        return ()
    titles: list[str] = []
    for at, line in enumerate(lines[start : start + _LISTED]):
        match = pattern("frame", "attachment_entry").match(line)
        if match is None or (at and not match["number"]):
            break
        titles.extend(part for part in [match["title"]] if part)
    return tuple(titles)


def is_listed(covering: Covering, name: str, title: str | None) -> bool:
    """Does the notice list a document of this file name (附件1…) and title, by one of them?"""
    match = pattern("frame", "attachment_name").match(fold_text(name))
    number = read_numeral(match["number"]) if match else None
    if number is not None and 0 < number <= len(covering.attachments):
        return True
    words = [fold_text(word) for word in (title, name.rpartition(".")[0]) if word]
    return any(
        listed in word or (len(word) > 5 and word in listed) for word in words for listed in covering.attachments
    )


def cover(frame: Frame, covering: Covering | None) -> Frame:
    """The frame with the members that it lacks and the notice has."""
    if covering is None:
        return frame
    taken = {
        member: value
        for member in _MEMBERS
        if not getattr(frame, member) and (value := getattr(covering.frame, member))
    }
    if not taken:
        return frame
    return replace(frame, **taken, notice=CoveringNotice(covering.name, covering.sha256, tuple(taken)))


def choose_notice(
    name: str, title: str | None, notices: Sequence[Covering], *, by_hand: bool = False
) -> Covering | None:
    """The one notice that covers a document of this file name and title; None where none does, or where two compete.

    ``by_hand``: somebody said that the files belong together, so that a single notice covers all the others.
    """
    listing = [notice for notice in notices if is_listed(notice, name, title)]
    if len(listing) == 1:
        return listing[0]
    return notices[0] if by_hand and not listing and len(notices) == 1 else None
