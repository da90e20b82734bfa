"""Lists as ruled tables: a column plan for each layout, rows by chance, and the truth of each row."""

from collections.abc import Callable
from random import Random

from synthetic.merged import bands, categories, late_category, nested, nested_bands, shared_task, subrows
from synthetic.model import Made, Sheet, Truth, Who
from synthetic.rows import Grid, header_texts, make_entry, put_header, put_row
from synthetic.vocabulary import Words


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


def wordy(words: Words) -> tuple[Sheet, list[Truth]]:
    """Verbs and labels inside a unit column: A牵头，B、C配合 overrides the header."""
    columns = ("number", "title", "measures", "responsible", "deadline")
    grid = Grid(columns)
    put_header(grid, words)
    truth = []
    for index in range(1, 7):
        entry = make_entry(words, columns, str(index))
        first, *others = words.units(3)
        text = words.random.choice(("{}牵头，{}配合", "{}牵头；{}配合", "牵头单位：{}\n配合单位：{}"))
        entry.printed["responsible"] = text.format(first, "、".join(others))
        entry.who["responsible"] = (Who(first, "lead"), *(Who(name, "support") for name in others))
        put_row(grid, entry)
        truth.append(entry.truth())
    return grid.sheet(1), truth


LAYOUTS: dict[str, Callable[[Words], tuple[Sheet, list[Truth]]]] = {
    layout.__name__: layout
    for layout in (
        *(short, full, combined, gaps, unnumbered, categories, nested),
        *(bands, subrows, shared_task, two_levels, quarters, one_text),
        *(starred, noted, nested_bands, two_times, late_category, wordy),
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
