"""The task row of one item of running text: its texts by member, and its statements by assignment."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from pipeline.fold import Folded, cut_quote, strip_quote
from pipeline.provenance import line_text
from pipeline.rows.candidates import Candidate, touching
from pipeline.rows.outline import Item
from pipeline.rows.sentences import first_sentence
from pipeline.rows.statements import Found
from pipeline.source import Field, Quote, Quotes, Remark, Statement, TaskRow
from pipeline.statement.labels import member_label
from pipeline.text.stops import BLANKS, CLAUSE_ENDS, SENTENCE_ENDS, sentence_end, trim

_HEADING = 2_000
"""Characters in which a first line ends its first sentence; else it is text, no heading."""


class MemberSpan(Struct, frozen=True, gc=False):
    """A stretch of an item's text that is one member: content without a label is the title."""

    member: str
    start: int
    end: int


def read_row(candidate: Candidate) -> TaskRow | None:
    """The task row of an item, or None where nobody is named as responsible for it."""
    if not candidate.names_units:
        return None
    folded, found = candidate.folded, candidate.found
    sections, marks, end = _sections(folded, candidate.starts, found, whole=candidate.whole)
    if candidate.closed:
        end = min(end, found[-1].end)
        sections = [replace(section, end=min(section.end, end)) for section in sections if section.start < end]
    texts = {
        member: Field(quotes)
        for member in dict.fromkeys(section.member for section in sections)
        if (quotes := _content(folded, [section for section in sections if section.member == member], found))
    }
    if "title" not in texts:
        return None
    return task_row(candidate, found, texts, marks, end)


def task_row(candidate: Candidate, found: list[Found], texts: dict[str, Field], marks: Quotes, end: int) -> TaskRow:
    """The row of an item whose statements and texts are known; ``end``: where the item ends in its text."""
    item, folded = candidate.item, candidate.folded
    first = (*item.number, *item.lines)[0]
    return TaskRow(
        block=first.block,
        row=first.start,
        number=item.number,
        categories=tuple(Field(quotes) for parent in item.parents if (quotes := _heading(parent))),
        texts=texts,
        extra=(),
        groups=_groups(folded, found),
        covers=(*item.number, *folded.locate(0, end)),
        marks=marks,
        remarks=(*candidate.remarks, *_open_brackets(folded, found)),
    )


def _open_brackets(folded: Folded, found: list[Found]) -> Iterator[Remark]:
    for piece in found:
        if piece.open:
            quotes = folded.locate(piece.start, piece.end)
            message = f"A bracket is not closed; the statement was read to the end of its line: {line_text(quotes)}"
            yield Remark("bracket-open", "warning", message, quotes)


def _sections(
    folded: Folded, starts: list[int], found: list[Found], *, whole: bool
) -> tuple[list[MemberSpan], Quotes, int]:
    """The item's text by member, the labels in it, and where the item ends.

    Paragraphs after the last statement are no part of the item, unless it is ``whole`` or one begins with a label.
    """
    text = folded.text
    opened: list[tuple[int, int, str]] = [(0, 0, "title")]
    marks: list[Quote] = []
    for start in starts:
        label = member_label(text, start)
        at = bisect_right(found, start, key=lambda piece: piece.start) - 1
        if label and not (at >= 0 and start < found[at].end):
            opened.append((start, label.end, label.column))
            marks.extend(folded.locate(label.start, label.end))
    last = max([piece.end for piece in found] + [start for start, _, _ in opened[1:]])
    end = next((start for start in starts if start >= last and start > opened[-1][0]), len(text))
    if whole or (len(opened) > 1 and opened[-1][0] >= found[-1].end):
        end = len(text)
    bounds = [start for start, _, _ in opened[1:]] + [end]
    sections = [
        MemberSpan(member, content, bound)
        for (_, content, member), bound in zip(opened, bounds, strict=True)
        if content < bound
    ]
    return sections, tuple(marks), end


def _content(folded: Folded, sections: list[MemberSpan], found: list[Found]) -> Quotes:
    """The sections' text without the statements."""
    return tuple(quote for section in sections for quote in content_of(folded, section.start, section.end, found))


def content_of(folded: Folded, start: int, end: int, found: list[Found]) -> Quotes:
    """The text of ``start:end`` without the statements in it, nor the commas that part their clauses from the text."""
    quotes: list[Quote] = []
    first = bisect_right(found, start, key=lambda piece: piece.end)
    last = bisect_left(found, end, key=lambda piece: piece.start)
    for piece in [*found[first:last], Found(end, end)]:
        stop = min(piece.start, end)
        if piece.sentence is not None:
            _, stop = trim(folded.text, start, stop, CLAUSE_ENDS)
        if start < stop and folded.text[start:stop].strip(BLANKS + "()"):
            quotes.extend(inked(folded.locate(start, stop)))
        start = max(start, piece.end)
        if piece.sentence is not None:
            start, _ = trim(folded.text, start, end, CLAUSE_ENDS)
    return tuple(quotes)


def inked(quotes: Quotes) -> Quotes:
    """The quotes without blanks at their ends; those of blanks alone fall away."""
    return tuple(inked for quote in quotes if (inked := strip_quote(quote)))


def _groups(folded: Folded, found: list[Found]) -> tuple[tuple[Statement, ...], ...]:
    """The statements by assignment: neighbours without text between them belong together."""
    groups: list[list[Found]] = []
    for piece in found:
        before = groups[-1][-1] if groups else None
        between = folded.text[before.end : piece.start] if before else ""
        same = before is not None and before.sentence is not None and before.sentence == piece.sentence
        if before and (same or not between.strip(BLANKS)):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    result: list[tuple[Statement, ...]] = []
    start = 0
    for group in groups:
        if len(groups) < 2:
            part: Quotes = ()
        elif group[0].sentence is None:
            part = _part(folded, start, group[0].start)
        else:
            part = _said_of(folded, group)
        start = group[-1].end
        result.append(tuple(_statement(folded, piece, part) for piece in group))
    return tuple(result)


def _said_of(folded: Folded, group: list[Found]) -> Quotes:
    """What a sentence of prose says that its doers shall do: the text behind them, else before them."""
    text, start, end = folded.text, group[0].start, group[-1].end
    behind = _part(folded, end, sentence_end(text, end, len(text)))
    return behind or _part(folded, max(text.rfind(mark, 0, start) for mark in SENTENCE_ENDS) + 1, start)


def _statement(folded: Folded, piece: Found, part: Quotes) -> Statement:
    labels = piece.labels and tuple(
        replace(label, start=label.start - piece.start, end=label.end - piece.start) for label in piece.labels
    )
    return Statement(quotes=folded.locate(piece.start, piece.end), part=part, labels=labels)


def _part(folded: Folded, start: int, end: int) -> Quotes:
    """The text since the statement before, without the marks that part them."""
    start, _ = trim(folded.text, start, end)
    return inked(folded.locate(start, end))


def _heading(parent: Item) -> Quotes:
    """Number and heading of an item above: the first line up to the end of its first sentence."""
    if not parent.lines:
        return parent.number
    first = parent.lines[0]
    folded = Folded((cut_quote(first, 0, min(len(first.text), _HEADING)),))
    cut = first_sentence(folded, frozenset())
    if cut is None and len(first.text) > _HEADING:
        return parent.number
    heading = folded.locate(0, cut[0] if cut else len(folded))
    return touching((*parent.number, *heading))
