"""The ledger workbook: what people typed outlives every update, what the records say is kept up."""

import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec import structs
from openpyxl.worksheet.worksheet import Worksheet

from pipeline import Record
from pipeline.cli import run
from pipeline.model import Deadline, Task
from pipeline.workbook.file import open_book, save_book
from pipeline.workbook.split import split_names
from pipeline.workbook.update import Update, update_book
from pipeline.workbook.wording import read_columns
from records import record

ROOT = Path(__file__).parent.parent
OUTPUT = ROOT / "outputs" / "yangjiang-2021.docx.json"
TODAY = date(2023, 6, 1)
TYPED = ("进展情况", "存在困难", "下步措施", "完成状态", "是否销号", "备注")


def sample() -> Record:
    return Record.from_json(OUTPUT.read_bytes())


def update(path: Path, *records: Record) -> Update:
    opened = open_book(path)
    done = update_book(opened.book, records, read_columns(), TODAY, opened.heights)
    path.write_bytes(save_book(opened.book))
    return done


def change(item: Record, number: int, **members: Any) -> Record:
    tasks = list(item.tasks)
    tasks[number] = structs.replace(tasks[number], **members)
    return structs.replace(item, tasks=tuple(tasks))


def load(path: Path) -> Worksheet:
    return openpyxl.load_workbook(path)["台账"]


def headings(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[1] if cell.value}


def line(sheet: Worksheet, title: str) -> int:
    place = headings(sheet)["事项名称"]
    return next(row for row in range(2, sheet.max_row + 1) if str(sheet.cell(row, place).value).startswith(title))


def edit(path: Path, act: Callable[[Worksheet], None]) -> None:
    book = openpyxl.load_workbook(path)
    act(book["台账"])
    book.save(path)


