"""The role of each column: by its header's words, then by what its cells hold; one column is the title."""

from collections.abc import Callable, Iterable, Sequence

from pipeline.fold import fold_text
from pipeline.model import Column, ColumnRole
from pipeline.source import Cell
from pipeline.statement.roles import units_share
from pipeline.text.enumerator import row_number
from pipeline.text.lexicon import UNIT_ROLES, is_weak, rank_of, roles_of
from pipeline.text.patterns import pattern

NAMING_ROLES: tuple[ColumnRole, ...] = ("category", "title")
Grid = Sequence[Sequence[Cell]]
_UNITS = 0.75
"""From this share of cells with lists of units on, a column names units, whatever its header says."""
_CONTENT = frozenset(("title", "measures", "category", "problem"))
"""Roles of columns that say what is to be done."""
_SHOWN = 40
"""Cells of a column that are looked at for what they hold."""


def settle_columns(body: Grid, first_row: int, texts: Sequence[tuple[str, ...]]) -> tuple[Column, ...]:
    """The columns of a table.

    ``body``: the rows below the header, the first of them ``first_row`` of the table; ``texts``: the header words over
    each column, the lowest last. The lowest word that is known gives the roles.
    """
    found: list[tuple[ColumnRole, ...]] = []
    for column, words in enumerate(texts):
        roles = next((roles for text in reversed(words) if (roles := header_roles(text))), ())
        whole = roles_of("".join(words)) if not roles else ()
        found.append(roles or whole or (_guess(body, column),))
    _name_something(texts, found)
    _look_at_cells(body, texts, found)
    _part_supervisors(texts, found)
    _keep_one_account(body, texts, found)
    _Naming(body, first_row, texts, found).choose()
    return tuple(Column(index, texts[index], roles) for index, roles in enumerate(found))


def _name_something(texts: Sequence[tuple[str, ...]], found: list[tuple[ColumnRole, ...]]) -> None:
    """Where no column says what is to be done, the first whose unknown header ends in a noun for it does (巡检项目)."""
    if any(not _CONTENT.isdisjoint(roles) for roles in found):
        return
    for index, roles in enumerate(found):
        if roles == ("other",) and texts[index] and pattern("headers", "naming").search(fold_text(texts[index][-1])):
            found[index] = ("title",)
            return


def header_roles(text: str) -> tuple[ColumnRole, ...]:
    """A month, quarter or week over a column is a milestone; else the words say."""
    return ("milestone",) if pattern("headers", "period").fullmatch(fold_text(text)) else roles_of(text)


def _guess(body: Grid, column: int) -> ColumnRole:
    """A column without a known header: numbers count as numbers, all else is kept as extra text."""
    return "number" if _all_filled(body, column, lambda text: text.isdigit() and len(text) <= 4) else "other"


def _all_filled(body: Grid, column: int, fits: Callable[[str], object]) -> bool:
    """True if a column has text in its body, and all of it fits."""
    filled = False
    for line in body:
        text = fold_text(line[column].text)
        if text and not fits(text):
            return False
        filled = filled or bool(text)
    return filled


def _look_at_cells(body: Grid, texts: Sequence[tuple[str, ...]], found: list[tuple[ColumnRole, ...]]) -> None:
    """责任人 over units names units, and persons behind them; 分工 over duties names duties.

    A stage before the title (阶段任务) groups the rows; unit names over nothing but marks are a matrix.
    """
    first_title = next((index for index, roles in enumerate(found) if "title" in roles), len(found))
    for index, roles in enumerate(found):
        if roles == ("person",) and _names_units(body, index):
            leads = any(pattern("headers", "leads").search(text) for text in texts[index])
            found[index] = ("lead_units" if leads else "responsible_units", "person")
        elif roles == ("milestone",) and index < first_title and not _says_when(body, texts, index):
            found[index] = ("category",) if first_title < len(found) else ("title",)
        elif roles == ("other",) and is_ticked(texts[index], (line[index].text for line in body)):
            found[index] = ("responsible_units",)
        elif roles == ("responsible_units",) and _holds_duties(body, texts[index], index):
            found[index] = ("measures",)
        elif roles == ("responsible_units",) and _holds_measures(body, texts[index], index):
            found[index] = ("other",)


def _holds_measures(body: Grid, words: tuple[str, ...], column: int) -> bool:
    """True for a column headed 单位 over units of measure (万元, 亩), not over anybody."""
    weak = all(is_weak(text) for text in words)
    return weak and bool(_shown(body, column)) and not _names_any(body, column)


def _names_any(body: Grid, column: int) -> bool:
    return any(units_share(text, 0, len(text)) > 0 for text in _shown(body, column))


def _holds_duties(body: Grid, words: tuple[str, ...], column: int) -> bool:
    """True for a column headed 分工 with texts that are no lists of units."""
    if not all(pattern("headers", "duties").fullmatch(text) for text in words):
        return False
    return bool(_shown(body, column)) and not _names_units(body, column)


def is_ticked(header: tuple[str, ...], cells: Iterable[str]) -> bool:
    """True for a column headed by a unit's name that holds nothing but marks (★ √)."""
    tick, ticked = pattern("headers", "tick"), False
    for cell in cells:  # the first word says no: mostly the first cell
        if (text := fold_text(cell)) and not tick.fullmatch(text):
            return False
        ticked = ticked or bool(text)
    name = fold_text(header[-1]) if ticked and header else ""
    return bool(name) and not roles_of(name) and units_share(name, 0, len(name)) >= 1


