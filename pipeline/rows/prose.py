"""Statements in prose: the clauses of a sentence that say who does it (由A牵头，B、C配合，于9月底前完成…).

Precise before plentiful: a clause counts only where the registry knows its first unit and a verb follows the names;
what laws say of authorities in general (…主管部门负责…) names no unit. Works on folded text.
"""

import re
from collections.abc import Iterator
from functools import partial

from pipeline.rows.statements import Found
from pipeline.statement.roles import TAIL_LIMIT, is_time, role_grammar, unit_like
from pipeline.text.patterns import pattern
from pipeline.text.stops import SENTENCE_ENDS
from pipeline.units.lists import cut
from pipeline.units.names import REACH, KnownNames

_LONGEST_OFFICE = 10
_LONGEST_UNKNOWN = 20
"""Characters of a name that nobody knows."""
_SENTENCE = re.compile(rf"[^{SENTENCE_ENDS}]{{6,400}}")
_CLAUSE = re.compile("[^,]+")
_PROSE = partial(pattern, "prose")


def find_prose(text: str, known: KnownNames, *, modal: bool) -> list[Found]:
    """The clauses that say who, in order; those of one sentence belong together.

    ``modal``: also units that must do something (市财政局要…), not only those with a role verb.
    """
    found: list[Found] = []
    for number, sentence in enumerate(_SENTENCE.finditer(text)):
        found.extend(_clauses(text, sentence.start(), sentence.end(), number, known, modal=modal))
    return found


def _clauses(text: str, start: int, end: int, number: int, known: KnownNames, *, modal: bool) -> Iterator[Found]:
    """The clauses of one sentence: who comes first, but for a time before; later only in a clause that says no more."""
    begun, late = False, False
    for clause in _CLAUSE.finditer(text, start, end):
        named = known.longest_name(text, clause.start()) is not None
        if not begun and not named and is_time(clause.group()):
            continue
        whole = not late or begun or _is_plain(text, clause.start(), clause.end(), known)
        span = _doers(text, clause.start(), clause.end(), known, modal=modal) if whole else None
        if span is None and begun and _is_listed(text, clause.start(), clause.end()):
            span = clause.span()
        late = late or span is None
        if span is not None:
            begun = True
            yield Found(*span, sentence=number)


def _doers(text: str, start: int, end: int, known: KnownNames, *, modal: bool) -> tuple[int, int] | None:
    """The part of a clause that says who: its units with the verb behind them; None where it says other things."""
    led = _PROSE("led").match(text, start, end)
    timed = _PROSE("until").match(text, led.end() if led else start, end)
    begin = timed.end() if timed else led.end() if led else start
    first = led.start() if led and not timed else begin
    if _is_whole(text, begin, end, known) or (led and not timed and _is_led(text, begin, end)):
        return first, end
    due = _due(text, begin, end)
    if due is not None:
        return first, due
    names = _names_end(text, begin, end, known)
    if names is None:
        return None
    joint = role_grammar().joining.match(text, names, end)
    if joint:
        partners = _names_end(text, joint.end(), end, known)
        names = partners if partners is not None else names
    verb = _verb_behind(text, names, end)
    if verb is not None:
        return first, verb
    must = modal and known.longest_name(text, begin) is not None and _PROSE("modal").match(text, names, end)
    if (must and must.end() < end) or joint:
        return first, names
    return None


def _due(text: str, start: int, end: int) -> int | None:
    """Where the offices or groups that open a clause end, before the day they are due by (各居民区于3月15日前…)."""
    when = _PROSE("due").search(text, start + 2, min(end, start + 2 * REACH))
    if when is None:
        return None
    joint = role_grammar().joining.search(text, start + 2, when.start())
    parts = ((start, joint.start()), (joint.end(), when.start())) if joint else ((start, when.start()),)
    named = all(_is_firm(text, piece.start, piece.end) for low, high in parts for piece in cut(text, low, high))
    return when.start() if named else None


def _is_firm(text: str, start: int, end: int) -> bool:
    """True for an office with its level (镇财经所), or a group of the units below (各居民区)."""
    own = _PROSE("own_level").match(text, start, end) and _is_office(text, start, end)
    return bool(own) or (end - start <= _LONGEST_OFFICE and bool(_PROSE("units_below").fullmatch(text, start, end)))


def _is_plain(text: str, start: int, end: int, known: KnownNames) -> bool:
    """True for a clause that is nothing but units and their role word, with 由 before them or not."""
    led = _PROSE("led").match(text, start, end)
    begin = led.end() if led else start
    return _is_whole(text, begin, end, known) or (bool(led) and _is_led(text, begin, end))


