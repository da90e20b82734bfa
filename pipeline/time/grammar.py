"""The grammar of time limits: the data file's patterns, and the scan that finds expressions of time.

Patterns are compiled when they are first needed, so that a text without dates costs next to nothing.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from msgspec import Struct

from pipeline import knowledge
from pipeline.text.numeral import read_numeral
from pipeline.time.dates import PeriodGroups, Words

Example = tuple[str, int, str]

AHEAD = 48
"""So far ahead, in characters, a rule's ``needs`` are looked for."""


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """One pattern of the data file."""
    return re.compile(pattern)


class TimeRule(Struct, frozen=True):
    """A [[rule]] (``pattern`` at a character of ``starts``) or a [[date]] rule (words around a period).

    Without a character of ``needs`` in what follows it cannot match, and is not tried; nor without ``core``, the bare
    words of an [[event]], which compile in a fraction of the time.
    """

    id: str
    behaviour: str
    examples: tuple[Example, ...]
    needs: frozenset[str]
    pattern: str = ""
    core: str = ""
    recurrence: str | None = None
    lead: str = ""
    lead_optional: bool = False
    tail: str = ""
    last: str | None = None


class PeriodRule(Struct, frozen=True):
    """A [[period]]; ``after_year`` says that a year may precede it. ``needs`` as in a ``TimeRule``."""

    id: str
    pattern: str
    needs: frozenset[str]
    after_year: bool


class Hit(Struct, frozen=True, gc=False):
    """One expression of time, not yet worked out.

    ``groups`` are those of a [[rule]], or of the words after the period of a [[date]] rule; ``first`` and ``last`` are
    those of its periods.
    """

    start: int
    end: int
    rule: TimeRule
    words: str
    groups: PeriodGroups = {}
    first: PeriodGroups = {}
    last: PeriodGroups = {}


class TimeGrammar(Struct, frozen=True):
    """The whole data file. ``field`` and ``prose`` are alternations of its word lists."""

    rules: tuple[TimeRule, ...]
    dates: tuple[TimeRule, ...]
    periods: tuple[PeriodRule, ...]
    words: Words
    by_start: dict[str, tuple[TimeRule, ...]]
    needed: frozenset[str]
    characters: frozenset[str]
    starts: str
    joined: str
    leads: str
    yearlike: str
    events: frozenset[str]
    listing: str
    through: str
    field: dict[str, str]
    prose: dict[str, str]
    misread: str
    letters: dict[str, str]


@cache
def time_grammar() -> TimeGrammar:
    """The grammar of ``knowledge/deadlines.toml``."""
    data = knowledge.read_toml("deadlines.toml")
    parts: dict[str, str] = {}
    for name, pattern in data["parts"].items():
        parts[name] = _fill(pattern, parts)
    events = [_event(entry) for entry in data["event"]]
    data["rule"] = events + data["rule"]
    rules = tuple(_rule(entry, parts) for entry in data["rule"])
    dates = tuple(_rule(entry, parts) for entry in data["date"])
    by_start: dict[str, tuple[TimeRule, ...]] = {}
    for entry, rule in zip(data["rule"], rules, strict=True):
        for char in _fill(entry["starts"], parts):
            by_start[char] = (*by_start.get(char, ()), rule)
    periods = tuple(
        PeriodRule(entry["id"], _fill(entry["pattern"], parts), _needs(entry), entry.get("year", False))
        for entry in data["period"]
    )
    needed = [rule.needs for rule in (*rules, *dates)] + [period.needs for period in periods]
    return TimeGrammar(
        rules=rules,
        dates=dates,
        periods=periods,
        words=_words(data),
        by_start=by_start,
        needed=frozenset(char for needs in needed for char in needs),
        characters=frozenset(_fill(data["scan"]["characters"], parts)),
        starts=_starts(data["scan"], by_start, parts),
        joined=data["scan"]["joined"],
        leads="|".join(f"(?:{rule.lead})" for rule in dates if rule.lead),
        yearlike=parts["yearlike"],
        events=frozenset(rule.id for rule in rules if rule.behaviour == "event"),
        listing=parts["listing"],
        through=parts["to"],
        field=_word_lists(data["field"]),
        prose=_word_lists(data["prose"]),
        misread="|".join(_once_named(data["misread"]["patterns"])),
        letters=data["misread"]["letters"],
    )


