"""Lists as ruled tables: a column plan for each layout, rows by chance, merges, and the truth of each row."""

from collections.abc import Callable
from random import Random

from synthetic.model import Cell, Duty, Interval, Made, Sheet, Truth, Who
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


# ---------------------------------------------------------------- layouts


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


def plain(
    words: Words, columns: tuple[str, ...], numbers: Callable[[int], str | None] = lambda index: str(index)
) -> tuple[Sheet, list[Truth]]:
    """One row a task, nothing merged."""
    grid = Grid(columns)
    put_header(grid, words)
    truth = []
    for index in range(1, words.random.randint(5, 9)):
        entry = make_entry(words, columns, numbers(index))
        put_row(grid, entry)
        truth.append(entry.truth())
    return grid.sheet(1), truth


def full(words: Words) -> tuple[Sheet, list[Truth]]:
    """Lead, support, guide, person, time limit, progress, remark in columns of their own."""
    return plain(
        words, ("number", "title", "measures", "lead", "support", "guide", "person", "deadline", "progress", "note")
    )


def short(words: Words) -> tuple[Sheet, list[Truth]]:
    """Number, task, unit, time: the commonest table."""
    return plain(words, ("number", "title", "responsible", "deadline"))


def combined(words: Words) -> tuple[Sheet, list[Truth]]:
    """Time limit and unit in one column."""
    return plain(words, ("number", "title", "problem", "measures", "combined"))


def gaps(words: Words) -> tuple[Sheet, list[Truth]]:
    """Numbers that do not begin at 1 and leave some out."""
    start = words.random.randint(3, 40)
    return plain(words, ("number", "title", "target", "responsible", "deadline"), lambda index: str(start + 2 * index))


def unnumbered(words: Words) -> tuple[Sheet, list[Truth]]:
    """No column of numbers."""
    return plain(words, ("title", "measures", "lead", "support", "deadline"))


def categories(words: Words) -> tuple[Sheet, list[Truth]]:
    """A merged category over its rows; sometimes units and time merged over two rows as well."""
    columns = ("number", "category", "title", "measures", "responsible", "deadline")
    grid = Grid(columns)
    put_header(grid, words)
    truth, number = [], 0
    for _ in range(3):
        size, theme = words.random.randint(1, 4), words.theme()
        entries = [make_entry(words, columns, str(number + index)) for index in range(1, size + 1)]
        number += size
        shared = size > 1 and words.random.random() < 0.6
        for index, entry in enumerate(entries):
            entry.categories = (theme,)
            if index == 0:
                grid.put(1, theme, rows=size)
            if shared and index == 0:
                grid.put(4, entry.printed["responsible"], rows=2)
                grid.put(5, entry.printed["deadline"], rows=2)
            if shared and index == 1:
                entry.who, entry.when = entries[0].who, entries[0].when
            merged = {"category", *(("responsible", "deadline") if shared and index < 2 else ())}
            put_row(grid, entry, frozenset(merged))
            truth.append(entry.truth())
    return grid.sheet(1), truth


def nested(words: Words) -> tuple[Sheet, list[Truth]]:
    """One header word over two category columns and the item; an item that takes the place of all three."""
    columns = ("number", "category", "category", "title", "measures", "responsible", "deadline")
    grid = Grid(columns)
    heads = header_texts(words, ("number", "title", "measures", "responsible", "deadline"))
    grid.put(0, heads[0])
    grid.put(1, "事项名称", columns=3)
    for column, text in zip((4, 5, 6), heads[2:], strict=True):
        grid.put(column, text)
    grid.down()
    truth, number = [], 0
    for outer in range(2):
        sizes = [words.random.randint(1, 2) for _ in range(2)]
        theme = f"（{'一二三'[outer]}）{words.theme()}"
        grid.put(1, theme, rows=sum(sizes))
        for size in sizes:
            inner = words.theme()
            grid.put(2, inner, rows=size)
            for _ in range(size):
                number += 1
                entry = make_entry(words, columns, str(number))
                entry.categories = (theme, inner)
                put_row(grid, entry, frozenset({"category"}))
                truth.append(entry.truth())
    for _ in range(2):
        number += 1
        entry = make_entry(words, columns, str(number))
        grid.put(1, entry.printed["title"], columns=3)
        put_row(grid, entry, frozenset({"category", "title"}))
        truth.append(entry.truth())
    return grid.sheet(1), truth


