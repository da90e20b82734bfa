"""Time limits: every rule's own examples, the phrase lists, and what must hold on any string."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.time import TimePiece, find_deadlines, read_clock, read_deadlines
from pipeline.time.behaviours import BEHAVIOURS
from pipeline.time.grammar import TimeRule, time_grammar

LISTS = Path(__file__).parent / "deadlines"


def show(text: str, piece: TimePiece) -> str:
    """The compact notation of the lists."""
    words = [piece.kind, f"{piece.first or ''}..{piece.last or ''}", piece.basis]
    words += [f"event={text[slice(*piece.event)]}"] if piece.event else []
    words += [f"state={piece.state}"] if piece.state else []
    words += [f"rrule={piece.recurrence}"] if piece.recurrence else []
    return " ".join(words)


def show_all(text: str, pieces: tuple[TimePiece, ...]) -> str:
    return " | ".join(show(text, piece) for piece in pieces) or "-"


def field(text: str, year: int | None = 2021, issued_on: str | None = None) -> tuple[TimePiece, ...]:
    return read_deadlines(text, read_clock(year, issued_on))


def prose(text: str, year: int | None = 2021, issued_on: str | None = None) -> tuple[TimePiece, ...]:
    return find_deadlines(text, read_clock(year, issued_on))


def same(text: str) -> list[list[str]]:
    """An expected value with the order of its words made equal."""
    return [sorted(part.split()) for part in text.split(" | ")]


def phrases(name: str) -> list[dict[str, str]]:
    lines = (LISTS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return list(
        csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
    )


def shown_phrase(row: dict[str, str]) -> str:
    year = int(row["year"]) if row["year"] else None
    reader = field if row["mode"] == "field" else prose
    return show_all(row["text"], reader(row["text"], year, row["issued_on"] or None))


RULES = (*time_grammar().rules, *time_grammar().dates)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_reads_its_own_examples(rule: TimeRule) -> None:
    assert rule.examples
    for text, year, expected in rule.examples:
        assert same(show_all(text, field(text, year or None))) == same(expected), text


def test_rule_ids_and_behaviours_are_sound() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert {rule.behaviour for rule in RULES} == set(BEHAVIOURS), "each behaviour is chosen by some rule, and exists"


@pytest.mark.parametrize("name", ["known", "set_aside", "whole"])
def test_the_phrase_lists(name: str) -> None:
    misses = [
        f"{row['id']} {row['text']}: {shown_phrase(row)}"
        for row in phrases(name)
        if same(shown_phrase(row)) != same(row["expected"])
    ]
    assert not misses


def test_dates_in_text_are_found_where_they_bound_the_task_and_nowhere_else() -> None:
    """Of 300 sentences, half of which hold no deadline: nearly all dates are right, and most are found."""
    right = wrong = missed = 0
    for row in phrases("prose"):
        found, wanted = ends(shown_phrase(row)), ends(row["expected"])
        right += len(found & wanted)
        wrong += len(found - wanted)
        missed += len(wanted - found)
    assert right + missed > 150
    assert right / (right + wrong) >= 0.99
    assert right / (right + missed) >= 0.96


def ends(shown: str) -> set[tuple[str, ...]]:
    """The kinds with their dates, or with how they recur."""
    parts = [part.split() for part in shown.split(" | ") if part != "-"]
    return {(part[0], *(word for word in part[1:] if word.startswith("rrule=")), *part[1:2]) for part in parts}


def test_the_lists_are_long_and_different() -> None:
    known, aside = (
        {(row["mode"], row["text"], row["year"], row["issued_on"]) for row in phrases(name)}
        for name in ("known", "set_aside")
    )
    assert len(known | aside) >= 300
    assert not known & aside


def test_the_span_covers_the_milestone_too() -> None:
    text = "6月底前动工,年底前竣工。"
    spans = field(text)
    assert [text[span.start : span.end] for span in spans] == ["6月底前动工", "年底前竣工"]


def test_words_that_no_rule_knows_have_no_rule() -> None:
    (known,) = field("尽快")
    (unknown,) = field("视天气而定")
    assert (known.kind, known.rule) == ("unspecified", "open-words")
    assert (unknown.kind, unknown.rule) == ("unspecified", None)


@pytest.mark.parametrize("text", ["2021年\ufffd2月底前", "\ufffd2月底前", "2021年1\ufffd月底前", "20\ufffd1年6月底"])
def test_beside_a_character_that_could_not_be_read_no_date_is_certain(text: str) -> None:
    (piece,) = field(text)
    assert (piece.start, piece.end, show(text, piece)) == (0, len(text), "unspecified .. none")
    found = prose(f"建成平台，{text}完成，2021年6月底前验收。")
    assert found[-1].last == date(2021, 6, 30)
    assert all(piece.last is None for piece in found[:-1])


def test_a_label_before_a_date_does_not_swallow_the_date() -> None:
    text = "平台上线:2021年6月底,由专家验收"
    (piece,) = field(text)
    assert piece.event and text[slice(*piece.event)] == "平台上线"


# ---------------------------------------------------------------- any string

VOCABULARY = re.findall(
    r"\S+",
    """2021年 二〇二一年 2021-06-30 2021.6 今年 明年 次年 6月 13月 二月 30日 上旬 一季度 第三季度 上半年 全年
    年 月 日 底 末 前 内 起 至 — 、 , ; 。 : ( ) 《 》 “十四五” 期间 每年 每月 每季度 末月 每周五 印发后 3个月内 半年内
    10个工作日内 已完成 阶段性工作 已于 长期坚持 持续推进 尽快 按部署 完成 动工 投入使用
    并 到 自 截至 对 的 力争 1 一 十 3、6""",
)
WORDS = st.lists(st.one_of(st.sampled_from(VOCABULARY), st.text(max_size=3)), max_size=12).map("".join)
YEARS = st.one_of(st.none(), st.integers(-5, 12000))
ISSUED = st.one_of(st.none(), st.dates().map(date.isoformat), st.sampled_from(["", "2021-02-30", "never"]))


def check(text: str, spans: tuple[TimePiece, ...]) -> None:
    position = 0
    for span in spans:
        assert position <= span.start < span.end <= len(text)
        position = span.end
        if span.first and span.last:
            assert span.first <= span.last
        assert not span.event or span.start <= span.event[0] < span.event[1] <= span.end


@settings(max_examples=400, deadline=None)
@given(WORDS, YEARS, ISSUED)
def test_any_field_is_covered_by_ordered_spans(text: str, year: int | None, issued_on: str | None) -> None:
    spans = field(text, year, issued_on)
    check(text, spans)
    assert bool(spans) == bool(text)
    covered = {index for span in spans for index in range(span.start, span.end)}
    assert all(index in covered or char in ",;。、\n!?.:/" for index, char in enumerate(text))


@settings(max_examples=400, deadline=None)
@given(WORDS, YEARS, ISSUED)
def test_any_prose_gives_ordered_spans(text: str, year: int | None, issued_on: str | None) -> None:
    check(text, prose(text, year, issued_on))


HOSTILE = [
    "(",
    "《",
    "1",
    "一",
    "、",
    "前",
    "每",
    "6月",
    "2021年",
    "按照各项",
    "自印发",
    "2021.6",
    "到2025年底前完成的,对给予",
    "—",
]


@pytest.mark.hostile
@pytest.mark.parametrize("unit", HOSTILE)
def test_long_repetition_ends(unit: str) -> None:
    """A pattern that backtracks would not come to an end here."""
    text = unit * (1_000_000 // len(unit) if len(unit) == 1 else 300_000 // len(unit))
    check(text, field(text, issued_on="2021-01-01"))
    check(text, prose(text, issued_on="2021-01-01"))