def _shown(body: Grid, column: int) -> list[str]:
    """The texts of the first cells of a column that name somebody."""
    cells = dict.fromkeys(line[column] for line in body[: 2 * _SHOWN])
    texts = [fold_text(cell.text) for cell in cells]
    return [text for text in texts if text and not pattern("headers", "nobody").fullmatch(text)][:_SHOWN]


def _says_when(body: Grid, texts: Sequence[tuple[str, ...]], column: int) -> bool:
    """True for a milestone column with a time in its header or in some cell; else it says what, not when."""
    shown = _shown(body, column)
    if not shown or any(pattern("headers", "period").search(fold_text(text)) for text in texts[column]):
        return True
    return any(pattern("layout", "time").search(text) for text in shown)


def _names_units(body: Grid, column: int) -> bool:
    texts = _shown(body, column)
    units = sum(units_share(text, 0, len(text)) >= _UNITS for text in texts)
    return bool(texts) and units >= _UNITS * len(texts)


def _part_supervisors(texts: Sequence[tuple[str, ...]], found: list[tuple[ColumnRole, ...]]) -> None:
    """Who supervises (督办领导) is kept under its header where other persons are responsible."""
    persons = [index for index, roles in enumerate(found) if roles == ("person",)]
    above = [i for i in persons if any(pattern("headers", "supervising").search(fold_text(text)) for text in texts[i])]
    if len(above) < len(persons):
        for index in above:
            found[index] = ("other",)


def _keep_one_account(body: Grid, texts: Sequence[tuple[str, ...]], found: list[tuple[ColumnRole, ...]]) -> None:
    """Of several columns of progress one stays: that of the account, else the longest; others keep their headers."""
    columns = [index for index, roles in enumerate(found) if roles == ("progress",)]
    if len(columns) < 2:
        return
    accounts = [i for i in columns if any(pattern("headers", "account").search(fold_text(text)) for text in texts[i])]
    kept = max(accounts or columns, key=lambda index: sum(len(line[index].text) for line in body))
    for index in columns:
        found[index] = ("progress",) if index == kept else ("other",)


class _Naming:
    """Of several naming columns (类别, 事项名称, 重点任务) one is the title: the highest rank that differs by row.

    Naming columns before it are categories; task texts after it are its measures. Under a header over several columns
    the rightmost is the name.
    """

    def __init__(
        self, body: Grid, first_row: int, texts: Sequence[tuple[str, ...]], found: list[tuple[ColumnRole, ...]]
    ) -> None:
        self.body, self.first_row, self.texts, self.found = body, first_row, texts, found
        self.ranks: dict[int, int] = {}

    def choose(self) -> None:
        """Change the roles in ``found``."""
        naming = self._naming()
        if not naming:
            return
        self.ranks = {index: max((rank_of(text) for text in self.texts[index]), default=0) for index in naming}
        single = [index for index in naming if self._differs_by_row(index)]
        title = self._title(naming, single)
        split = title - 1 in naming and self.texts[title - 1] == self.texts[title]
        measures = any("measures" in roles for roles in self.found)
        for index in naming:
            if index == title:
                demoted = measures and not split and (index not in single or self._only_repeats(index))
                role: ColumnRole = "category" if demoted else "title"
            elif index < title or not self.ranks[index]:
                role = "category"
            else:
                role = "measures"
            kept = (role if item in NAMING_ROLES else item for item in self.found[index])
            self.found[index] = tuple(dict.fromkeys(kept))

    def _naming(self) -> list[int]:
        """The naming columns; one that holds nothing but numbers is the number column where there is no other."""
        naming = [index for index, roles in enumerate(self.found) if set(roles) & set(NAMING_ROLES)]
        for index in naming:
            if _all_filled(self.body, index, _is_number) and not any("number" in roles for roles in self.found):
                self.found[index] = ("number",)
        return [index for index in naming if self.found[index] != ("number",)]

    def _title(self, naming: list[int], single: list[int]) -> int:
        """The column of the title: a word for tasks or names before any other word that names."""
        ranked = [index for index in single if self.ranks[index]]
        distinct = [index for index in ranked if not self._only_repeats(index)]
        named = [index for index in single if "title" in self.found[index]]
        titles = distinct or ranked or named or single or [naming[-1]]
        top = max(self.ranks[index] for index in titles)
        title = min(index for index in titles if self.ranks[index] == top)
        while title + 1 in naming and self.texts[title + 1] == self.texts[title]:
            title += 1
        return title

    def _differs_by_row(self, column: int) -> bool:
        """True if nine of ten numbered rows (or of all, where none is) have a cell of their own in the column."""
        numbers = [index for index, roles in enumerate(self.found) if "number" in roles]
        rows = list(enumerate(self.body, self.first_row))
        rows = [(row, line) for row, line in rows if any(_own(line[number], row) for number in numbers)] or rows
        own = sum(1 for row, line in rows if _own(line[column], row))
        return own * 10 >= len(rows) * 9

    def _only_repeats(self, column: int) -> bool:
        """True for names (项目, 名称) of which few are different: they group the rows like a category."""
        texts = [text for line in self.body if (text := fold_text(line[column].text))]
        return self.ranks[column] != 1 and len(texts) > 1 and len(set(texts)) * 3 <= len(texts) * 2


def _is_number(text: str) -> bool:
    return row_number(text) is not None and text.strip("().、,").isdigit()


def _own(cell: Cell, row: int) -> bool:
    return cell.row == row and bool(cell.text.strip())


def names_units(column: Column) -> bool:
    """True for a column whose header firmly says who: more than a bare 单位 or 部门."""
    return bool(set(column.roles) & set(UNIT_ROLES)) and not all(is_weak(text) for text in column.header)
