"""Names that say their place by a word of the document: 市前海管理局 in 深圳, 高新区财政局 in a city or the zone."""

from collections.abc import Iterator

from pipeline.text.patterns import words
from pipeline.units.answers import Resolution
from pipeline.units.judge import Judge
from pipeline.units.nearby import PlaceAndTime, find_places
from pipeline.units.places import Place, is_inside
from pipeline.units.reading import NameForms
from pipeline.units.zones import kinds_by_word

_LONGEST_ZONE = 10
"""Characters of the last words of a zone's name: 示范区, 高新技术产业开发区."""


class Below:
    """Reads such names with the place's own name in front; what is found must be in that place."""

    def __init__(self, lexicon: NameForms, judge: Judge) -> None:
        self._lexicon = lexicon
        self._judge = judge

    def read(self, name: str, setting: PlaceAndTime) -> Resolution | None:
        """The unit, or None where no word at the beginning of the name is one of the document's places."""
        for outer, rest in self._below_level_words(name, setting):
            answer = self._judge.read(outer.name + rest, setting)
            if answer is not None and answer.unit is not None and is_inside(answer.unit.region, outer.code):
                return answer
        return self.read_zone(name, setting)

    def read_zone(self, name: str, setting: PlaceAndTime) -> Resolution | None:
        """The unit of a zone that is named by its kind alone; None where no such zone is the document's."""
        for zone, rest in self._zones(name, setting):
            answer = self._judge.read(zone.name + rest, setting)
            if answer is not None and answer.unit is not None and answer.unit.region == zone.code:
                return answer
        return None

    def _below_level_words(self, name: str, setting: PlaceAndTime) -> Iterator[tuple[Place, str]]:
        """市前海管理局: the city, and the rest that begins with a place of it."""
        for at, slot in self._lexicon.slots_at(name, 0):
            if slot.word is not None and at < len(name):
                for place in find_places(slot, setting, self._lexicon.gazetteer).places:
                    yield place, name[at:]

    def _zones(self, name: str, setting: PlaceAndTime) -> Iterator[tuple[Place, str]]:
        """高新区财政局: the one zone of that kind in the document's city; 示范区财政局: the document's own zone."""
        for at in range(2, min(len(name) - 1, _LONGEST_ZONE + 1)):
            word = name[:at]
            if not word.endswith(words("unit_names", "district")):
                continue
            for place in setting.chain:
                zone = self._lexicon.gazetteer.zones.get((place.code, kinds_by_word().get(word, "")))
                if place.zone and any(spelling.endswith(word) for spelling in (place.name, *place.short)):
                    zone = place
                if zone is not None and zone.in_force(setting.moment.first, setting.moment.last):
                    yield zone, name[at:]
