"""Task rows from running text: the innermost numbered item with a responsibility statement or label line is a task."""

import re
from bisect import bisect_left, bisect_right

from msgspec import Struct

from pipeline.fold import HAN, Folded, cut_quote, strip_quote
from pipeline.model import Field, Paragraph, Quote, Quotes, Statement, TaskRow
from pipeline.rows.outline import Item, read_items
from pipeline.rows.sentences import first_sentence
from pipeline.rows.statements import Found, find_statements, opening_duty
from pipeline.statement.labels import member_label
from pipeline.text.stops import BLANKS, trim
from pipeline.units.names import KnownNames

_LEAST_DUTIES = 3
_KEY_VALUE = re.compile(rf"{HAN}{{2,8}}:")
"""A line such as 索引号：…, from a site's box on the document: nobody's task."""
_HEADING = 2_000
"""A first line without the end of a sentence within so many signs is text, no heading."""


class _Section(Struct, frozen=True, gc=False):
    """A stretch of an item's text that is one member: content without a label is the title."""

    member: str
    start: int
    end: int


def rows_of_paragraphs(paragraphs: list[Paragraph], registry: KnownNames) -> list[TaskRow]:
    """The task rows of running text, in order."""
    items = _join_run_in(read_items(paragraphs), registry)
    rows: list[TaskRow] = []
    for item in items:
        for piece in [item] if item.enumerator else _unnumbered(item, registry):
            row = _row(piece, registry)
            if row:
                rows.append(row)
    return rows or _rows_of_duties(items, registry)


def _rows_of_duties(items: list[Item], registry: KnownNames) -> list[TaskRow]:
    """A list whose items begin with who does it (市住建局负责…): at least three do, and nothing else says who."""
    rows: list[TaskRow] = []
    for item in items:
        folded = Folded(item.lines)
        duty = opening_duty(folded.text, registry) if item.enumerator else None
        if duty:
            texts = {"title": Field(_inked(folded.locate(duty.end, len(folded))))}
            rows.append(_task_row(item, folded, [duty], texts, (), len(folded)))
    return rows if len(rows) >= _LEAST_DUTIES else []


def _unnumbered(item: Item, registry: KnownNames) -> list[Item]:
    """Text without numbers: each paragraph with a statement is an item; a label line belongs to the one before."""
    pieces: list[list[Quote]] = []
    content: Quote | None = None
    for line in item.lines:
        folded = Folded((line,))
        found = find_statements(folded.text, [0], registry)
        if not found:
            content = None if _KEY_VALUE.match(folded.text) else line
        elif found[0].start == 0 and found[0].label:
            if pieces and content is None:
                pieces[-1].append(line)
            elif content is not None:
                pieces.append([content, line])
            content = None
        else:
            pieces.append([line])
            content = None
    return [Item(None, (), tuple(lines), ()) for lines in pieces]


def _row(item: Item, registry: KnownNames) -> TaskRow | None:
    """The task row of an item, or None where nobody is named as responsible for it."""
    folded = Folded(item.lines)
    starts = folded.line_starts()
    found = find_statements(folded.text, starts, registry)
    if not any(piece.names_units for piece in found):
        return None
    sections, marks, end = _sections(folded, starts, found)
    texts = {
        member: Field(quotes)
        for member in dict.fromkeys(section.member for section in sections)
        if (quotes := _content(folded, [section for section in sections if section.member == member], found))
    }
    if "title" not in texts:
        return None
    return _task_row(item, folded, found, texts, marks, end)


def _task_row(
    item: Item, folded: Folded, found: list[Found], texts: dict[str, Field], marks: Quotes, end: int
) -> TaskRow:
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
    )


