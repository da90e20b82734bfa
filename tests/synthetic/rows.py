"""The rows of a made-up table: header words, the text of each column, and the truth of a row."""

from synthetic.model import Cell, Duty, Interval, Sheet, Truth, Who
from synthetic.vocabulary import Words

HEADERS: dict[str, tuple[str, ...]] = {
    "number": ("序号", "编号", "序 号"),
    "category": ("类别", "领域", "任务类别"),
    "title": ("任务名称", "项目名称", "工作任务", "事项名称", "{year}年重点任务"),
    "measures": ("具体措施", "工作举措", "主 要 内 容"),
    "target": ("预期成效", "目标要求", "{year}年工作目标"),
    "problem": ("存在问题", "{before}年存在问题"),
    "lead": ("牵头单位", "牵头部门", "牵 头 单 位"),
    "responsible": ("责任单位", "责任部门", "责 任 单 位"),
    "support": ("配合单位", "协同配合单位", "配合部门"),
    "guide": ("指导单位", "业务指导部门"),
    "person": ("责任领导", "分管领导"),
    "deadline": ("完成时限", "完成时间", "时限要求"),
    "combined": ("完成时限及责任单位", "责任单位及完成时限"),
    "progress": ("进展情况", "工作进展"),
    "note": ("备注",),
}
ROLES = {"lead": "lead", "responsible": "responsible", "support": "support", "guide": "guide"}
TEXTS = ("measures", "target", "problem", "person", "progress", "note")

Row = dict[str, str]


class Entry:
    """One row while it is made: the printed text of each column, and what is true of it."""

    def __init__(self) -> None:
        self.printed: Row = {}
        self.number: str | None = None
        self.title = ""
        self.texts: dict[str, str] = {}
        self.categories: tuple[str, ...] = ()
        self.who: dict[str, tuple[Who, ...]] = {}
        self.when: tuple[Interval, ...] = ()
        self.divisions: tuple[str, ...] = ()

    def duty(self) -> Duty:
        """The row's assignment: parties in the order of the columns."""
        who = tuple(party for parties in self.who.values() for party in parties)
        return Duty(who, self.when, division=self.divisions[0] if self.divisions else None)

    def truth(self, *duties: Duty) -> Truth:
        return Truth(self.number, self.categories, self.title, self.texts, duties or (self.duty(),))


def make_entry(words: Words, columns: tuple[str, ...], number: str | None) -> Entry:
    """A row with a text in each of its columns."""
    entry = Entry()
    for column in columns:
        if column == "number":
            entry.number = number
            entry.printed[column] = number or ""
        elif column == "title":
            entry.title = entry.printed[column] = words.title()
        elif column in TEXTS:
            entry.printed[column] = entry.texts[column] = _text(words, column)
        elif column in ROLES:
            fill_units(words, entry, column)
        elif column == "deadline":
            text, interval = words.limit()
            entry.printed[column], entry.when = text, (interval,)
        elif column == "combined":
            _combined(words, entry)
    return entry


def fill_units(words: Words, entry: Entry, column: str) -> None:
    """Units in a column of their own: parted in one of the usual ways."""
    names = words.units(words.random.choice((1, 1, 2, 3)) if column != "lead" else words.random.choice((1, 1, 2)))
    mark = words.random.choice(("、", "、", "，", "\n"))
    etc = column == "responsible" and len(names) > 1 and words.random.random() < 0.2
    entry.printed[column] = mark.join(names) + ("等部门" if etc else "")
    last = len(names) - 1
    entry.who[column] = tuple(Who(name, ROLES[column], etc and index == last) for index, name in enumerate(names))


def _combined(words: Words, entry: Entry) -> None:
    """Time limit and units in one cell, each with its label."""
    text, interval = words.limit()
    names = words.units(words.random.choice((1, 2, 3)))
    division = "按职责分工负责" if len(names) > 1 and words.random.random() < 0.5 else ""
    entry.printed["combined"] = f"完成时限：{text}；责任单位：{'、'.join(names)}{division}。"
    entry.who["combined"] = tuple(Who(name, "responsible") for name in names)
    entry.when = (interval,)
    entry.divisions = (division,) if division else ()


def _text(words: Words, column: str) -> str:
    steps = words.steps(words.random.choice((1, 2, 3)))
    if column == "measures" and len(steps) > 1 and words.random.random() < 0.4:
        return "\n".join(f"{index}.{step}。" for index, step in enumerate(steps, 1))
    if column == "person":
        return words.random.choice(("李某某", "王某某", "周某某"))
    if column == "note":
        return words.random.choice(("新增项目", "续建项目", "区级示范"))
    return "。".join(steps) + "。" if column in ("measures", "problem") else "，".join(steps)


class Grid:
    """Cells laid out row by row."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self.columns = columns
        self.cells: list[Cell] = []
        self.row = 0

    def put(self, column: int, text: str, rows: int = 1, columns: int = 1) -> None:
        self.cells.append(Cell(self.row, column, text, rows, columns))

    def down(self) -> None:
        self.row += 1

    def sheet(self, header: int) -> Sheet:
        return Sheet(tuple(sorted(self.cells)), header)


def header_texts(words: Words, columns: tuple[str, ...]) -> list[str]:
    """A header word for each column."""
    found = []
    for column in columns:
        kind = "category" if column.startswith("category") else column
        found.append(words.random.choice(HEADERS[kind]).format(year=words.year, before=words.year - 1))
    return found


def put_header(grid: Grid, words: Words) -> None:
    for index, text in enumerate(header_texts(words, grid.columns)):
        grid.put(index, text)
    grid.down()


def put_row(grid: Grid, entry: Entry, skip: frozenset[str] = frozenset()) -> None:
    for index, column in enumerate(grid.columns):
        if column not in skip:
            grid.put(index, entry.printed.get(column, ""))
    grid.down()
