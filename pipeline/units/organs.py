"""Organs (机构): the kinds of units, their names at each level and through time, from ``knowledge/organs.csv``.

A *form* is a spelling with ``{}`` where the place stands: ``{}市场监管局``, ``国家税务总局{}税务局``. All forms sit in
one dictionary, so that a name is taken apart by looking, not by searching.
"""

import re
from collections.abc import Iterable

from msgspec import Struct

from pipeline.errors import KnowledgeError
from pipeline.fold import fold_text
from pipeline.knowledge import read_bytes
from pipeline.knowledge.tables import read_rows
from pipeline.text.patterns import words
from pipeline.units.variants import is_full_variant, variants_of

FILE = "organs.csv"
COLUMNS = ("slug", "kind", "levels", "name", "from", "until", "basis", "successor", "source")
KINDS = frozenset(
    "department party-organ government vertical public-institution enterprise bank court procuratorate "
    "people-organisation committee school military other".split()
)
FULL, SHORT = "=", "~"
"""Rows of two fields: another full name of the organ above, or a short form of the name above."""
_LEVELS = frozenset("npmcCdkz")
_DAYS_LEFT = {4: "-12-31", 7: "-31"}
"""By the length of a date, what makes it the last day of its year or month."""
_OWN_PLACE = re.compile(r"\{[saz]?\}")
"""The place of the organ in a pattern; the other placeholders stand for its province."""


class Title(Struct, frozen=True, gc=False):
    """One real name of an organ at some levels, in office from … until (both inclusive)."""

    slug: str
    levels: str
    pattern: str
    """With placeholders for the place, as the head of organs.csv says; none in a national name."""
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
    spans: dict[frozenset[str], tuple[str | None, str | None]] = {}
    """What ``span`` has worked out: it is asked for every unit."""

    def exists_at(self, levels: Iterable[str]) -> bool:
        """True if the organ has a name at any of ``levels``."""
        return any(level in title.levels for level in levels for title in self.titles)

    def span(self, levels: tuple[str, ...]) -> tuple[str | None, str | None]:
        """(valid_from, valid_until) over all names at any of ``levels``; None where open or not known."""
        wanted = frozenset("".join(levels))
        known = self.spans.get(wanted)
        if known is None:
            known = self.spans[wanted] = self._span(wanted)
        return known

    def _span(self, wanted: frozenset[str]) -> tuple[str | None, str | None]:
        titles = [title for title in self.titles if not wanted.isdisjoint(title.levels)]
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

    def __init__(self, provinces: Iterable[tuple[str, str, str]] = ()) -> None:
        """``provinces``: of each its name, its short name and its power company, for names that contain them."""
        self.organs: dict[str, Organ] = {}
        self.forms: dict[str, list[Claim]] = {}
        self.shorts: dict[str, list[Claim]] = {}
        self.fixed: dict[str, list[Claim]] = {}
        self._provinces = tuple(provinces)
        (self._party,), (self._committee,) = words("unit_names", "party"), words("unit_names", "committee-short")

    def add_row(self, file: str, line: int, row: list[str], above: Title | None) -> Title:
        """One line of the data file, below the name ``above``; returns the name that the next spellings belong to.

        Raises KnowledgeError with file, line and reason.
        """
        if len(row) == 2:
            mark, spelling = row
            if above is None or mark not in (FULL, SHORT) or not spelling:
                raise KnowledgeError(f"{file}:{line}: a spelling is marked {FULL} or {SHORT} and follows a name")
            self._add_spelling(mark, spelling, above)
            return above
        slug, kind, levels, name, start, end, basis, successor, _ = row
        if slug not in self.organs:
            if kind not in KINDS:
                raise KnowledgeError(f"{file}:{line}: unknown kind {kind!r} of {slug}")
            self.organs[slug] = Organ(slug, kind, successor or None, [])
        if not levels or not _LEVELS.issuperset(levels) or basis not in ("r", "v") or not name:
            raise KnowledgeError(f"{file}:{line}: levels {levels!r}, basis {basis!r} or the name {name!r} is wrong")
        pattern = name if levels == "n" else self._pattern(slug, name)
        title = make_title(slug, levels, pattern, start, end, uniform=basis == "r")
        self._add_full(name, title)
        return title

    def _pattern(self, slug: str, name: str) -> str:
        if "{" in name:
            return name
        return _party(name) if self.organs[slug].kind == "party-organ" else "{}" + name

    def _add_spelling(self, mark: str, spelling: str, above: Title) -> None:
        if mark == SHORT:
            claim = above, False
            self._claim_all(spelling, claim)
            for form in variants_of(spelling):
                self._claim_all(form, claim)
            return
        pattern = self._pattern(above.slug, spelling)
        title = make_title(
            above.slug, above.levels, pattern, above.valid_from or "", above.valid_until or "", uniform=False
        )
        self._add_full(spelling, title)

    def _add_full(self, name: str, title: Title) -> None:
        self.organs[title.slug].titles.append(title)
        self._claim_all(name, (title, True))
        for variant in variants_of(name):
            self._claim_all(variant, (title, is_full_variant(variant)))

    def add_own(self, slug: str, kind: str, name: str) -> None:
        """An organ of the user's own, at every level; ``name`` has ``{}`` where the place stands, or no place."""
        self.organs[slug] = Organ(slug, kind, None, [make_title(slug, "npmcCdkz", name, "", "", uniform=True)])

    def add_alias(self, name: str, slug: str) -> None:
        """A spelling of the user's for a known organ, wherever it exists; it wins over the built-in ones."""
        self.forms["{}" + name] = [(title, False) for title in self.organs[slug].titles if title.levels != "n"]

    def _claim_all(self, spelling: str, claim: Claim) -> None:
        """The spelling, and 党委宣传部 and 委员会宣传部 with 委宣传部."""
        key = fold_text(spelling) if "（" in spelling else spelling
        self._claim(key, claim)
        short = self._committee
        if key.startswith(short) and len(key) > len(short) and claim[0].levels != "n":
            for longer in (*words("unit_names", "committee-also"), *words("unit_names", "committee-full")):
                self._claim(longer + key.removeprefix(short), (claim[0], False))

    def _claim(self, spelling: str, claim: Claim) -> None:
        title, full = claim
        if title.levels == "n":
            _add(self.fixed, spelling, claim)
            return
        if "{" not in spelling:
            _add(self.forms, "{}" + spelling, claim)
            return
        spelling = spelling.removeprefix(self._party)
        if "{s}" in spelling and not full and "{p" not in spelling:
            _add(self.shorts, spelling.replace("{s}", "{}"), claim)
            return
        for form in self._with_provinces(spelling):
            key = _OWN_PLACE.sub("{}", form)
            _add(self.forms, key if "{}" in key else "{}" + key, claim)

    def _with_provinces(self, spelling: str) -> Iterable[str]:
        """国网{p}电力有限公司{s}供电公司 once for each province; any other spelling as it is."""
        if "{p}" not in spelling and "{ps}" not in spelling and "{grid}" not in spelling:
            return (spelling,)
        forms = dict.fromkeys(fill_province(spelling, *province) for province in self._provinces)
        return [form for form in forms if "{grid}" not in form]


