"""The gate lets good records through and stops spoiled ones, and agrees with the reference on every one of them."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

import records
from mutations import mutations
from pipeline import contract
from pipeline.errors import Internal, Unreadable

REFERENCE = Draft202012Validator(contract.read_schema())
GOLDENS = sorted(Path(__file__).parent.glob("golden/**/*.json")) + sorted(
    (Path(__file__).parent.parent / "outputs").glob("*.json")
)


def _short_tree() -> dict[str, Any]:
    """The record with its second task only, the one that inherits."""

    def shorten(tree: dict[str, Any]) -> None:
        del tree["tasks"][0]

    return records.tree(shorten)


def test_a_good_record_passes_as_value_tree_and_text() -> None:
    record = records.record()
    contract.validate(record)
    contract.validate(record.to_dict())
    contract.validate(record.to_json())
    contract.validate(record.to_json().encode())


def test_a_spoiled_record_is_our_fault_and_the_reference_says_where() -> None:
    def spoil(tree: dict[str, Any]) -> None:
        tree["tasks"][1]["assignments"][0]["parties"][0]["role"] = "boss"

    with pytest.raises(Internal, match="/tasks/1/assignments/0/parties/0/role: 'boss' is not one of"):
        contract.validate(records.tree(spoil))


def test_a_fault_far_down_a_long_record_is_found_and_named_by_its_place() -> None:
    record = records.record()
    spoiled = replace(record.tasks[1], number="")
    long = record.tasks * 55  # more than the gate takes at a time
    contract.validate(replace(record, tasks=long))
    with pytest.raises(Internal, match="/tasks/109/number"):
        contract.validate(replace(record, tasks=(*long[:-1], spoiled)))
    with pytest.raises(Internal, match="/units/0/id"):
        contract.validate(replace(record, tasks=long, units=(replace(record.units[0], id="x"),)))


def test_a_record_without_tasks_and_one_that_no_file_can_hold_are_stopped() -> None:
    record = records.record()
    with pytest.raises(Internal, match="/tasks"):
        contract.validate(replace(record, tasks=()))
    with pytest.raises(UnicodeEncodeError):
        contract.validate(replace(record, tasks=(replace(record.tasks[0], title="\ud800"),)))


@pytest.mark.hostile
def test_the_gate_and_the_reference_agree_on_hundreds_of_mutations() -> None:
    spoiled = list(mutations(_short_tree()))
    verdicts = [(name, contract.is_valid(tree), REFERENCE.is_valid(tree)) for name, tree in spoiled]
    assert [name for name, gate, reference in verdicts if gate != reference] == []
    rejected = sum(not gate for _, gate, _ in verdicts)
    assert rejected >= 200
    assert rejected < len(verdicts), "some mutations are allowed: a null for a member that may be null"


@pytest.mark.parametrize("path", GOLDENS, ids=lambda path: path.name)
def test_the_gate_and_the_reference_agree_on_the_goldens(path: Path) -> None:
    tree = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(tree, dict) and tree.get("schema") == "task-list/1":
        assert contract.is_valid(tree) and REFERENCE.is_valid(tree)


def test_no_member_can_be_dropped_and_none_added() -> None:
    for name, tree in mutations(_short_tree()):
        if name.startswith("add to") and "provenance" not in name.split("/")[-1]:
            assert not contract.is_valid(tree), name
        if name == "drop seal":  # of a later revision
            continue
        if name.startswith("drop") and not name.split("/")[-1].isdigit() and "/provenance//" not in name:
            assert not contract.is_valid(tree), name


@pytest.mark.parametrize(
    "day", ["2021-6-30", "2021-06-31x", "2021-13-01", "2021-00-10", "２０２１-06-30", "2021-06-30\n"]
)
def test_a_date_is_iso_8601(day: str) -> None:
    def spoil(tree: dict[str, Any]) -> None:
        tree["tasks"][0]["assignments"][0]["deadlines"][0]["latest"] = day

    assert not contract.is_valid(records.tree(spoil))
    assert not REFERENCE.is_valid(records.tree(spoil))


def test_a_saved_record_reads_back_as_the_same_value() -> None:
    record = records.record()
    assert contract.read_record(record.to_json().encode()) == record
    assert contract.read_record(b"\xef\xbb\xbf" + record.to_json().encode()) == record


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"schema": "task-list/1"}', b"\xff\xfe", b"null"])
def test_what_is_no_record_is_unreadable_and_says_what_to_do(data: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        contract.read_record(data)
    assert "onvert" in caught.value.advice


@pytest.mark.parametrize("name", [contract.SCHEMA_NAME, contract.TASK_LINE, contract.MANIFEST])
def test_a_schema_is_found_and_there_is_one_of_it(name: str) -> None:
    root = Path(__file__).parent.parent
    assert contract.find_schema(name).read_bytes() == (root / "schemas" / name).read_bytes()
    assert contract.find_schema() == contract.find_schema(contract.SCHEMA_NAME)
