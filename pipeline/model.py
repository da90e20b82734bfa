"""The values of the record: frozen, explained, with their units.

``Record``, ``Task`` 任务, ``Assignment`` 分工, ``Party`` 责任单位, ``Deadline`` 时限 … are the output contract,
``task-list/1``, member for member, in the order in which it is written. What comes before a record is in ``source``.

Offsets are half-open and count code points; rows, columns and indexes count from 0, pages from 1; boxes are
``(x0, top, x1, bottom)`` in points, origin at the top left of the page.
"""

from collections.abc import Iterator
from typing import Literal

from msgspec import UNSET, Struct, UnsetType, field, structs

Box = tuple[float, float, float, float]


# ---------------------------------------------------------------- the record

DeadlineBasis = Literal["stated", "carried", "document-year", "relative", "none"]
DeadlineKind = Literal["by", "during", "within", "recurring", "ongoing", "done", "unspecified"]
PartyRole = Literal["lead", "responsible", "support", "participate", "guide", "implement", "jointly", "supervise"]
RoleBasis = Literal["stated", "header", "rule", "default"]
TitleBasis = Literal["stated", "heading", "first-sentence", "lead-in", "problem", "category"]
ResolutionKind = Literal["resolved", "group", "ambiguous", "unknown", "generic"]
Severity = Literal["error", "warning", "info"]
GivenMember = Literal["region", "year", "issued_on"]
NoticeMember = Literal["notice_title", "number", "issuers", "issued_on", "year", "region"]
InheritReason = Literal["merged-cell", "blank-cell", "band", "default-rule"]
ColumnRole = Literal[
    "number",
    "category",
    "title",
    "measures",
    "target",
    "problem",
    "current_state",
    "best_practice",
    "lead_units",
    "responsible_units",
    "support_units",
    "guide_units",
    "person",
    "deadline",
    "milestone",
    "progress",
    "scope",
    "note",
    "other",
]


class Provenance(Struct, frozen=True, gc=False):
    """The place a value comes from; ``quote`` is the block's text at ``span``."""

    block: str
    row: int | None
    column: int | None
    span: tuple[int, int]
    quote: str
    page: int | None = None
    bbox: Box | None = None
    basis: Literal["ocr"] | UnsetType = UNSET
    """``ocr``: the text was recognised from a picture."""
    certainty: float | UnsetType = UNSET
    """That of the least certain recognised character of the quote, 0 to 1."""


Provenances = dict[str, tuple[Provenance, ...]]


class Issue(Struct, frozen=True, gc=False):
    """Trouble with the content, at its place; ``code`` is explained by ``fengong explain``."""

    code: str
    severity: Severity
    message: str
    provenance: Provenance | None = None


class Inherited(Struct, frozen=True, gc=False):
    """Members whose value was carried from elsewhere, why, and from where."""

    members: tuple[str, ...]
    reason: InheritReason
    origin: Provenance = field(name="from")


class Deadline(Struct, frozen=True, gc=False):
    """A time limit (完成时限) as an interval of ISO dates; ``None`` at an end means not known."""

    text: str
    found_in: Literal["field", "statement", "text"]
    kind: DeadlineKind
    earliest: str | None
    latest: str | None
    recurrence: str | None
    event: str | None
    state: Literal["stage-complete", "done"] | None
    basis: DeadlineBasis


class Party(Struct, frozen=True, gc=False):
    """A responsible unit (责任单位) with its role: lead 牵头, responsible 责任, support 配合 …"""

    name: str
    printed: str
    role: PartyRole
    role_basis: RoleBasis
    etc: bool
    unit: str | None
    resolution: ResolutionKind
    candidates: tuple[str, ...]


class Assignment(Struct, frozen=True, gc=False):
    """Who does a task, or the part of it that is named, and by when."""

    part: str | None
    deadlines: tuple[Deadline, ...]
    parties: tuple[Party, ...]
    division: str | None
    inherited: tuple[Inherited, ...]


class Extra(Struct, frozen=True, gc=False):
    """Text of a column whose header has no role of its own."""

    column: int
    header: str
    text: str


class Task(Struct, frozen=True, gc=False):
    """One task (任务) with its assignments; each stated member has its place in ``provenance``."""

    id: str
    number: str | None
    categories: tuple[str, ...]
    title: str
    measures: str | None
    target: str | None
    problem: str | None
    current_state: str | None
    best_practice: str | None
    person: str | None
    progress: str | None
    scope: str | None
    note: str | None
    extra: tuple[Extra, ...]
    assignments: tuple[Assignment, ...]
    inherited: tuple[Inherited, ...]
    provenance: Provenances
    key: str | UnsetType = UNSET
    """Outlives a change of the file that leaves number, categories and title alone; ``id`` does not."""
    title_basis: TitleBasis | UnsetType = UNSET
    """What the title was taken from."""
    corrected: dict[str, str] | UnsetType = UNSET
    """JSON Pointer of each member that a person corrected → the id of the correction; the empty one is the task."""


