"""Task rows → tasks: every text member and assignment with its place, units resolved."""

from msgspec import Struct

from pipeline.assignments import AssignmentDraft, When, add_text_deadlines, milestone_event, read_group
from pipeline.fold import fold_radicals
from pipeline.model import Assignment, Deadline, Extra, Inherited, Issue, Party, Provenance, Severity, Task, Unit
from pipeline.provenance import PageIndex, line_text, long_text, names_text, solid_text
from pipeline.rows.sentences import find_title
from pipeline.source import Field, Quote, Quotes, TaskRow
from pipeline.statement.parties import PartyDraft
from pipeline.time import doubts, read_clock
from pipeline.units import Registry, Resolution, better_named, is_department, is_no_name

SHORT_MEMBERS = ("title", "person", "scope")
LONG_MEMBERS = ("measures", "target", "problem", "current_state", "best_practice", "progress", "note")
Pointers = dict[str, tuple[Provenance, ...]]


class Setting(Struct, frozen=True):
    """What the document says of place and time: the context in which names and dates are read.

    ``digest`` is the first 12 hex digits of the source's sha256. ``house``: the document is one house's own, a
    company's, a school's or a hospital's: bare names of departments (宣传部) are its own, not the government's.
    """

    digest: str
    region: str | None
    year: int | None
    issued_on: str | None
    house: bool = False


class Assembled(Struct, frozen=True):
    """The tasks, the units they name, trouble met, and the quotes of role words and labels (delimiters)."""

    tasks: tuple[Task, ...]
    units: tuple[Unit, ...]
    issues: tuple[Issue, ...]
    marks: Quotes


def assemble(rows: list[TaskRow], places: PageIndex, registry: Registry, setting: Setting) -> Assembled:
    """Read every row. ``rows`` in document order; issues in that order too, units by id."""
    work = _Assembler(places, registry, setting)
    tasks = tuple(work.task(row) for row in rows)
    units = tuple(work.units[key] for key in sorted(work.units))
    return Assembled(tasks, units, tuple(work.issues), tuple(work.marks))


