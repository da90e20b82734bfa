"""Corrections of columns as profiles: for the document at hand, for every list of that layout, or kept as a file."""

import json
from collections.abc import Iterable, Iterator, Sequence

from msgspec import UNSET, UnsetType

from pipeline.corrections.book import CorrectionBook
from pipeline.corrections.line import Correction
from pipeline.corrections.report import stale, superfluous
from pipeline.header import label_columns, slots
from pipeline.model import ColumnRole, Issue
from pipeline.source import Document, Table
from pipeline.text.profiles import HeaderWords, LayoutProfile, fold_header, using_profiles

_COLUMNS = ("column", "layout")


def profiles_for(book: CorrectionBook, sha256: str) -> tuple[LayoutProfile, ...]:
    """The layouts for one document: those of its own corrections, then those that hold for every document."""
    own = [line for line in book.of_document(sha256) if line.kind in _COLUMNS]
    return (*make_profiles(own), *make_profiles(book.of_layouts()))


def make_profiles(lines: Iterable[Correction]) -> tuple[LayoutProfile, ...]:
    """One layout for each header, all corrections of its columns put together; later lines win."""
    given: dict[HeaderWords, dict[int, tuple[tuple[ColumnRole, ...], str]]] = {}
    for line in lines:
        if line.table is None:
            continue
        columns = given.setdefault(fold_header(line.table.header), {})
        for index, roles in _roles(line):
            columns[index] = tuple(roles), line.id
    return tuple(_profile(header, columns) for header, columns in given.items())


def _roles(line: Correction) -> Iterator[tuple[int, Sequence[ColumnRole]]]:
    if line.kind == "layout":
        yield from ((index, roles) for index, roles in enumerate(line.new) if roles)
    elif line.table is not None and line.table.column is not None:
        yield line.table.column, line.new


def _profile(header: HeaderWords, columns: dict[int, tuple[tuple[ColumnRole, ...], str]]) -> LayoutProfile:
    ids: list[str | UnsetType] = [columns[index][1] if index in columns else UNSET for index in range(len(header))]
    return LayoutProfile(
        header,
        tuple(columns[index][0] if index in columns else () for index in range(len(header))),
        tuple(ids),
    )


def judge_columns(document: Document, lines: Sequence[Correction]) -> list[Issue]:
    """Which corrections of this document's columns no longer fit, and which the program does not need."""
    tables = [block for block in document.blocks if isinstance(block, Table)] if lines else []
    with using_profiles(()):
        own = [(header, label_columns(table, grid)) for table in tables for header, grid in [(table, slots(table))]]
    read = {fold_header([column.header for column in found.columns]): found for _, found in own if found}
    issues = []
    for line in lines:
        header = fold_header(line.table.header) if line.table else ()
        with using_profiles(make_profiles([line])):
            fits = any((found := label_columns(table, slots(table))) and found.confirmed for table in tables)
        if not fits:
            issues.append(stale(line, "no table has a header of these words"))
        elif header in read and all(read[header].columns[at].roles == tuple(roles) for at, roles in _roles(line)):
            issues.append(superfluous(line))
    return issues


def write_profiles(lines: Iterable[Correction]) -> str:
    """The layouts as a profile file (TOML)."""
    pieces = ["# Layouts that a person confirmed: header words over each column, and what the columns mean.\n"]
    for profile in make_profiles(lines):
        ids = ["" if item is UNSET else item for item in profile.corrections]
        pieces.append(
            "\n[[layout]]\n"
            f"header = {json.dumps(profile.header, ensure_ascii=False)}\n"
            f"roles = {json.dumps(profile.roles)}\n"
            f"from = {json.dumps(ids)}\n"
        )
    return "".join(pieces)