class Unit(Struct, frozen=True, gc=False):
    """An organ at a place (单位): its id is region code / organ slug and never changes."""

    id: str
    name: str
    name_basis: Literal["registry", "document", "pattern"]
    region: str
    level: Literal["national", "province", "city", "county", "township"]
    kind: str
    valid_from: str | None
    valid_until: str | None
    successor: str | None


class Region(Struct, frozen=True, gc=False):
    """A place (行政区划) by its GB/T 2260 code; the whole country is 100000."""

    code: str
    name: str


class CoveringNotice(Struct, frozen=True, gc=False):
    """The file of a covering notice, and the members of the frame that come from it."""

    name: str
    sha256: str
    members: tuple[NoticeMember, ...]


class Frame(Struct, frozen=True, gc=False):
    """The notice around the list: what the document says of itself."""

    title: str | None
    notice_title: str | None
    attachment: str | None
    number: str | None
    issuers: tuple[str, ...]
    issued_on: str | None
    year: int | None
    region: Region | None
    provenance: Provenances
    given: tuple[GivenMember, ...] | UnsetType = UNSET
    """Members that the document does not state and the user gave; they have no provenance."""
    notice: CoveringNotice | UnsetType = UNSET
    """The covering notice, a file of its own, where members come from it; their provenance is in that file."""


class Column(Struct, frozen=True, gc=False):
    index: int
    header: tuple[str, ...]
    roles: tuple[ColumnRole, ...]
    corrected: str | UnsetType = UNSET
    """The id of the correction that gave the roles."""


class TableSummary(Struct, frozen=True, gc=False):
    """A table that was read as (a part of) the task list; ``rows`` counts body rows."""

    id: str
    title: str | None
    rows: int
    pages: tuple[int, int] | None
    columns: tuple[Column, ...]


class Discarded(Struct, frozen=True, gc=False):
    """Text that the source holds and no block does, with the reason: page-number, running-head, repeated-header …"""

    reason: str
    text: str


class Unused(Struct, frozen=True, gc=False):
    text: str
    provenance: Provenance


class Ledger(Struct, frozen=True, gc=False):
    """Every non-blank source character, counted once."""

    characters: int
    tasks: int
    headers: int
    context: int
    delimiters: int
    discarded: tuple[Discarded, ...]
    unused: tuple[Unused, ...]


class Generator(Struct, frozen=True, gc=False):
    name: str
    version: str
    knowledge: str


class Source(Struct, frozen=True, gc=False):
    name: str
    media_type: str
    sha256: str
    size: int


class Record(Struct, frozen=True, gc=False):
    """One input's record, ``task-list/1``: what ``extract`` gives and what the JSON files hold."""

    schema: str
    generator: Generator
    status: Literal["complete", "partial"]
    source: Source
    document: Frame
    tables: tuple[TableSummary, ...]
    tasks: tuple[Task, ...]
    units: tuple[Unit, ...]
    issues: tuple[Issue, ...]
    ledger: Ledger
    seal: str | UnsetType = UNSET
    """Only in JSON: ``pipeline.seal``."""

    def to_dict(self) -> dict[str, object]:
        """The record as plain dicts and lists, ready for any JSON library."""
        import msgspec

        tree: dict[str, object] = msgspec.json.decode(self.to_compact_json())
        return tree

    def to_json(self) -> str:
        """The record as indented JSON text (UTF-8 characters kept), ending in a line feed."""
        import msgspec

        return msgspec.json.format(self.to_compact_json(), indent=2).decode() + "\n"

    def to_compact_json(self) -> bytes:
        """The record as JSON on one line, without a line feed."""
        import msgspec

        from pipeline.seal import close_with_seal

        return close_with_seal(msgspec.json.encode(structs.replace(self, seal=UNSET)))

    @classmethod
    def from_json(cls, text: str | bytes) -> "Record":
        """The record in its JSON text; members of a later revision are skipped.

        Raises msgspec.ValidationError where it is no record; ``pipeline.load_record`` proves the whole contract.
        """
        import msgspec

        return structs.replace(msgspec.json.decode(text, type=cls), seal=UNSET)

    def assignments(self) -> Iterator[tuple[Task, Assignment]]:
        """Each assignment with its task, in reading order."""
        return ((task, assignment) for task in self.tasks for assignment in task.assignments)

    def parties(self) -> Iterator[tuple[Task, Assignment, Party]]:
        """Each party with its task and assignment, in reading order."""
        return ((task, item, party) for task, item in self.assignments() for party in item.parties)

    def unit_of(self, party: Party) -> Unit | None:
        """The unit that a party resolves to; None where it is not resolved."""
        return next((unit for unit in self.units if unit.id == party.unit), None)
