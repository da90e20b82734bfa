"""Taking a unit's name apart: where its place stands and which organ's form the rest is.

A *reading* is a slot (a place, a level word such as 市, or nothing) with the claims of the form around it:
国家税务总局泸州市税务局 → slot 泸州市, form 国家税务总局{}税务局.
"""

from msgspec import Struct

from pipeline.knowledge import read_bytes
from pipeline.knowledge.tables import read_rows
from pipeline.text.patterns import words
from pipeline.units.levels import words_at
from pipeline.units.local import LocalNames
from pipeline.units.organs import Claim, OrganTable
from pipeline.units.places import Gazetteer, Place, prefix

NOT_PLACES = "not_places.csv"
MAX_NESTING = 4
MIN_BARE = 2
"""A single character without place or level word is no name."""


class Slot(Struct, frozen=True, gc=False):
    """What stands in the place of a form: a level ``word``, ``places`` that the mention may mean, or nothing."""

    word: str | None = None
    places: tuple[Place, ...] = ()
    short: bool = False
    """True if the place is named without its class word."""
    text: str = ""
    """The place as printed, without the places around it."""
    nested: bool = False
    """True if a place around it is named too (广东省阳江市)."""


NOTHING = Slot()


class NameReading(Struct, frozen=True, gc=False):
    """One way to read a name: the ``slot`` for its place, and the names of organs that the rest stands for."""

    slot: Slot
    claims: tuple[Claim, ...]
    only_in_office: bool = False
    """True for spellings that mean the organ only while it has that name (重庆金融监管局)."""
    local: dict[str, list[Claim]] | None = None
    """Code of a place → what the spelling means there only."""

    def living(self, first: str, last: str) -> tuple[Claim, ...]:
        """The claims that count between two ISO dates."""
        if not self.only_in_office:
            return self.claims
        return tuple(claim for claim in self.claims if claim[0].in_office(first, last))