def _once_named(patterns: list[str]) -> list[str]:
    """The patterns without group names, so that they can be alternatives; the whole match is what they find."""
    return [pattern.replace("(?P<x>", "(?:") for pattern in patterns]


def _event(entry: dict[str, Any]) -> dict[str, Any]:
    """A [[rule]] from an [[event]]: its words between what may precede and follow the name of a time of the year."""
    words = "|".join(f"(?:{word})" for word in entry["words"])
    return {
        "id": entry["id"],
        "behaviour": "event",
        "starts": entry["starts"] + "{eventstarts}",
        "needs": entry.get("needs", ""),
        "core": words,
        "pattern": f"{{eventlead}}(?:{words}){{eventtail}}",
        "examples": [(text, 2021, "unspecified .. none") for text in entry["examples"]],
    }


def _words(data: dict[str, Any]) -> Words:
    return Words(
        plans={name: (first, last) for name, (first, last) in data["plans"].items()},
        years={word: (entry["from"] == "document", entry["later"]) for word, entry in data["years"].items()},
        halves=data["halves"],
        quarters=data["quarters"],
        months=data["months"],
        days={name: (month, day) for name, (month, day) in data["days"].items()},
        tens=data["tens"],
        weekdays=data["weekdays"],
        lengths={word: (entry.get("months", 0), entry.get("days", 0)) for word, entry in data["lengths"].items()},
    )


def _starts(scan: dict[str, Any], by_start: dict[str, tuple[TimeRule, ...]], parts: dict[str, str]) -> str:
    """The pattern of the places where an expression can begin; its group ``gate`` is where a period can."""
    plain = "".join(sorted(set(by_start) - set(_fill(scan["gated"], parts))))
    return "|".join([f"(?P<gate>{parts['gate']})", f"[{re.escape(plain)}]", *scan["gates"]])


def _fill(pattern: str, parts: dict[str, str]) -> str:
    """``{name}`` replaced by the part of that name; quantifiers such as {1,3} stay."""
    return re.sub(r"\{([a-z]+)\}", lambda match: parts[match.group(1)], pattern)


def _rule(entry: dict[str, Any], parts: dict[str, str]) -> TimeRule:
    filled = {name: _fill(entry[name], parts) for name in ("pattern", "core", "lead", "tail", "last") if name in entry}
    examples = tuple((text, year, expected) for text, year, expected in entry["examples"])
    optional = "lead" not in entry or entry.get("lead_optional", False)
    return TimeRule(
        entry["id"],
        entry["behaviour"],
        examples,
        _needs(entry),
        recurrence=entry.get("recurrence"),
        lead_optional=optional,
        **filled,
    )


def _needs(entry: dict[str, Any]) -> frozenset[str]:
    return frozenset(entry.get("needs", ""))


def _word_lists(lists: dict[str, list[str]]) -> dict[str, str]:
    return {name: "|".join(f"(?:{word})" for word in words) for name, words in lists.items()}


# ---------------------------------------------------------------- the scan


def scan(text: str) -> Iterator[Hit]:
    """The expressions of time in ``text``, left to right, none overlapping. Linear in the length of the text."""
    known = time_grammar()
    start_of = compiled(known.starts)
    found = start_of.search(text)
    while found:
        start = found.start()
        hits = _plain_hit(text, start, known) or _listed_hits(text, start, known) or _date_hit(text, start, known)
        yield from hits
        found = start_of.search(text, hits[-1].end if hits else start + 1)


def _ahead(text: str, start: int, known: TimeGrammar) -> frozenset[str]:
    """Which of the characters that rules need come next."""
    return known.needed.intersection(text[start : start + AHEAD])


def _fits(needs: frozenset[str], ahead: frozenset[str]) -> bool:
    return not needs or not needs.isdisjoint(ahead)


