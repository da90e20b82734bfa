"""A list of units with role words (A、B牵头，C配合) → parties. Works on folded text; offsets are half-open in it."""

import re
from itertools import pairwise

from msgspec import Struct

from pipeline.fold import HAN, Folded
from pipeline.model import PartyRole, RoleBasis
from pipeline.statement.roles import TAIL_LIMIT, grammar, is_time
from pipeline.units.lists import NAME_LIMIT, Name, Registry, complete, cut, names_in, shape

Span = tuple[int, int]
ENUMERATOR = re.compile(
    r"[(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)](?!\d)|\d{1,3}[.、](?!\d)|[一二三四五六七八九十]{1,3}、|[①-⑳]"
)
STARS = "*★▲"
_PERSON = re.compile(rf"{HAN}{{2,4}}")
_ROLE_REMARK = re.compile(r"\(([^()]{2,8})\)$")
_MINOR: tuple[PartyRole, ...] = ("support", "participate", "guide", "supervise", "implement")
"""Roles of helpers: a verb for them does not reach back over a comma to units that a label made responsible."""


class Given(Struct, frozen=True, gc=False):
    """The role that a column or label gives to units without a verb."""

    role: PartyRole = "responsible"
    basis: RoleBasis = "default"


class PartyDraft(Struct, frozen=True, gc=False):
    """A unit as printed, with what the list carries to it and the role it was given."""

    unit: Name
    role: PartyRole
    basis: RoleBasis
    etc: bool = False
    starred: bool = False


class Entry:
    """A name on its way to a party: what the pieces after it may still settle."""

    __slots__ = ("basis", "end", "etc", "role", "separator", "settled", "starred", "start")

    def __init__(self, start: int, end: int, separator: str) -> None:
        self.start, self.end, self.separator = start, end, separator
        self.role: PartyRole = "responsible"
        self.basis: RoleBasis = "default"
        self.etc = self.starred = self.settled = False

    def settle(self, role: PartyRole, basis: RoleBasis) -> None:
        """Give the role, unless a word nearer to the name has given one."""
        if not self.settled:
            self.role, self.basis, self.settled = role, basis, True


