"""`needs` in deadlines.toml never hides a match: a proof over the patterns themselves, with no example in between.

A rule is not tried where none of the characters of `needs` is among the next ``AHEAD`` of the text, and an event not
where its bare words are not. So each match must hold such a character, whole words within that reach.
"""

import math
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from pipeline.time.grammar import AHEAD, PeriodRule, TimeRule, time_grammar

KNOWN = time_grammar()
NEVER = math.inf
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


def parsed(pattern: str) -> Any:
    return parser.parse(pattern)


def widest(pattern: Any) -> float:
    width = pattern.getwidth()[1]
    return NEVER if width >= op.MAXREPEAT else float(width)


def reach(pattern: Any, needs: frozenset[str]) -> float:
    """Every match has shown one of ``needs`` after so many characters; NEVER where some match may lack them."""
    position, best = 0.0, NEVER
    for item in pattern:
        best = min(best, position + reach_of(*item, needs))
        position += widest(parser.SubPattern(pattern.state, [item]))
    return best


def reach_of(kind: Any, value: Any, needs: frozenset[str]) -> float:
    if kind is op.LITERAL:
        return 1 if chr(value) in needs else NEVER
    if kind is op.IN:
        return 1 if all(is_needed(*member, needs) for member in value) else NEVER
    if kind is op.BRANCH:
        return max(reach(branch, needs) for branch in value[1])
    if kind in (op.SUBPATTERN, op.ATOMIC_GROUP):
        return reach(value[-1] if kind is op.SUBPATTERN else value, needs)
    if kind in REPEATS:
        return reach(value[2], needs) if value[0] else NEVER
    if kind is op.ASSERT and value[0] > 0:
        return reach(value[1], needs)
    return NEVER


def is_needed(kind: Any, value: Any, needs: frozenset[str]) -> bool:
    """A member of a character class; NEGATE and categories such as \\d hold characters that nobody listed."""
    if kind is op.RANGE:
        return all(chr(code) in needs for code in range(value[0], value[1] + 1))
    return kind is op.LITERAL and chr(value) in needs


@pytest.mark.parametrize(
    ("pattern", "needs", "expected"),
    [
        ("第[一二]季度?", "季", 3),
        ("第?[一二]{1,3}季", "季", 5),
        ("6月(?=底|末)", "底末", 3),
        ("(?:月|日)末", "月日", 1),
        ("(?P<m>[0-9]+)月", "月", NEVER),
        ("(?:月|日)末", "月", NEVER),
        ("6月?", "月", NEVER),
        ("6(?=$|月)", "月", NEVER),
        ("(?<!月)6(?!月)", "月", NEVER),
        ("[^月]", "月", NEVER),
    ],
)
def test_the_proof_itself(pattern: str, needs: str, expected: float) -> None:
    assert reach(parsed(pattern), frozenset(needs)) == expected


@pytest.mark.parametrize("rule", [rule for rule in KNOWN.rules if rule.needs], ids=lambda rule: rule.id)
def test_a_rule_always_has_what_it_needs(rule: TimeRule) -> None:
    assert reach(parsed(rule.pattern), rule.needs) <= AHEAD


@pytest.mark.parametrize("rule", [rule for rule in KNOWN.dates if rule.needs], ids=lambda rule: rule.id)
def test_the_words_behind_a_period_always_have_what_they_need(rule: TimeRule) -> None:
    """The look begins behind the period."""
    assert reach(parsed(rule.tail), rule.needs) <= AHEAD


@pytest.mark.parametrize("period", [period for period in KNOWN.periods if period.needs], ids=lambda period: period.id)
def test_a_period_always_has_what_it_needs(period: PeriodRule) -> None:
    """The look begins before the year, where one may precede."""
    year = widest(parsed(KNOWN.yearlike)) if period.after_year else 0
    assert year + reach(parsed(period.pattern), period.needs) <= AHEAD


@pytest.mark.parametrize("rule", [rule for rule in KNOWN.rules if rule.core], ids=lambda rule: rule.id)
def test_the_bare_words_of_an_event_are_looked_for_far_enough(rule: TimeRule) -> None:
    """The longest words, behind the longest of what may precede them, end within reach, lookaheads included."""
    before, _, _ = rule.pattern.partition(f"(?:{rule.core})")
    assert before != rule.pattern
    assert widest(parsed(before)) + shown(parsed(rule.core)) <= AHEAD


def shown(pattern: Any) -> float:
    """How many characters a pattern may look at: its own width and that of lookaheads at its end."""
    ahead = [item[1][1] for item in flattened(pattern) if item[0] in (op.ASSERT, op.ASSERT_NOT) and item[1][0] > 0]
    return widest(pattern) + max(map(widest, ahead), default=0)


def flattened(value: Any) -> list[Any]:
    if isinstance(value, parser.SubPattern):
        return [found for item in value for found in (item, *flattened(item))]
    return [found for part in value for found in flattened(part)] if isinstance(value, tuple | list) else []


def test_needs_are_used_at_all() -> None:
    assert sum(bool(rule.needs) for rule in (*KNOWN.rules, *KNOWN.dates, *KNOWN.periods)) > 50
