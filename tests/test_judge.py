"""The judge of ``bench/readers.py``: what counts as a row that came out whole."""

import importlib.util
from pathlib import Path

FILE = Path(__file__).parent.parent / "bench" / "judge.py"
spec = importlib.util.spec_from_file_location("judge", FILE)
assert spec and spec.loader
judging = importlib.util.module_from_spec(spec)
spec.loader.exec_module(judging)

TRUTH = [["1", "服务", "公开 流程", "财政局"], ["2", "", "减少材料", "教育局"]]
MERGED = ["服务"]


def verdict(*tables: list[list[str]]) -> tuple[int, int, int, int]:
    found = judging.judge(tables, TRUTH, MERGED)
    return found.whole, found.placed, found.tables, found.copies


def test_the_whole_table() -> None:
    assert verdict(TRUTH) == (2, 2, 1, 0)


def test_white_space_does_not_count() -> None:
    assert verdict([["1", "服\n务", "公开流程", "财政局"], ["2", "", "减少\n材料", " 教育局"]]) == (2, 2, 1, 0)


def test_a_merged_text_printed_again_is_a_copy() -> None:
    assert verdict([TRUTH[0], ["2", "服务", "减少材料", "教育局"]]) == (2, 2, 1, 1)


def test_a_row_that_slid_to_the_left_is_whole_but_not_in_place() -> None:
    assert verdict([TRUTH[0], ["2", "减少材料", "教育局"]]) == (2, 1, 1, 0)


def test_half_a_text_and_a_row_over_two_rows_are_not_whole() -> None:
    assert verdict([["1", "服务", "公开", "财政局"], ["", "", "流程", ""]], [["2", "", "", "教育局"]]) == (0, 0, 2, 0)


def test_two_texts_in_one_cell_are_not_whole() -> None:
    assert verdict([["1", "服务 公开流程", "财政局"]]) == (0, 0, 1, 0)