@lru_cache(maxsize=1024)
def _rules(first: str, ahead: frozenset[str]) -> list[TimeRule]:
    """The [[rule]]s that can match at the character ``first``, before ``ahead``."""
    return [rule for rule in time_grammar().by_start.get(first, ()) if _fits(rule.needs, ahead)]


@lru_cache(maxsize=1024)
def _dates(ahead: frozenset[str]) -> list[TimeRule]:
    return [rule for rule in time_grammar().dates if _fits(rule.needs, ahead)]


@lru_cache(maxsize=1024)
def _periods(ahead: frozenset[str]) -> list[PeriodRule]:
    return [period for period in time_grammar().periods if _fits(period.needs, ahead)]


def _plain_hit(text: str, start: int, known: TimeGrammar) -> list[Hit]:
    for rule in _rules(text[start], _ahead(text, start, known)):
        if rule.core and not compiled(rule.core).search(text, start, start + AHEAD):
            continue
        match = compiled(rule.pattern).match(text, start)
        if match and match.end() > start:
            return [Hit(start, match.end(), rule, match.group(), groups=match.groupdict())]
    return []


def _listed_hits(text: str, start: int, known: TimeGrammar) -> list[Hit]:
    """3、6、9月底前 is a date each; 6、7月, one behind the other and without an ending, is one stretch."""
    after_year = compiled(known.yearlike).match(text, start)
    found = compiled(known.listing).match(text, after_year.end() if after_year else start)
    whole = _date_hit(text, found.end(), known) if found else []
    if not found or not whole or whole[0].first.get("k"):
        return []
    last = whole[0]
    year = {name: word for name, word in after_year.groupdict().items() if word} if after_year else {}
    numbers = re.findall(r"[^、,]+", found["list"])
    months = [read_numeral(word) for word in (*numbers, last.first.get("m") or "")]
    in_row = all(month is not None and month + 1 == after for month, after in pairwise(months))
    if in_row and last.rule.id == "bare":
        stretch = {**last.first, **year, "m": numbers[0], "k": last.first["m"]}
        return [Hit(start, last.end, last.rule, text[start : last.end], last.groups, stretch, stretch)]
    hits: list[Hit] = []
    position = found.start("list")
    for number in numbers:
        first = {**last.first, **({} if hits else year), "m": number}
        begin = position if hits else start
        hits.append(Hit(begin, position + len(number), last.rule, number, last.groups, first, first))
        position += len(number) + 1
    return [*hits, Hit(last.start, last.end, last.rule, last.words, last.groups, last.first, last.last)]


def _date_hit(text: str, start: int, known: TimeGrammar) -> list[Hit]:
    lead = compiled(known.leads).match(text, start)
    position = lead.end() if lead else start
    period = _match_period(text, position, known)
    if period is None:
        return []
    middle, first = period
    words = text[start:position]
    for rule in _dates(_ahead(text, middle, known)):
        tail = _match_tail(rule, words, text, middle)
        if tail is None:
            continue
        end, last = tail.end(), first
        if rule.last is not None:
            second = _match_period(text, end, known)
            if second is None:
                continue
            end, last = second
            rest = compiled(rule.last).match(text, end)
            end = rest.end() if rest else end
        return [Hit(start, end, rule, text[start:end], groups=tail.groupdict(), first=first, last=last)]
    return []


def _match_tail(rule: TimeRule, words: str, text: str, middle: int) -> re.Match[str] | None:
    """The words after a period, where the rule takes those before it."""
    led = rule.lead and compiled(rule.lead).fullmatch(words) if words else rule.lead_optional
    return compiled(rule.tail).match(text, middle) if led else None


def _match_period(text: str, start: int, known: TimeGrammar) -> tuple[int, PeriodGroups] | None:
    """The period at ``start``: its end and its groups, with y or r where a year precedes it."""
    gate = compiled(known.starts).match(text, start)
    if not gate or not gate["gate"]:
        return None
    year = compiled(known.yearlike).match(text, start)
    for period in _periods(_ahead(text, start, known)):
        use_year = year if period.after_year else None
        match = compiled(period.pattern).match(text, use_year.end() if use_year else start)
        if match:
            return match.end(), match.groupdict() | (use_year.groupdict() if use_year else {})
    return (year.end(), year.groupdict()) if year else None
