"""Task rows → tasks: the texts of each row read by the field parsers, every value with its place."""

from msgspec import Struct
from msgspec.structs import replace

from pipeline.fields.deadline import DeadlineSpan, read_deadlines
from pipeline.fields.parties import Given, PartyDraft
from pipeline.fields.responsibility import Draft, read_statement
from pipeline.fold import Folded
from pipeline.model import (
    Assignment,
    Deadline,
    Extra,
    Field,
    Inherited,
    Issue,
    Party,
    PartyRole,
    Provenance,
    Quote,
    Quotes,
    RoleBasis,
    Statement,
    Task,
    TaskRow,
    Unit,
)
from pipeline.places import Places, line_text, long_text, solid_text
from pipeline.rows.sentences import first_sentence
from pipeline.units import Registry

SHORT_MEMBERS = ("title", "person", "scope")
LONG_MEMBERS = ("measures", "target", "problem", "current_state", "best_practice", "progress", "note")


class Setting(Struct, frozen=True):
    """What the document says of place and time: the context in which names and dates are read."""

    digest: str
    region: str | None
    year: int | None
    issued_on: str | None


class Assembled(Struct, frozen=True):
    """The tasks, the units they name, trouble met, and the quotes of role words and labels (delimiters)."""

    tasks: tuple[Task, ...]
    units: tuple[Unit, ...]
    issues: tuple[Issue, ...]
    marks: tuple[Quote, ...]


class _Who(Struct, frozen=True):
    """A party before it is resolved: the draft with the text it was read from."""

    draft: PartyDraft
    folded: Folded
    role_place: Quotes


class _Deadline(Struct, frozen=True):
    span: DeadlineSpan
    folded: Folded
    found_in: str
    event: str | None = None


class _Assignment(Struct, frozen=True):
    """An assignment read, its members still with the folded texts they stand in."""

    part: Quotes
    deadlines: tuple[_Deadline, ...]
    parties: tuple[_Who, ...]
    division: Quotes
    scope: Quotes
    person: Quotes
    origins: tuple[tuple[tuple[str, ...], Statement], ...]


def assemble(rows: list[TaskRow], places: Places, registry: Registry, setting: Setting) -> Assembled:
    """Read every row. ``rows`` in document order; the issues are in that order too."""
    work = _Assembler(places, registry, setting)
    tasks = tuple(work.task(row) for row in rows)
    units = tuple(work.units[key] for key in sorted(work.units))
    return Assembled(tasks, units, tuple(work.issues), tuple(work.marks))


