"""Names that stand on another unit's name: its branches (市公安局江城分局) and offices (市财政局国库科)."""

from msgspec.structs import replace

from pipeline.model import Unit
from pipeline.units.answers import Resolution, offered, resolved
from pipeline.units.judge import Judge
from pipeline.units.naming import Namer
from pipeline.units.nearby import PlaceAndTime
from pipeline.units.places import Place
from pipeline.units.reading import NameForms

_INNER = tuple("办公室 办公厅 科室 科 处 室 股 司 专班 领导小组 指挥部 工作组".split())
_NOT_INNER = tuple("管理处 办事处 事务处 服务处 公司 联络处".split())
_BRANCH, _BUREAU, _AND = "分局", "局", "和"
_ZONES = {"高新": "高新区", "高新区": "高新区", "经开": "经开区", "经开区": "经开区", "开发区": "经开区"}
"""How a branch names a zone of its city: 市公安局高新分局."""


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
        end = self._lexicon.longest(name, 0) if name.endswith(_BRANCH) else None
        if end is None or end >= len(name) - len(_BRANCH):
            return None
        parent = self._judge.read(name[:end], setting)
        if parent is None or parent.unit is None:
            return None
        outer = self._lexicon.gazetteer.get(parent.unit.region)
        where = name[end : -len(_BRANCH)]
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
        zone = self._lexicon.gazetteer.zones.get((outer.code, _ZONES[where])) if where in _ZONES else None
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
        if where not in _ZONES:
            return None
        return offered([parent.id], f"a branch in a zone of {parent.name} that has no code")

    def _union(self, name: str, setting: PlaceAndTime) -> Resolution | None:
        """县城乡建设和交通运输局: a county's union of two bureaux is its first one, under the name as printed."""
        at = name.rfind(_AND)
        if at < 0 or not name.endswith(_BUREAU):
            return None
        first = self._judge.read(name[:at] + _BUREAU, setting)
        if first is None or first.unit is None or first.unit.level != "county":
            return None
        second = "{}" + name[at + len(_AND) :]
        if second not in self._lexicon.organs.forms:
            return None
        joined = first.unit.name.removesuffix(_BUREAU) + name[at:]
        unit = replace(first.unit, name=joined, name_basis="document")
        return resolved(unit, f"a union of two bureaux, the first of which is {first.unit.id}")

    def _office(self, name: str, setting: PlaceAndTime) -> Resolution | None:
        """市财政局国库科: an office inside an organ is answered by the organ; the party keeps its own name."""
        end = self._lexicon.longest(name, 0) if name.endswith(_INNER) and not name.endswith(_NOT_INNER) else None
        if end is None or end == len(name) or self._lexicon.longest(name, end) is not None:
            return None
        parent = self._judge.read(name[:end], setting)
        if parent is None:
            return None
        steps = (f"{name[end:]} is an office inside {name[:end]}", *parent.steps)
        return Resolution(parent.resolution, parent.unit, parent.candidates, steps)