def fill_province(pattern: str, name: str, short: str, grid: str) -> str:
    """A pattern with what stands for the province filled in; {grid} stays where the power company is not known."""
    filled = pattern.replace("{p}", name).replace("{ps}", short)
    return filled.replace("{grid}", grid) if grid else filled


def make_title(slug: str, levels: str, pattern: str, start: str, end: str, *, uniform: bool) -> Title:
    """A title from the fields of a data file; empty dates are open."""
    return Title(slug, levels, pattern, start or None, end or None, uniform, start or "0000", last_day(end))


def last_day(date: str) -> str:
    """2018 → 2018-12-31, 2018-03 → 2018-03-31: good enough to compare as text; empty: open."""
    if not date:
        return "9999"
    return date + _DAYS_LEFT.get(len(date), "")


def _add(table: dict[str, list[Claim]], key: str, claim: Claim) -> None:
    claims = table.get(key)
    if claims is None:
        table[key] = [claim]
    elif all(known is not claim[0] for known, _ in claims):
        claims.append(claim)


def _party(name: str) -> str:
    """A committee's own name begins with 中共: 中共阳江市委宣传部; other party organs stand behind the place."""
    party = words("unit_names", "party")[0] if name.startswith(words("unit_names", "committee-short")) else ""
    return party + "{}" + name


def load_organs(provinces: Iterable[tuple[str, str, str]] = ()) -> OrganTable:
    """All organs of the data file. Raises KnowledgeError with file, line and reason."""
    table = OrganTable(provinces)
    above: Title | None = None
    for line, row in read_rows(FILE, read_bytes(FILE), COLUMNS, short=2):
        above = table.add_row(FILE, line, row, above)
    return table
