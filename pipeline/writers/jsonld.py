"""Linked data (JSON-LD 1.1): assignments as schema.org Actions, units as W3C ORG organisations, sources by W3C PROV.

The context is in the file: nothing is fetched to read it. A unit has an identifier only where it is resolved; one
that is not certain is a node without one, so that nobody joins it to another by mistake.
"""

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import msgspec

from pipeline.model import Assignment, Deadline, Party, Provenance, Record, Task, Unit
from pipeline.writers.options import ExportOptions
from pipeline.writers.rows import keep_tasks

CONTEXT: dict[str, object] = {
    "@version": 1.1,
    "schema": "https://schema.org/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "fengong": "urn:fengong:term:",
    "id": "@id",
    "type": "@type",
    "name": "schema:name",
    "description": "schema:description",
    "identifier": "schema:identifier",
    "category": "schema:category",
    "partOf": {"@id": "schema:isPartOf", "@type": "@id"},
    "agent": "schema:agent",
    "participant": "schema:participant",
    "roleName": "schema:roleName",
    "startTime": {"@id": "schema:startTime", "@type": "xsd:date"},
    "endTime": {"@id": "schema:endTime", "@type": "xsd:date"},
    "datePublished": {"@id": "schema:datePublished", "@type": "xsd:date"},
    "publisher": "schema:publisher",
    "limit": "fengong:limit",
    "recurrence": "fengong:recurrence",
    "resolution": "fengong:resolution",
    "basis": "fengong:basis",
    "candidate": {"@id": "fengong:candidate", "@type": "@id"},
    "prefLabel": "skos:prefLabel",
    "classification": "org:classification",
    "changedBy": "org:changedBy",
    "derivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "quoted": "prov:wasQuotedFrom",
    "generatedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
    "associatedWith": "prov:wasAssociatedWith",
    "value": "prov:value",
    "place": "fengong:place",
}
"""Each term that the file uses."""


def write(records: Sequence[Record], out: BinaryIO, options: ExportOptions) -> None:
    """Write one graph of all records, or of the wanted units' tasks."""
    graph: list[dict[str, object]] = []
    for record in records:
        graph += _nodes(keep_tasks(record, options.unit))
    tree = {"@context": CONTEXT, "@graph": graph}
    out.write(msgspec.json.format(msgspec.json.encode(tree), indent=2) + b"\n")


def _nodes(record: Record) -> Iterator[dict[str, object]]:
    document = f"urn:sha256:{record.source.sha256}"
    yield _document(record, document)
    yield {
        "id": f"{document}:reading",
        "type": "prov:Activity",
        "associatedWith": {"type": "prov:SoftwareAgent", "name": f"fengong {record.generator.version}"},
    }
    for unit in record.units:
        yield _unit(unit)
    for task in record.tasks:
        identity = f"urn:fengong:task:{task.id}"
        yield _task(task, identity, document)
        for index, item in enumerate(task.assignments):
            yield _action(task, index, item, identity, document)


def _document(record: Record, identity: str) -> dict[str, object]:
    frame = record.document
    return _present(
        id=identity,
        type=["prov:Entity", "schema:DigitalDocument"],
        name=frame.title or frame.notice_title or record.source.name,
        identifier=frame.number,
        datePublished=frame.issued_on,
        publisher=[{"type": "org:Organization", "name": name} for name in frame.issuers],
    )


def _unit(unit: Unit) -> dict[str, object]:
    follows = f"urn:fengong:unit:{unit.successor}" if unit.successor else None
    change = {"type": "org:ChangeEvent", "org:resultingOrganization": {"id": follows}} if follows else None
    return _present(
        id=f"urn:fengong:unit:{unit.id}",
        type="org:FormalOrganization",
        identifier=unit.id,
        prefLabel=unit.name,
        name=unit.name,
        classification=unit.kind,
        changedBy=change,
    )


def _task(task: Task, identity: str, document: str) -> dict[str, object]:
    return _present(
        id=identity,
        type=["schema:CreativeWork", "prov:Entity"],
        name=task.title,
        description=task.measures,
        identifier=[value for value in (task.key or None, task.number) if value],
        category=list(task.categories),
        derivedFrom=document,
        generatedBy=f"{document}:reading",
        quoted=[_quote(place, document) for place in task.provenance.get("/title", ())],
    )


def _action(task: Task, index: int, item: Assignment, identity: str, document: str) -> dict[str, object]:
    """The lead is the agent; every unit takes part in a role, as schema.org has roles."""
    places = task.provenance.get(f"/assignments/{index}/parties/0", ())
    return _present(
        id=f"{identity}:{index}",
        type=["schema:Action", "prov:Entity"],
        name=item.part or task.title,
        partOf=identity,
        derivedFrom=document,
        agent=[_party(party) for party in item.parties if party.role == "lead"],
        participant=[{"type": "schema:Role", "roleName": p.role, "participant": _party(p)} for p in item.parties],
        startTime=_end((limit.earliest for limit in item.deadlines), min),
        endTime=_end((limit.latest for limit in item.deadlines), max),
        limit=[_limit(limit) for limit in item.deadlines],
        quoted=[_quote(place, document) for place in places],
    )


def _end(days: Iterator[str | None], choose: Any) -> str | None:
    """The outermost day; None where one of them is not known."""
    known = list(days)
    return None if not known or None in known else choose(known)


def _party(party: Party) -> dict[str, object]:
    if party.unit:
        return {"id": f"urn:fengong:unit:{party.unit}"}
    candidates = [f"urn:fengong:unit:{unit}" for unit in party.candidates]
    return _present(type="org:Organization", name=party.name, resolution=party.resolution, candidate=candidates)


def _limit(limit: Deadline) -> dict[str, object]:
    return _present(
        name=limit.text,
        startTime=limit.earliest,
        endTime=limit.latest,
        recurrence=limit.recurrence,
        description=limit.event,
        basis=limit.basis,
    )


def _quote(place: Provenance, document: str) -> dict[str, object]:
    where = [f"block={place.block}"]
    where += [f"{name}={value}" for name, value in (("row", place.row), ("column", place.column)) if value is not None]
    where += [f"page={place.page}"] if place.page else []
    where.append(f"char={place.span[0]},{place.span[1]}")
    return {"type": "prov:Entity", "value": place.quote, "place": "&".join(where), "derivedFrom": document}


def _present(**members: object) -> dict[str, object]:
    return {name: value for name, value in members.items() if value not in (None, [], "")}
