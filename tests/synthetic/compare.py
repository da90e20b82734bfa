"""What ``extract`` says, in the terms of the truth: white space apart."""

from typing import Any

from pipeline.model import Assignment, Record, Task
from synthetic.model import Duty, Truth, Who

TEXTS = ("measures", "target", "problem", "current_state", "best_practice", "person", "progress", "scope", "note")
_APART = frozenset({"id", "provenance", "inherited"})


def solid(text: str) -> str:
    """Without white space: formats may differ in that."""
    return "".join(text.split())


def said(record: Record) -> list[Truth]:
    """The record's tasks as truth has them."""
    return [_task(task) for task in record.tasks]


def _task(task: Task) -> Truth:
    texts = {name: solid(text) for name in TEXTS if (text := getattr(task, name)) is not None}
    return Truth(
        task.number and solid(task.number),
        tuple(map(solid, task.categories)),
        solid(task.title),
        texts,
        tuple(map(_duty, task.assignments)),
    )


def _duty(assignment: Assignment) -> Duty:
    return Duty(
        tuple(Who(party.name, party.role, party.etc) for party in assignment.parties),
        tuple((item.kind, item.earliest, item.latest) for item in assignment.deadlines),
        assignment.part and solid(assignment.part),
        assignment.division and solid(assignment.division),
    )


def printed(truth: Truth) -> Truth:
    """The truth without white space."""
    duties = tuple(duty._replace(part=duty.part and solid(duty.part)) for duty in truth.duties)
    texts = {name: solid(text) for name, text in truth.texts.items()}
    return truth._replace(
        categories=tuple(map(solid, truth.categories)), title=solid(truth.title), texts=texts, duties=duties
    )


def differences(wanted: tuple[Truth, ...], got: list[Truth]) -> list[str]:
    """Each member that is not as it should be, in words; empty where all is right."""
    found = []
    if len(wanted) != len(got):
        found.append(f"{len(got)} tasks instead of {len(wanted)}: {[task.number for task in got]}")
    for index, (left, right) in enumerate(zip(map(printed, wanted), got, strict=False)):
        for name, should, does in zip(Truth._fields, left, right, strict=True):
            if should != does:
                found.append(f"task {index}: {name}\n    wanted {should}\n    got    {does}")
    return found


def equal_part(record: Record) -> Any:
    """What must be equal between formats: the tasks without id, provenance, inherited and white space."""
    return _strip(record.to_dict()["tasks"])


def _strip(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _strip(item) for key, item in value.items() if key not in _APART}
    if isinstance(value, list):
        return [_strip(item) for item in value]
    return solid(value) if isinstance(value, str) else value
