"""Who and when in sentences without brackets or labels, and several times in one text."""

import pytest

from pipeline.model import Record
from pipeline.time import read_clock, read_deadlines
from texts import PLACE, read, when, who


def prose(sentence: str) -> Record:
    return read(f"{PLACE}\n1.修好水渠。{sentence}\n2.开通热线。（市审计局负责）")


@pytest.mark.parametrize(
    "sentence",
    [
        "2031年底前，由市财政局牵头，市水务局配合。",
        "由市财政局牵头，市水务局配合，2031年底前完成。",
    ],
)
def test_a_sentence_says_who_before_or_behind_its_time(sentence: str) -> None:
    first, _ = prose(sentence).tasks
    assert who(first) == ["市财政局:lead", "市水务局:support"]
    assert when(first) == [(None, "2031-12-31")]


def cell(text: str) -> Record:
    return read(
        f"{PLACE}\n\n| 序号 | 任务 | 责任单位及完成时限 |\n|---|---|---|\n| 1 | 修好水渠 | {text} |\n| 2 | 开通热线 | 市审计局 |"
    )


@pytest.mark.parametrize(
    "text",
    [
        "市财政局、市审计局：6月底前；市水务局：9月底前",
        "市财政局、市审计局6月底前；市水务局9月底前",
    ],
)
def test_each_list_of_units_has_the_time_behind_it(text: str) -> None:
    first, _ = cell(text).tasks
    found = [
        ([party.name for party in item.parties], [limit.latest for limit in item.deadlines])
        for item in first.assignments
    ]
    assert found == [(["市财政局", "市审计局"], ["2031-06-30"]), (["市水务局"], ["2031-09-30"])]


def test_a_list_of_months_shares_its_ending() -> None:
    ends = [piece.last for piece in read_deadlines("3月、6月、12月底前", read_clock(2031, None))]
    assert [str(end) for end in ends] == ["2031-03-31", "2031-06-30", "2031-12-31"]


@pytest.mark.parametrize(("year", "known"), [(1899, None), (1900, 1900), (2200, 2200), (2201, None)])
def test_a_year_out_of_all_bounds_is_none(year: int, known: int | None) -> None:
    assert read_clock(year, None).year == known


def test_a_day_in_eight_figures() -> None:
    (piece,) = read_deadlines("20310630前", read_clock(2031, None))
    assert str(piece.last) == "2031-06-30"