def bands(words: Words) -> tuple[Sheet, list[Truth]]:
    """Rows over the whole width as categories; the numbers restart or go on."""
    columns = ("number", "title", "measures", "lead", "support", "deadline")
    grid = Grid(columns)
    put_header(grid, words)
    truth, number, restart = [], 0, words.random.random() < 0.5
    for index in range(3):
        size = words.random.randint(2, 4)
        band = f"{'一二三'[index]}、{words.theme()}方面（共{size}项）"
        grid.put(0, band, columns=len(columns))
        grid.down()
        number = 0 if restart else number
        for _ in range(size):
            number += 1
            entry = make_entry(words, columns, str(number))
            entry.categories = (band,)
            put_row(grid, entry)
            truth.append(entry.truth())
    return grid.sheet(1), truth


def subrows(words: Words) -> tuple[Sheet, list[Truth]]:
    """Rows without a number of their own under a merged one: tasks all the same."""
    columns = ("number", "title", "measures", "responsible", "deadline")
    grid = Grid(columns)
    put_header(grid, words)
    truth = []
    for index in range(1, 6):
        size = words.random.choice((1, 1, 2))
        grid.put(0, str(index), rows=size)
        for part in range(size):
            entry = make_entry(words, columns, str(index) if part == 0 else None)
            put_row(grid, entry, frozenset({"number"}))
            truth.append(entry.truth())
    return grid.sheet(1), truth


def shared_task(words: Words) -> tuple[Sheet, list[Truth]]:
    """One task over two rows, an assignment each: number, title and measures are merged."""
    columns = ("number", "title", "measures", "responsible", "deadline")
    grid = Grid(columns)
    put_header(grid, words)
    truth = []
    for index in range(1, 6):
        size = 2 if index in (2, 4) else 1
        entries = [make_entry(words, columns, str(index)) for _ in range(size)]
        for column, name in enumerate(columns[:3]):
            grid.put(column, entries[0].printed[name], rows=size)
        for entry in entries:
            put_row(grid, entry, frozenset(columns[:3]))
        truth.append(entries[0].truth(*(entry.duty() for entry in entries)))
    return grid.sheet(1), truth


def two_levels(words: Words) -> tuple[Sheet, list[Truth]]:
    """A header of two levels: 责任分工 over lead and support."""
    columns = ("number", "title", "measures", "lead", "support", "deadline")
    grid = Grid(columns)
    heads = header_texts(words, columns)
    for column in (0, 1, 2, 5):
        grid.put(column, heads[column], rows=2)
    grid.put(3, words.random.choice(("责任分工", "责任单位")), columns=2)
    grid.down()
    grid.put(3, heads[3])
    grid.put(4, heads[4])
    grid.down()
    truth = []
    for index in range(1, words.random.randint(5, 8)):
        entry = make_entry(words, columns, str(index))
        put_row(grid, entry)
        truth.append(entry.truth())
    return grid.sheet(2), truth


def quarters(words: Words) -> tuple[Sheet, list[Truth]]:
    """A column for each quarter: the header is the time, the cell what shall have happened."""
    columns = ("number", "title", "q1", "q2", "q3", "q4", "responsible")
    year = words.year
    ends = (("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31"))
    grid = Grid(columns)
    heads = [*header_texts(words, columns[:2]), *(f"第{digit}季度" for digit in "一二三四"), "责任单位"]
    for column, text in enumerate(heads):
        grid.put(column, text)
    grid.down()
    truth = []
    for index in range(1, 6):
        entry = make_entry(words, columns, str(index))
        for quarter, step in enumerate(words.steps(4), 1):
            entry.printed[f"q{quarter}"] = step
        entry.when = tuple(("during", f"{year}-{low}", f"{year}-{high}") for low, high in ends)
        put_row(grid, entry)
        truth.append(entry.truth())
    return grid.sheet(1), truth


def one_text(words: Words) -> tuple[Sheet, list[Truth]]:
    """A single column says what to do: its first sentence is the title."""
    columns = ("number", "title", "responsible", "deadline")
    grid = Grid(columns)
    for column, text in enumerate(("序号", "重点任务", "责任单位", "完成时限")):
        grid.put(column, text)
    grid.down()
    truth = []
    for index in range(1, 7):
        entry = make_entry(words, columns, str(index))
        rest = "，".join(words.steps(2)) + "。"
        entry.printed["title"] = f"{entry.title}。{rest}"
        entry.texts["measures"] = rest
        put_row(grid, entry)
        truth.append(entry.truth())
    return grid.sheet(1), truth