class PartyReader:
    """Reads the unit lists of one text.

    ``marks`` collects role words, enumerators and conjunctions, ``times`` what says when, ``persons`` the names of
    people behind a unit.
    """

    def __init__(self, folded: Folded, registry: Registry) -> None:
        self.text, self.breaks, self.gaps, self.registry = folded.text, folded.breaks, folded.gaps, registry
        self.persons: list[Span] = []
        self.marks: list[Span] = []
        self.times: list[Span] = []
        self.loose_etc = False  # 等 stood alone, behind a line break: it belongs to the name before

    def read(self, start: int, end: int, given: Given) -> tuple[tuple[PartyDraft, ...], Span | None]:
        """The parties of ``text[start:end]`` in order, and how they share the work."""
        entries, division = self._entries(start, end, given)
        names = complete(self.text, [(entry.start, entry.end, entry.separator) for entry in entries], self.registry)
        parties = tuple(
            PartyDraft(name, entry.role, entry.basis, entry.etc, entry.starred)
            for name, entry in zip(names, entries, strict=True)
        )
        return parties, division

    def _entries(self, start: int, end: int, given: Given) -> tuple[list[Entry], Span | None]:
        """Piece by piece: a verb settles the names that wait for one, a semicolon those that never got one."""
        entries: list[Entry] = []
        division: Span | None = None
        waiting = after_comma = 0
        jointly = False
        for piece in cut(self.text, start, end, self.breaks, self.registry):
            if is_time(self.text[piece.start : piece.end]):
                self.times.append((piece.start, piece.end))
                continue
            if piece.separator in (";", "。"):
                _settle(entries[waiting:], given)
                waiting = len(entries)
            if piece.separator in (",", ";", "。"):
                after_comma = len(entries)
            role, found, new = self._piece(piece.start, piece.end, piece.separator)
            jointly = _go_on_jointly(new, jointly and piece.separator == "、")
            entries.extend(new)
            self._place_etc(entries)
            division = found or division
            if role and role in _MINOR and waiting == 0 and 0 < after_comma < len(entries):
                _settle(entries[:after_comma], given)
            if role or found:
                _settle(entries[waiting:], _settled_by(role, given))
                waiting, jointly = len(entries), False
        _settle(entries[waiting:], given)
        return entries, division

    def _place_etc(self, entries: list[Entry]) -> None:
        """等 behind a line break belongs to the name before it."""
        if self.loose_etc and entries:
            entries[-1].etc, self.loose_etc = True, False

    def _piece(self, start: int, end: int, separator: str) -> tuple[PartyRole | None, Span | None, list[Entry]]:
        """The role and division that end a piece, and its names."""
        start = self._strip_front(start, end)
        found = grammar().division.search(self.text, max(start, end - TAIL_LIMIT * 2), end)
        division = (found.start(), end) if found else None
        end = found.start() if found else end
        role, end = self._strip_verbs(start, end)
        own: PartyRole | None = None
        if role is None and division is None and end > start and self.text[end - 1] == ")":
            own, end = self._strip_remark(start, end)
        joint = self._joining(start, end)
        if joint:
            return role, division, self._joint_names(start, joint, end, separator)
        entries = self._names(start, end, separator)
        if own:
            _settle(entries, Given(own, "stated"))
        return role, division, entries

    def _joint_names(self, start: int, joint: re.Match[str], end: int, separator: str) -> list[Entry]:
        """A会同B: only B is jointly; A takes what the end of the piece says."""
        self.marks.append(joint.span())
        left_role, left_end = self._strip_verbs(start, joint.start())
        left = self._names(start, left_end, separator)
        if left_role:
            _settle(left, Given(left_role, "stated"))
        right = self._names(joint.end(), end, joint.group())
        _settle(right, Given("jointly", "stated"))
        return left + right

    def _joining(self, start: int, end: int) -> re.Match[str] | None:
        """会同 between two units, or before one; never inside a name."""
        rules = grammar()
        if not rules.joining.search(self.text, start, end - 1) or self._is_name(start, end):
            return None
        for match in rules.joining.finditer(self.text, start, end - 1):
            low = max(start, match.start() - TAIL_LIMIT)
            left = shape().search(self.text, low, match.start()) or rules.find_verb(self.text, low, match.start())
            if left or match.start() == start:
                return match
        return None

    def _is_name(self, start: int, end: int) -> bool:
        return end - start <= 2 * NAME_LIMIT and self.registry.longest_name(self.text[start:end], 0) == end - start

    def _strip_front(self, start: int, end: int) -> int:
        """Past an enumerator and a leading word (由, 请)."""
        enumerator = ENUMERATOR.match(self.text, start, end)
        if enumerator and enumerator.end() < end:
            self.marks.append(enumerator.span())
            start = enumerator.end()
        leading = grammar().leading.match(self.text, start, end)
        if leading and leading.end() < end and not self._is_name(start, end):
            self.marks.append(leading.span())
            start = leading.end()
        return start

    def _strip_verbs(self, start: int, end: int) -> tuple[PartyRole | None, int]:
        """The role of the verbs that end a piece (of several the last one, but 牵头 wins), and where they begin."""
        rules = grammar()
        role: PartyRole | None = None
        for _ in range(3):
            match = rules.find_verb(self.text, max(start, end - TAIL_LIMIT), end)
            if match is None or (match.start() > start and self._is_name(start, end)):
                break
            found = rules.verbs[match[1]]
            role = found if role is None or found == "lead" else role
            self.marks.append((match.start(), end))
            end = match.start()
        return role, end

    def _strip_remark(self, start: int, end: int) -> tuple[PartyRole | None, int]:
        """A role in brackets behind one name: 市财政局（牵头）."""
        remark = _ROLE_REMARK.search(self.text, max(start, end - TAIL_LIMIT), end)
        word = re.sub(r"(?:责任)?(?:单位|部门)$", "", remark[1]) if remark else ""
        role = grammar().verbs.get(word)
        if remark and role:
            self.marks.append(remark.span(1))
            return role, remark.start()
        return None, end

    def _names(self, start: int, end: int, separator: str) -> list[Entry]:
        """The names of a piece, their stars and 等 taken off."""
        if start >= end:
            return []
        entries: list[Entry] = []
        end = self._strip_person(start, end)
        spans = names_in(self.text, start, end, self.registry, self.breaks)
        self.marks.extend((left[1], right[0]) for left, right in pairwise(spans) if left[1] < right[0])
        for low, high in spans:
            entry = Entry(low, high, separator if low == start else "和")
            self._strip_stars(entry)
            etc = grammar().etc.search(self.text, max(entry.start, entry.end - TAIL_LIMIT), entry.end)
            if etc:
                self.marks.append((etc.start(), entry.end))
                entry.end = etc.start()
                entry.etc = entry.end > entry.start
                self.loose_etc = not entry.etc
            if entry.end > entry.start:
                entries.append(entry)
        return entries

    def _strip_person(self, start: int, end: int) -> int:
        """Where a unit ends that a person's name follows behind a space: 县水利局 张三."""
        for gap in range(max(start + 2, end - 4), end - 1):
            if gap not in self.gaps and gap not in self.breaks:
                continue
            person = _PERSON.fullmatch(self.text, gap, end) and not shape().search(self.text, gap, end)
            if person and self.registry.longest_name(self.text[start:end], 0) == gap - start:
                self.persons.append((gap, end))
                return gap
        return end

    def _strip_stars(self, entry: Entry) -> None:
        if entry.end - entry.start > 1 and self.text[entry.start] in STARS:
            entry.starred, entry.start = True, entry.start + 1
        if entry.end - entry.start > 1 and self.text[entry.end - 1] in STARS:
            entry.starred, entry.end = True, entry.end - 1


def _go_on_jointly(new: list[Entry], jointly: bool) -> bool:
    """A会同B、C: what follows B over 、 is jointly too."""
    if jointly:
        _settle(new, Given("jointly", "stated"))
    return jointly or any(entry.role == "jointly" for entry in new)


def _settled_by(role: PartyRole | None, given: Given) -> Given:
    """What a verb, or a division without one (按职责分工负责), makes of the names that wait."""
    if role:
        return Given(role, "stated")
    return given if given.basis != "default" else Given("responsible", "stated")


def _settle(entries: list[Entry], given: Given) -> None:
    for entry in entries:
        entry.settle(given.role, given.basis)
