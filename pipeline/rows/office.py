"""Plans of one office: a table of tasks without a column for units is the plan of the document's own office."""

from msgspec.structs import replace

from pipeline.fold import Folded
from pipeline.source import Origin, Quotes, Statement, TaskRow
from pipeline.text.patterns import pattern
from pipeline.units.shapes import shape

_LONGEST = 40
"""Characters of an office's name at the beginning of a title."""


def find_office(issuers: tuple[Quotes, ...], titles: tuple[Quotes, ...]) -> Quotes:
    """The one issuer, else the office that opens a title (市财政局2031年工作计划); empty where none is named."""
    if len(issuers) == 1:
        return issuers[0]
    if issuers:
        return ()
    for quotes in titles:
        folded = Folded(quotes)
        year = pattern("headers", "plan_year").search(folded.text, 2, _LONGEST)
        named = year and shape().search(folded.text, 0, year.start())
        if year and named and not pattern("headers", "place").search(folded.text, 0, year.start()):
            return folded.locate(0, year.start())
    return ()


def give_to_office(row: TaskRow, office: Quotes) -> TaskRow:
    """The row with the office as responsible, by default: nothing in the row says who."""
    added = Statement(office, origin=Origin("default-rule", office[0]))
    groups = row.groups or ((),)
    return replace(row, groups=tuple((*group, added) for group in groups))
