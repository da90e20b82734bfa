"""A covering notice and its attachments, each a file of its own."""

from pathlib import Path

import msgspec
import pytest

from pipeline import Record
from pipeline.check.record import check_record
from pipeline.cli import run
from pipeline.covering import choose_notice, read_covering
from pipeline.units import load_registry

NOTICE = """青岛市人民政府办公室关于印发公共场地整治工作方案的通知
青政办发〔2031〕7号
各区、市人民政府，市政府各部门：
现将有关清单印发给你们，请认真落实。
附件：1.公共场地整治任务清单
2.公共厕所管护任务清单
青岛市人民政府办公室
2031年3月5日
"""
LIST = """公共场地整治任务清单
| 序号 | 任务 | 责任单位 | 完成时限 |
| --- | --- | --- | --- |
| 1 | 更换老旧路灯 | 市财政局 | 6月底前 |
"""


def folder(tmp_path: Path, **files: str) -> list[Path]:
    paths = []
    for name, text in files.items():
        paths.append(tmp_path / f"{name}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    return paths


def load(path: Path) -> Record:
    return msgspec.json.decode(path.read_bytes(), type=Record)


def test_an_attachment_takes_from_its_notice_what_it_does_not_state(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = folder(tmp_path, 通知=NOTICE, 清单=LIST)
    assert run(["convert", *map(str, paths), "--together", "-o", str(tmp_path / "out")]) in (0, 1)
    record = load(tmp_path / "out" / "清单.txt.json")
    frame = record.document
    assert (frame.number, frame.issuers, frame.issued_on, frame.year) == (
        "青政办发〔2031〕7号", ("青岛市人民政府办公室",), "2031-03-05", 2031,
    )  # fmt: skip
    assert frame.notice_title == "青岛市人民政府办公室关于印发公共场地整治工作方案的通知"
    assert frame.title == "公共场地整治任务清单"
    assert frame.notice and frame.notice.name == "通知.txt" and "number" in frame.notice.members
    (assignment,) = record.tasks[0].assignments
    assert [party.unit for party in assignment.parties] == ["370200/finance"]
    assert [limit.latest for limit in assignment.deadlines] == ["2031-06-30"]
    assert check_record(record).faults == ()
    assert "通知.txt" in capsys.readouterr().err
    assert not (tmp_path / "out" / "通知.txt.json").exists()


def test_what_an_attachment_states_is_kept(tmp_path: Path) -> None:
    paths = folder(tmp_path, 通知=NOTICE, 清单="佛山市2030年" + LIST)
    run(["convert", *map(str, paths), "--together", "-o", str(tmp_path / "out")])
    frame = load(tmp_path / "out" / "清单.txt.json").document
    assert frame.year == 2030 and frame.region and frame.region.code == "440600"
    assert frame.notice and not {"year", "region"} & set(frame.notice.members)


def test_notices_that_compete_cover_only_what_they_list(tmp_path: Path) -> None:
    other = NOTICE.replace("7号", "8号").replace("公共场地", "沿街店铺").replace("公共厕所", "集贸市场")
    paths = folder(tmp_path, 通知甲=NOTICE, 通知乙=other, 清单=LIST, 台账=LIST.replace("公共场地整治", "河道巡查"))
    run(["convert", *map(str, paths), "--together", "-o", str(tmp_path / "out")])
    assert load(tmp_path / "out" / "清单.txt.json").document.number == "青政办发〔2031〕7号"
    alone = load(tmp_path / "out" / "台账.txt.json").document
    assert (alone.number, alone.notice) == (None, msgspec.UNSET)


@pytest.mark.parametrize(
    ("name", "title", "covered"),
    [
        ("附件1.xlsx", None, True),
        ("附件2：厕所.docx", None, True),
        ("附件3.xlsx", None, False),
        ("公共厕所管护任务清单.et", None, True),
        ("a.xls", "公共场地整治任务清单", True),
        ("a.xls", "河道巡查任务清单", False),
    ],
)
def test_by_number_by_name_or_by_title(name: str, title: str | None, covered: bool) -> None:
    notice = read_covering(NOTICE.encode(), "通知.txt", load_registry())
    assert notice is not None
    assert (choose_notice(name, title, [notice]) is notice) == covered


def test_two_notices_that_list_the_same_cover_nothing() -> None:
    registry = load_registry()
    notices = [read_covering(NOTICE.replace("7号", f"{at}号").encode(), f"{at}.txt", registry) for at in (7, 8)]
    assert choose_notice("附件1.xlsx", None, [notice for notice in notices if notice]) is None


@pytest.mark.parametrize("text", ["附件1\n" + NOTICE, "今天天气很好。", LIST])
def test_what_is_no_notice(text: str) -> None:
    assert read_covering(text.encode(), "文件.txt", load_registry()) is None
