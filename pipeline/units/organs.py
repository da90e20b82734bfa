"""Organs (机构): the kinds of units, their names at each level and through time, from ``knowledge/organs.csv``.

A *form* is a spelling with ``{}`` where the place stands: ``{}市场监管局``, ``国家税务总局{}税务局``. All forms sit in
one dictionary, so that a name is taken apart by looking, not by searching.
"""

from collections.abc import Iterable

from msgspec import Struct

from pipeline.errors import KnowledgeError
from pipeline.fold import fold_text
from pipeline.knowledge import read_bytes
from pipeline.knowledge.tables import read_rows

FILE = "organs.csv"
COLUMNS = ("slug", "kind", "levels", "name", "aliases", "from", "until", "basis", "successor", "source")
KINDS = frozenset(
    "department party-organ government vertical public-institution enterprise bank court procuratorate "
    "people-organisation committee school military other".split()
)
_LEVELS = frozenset("npmcCkz")


class Title(Struct, frozen=True, gc=False):
    """One real name of an organ at some levels, in office from … until (both inclusive)."""

    slug: str
    levels: str
    pattern: str
    """``{}`` the place's official name, ``{s}`` its short name; none in a national name."""
    valid_from: str | None
    valid_until: str | None
    uniform: bool
    """True where the name is the same everywhere, so that the pattern is certain."""
    first: str
    last: str
    """``valid_from`` and ``valid_until`` widened to days, for comparing."""

    def in_office(self, first: str, last: str) -> bool:
        """True if the name was in office on some day of the span of ISO dates."""
        return self.first <= last and first <= self.last


class Organ(Struct):
    """An organ with its names, the default name of each level first."""

    slug: str
    kind: str
    successor: str | None
    titles: list[Title]

    def exists_at(self, levels: Iterable[str]) -> bool:
        """True if the organ has a name at any of ``levels``."""
        return any(level in title.levels for level in levels for title in self.titles)

    def span(self, levels: Iterable[str]) -> tuple[str | None, str | None]:
        """(valid_from, valid_until) over all names at any of ``levels``; None where open or not known."""
        wanted = tuple(levels)
        titles = [title for title in self.titles if any(level in title.levels for level in wanted)]
        starts = [title.valid_from for title in titles]
        ends = [title.valid_until for title in titles]
        first = None if None in starts else min((start for start in starts if start), default=None)
        last = None if None in ends else max((end for end in ends if end), default=None)
        return first, last


Claim = tuple[Title, bool]
"""A name that a form stands for, and whether the form is that name in full."""


class OrganTable:
    """All organs by slug and all forms.

    ``forms``   spelling with ``{}`` → the names it stands for
    ``shorts``  the same, for spellings that hold only with a place's short name (重庆金融监管局)
    ``fixed``   spellings without a place: national organs
    """

    def __init__(self) -> None:
        self.organs: dict[str, Organ] = {}
        self.forms: dict[str, list[Claim]] = {}
        self.shorts: dict[str, list[Claim]] = {}
        self.fixed: dict[str, list[Claim]] = {}

    def add_row(self, file: str, line: int, row: list[str]) -> None:
        """One line of the data file. Raises KnowledgeError with file, line and reason."""
        slug, kind, levels, name, aliases, start, end, basis, successor, _ = row
        if slug not in self.organs:
            if kind not in KINDS:
                raise KnowledgeError(f"{file}:{line}: unknown kind {kind!r} of {slug}")
            self.organs[slug] = Organ(slug, kind, successor or None, [])
        if not levels or not _LEVELS.issuperset(levels) or basis not in ("r", "v") or not name:
            raise KnowledgeError(f"{file}:{line}: levels {levels!r}, basis {basis!r} or the name {name!r} is wrong")
        fixed = levels == "n"
        pattern = (
            name if fixed or "{" in name else _party(name) if self.organs[slug].kind == "party-organ" else "{}" + name
        )
        title = make_title(slug, levels, pattern, start, end, uniform=basis == "r")
        self.organs[slug].titles.append(title)
        for spelling, full in _spellings(name, aliases.split()):
            self._claim(spelling, fixed, (title, full))

    def add_own(self, slug: str, kind: str, name: str) -> None:
        """An organ of the user's own, at every level; ``name`` has ``{}`` where the place stands, or no place."""
        self.organs[slug] = Organ(slug, kind, None, [make_title(slug, "npmcCkz", name, "", "", uniform=True)])

    def add_alias(self, name: str, slug: str) -> None:
        """A spelling of the user's for a known organ, wherever it exists; it wins over the built-in ones."""
        self.forms["{}" + name] = [(title, False) for title in self.organs[slug].titles if title.levels != "n"]

    def _claim(self, spelling: str, fixed: bool, claim: Claim) -> None:
        if fixed:
            table, key = self.fixed, spelling
        elif "{s}" in spelling and not claim[1]:
            table, key = self.shorts, spelling.replace("{s}", "{}")
        else:
            table = self.forms
            key = spelling.replace("{s}", "{}") if "{" in spelling else "{}" + spelling
        claims = table.setdefault(key, [])
        if all(known is not claim[0] for known, _ in claims):
            claims.append(claim)


def make_title(slug: str, levels: str, pattern: str, start: str, end: str, *, uniform: bool) -> Title:
    """A title from the fields of a data file; empty dates are open."""
    return Title(slug, levels, pattern, start or None, end or None, uniform, _first_day(start), _last_day(end))


def _party(name: str) -> str:
    """A committee's own name begins with 中共: 中共阳江市委宣传部; other party organs stand behind the place."""
    return "中共{}" + name if name.startswith("委") else "{}" + name


def _spellings(name: str, aliases: list[str]) -> list[tuple[str, bool]]:
    """(spelling, whether it is the name in full): the name, the aliases, and what follows from them by rule."""
    found: dict[str, bool] = {}
    folded = fold_text(name)
    for spelling in (name, *aliases):
        key = fold_text(spelling) if "（" in spelling else spelling
        for variant in _variants(key):
            found.setdefault(variant, variant == name or key == variant == folded)
            if variant.startswith("委") and len(variant) > 1:
                found.setdefault("党" + variant, False)
                found.setdefault("委员会" + variant[1:], False)
    return list(found.items())


def _variants(spelling: str) -> Iterable[str]:
    """和 dropped, 委员会 as 委, a final 办公室 as 办: 住房和城乡建设委员会 → 住房城乡建设委."""
    yield spelling
    plain = spelling.replace("和", "") if "共和国" not in spelling else spelling
    if plain != spelling:
        yield plain
    for form in dict.fromkeys((spelling, plain)):
        if form.endswith(("委员会", "办公室")) and len(form) > 4:
            yield form[:-2]


def _first_day(date: str) -> str:
    return date or "0000"


def _last_day(date: str) -> str:
    """2018 → 2018-12-31, 2018-03 → 2018-03-31: good enough to compare as text."""
    return {0: "9999", 4: f"{date}-12-31", 7: f"{date}-31"}.get(len(date), date)


def load_organs() -> OrganTable:
    """All organs of the data file. Raises KnowledgeError with file, line and reason."""
    table = OrganTable()
    for line, row in read_rows(FILE, read_bytes(FILE), COLUMNS):
        table.add_row(FILE, line, row)
    return table
