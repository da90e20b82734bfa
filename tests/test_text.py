"""Plain text: every dialect of tables gives the same tasks, every encoding the same text."""

import pytest

from pipeline import FileError
from pipeline.readers.markdown import take_off_marks
from texts import PLACE, read, when, who

HEADER = ["序号", "类别", "事项名称", "工作举措", "责任单位", "完成时限"]
ROWS = [
    ["1", "一、便民", "新建公交站台", "在城东新建站台12座。", "市交通运输局、市财政局", "2031年6月底前"],
    ["2", "", "改造老旧路灯", "更换路灯三百盏，先易后难。", "市城管局牵头，市财政局配合", "2031年9月底前"],
    ["3", "二、利企", "开设代办窗口", "每个园区设一个窗口，配两名专员。", "市市场监管局", "长期坚持"],
]
DIALECTS = {
    "flattened": "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in [HEADER, *ROWS]),
    "tabs": "\n".join("\t".join(row) for row in [HEADER, *ROWS]),
    "pipes": "\n".join("|".join(row) for row in [HEADER, *ROWS]),
    "markdown": "\n".join(f"| {' | '.join(row)} |" for row in [HEADER, ["---"] * 6, *ROWS]),
    "lines": "\n".join(cell for row in [HEADER, *ROWS] for cell in row if cell),
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_table_in_any_dialect(dialect: str) -> None:
    record = read(f"{PLACE}\n{DIALECTS[dialect]}\n")
    assert [task.number for task in record.tasks] == ["1", "2", "3"]
    assert [task.title for task in record.tasks] == ["新建公交站台", "改造老旧路灯", "开设代办窗口"]
    assert [task.categories for task in record.tasks] == [("一、便民",), ("一、便民",), ("二、利企",)]
    assert who(record.tasks[1]) == ["市城管局:lead", "市财政局:support"]
    assert [when(task) for task in record.tasks] == [[(None, "2031-06-30")], [(None, "2031-09-30")], [(None, None)]]
    assert record.tables[0].rows == 3


def test_a_category_that_goes_on_says_that_a_blank_cell_was_read_so() -> None:
    second = read(f"{PLACE}\n{DIALECTS['flattened']}").tasks[1]
    assert [(item.members, item.reason, item.origin.quote) for item in second.inherited] == [
        (("categories",), "blank-cell", "一、便民")
    ]


def test_a_row_broken_by_blank_lines_inside_a_cell_is_one_row() -> None:
    text = DIALECTS["flattened"].replace("\t改造老旧路灯\n", "\t改造老旧路灯\n\n\n")
    assert len(read(f"{PLACE}\n{text}").tasks) == 3


def test_a_line_that_begins_with_a_number_inside_a_cell_is_no_row() -> None:
    text = DIALECTS["flattened"].replace("在城东新建站台12座。", "1.选址。\n2.在城东新建站台12座。")
    tasks = read(f"{PLACE}\n{text}").tasks
    assert len(tasks) == 3
    assert tasks[0].measures == "1.选址。\n2.在城东新建站台12座。"


def test_page_numbers_are_discarded_with_their_reason() -> None:
    record = read(f"{PLACE}\n{DIALECTS['flattened']}\n\n—3—\n\n7\n")
    assert [(item.reason, item.text) for item in record.ledger.discarded] == [
        ("page-number", "—3—"),
        ("page-number", "7"),
    ]
    assert not record.ledger.unused


def test_a_note_below_the_last_row_is_a_paragraph() -> None:
    record = read(f"{PLACE}\n{DIALECTS['flattened']}\n\n注：本表由市政府办公室汇总。\n")
    assert when(record.tasks[2]) == [(None, None)]
    assert record.ledger.context > 10


def test_a_table_that_is_no_task_list_is_passed_by_and_told() -> None:
    fees = "\n".join(
        "\t".join(row) for row in [["收费项目", "金额", "电话"], ["停车", "5元", "12345"], ["查档", "0元", "12345"]]
    )
    record = read(f"{fees}\n{PLACE}\n{DIALECTS['tabs']}")
    assert len(record.tasks) == 3
    assert "table-passed-by" in {issue.code for issue in record.issues}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_gives_the_same_tasks(encoding: str) -> None:
    from pipeline import extract

    text = f"{PLACE}\n{DIALECTS['flattened']}"
    record = extract(text.encode(encoding), name="a.txt")
    assert [task.title for task in record.tasks] == ["新建公交站台", "改造老旧路灯", "开设代办窗口"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_cut_in_the_middle_of_a_character_is_read_and_told(encoding: str) -> None:
    from pipeline import extract

    data = (f"{PLACE}\n{DIALECTS['flattened']}\n\n注：以上各项请抓紧办理好").encode(encoding)[:-1]
    record = extract(data, name="a.txt")
    assert len(record.tasks) == 3
    assert "cut-character" in {issue.code for issue in record.issues}


@pytest.mark.parametrize("data", [b"", b"  \n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_unreadable(data: bytes) -> None:
    from pipeline import extract

    with pytest.raises(FileError) as error:
        extract(data, name="empty.txt")
    assert error.value.code == "unreadable"


def test_prose_without_tasks_says_so() -> None:
    with pytest.raises(FileError) as error:
        read("今年雨水多，庄稼长得好。\n大家都很高兴。")
    assert error.value.code == "no-tasks"
    assert error.value.advice


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("**市城管局**", "市城管局"),
        ("**牵头单位：**市城管局", "牵头单位：市城管局"),
        ("[市城管局](https://example.org/a_b)", "市城管局"),
        ('[市城管局](a.md "主页")、市财政局', "市城管局、市财政局"),
        ("`市城管局`", "市城管局"),
        ("__市城管局__ 和 _市财政局_", "市城管局 和 市财政局"),
        ("*市城管局*", "市城管局"),
        ("\\*市城管局、a\\_b", "*市城管局、a_b"),
        ("### 一、便民 ##", "一、便民"),
        ("~~市公安局~~市城管局", "市城管局"),
        ("*市城管局、*市财政局", "*市城管局、*市财政局"),
        ("2031年__月__日前", "2031年__月__日前"),
        ("3*4米、5*6米", "3*4米、5*6米"),
        ("见附件[1]（另发）", "见附件[1]（另发）"),
        ("`a*b*c`", "a*b*c"),
        ("甲\\|乙", "甲\\|乙"),
    ],
)
def test_marks_of_markdown_are_not_in_the_text(line: str, shown: str) -> None:
    assert take_off_marks(line)[0] == shown


def test_names_in_a_markdown_table_are_without_marks() -> None:
    rows = [[cell if column != 4 else f"**{cell}**" for column, cell in enumerate(row)] for row in ROWS]
    lines = "\n".join(f"| {' | '.join(row)} |" for row in [[f"**{word}**" for word in HEADER], ["---"] * 6, *rows])
    record = read(f"# {PLACE}\n\n{lines}\n")
    assert who(record.tasks[1]) == ["市城管局:lead", "市财政局:support"]
    assert record.document.title == PLACE
    plain = read(f"{PLACE}\n**一**、{DIALECTS['tabs']}")
    assert len(plain.tasks) == 3


def test_struck_out_markdown_is_kept_apart() -> None:
    table = "\n".join(f"| {' | '.join(row)} |" for row in [HEADER, ["---"] * 6, *ROWS]).replace(
        "市城管局", "~~市公安局、~~市城管局"
    )
    record = read(f"{PLACE}\n{table}\n")
    assert who(record.tasks[1]) == ["市城管局:lead", "市财政局:support"]
    assert [(item.reason, item.text) for item in record.ledger.discarded] == [("struck", "市公安局、")]
    assert "struck-out" in {issue.code for issue in record.issues}


def test_null_characters_are_left_out_and_reported() -> None:
    record = read(f"{PLACE}\n{DIALECTS['tabs']}".replace("路灯", "路\0灯"))
    assert record.tasks[1].title == "改造老旧路灯"
    assert "null-characters" in {issue.code for issue in record.issues}


def test_lines_in_another_encoding_are_read_and_reported() -> None:
    from pipeline import extract

    lines = [
        line.encode("gb18030" if "路灯" in line else "utf-8") for line in f"{PLACE}\n{DIALECTS['tabs']}".split("\n")
    ]
    record = extract(b"\n".join(lines), name="a.txt")
    assert [task.title for task in record.tasks] == ["新建公交站台", "改造老旧路灯", "开设代办窗口"]
    assert "mixed-encoding" in {issue.code for issue in record.issues}
