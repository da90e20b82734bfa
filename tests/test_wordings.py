"""A wording means the same wherever it is printed: over a column, in flattened text, on a label line, in a bracket.

Parametrised over the knowledge itself, so that a new row is tried in all places by being there.
"""

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from pipeline.knowledge import read_bytes
from pipeline.knowledge.tables import read_rows
from pipeline.model import Task
from pipeline.text.lexicon import HEADER_COLUMNS, ROLE_COLUMNS
from pipeline.time.grammar import time_grammar
from texts import read, who

HEADERS = [row for _, row in read_rows("header_words.csv", read_bytes("header_words.csv"), HEADER_COLUMNS)]
ROLES = [row for _, row in read_rows("role_words.csv", read_bytes("role_words.csv"), ROLE_COLUMNS)]
TITLES = ("修好水渠", "开通热线", "改造厂房", "种植树木")
Item = tuple[tuple[str, str], ...]
"""The labels of one task, with their values."""


def table_of(items: tuple[Item, ...]) -> list[list[str]]:
    header = ["序号", "重点任务", *(label for label, _ in items[0])]
    return [header, *([str(number), title_of(number), *(v for _, v in item)] for number, item in enumerate(items, 1))]


def title_of(number: int) -> str:
    return TITLES[number % len(TITLES)]


def column(items: tuple[Item, ...]) -> list[str]:
    header, *rows = (f"| {' | '.join(row)} |" for row in table_of(items))
    return ["", header, "|---" * (2 + len(items[0])) + "|", *rows]


def aligned(items: tuple[Item, ...]) -> list[str]:
    return ["    ".join(row) for row in table_of(items)]


def one_a_line(items: tuple[Item, ...]) -> list[str]:
    return [cell for row in table_of(items) for cell in row]


def label_line(items: tuple[Item, ...]) -> list[str]:
    lines = []
    for number, item in enumerate(items, 1):
        lines += [f"{number}.{title_of(number)}。", *(f"{label}：{value}" for label, value in item)]
    return lines


def bracket(items: tuple[Item, ...]) -> list[str]:
    said = ["；".join(f"{label}：{value}" for label, value in item) for item in items]
    return [f"{number}.{title_of(number)}。（{words}）" for number, words in enumerate(said, 1)]


def bare_bracket(items: tuple[Item, ...]) -> list[str]:
    said = ["；".join(value for _, value in item) for item in items]
    return [f"{number}.{title_of(number)}。（{words}）" for number, words in enumerate(said, 1)]


Layout = Callable[[tuple[Item, ...]], list[str]]
TABLES: tuple[Layout, ...] = (column, aligned, one_a_line)
FLAT: tuple[Layout, ...] = (column, one_a_line)
TEXTS: tuple[Layout, ...] = (label_line, bracket)


@cache
def tasks(layout: Layout, items: tuple[Item, ...], year: int = 2031) -> tuple[Task, ...]:
    """The tasks of a small document, one of each item, found under their titles."""
    place = f"甘肃省天水市{f'{year}年' if year else ''}重点工作任务分工表"
    found = read("\n".join([place, *layout(items)]), "list.txt").tasks
    assert [task.title.removesuffix("。") for task in found] == [title_of(at) for at in range(1, len(items) + 1)]
    return found


def everywhere(item: Item, items: list[Item], layouts: tuple[Layout, ...]) -> Iterator[tuple[str, Task]]:
    """The task that an item gives in each layout. A table has one header, so it holds this item alone, twice."""
    for layout in layouts:
        if layout in TABLES:
            yield from ((layout.__name__, task) for task in tasks(layout, (item, item)))
        else:
            yield layout.__name__, tasks(layout, tuple(items))[items.index(item)]


def labels_of(*roles: str) -> list[list[str]]:
    """The words of these roles that are labels in running text, too."""
    return [row for row in HEADERS if row[1] in roles and not row[3]]


def words_of(*roles: str) -> pytest.MarkDecorator:
    """The test for each word of these roles."""
    return pytest.mark.parametrize("row", [row for row in HEADERS if row[1] in roles], ids=lambda row: row[0])


OWNER = ("责任单位", "市财政局")
TIME = ("完成时限", "2031年6月底")
OF_COLUMN = {
    "lead_units": "lead",
    "responsible_units": "responsible",
    "support_units": "support",
    "guide_units": "guide",
}


def role_of(word: str, column_role: str) -> str:
    """By a finer word inside it, in the order of the file, else by its column."""
    finer = (role for finer, kind, role, *_ in ROLES if kind == "label" and finer in word)
    return next(finer, OF_COLUMN[column_role])


@words_of(*OF_COLUMN)
def test_a_word_for_units_gives_its_role(row: list[str]) -> None:
    """A word such as 单位 says so over a column beside a time only: in running text it says other things."""
    word, role, _, where, *_ = row
    items: list[Item] = [((word, "市财政局"), TIME) for word, *_ in labels_of(*OF_COLUMN)]
    for layout, task in everywhere(((word, "市财政局"), TIME), items, TABLES if where else TABLES + TEXTS):
        assert (layout, who(task)) == (layout, [f"市财政局:{role_of(word, role)}"])


