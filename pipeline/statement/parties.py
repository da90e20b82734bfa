"""A list of units with role words (A、B牵头，C配合) → parties. Works on folded text; offsets are half-open in it."""

import re
from itertools import pairwise

from msgspec import Struct

from pipeline.fold import Folded
from pipeline.model import PartyRole, RoleBasis
from pipeline.source import Quotes
from pipeline.statement.roles import TAIL_LIMIT, is_time, role_grammar, unit_like
from pipeline.text import enumerator
from pipeline.text.patterns import pattern
from pipeline.text.stops import CONJUNCTION
from pipeline.units.carry import complete
from pipeline.units.lists import ListPiece, cut, names_in
from pipeline.units.names import NAME_LIMIT, KnownNames, ListedName
from pipeline.units.shapes import shape

Span = tuple[int, int]
STARS = "*★▲"
_MINOR: tuple[PartyRole, ...] = ("support", "participate", "guide", "supervise", "implement")
"""Roles of helpers: a verb for them does not reach back over a comma to units that a label made responsible."""


class Given(Struct, frozen=True, gc=False):
    """The role that a column or label gives to units without a verb."""

    role: PartyRole = "responsible"
    basis: RoleBasis = "default"


class PartyDraft(Struct, gc=False):
    """A party as read: its printed name, what the list carries to it, and its role, which a verb later in the list may
    still give.

    text        the folded text of the list; ``unit``'s offsets are in it
    role_place  the header cell or note that gave the role, if one did
    """

    text: Folded
    unit: ListedName
    separator: str
    role: PartyRole = "responsible"
    basis: RoleBasis = "default"
    etc: bool = False
    starred: bool = False
    settled: bool = False
    role_place: Quotes = ()

    def settle(self, given: Given) -> None:
        """Give the role, unless a word nearer to the name has given one."""
        if not self.settled:
            self.role, self.basis, self.settled = given.role, given.basis, True

    def cut(self, start: int, end: int) -> None:
        """Take the name to be ``start:end`` of the text."""
        self.unit = ListedName(start, end, self.text.text[start:end])


class UnitList(Struct, frozen=True, gc=False):
    """What a list of units says.

    division  how the parties share the work
    times     pieces that say when
    persons   names of people behind a unit
    marks     role words, enumerators and conjunctions: delimiters for the ledger
    """

    parties: tuple[PartyDraft, ...]
    division: Span | None
    times: tuple[Span, ...]
    persons: tuple[Span, ...]
    marks: tuple[Span, ...]


def read_units(folded: Folded, start: int, end: int, given: Given, known: KnownNames) -> UnitList:
    """The list ``folded.text[start:end]``, its parties in order."""
    return _ListReader(folded, known).read(start, end, given)