def test_a_row_says_what_the_assignment_says(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    done = update(path, sample())
    assert (done.added, done.changed, done.withdrawn) == (20, 0, 0)
    sheet = load(path)
    places = headings(sheet)
    assert list(places)[:5] == ["序号", "来源文件", "文号", "成文日期", "事项类别"] and "编号" in places
    row = line(sheet, "咨询方式")
    cells = {name: sheet.cell(row, place) for name, place in places.items()}
    assert cells["责任单位"].value.startswith("市市场监管局、市公安局")
    assert cells["截止日期"].value.date() == date(2021, 12, 31) and cells["截止日期"].is_date
    assert "年份" in cells["截止日期"].comment.text and cells["截止日期"].fill.fill_type == "solid"
    assert cells["出处"].value == "表1第2行第9列"
    assert cells["预警灯"].value.startswith("=IF(") and "TODAY()" in cells["预警灯"].value
    assert sheet.freeze_panes and sheet.auto_filter.ref and sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9


def test_the_same_records_again_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    update(path, sample())
    before = [[cell.value for cell in row] for row in load(path).iter_rows()]
    done = update(path, sample())
    assert (done.added, done.changed, done.withdrawn, done.kept) == (0, 0, 0, 0)
    assert [[cell.value for cell in row] for row in load(path).iter_rows()] == before


def test_a_correction_reaches_its_row_and_a_hand_keeps_its_cell(tmp_path: Path) -> None:
    path, item = tmp_path / "台账.xlsx", sample()
    update(path, item)
    edit(path, lambda sheet: sheet.cell(line(sheet, "咨询效率"), headings(sheet)["工作措施"], "人工改正的措施"))
    corrected = change(
        change(change(item, 0, measures="改正后的措施"), 1, measures="又一措施"), 2, title="改正后的标题"
    )
    done = update(path, structs.replace(corrected, tasks=corrected.tasks[:-1]))
    assert (done.changed, done.kept, done.withdrawn) == (2, 1, 1)
    sheet = load(path)
    measures = headings(sheet)["工作措施"]
    assert sheet.cell(line(sheet, "咨询方式"), measures).value == "改正后的措施"
    assert sheet.cell(line(sheet, "咨询效率"), measures).value == "人工改正的措施"
    assert line(sheet, "改正后的标题") == 4
    gone = str(sheet.cell(line(sheet, item.tasks[-1].title), headings(sheet)["出处"]).value)
    assert gone.startswith("【已撤回】")
    listed = [[cell.value for cell in row] for row in openpyxl.load_workbook(path)["变更"].iter_rows(min_row=22)]
    assert [row[3] for row in listed] == ["修改", "保留手工修改", "修改", "撤回"]
    assert update(path, corrected).restored == 1
    assert str(load(path).cell(line(load(path), item.tasks[-1].title), headings(load(path))["出处"]).value)[0] == "表"


def test_a_later_version_of_the_file_is_the_same_document(tmp_path: Path) -> None:
    path, item = tmp_path / "台账.xlsx", sample()
    update(path, item)
    source = structs.replace(item.source, sha256="f" * 64)
    later = change(structs.replace(item, source=source), 0, measures="新版措施")
    done = update(path, later)
    assert (done.added, done.changed, done.withdrawn) == (0, 1, 0)
    assert update(path, record()).added == sum(len(task.assignments) for task in record().tasks)


def test_doubt_goes_when_it_is_gone_and_peoples_notes_stay(tmp_path: Path) -> None:
    path, item = tmp_path / "台账.xlsx", sample()
    update(path, item)

    def note(sheet: Worksheet) -> None:
        sheet.cell(line(sheet, "咨询效率"), headings(sheet)["截止日期"]).comment = openpyxl.comments.Comment(
            "核过", "张"
        )

    edit(path, note)
    sure = tuple(structs.replace(task, assignments=tuple(map(stated, task.assignments))) for task in item.tasks)
    update(path, structs.replace(item, tasks=sure))
    sheet = load(path)
    due = headings(sheet)["截止日期"]
    cell = sheet.cell(line(sheet, "咨询方式"), due)
    assert cell.comment is None and cell.fill.fill_type is None
    assert sheet.cell(line(sheet, "咨询效率"), due).comment.text == "核过"


def stated(assignment: Any) -> Any:
    def settle(limit: Deadline) -> Deadline:
        return structs.replace(limit, basis="stated")

    return structs.replace(assignment, deadlines=tuple(map(settle, assignment.deadlines)))


def test_nothing_from_a_record_becomes_a_formula_or_breaks_the_file(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    item = change(
        change(sample(), 0, measures='=HYPERLINK("http://x","y")'), 1, measures="a\x00\x0b\ufffe=" + "长" * 40_000
    )
    item = change(item, 2, measures="@SUM(1)", title="=1+1")
    assert update(path, item).cut == 1
    sheet = load(path)
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.data_type == "f"]
    assert {cell.column for cell in cells} == {headings(sheet)["预警灯"]}
    text = str(sheet.cell(line(sheet, "咨询效率"), headings(sheet)["工作措施"]).value)
    assert len(text) == 32_767 and text.endswith("见 JSON）") and text.startswith("a\ufffd\ufffd\ufffd=")
    assert update(path, item).changed == 0
    assert run(["ledger", "split", str(path), "-o", str(tmp_path / "units")]) == 0
    for file in (tmp_path / "units").iterdir():
        assert not [c for row in openpyxl.load_workbook(file).active.iter_rows() for c in row if c.data_type == "f"]


def test_an_offices_own_headings_and_order(tmp_path: Path) -> None:
    office = tmp_path / "map.toml"
    office.write_text(
        '[columns]\n"序号" = "No."\n"牵头单位" = "主办"\n"事项名称" = "任务"\n"" = "领导批示"\n"进展情况" = "落实情况"\n'
    )
    path = tmp_path / "a.xlsx"
    assert run(["ledger", "update", str(path), str(OUTPUT), "--columns", str(office)]) == 0
    assert list(headings(load(path))) == ["No.", "主办", "任务", "领导批示", "落实情况", "编号"]
    own = openpyxl.Workbook()
    own.active.append(["2023年督查台账"])
    own.active.append(["No.", "任务", "主办", "落实情况", "旁注"])
    own.active.append([1, "手工登记的任务", "市某局", "已办", "勿动"])
    own.save(tmp_path / "b.xlsx")
    assert run(["ledger", "update", str(tmp_path / "b.xlsx"), str(OUTPUT), "--columns", str(office)]) == 0
    rows = list(openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0].iter_rows(values_only=True))
    assert rows[0][0] == "2023年督查台账" and rows[2][:5] == (1, "手工登记的任务", "市某局", "已办", "勿动")
    assert rows[3][:3] == (2, "咨询方式", None) and len(rows) == 23
    (tmp_path / "bad.toml").write_text("columns = 3")
    assert run(["ledger", "update", str(path), str(OUTPUT), "--columns", str(tmp_path / "bad.toml")]) != 0


