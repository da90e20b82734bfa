"""What a person is told beside a deadline, and which pieces of a list are times."""

import pytest

from pipeline import extract
from pipeline.statement.roles import is_time
from pipeline.time import inner_separators, says_time

COLUMNS = "| 序号 | 工作任务 | 责任单位 | 完成时限 |\n| --- | --- | --- | --- |\n"


def told(time: str, *, title: int = 2024, issued: str = "2024年3月5日") -> tuple[list[tuple[str, str]], str | None]:
    """The issues about the deadline of a small list, and its last day."""
    head = f"阳江市{title}年重点工作任务分工表\n\n阳江市人民政府办公室\n\n{issued}\n\n"
    record = extract((head + COLUMNS + f"| 1 | 建立资金台账 | 市财政局 | {time} |\n").encode(), name="list.md")
    (deadline,) = record.tasks[0].assignments[0].deadlines
    issues = [(issue.code, issue.severity) for issue in record.issues if issue.code.startswith("deadline-")]
    return issues, deadline.latest


@pytest.mark.parametrize("time", ["6月31日前", "2023年2月29日", "13月底前", "2024年0月", "五季度"])
def test_a_day_that_does_not_exist_is_told(time: str) -> None:
    assert told(time) == ([("deadline-impossible", "warning")], None)


@pytest.mark.parametrize(
    ("time", "latest"),
    [
        ("2024年l2月底前", "2024-12-31"),
        ("2O24年6月底前", "2024-06-30"),
        ("10月3l日前", "2024-10-31"),
        ("6月30曰前", "2024-06-30"),
    ],
)
def test_letters_for_digits_are_read_and_told(time: str, latest: str) -> None:
    assert told(time) == ([("deadline-misread", "warning")], latest)


@pytest.mark.parametrize("time", ["2024年某月底前", "6月联考前", "2024年第26周", "9月5日、某日前"])
def test_a_time_with_a_part_that_no_rule_reads_is_not_asserted(time: str) -> None:
    issues, latest = told(time)
    assert latest is None
    assert issues == [("deadline-unread", "warning")]


@pytest.mark.parametrize(
    "time", ["春节前", "农历八月十五前", "2024年秋季学期开学前", "2024年两会前", "尽快", "按国家部署"]
)
def test_a_time_without_a_date_is_known_and_needs_no_look(time: str) -> None:
    assert told(time) == ([], None)


def test_a_deadline_before_the_issue_is_told() -> None:
    assert told("2024年2月底前") == ([("deadline-before-issue", "info")], "2024-02-29")
    assert told("2月底前") == ([("deadline-before-issue", "info")], "2024-02-29")
    assert told("6月底前") == ([], "2024-06-30")


def test_a_date_without_a_year_long_before_the_issue_is_doubtful() -> None:
    issues, latest = told("3月底前", issued="2024年12月5日")
    assert (issues, latest) == ([("deadline-year-doubtful", "warning")], "2024-03-31")


def test_a_list_of_last_year_sets_no_date_before_its_own_issue() -> None:
    assert told("6月底前", title=2023) == ([("deadline-year", "info")], "2024-06-30")
    assert told("6月底前", title=2025, issued="2024年12月5日") == ([("deadline-year", "info")], "2025-06-30")
    assert told("2023年6月底前", title=2023) == ([("deadline-before-issue", "info")], "2023-06-30")


TIMES = """2031年6月底前完成 长期坚持 尽快完成 近期 及时 适时 长效 按进度 按国家部署 印发后3个月内 “十四五”期间 二季度末前 2031-06-30前
立行立改 每季度一次 已完成 年底前 9月底前全面完成 根据实际情况适时推进 会议召开前 依据会议安排确定 6月底前投入使用 待定 限期完成 春节前
每年一季度集中兑现 2031年11月底前完成首轮排查"""
NAMES = """市财政局 市财政局6月底前完成 长期护理保险服务中心 按职责分工负责 市发展改革委 年报中心 前海管理局 2031年办公室 近郊街道 立山区
同心县 长宁区 日照市 月湖区 即墨区 随州市 完成 负责 推进 市第一人民医院 市教育局牵头 市两新工委"""


@pytest.mark.parametrize("text", TIMES.split())
def test_a_piece_that_says_when(text: str) -> None:
    assert is_time(text)


@pytest.mark.parametrize("text", NAMES.split())
def test_a_piece_that_names_somebody_says_no_time(text: str) -> None:
    assert not is_time(text)


def test_a_separator_inside_a_time_parts_nothing() -> None:
    text = "市财政局、市教育局,每周二、四"
    assert inner_separators(text, 0, len(text)) == {len(text) - 2}
    assert says_time("每周二、四")