class NameForms:
    """Places and forms together, indexed for reading a name and for finding the longest one in a text."""

    def __init__(self, gazetteer: Gazetteer, organs: OrganTable, local: LocalNames) -> None:
        self.gazetteer = gazetteer
        self.organs = organs
        self.local = local
        self.leads: dict[str, list[str]] = {}
        posts: dict[str, dict[str, set[int]]] = {}
        for form in (*organs.forms, *organs.shorts, *local.forms):
            lead, _, post = form.partition("{}")
            posts.setdefault(lead, {}).setdefault(post[:2], set()).add(len(post))
        for lead in filter(None, posts):
            self.leads.setdefault(lead[0], []).append(lead)
        self.posts = {lead: _sorted(starts) for lead, starts in posts.items()}
        starts: dict[str, set[int]] = {}
        for name in organs.fixed:
            starts.setdefault(name[:2], set()).add(len(name))
        self.fixed = _sorted(starts)
        self._not_places = _not_places()
        self._own_words = frozenset(words("unit_names", "own-word"))
        self._mentions: dict[str, tuple[Slot, ...]] = {}
        """What ``_mentions_of`` has worked out."""
        self.plain_posts = [form[2:] for form in organs.forms if form.startswith("{}")]

    def leads_at(self, text: str, start: int) -> list[str]:
        """The parts before a place that stand at ``start``: 国家税务总局, 人行, and always nothing."""
        leads = self.leads.get(text[start : start + 1])
        return ["", *(lead for lead in leads if text.startswith(lead, start))] if leads else [""]

    def slots_at(self, text: str, start: int) -> list[tuple[int, Slot]]:
        """(end, slot) of everything at ``start`` that can stand in a form; nothing comes last."""
        slots: list[tuple[int, Slot]] = []
        ends = self.gazetteer.at(text, start)
        if ends:
            self._add_places(slots, text, start, ends)
        first = text[start : start + 1]
        at = start + 1 if first in self._own_words else start
        for word in words_at(text, at):
            slots.append((at + len(word), Slot(word=word)))
        slots.append((start, NOTHING))
        return slots

    def _add_places(self, slots: list[tuple[int, Slot]], text: str, start: int, ends: list[int]) -> None:
        """The places that are named at ``start``, each behind those inside it (广东省阳江市)."""
        brand = self.is_no_place(text, start)
        for end in ends:
            word = text[start:end]
            mentions = self._mentions.get(word)
            if mentions is None:
                mentions = self._mentions[word] = self._mentions_of(word)
            if brand and mentions[0].short:
                continue
            self._add_inside(slots, text, end, mentions[0].places, 1)
            for slot in mentions:
                slots.append((end, slot))

    def _mentions_of(self, word: str) -> tuple[Slot, ...]:
        """What a place's name alone may mean: the places of that full name, then those of that short one."""
        full, short = self.gazetteer.names.get(word), self.gazetteer.shorts.get(word)
        named = (Slot(places=tuple(full), text=word),) if full else ()
        return (*named, Slot(places=tuple(short), short=True, text=word)) if short else named

    def _add_inside(
        self, slots: list[tuple[int, Slot]], text: str, start: int, outer: tuple[Place, ...], depth: int
    ) -> None:
        """The places inside ``outer`` that are named behind it."""
        for end in self.gazetteer.at(text, start):
            word = text[start:end]
            full = self.gazetteer.names.get(word)
            places = tuple(place for place in full or self.gazetteer.shorts[word] if _within(place, outer))
            if not places:
                continue
            if depth < MAX_NESTING:
                self._add_inside(slots, text, end, places, depth + 1)
            slots.append((end, Slot(places=places, short=not full, text=word, nested=True)))
            if full and word in self.gazetteer.shorts:
                short = tuple(self.gazetteer.shorts[word])
                slots.append((end, Slot(places=short, short=True, text=word, nested=True)))

    def is_no_place(self, text: str, start: int) -> bool:
        """True where a word begins that only looks like a place: a company's first syllables, a sea (平安人寿)."""
        brands = self._not_places.get(text[start : start + 2])
        return brands is not None and any(text.startswith(brand, start) for brand in brands)

    def read(self, name: str) -> list[NameReading]:
        """Every way to read the whole of ``name``; longer places first, a bare name last."""
        readings = []
        forms, shorts, local = self.organs.forms, self.organs.shorts, self.local.forms
        for lead in self.leads_at(name, 0):
            before = lead + "{}"
            for end, slot in self.slots_at(name, len(lead)):
                form = before + name[end:]
                if slot.short and form in shorts:
                    readings.append(NameReading(slot, tuple(shorts[form]), only_in_office=True))
                claims, here = forms.get(form), local.get(form)
                if claims is not None or here is not None:
                    readings.append(NameReading(slot, tuple(claims or ()), local=here))
        return readings

    def longest(self, text: str, start: int) -> int | None:
        """End of the longest name of an organ with its place or level word (or of a national one) at ``start``."""
        best = start
        for length in self.fixed.get(text[start : start + 2], ()):
            word = text[start : start + length]
            if len(word) == length and word in self.organs.fixed:
                best = start + length
                break
        for lead in self.leads_at(text, start):
            for at, slot in self.slots_at(text, start + len(lead)):
                best = max(best, self._longest_post(text, at, lead, slot))
        return best if best > start else None

    def _longest_post(self, text: str, at: int, lead: str, slot: Slot) -> int:
        posts = self.posts.get(lead)
        shortest = len(lead) + (MIN_BARE if slot is NOTHING and not lead else 1)
        for length in posts.get(text[at : at + 2], ()) if posts else ():
            form = lead + "{}" + text[at : at + length]
            if shortest + 2 <= len(form) == len(lead) + 2 + length and (
                form in self.organs.forms or (slot.short and form in self.organs.shorts) or form in self.local.forms
            ):
                return at + length
        return 0


def _not_places() -> dict[str, tuple[str, ...]]:
    """First two characters → the words that begin like a short place name and are none."""
    starts: dict[str, list[str]] = {}
    for _, (word, _, _) in read_rows(NOT_PLACES, read_bytes(NOT_PLACES), ("word", "what", "example")):
        starts.setdefault(word[:2], []).append(word)
    return {start: tuple(found) for start, found in starts.items()}


def _within(place: Place, outer: tuple[Place, ...]) -> bool:
    return any(place.code.startswith(prefix(other.code)) and place.code != other.code for other in outer)


def _sorted(starts: dict[str, set[int]]) -> dict[str, tuple[int, ...]]:
    return {start: tuple(sorted(lengths, reverse=True)) for start, lengths in starts.items()}
