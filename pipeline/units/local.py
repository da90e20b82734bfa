"""Real names of organs at one place, where they are not the usual ones, from ``knowledge/local_names.csv``."""

from collections.abc import Iterator

from pipeline.errors import KnowledgeError
from pipeline.knowledge import read_bytes
from pipeline.knowledge.tables import read_rows
from pipeline.model import Unit
from pipeline.text.patterns import words
from pipeline.units.levels import words_at
from pipeline.units.organs import SHORT, Claim, Organ, OrganTable, Title, make_title
from pipeline.units.places import Gazetteer, Place
from pipeline.units.variants import local_variants_of

FILE = "local_names.csv"
COLUMNS = ("region", "slug", "name", "from", "until", "basis", "source")
GRID = "power-grid"
NONE = "-"
"""In place of a name: the place has no such organ, another does its work."""
Rows = list[tuple[int, list[str]]]


def read_local_rows() -> Rows:
    """The rows of the data file with their line numbers."""
    return list(read_rows(FILE, read_bytes(FILE), COLUMNS, short=2))


def provinces(gazetteer: Gazetteer, rows: Rows) -> Iterator[tuple[str, str, str]]:
    """Of each province its name, its short name and its power company (empty where it has no single one)."""
    grids = {row[0]: row[2] for _, row in rows if len(row) > 2 and row[1] == GRID and not row[4]}
    for place in gazetteer:
        if place.level == "province" and place.short:
            yield place.name, place.short[0], grids.get(place.code, "")


class LocalNames:
    """The names by place and organ, and the spellings that mean an organ at these places only."""

    def __init__(self, rows: Rows, gazetteer: Gazetteer, organs: OrganTable) -> None:
        self.names: dict[tuple[str, str], list[Title]] = {}
        self.forms: dict[str, dict[str, list[Claim]]] = {}
        """Spelling with ``{}`` → code of the place → the names it stands for there."""
        self._absent: set[tuple[str, str]] = set()
        place: Place | None = None
        title: Title | None = None
        for line, row in rows:
            if len(row) == 2:
                if place is None or title is None or row[0] != SHORT:
                    raise KnowledgeError(f"{FILE}:{line}: a spelling is marked {SHORT} and follows a name")
                self._claim(row[1] if "{}" in row[1] else "{}" + row[1], place, (title, False))
                continue
            region, slug, name, start, end, basis, _ = row
            place = gazetteer.get(region if len(region) > 2 else f"{region}0000")
            if place is None or slug not in organs.organs or basis not in ("sure", "usage"):
                raise KnowledgeError(f"{FILE}:{line}: unknown region, organ or basis: {region}/{slug} {basis!r}")
            if name == NONE:
                self._absent.add((region, slug))
                continue
            title = make_title(slug, "", name, start, end, uniform=basis == "sure")
            self.names.setdefault((region, slug), []).append(title)
            if len(region) > 2:
                self._add_forms(name, place, title)

    def add_users(self, place: Place, organ: Organ, name: str, official: str | None) -> None:
        """A user's spelling of an organ at a place, and its official name there; both win over the built-in ones."""
        titles = [title for title in organ.titles if title.levels != "n"]
        self.forms.setdefault("{}" + _without_place(name, place), {})[place.code] = [(title, False) for title in titles]
        if official:
            title = make_title(organ.slug, "", official, "", "", uniform=True)
            self.names.setdefault((place.code, organ.slug), []).insert(0, title)

    def has_none(self, unit: Unit) -> bool:
        """True if the place is known to have no such organ, as 广州 has no 综合行政执法局."""
        return (unit.region, unit.id.partition("/")[2]) in self._absent

    def at(self, place: Place, slug: str, first: str, last: str) -> Title | None:
        """The name of an organ at a place between two ISO dates, if it is a known one."""
        for title in self.names.get((place.code, slug), ()):
            if title.in_office(first, last):
                return title
        for title in self.names.get((place.code[:2], slug), ()) if place.level == "city" else ():
            if title.in_office(first, last):
                return title
        return None

    def _add_forms(self, name: str, place: Place, title: Title) -> None:
        form = _form(name, place)
        if form is None:
            return
        for party in words("unit_names", "party"):
            form = form.removeprefix(party)
        self._claim(form, place, (title, True))
        for variant in local_variants_of(form):
            self._claim(variant, place, (title, False))

    def _claim(self, form: str, place: Place, claim: Claim) -> None:
        claims = self.forms.setdefault(form, {}).setdefault(place.code, [])
        if all(known is not claim[0] for known, _ in claims):
            claims.append(claim)


def _without_place(name: str, place: Place) -> str:
    """阳江市大院办, 市大院办 and 大院办 of 阳江市 → 大院办."""
    for word in (place.full_name, place.official, place.name, *words_at(name, 0)):
        if name.startswith(word) and len(name) > len(word) + 1:
            return name.removeprefix(word)
    return name


def _form(name: str, place: Place) -> str | None:
    """The name with ``{}`` for its place; None where the place is not in it."""
    for word in (place.official, place.name, *place.short):
        if word in name:
            return name.replace(word, "{}", 1)
    return None
