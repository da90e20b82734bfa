"""A record proved in itself: pointers, texts and their quotes, ids, dates, inheritance, the ledger's sum."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate

from msgspec import Struct

from pipeline.check.places import Proof, all_places
from pipeline.fold import count_ink, fold_text
from pipeline.model import Assignment, Deadline, Frame, Party, Provenance, Record, Task

TEXTS = (
    *("number", "title", "measures", "target", "problem", "current_state", "best_practice"),
    *("person", "progress", "scope", "note"),
)
FRAME_TEXTS = ("title", "notice_title", "attachment", "number")
FRAME_VALUES = ("issued_on", "year", "region")


class Stated(Struct, frozen=True):
    """A value that the document states, by its pointer. ``text`` must follow from the quotes; None: no text to compare.

    With ``whole`` the quotes together are the text. Without, some neighbouring quotes are: a carried prefix, a shared
    ending or the year of the date before add quotes of their own.
    """

    pointer: str
    text: str | None
    whole: bool = True


def check_record(record: Record) -> Proof:
    """Prove the invariants of a record that has passed the schema."""
    faults: list[str] = []
    texts = pointers = 0
    frame = list(_stated_in_frame(record.document))
    for base, stated, places in [("/document", frame, record.document.provenance)] + [
        (f"/tasks/{index}", list(_stated_in_task(task)), task.provenance) for index, task in enumerate(record.tasks)
    ]:
        faults += [f"{base}{fault}" for item in stated for fault in _check_stated(item, places)]
        texts += sum(item.text is not None for item in stated)
        pointers += len(places)
    faults += _check_pointers(record)
    faults += _check_ids(record)
    for index, task in enumerate(record.tasks):
        faults += [f"/tasks/{index}{fault}" for fault in _check_task(task)]
    for pointer, place in all_places(record):
        faults += [f"{pointer}: {fault}" for fault in _check_place(place)]
    faults += _check_ledger(record)
    return Proof(tuple(faults), tasks=len(record.tasks), pointers=pointers, texts=texts)


def _stated_in_frame(frame: Frame) -> Iterator[Stated]:
    elsewhere = {*(frame.given or ()), *(frame.notice.members if frame.notice else ())}
    for name in FRAME_TEXTS:
        if getattr(frame, name) is not None and name not in elsewhere:
            yield Stated(f"/{name}", getattr(frame, name))
    for index, issuer in enumerate(frame.issuers if "issuers" not in elsewhere else ()):
        yield Stated(f"/issuers/{index}", issuer, whole=False)
    for name in FRAME_VALUES:
        if getattr(frame, name) is not None and name not in elsewhere:
            yield Stated(f"/{name}", None)


def _stated_in_task(task: Task) -> Iterator[Stated]:
    """What the document states; what a person corrected need not follow from it."""
    corrected = dict(task.corrected or {})
    for item in _read_in_task(task):
        if not any(item.pointer == own or item.pointer.startswith(f"{own}/") for own in corrected):
            yield item


def _read_in_task(task: Task) -> Iterator[Stated]:
    for name in TEXTS:
        if getattr(task, name) is not None:
            yield Stated(f"/{name}", getattr(task, name))
    for index, category in enumerate(task.categories):
        yield Stated(f"/categories/{index}", category)
    for index, extra in enumerate(task.extra):
        yield Stated(f"/extra/{index}", extra.text)
    for index, assignment in enumerate(task.assignments):
        yield from _stated_in_assignment(assignment, f"/assignments/{index}")


def _stated_in_assignment(assignment: Assignment, base: str) -> Iterator[Stated]:
    if assignment.part is not None:
        yield Stated(f"{base}/part", assignment.part)
    if assignment.division is not None:
        yield Stated(f"{base}/division", assignment.division)
    for index, deadline in enumerate(assignment.deadlines):
        yield Stated(f"{base}/deadlines/{index}", deadline.text, whole=False)
    for index, party in enumerate(assignment.parties):
        yield Stated(f"{base}/parties/{index}", party.printed, whole=False)
        if party.role_basis in ("header", "rule"):
            yield Stated(f"{base}/parties/{index}/role", None)


def _check_stated(item: Stated, places: dict[str, tuple[Provenance, ...]]) -> Iterator[str]:
    quotes = [fold_text(place.quote) for place in places.get(item.pointer, ())]
    if not any(quotes):
        yield f"{item.pointer}: stated, but without a place"
    elif item.text is not None and not _follows(*_comparable(item, quotes), item.whole):
        yield f"{item.pointer}: {item.text[:60]!r} does not follow from its quotes {quotes!r:.120}"


def _comparable(item: Stated, quotes: list[str]) -> tuple[str, list[str]]:
    """The folded text and quotes; persons of several columns are joined by 、, which no quote need have."""
    text = fold_text(item.text or "")
    if item.pointer != "/person":
        return text, quotes
    return text.replace("、", ""), [quote.replace("、", "") for quote in quotes]


def _follows(text: str, quotes: Sequence[str], whole: bool) -> bool:
    """Whether neighbouring quotes (all of them, if ``whole``) make up the text, white space aside."""
    joined = "".join(quotes)
    if whole or joined == text:
        return joined == text
    ends = set(accumulate(map(len, quotes), initial=0))
    start = joined.find(text)
    while start >= 0:
        if start in ends and start + len(text) in ends:
            return True
        start = joined.find(text, start + 1)
    return False


def _check_pointers(record: Record) -> Iterator[str]:
    """Every pointer leads to something that is there."""
    tree = record.to_dict()
    tasks = tree["tasks"]
    assert isinstance(tasks, list)
    for base, holder in [("/document", tree["document"]), *((f"/tasks/{i}", task) for i, task in enumerate(tasks))]:
        assert isinstance(holder, dict)
        for pointer in holder["provenance"]:
            if not _resolves(holder, pointer):
                yield f"{base}/provenance: {pointer} leads nowhere"


def _resolves(value: object, pointer: str) -> bool:
    for step in pointer.split("/")[1:]:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return False
    return value is not None


def _check_ids(record: Record) -> Iterator[str]:
    """Ids are unique, task ids have their source's digits and a known block, parties name known units."""
    tables, units = [table.id for table in record.tables], [unit.id for unit in record.units]
    for name, ids in (("tables", tables), ("tasks", [task.id for task in record.tasks]), ("units", units)):
        for twice in (item for item, times in Counter(ids).items() if times > 1):
            yield f"/{name}: id {twice} occurs twice"
    known = set(units)
    for index, task in enumerate(record.tasks):
        digits, block, _ = task.id.split("/")
        if digits != record.source.sha256[:12]:
            yield f"/tasks/{index}/id: not of this source"
        if block.startswith("t") and block not in tables:
            yield f"/tasks/{index}/id: no table {block}"
        for where, party in _parties(task):
            if party.unit is not None and party.unit not in known:
                yield f"/tasks/{index}{where}/unit: {party.unit} is not among the units"


