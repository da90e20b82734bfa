"""Time limits: every rule's own examples, the phrase lists, and what must hold on any string."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.fields.deadline import DeadlineSpan, find_deadlines, read_deadlines
from pipeline.fields.deadline_behaviours import BEHAVIOURS
from pipeline.fields.deadline_grammar import grammar

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
