"""What the page shows, counted over all records."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from msgspec import Struct, field

from pipeline.model import Assignment, PartyRole, Record


class OverviewFigures(Struct):
    """The counts; a task counts once for a unit in a role, an assignment once in the month of its last day."""

    documents: list[tuple[str, str, int, bool]] = field(default_factory=list)
    """Title, file, tasks, and whether it was read in part only."""
    tasks: int = 0
    assignments: int = 0
    undated: int = 0
    units: dict[str, Counter[PartyRole]] = field(default_factory=lambda: defaultdict(Counter))
    months: Counter[str] = field(default_factory=Counter)
    """By YYYY-MM."""
    categories: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    """Names of units that are ambiguous or unknown."""
    bases: Counter[str] = field(default_factory=Counter)
    """Of deadlines that were worked out, or have no last day."""
    issues: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By severity and code."""


def count(records: Iterable[Record]) -> OverviewFigures:
    """Count all records."""
    figures = OverviewFigures()
    for record in records:
        frame = record.document
        title = frame.title or frame.notice_title or record.source.name
        figures.documents.append((title, record.source.name, len(record.tasks), record.status == "partial"))
        figures.tasks += len(record.tasks)
        figures.issues.update((issue.severity, issue.code) for issue in record.issues)
        names = {unit.id: unit.name for unit in record.units}
        for task in record.tasks:
            figures.categories[task.categories[0] if task.categories else ""] += 1
            parties = [party for item in task.assignments for party in item.parties]
            for name, role in {(names.get(party.unit or "", party.name), party.role) for party in parties}:
                figures.units[name][role] += 1
            figures.names.update(party.name for party in parties if party.resolution in ("ambiguous", "unknown"))
            for item in task.assignments:
                _count_days(figures, item)
    return figures


def _count_days(figures: OverviewFigures, item: Assignment) -> None:
    figures.assignments += 1
    days = [limit.latest for limit in item.deadlines if limit.latest]
    if days and len(days) == len(item.deadlines):
        figures.months[max(days)[:7]] += 1
    else:
        figures.undated += 1
    for limit in item.deadlines:
        if limit.latest is None:
            figures.bases["none"] += 1
        elif limit.basis not in ("stated", "none"):
            figures.bases[limit.basis] += 1