class _Assembler:
    """Collects what the rows share (units, issues, marks) while the tasks are built one by one."""

    def __init__(self, places: PageIndex, registry: Registry, setting: Setting) -> None:
        self.places, self.registry, self.setting = places, registry, setting
        self.units: dict[str, Unit] = {}
        self.issues: list[Issue] = []
        self.marks: list[Quote] = []
        self._told: set[str] = set()
        self._clock = read_clock(setting.year, setting.issued_on)
        self._on = setting.issued_on or (str(setting.year) if setting.year else None)

    def task(self, row: TaskRow) -> Task:
        readings = self._readings(row)
        titled = find_title({**row.texts, **_lifted(readings, row.texts)}, row.categories, row.title_basis)
        texts = titled.texts
        content = [texts[member].quotes for member in ("title", "measures") if member in texts]
        readings = add_text_deadlines(readings, content, self._clock)
        pointers = self._text_pointers(row, texts)
        assignments = tuple(self._assignment(index, item, pointers) for index, item in enumerate(readings))
        self._tell_blanks(row)
        members: dict[str, str | None] = dict.fromkeys((*SHORT_MEMBERS, *LONG_MEMBERS))
        for member, field in texts.items():
            members[member] = _member_text(member, field.quotes)
        return Task(
            id=f"{self.setting.digest}/{row.block}/{row.row}",
            number=line_text(row.number) if row.number else None,
            categories=tuple(line_text(category.quotes) for category in row.categories),
            title=members["title"] or "",
            measures=members["measures"],
            target=members["target"],
            problem=members["problem"],
            current_state=members["current_state"],
            best_practice=members["best_practice"],
            person=members["person"],
            progress=members["progress"],
            scope=members["scope"],
            note=members["note"],
            extra=tuple(Extra(column, header, long_text(quotes)) for column, header, quotes in row.extra),
            assignments=assignments,
            inherited=self._inherited_texts(row, texts),
            provenance=pointers,
            title_basis=titled.basis,
        )

    def _readings(self, row: TaskRow) -> list[AssignmentDraft]:
        """The assignments of a row's statements; their marks and remarks are kept."""
        readings: list[AssignmentDraft] = []
        remarks = list(row.remarks)
        self.marks.extend(row.marks)
        for group in row.groups:
            found, marks, more = read_group(group, self.registry, self._clock)
            readings.extend(found)
            self.marks.extend(marks)
            remarks.extend(more)
        for remark in remarks:
            self._tell(remark.code, remark.severity, remark.message, remark.quotes)
        return readings

    def _text_pointers(self, row: TaskRow, texts: dict[str, Field]) -> Pointers:
        stated: dict[str, Quotes] = {"/number": row.number}
        stated |= {f"/categories/{index}": category.quotes for index, category in enumerate(row.categories)}
        stated |= {f"/{member}": texts[member].quotes for member in (*SHORT_MEMBERS, *LONG_MEMBERS) if member in texts}
        stated |= {f"/extra/{index}": quotes for index, (_, _, quotes) in enumerate(row.extra)}
        return {pointer: self.places.of_all(quotes) for pointer, quotes in stated.items() if quotes}

    def _inherited_texts(self, row: TaskRow, texts: dict[str, Field]) -> tuple[Inherited, ...]:
        carried = [("categories", field) for field in row.categories] + list(texts.items())
        return tuple(
            Inherited((member,), field.origin.reason, self.places.of(field.origin.quote)[0])
            for member, field in carried
            if field.origin
        )

    def _tell_blanks(self, row: TaskRow) -> None:
        """One info issue for a row of flattened text that takes its assignment from cells above."""
        blank = [s.origin for group in row.groups for s in group if s.origin and s.origin.reason == "blank-cell"]
        if blank:
            message = (
                f"Row {row.row} has an empty cell, and the format cannot show merges: it was read as going on here."
            )
            self._tell("blank-cell-carried", "info", message, (blank[0].quote,))

    def _tell(self, code: str, severity: Severity, message: str, quotes: Quotes) -> None:
        self.issues.append(Issue(code, severity, message, self.places.of(quotes[0])[0]))

    def _assignment(self, index: int, item: AssignmentDraft, pointers: Pointers) -> Assignment:
        path = f"/assignments/{index}"
        if item.part:
            pointers[f"{path}/part"] = self.places.of_all(item.part)
        deadlines = []
        for number, when in enumerate(item.deadlines):
            pointers[f"{path}/deadlines/{number}"] = self.places.of_all(when.quotes() + when.event)
            deadlines.append(self._deadline(when))
        parties = []
        for number, who in enumerate(item.parties):
            party, quotes = self._party(who)
            pointers[f"{path}/parties/{number}"] = self.places.of_all(quotes)
            if who.role_place:
                pointers[f"{path}/parties/{number}/role"] = self.places.of_all(who.role_place)
            parties.append(party)
        if item.division:
            pointers[f"{path}/division"] = self.places.of_all(item.division)
        return Assignment(
            part=line_text(item.part) if item.part else None,
            deadlines=tuple(deadlines),
            parties=tuple(parties),
            division=line_text(item.division) if item.division else None,
            inherited=tuple(
                Inherited(
                    carried.members, carried.statement.origin.reason, self.places.of(carried.statement.origin.quote)[0]
                )
                for carried in item.carried
                if carried.statement.origin
            ),
        )

    def _deadline(self, when: When) -> Deadline:
        piece, quotes = when.piece, when.quotes()
        for code, severity, message in doubts(piece, self._clock):
            if (key := f"{code} {line_text(quotes)}") not in self._told or severity != "info":
                self._told.add(key)
                self._tell(code, severity, f"{message}: {line_text(quotes)}", quotes)
        return Deadline(
            text=line_text(quotes),
            found_in=when.found_in,
            kind=piece.kind,
            earliest=piece.first.isoformat() if piece.first else None,
            latest=piece.last.isoformat() if piece.last else None,
            recurrence=piece.recurrence,
            event=milestone_event(when),
            state=piece.state,
            basis=piece.basis,
        )

    def _party(self, who: PartyDraft) -> tuple[Party, Quotes]:
        """The party and its quotes; a name without a unit is told once."""
        unit = who.unit
        printed = who.text.locate(unit.start, unit.end)
        prefix = who.text.locate(*unit.prefix) if unit.prefix else ()
        ending = who.text.locate(*unit.ending) if unit.ending else ()
        quotes = prefix + printed + ending
        name = fold_radicals(solid_text(quotes))
        answer = self.registry.resolve(name, region=self.setting.region, on=self._on)
        if self.setting.house and answer.unit and is_department(name):
            answer = Resolution("ambiguous", None, (answer.unit.id,), ())
        if answer.unit:
            self.units[answer.unit.id] = better_named(self.units.get(answer.unit.id), answer.unit)
        elif answer.resolution in ("unknown", "ambiguous") and name not in self._told:
            self._told.add(name)
            message = f"{name}: the registry has no single organ for this name here."
            self._tell(f"unit-{answer.resolution}", "info", message, printed)
            if is_no_name(name):
                self._tell(
                    "party-doubtful", "error", f"{name}: read where a unit is named, and no name of one.", printed
                )
        party = Party(
            name=name,
            printed=solid_text(printed),
            role=who.role,
            role_basis=who.basis,
            etc=who.etc,
            unit=answer.unit.id if answer.unit else None,
            resolution=answer.resolution,
            candidates=answer.candidates,
        )
        return party, quotes


def _member_text(member: str, quotes: Quotes) -> str:
    """The text of a member as its kind is written."""
    if member == "person":
        return names_text(quotes)
    return line_text(quotes) if member in SHORT_MEMBERS else long_text(quotes)


def _lifted(readings: list[AssignmentDraft], texts: dict[str, Field]) -> dict[str, Field]:
    """Scope, note and persons named inside a statement are members of the task; persons join those of a column."""
    found = {}
    scope = next((reading.scope for reading in readings if reading.scope), ())
    if scope and "scope" not in texts:
        found["scope"] = Field(scope)
    note = next((reading.note for reading in readings if reading.note), ())
    if note and "note" not in texts:
        found["note"] = Field(note)
    own = texts.get("person", Field(()))
    persons = [quote for reading in readings for quote in reading.person if quote not in own.quotes]
    if persons:
        found["person"] = Field((*own.quotes, *dict.fromkeys(persons)), own.origin)
    return found
