"""Time limits: every rule's own examples, the phrase lists, and what must hold on any string."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.fields.deadline import DeadlineSpan, find_deadlines, read_deadlines
from pipeline.fields.deadline_behaviours import BEHAVIOURS
from pipeline.fields.deadline_grammar import Rule, grammar

LISTS = Path(__file__).parent / "deadlines"
READERS = {"field": read_deadlines, "prose": find_deadlines}


def show(span: DeadlineSpan) -> str:
    """The compact notation of the lists."""
    words = [span.kind, f"{span.earliest or ''}..{span.latest or ''}", span.basis]
    words += [f"event={span.event}"] if span.event else []
    words += [f"state={span.state}"] if span.state else []
    words += [f"rrule={span.recurrence}"] if span.recurrence else []
    return " ".join(words)


def show_all(spans: tuple[DeadlineSpan, ...]) -> str:
    return " | ".join(map(show, spans)) or "-"


def same(text: str) -> list[list[str]]:
    """An expected value with the order of its words made equal."""
    return [sorted(part.split()) for part in text.split(" | ")]


def phrases(name: str) -> list[dict[str, str]]:
    lines = (LISTS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return list(
        csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
    )


def read_phrase(row: dict[str, str]) -> tuple[DeadlineSpan, ...]:
    year = int(row["year"]) if row["year"] else None
    return READERS[row["mode"]](row["text"], year=year, issued_on=row["issued_on"] or None)


RULES = (*grammar().rules, *grammar().dates)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_reads_its_own_examples(rule: Rule) -> None:
    assert rule.examples
    for text, year, expected in rule.examples:
        spans = read_deadlines(text, year=year or None, issued_on=None)
        assert same(show_all(spans)) == same(expected), text


def test_rule_ids_and_behaviours_are_sound() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert {rule.behaviour for rule in RULES} == set(BEHAVIOURS), "each behaviour is chosen by some rule, and exists"


@pytest.mark.parametrize("name", ["known", "set_aside"])
def test_the_phrase_lists(name: str) -> None:
    misses = [
        f"{row['id']} {row['text']}: {show_all(read_phrase(row))}"
        for row in phrases(name)
        if same(show_all(read_phrase(row))) != same(row["expected"])
    ]
    assert not misses


def test_the_lists_are_long_and_different() -> None:
    known, aside = (
        {(row["mode"], row["text"], row["year"], row["issued_on"]) for row in phrases(name)}
        for name in ("known", "set_aside")
    )
    assert len(known | aside) >= 300
    assert not known & aside


def test_the_span_covers_the_milestone_too() -> None:
    text = "6月底前动工,年底前竣工。"
    spans = read_deadlines(text, year=2021, issued_on=None)
    assert [text[span.start : span.end] for span in spans] == ["6月底前动工", "年底前竣工"]


def test_words_that_no_rule_knows_have_no_rule() -> None:
    (known,) = read_deadlines("尽快", year=2021, issued_on=None)
    (unknown,) = read_deadlines("视天气而定", year=2021, issued_on=None)
    assert (known.kind, known.rule) == ("unspecified", "open-words")
    assert (unknown.kind, unknown.rule) == ("unspecified", None)


@pytest.mark.parametrize("text", ["2021年\ufffd2月底前", "\ufffd2月底前", "2021年1\ufffd月底前", "20\ufffd1年6月底"])
def test_beside_a_character_that_could_not_be_read_no_date_is_certain(text: str) -> None:
    (field,) = read_deadlines(text, year=2021, issued_on=None)
    assert (field.start, field.end, show(field)) == (0, len(text), "unspecified .. none")
    prose = find_deadlines(f"建成平台，{text}完成，2021年6月底前验收。", year=2021, issued_on=None)
    assert {span.latest for span in prose} == {None, "2021-06-30"} or show_all(prose) == "by ..2021-06-30 stated"


def test_a_label_before_a_date_does_not_swallow_the_date() -> None:
    (span,) = read_deadlines("平台上线:2021年6月底,由专家验收", year=2021, issued_on=None)
    assert span.event == "平台上线"


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


def check(text: str, spans: tuple[DeadlineSpan, ...]) -> None:
    position = 0
    for span in spans:
        assert position <= span.start < span.end <= len(text)
        position = span.end
        if span.earliest and span.latest:
            assert date.fromisoformat(span.earliest) <= date.fromisoformat(span.latest)
        assert not span.event or span.event in text[span.start : span.end]


@settings(max_examples=400, deadline=None)
@given(WORDS, YEARS, ISSUED)
def test_any_field_is_covered_by_ordered_spans(text: str, year: int | None, issued_on: str | None) -> None:
    spans = read_deadlines(text, year=year, issued_on=issued_on)
    check(text, spans)
    assert bool(spans) == bool(text)
    covered = {index for span in spans for index in range(span.start, span.end)}
    assert all(index in covered or char in ",;。、\n!?.:" for index, char in enumerate(text))


@settings(max_examples=400, deadline=None)
@given(WORDS, YEARS, ISSUED)
def test_any_prose_gives_ordered_spans(text: str, year: int | None, issued_on: str | None) -> None:
    check(text, find_deadlines(text, year=year, issued_on=issued_on))


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
    check(text, read_deadlines(text, year=2021, issued_on="2021-01-01"))
    check(text, find_deadlines(text, year=2021, issued_on="2021-01-01"))