def starred(words: Words) -> tuple[Sheet, list[Truth]]:
    """The header says who leads: units with a star lead, the others take part."""
    columns = ("number", "title", "measures", "responsible")
    grid = Grid(columns)
    for column, text in enumerate(("序号", "工作任务", "具体措施", "责任部门（加*号为牵头部门，其余为参与部门）")):
        grid.put(column, text)
    grid.down()
    truth = []
    for index in range(1, 7):
        entry = make_entry(words, columns[:3], str(index))
        first, *others = words.units(3)
        entry.printed["responsible"] = "、".join((f"*{first}", *others))
        entry.who["responsible"] = (Who(first, "lead"), *(Who(name, "participate") for name in others))
        put_row(grid, entry)
        truth.append(entry.truth())
    return grid.sheet(1), truth


def noted(words: Words) -> tuple[Sheet, list[Truth]]:
    """A note under the table: the first unit leads. Groups and units without a name stand among the others."""
    columns = ("number", "category", "title", "responsible", "deadline")
    grid = Grid(columns)
    put_header(grid, words)
    truth = []
    for index in range(1, 7):
        entry = make_entry(words, (*columns[:3], "deadline"), str(index))
        theme = words.theme()
        entry.categories, entry.printed["category"] = (theme,), theme
        names = [*words.units(2), words.random.choice(("有关单位", "各县（市、区）人民政府", "市直有关部门"))]
        entry.printed["responsible"] = "、".join(names)
        entry.who["responsible"] = (Who(names[0], "lead"), *(Who(name, "responsible") for name in names[1:]))
        put_row(grid, entry)
        truth.append(entry.truth())
    return grid.sheet(1), truth


def nested_bands(words: Words) -> tuple[Sheet, list[Truth]]:
    """Bands of two levels, 一、 over （一）, and numbers that go on."""
    columns = ("number", "title", "measures", "responsible", "deadline")
    grid = Grid(columns)
    put_header(grid, words)
    truth, number = [], 0
    for outer in range(2):
        above = f"{'一二'[outer]}、{words.theme()}"
        grid.put(0, above, columns=len(columns))
        grid.down()
        for inner in range(2):
            band = f"（{'一二'[inner]}）{words.theme()}"
            grid.put(0, band, columns=len(columns))
            grid.down()
            for _ in range(words.random.randint(1, 3)):
                number += 1
                entry = make_entry(words, columns, str(number))
                entry.categories = (above, band)
                put_row(grid, entry)
                truth.append(entry.truth())
    return grid.sheet(1), truth


def two_times(words: Words) -> tuple[Sheet, list[Truth]]:
    """Two milestones in the cell of the time limit."""
    columns = ("number", "title", "measures", "lead", "support", "deadline")
    grid = Grid(columns)
    put_header(grid, words)
    truth = []
    for index in range(1, 6):
        entry = make_entry(words, columns, str(index))
        year = words.year
        entry.printed["deadline"] = f"{year}年6月底前完成设计，{year}年11月底前完工"
        entry.when = (("by", None, f"{year}-06-30"), ("by", None, f"{year}-11-30"))
        put_row(grid, entry)
        truth.append(entry.truth())
    return grid.sheet(1), truth


LAYOUTS: dict[str, Callable[[Words], tuple[Sheet, list[Truth]]]] = {
    layout.__name__: layout
    for layout in (
        *(short, full, combined, gaps, unnumbered, categories, nested),
        *(bands, subrows, shared_task, two_levels, quarters, one_text),
        *(starred, noted, nested_bands, two_times),
    )
}


def make_table(layout: str, seed: int) -> Made:
    """The list of that layout that the seed gives."""
    words = Words(Random(f"{layout}/{seed}"))
    sheet, truth = LAYOUTS[layout](words)
    title = f"{words.place.name}{words.year}年{words.random.choice(('民生实事', '重点工作', '更新行动'))}任务分工表"
    before = ("附件1", title) if words.random.random() < 0.5 else (title,)
    after = ("注：责任单位列第一位的为牵头单位。",) if layout == "noted" else ()
    return Made(layout, seed, before, sheet, after, tuple(truth), words.place.code)
