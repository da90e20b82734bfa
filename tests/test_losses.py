"""A loss is reported: inside the list, words that name who does something and that no task holds."""

import pytest

from pipeline.rows import paragraphs as flow
from pipeline.rows.candidates import Candidate
from texts import PLACE, read

LIST = """一、修路。修三条路。（市财政局、市水务局负责）
二、建桥。建一座桥。
牵头单位：市水务局
三、种树。由市林业局牵头，市财政局配合。
四、开渠。开一条渠。（责任单位：市水务局）"""


def codes(text: str) -> list[tuple[str, str]]:
    return [(issue.code, issue.severity) for issue in read(f"{PLACE}\n{text}").issues]


def test_a_sentence_with_a_duty_inside_the_list_is_a_loss_and_outside_context() -> None:
    inside = LIST.replace("二、建桥", "市商务局、市公安局负责货源和秩序。\n二、建桥")
    assert ("statement-lost", "error") not in codes(LIST)
    record = read(f"{PLACE}\n市商务局负责货源。\n{LIST}\n市公安局负责秩序。")
    assert [issue.code for issue in record.issues] == ["duty-outside-list"] * 2
    assert read(f"{PLACE}\n{inside}").tasks[0].measures is not None


def test_an_unknown_label_is_reported_once_with_its_count() -> None:
    lines = ["一、修路。（市财政局负责）", "完工标志：通车。", "二、建桥。（市水务局负责）", "完工标志：合龙。"]
    text = "\n".join([*lines, "三、种树。（市林业局负责）"])
    found = [issue for issue in read(f"{PLACE}\n{text}").issues if issue.code == "label-unknown"]
    assert [("2 times" in issue.message, "完工标志" in issue.message) for issue in found] == [(True, True)]


@pytest.mark.parametrize("lost", range(1, 4))
def test_without_the_capture_of_a_statement_the_record_is_not_complete(
    lost: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reading of one item is taken out: what it said must come out as a loss."""
    whole = read(f"{PLACE}\n{LIST}")
    number = whole.tasks[lost].number
    read_row = flow.read_row
    monkeypatch.setattr(flow, "read_row", lambda candidate: None if _is(candidate, number) else read_row(candidate))
    prose = flow.rows_of_prose
    monkeypatch.setattr(flow, "rows_of_prose", lambda *_: {} if number == "三、" else prose(*_))
    record = read(f"{PLACE}\n{LIST}\n五、收尾。（市财政局负责）")
    assert number not in [task.number for task in record.tasks]
    assert record.status == "partial"
    assert "statement-lost" in [issue.code for issue in record.issues]


def _is(candidate: Candidate, number: str | None) -> bool:
    return "".join(quote.text for quote in candidate.item.number) == number