class _Assembler:
    """Collects what the rows share (units, issues, marks) while the tasks are built one by one."""

    def __init__(self, places: Places, registry: Registry, setting: Setting) -> None:
        self.places, self.registry, self.setting = places, registry, setting
        self.units: dict[str, Unit] = {}
        self.issues: list[Issue] = []
        self.marks: list[Quote] = []
        self._told: set[tuple[str, str]] = set()

    def task(self, row: TaskRow) -> Task:
        self.marks.extend(row.marks)
        provenance: dict[str, tuple[Provenance, ...]] = {}
        readings = [reading for group in row.groups for reading in self._read_group(group)]
        texts = {**row.texts, **_lifted(readings, row.texts)}
        texts = texts if "measures" in texts else _split_title(texts)
        if row.number:
            provenance["/number"] = self.places.of_all(row.number)
        for index, category in enumerate(row.categories):
            provenance[f"/categories/{index}"] = self.places.of_all(category.quotes)
        members = {}
        for member in (*SHORT_MEMBERS, *LONG_MEMBERS):
            if member in texts:
                quotes = texts[member].quotes
                members[member] = line_text(quotes) if member in SHORT_MEMBERS else long_text(quotes)
                provenance[f"/{member}"] = self.places.of_all(quotes)
        for index, (_, _, quotes) in enumerate(row.extra):
            provenance[f"/extra/{index}"] = self.places.of_all(quotes)
        assignments = tuple(self._assignment(index, item, provenance) for index, item in enumerate(readings))
        self._tell_blanks(row)
        return Task(
            id=f"{self.setting.digest}/{row.block}/{row.row}",
            number=line_text(row.number) if row.number else None,
            categories=tuple(line_text(category.quotes) for category in row.categories),
            extra=tuple(Extra(column, header, long_text(quotes)) for column, header, quotes in row.extra),
            assignments=assignments,
            inherited=self._inherited_texts(row, texts),
            provenance=provenance,
            **{member: members.get(member) for member in (*SHORT_MEMBERS, *LONG_MEMBERS)},  # type: ignore[arg-type]
        )

    def _inherited_texts(self, row: TaskRow, texts: dict[str, Field]) -> tuple[Inherited, ...]:
        carried = [("categories", field) for field in row.categories] + list(texts.items())
        return tuple(
            Inherited((member,), field.origin.reason, self.places.of(field.origin.quote)[0])
            for member, field in carried
            if field.origin
        )

    def _tell_blanks(self, row: TaskRow) -> None:
        """One info issue for a row of flattened text that takes values from cells above."""
        blank = [s.origin for group in row.groups for s in group if s.origin and s.origin.reason == "blank-cell"]
        if blank:
            place = self.places.of(blank[0].quote)[0]
            message = (
                f"Row {row.row} has an empty cell, and the format cannot show merges: this cell was read as going on."
            )
            self.issues.append(Issue("blank-cell-carried", "info", message, place))

    # ------------------------------------------------------------ statements → assignments

    def _read_group(self, group: tuple[Statement, ...]) -> list[_Assignment]:
        """The assignments of one row: statements that say one thing each are put together."""
        read = [self._read_statement(statement) for statement in group]
        many = max((len(items) for items in read), default=0)
        return [
            _merge([items[index] if len(items) == many else items[0] for items in read if items], index, read)
            for index in range(many)
        ]

    def _read_statement(self, statement: Statement) -> list[_Assignment]:
        folded = Folded(statement.quotes)
        if not folded.text:
            return []
        if statement.kind == "milestone":
            return [self._milestone(statement, folded)]
        given = Given(statement.role, statement.basis)
        reading = read_statement(folded, given, self.registry, field=statement.kind)
        if statement.origin is None:
            self.marks.extend(quote for mark in reading.marks for quote in folded.locate(*mark))
        return [self._draft(draft, folded, statement) for draft in reading.drafts]

    def _draft(self, draft: Draft, folded: Folded, statement: Statement) -> _Assignment:
        deadlines = []
        for start, end in draft.deadlines:
            inner = folded.part(start, end)
            spans = read_deadlines(inner.text, year=self.setting.year, issued_on=self.setting.issued_on)
            deadlines += [_Deadline(span, inner, "field") for span in spans]
        header = (statement.role_quote,) if statement.role_quote else ()
        place = {"header": header, "rule": statement.rule_quotes}
        parties = _lead_by_rule([_Who(party, folded, place.get(party.basis, ())) for party in draft.parties], statement)
        members = [
            ("part", draft.part),
            ("deadlines", draft.deadlines),
            ("parties", draft.parties),
            ("division", draft.division),
        ]
        stated = tuple(name for name, value in members if value)
        return _Assignment(
            part=folded.locate(*draft.part) if draft.part else statement.part,
            deadlines=tuple(deadlines),
            parties=parties,
            division=folded.locate(*draft.division) if draft.division else (),
            scope=folded.locate(*draft.scope) if draft.scope else (),
            person=folded.locate(*draft.person) if draft.person else (),
            origins=((stated, statement),) if statement.origin else (),
        )

    def _milestone(self, statement: Statement, folded: Folded) -> _Assignment:
        """A quarter column: the header is the time, the cell is what shall have happened."""
        when = Folded((statement.role_quote,) if statement.role_quote else ())
        spans = read_deadlines(when.text, year=self.setting.year, issued_on=self.setting.issued_on) if when.text else ()
        event = line_text(statement.quotes)
        deadlines = tuple(_Deadline(span, when, "field", event) for span in spans[:1])
        origins = ((("deadlines",), statement),) if statement.origin else ()
        del folded
        return _Assignment((), deadlines, (), (), (), (), origins)

    def _assignment(self, index: int, item: _Assignment, provenance: dict[str, tuple[Provenance, ...]]) -> Assignment:
        path = f"/assignments/{index}"
        if item.part:
            provenance[f"{path}/part"] = self.places.of_all(item.part)
        deadlines = []
        for number, found in enumerate(item.deadlines):
            quotes = found.folded.locate(found.span.start, found.span.end)
            provenance[f"{path}/deadlines/{number}"] = self.places.of_all(quotes)
            deadlines.append(_deadline(found, line_text(quotes)))
        parties = []
        for number, who in enumerate(item.parties):
            party, quotes = self._party(who)
            provenance[f"{path}/parties/{number}"] = self.places.of_all(quotes)
            if who.role_place:
                provenance[f"{path}/parties/{number}/role"] = self.places.of_all(who.role_place)
            parties.append(party)
        if item.division:
            provenance[f"{path}/division"] = self.places.of_all(item.division)
        inherited = tuple(
            Inherited(members, statement.origin.reason, self.places.of(statement.origin.quote)[0])
            for members, statement in item.origins
            if statement.origin
        )
        return Assignment(
            part=line_text(item.part) if item.part else None,
            deadlines=tuple(deadlines),
            parties=tuple(parties),
            division=line_text(item.division) if item.division else None,
            inherited=inherited,
        )

    # ------------------------------------------------------------ parties → units

    def _party(self, who: _Who) -> tuple[Party, Quotes]:
        unit = who.draft.unit
        printed = who.folded.locate(unit.start, unit.end)
        prefix = who.folded.locate(*unit.prefix) if unit.prefix else ()
        ending = who.folded.locate(*unit.ending) if unit.ending else ()
        quotes = prefix + printed + ending
        name = solid_text(quotes)
        when = self.setting.issued_on or (str(self.setting.year) if self.setting.year else None)
        answer = self.registry.resolve(name, region=self.setting.region, on=when)
        if answer.unit:
            self.units[answer.unit.id] = answer.unit
        elif answer.resolution in ("unknown", "ambiguous") and (answer.resolution, name) not in self._told:
            self._told.add((answer.resolution, name))
            message = f"{name}: the registry has no single organ for this name here."
            self.issues.append(Issue(f"unit-{answer.resolution}", "info", message, self.places.of(printed[0])[0]))
        role: PartyRole = who.draft.role
        basis: RoleBasis = who.draft.basis
        party = Party(
            name=name,
            printed=solid_text(printed),
            role=role,
            role_basis=basis,
            etc=who.draft.etc,
            unit=answer.unit.id if answer.unit else None,
            resolution=answer.resolution,
            candidates=answer.candidates,
        )
        return party, quotes


