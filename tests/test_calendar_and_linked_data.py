"""Calendars and linked data, read back by the programs of their users."""

from io import BytesIO
from pathlib import Path
from typing import Any

import icalendar
import pytest
import rdflib
from msgspec import structs

from pipeline import Record
from pipeline.cli import run
from pipeline.model import Deadline
from pipeline.writers import find_writer
from pipeline.writers.ics import count_undated
from pipeline.writers.options import ExportOptions
from records import record

OUTPUT = Path(__file__).parent.parent / "outputs" / "yangjiang-2021.docx.json"
ORG, PROV, SCHEMA = (
    rdflib.Namespace(name)
    for name in ("http://www.w3.org/ns/org#", "http://www.w3.org/ns/prov#", "https://schema.org/")
)


def sample() -> Record:
    return Record.from_json(OUTPUT.read_bytes())


def calendar(item: Record, **options: Any) -> Any:
    out = BytesIO()
    find_writer("ics").write([item], out, ExportOptions(**options))
    data = out.getvalue()
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    return icalendar.Calendar.from_ical(data)


def limited(*limits: Deadline, title: str = "河道巡查") -> Record:
    base = record()
    assignment = structs.replace(base.tasks[0].assignments[0], deadlines=limits)
    return structs.replace(base, tasks=(structs.replace(base.tasks[0], title=title, assignments=(assignment,)),))


def limit(latest: str | None, earliest: str | None = None, **members: Any) -> Deadline:
    plain = Deadline("限期", "field", "by", earliest, latest, None, None, None, "stated")
    return structs.replace(plain, **members)


def test_a_to_do_a_dated_assignment() -> None:
    todos = calendar(sample()).walk("VTODO")
    assert len(todos) == 20 and len({str(todo["uid"]) for todo in todos}) == 20
    assert {str(todo.decoded("due")) for todo in todos} == {"2021-06-30", "2021-09-30", "2021-12-31"}
    first = todos[0]
    assert first["summary"] == "咨询方式" and str(first.decoded("dtstart")) == "2021-01-01"
    assert "责任：市市场监管局、市公安局" in first["description"] and "请核对" in first["description"]
    (alarm,) = first.walk("VALARM")
    assert alarm["trigger"].to_ical() == b"-P7D" and alarm["trigger"].params["RELATED"] == "END"


def test_one_units_calendar_with_events_and_without_alarms() -> None:
    found = calendar(sample(), unit="市公安局", events=True, alarm=0)
    assert len(found.walk("VTODO")) == len(found.walk("VEVENT")) == 11 and not found.walk("VALARM")
    event = found.walk("VEVENT")[0]
    assert (event.decoded("dtend") - event.decoded("dtstart")).days == 1


def test_what_recurs_keeps_its_rule() -> None:
    item = limited(limit("2023-12-31", "2023-01-01", kind="recurring", recurrence="FREQ=MONTHLY;BYMONTHDAY=-1"))
    (todo,) = calendar(item).walk("VTODO")
    assert todo["rrule"].to_ical() == b"FREQ=MONTHLY;UNTIL=20231231;BYMONTHDAY=-1"
    assert str(todo.decoded("dtstart")) == "2023-01-01" and "due" not in todo


def test_what_has_no_day_is_counted() -> None:
    item = limited(limit(None), limit("2023-01-01", kind="done", state="done"))
    assert not calendar(item).walk("VTODO") and count_undated([item], ExportOptions()) == 1


def test_the_uid_outlives_another_file_and_the_text_is_safe() -> None:
    item = limited(limit("2023-05-01"), title="a\x00;b,c\r\nBEGIN:VEVENT\n" + "长" * 200)
    other = structs.replace(item, source=structs.replace(item.source, sha256="a" * 64, name="b.docx"))
    (one,), (two,) = calendar(item).walk("VTODO"), calendar(other).walk("VTODO")
    assert one["uid"] == two["uid"]
    assert str(one["summary"]).startswith("a\ufffd;b,c") and not calendar(item).walk("VEVENT")


def graph(item: Record, **options: Any) -> rdflib.Graph:
    out = BytesIO()
    find_writer("jsonld").write([item], out, ExportOptions(**options))
    return rdflib.Graph().parse(data=out.getvalue(), format="json-ld")


def test_linked_data_says_what_the_record_says() -> None:
    item = sample()
    found = graph(item)
    actions = set(found.subjects(rdflib.RDF.type, SCHEMA.Action))
    assert len(actions) == 20
    assert len(set(found.subjects(rdflib.RDF.type, ORG.FormalOrganization))) == len(item.units)
    police = rdflib.URIRef("urn:fengong:unit:441700/public-security")
    roles = set(found.subjects(SCHEMA.participant, police))
    assert len([role for role in roles for _ in found.subjects(SCHEMA.participant, role)]) == 11
    ends = {str(day) for day in found.objects(None, SCHEMA.endTime)}
    assert ends == {"2021-06-30", "2021-09-30", "2021-12-31"}
    document = rdflib.URIRef(f"urn:sha256:{item.source.sha256}")
    assert all((action, PROV.wasDerivedFrom, document) in found for action in actions)
    quotes = {str(value) for value in found.objects(None, PROV.value)}
    assert "咨询方式" in quotes


def test_a_unit_that_is_not_certain_has_no_identifier() -> None:
    item = record()
    open_names = {party.name for *_, party in item.parties() if party.unit is None}
    found = graph(item)
    named = {str(name): node for node, name in found.subject_objects(SCHEMA.name)}
    assert open_names and all(isinstance(named[name], rdflib.BNode) for name in open_names)


def test_every_term_is_in_the_context() -> None:
    found = graph(record())
    assert all(str(predicate).startswith(("http", "urn:fengong:term:")) for predicate in found.predicates())


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.ics", "a.jsonld"):
        assert run(["export", str(OUTPUT), "-o", str(tmp_path / name), "--unit", "市公安局"]) == 0
        assert (tmp_path / name).stat().st_size > 1000
    assert capsys.readouterr().err == ""