def test_settings_of_the_office_are_followed(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    update(path, sample())
    book = openpyxl.load_workbook(path)
    book["设置"]["B3"], book["设置"]["B4"] = 30, "办理中,办结"
    book["设置"]["B9"].fill = openpyxl.styles.PatternFill("solid", start_color="FF0000", end_color="FF0000")
    book.save(path)
    update(path, sample())
    sheet = load(path)
    assert {rule.formula1 for rule in sheet.data_validations.dataValidation} == {'"办理中,办结"', '"是,否"'}
    rules = [rule for entry in sheet.conditional_formatting for rule in entry.rules]
    assert len(rules) == 6 and any(rule.dxf.fill.bgColor.rgb.endswith("FF0000") for rule in rules)
    assert openpyxl.load_workbook(path)["设置"]["B3"].value == 30


def test_split_names() -> None:
    assert split_names("市甲局、各县（市、区）人民政府、市乙局（会同）等") == [
        "市甲局",
        "各县（市、区）人民政府",
        "市乙局",
    ]


def test_a_workbook_a_unit(tmp_path: Path) -> None:
    path, units = tmp_path / "台账.xlsx", tmp_path / "units"
    update(path, sample())
    edit(path, lambda sheet: sheet.cell(line(sheet, "咨询方式"), headings(sheet)["进展情况"], "已开两次会"))
    assert run(["ledger", "split", str(path), "-o", str(units)]) == 0
    sheet = openpyxl.load_workbook(units / "市公安局.xlsx").active
    places = headings(sheet)
    assert sheet.title == "交办单" and sheet.max_row == 12 and "本单位角色" in places
    assert sheet.cell(line(sheet, "咨询方式"), places["进展情况"]).value == "已开两次会"
    assert run(["ledger", "split", str(units / "市公安局.xlsx"), "-o", str(units)]) == 0
    (tmp_path / "no.xlsx").write_bytes(b"PK no workbook")
    assert run(["ledger", "split", str(tmp_path / "no.xlsx"), "-o", str(units)]) == 2


def test_what_is_lost_is_copied_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "台账.xlsx"
    update(path, sample())

    def draw(sheet: Worksheet) -> None:
        sheet.add_chart(openpyxl.chart.BarChart(), "AA1")

    edit(path, draw)
    before = path.read_bytes()
    assert run(["ledger", "update", str(path), str(OUTPUT)]) == 0
    assert "charts" in capsys.readouterr().err and (tmp_path / "台账.kept.xlsx").read_bytes() == before


# ---------------------------------------------------------------- twenty rounds


class Clerk:
    """Somebody who types, sorts, filters, adds columns and deletes nothing; knows what must still be there."""

    def __init__(self, seed: int) -> None:
        self.random, self.typed, self.added = random.Random(seed), dict[tuple[str, str], str](), list[str]()
        self.width = 0.0

    def work(self, path: Path) -> None:
        edit(path, self._work)

    def _work(self, sheet: Worksheet) -> None:
        places = headings(sheet)
        if self.random.random() < 0.3 and len(self.added) < 3:
            self.added.append(f"自加列{len(self.added)}")
            sheet.cell(1, max(places.values()) + 1, self.added[-1])
            places = headings(sheet)
        for _ in range(5):
            row, name = (
                self.random.randrange(2, sheet.max_row + 1),
                self.random.choice([*TYPED, *self.added, "目标要求"]),
            )
            text = f"手写{self.random.randrange(10**6)}"
            sheet.cell(row, places[name], text)
            self.typed[str(sheet.cell(row, places["编号"]).value), name] = text
        if self.random.random() < 0.4:
            self._sort(sheet)
        self.width = float(self.random.randrange(12, 30))
        sheet.column_dimensions["D"].width = self.width
        sheet.auto_filter.add_filter_column(5, ["某类"])
        sheet.row_dimensions[2].hidden = True

    def _sort(self, sheet: Worksheet) -> None:
        """As a program does it: whole rows change places, formulas point to their own row."""
        light = headings(sheet)["预警灯"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        order = list(range(len(rows)))
        self.random.shuffle(order)
        formulas = [sheet.cell(row, light).value for row in range(2, len(rows) + 2)]
        for row, source in enumerate(order, start=2):
            for column, value in enumerate(rows[source], start=1):
                sheet.cell(row, column, formulas[row - 2] if column == light else value)

    def check(self, path: Path, order: list[str]) -> None:
        sheet = load(path)
        places = headings(sheet)
        ids = [str(sheet.cell(row, places["编号"]).value) for row in range(2, sheet.max_row + 1)]
        assert ids[: len(order)] == order
        for (identity, name), text in self.typed.items():
            assert sheet.cell(ids.index(identity) + 2, places[name]).value == text
        assert set(self.added) <= set(places) and sheet.column_dimensions["D"].width == pytest.approx(
            self.width, abs=0.8
        )
        assert [column.colId for column in sheet.auto_filter.filterColumn] != [] and sheet.row_dimensions[2].hidden
        assert int("".join(filter(str.isdigit, sheet.auto_filter.ref.split(":")[1]))) == sheet.max_row


def correct(item: Record, chance: random.Random) -> Record:
    """A record as it comes the next time: a text changed, a task gone, one new."""
    number = chance.randrange(len(item.tasks))
    item = change(item, number, measures=f"措施{chance.randrange(10**6)}", target=f"目标{chance.randrange(10**6)}")
    tasks: list[Task] = list(item.tasks)
    if chance.random() < 0.3 and len(tasks) > 5:
        del tasks[chance.randrange(len(tasks))]
    if chance.random() < 0.3:
        new = chance.randrange(10**6)
        tasks.append(
            structs.replace(tasks[0], id=f"{item.source.sha256[:12]}/t9/{new}", key=f"{new:012}", title=f"新{new}")
        )
    return structs.replace(item, tasks=tuple(tasks))


def rounds(path: Path, seed: int, count: int) -> Iterator[int]:
    chance, clerk, item = random.Random(seed), Clerk(seed), sample()
    update(path, item)
    for number in range(count):
        clerk.work(path)
        yield number
        sheet = load(path)
        order = [str(sheet.cell(row, headings(sheet)["编号"]).value) for row in range(2, sheet.max_row + 1)]
        item = correct(item, chance)
        update(path, item)
        clerk.check(path, order)


def test_twenty_rounds_lose_nothing_that_was_typed(tmp_path: Path) -> None:
    assert list(rounds(tmp_path / "台账.xlsx", seed=17, count=20)) == list(range(20))


@pytest.mark.hostile
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_rounds_with_libreoffice_between(tmp_path: Path) -> None:
    path, away = tmp_path / "台账.xlsx", tmp_path / "saved"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for _ in rounds(path, seed=3, count=4):
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(away), str(path)],
            check=True,
            capture_output=True,
        )
        path.write_bytes((away / path.name).read_bytes())
        formulas = openpyxl.load_workbook(BytesIO(path.read_bytes()), data_only=True)["台账"]
        light = headings(formulas)["预警灯"]
        assert {formulas.cell(row, light).value for row in range(2, formulas.max_row + 1)} <= {
            "红",
            "黄",
            "绿",
            "—",
            "完成",
            "撤回",
        }
