"""One database: rows equal the records, nothing is lost, a document replaces itself, other programs open it."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from msgspec import structs

from pipeline import Record, extract
from pipeline.cli import run
from pipeline.database import DATABASES, DatabaseError, find_database
from records import record

ROOT = Path(__file__).parent.parent
OUTPUTS = sorted((ROOT / "outputs").glob("*.json"))
CORPUS = ROOT.parent / "shared" / "corpus" / "documents"
KINDS = [kind.name for kind in DATABASES]
TABLES = ("documents", "tasks", "assignments", "parties", "deadlines", "units", "provenance", "issues")


def store(path: Path, *records: Record, digest: str = "0") -> None:
    kind = find_database(path.suffix)
    assert kind is not None
    with kind.open(path) as target:
        for item in records:
            target.add(item, "a.json", digest)


def rows(path: Path, table: str) -> list[dict[str, Any]]:
    """All rows of a table, days as text, in the order of its key."""
    if path.suffix == ".sqlite":
        with closing(sqlite3.connect(path)) as sql:
            sql.row_factory = sqlite3.Row
            return [dict(row) for row in sql.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3")]
    if path.suffix == ".duckdb":
        with closing(duckdb.connect(str(path), read_only=True)) as connection:
            cursor = connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3")
            names = [column[0] for column in cursor.description or ()]
            found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    else:
        found = pq.read_table(path / f"{table}.parquet").to_pylist()
        found.sort(key=lambda row: tuple(map(str, list(row.values())[:2])))
    return [{name: value if _plain(value) else value.isoformat() for name, value in row.items()} for row in found]


def _plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def rebuild(path: Path) -> Iterator[dict[str, Any]]:
    """The records that a database holds, from its rows alone."""
    tables = {name: rows(path, name) for name in TABLES}
    for row in tables["documents"]:
        own = {
            name: [line for line in tables[name] if line.get("document_id") == row["document_id"]] for name in TABLES
        }
        rest = json.loads(row["rest"])
        frame = {name: row[name] for name in ("title", "notice_title", "attachment", "number", "issued_on", "year")}
        region = {"code": row["region_code"], "name": row["region_name"]} if row["region_code"] else None
        places = provenance(own["provenance"], None)
        yield {
            **drop(rest, "frame"),
            "status": row["status"],
            "source": {name: row[name] for name in ("name", "media_type", "sha256", "size")},
            "document": frame | rest["frame"] | {"region": region, "provenance": places},
            "tasks": [
                task(line, tables, own["provenance"]) for line in sorted(own["tasks"], key=lambda t: t["position"])
            ],
            "units": [
                whole(line, "document_id", "unit_id", "position") | {"id": line["unit_id"]}
                for line in sorted(own["units"], key=lambda unit: unit["position"])
            ],
            "issues": [issue(line) for line in sorted(own["issues"], key=lambda line: line["issue"])],
        }


def drop(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def whole(row: dict[str, Any], *names: str) -> dict[str, Any]:
    """A row without these columns, with the members that have none."""
    return drop(row, *names, "rest") | json.loads(row["rest"] or "{}")


def task(row: dict[str, Any], tables: dict[str, list[dict[str, Any]]], places: list[dict[str, Any]]) -> dict[str, Any]:
    identity = row["task_id"]
    mine = {
        name: sorted(
            (line for line in tables[name] if line["task_id"] == identity), key=lambda line: line["assignment"]
        )
        for name in ("assignments", "parties", "deadlines")
    }
    keys = ("task_id", "assignment", "party", "deadline")
    assignments = [
        {
            "part": item["part"],
            "division": item["division"],
            **json.loads(item["rest"]),
            "parties": [
                whole(party, *keys, "unit_id")
                | {"unit": party["unit_id"], "etc": bool(party["etc"]), "candidates": json.loads(party["candidates"])}
                for party in sorted(mine["parties"], key=lambda party: party["party"])
                if party["assignment"] == item["assignment"]
            ],
            "deadlines": [
                whole(limit, *keys)
                for limit in sorted(mine["deadlines"], key=lambda limit: limit["deadline"])
                if limit["assignment"] == item["assignment"]
            ],
        }
        for item in mine["assignments"]
    ]
    members = drop(row, "task_id", "document_id", "position", "category", "rest", "search_row", "key", "title_basis")
    optional = {name: row[name] for name in ("key", "title_basis") if row[name] is not None}
    own = {"id": identity, "assignments": assignments, "provenance": provenance(places, identity)}
    return members | optional | json.loads(row["rest"]) | own


def provenance(places: list[dict[str, Any]], identity: str | None) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in sorted(places, key=lambda place: place["place"]):
        if row["task_id"] == identity:
            found.setdefault(row["pointer"], []).append(place(row))
    return found


def place(row: dict[str, Any]) -> dict[str, Any]:
    box = None if row["x0"] is None else [row["x0"], row["top"], row["x1"], row["bottom"]]
    own = {"row": row["row_index"], "column": row["column_index"], "span": [row["span_start"], row["span_end"]]}
    return (
        own | {name: row[name] for name in ("block", "quote", "page")} | {"bbox": box} | json.loads(row["rest"] or "{}")
    )


def issue(row: dict[str, Any]) -> dict[str, Any]:
    where = None if row["block"] is None else place(row)
    return {name: row[name] for name in ("code", "severity", "message")} | {"provenance": where}


def plain(item: Record) -> dict[str, Any]:
    tree: dict[str, Any] = item.to_dict()
    return drop(tree, "seal")


def samples() -> list[Record]:
    return [record(), *(Record.from_json(path.read_bytes()) for path in OUTPUTS)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_rows_are_the_records(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{kind}"
    store(path, *samples())
    expected = {item.source.sha256: plain(item) for item in samples()}
    assert {tree["source"]["sha256"]: tree for tree in rebuild(path)} == expected


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus lies beside the project")
@pytest.mark.parametrize("name", ["003.txt", "006.html", "012.txt"])
def test_the_rows_are_the_records_of_real_documents(name: str, tmp_path: Path) -> None:
    item = extract(CORPUS / name)
    store(tmp_path / "a.sqlite", item)
    assert list(rebuild(tmp_path / "a.sqlite")) == [plain(item)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_replaces_its_own_rows(kind: str, tmp_path: Path) -> None:
    path, first, other = tmp_path / f"a.{kind}", record(), Record.from_json(OUTPUTS[0].read_bytes())
    store(path, first, other)
    corrected = structs.replace(first, tasks=(structs.replace(first.tasks[0], title="改正后的标题"),))
    store(path, corrected, digest="1")
    found = {tree["source"]["sha256"]: tree for tree in rebuild(path)}
    assert found == {item.source.sha256: plain(item) for item in (corrected, other)}
    kind_of = find_database(kind)
    assert kind_of is not None
    with kind_of.open(path) as target:
        assert target.has(first.source.sha256, "1") and not target.has(first.source.sha256, "0")


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_leaves_all_as_it_was(kind: str, tmp_path: Path) -> None:
    path, twice = tmp_path / f"a.{kind}", structs.replace(record(), tasks=(record().tasks[0],) * 2)
    store(path, record())
    before = list(rebuild(path))
    kind_of = find_database(kind)
    assert kind_of is not None
    with pytest.raises(KeyboardInterrupt), kind_of.open(path) as target:
        with pytest.raises(DatabaseError, match="two tasks"):
            target.add(twice, "b.json", "2")
        target.add(Record.from_json(OUTPUTS[0].read_bytes()), "c.json", "3")
        raise KeyboardInterrupt
    assert list(rebuild(path)) == before
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_search_follows_what_is_replaced(tmp_path: Path) -> None:
    path, item = tmp_path / "a.sqlite", record()
    store(path, item)
    store(path, structs.replace(item, tasks=(structs.replace(item.tasks[0], title="夜间照明改造工程"),)), digest="1")
    with closing(sqlite3.connect(path)) as sql:
        query = "SELECT title FROM tasks_search WHERE tasks_search MATCH ?"
        assert sql.execute(query, ("照明改",)).fetchall() == [("夜间照明改造工程",)]
        assert sql.execute(query, (f'"{item.tasks[0].title[:6]}"',)).fetchall() == []
        sql.execute("INSERT INTO tasks_search (tasks_search) VALUES ('integrity-check')")
        assert sql.execute("PRAGMA foreign_key_check").fetchall() == []
        assert sql.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_every_column_is_explained_in_both_languages(tmp_path: Path) -> None:
    store(tmp_path / "a.sqlite", record())
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as sql:
        explained = {(table, column) for table, column, en, zh in sql.execute("SELECT * FROM fields") if en and zh}
        for table in TABLES:
            columns = {row[1] for row in sql.execute(f"PRAGMA table_info({table})")} - {"search_row"}
            assert columns <= {column for name, column in explained if name == table}
    store(tmp_path / "a.duckdb", record())
    with closing(duckdb.connect(str(tmp_path / "a.duckdb"))) as connection:
        bare = "SELECT * FROM duckdb_columns() WHERE comment IS NULL AND table_name IN (SELECT table_name FROM fields)"
        assert connection.execute(f"{bare} AND table_name NOT LIKE 'v_%'").fetchall() == []


def test_the_views_are_the_same_in_both(tmp_path: Path) -> None:
    for kind in ("sqlite", "duckdb"):
        store(tmp_path / f"a.{kind}", *samples())
    for view in ("v_assignments", "v_open_on", "v_unit_load"):
        left, right = (
            [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows(tmp_path / f"a.{kind}", view)]
            for kind in ("sqlite", "duckdb")
        )
        assert sorted(left) == sorted(re.sub("true", "1", re.sub("false", "0", row)) for row in right)


def test_other_programs_open_it(tmp_path: Path) -> None:
    import sqlite_utils
    from click.testing import CliRunner
    from datasette.cli import cli

    store(tmp_path / "a.sqlite", *samples())
    database = sqlite_utils.Database(tmp_path / "a.sqlite")
    assert database["tasks"].count == sum(len(item.tasks) for item in samples())
    assert database["tasks"].detect_fts() == "tasks_search"
    assert {key.other_table for key in database["parties"].foreign_keys} == {"assignments"}
    done = CliRunner().invoke(cli, ["inspect", str(tmp_path / "a.sqlite")])
    assert json.loads(done.output)["a"]["tables"]["documents"]["count"] == len(samples())


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("b.json", "c.json"):
        (tmp_path / name).write_bytes(OUTPUTS[0].read_bytes())
    target = str(tmp_path / "a.sqlite")
    assert run(["export", str(tmp_path / "b.json"), str(tmp_path / "c.json"), "-o", target]) == 0
    said = capsys.readouterr().err
    assert "the same document as" in said and "1 records stored" in said
    assert run(["export", str(OUTPUTS[0]), "-o", target]) == 0
    assert "0 records stored" in capsys.readouterr().err
    assert run(["export", str(OUTPUTS[0]), "--to", "sqlite"]) == 64
    assert run(["export", str(OUTPUTS[0]), "-o", target, "--unit", "市公安局"]) == 64
    (tmp_path / "other.sqlite").write_bytes(b"no database at all, but words")
    assert run(["export", str(OUTPUTS[0]), "-o", str(tmp_path / "other.sqlite")]) == 64
    assert (tmp_path / "other.sqlite").read_bytes() == b"no database at all, but words"


def test_the_documents_questions_have_these_answers(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "database.md").read_text(encoding="utf-8")
    questions = re.findall(r"### \d+\. .*?```sql\n(.*?)```\n\n(.*?)(?=\n###|\Z)", text, re.DOTALL)
    assert len(questions) == 10
    store(tmp_path / "a.sqlite", Record.from_json((ROOT / "outputs" / "yangjiang-2021.docx.json").read_bytes()))
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as sql:
        for query, answer in questions:
            lines = [
                tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in answer.strip().splitlines()
            ]
            found = sql.execute(query)
            assert lines[0] == tuple(column[0] for column in found.description), query
            assert lines[2:] == [tuple("" if cell is None else str(cell) for cell in row) for row in found], query


@pytest.mark.batch
def test_a_batch_writes_it_too(tmp_path: Path) -> None:
    target = tmp_path / "a.sqlite"
    words = [
        "batch",
        str(ROOT / "inputs" / "yangjiang-2021.txt"),
        "-o",
        str(tmp_path / "out"),
        "--database",
        str(target),
    ]
    assert run(words) in (0, 1)
    assert [row["name"] for row in rows(target, "documents")] == ["yangjiang-2021.txt"]
    assert run(words) in (0, 1)
    assert len(rows(target, "tasks")) == 19