def _parties(task: Task) -> Iterator[tuple[str, Party]]:
    for index, assignment in enumerate(task.assignments):
        for number, party in enumerate(assignment.parties):
            yield f"/assignments/{index}/parties/{number}", party


def _check_task(task: Task) -> Iterator[str]:
    for where, party in _parties(task):
        if (party.resolution == "resolved") != (party.unit is not None):
            yield f"{where}/unit: a unit is named if and only if it is resolved"
        if party.unit in party.candidates:
            yield f"{where}/candidates: the chosen unit is no candidate"
        if party.name != "".join(party.name.split()):
            yield f"{where}/name: holds white space"
    for index, assignment in enumerate(task.assignments):
        for number, deadline in enumerate(assignment.deadlines):
            base = f"/assignments/{index}/deadlines/{number}"
            yield from (f"{base}: {fault}" for fault in _check_deadline(deadline))
        yield from _check_inherited(task, assignment, f"/assignments/{index}")
    yield from _check_inherited(task, task, "")


def _check_deadline(deadline: Deadline) -> Iterator[str]:
    days = [deadline.earliest, deadline.latest]
    for day in days:
        if day is not None and not _is_day(day):
            yield f"{day} is no day"
    if deadline.earliest and deadline.latest and deadline.earliest > deadline.latest:
        yield f"earliest {deadline.earliest} is after latest {deadline.latest}"
    if deadline.kind == "during" and None in days and deadline.basis != "none":
        yield "a period has both its ends"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check_inherited(task: Task, holder: Task | Assignment, base: str) -> Iterator[str]:
    """Inherited members exist, and their places point at the origin."""
    for index, inherited in enumerate(holder.inherited):
        where = f"{base}/inherited/{index}"
        for member in inherited.members:
            value = getattr(holder, member, None)
            if value is None and member not in type(holder).__struct_fields__:
                yield f"{where}: no member {member}"
            elif value and not _touches(task, f"{base}/{member}", inherited.origin):
                yield f"{where}: the places of {member} do not point at the origin"


def _touches(task: Task, pointer: str, origin: Provenance) -> bool:
    """Whether some place at or under the pointer is in the origin's cell or paragraph."""
    cell = (origin.block, origin.row, origin.column)
    return any(
        (place.block, place.row, place.column) == cell
        for key, places in task.provenance.items()
        if key == pointer or key.startswith(pointer + "/")
        for place in places
    )


def _check_place(place: Provenance) -> Iterator[str]:
    start, end = place.span
    if end - start != len(place.quote):
        yield f"span {start}–{end} is not as long as its quote"
    if {place.row is None, place.column is None} != {place.block.startswith("p")}:
        yield "a table's place has row and column, a paragraph's has neither"
    if place.bbox is not None and (place.page is None or not _is_box(place.bbox)):
        yield "a box needs a page, its corners in order"


def _is_box(box: tuple[float, float, float, float]) -> bool:
    return box[0] <= box[2] and box[1] <= box[3]


def _check_ledger(record: Record) -> Iterator[str]:
    ledger = record.ledger
    discarded = sum(count_ink(item.text) for item in ledger.discarded)
    unused = sum(count_ink(item.text) for item in ledger.unused)
    parts = ledger.tasks + ledger.headers + ledger.context + ledger.delimiters + discarded + unused
    if parts != ledger.characters:
        yield f"/ledger: the parts are {parts}, the whole {ledger.characters}"
    for index, item in enumerate(ledger.unused):
        if fold_text(item.text) != fold_text(item.provenance.quote):
            yield f"/ledger/unused/{index}: the text is not the quote"
    partial = bool(ledger.unused) or any(issue.severity == "error" for issue in record.issues)
    if partial != (record.status == "partial"):
        yield f"/status: {record.status}, but the ledger and the issues say otherwise"