def _sections(folded: Folded, starts: list[int], found: list[Found]) -> tuple[list[_Section], Quotes, int]:
    """The item's text by member, the labels in it, and where the item ends.

    Paragraphs after the last statement are no part of the item, unless one begins with a label of its own.
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
    if len(opened) > 1 and opened[-1][0] >= found[-1].end:
        end = len(text)
    bounds = [start for start, _, _ in opened[1:]] + [end]
    sections = [
        _Section(member, content, bound)
        for (_, content, member), bound in zip(opened, bounds, strict=True)
        if content < bound
    ]
    return sections, tuple(marks), end


def _content(folded: Folded, sections: list[_Section], found: list[Found]) -> Quotes:
    """The sections' text without the statements, cut where a statement stands in it."""
    quotes: list[Quote] = []
    for section in sections:
        start = section.start
        first = bisect_right(found, section.start, key=lambda piece: piece.end)
        last = bisect_left(found, section.end, key=lambda piece: piece.start)
        for piece in [*found[first:last], Found(section.end, section.end)]:
            stop = min(piece.start, section.end)
            if start < stop and folded.text[start:stop].strip(BLANKS + "()"):
                quotes.extend(_inked(folded.locate(start, stop)))
            start = max(start, piece.end)
    return tuple(quotes)


def _inked(quotes: Quotes) -> Quotes:
    return tuple(inked for quote in quotes if (inked := strip_quote(quote)))


def _groups(folded: Folded, found: list[Found]) -> tuple[tuple[Statement, ...], ...]:
    """The statements by assignment: neighbours without text between them belong together."""
    groups: list[list[Found]] = []
    for piece in found:
        between = folded.text[groups[-1][-1].end : piece.start] if groups else ""
        if groups and not between.strip(BLANKS):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    result: list[tuple[Statement, ...]] = []
    start = 0
    for group in groups:
        part = _part(folded, start, group[0].start) if len(groups) > 1 else ()
        start = group[-1].end
        result.append(tuple(Statement(quotes=folded.locate(p.start, p.end), part=part) for p in group))
    return tuple(result)


def _part(folded: Folded, start: int, end: int) -> Quotes:
    """The text since the statement before, without the marks that part them."""
    start, _ = trim(folded.text, start, end)
    return _inked(folded.locate(start, end))


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
    return _touching((*parent.number, *heading))


def _touching(quotes: Quotes) -> Quotes:
    """Quotes of one block that touch, as one."""
    runs: list[list[Quote]] = []
    for quote in quotes:
        last = runs[-1][-1] if runs else None
        if last and (last.block, last.row, last.column, last.end) == (
            quote.block,
            quote.row,
            quote.column,
            quote.start,
        ):
            runs[-1].append(quote)
        else:
            runs.append([quote])
    return tuple(run[0] if len(run) == 1 else _joined(run) for run in runs)


def _joined(run: list[Quote]) -> Quote:
    first = run[0]
    text = "".join(quote.text for quote in run)
    return Quote(first.block, first.row, first.column, first.start, run[-1].end, text, first.ends)


def _join_run_in(items: list[Item], registry: KnownNames) -> list[Item]:
    """Numbers inside a paragraph open items only where each has a statement; else they are steps of the item above."""
    result: list[tuple[Item, list[Quote]]] = []
    index = 0
    while index < len(items):
        run = _run_in(items, index)
        if run and result and not all(_stands(items, at, registry) for at in range(index, index + run)):
            steps = items[index : index + run]
            result[-1][1].extend(quote for item in steps for quote in (*item.number, *item.lines))
        else:
            run = max(run, 1)
            result.extend((item, []) for item in items[index : index + run])
        index += run
    return [
        Item(item.enumerator, item.number, _touching((*item.lines, *steps)), item.parents) if steps else item
        for item, steps in result
    ]


def _run_in(items: list[Item], index: int) -> int:
    """How many items from here on were opened by numbers of one kind inside one paragraph."""
    first = items[index].enumerator
    if first is None or first.kind not in ("digit", "digit-bracket"):
        return 0
    count = 0
    while index + count < len(items):
        enumerator = items[index + count].enumerator
        if enumerator is None or enumerator.kind != first.kind or enumerator.start == 0:
            break
        if items[index + count].number[0].block != items[index].number[0].block:
            break
        count += 1
    return count


def _stands(items: list[Item], index: int, registry: KnownNames) -> bool:
    """True for an item with a statement of its own, or with items below it."""
    item = items[index]
    if index + 1 < len(items) and len(items[index + 1].parents) > len(item.parents):
        return True
    folded = Folded(item.lines)
    return bool(find_statements(folded.text, folded.line_starts(), registry))