def _is_whole(text: str, start: int, end: int, known: KnownNames) -> bool:
    """True if a clause is nothing but units and the role word that ends it; the registry knows the first one."""
    rules = role_grammar()
    low = max(start, end - 2 * TAIL_LIMIT)
    verb = rules.division.search(text, low, end) or rules.find_verb(text, low, end)
    if verb is None or verb.start() <= start:
        return False
    own = _PROSE("own_level").match(text, start) and _is_listed(text, start, end)
    if not own and not _is_begun(text, start, known):
        return False
    return all(unit_like(text, piece.start, piece.end) for piece in cut(text, start, end))


def _is_led(text: str, start: int, end: int) -> bool:
    """True behind 由 for a name that nobody knows, with its role word at the clause's end: a level word opens it, or
    it is an office by its shape (由科教科、院办公室负责)."""
    verb = role_grammar().find_verb(text, max(start, end - 2 * TAIL_LIMIT), end)
    if verb is None or not 2 < verb.start() - start <= _LONGEST_UNKNOWN:
        return False
    return bool(_PROSE("levelled").match(text, start)) or _is_listed(text, start, end)


def _is_listed(text: str, start: int, end: int) -> bool:
    """True for offices by their shape, none a class of units (主管部门), with the role word that ends their list."""
    verb = role_grammar().find_verb(text, max(start, end - 2 * TAIL_LIMIT), end)
    if verb is None or verb.start() <= start:
        return False
    return all(_is_office(text, piece.start, min(piece.end, verb.start())) for piece in cut(text, start, verb.start()))


def _is_office(text: str, start: int, end: int) -> bool:
    plain = end - start <= _LONGEST_OFFICE and not _PROSE("class").search(text, start, end)
    return plain and unit_like(text, start, end)


def _is_begun(text: str, start: int, known: KnownNames) -> bool:
    return known.longest_name(text, start) is not None or _PROSE("group").match(text, start) is not None


def _verb_behind(text: str, start: int, end: int) -> int | None:
    """The end of the role verb that begins at ``start``, if one does and it is no part of another word."""
    found = _PROSE("manner").match(text, start, end)
    begin = found.end() if found else start
    words = role_grammar().words.roles["verb"]
    ends = [begin + len(word) for word in words if text.startswith(word, begin) and begin + len(word) <= end]
    if not ends or _PROSE("no_verb").match(text, max(ends), end):
        return None
    duty = pattern("statement", "duty").match(text, begin, end)
    return duty.end() if duty and max(ends) < end else max(ends)


def _names_end(text: str, start: int, end: int, known: KnownNames) -> int | None:
    """Where a list of known units that begins at ``start`` ends; groups (各县区) may follow the first name."""
    position: int | None = None
    begin = start
    while begin < end:
        reach = known.longest_name(text[begin : min(end, begin + REACH)], 0)
        stop = begin + reach if reach else _group_end(text, begin, end)
        if stop is None or stop <= begin:
            return position
        position = stop
        etc = role_grammar().etc.match(text, stop, end)
        stop = etc.end() if etc else stop
        link = _PROSE("link").match(text, stop, end)
        if link is None:
            return stop
        begin = link.end()
    return position


def _group_end(text: str, start: int, end: int) -> int | None:
    """各县（市、区）, 属地供电公司: a group up to the verb, where it looks like units."""
    if not _PROSE("group").match(text, start, end):
        return None
    words = role_grammar().words.roles["verb"]
    ends = [at for word in words if (at := text.find(word, start + 2, min(end, start + REACH))) > 0]
    ends += [match.start() for match in (_PROSE("modal").search(text, start + 2, min(end, start + REACH)),) if match]
    for stop in sorted(ends):
        if stop > start and unit_like(text, start, stop) and len(cut(text, start, stop)) == 1:
            return stop
    return None


def opening_duty(text: str, known: KnownNames) -> tuple[int, int] | None:
    """The units that open an item, with the colon or verb before what they shall do: 市财政局：负责…, 市财政局负责….

    Gives the span of the units and where their duty begins.
    """
    names = _names_end(text, 0, min(len(text), REACH), known)
    if names is None:
        return None
    colon = _PROSE("colon").search(text, names, min(len(text), REACH))
    if colon and all(unit_like(text, piece.start, piece.end) for piece in cut(text, 0, colon.start())):
        return colon.start(), colon.end()
    verb = _PROSE("duty").match(text, names)
    return (names, names) if verb and len(text) > verb.end() + 4 else None
