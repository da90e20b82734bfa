"""The registry: which unit a name means at a place and on a date. Load it once, pass it on."""

import gc
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from pipeline.errors import KnowledgeError
from pipeline.model import Unit
from pipeline.text.patterns import words
from pipeline.units.answers import Resolution
from pipeline.units.decisions import Decisions, read_decisions
from pipeline.units.groups import Groups
from pipeline.units.levels import carried_letters
from pipeline.units.local import LocalNames, provinces, read_local_rows
from pipeline.units.naming import Namer
from pipeline.units.nearby import Moment, read_moment
from pipeline.units.organs import Organ, load_organs
from pipeline.units.places import Place, load_gazetteer, settle
from pipeline.units.reading import NameForms
from pipeline.units.resolve import Resolver
from pipeline.units.script import name_key, simple_forms

CACHE_SIZE = 1 << 17
_WINDOW = 80
_LENGTHS_KEPT = 1 << 12
"""A list asks two or three times of each of its names, and a document names the same units again and again."""
_LONGEST = 400
"""A longer text is no unit's name, nor a group's."""
_TOO_LONG = Resolution("unknown", None, (), (f"longer than {_LONGEST} characters: no name",))


class Registry:
    """Places and organs, with the rules over them and a user's decisions on top."""

    def __init__(self, user_units: Path | None = None) -> None:
        self._gazetteer = load_gazetteer()
        rows = read_local_rows()
        known = tuple(provinces(self._gazetteer, rows))
        self._organs = load_organs(known)
        local = LocalNames(rows, self._gazetteer, self._organs)
        decisions = read_decisions(user_units, self._gazetteer, self._organs, local) if user_units else Decisions()
        self._lexicon = NameForms(self._gazetteer, self._organs, local)
        namer = Namer(self._gazetteer, self._organs, local, {name: grid for name, _, grid in known if grid})
        self._namer = namer
        self._resolver = Resolver(self._lexicon, Groups(), namer, decisions)
        self._answers: dict[tuple[str, str | None, str | None], Resolution] = {}
        self._lengths: dict[str, int] = {}

    def resolve(self, name: str, *, region: str | None, on: str | None) -> Resolution:
        """The unit that ``name`` means in a document of ``region`` dated ``on``.

        ``name``: in any width, spacing or script, a carried prefix completed. ``region``: GB/T 2260 code, 100000 for
        the State Council and ministries, None if not known. ``on``: ISO date, month or year; None: now.
        Never raises on content: what is not certain is ambiguous or unknown.
        """
        key = (name, region, on)
        answer = self._answers.get(key)
        if answer is None:
            if len(self._answers) >= CACHE_SIZE:
                self._answers.clear()
            known = len(name) <= _LONGEST
            answer = self._resolver.resolve(name_key(name), region, on) if known else _TOO_LONG
            self._answers[key] = answer
        return answer

    def find_unit(self, unit_id: str, on: str | None) -> Unit | None:
        """The unit of an id (``441700/market-regulation``) as it is ``on`` a date; None where there is no such one."""
        code, _, slug = unit_id.partition("/")
        moment = read_moment(on)
        place = self._gazetteer.get(code, moment.first, moment.last) or self._gazetteer.get(code)
        if place is None or slug not in self._organs.organs or not self._namer.exists_at(place, slug):
            return None
        return self._namer.unit(place, slug, [], moment)

    def list_organs(self) -> Iterable[Organ]:
        """All organs, the user's own too, in the order of the registry."""
        return self._organs.organs.values()

    def place_of(self, code: str) -> Place | None:
        """The place of a GB/T 2260 code: under the name in force now, or the last one it had."""
        return self._gazetteer.get(code)

    def lookup_place(self, text: str) -> list[Place]:
        """The places of a code, a full name (广东省阳江市), a name (阳江市) or, failing these, a short name (阳江)."""
        return self._gazetteer.lookup(name_key(text))

    def find_places(self, text: str, on: str | None = None) -> list[tuple[int, int, tuple[Place, ...]]]:
        """Mentions of places in a folded text, longest first from the left, none overlapping.

        (start, end, the places it may mean ``on`` an ISO date, month or year; None: now). Where it is a full name
        (阳江市), ``places[0].name`` is the text; else it is a short name (阳江), which is weaker: it may be an ordinary
        word. A place whose code changed is one place on any date.
        """
        moment = read_moment(on)
        mentions = self._gazetteer.find(text.translate(simple_forms()))
        return [(start, end, _on_the_day(places, moment)) for start, end, places in mentions]

    def longest_name(self, text: str, start: int) -> int | None:
        """End of the longest unit name that begins at ``start`` of a folded text, or None.

        The time does not depend on the length of the text.
        """
        window = text[start : start + _WINDOW]
        length = self._lengths.get(window)
        if length is None:
            if len(self._lengths) >= _LENGTHS_KEPT:
                self._lengths.clear()
            length = self._lengths[window] = self._longest(window.translate(simple_forms()))
        return start + length if length else None

    def _longest(self, window: str) -> int:
        length = self._lexicon.longest(window, 0) or 0
        for lead in (*words("unit_names", "each"), *words("unit_names", "party")):
            if window.startswith(lead):
                length = max(length, self._lexicon.longest(window, len(lead)) or 0)
        return length

    def words(self) -> Iterator[str]:
        """The organs' names and aliases without place, for a tokenizer's dictionary."""
        yield from self._organs.fixed
        yield from (form.removeprefix("{}") for form in self._organs.forms if form.startswith("{}"))

    def is_bare_organ(self, name: str) -> bool:
        """True for an organ without place or level word that could take a carried 省/市/县: 能源局, 财政局."""
        return "{}" + name_key(name) in self._organs.forms

    def organ_exists_at(self, name: str, level_word: str) -> bool:
        """True if a carried level word makes sense before a bare organ: 省 and 能源局, but not 市 and 公安厅.

        False for vertical bodies that are named by a place alone (海关, 证监局).
        """
        claims = self._organs.forms.get("{}" + name_key(name), [])
        levels = carried_letters(level_word)
        return any(letter in title.levels for title, _ in claims if "{s}" not in title.pattern for letter in levels)


def _on_the_day(places: tuple[Place, ...], moment: Moment) -> tuple[Place, ...]:
    """Without those that are not in force on a known date, where others are."""
    settled = tuple(settle(places, moment.first, moment.last))
    if len(settled) < 2 or not moment.known:
        return settled
    return tuple(place for place in settled if place.in_force(moment.first, moment.last)) or settled


def load_registry(user_units: Path | None = None) -> Registry:
    """The registry of the built-in data, with a user's CSV (see decisions.py) on top; the last ones are kept.

    Raises KnowledgeError with file, line and reason.
    """
    try:
        contents = user_units.read_bytes() if user_units else b""
    except OSError as error:
        raise KnowledgeError(f"{user_units}: {error.strerror}") from error
    return _load(user_units, contents)


@lru_cache(maxsize=2)
def _load(user_units: Path | None, contents: bytes) -> Registry:  # noqa: ARG001  the key of the cache
    """``contents`` is what the file holds: a file that was edited is read again."""
    collecting = gc.isenabled()
    gc.disable()  # all that is loaded stays: collections in between find nothing
    try:
        return Registry(user_units)
    finally:
        if collecting:
            gc.enable()
