"""What ``check`` proves: the good record holds, and every promise of the contract, once broken, is noticed."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

import records
from pipeline.check.record import check_record
from pipeline.check.source import check_source, merge
from pipeline.contract import is_valid
from pipeline.model import Record

Change = Callable[[dict[str, Any]], Any]


def spoiled(change: Change) -> Record:
    """The good record after ``change``: still valid by the schema, so that only the proof can object."""
    tree = records.tree(change)
    assert is_valid(tree)
    return msgspec.convert(tree, Record)


def test_a_good_record_holds_in_itself_and_against_its_source() -> None:
    proof = check_record(records.record())
    assert (proof.faults, proof.tasks, proof.pointers) == ((), 2, 30)
    assert proof.texts > 20
    assert check_source(records.record(), records.document()).faults == ()
    assert check_source(records.record(), records.document()).quotes > proof.pointers


def first_party(tree: dict[str, Any]) -> dict[str, Any]:
    party: dict[str, Any] = tree["tasks"][0]["assignments"][0]["parties"][0]
    return party


def first_deadline(tree: dict[str, Any]) -> dict[str, Any]:
    deadline: dict[str, Any] = tree["tasks"][0]["assignments"][0]["deadlines"][0]
    return deadline


BROKEN: dict[str, tuple[Change, str]] = {
    "a ledger that does not add up": (lambda tree: tree["ledger"].update(tasks=1), "/ledger: the parts are"),
    "text lost while complete": (
        lambda tree: tree["ledger"].update(
            unused=[{"text": "见", "provenance": tree["issues"][0]["provenance"] | {"quote": "见", "span": [0, 1]}}]
        ),
        "/status: complete, but",
    ),
    "a complete record with an error": (
        lambda tree: tree["issues"][0].update(severity="error"),
        "/status: complete, but",
    ),
    "a stated member without a place": (
        lambda tree: tree["tasks"][0]["provenance"].pop("/title"),
        "/tasks/0/title: stated, but without a place",
    ),
    "a party without a place": (
        lambda tree: tree["tasks"][0]["provenance"].pop("/assignments/0/parties/1"),
        "/tasks/0/assignments/0/parties/1: stated, but without a place",
    ),
    "a role by header without a place": (
        lambda tree: first_party(tree).update(role_basis="header"),
        "/tasks/0/assignments/0/parties/0/role: stated, but without a place",
    ),
    "a document title without a place": (
        lambda tree: tree["document"]["provenance"].pop("/title"),
        "/document/title: stated, but without a place",
    ),
    "a pointer to nothing": (
        lambda tree: tree["tasks"][0]["provenance"].update({"/target": tree["tasks"][0]["provenance"]["/title"]}),
        "/tasks/0/provenance: /target leads nowhere",
    ),
    "a pointer past the end of a list": (
        lambda tree: tree["tasks"][0]["provenance"].update({"/extra/9": tree["tasks"][0]["provenance"]["/title"]}),
        "/extra/9 leads nowhere",
    ),
    "a text that its quotes do not say": (
        lambda tree: tree["tasks"][0].update(title="优化服务窗口"),
        "/tasks/0/title: '优化服务窗口' does not follow",
    ),
    "a deadline that its quotes do not say": (
        lambda tree: first_deadline(tree).update(text="6月底"),
        "/deadlines/0: '6月底' does not follow",
    ),
    "a deadline that ends before it begins": (
        lambda tree: first_deadline(tree).update(earliest="2023-07-01"),
        "earliest 2023-07-01 is after latest 2023-06-30",
    ),
    "a day that no calendar has": (
        lambda tree: first_deadline(tree).update(latest="2023-02-30"),
        "2023-02-30 is no day",
    ),
    "a unit that is not listed": (
        lambda tree: tree["units"].pop(0),
        "990100/government-services is not among the units",
    ),
    "a unit though unresolved": (
        lambda tree: first_party(tree).update(resolution="unknown"),
        "a unit is named if and only if it is resolved",
    ),
    "a resolved party without a unit": (
        lambda tree: first_party(tree).update(unit=None),
        "a unit is named if and only if it is resolved",
    ),
    "white space in a name": (lambda tree: first_party(tree).update(name="市政务 服务局"), "holds white space"),
    "two tasks with one id": (
        lambda tree: tree["tasks"][1].update(id=tree["tasks"][0]["id"]),
        f"/tasks: id {records.TASK_PREFIX}/t1/1 occurs twice",
    ),
    "a task of another source": (
        lambda tree: tree["tasks"][0].update(id="0123456789ab/t1/1"),
        "/tasks/0/id: not of this source",
    ),
    "a task in a table that is not there": (
        lambda tree: tree["tasks"][0].update(id=f"{records.TASK_PREFIX}/t2/1"),
        "/tasks/0/id: no table t2",
    ),
    "an inherited member that does not exist": (
        lambda tree: tree["tasks"][1]["inherited"][0].update(members=["colour"]),
        "/tasks/1/inherited/0: no member colour",
    ),
    "an inherited value that does not point at its origin": (
        lambda tree: tree["tasks"][1]["inherited"][0]["from"].update(row=2, column=2),
        "the places of categories do not point at the origin",
    ),
    "a span longer than its quote": (
        lambda tree: tree["issues"][0]["provenance"]["span"].__setitem__(1, 99),
        "/issues/0: span",
    ),
    "a paragraph with a row": (
        lambda tree: tree["issues"][0]["provenance"].update(block="p1"),
        "a table's place has row and column",
    ),
    "a box on no page": (
        lambda tree: tree["issues"][0]["provenance"].update(bbox=[0, 0, 1, 1]),
        "a box needs a page",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_promise_is_noticed(name: str) -> None:
    change, words = BROKEN[name]
    faults = check_record(spoiled(change)).faults
    assert any(words in fault for fault in faults), faults


def test_white_space_alone_makes_no_difference_between_text_and_quotes() -> None:
    held = spoiled(lambda tree: tree["tasks"][0].update(measures="合并同类窗口。=每周公布\n等候时间"))
    assert check_record(held).faults == ()


def test_a_carried_prefix_adds_a_quote_of_its_own() -> None:
    def carry(tree: dict[str, Any]) -> None:
        places = tree["tasks"][0]["provenance"]["/assignments/0/parties/1"]
        places[:] = [places[0] | {"quote": "市", "span": [26, 27]}, *places]

    record = spoiled(carry)
    assert not any("does not follow" in fault for fault in check_record(record).faults)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda tree: tree["source"].update(size=1), "/source/size: 1, but the source has"),
        (lambda tree: tree["source"].update(sha256="0" * 64), "/source/sha256"),
        (lambda tree: tree["issues"][0]["provenance"].update(quote="市财政局"), "/issues/0: at"),
        (lambda tree: tree["issues"][0]["provenance"].update(row=7), "the source has no t1 row 7"),
        (lambda tree: tree["issues"][0]["provenance"].update(page=2), "does not have it on page 2"),
        (lambda tree: tree["tasks"][1]["inherited"][0]["from"].update(quote="二、窗口服务"), "/tasks/1/inherited: at"),
        (lambda tree: tree["ledger"].update(characters=9), "/ledger/characters: 9, but the source has"),
        (lambda tree: tree["ledger"].update(tasks=9), "/ledger/tasks: 9, but the tasks' spans hold"),
    ],
    ids=["size", "digest", "quote", "place", "page", "inherited", "characters", "tasks"],
)
def test_a_record_that_its_source_does_not_bear_out_is_noticed(change: Change, words: str) -> None:
    faults = check_source(spoiled(change), records.document()).faults
    assert any(words in fault for fault in faults), faults


def test_text_that_the_record_never_saw_is_noticed() -> None:
    source = records.document()
    longer = msgspec.structs.replace(source.blocks[0], text=records.TITLE + "（续）")
    faults = check_source(records.record(), msgspec.structs.replace(source, blocks=(longer, source.blocks[1]))).faults
    assert len(faults) == 1 and faults[0].startswith("/ledger/characters")


def test_overlapping_spans_count_once() -> None:
    assert merge([(3, 5), (0, 2), (4, 9), (2, 3)]) == [(0, 9)]
    assert merge([(0, 1), (5, 6)]) == [(0, 1), (5, 6)]
