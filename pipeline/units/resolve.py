"""From a name, a document's place and its date to one unit, or to a plain "not known".

The rules, in order: what the user decided; names of no single unit; the organ's form and the place in the name; a
level word or a missing place read in the document's context; the organ's name on the document's date. Nothing is
matched by likeness: near misses are offered as candidates.
"""

import re

from msgspec.structs import replace

from pipeline.text.patterns import words
from pipeline.units.answers import Resolution, offered, resolved, without_unit
from pipeline.units.below import Below
from pipeline.units.decisions import Decision, Decisions
from pipeline.units.groups import Groups
from pipeline.units.inside import Inside
from pipeline.units.institutions import read_institution
from pipeline.units.judge import Judge
from pipeline.units.naming import Namer
from pipeline.units.nearby import PlaceAndTime, chain_of, find_places, read_moment
from pipeline.units.reading import NOTHING, NameForms
from pipeline.units.towns import may_be_town, town_units

__all__ = ["Resolution", "Resolver"]
_OPEN, _CLOSE = "(〈〔【[", ")〉〕】]"
_BRACKET = re.compile(rf"[{re.escape(_OPEN)}][^{re.escape(_OPEN + _CLOSE)}]*[{re.escape(_CLOSE)}]")
SETTINGS_KEPT = 1_000
MAX_LENGTH = 80
"""No unit has a longer name; what is longer is a sentence."""


class Resolver:
    """The rules over loaded data."""

    def __init__(self, lexicon: NameForms, groups: Groups, namer: Namer, decisions: Decisions) -> None:
        self._lexicon = lexicon
        self._groups = groups
        self._namer = namer
        self._decisions = decisions
        self._judge = Judge(lexicon, namer)
        self._inside = Inside(lexicon, namer, self._judge)
        self._below = Below(lexicon, self._judge)
        self._settings: dict[tuple[str | None, str | None], PlaceAndTime] = {}

    def resolve(self, name: str, region: str | None, on: str | None) -> Resolution:
        """``name`` as its key (script.name_key); see Registry.resolve."""
        setting = self._setting(region, on)
        decision = self._decisions.find(name, region)
        if decision is not None:
            return self._decided(name, decision, setting)
        answer = self._without_user(name, setting)
        if answer.unit is not None and self._decisions.denies(name, region, answer.unit.id):
            step = f"the user's decision: {name} is not {answer.unit.id}"
            return without_unit("unknown", *answer.steps, step)
        return answer

    def _setting(self, region: str | None, on: str | None) -> PlaceAndTime:
        setting = self._settings.get((region, on))
        if setting is None:
            moment = read_moment(on)
            setting = PlaceAndTime(chain_of(self._lexicon.gazetteer, region, moment), moment)
            if len(self._settings) >= SETTINGS_KEPT:
                self._settings.clear()
            self._settings[region, on] = setting
        return setting

    def _without_user(self, name: str, setting: PlaceAndTime) -> Resolution:
        kind = self._groups.classify(name)
        if kind is not None:
            return without_unit(kind, f"{name}: a name for no single unit")
        if not name or len(name) > MAX_LENGTH:
            return without_unit("unknown", "empty, or too long for a unit's name")
        answer = self._below.read_zone(name, setting) if setting.in_zone else None
        answer = answer or self._judge.read(name, setting)
        if answer is None and _BRACKET.search(name):
            answer = self._read_bracketed(name, setting)
        answer = answer or self._inside.read(name, setting) or self._below.read(name, setting)
        if answer is None and (each := next((word for word in words("unit_names", "each") if word in name), None)):
            return without_unit("group", f"{name}: {each} names several")
        answer = (
            answer
            or read_institution(name, self._lexicon, setting)
            or self._read_place(name, setting)
            or self._read_town(name, setting)
        )
        return answer or self._unknown(name, setting)

    def _read_bracketed(self, name: str, setting: PlaceAndTime) -> Resolution | None:
        """What a bracket adds is a second name or a remark, but 珠海(阳江)产业转移工业园 is a zone of two places."""
        bracket = _BRACKET.search(name)
        if bracket is None:
            return None
        outer, inner = name[: bracket.start()], bracket.group()[1:-1]
        if self._is_place(outer) and self._is_place(inner):
            there = self._judge.read(inner + name[bracket.end() :], setting)
            ids = {there.unit.id} if there and there.unit else set(there.candidates if there else ())
            return offered(ids, f"a zone that {outer} and {inner} run together")
        plain = _BRACKET.sub("", name)
        return self._judge.read(plain, setting) or self._inside.read(plain, setting)

    def _is_place(self, text: str) -> bool:
        return bool(text) and any(at == len(text) and slot.places for at, slot in self._lexicon.slots_at(text, 0))

    def _read_place(self, name: str, setting: PlaceAndTime) -> Resolution | None:
        """A place alone (江城区 as a responsible unit) names no organ: its government is offered, not chosen."""
        slot = next((slot for at, slot in self._lexicon.slots_at(name, 0) if at == len(name) and slot.places), None)
        if slot is None:
            return None
        found = find_places(slot, setting, self._lexicon.gazetteer)
        ids = (
            f"{place.code}/{'management-committee' if place.zone else 'peoples-government'}" for place in found.places
        )
        return offered(ids, found.why, "a place without an organ")

    def _read_town(self, name: str, setting: PlaceAndTime) -> Resolution | None:
        """城东街道办事处: the office of a town in the document's county (or in the only county of its city)."""
        if not may_be_town(name):
            return None
        starts = [
            (at, slot) for at, slot in self._lexicon.slots_at(name, 0) if slot.word is None and at < len(name) - 1
        ]
        for at, slot in starts:
            found = find_places(slot, setting, self._lexicon.gazetteer)
            units = town_units(name[at:], found.places, self._lexicon.gazetteer)
            if len(units) == 1 and units[0].organ_named and found.sure:
                return resolved(units[0].unit, found.why)
            if units:
                ids = (unit.unit.id for unit in units)
                return offered(ids, found.why, "a town without an organ, or several of that name")
        return None

    def _unknown(self, name: str, setting: PlaceAndTime) -> Resolution:
        from pipeline.units.candidates import near_misses

        candidates = near_misses(name, self._lexicon, self._namer, setting)
        return Resolution("unknown", None, candidates, (f"{name}: no organ of the registry",))

    def _decided(self, name: str, decision: Decision, setting: PlaceAndTime) -> Resolution:
        """What the user's file says of the name."""
        step = f"the user's decision ({decision.place})"
        if decision.kind is not None:
            return without_unit(decision.kind, step)
        moment = setting.moment
        if decision.region is not None:
            places = chain_of(self._lexicon.gazetteer, decision.region, moment)[:1]
            why = f"{decision.region} by that decision"
        else:
            slot = next((slot for at, slot in self._lexicon.slots_at(name, 0) if at < len(name)), NOTHING)
            found = find_places(slot, setting, self._lexicon.gazetteer)
            places, why = found.places, found.why
        if len(places) != 1:
            return offered((f"{place.code}/{decision.slug}" for place in places), step, why)
        if not self._namer.exists_at(places[0], decision.slug) and not decision.official:
            return without_unit("unknown", step, why, "that organ does not exist there")
        unit = self._namer.unit(places[0], decision.slug, [], moment)
        if decision.official:
            unit = replace(unit, name=decision.official, name_basis="registry")
        return resolved(unit, f"{step}; {why}")
