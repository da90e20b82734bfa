"""Times side by side in a field: one deadline or several, written from what a reader takes them for (year 2021)."""

import pytest

from test_deadline import field, same, show_all

ONE = {
    # words without a date add nothing to a neighbour that has one
    "6月底前,尽快完成": "by ..2021-06-30 document-year",
    "尽快完成,6月底前": "by ..2021-06-30 document-year",
    "2021年6月,尽快完成": "during 2021-06-01..2021-06-30 stated",
    "按国家部署,6月底前": "by ..2021-06-30 document-year",
    "6月底前(按国家部署)": "by ..2021-06-30 document-year",
    "6月底前动工,尽快": "by ..2021-06-30 document-year event=动工",
    "3个月内,尽快": "within .. none",
    "长期坚持,尽快": "ongoing .. none",
    "每月一次,按国家部署": "recurring .. stated rrule=FREQ=MONTHLY",
    # a state belongs to the time behind it
    "已完成阶段性工作,6月底前": "by ..2021-06-30 document-year state=stage-complete",
    "已完成阶段性工作,每季度一次": "recurring .. stated state=stage-complete rrule=FREQ=MONTHLY;INTERVAL=3",
    "已完成,2021年5月": "done 2021-05-01..2021-05-31 stated state=done",
    "已完成,长期坚持": "ongoing .. none state=done",
    "2021年底前(已完成)": "done ..2021-12-31 stated state=done",
    # a period gives its ends to what goes on in it
    "1月至6月,持续推进": "ongoing 2021-01-01..2021-06-30 document-year",
    "持续推进至2025年底": "ongoing ..2025-12-31 stated",
    "持续推进,2025年": "ongoing 2025-01-01..2025-12-31 stated",
    "2021年,每月一次": "recurring 2021-01-01..2021-12-31 stated rrule=FREQ=MONTHLY",
    "自2022年起,长期坚持": "ongoing 2022-01-01.. stated",
    "2022年起3年内": "within 2022-01-01.. stated",
    # the same said twice
    "上半年(1—6月)": "during 2021-01-01..2021-06-30 document-year",
    "7—8月,7—8月": "during 2021-07-01..2021-08-31 document-year",
    "7—8月(暑假期间)": "during 2021-07-01..2021-08-31 document-year",
    # put off
    "原定6月底前,延期至9月底前": "by ..2021-09-30 document-year",
    "9月底前(原定6月底)": "by ..2021-09-30 document-year",
}
SEVERAL = {
    "1月、4月、7月底前": ["2021-01-31", "2021-04-30", "2021-07-31"],
    "一季度、三季度末": ["2021-03-31", "2021-09-30"],
    "3月、6月15日前": ["2021-03-15", "2021-06-15"],
    "1月、6月15日、9月20日前": ["2021-01-15", "2021-06-15", "2021-09-20"],
}


@pytest.mark.parametrize("text", ONE)
def test_neighbours_that_are_one_deadline(text: str) -> None:
    assert same(show_all(text, field(text))) == same(ONE[text])


@pytest.mark.parametrize("text", SEVERAL)
def test_members_of_a_list_share_its_ending(text: str) -> None:
    found = field(text)
    assert [piece.kind for piece in found] == ["by"] * len(SEVERAL[text])
    assert [str(piece.last) for piece in found] == SEVERAL[text]


@pytest.mark.parametrize("text", ["已完成阶段性工作,已完成", "6月底前动工,年底前竣工", "2025年底前,持续推进"])
def test_neighbours_that_are_two(text: str) -> None:
    assert len(field(text)) == 2


def test_an_end_before_its_start_is_not_known() -> None:
    text = "2022年6月至2021年3月"
    (piece,) = field(text)
    assert (str(piece.first), piece.last) == ("2022-06-01", None)


@pytest.mark.parametrize("text", ["11—1月", "12—1月", "11—2月"])
def test_months_over_the_turn_of_the_year_have_no_end(text: str) -> None:
    (piece,) = field(text)
    assert (piece.first and piece.first.month, piece.last) == (int(text[:2]), None)


@pytest.mark.parametrize("text", ["2021年批复后30日内", "2021年资金到位后3个月内"])
def test_the_year_of_what_a_span_begins_at_is_no_time_of_its_own(text: str) -> None:
    assert same(show_all(text, field(text))) == same("within .. none")
