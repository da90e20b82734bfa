"""Header words → column roles, by the data's own examples and by tables of our own."""

import pytest

from pipeline.grid import RawCell, RawTable, tile
from pipeline.header import Header, label_columns, slots
from pipeline.text.lexicon import roles_of


def header_of(*rows: list[str | tuple[str, int]]) -> Header:
    """The header of a table whose cells are texts, or (text, columns)."""
    cells = []
    for row, texts in enumerate(rows):
        column = 0
        for item in texts:
            text, span = item if isinstance(item, tuple) else (item, 1)
            cells.append(RawCell(row, column, 1, span, text))
            column += span
    table, _ = tile(RawTable(tuple(cells)), "t1")
    header = label_columns(table, slots(table))
    assert header is not None
    return header


def roles(header: Header) -> list[str]:
    return ["+".join(column.roles) for column in header.columns]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("落实时间及责任单位", ["deadline", "responsible_units"]),
        ("责任单位及完成时限", ["responsible_units", "deadline"]),
        ("牵头单位和配合单位", ["lead_units", "support_units"]),
        ("责任单位(加*号为牵头单位,其余为参与单位)", ["responsible_units"]),
    ],
)
def test_headers_with_two_roles_and_remarks(text: str, expected: list[str]) -> None:
    assert list(roles_of(text)) == expected


@pytest.mark.parametrize("text", ["", "张三", "合计", "金额（万元）", "12", "市财政局", "地址"])
def test_what_is_no_header_word_has_no_role(text: str) -> None:
    assert roles_of(text) == ()


def test_a_year_and_spaces_inside_a_header() -> None:
    assert roles_of("2031年\n度 重 点 任 务") == ("title",)


def test_a_name_column_is_the_title_and_the_task_text_its_measures() -> None:
    header = header_of(
        ["序号", "事项名称", "2031年工作任务", "责任单位"],
        ["1", "修路", "修三条。", "甲局"],
        ["2", "建桥", "建一座。", "乙局"],
    )
    assert roles(header) == ["number", "title", "measures", "responsible_units"]


def test_a_header_over_three_columns_is_two_categories_and_the_title() -> None:
    header = header_of(
        ["序号", ("事项名称", 3), "责任单位"],
        ["1", "一、便民", "出行", "修路", "甲局"],
        ["2", "一、便民", "出行", "建桥", "乙局"],
    )
    assert roles(header) == ["number", "category", "category", "title", "responsible_units"]


def test_the_lower_row_of_a_two_level_header_gives_the_roles() -> None:
    header = header_of(
        ["序号", "重点任务", ("责任分工", 2), "备注"],
        ["", "", "牵头单位", "配合单位", ""],
        ["1", "修路", "甲局", "乙局", ""],
    )
    assert header.end == 2
    assert roles(header) == ["number", "title", "lead_units", "support_units", "note"]
    assert header.columns[2].header == ("责任分工", "牵头单位")


def test_a_title_row_inside_the_table_is_above_the_header() -> None:
    header = header_of([("某县2031年任务分工表", 3)], ["序号", "任务", "责任单位"], ["1", "修路", "甲局"])
    assert (header.first, header.end) == (1, 2)


def test_a_column_of_numbers_needs_no_header() -> None:
    header = header_of(["", "任务", "责任单位"], ["1", "修路", "甲局"], ["2", "建桥", "乙局"])
    assert roles(header) == ["number", "title", "responsible_units"]
