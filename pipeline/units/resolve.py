"""From a name, a document's place and its date to one unit, or to a plain "not known".

The rules, in order: what the user decided; names of no single unit; the organ's form and the place in the name; a
level word or a missing place read in the document's context; the organ's name on the document's date. Nothing is
matched by likeness: near misses are offered as candidates.
"""

import re

from msgspec import Struct
from msgspec.structs import replace

from pipeline.model import ResolutionKind, Unit
from pipeline.units.decisions import Decision, Decisions
from pipeline.units.groups import Groups
from pipeline.units.naming import Namer
from pipeline.units.nearby import Setting, chain_of, find_places, read_moment
from pipeline.units.places import COUNTRY
from pipeline.units.reading import NOTHING, Lexicon, Reading
from pipeline.units.towns import may_be_town, town_units

_BRACKET = re.compile(r"\([^()]*\)")
_INNER = tuple("办公室 办公厅 科室 科 处 室 股 司 专班 领导小组 指挥部 工作组".split())
_NOT_INNER = tuple("管理处 办事处 事务处 服务处 公司 联络处".split())
_VERTICAL = frozenset(("vertical", "bank", "enterprise", "military"))
"""Bare in a local notice, 发展改革委 is the local one, but 人民银行 may be the local branch or the bank itself."""
SETTINGS_KEPT = 10_000
MAX_LENGTH = 80
"""No unit has a longer name; what is longer is a sentence."""


class Resolution(Struct, frozen=True, gc=False):
    """The answer for one name; ``steps`` say in plain words how it was reached."""

    resolution: ResolutionKind
    unit: Unit | None
    candidates: tuple[str, ...]
    steps: tuple[str, ...]