def _lead_by_rule(parties: list[_Who], statement: Statement) -> tuple[_Who, ...]:
    """Parties whose role a note settles: the first one, or those with a star, lead; a verb that names a lead wins."""
    rule = statement.lead_rule
    open_roles = [who.draft.role == "responsible" for who in parties]
    if rule is None or not any(open_roles) or any(who.draft.role == "lead" for who in parties):
        return tuple(parties)
    leads = (
        [who.draft.starred for who in parties] if rule == "lead-star" else [index == 0 for index in range(len(parties))]
    )
    result = []
    for who, lead, open_role in zip(parties, leads, open_roles, strict=True):
        role = "lead" if lead else statement.others if any(leads) else None
        if role and open_role:
            draft = replace(who.draft, role=role, basis="rule")
            who = replace(who, draft=draft, role_place=statement.rule_quotes)
        result.append(who)
    return tuple(result)


def _deadline(found: _Deadline, text: str) -> Deadline:
    span = found.span
    return Deadline(
        text=text,
        found_in=found.found_in,  # type: ignore[arg-type]
        kind=span.kind,
        earliest=span.earliest,
        latest=span.latest,
        recurrence=span.recurrence,
        event=found.event or span.event,
        state=span.state,
        basis=span.basis,
    )


def _merge(items: list[_Assignment], index: int, read: list[list[_Assignment]]) -> _Assignment:
    """One assignment from the statements of a row; a statement with more to say gives its rest to the last."""
    del index, read
    first = next((item.part for item in items if item.part), ())
    return _Assignment(
        part=first,
        deadlines=tuple(deadline for item in items for deadline in item.deadlines),
        parties=tuple(party for item in items for party in item.parties),
        division=next((item.division for item in items if item.division), ()),
        scope=next((item.scope for item in items if item.scope), ()),
        person=next((item.person for item in items if item.person), ()),
        origins=tuple(origin for item in items for origin in item.origins),
    )


def _lifted(readings: list[_Assignment], texts: dict[str, Field]) -> dict[str, Field]:
    """Scope and person named inside a statement are members of the task."""
    found = {}
    for member in ("scope", "person"):
        quotes = next((quotes for reading in readings if (quotes := getattr(reading, member))), ())
        if quotes and member not in texts:
            found[member] = Field(quotes)
    return found


def _split_title(texts: dict[str, Field]) -> dict[str, Field]:
    """A single content text: its heading or first sentence is the title, without the mark; the rest is measures."""
    folded = Folded(texts["title"].quotes)
    ends = frozenset(quote.start + end for quote in texts["title"].quotes for end in quote.ends)
    cut = first_sentence(folded, ends)
    if cut is None:
        return texts
    title_end, rest = cut
    split = {"title": Field(folded.locate(0, title_end), texts["title"].origin)}
    if rest < len(folded):
        split["measures"] = Field(folded.locate(rest, len(folded)), texts["title"].origin)
    return {**texts, **split}
