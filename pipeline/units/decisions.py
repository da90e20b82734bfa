"""A user's own registry: a table of names, aliases and decisions that win over the built-in data.

Columns (``name`` and ``is`` must be there, the others may; a work list from ``fengong units --unknown`` fits):

name      the name as it is printed, in any width or script
is        what it means; an empty field is not decided yet and is skipped
          ``441700/market-regulation``      that unit
          ``market-regulation``             that organ, its place from the name, ``region`` or the document
          ``x-harbour-office``              an organ of the user's own; the slug begins with x-
          ``group`` ``generic`` ``ambiguous`` ``unknown``   no single unit
          ``not 441700/market-regulation``  never that unit (or, with a slug alone, never that organ)
region    code or full name of a place. With a slug: where the unit is. Else: the decision holds only in documents of it
official  the unit's official name, whatever spelling of it is printed; for an organ of one's own with ``{}`` where the
          place is
kind      of an organ of one's own (department, enterprise …; other, if empty)
note, count, places   for people; not read

A row that names a unit (a code and a slug, or a slug and a region) decides for the organ at that place: its name with
any level word or form of the place (市大院办, 阳江市大院办) means it too.
"""

from pathlib import Path
from typing import cast

from msgspec import Struct

from pipeline.errors import KnowledgeError
from pipeline.model import ResolutionKind
from pipeline.units.local import LocalNames
from pipeline.units.organs import KINDS, OrganTable
from pipeline.units.places import Gazetteer
from pipeline.units.script import name_key
from pipeline.units.user_table import read_table

COLUMNS = ("name", "is", "region", "official", "kind", "note", "count", "places")
_VERDICTS = ("group", "generic", "ambiguous", "unknown")


class Decision(Struct, frozen=True):
    """What one line decides: a ``kind`` of answer without a unit, or the organ ``slug`` at ``region`` (None: found)."""

    place: str
    """file:line, for the explanation."""
    kind: ResolutionKind | None = None
    slug: str = ""
    region: str | None = None
    official: str | None = None


class Decisions:
    """All decisions of a user: by name and document's place (None: every document)."""

    def __init__(self) -> None:
        self._yes: dict[tuple[str, str | None], Decision] = {}
        self._no: dict[str, list[tuple[str | None, str]]] = {}

    def find(self, name: str, region: str | None) -> Decision | None:
        """The decision on a name in documents of a place, else in every document."""
        return (self._yes.get((name, region)) or self._yes.get((name, None))) if self._yes else None

    def denies(self, name: str, region: str | None, unit_id: str) -> bool:
        """True if the user said that the name is not this unit."""
        if name not in self._no:
            return False
        slug = unit_id.partition("/")[2]
        return any(where in (None, region) and what in (unit_id, slug) for where, what in self._no[name])

    def accept(self, name: str, where: str | None, decision: Decision) -> None:
        """Raises KnowledgeError if the name is decided already for that place."""
        known = self._yes.setdefault((name, where), decision)
        if known is not decision:
            raise KnowledgeError(f"{decision.place}: {name} is decided already in {known.place}")

    def deny(self, name: str, where: str | None, what: str) -> None:
        """The name is not ``what``: a unit's id or an organ's slug."""
        self._no.setdefault(name, []).append((where, what))


def read_decisions(path: Path, gazetteer: Gazetteer, organs: OrganTable, local: LocalNames) -> Decisions:
    """The user's file; its organs and spellings are added to ``organs`` and ``local``.

    Raises KnowledgeError (file:line: reason).
    """
    decisions = Decisions()
    rows = read_table(path)
    _, header = next(rows, (1, []))
    header = [column.strip() for column in header]
    if "name" not in header or "is" not in header or not {*header} <= {*COLUMNS, ""}:
        raise KnowledgeError(f"{path}:1: the columns are {','.join(COLUMNS)}, of which name and is must be there")
    for line, fields in rows:
        if len(fields) > len(header) or (len(fields) < len(header) and path.suffix.lower() != ".xlsx"):
            raise KnowledgeError(f"{path}:{line}: another number of fields than the header has")
        row = dict.fromkeys(header, "") | dict(zip(header, fields, strict=False))
        _read_row(f"{path}:{line}", row, decisions, gazetteer, organs, local)
    return decisions


def _read_row(
    place: str, row: dict[str, str], decisions: Decisions,
    gazetteer: Gazetteer, organs: OrganTable, local: LocalNames,
) -> None:  # fmt: skip
    fields = {column: value.strip() for column, value in row.items()}
    name, meaning = name_key(fields["name"]), fields["is"]
    if name.startswith("#") or not meaning:
        return
    if not name:
        raise KnowledgeError(f"{place}: a decision needs a name")
    region = _region(place, fields.get("region", ""), gazetteer)
    if meaning in _VERDICTS:
        decisions.accept(name, region, Decision(place, kind=cast(ResolutionKind, meaning)))
    elif meaning.startswith("not "):
        decisions.deny(name, region, _known(place, meaning[4:].strip(), gazetteer, organs))
    else:
        _accept_unit(place, name, meaning, region, fields, decisions, gazetteer, organs, local)


def _accept_unit(
    place: str, name: str, meaning: str, region: str | None, fields: dict[str, str],
    decisions: Decisions, gazetteer: Gazetteer, organs: OrganTable, local: LocalNames,
) -> None:  # fmt: skip
    code, slash, slug = meaning.rpartition("/")
    official = fields.get("official") or None
    if slug.startswith("x-") and not slash and region is None and _opens_with_place(name, gazetteer):
        raise KnowledgeError(f"{place}: {name} begins with a place: leave it out, or give the unit's code or region")
    if slug.startswith("x-") and slug not in organs.organs:
        kind = fields.get("kind") or "other"
        if kind not in KINDS or not slug.replace("-", "").isalnum() or not slug.isascii() or slug != slug.lower():
            raise KnowledgeError(f"{place}: wrong kind {kind!r} or slug {slug!r}")
        organs.add_own(slug, kind, official or name)
    _known(place, meaning, gazetteer, organs)
    if slash:
        decisions.accept(name, region, Decision(place, slug=slug, region=code, official=_plain(official)))
    else:
        decisions.accept(name, None, Decision(place, slug=slug, region=region, official=_plain(official)))
        organs.add_alias(name, slug)
    there = gazetteer.get(code if slash else region or "")
    if there is not None:
        local.add_users(there, organs.organs[slug], name, _plain(official))


def _opens_with_place(name: str, gazetteer: Gazetteer) -> bool:
    """True for a place's full name, or the short name of a province or city: 滨海办 is no office of 滨海县."""
    words = (name[:end] for end in gazetteer.at(name, 0))
    return any(
        word in gazetteer.names or any(place.level in ("province", "city") for place in gazetteer.shorts[word])
        for word in words
    )


def _plain(official: str | None) -> str | None:
    return None if official is None or "{" in official else official


def _region(place: str, text: str, gazetteer: Gazetteer) -> str | None:
    if not text:
        return None
    found = gazetteer.lookup(text)
    if len(found) != 1:
        raise KnowledgeError(f"{place}: {text!r} is {'no place' if not found else 'several places'}; give its code")
    return found[0].code


def _known(place: str, meaning: str, gazetteer: Gazetteer, organs: OrganTable) -> str:
    code, slash, slug = meaning.rpartition("/")
    if slash and gazetteer.get(code) is None:
        raise KnowledgeError(f"{place}: no place has the code {code!r}")
    if slug not in organs.organs:
        raise KnowledgeError(f"{place}: no organ has the slug {slug!r}; an organ of your own begins with x-")
    return meaning
