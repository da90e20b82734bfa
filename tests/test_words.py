"""The words and patterns of the knowledge files: every row is read, means what it says, and is needed."""

import re
from copy import copy
from pathlib import Path

import pytest

from pipeline.errors import KnowledgeError
from pipeline.fold import fold_text
from pipeline.knowledge import read_bytes, read_toml
from pipeline.knowledge.tables import read_rows
from pipeline.statement.labels import find_labels, party_role
from pipeline.statement.parties import Given
from pipeline.statement.read import read_statement
from pipeline.text import lexicon
from pipeline.text.lexicon import HEADER_COLUMNS, ROLE_COLUMNS, Lexicon, roles_of, using
from pipeline.text.patterns import WORD_COLUMNS, pattern
from source_trees import PACKAGE, strings
from texts import folded, registry

KNOWLEDGE = PACKAGE / "knowledge"
HEADERS = [row for _, row in read_rows("header_words.csv", read_bytes("header_words.csv"), HEADER_COLUMNS)]
ROLES = [row for _, row in read_rows("role_words.csv", read_bytes("role_words.csv"), ROLE_COLUMNS)]
PATTERN_FILES = sorted(path.stem for path in KNOWLEDGE.glob("*.toml") if "pattern" in read_toml(path.name))
PATTERNS = [(file, name) for file in PATTERN_FILES for name in read_toml(f"{file}.toml")["pattern"]]
LONGEST_LINE = 1000
FULL = Lexicon(None)
"""The words of the house alone."""


@pytest.mark.parametrize(("file", "name"), PATTERNS)
def test_a_pattern_matches_its_examples_and_no_other(file: str, name: str) -> None:
    entry = read_toml(f"{file}.toml")["pattern"][name]
    assert set(entry) == {"pattern", "matches", "misses"}
    assert [text for text in entry["matches"] if not pattern(file, name).search(text)] == []
    assert [text for text in entry["misses"] if pattern(file, name).search(text)] == []


def test_every_pattern_and_every_kind_of_word_is_read() -> None:
    read = strings()
    assert [(file, name) for file, name in PATTERNS if name not in read] == []
    for path in KNOWLEDGE.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        if f"\n{','.join(WORD_COLUMNS)}\n" in text:
            kinds = {row[1] for _, row in read_rows(path.name, path.read_bytes(), WORD_COLUMNS)}
            assert kinds - read == set(), path.name


def test_no_line_is_too_long_to_read_in_a_diff() -> None:
    long = [
        f"{path.name}:{number}"
        for path in sorted((*KNOWLEDGE.glob("*.toml"), *KNOWLEDGE.glob("*.csv")))
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
        if len(line) >= LONGEST_LINE
    ]
    assert long == []


def test_no_word_has_two_rows() -> None:
    words = [fold_text(row[0]) for row in HEADERS]
    assert sorted(words) == sorted(set(words))
    pairs = [(row[0], row[1]) for row in ROLES]
    assert sorted(pairs) == sorted(set(pairs))


@pytest.mark.parametrize("row", HEADERS, ids=lambda row: row[0])
def test_a_header_word_gives_its_role_and_is_needed_or_an_alias(row: list[str]) -> None:
    word, role, _, _, alias_of, example = row
    assert roles_of(word) == (role,)
    assert example == "" or roles_of(example) == (role,)
    without = copy(FULL)
    without.headers = {known: value for known, value in FULL.headers.items() if known != fold_text(word)}
    read = tuple(dict.fromkeys(found for found, _ in lexicon._matches(without, word)))
    if alias_of:
        assert fold_text(alias_of) in without.headers and read == (role,)
    else:
        assert lexicon._matches(without, word) != lexicon._matches(FULL, word)


VERBS = [row for row in ROLES if row[1] == "verb"]


@pytest.mark.parametrize("row", VERBS, ids=lambda row: row[0])
def test_a_verb_gives_its_role_behind_a_unit(row: list[str]) -> None:
    text = f"市财政局{row[0]}"
    (draft,) = read_statement(folded(text), Given(), registry()).drafts
    assert [(party.unit.name, party.role) for party in draft.parties] == [("市财政局", row[2])]


@pytest.mark.parametrize("row", [row for row in ROLES if row[1] == "label"], ids=lambda row: row[0])
def test_a_word_in_a_label_makes_its_role_finer(row: list[str]) -> None:
    first = next(role for word, kind, role, *_ in ROLES if kind == "label" and word in row[0])
    assert party_role(row[0], "responsible_units") == first


LABELS = [row for row in HEADERS if row[1].endswith("_units") and not row[3]]


@pytest.mark.parametrize("row", LABELS, ids=lambda row: row[0])
def test_a_unit_header_is_a_label_too(row: list[str]) -> None:
    (label,) = find_labels(f"{fold_text(row[0])}:市财政局", 0, len(row[0]) + 5)
    assert (label.start, label.end, label.column) == (0, len(fold_text(row[0])) + 1, row[1])


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_users_words_are_known_while_they_are_in_use(tmp_path: Path) -> None:
    own = write(tmp_path / "words.csv", "word,role\n挂帅单位,lead_units\n挂帅,lead\n")
    assert roles_of("挂帅单位") == ()
    with using(own):
        assert roles_of("挂帅单位") == ("lead_units",)
        (draft,) = read_statement(folded("市财政局挂帅"), Given(), registry()).drafts
        assert [party.role for party in draft.parties] == ["lead"]
    assert roles_of("挂帅单位") == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("word,role\n挂帅单位,boss\n", "2: 'boss' is no role"),
        ("word,role\n帅,lead\n", "2: a word has at least two characters"),
        ("word\n挂帅单位\n", "1: the header must be word,role"),
    ],
)
def test_a_broken_file_of_words_is_named_with_its_line(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(KnowledgeError, match=re.escape(reason)), using(write(tmp_path / "words.csv", text)):
        pass


def test_a_missing_file_of_words_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"none\.csv"), using(tmp_path / "none.csv"):
        pass