def limits(task: Task) -> list[tuple[str | None, ...]]:
    return [
        (limit.kind, limit.earliest, limit.latest, limit.recurrence, limit.event, limit.state, limit.basis)
        for item in task.assignments
        for limit in item.deadlines
    ]


@words_of("deadline")
def test_a_word_for_a_time_gives_a_deadline(row: list[str]) -> None:
    """时间：, 期限： are said of other things too, in running text."""
    items: list[Item] = [(OWNER, (word, TIME[1])) for word, *_ in labels_of("deadline")]
    for layout, task in everywhere((OWNER, (row[0], TIME[1])), items, TABLES if row[3] else TABLES + TEXTS):
        assert (layout, who(task)) == (layout, ["市财政局:responsible"])
        assert (layout, limits(task)) == (layout, [("by", None, "2031-06-30", None, None, None, "stated")])


VALUES = {
    "person": "张三丰",
    "scope": "各县区",
    "measures": "每周清淤一次",
    "target": "水渠全部通水",
    "problem": "水渠多处漏水",
    "current_state": "水渠正在清淤",
    "best_practice": "乙市分段包干",
    "progress": "清淤已过半",
    "note": "经费另列",
}
SAID = ("person", "scope")
"""Members that a bracket says too; the others are texts, which no bracket that says who holds."""


@words_of(*VALUES)
def test_a_word_for_a_text_gives_that_member(row: list[str]) -> None:
    word, role, _, where, *_ = row
    items: list[Item] = [(OWNER, (word, VALUES[role])) for word, role, *_ in labels_of(*VALUES)]
    said: list[Item] = [(OWNER, (word, VALUES[role])) for word, role, *_ in labels_of(*SAID)]
    found = [*everywhere((OWNER, (word, VALUES[role])), items, FLAT if where else (*FLAT, label_line))]
    if role in SAID and not where:
        found += everywhere((OWNER, (word, VALUES[role])), said, (bracket,))
    for layout, task in found:
        assert (layout, getattr(task, role), who(task)) == (layout, VALUES[role], ["市财政局:responsible"])


@words_of("milestone")
def test_a_word_for_a_stage_gives_a_deadline_with_the_cell_as_its_event(row: list[str]) -> None:
    """Over a column only: as a label it opens what a quarter brings, which is text."""
    for layout, task in everywhere((OWNER, (row[0], "完成清淤")), [], FLAT):
        assert (layout, [limit[4] for limit in limits(task)]) == (layout, ["完成清淤"])


@words_of("other")
def test_a_word_that_is_no_members_keeps_its_column(row: list[str]) -> None:
    """Over a column only: in running text it says nothing of the task."""
    for layout, task in everywhere((OWNER, (row[0], "见附图")), [], FLAT):
        assert (layout, [(text.header, text.text) for text in task.extra]) == (layout, [(row[0], "见附图")])


STATEMENTS = {
    "verb": ("市财政局{word}", ["市财政局:{role}"]),
    "joining": ("市财政局{word}市水务局", ["市财政局:responsible", "市水务局:{role}"]),
    "adverb": ("市财政局{word}负责", ["市财政局:responsible"]),
    "leading": ("市水务局负责，{word}市财政局指导", ["市水务局:responsible", "市财政局:guide"]),
    "division": ("市财政局、市水务局{word}", ["市财政局:responsible", "市水务局:responsible"]),
}
"""What a word of each kind is used in, and who has which role in it."""
SPOKEN = [row for row in ROLES if row[1] in STATEMENTS]


@pytest.mark.parametrize("row", SPOKEN, ids=lambda row: f"{row[0]}-{row[1]}")
def test_a_word_of_statements_gives_its_role(row: list[str]) -> None:
    word, kind, role, *_ = row
    items = tuple((("责任单位", STATEMENTS[kind][0].format(word=word)),) for word, kind, *_ in SPOKEN)
    for layout in (*TABLES, *TEXTS, bare_bracket):
        task = tasks(layout, items)[SPOKEN.index(row)]
        wanted = [name.format(role=role) for name in STATEMENTS[kind][1]]
        assert (layout.__name__, who(task)) == (layout.__name__, wanted)
        if kind == "division":
            assert [item.division for item in task.assignments] == [word]


TIMES = [(text, year) for rule in (*time_grammar().rules, *time_grammar().dates) for text, year, _ in rule.examples]


@pytest.mark.parametrize(("text", "year"), TIMES)
def test_a_time_is_the_same_everywhere(text: str, year: int) -> None:
    same_year = [(OWNER, ("完成时限", other)) for other, known in TIMES if known == year]
    place = same_year.index((OWNER, ("完成时限", text)))
    shown = {layout.__name__: limits(tasks(layout, tuple(same_year), year)[place]) for layout in TABLES + TEXTS}
    assert shown["column"]
    assert shown == dict.fromkeys(shown, shown["column"])


@pytest.mark.parametrize(("text", "year"), TIMES)
def test_a_time_may_end_a_flattened_list(text: str, year: int) -> None:
    """The last cell of the last row is one more line behind the table, but for what it says."""
    item = (OWNER, ("完成时限", text))
    first, last = map(limits, tasks(one_a_line, (item, item), year))
    assert first and last == first