class _ListReader:
    """The reading of one list; it lives for one call of ``read_units``."""

    def __init__(self, folded: Folded, known: KnownNames) -> None:
        self.folded, self.known, self.rules = folded, known, role_grammar()
        self.text, self.breaks, self.gaps = folded.text, folded.breaks, folded.gaps
        self.persons: list[Span] = []
        self.marks: list[Span] = []
        self.times: list[Span] = []
        self.loose_etc = False  # 等 stood alone, behind a line break: it belongs to the name before

    def read(self, start: int, end: int, given: Given) -> UnitList:
        drafts, division = self._drafts(start, end, given)
        spans = [(draft.unit.start, draft.unit.end, draft.separator) for draft in drafts]
        for draft, name in zip(drafts, complete(self.text, spans, self.known), strict=True):
            draft.unit = name
        return UnitList(tuple(drafts), division, tuple(self.times), tuple(self.persons), tuple(self.marks))

    def _drafts(self, start: int, end: int, given: Given) -> tuple[list[PartyDraft], Span | None]:
        """Piece by piece: a verb settles the names that wait for one, a semicolon those that never got one."""
        drafts: list[PartyDraft] = []
        division: Span | None = None
        waiting = after_comma = 0
        jointly = False
        for piece in self._pieces(start, end):
            if is_time(self.text[piece.start : piece.end]):
                self._add_time(piece.start, piece.end)
                continue
            if drafts and waiting == len(drafts) and self._is_tail(piece):
                division = division or (piece.start, piece.end)
                continue
            if piece.separator in (";", "。"):
                _settle(drafts[waiting:], given)
                waiting = len(drafts)
            if piece.separator in (",", ";", "。"):
                after_comma = len(drafts)
            role, found, new = self._piece(piece.start, piece.end, piece.separator)
            jointly = _go_on_jointly(new, jointly and piece.separator == "、")
            drafts.extend(new)
            self._place_etc(drafts)
            division = found or division
            if role and role in _MINOR and waiting == 0 and 0 < after_comma < len(drafts):
                _settle(drafts[:after_comma], given)
            if role or found:
                _settle(drafts[waiting:], _settled_by(role, given))
                waiting, jointly = len(drafts), False
        _settle(drafts[waiting:], given)
        return drafts, division

    def _pieces(self, start: int, end: int) -> list[ListPiece]:
        """The pieces between separators; a blank before a number (1.市财政局 2.市教育局) parts them too."""
        numbered = {gap for gap in self.gaps if enumerator.leading(self.text, gap, end, enumerator.LISTS)}
        return cut(self.text, start, end, self.breaks | numbered, self.known)

    def _is_tail(self, piece: ListPiece) -> bool:
        """True for a clause behind the units that says how they go about it: 依据会议安排确定."""
        text = self.text[piece.start : piece.end]
        told = piece.separator in (",", ";", "。") and pattern("statement", "tail").search(text)
        return bool(told) and not unit_like(self.text, piece.start, piece.end)

    def _add_time(self, start: int, end: int) -> None:
        """Times beside each other are one text, for their list may share a year or an ending."""
        if self.times and self.times[-1][1] + 1 == start:
            start = self.times.pop()[0]
        self.times.append((start, end))

    def _place_etc(self, drafts: list[PartyDraft]) -> None:
        """等 behind a line break belongs to the name before it."""
        if self.loose_etc and drafts:
            drafts[-1].etc, self.loose_etc = True, False

    def _piece(self, start: int, end: int, separator: str) -> tuple[PartyRole | None, Span | None, list[PartyDraft]]:
        """The role and division that end a piece, and its names."""
        start = self._strip_front(start, end)
        found = self.rules.division.search(self.text, max(start, end - TAIL_LIMIT * 2), end)
        division = (found.start(), end) if found else None
        end = found.start() if found else end
        shared = _role_of_division(self.text[found.start() : found.end()]) if found else None
        role, end = self._strip_verbs(start, end)
        role = role or shared
        own: PartyRole | None = None
        if role is None and division is None and end > start and self.text[end - 1] == ")":
            own, end = self._strip_remark(start, end)
        joint = self._joining(start, end)
        if joint:
            return role, division, self._joint_names(start, joint, end, separator)
        drafts = self._names(start, end, separator)
        if own:
            _settle(drafts, Given(own, "stated"))
        return role, division, drafts

    def _joint_names(self, start: int, joint: re.Match[str], end: int, separator: str) -> list[PartyDraft]:
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
        rules = self.rules
        if not rules.joining.search(self.text, start, end - 1) or self._is_name(start, end):
            return None
        for match in rules.joining.finditer(self.text, start, end - 1):
            low = max(start, match.start() - TAIL_LIMIT)
            left = shape().search(self.text, low, match.start()) or rules.find_verb(self.text, low, match.start())
            if left or match.start() == start:
                return match
        return None

    def _is_name(self, start: int, end: int) -> bool:
        return end - start <= 2 * NAME_LIMIT and self.known.longest_name(self.text[start:end], 0) == end - start

    def _strip_front(self, start: int, end: int) -> int:
        """Past an enumerator and a leading word (由, 请)."""
        number = enumerator.leading(self.text, start, end, enumerator.LISTS)
        if number and number.end < end:
            self.marks.append((number.start, number.end))
            start = number.end
        leading = self.rules.leading.match(self.text, start, end)
        if leading and leading.end() < end and not self._is_name(start, end) and not self._opens_name(leading, end):
            self.marks.append(leading.span())
            start = leading.end()
        return start

    def _opens_name(self, leading: re.Match[str], end: int) -> bool:
        """True where 和 is the first character of a known name (和平县水务局配合), and no name begins behind it."""
        whole = self.known.longest_name(self.text[leading.start() : end], 0) or 0
        return whole > len(leading.group()) and self.known.longest_name(self.text[leading.end() : end], 0) is None

    def _strip_verbs(self, start: int, end: int) -> tuple[PartyRole | None, int]:
        """The role of the verbs that end a piece (of several the last one, but 牵头 wins), and where they begin."""
        rules = self.rules
        role: PartyRole | None = None
        for _ in range(3):
            match = rules.find_verb(self.text, max(start, end - TAIL_LIMIT), end)
            if match is None or (match.start() > start and self._is_name(start, end)):
                break
            found = rules.words.verb(match[1])
            role = found if role is None or found == "lead" else role
            self.marks.append((match.start(), end))
            end = match.start()
        return role, end

    def _strip_remark(self, start: int, end: int) -> tuple[PartyRole | None, int]:
        """A role in brackets behind one name: 市财政局（牵头）."""
        remark = pattern("statement", "role_remark").search(self.text, max(start, end - TAIL_LIMIT), end)
        word = pattern("statement", "role_noun").sub("", remark[1]) if remark else ""
        role = self.rules.words.verb(word)
        if remark and role:
            self.marks.append(remark.span(1))
            return role, remark.start()
        return None, end

    def _names(self, start: int, end: int, separator: str) -> list[PartyDraft]:
        """The names of a piece, their stars and 等 taken off."""
        if start >= end:
            return []
        inner = pattern("statement", "names_inside").search(self.text, start + 2, end - 1)
        if inner:
            return self._names(start, inner.end(), separator) + self._names(inner.end(), end, CONJUNCTION)
        drafts: list[PartyDraft] = []
        end = self._strip_person(start, end)
        spans = names_in(self.text, start, end, self.known, self.breaks)
        self.marks.extend((left[1], right[0]) for left, right in pairwise(spans) if left[1] < right[0])
        for low, high in spans:
            low, high, starred = self._strip_stars(low, high)
            etc = self.rules.etc.search(self.text, max(low, high - TAIL_LIMIT), high)
            if etc:
                self.marks.append((etc.start(), high))
                high = etc.start()
                self.loose_etc = high == low
            if high > low:
                before = separator if not drafts and low <= start + starred else CONJUNCTION
                name = ListedName(low, high, self.text[low:high])
                drafts.append(PartyDraft(self.folded, name, before, etc=etc is not None, starred=starred))
        return drafts

    def _strip_person(self, start: int, end: int) -> int:
        """Where a unit ends that persons follow, in brackets or behind a space: 市财政局（张三）, 县水利局 张三."""
        opened = self._person_bracket(start, end)
        if opened is not None:
            return opened
        for gap in range(max(start + 2, end - 4), end - 1):
            if gap not in self.gaps and gap not in self.breaks:
                continue
            named = pattern("statement", "person").fullmatch(self.text, gap, end) and not shape().search(
                self.text, gap, end
            )
            if named and self.known.longest_name(self.text[start:end], 0) == gap - start:
                self.persons.append((gap, end))
                return gap
        return end

    def _person_bracket(self, start: int, end: int) -> int | None:
        """Where the bracket opens that names persons behind a unit; None where it says something else."""
        opened = self.text.rfind("(", start + 1, end)
        if opened < 0 or self.text[end - 1] != ")" or self._is_name(start, end):
            return None
        if not shape().search(self.text, start, opened) and not self._is_name(start, opened):
            return None
        names = pattern("statement", "names").fullmatch(self.text, opened + 1, end - 1)
        if names is None or any(shape().search(name) for name in names.group().split("、")):
            return None
        self.persons.append((opened + 1, end - 1))
        return opened

    def _strip_stars(self, low: int, high: int) -> tuple[int, int, bool]:
        """The name without a star before or behind it nor a footnote's mark, and whether it had a star."""
        before = high - low > 1 and self.text[low] in STARS
        low += before
        behind = high - low > 1 and self.text[high - 1] in STARS
        high -= behind
        footnote = pattern("statement", "footnote").search(self.text, max(low + 1, high - TAIL_LIMIT), high)
        if footnote:
            self.marks.append(footnote.span())
            high = footnote.start()
        return low, high, before or behind


def _role_of_division(text: str) -> PartyRole | None:
    """按职责配合 says how the work is shared and what the units do; 按职责分工负责 leaves the role to the label."""
    rules = role_grammar()
    verb = rules.find_verb(text, 0, len(text))
    role = rules.words.verb(verb[1]) if verb else None
    return role if role in ("support", "participate", "guide", "supervise") else None


def _go_on_jointly(new: list[PartyDraft], jointly: bool) -> bool:
    """A会同B、C: what follows B over 、 is jointly too."""
    if jointly:
        _settle(new, Given("jointly", "stated"))
    return jointly or any(draft.role == "jointly" for draft in new)


def _settled_by(role: PartyRole | None, given: Given) -> Given:
    """What a verb, or a division without one (按职责分工负责), makes of the names that wait."""
    if role:
        return Given(role, "stated")
    return given if given.basis != "default" else Given("responsible", "stated")


def _settle(drafts: list[PartyDraft], given: Given) -> None:
    for draft in drafts:
        draft.settle(given)
