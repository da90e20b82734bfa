"""What the writers make of a record, read back by other programs' eyes: the csv module, json, openpyxl."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from msgspec import structs

import records
from pipeline.model import Record
from pipeline.writers import WRITERS, Writer, find_writer
from pipeline.writers.csv import make_safe
from pipeline.writers.options import ExportOptions
from pipeline.writers.rows import join_parties

FORMATS = pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.name)


def written(name: str, *these: Record, **options: Any) -> bytes:
    out = io.BytesIO()
    find_writer(name).write(these or (records.record(),), out, ExportOptions(**options))
    return out.getvalue()


def csv_rows(**options: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written("csv", **options).decode("utf-8-sig"), newline="")))


def sheet(name: str, *these: Record, **options: Any) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", *these, **options)))
    head, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def changed(change: Callable[[Any], Any]) -> Record:
    """The record with its first task put through ``change``."""
    record = records.record()
    return structs.replace(record, tasks=(change(record.tasks[0]), *record.tasks[1:]))


@FORMATS
def test_the_same_records_give_the_same_bytes(writer: Writer) -> None:
    assert written(writer.name) == written(writer.name)


@FORMATS
def test_the_stream_stays_open_for_the_caller(writer: Writer) -> None:
    out = io.BytesIO()
    writer.write([records.record()], out, ExportOptions())
    assert not out.closed


def test_json_of_one_record_is_the_record_and_of_two_a_list() -> None:
    record = records.record()
    assert written("json") == record.to_json().encode()
    assert json.loads(written("json", record, record)) == [record.to_dict(), record.to_dict()]


def test_jsonl_has_one_task_a_line_with_its_document() -> None:
    lines = [json.loads(line) for line in written("jsonl").splitlines()]
    assert [line["title"] for line in lines] == ["优化办事窗口", "开通服务热线"]
    assert {line["document"]["title"] for line in lines} == {records.TITLE}
    assert [unit["name"] for unit in lines[0]["units"]] == ["清河市政务服务管理局", "清河市公安局"]


def test_csv_opens_in_excel_and_has_one_row_an_assignment() -> None:
    data = written("csv")
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    rows = csv_rows()
    assert [(row["number"], row["assignment"], row["part"]) for row in rows] == [
        ("1", "0", "热线平台上线"),
        ("1", "1", ""),
        ("2", "0", "热线平台上线"),
        ("2", "1", ""),
    ]
    assert rows[0]["lead"] == "市政务服务局"
    assert rows[0]["support"] == "市公安局、市税务局"
    assert rows[1]["responsible"] == "市公安局、有关单位等"
    assert (rows[0]["deadline"], rows[0]["latest"]) == ("2023年6月底前", "2023-06-30")
    assert rows[0]["measures"] == "合并同类窗口。\n=每周公布等候时间"


def test_long_csv_has_one_row_a_party() -> None:
    rows = csv_rows(long=True)
    assert [row["party"] for row in rows[:5]] == ["市政务服务局", "市公安局", "市税务局", "市公安局", "有关单位"]
    assert rows[1]["unit_name"] == "清河市公安局"
    assert rows[2]["resolution"] == "ambiguous" and rows[2]["unit"] == ""
    assert len(rows) == 10


@pytest.mark.parametrize("wanted", ["市公安局", "清河市公安局", "990100/public-security", " 市 公安局"])
def test_a_unit_is_found_by_printed_name_official_name_and_id(wanted: str) -> None:
    assert len(csv_rows(unit=wanted)) == 4
    assert {row["party"] for row in csv_rows(unit=wanted, long=True)} == {"市公安局"}


def test_a_unit_without_a_part_has_no_rows() -> None:
    assert csv_rows(unit="市卫生健康局") == []
    assert written("jsonl", unit="市卫生健康局") == b""
    assert sheet("任务分工", unit="市卫生健康局") == []


def test_the_workbook_of_one_unit_says_what_it_has_to_do() -> None:
    assert [row["本单位角色"] for row in sheet("任务分工", unit="清河市公安局")] == ["配合单位", "责任单位"] * 2
    assert "本单位角色" not in sheet("任务分工")[0]


def test_one_unit_keeps_only_the_assignments_it_has_a_part_in() -> None:
    assert [row["assignment"] for row in csv_rows(unit="市政务服务局")] == ["0", "0"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@cmd", "\tx", "\rx", "＝1", "＠x"])
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    assert make_safe(text) == "'" + text
    assert make_safe("x" + text) == "x" + text


def test_formulas_in_a_record_come_out_as_text() -> None:
    wicked = '=HYPERLINK("http://example.org","x")'
    record = changed(lambda task: structs.replace(task, title=wicked, measures=None))
    assert "'=HYPERLINK" in written("csv", record).decode()
    assert sheet("任务分工", record)[0]["任务"] == wicked
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", record)))
    assert all(cell.data_type != "f" for page in book for row in page.iter_rows() for cell in row)


def test_the_workbook_has_names_in_columns_and_real_dates() -> None:
    rows = sheet("任务分工")
    assert len(rows) == 4
    assert rows[0]["牵头单位"] == "市政务服务局"
    assert rows[0]["配合单位"] == "市公安局、市税务局"
    assert rows[1]["责任单位"] == "市公安局、有关单位等"
    assert rows[0]["截止日期"] == datetime(2023, 6, 30)
    assert rows[0]["完成时限（原文）"] == "2023年6月底前"
    assert "督导单位" not in rows[0], "a column that no row fills is left out"


def test_the_workbook_is_ready_to_use() -> None:
    page = openpyxl.load_workbook(io.BytesIO(written("xlsx")))["任务分工"]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == f"A1:{page.cell(5, page.max_column).coordinate}"
    assert page["C2"].alignment.wrap_text


def test_the_issues_stand_on_a_sheet_of_their_own_with_their_place() -> None:
    rows = sheet("问题")
    assert [(row["级别"], row["代码"], row["原文"]) for row in rows] == [("警告", "ambiguous-unit", "市税务局")]
    assert rows[0]["位置"] == "表1 第2行第5列"


def test_a_cell_longer_than_excel_allows_is_cut_and_says_so() -> None:
    text = sheet("任务分工", changed(lambda task: structs.replace(task, measures="长" * 40_000)))[0]["具体举措"]
    assert len(text) == 32_767 and text.endswith("（过长，全文见 JSON）")


def test_the_parties_of_a_role_are_joined_in_order() -> None:
    parties = records.record().tasks[0].assignments[0].parties
    assert join_parties(parties, "support") == "市公安局、市税务局"
    assert join_parties(parties, "guide") == ""
