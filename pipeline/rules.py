"""Notes that rule: 列第一位的为牵头单位, 加*号为牵头部门, 以下均需…落实. They act after all rows are known.

A note in a task's statement, in a header or in the text around the list governs the rows from there on (下同, 以下);
in the header, before the list or after it, all rows. Its words leave the statement they stand in, and stay as the
place that the values it gave point at.
"""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from pipeline.fold import Folded
from pipeline.model import Issue
from pipeline.provenance import PageIndex, line_text
from pipeline.source import Block, Document, Field, Origin, Paragraph, Quote, Quotes, Statement, TaskRow
from pipeline.statement.labels import find_labels
from pipeline.statement.notes import Note, find_notes

_MOST_RULES = 20
"""No document has more notes of different units that hold at once."""


Slot = tuple[str, int | None, int | None]


class Ruled(Struct, frozen=True):
    """The rows as the notes make them, an issue for each note, and the notes' words (delimiters for the ledger)."""

    rows: list[TaskRow]
    issues: tuple[Issue, ...]
    marks: Quotes


class Rule(Struct, frozen=True):
    """A note with its quotes; it governs the rows from ``first`` on."""

    note: Note
    quotes: Quotes
    value: Quotes
    first: int


def apply_rules(rows: list[TaskRow], document: Document, headers: list[Quote], places: PageIndex) -> Ruled:
    """The rows with their notes taken out and acted on.

    ``headers``: the header cells of the list's tables.
    """
    rules = _around(rows, document, headers)
    cleaned: list[TaskRow] = []
    for index, row in enumerate(rows):
        row, found = _take_out(row, index)
        rules.extend(found)
        cleaned.append(row)
    cleaned = list(_governed(cleaned, rules))
    issues = tuple(
        Issue(
            "rule-applied",
            "info",
            f"A note rules over the list: {line_text(rule.quotes)}",
            places.of(rule.quotes[0])[0],
        )
        for rule in rules
    )
    return Ruled(cleaned, issues, tuple(quote for rule in rules for quote in rule.quotes))


def _governed(rows: list[TaskRow], rules: list[Rule]) -> Iterator[TaskRow]:
    """Each row as the rules before it make it; ``rules`` in the order in which they begin to govern.

    Of the rules on who leads the last one holds, of those on the scope the first, and units are added once.
    """
    held: dict[tuple[str, str], Rule] = {}
    position = 0
    for index, row in enumerate(rows):
        while position < len(rules) and rules[position].first <= index:
            rule = rules[position]
            position += 1
            if rule.note.kind == "default-units":
                key = rule.note.kind, line_text(rule.value)
                if key not in held and len(held) < _MOST_RULES:
                    held[key] = rule
            elif rule.note.kind == "default-scope":
                held.setdefault((rule.note.kind, ""), rule)
            else:
                held["lead", ""] = rule
        for rule in held.values():
            row = _govern(row, rule)
        yield row


def _around(rows: list[TaskRow], document: Document, headers: list[Quote]) -> list[Rule]:
    """The notes in headers and in the text outside the tasks: they govern all rows."""
    inside: dict[Slot, list[tuple[int, int]]] = {}
    for quote in (quote for row in rows for quote in row.covers):
        inside.setdefault((quote.block, quote.row, quote.column), []).append((quote.start, quote.end))
    quotes = headers + [quote for block in document.blocks for quote in _quotes(block, inside)]
    rules: list[Rule] = []
    for quote in dict.fromkeys(quotes):
        folded = Folded((quote,))
        rules.extend(_rule(folded, note, 0) for note in find_notes(folded.text))
    return rules


def _quotes(block: Block, inside: dict[Slot, list[tuple[int, int]]]) -> list[Quote]:
    """The texts of a block that are not ``inside`` the tasks; of a paragraph also what is before and behind them."""
    if isinstance(block, Paragraph):
        taken = inside.get((block.id, None, None), ())
        begin, stop = (
            min(taken, default=(len(block.text), 0))[0],
            max((end for _, end in taken), default=len(block.text)),
        )
        parts = ((0, begin), (stop, len(block.text)))
        return [Quote(block.id, None, None, low, high, block.text[low:high]) for low, high in parts if low < high]
    return [
        Quote(block.id, cell.row, cell.column, 0, len(cell.text), cell.text, cell.paragraph_ends)
        for cell in block.cells
        if cell.text and (block.id, cell.row, cell.column) not in inside
    ]


def _rule(folded: Folded, note: Note, first: int) -> Rule:
    return Rule(note, folded.locate(note.start, note.end), folded.locate(*note.value) if note.value else (), first)


def _take_out(row: TaskRow, index: int) -> tuple[TaskRow, list[Rule]]:
    """The row with its statements' notes removed, and the notes as rules from this row on."""
    rules: list[Rule] = []
    groups: list[tuple[Statement, ...]] = []
    for group in row.groups:
        statements: list[Statement] = []
        for statement in group:
            folded = Folded(statement.quotes)
            notes = find_notes(folded.text)
            if notes and statement.origin is None:
                first = [0 if note.everywhere else index + (note.kind == "default-units") for note in notes]
                rules.extend(_rule(folded, note, start) for note, start in zip(notes, first, strict=True))
                statement = _without(statement, folded, notes)
            statements.append(statement)
        groups.append(tuple(statements))
    return replace(row, groups=tuple(groups)) if rules else row, rules


def _without(statement: Statement, folded: Folded, notes: list[Note]) -> Statement:
    kept: list[Quote] = []
    start = 0
    for note in notes:
        bracketed = folded.text[note.start - 1 : note.start] == "(" and folded.text[note.end : note.end + 1] == ")"
        kept.extend(folded.locate(start, note.start - bracketed))
        start = note.end + bracketed
    kept.extend(folded.locate(start, len(folded)))
    return replace(statement, quotes=tuple(kept), labels=None)


def _govern(row: TaskRow, rule: Rule) -> TaskRow:
    """The row as the rule makes it."""
    origin = Origin("default-rule", rule.quotes[0])
    if rule.note.kind == "default-scope":
        if "scope" in row.texts or _states_scope(row):
            return row
        return replace(row, texts={**row.texts, "scope": Field(rule.value, origin)})
    if rule.note.kind == "default-units":
        role = rule.note.role or "responsible"
        added = Statement(rule.value, role=role, basis="rule", rule_quotes=rule.quotes, origin=origin)
        return replace(row, groups=(*row.groups, (added,)))
    groups = tuple(
        tuple(
            statement if statement.origin and statement.origin.reason == "default-rule" else _with_lead(statement, rule)
            for statement in group
        )
        for group in row.groups
    )
    return replace(row, groups=groups)


def _states_scope(row: TaskRow) -> bool:
    texts = [Folded(statement.quotes).text for group in row.groups for statement in group]
    return any(label.column == "scope" for text in texts for label in find_labels(text, 0, len(text)))


def _with_lead(statement: Statement, rule: Rule) -> Statement:
    return replace(statement, lead_rule=rule.note.kind, others=rule.note.role, rule_quotes=rule.quotes)