class Resolver:
    """The rules over loaded data."""

    def __init__(self, lexicon: Lexicon, groups: Groups, namer: Namer, decisions: Decisions) -> None:
        self._lexicon = lexicon
        self._groups = groups
        self._namer = namer
        self._decisions = decisions
        self._settings: dict[tuple[str | None, str | None], Setting] = {}

    def resolve(self, name: str, region: str | None, on: str | None) -> Resolution:
        """``name`` as its key (script.name_key); see Registry.resolve."""
        setting = self._setting(region, on)
        decision = self._decisions.find(name, region)
        if decision is not None:
            return self._decided(name, decision, setting)
        answer = self._without_user(name, setting)
        if answer.unit is not None and self._decisions.denies(name, region, answer.unit.id):
            step = f"the user's decision: {name} is not {answer.unit.id}"
            return Resolution("unknown", None, (), (*answer.steps, step))
        return answer

    def _setting(self, region: str | None, on: str | None) -> Setting:
        setting = self._settings.get((region, on))
        if setting is None:
            moment = read_moment(on)
            setting = Setting(chain_of(self._lexicon.gazetteer, region, moment), moment)
            if len(self._settings) < SETTINGS_KEPT:
                self._settings[region, on] = setting
        return setting

    def _without_user(self, name: str, setting: Setting) -> Resolution:
        kind = self._groups.classify(name)
        if kind is not None:
            return Resolution(kind, None, (), (f"{name}: a name for no single unit",))
        if not name or len(name) > MAX_LENGTH:
            return Resolution("unknown", None, (), ("empty, or too long for a unit's name",))
        answer = self._read(name, setting)
        if answer is None and "(" in name:
            plain = _BRACKET.sub("", name)
            answer = self._read(plain, setting) if plain != name else None
        answer = answer or self._read_branch(name, setting) or self._read_inner(name, setting)
        if answer is None and "各" in name:
            return Resolution("group", None, (), (f"{name}: 各 names several",))
        answer = answer or self._read_place(name, setting) or self._read_town(name, setting)
        return answer or self._unknown(name, setting)

    def _read(self, name: str, setting: Setting) -> Resolution | None:
        """The whole name as an organ's form with its place; None if it is none."""
        if name.startswith("中共") and not name.startswith("中共中央"):
            name = name[2:]
        national = self._lexicon.organs.fixed.get(name)
        readings = self._lexicon.read(name)
        if national is None:
            return self._judge(readings, setting)
        plain = "{}" + name in self._lexicon.organs.forms
        local = self._judge(readings, setting) if plain and not setting.national else None
        full = any(is_full for _, is_full in national)
        country = self._lexicon.gazetteer.get(COUNTRY)
        units = self._namer.units_at(country, national, setting.moment) if country else []
        if len(units) == 1 and (full or local is None or local.resolution == "unknown"):
            return _resolved(units[0], "a national organ by its name")
        if local is not None and local.unit is not None and local.unit.kind not in _VERTICAL:
            return local
        ids = {unit.id for unit in units} | ({local.unit.id} if local and local.unit else set())
        return Resolution(
            "ambiguous", None, tuple(sorted(ids)), ("a national or a local organ: the name does not say",)
        )

    def _judge(self, readings: list[Reading], setting: Setting) -> Resolution | None:
        """The first reading that gives one unit, else what kept the readings from it; None without readings."""
        doubt: Resolution | None = None
        for reading in readings:
            if reading.slot == NOTHING and setting.national:
                doubt = doubt or Resolution("ambiguous", None, (), ("a local organ without its place",))
                continue
            places, why = find_places(reading.slot, setting)
            claims = reading.living(setting.moment.first, setting.moment.last)
            units: dict[str, Unit] = {}
            for place in places:
                for unit in self._namer.units_at(place, claims, setting.moment):
                    units.setdefault(unit.id, unit)
            if len(units) == 1:
                return _resolved(next(iter(units.values())), why)
            if units:
                return Resolution("ambiguous", None, tuple(sorted(units))[:20], (why, "more than one unit fits"))
            if not doubt or doubt.resolution == "unknown":
                doubt = (
                    Resolution("unknown", None, (), (why, "that organ does not exist there"))
                    if places
                    else Resolution("ambiguous", None, (), (why,))
                )
        return doubt

    def _read_branch(self, name: str, setting: Setting) -> Resolution | None:
        """阳江市公安局江城分局: the organ of the place that stands before 分局, named as printed."""
        end = self._lexicon.longest(name, 0) if name.endswith("分局") else None
        if end is None or end >= len(name) - 2:
            return None
        parent = self._read(name[:end], setting)
        inner = next(
            (slot for at, slot in self._lexicon.slots_at(name, end) if at == len(name) - 2 and slot.places), None
        )
        outer = self._lexicon.gazetteer.get(parent.unit.region) if parent and parent.unit else None
        if inner is None or outer is None or parent is None or parent.unit is None:
            return None
        moment = setting.moment
        near = [place for place in inner.places if place.parent == outer.code]
        inside = {place.code: place for place in near if place.in_force(moment.first, moment.last)}
        if len(inside) != 1:
            return None
        place = next(iter(inside.values()))
        slug = parent.unit.id.partition("/")[2]
        unit = self._namer.unit(place, slug, [], setting.moment)
        unit = replace(unit, name=parent.unit.name + name[end:], name_basis="document")
        return _resolved(unit, f"the branch of {parent.unit.name} in {place.name}")

    def _read_inner(self, name: str, setting: Setting) -> Resolution | None:
        """市财政局国库科: an office inside an organ is answered by the organ; the party keeps its own name."""
        end = self._lexicon.longest(name, 0) if name.endswith(_INNER) and not name.endswith(_NOT_INNER) else None
        if end is None or end == len(name) or self._lexicon.longest(name, end) is not None:
            return None
        parent = self._read(name[:end], setting)
        if parent is None:
            return None
        steps = (f"{name[end:]} is an office inside {name[:end]}", *parent.steps)
        return Resolution(parent.resolution, parent.unit, parent.candidates, steps)

    def _read_place(self, name: str, setting: Setting) -> Resolution | None:
        """A place alone (江城区 as a responsible unit) names no organ: its government is offered, not chosen."""
        slot = next((slot for at, slot in self._lexicon.slots_at(name, 0) if at == len(name) and slot.places), None)
        if slot is None:
            return None
        places, why = find_places(slot, setting)
        ids = {f"{place.code}/{'management-committee' if place.zone else 'peoples-government'}" for place in places}
        return Resolution("ambiguous", None, tuple(sorted(ids)), (why, "a place without an organ"))

    def _read_town(self, name: str, setting: Setting) -> Resolution | None:
        """城东街道办事处: the office of a town in the document's county (or in the only county of its city)."""
        if not may_be_town(name):
            return None
        starts = [
            (at, slot) for at, slot in self._lexicon.slots_at(name, 0) if slot.word is None and at < len(name) - 1
        ]
        for at, slot in starts:
            places, why = find_places(slot, setting)
            units = town_units(name[at:], places, self._lexicon.gazetteer)
            if len(units) == 1 and units[0].organ_named:
                return _resolved(units[0].unit, why)
            if units:
                ids = tuple(sorted(found.unit.id for found in units))
                return Resolution("ambiguous", None, ids, (why, "a town without an organ, or several of that name"))
        return None

    def _unknown(self, name: str, setting: Setting) -> Resolution:
        from pipeline.units.candidates import near_misses

        candidates = near_misses(name, self._lexicon, self._namer, setting)
        return Resolution("unknown", None, candidates, (f"{name}: no organ of the registry",))

    def _decided(self, name: str, decision: Decision, setting: Setting) -> Resolution:
        """What the user's file says of the name."""
        step = f"the user's decision ({decision.place})"
        if decision.kind is not None:
            return Resolution(decision.kind, None, (), (step,))
        moment = setting.moment
        if decision.region is not None:
            places = chain_of(self._lexicon.gazetteer, decision.region, moment)[:1]
            why = f"{decision.region} by that decision"
        else:
            slot = next((slot for at, slot in self._lexicon.slots_at(name, 0) if at < len(name)), NOTHING)
            places, why = find_places(slot, setting)
        if len(places) != 1:
            ids = tuple(sorted({f"{place.code}/{decision.slug}" for place in places}))
            return Resolution("ambiguous", None, ids, (step, why))
        if not self._namer.exists_at(places[0], decision.slug) and not decision.official:
            return Resolution("unknown", None, (), (step, why, "that organ does not exist there"))
        unit = self._namer.unit(places[0], decision.slug, [], moment)
        if decision.official:
            unit = replace(unit, name=decision.official, name_basis="registry")
        return _resolved(unit, f"{step}; {why}")


def _resolved(unit: Unit, why: str) -> Resolution:
    ended = (f"ended in {unit.valid_until}; its successor is {unit.successor}",) if unit.valid_until else ()
    return Resolution("resolved", unit, (), (why, f"{unit.id}: {unit.name} (name by {unit.name_basis})", *ended))
