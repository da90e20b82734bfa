"""Names that stand on another unit's name: its branches (市公安局江城分局) and offices (市财政局国库科)."""

from msgspec.structs import replace

from pipeline.model import Unit
from pipeline.text.patterns import pattern, words
from pipeline.units.answers import Resolution, offered, resolved
from pipeline.units.judge import Judge
from pipeline.units.naming import Namer
from pipeline.units.nearby import PlaceAndTime
from pipeline.units.places import Place
from pipeline.units.reading import NOTHING, NameForms
from pipeline.units.zones import kinds_by_word


class Inside:
    """Reads names that go on behind a whole name."""

    def __init__(self, lexicon: NameForms, namer: Namer, judge: Judge) -> None:
        self._lexicon = lexicon
        self._namer = namer
        self._judge = judge

    def read(self, name: str, setting: PlaceAndTime) -> Resolution | None:
        """The branch or office, or None if the name does not begin with a unit's whole name."""
        return self._branch(name, setting) or self._office(name, setting) or self._union(name, setting)

    def _branch(self, name: str, setting: PlaceAndTime) -> Resolution | None:
        """阳江市公安局江城分局: the organ of the place before 分局, named as printed."""
        branch = next(filter(name.endswith, words("unit_names", "branch")), None)
        end = self._lexicon.longest(name, 0) if branch else None
        if branch is None or end is None or end >= len(name) - len(branch):
            return None
        parent = self._judge.read(name[:end], setting)
        if parent is None or parent.unit is None:
            return None
        outer = self._lexicon.gazetteer.get(parent.unit.region)
        where = name[end : -len(branch)]
        if outer is None:
            return None
        place = self._place_in(where, outer, setting)
        if place is None:
            return self._zone_without_code(where, parent.unit)
        slug = parent.unit.id.partition("/")[2]
        unit = self._namer.unit(place, slug, [], setting.moment)
        unit = replace(unit, name=parent.unit.name + name[end:], name_basis="document")
        return resolved(unit, f"the branch of {parent.unit.name} in {place.name}")

    def _place_in(self, where: str, outer: Place, setting: PlaceAndTime) -> Place | None:
        """The one place directly inside ``outer`` that is called ``where``; a zone by its kind."""
        kind = kinds_by_word().get(where)
        zone = self._lexicon.gazetteer.zones.get((outer.code, kind)) if kind else None
        if zone is not None:
            return zone
        moment = setting.moment
        slots = (slot for at, slot in self._lexicon.slots_at(where, 0) if at == len(where))
        inside = {
            place.code: place
            for slot in slots
            for place in slot.places
            if place.parent == outer.code and place.in_force(moment.first, moment.last)
        }
        return next(iter(inside.values())) if len(inside) == 1 else None

    def _zone_without_code(self, where: str, parent: Unit) -> Resolution | None:
        """A branch in a zone that has no code: the organ around it is offered, since it is another unit."""
        if where not in kinds_by_word():
            return None
        return offered([parent.id], f"a branch in a zone of {parent.name} that has no code")

    def _union(self, name: str, setting: PlaceAndTime) -> Resolution | None:
        """县城乡建设和交通运输局: a county's union of two bureaux is its first one, under the name as printed."""
        parts = pattern("unit_names", "union").match(name)
        if parts is None:
            return None
        first = self._judge.read(parts[1] + name[-1], setting)
        if first is None or first.unit is None or first.unit.level != "county":
            return None
        if "{}" + parts[2] not in self._lexicon.organs.forms:
            return None
        unit = replace(first.unit, name=self._joined(name, parts.end(1), first.unit), name_basis="document")
        return resolved(unit, f"a union of two bureaux, the first of which is {first.unit.id}")

    def _joined(self, name: str, at: int, first: Unit) -> str:
        """The union's name as printed, with its whole place; ``at``: where its first part ends."""
        place = self._lexicon.gazetteer.get(first.region)
        for end, slot in self._lexicon.slots_at(name, 0):
            if (
                place is not None
                and slot is not NOTHING
                and "{}" + name[end:at] + name[-1] in self._lexicon.organs.forms
            ):
                return place.official + name[end:]
        return first.name.removesuffix(name[-1]) + name[at:]

    def _office(self, name: str, setting: PlaceAndTime) -> Resolution | None:
        """市财政局国库科: an office inside an organ is answered by the organ; the party keeps its own name."""
        inner = name.endswith(words("unit_names", "inner-office"))
        inner = inner and not name.endswith(words("unit_names", "own-office"))
        end = self._lexicon.longest(name, 0) if inner else None
        if end is None or end == len(name) or self._lexicon.longest(name, end) is not None:
            return None
        parent = self._judge.read(name[:end], setting)
        if parent is None:
            return None
        steps = (f"{name[end:]} is an office inside {name[:end]}", *parent.steps)
        return Resolution(parent.resolution, parent.unit, parent.candidates, steps)
