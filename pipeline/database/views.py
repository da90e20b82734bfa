"""The views for the usual questions, in the SQL that SQLite and DuckDB share."""

from collections.abc import Callable
from typing import get_args

from pipeline.model import PartyRole

ROLES: tuple[PartyRole, ...] = get_args(PartyRole)
_SAME = "{0}.task_id = a.task_id AND {0}.assignment = a.assignment"
_FIRST_DAY, _LAST_DAY = "0001-01-01", "9999-12-31"


def join_sqlite(value: str, source: str, order: str, mark: str) -> str:
    """The values in order, joined: by a sub-select, since SQLite orders an aggregate only from 3.44."""
    return f"(SELECT group_concat(v, '{mark}') FROM (SELECT {value} AS v FROM {source} ORDER BY {order}))"


def join_duckdb(value: str, source: str, order: str, mark: str) -> str:
    """The same in DuckDB."""
    return f"(SELECT string_agg({value}, '{mark}' ORDER BY {order}) FROM {source})"


Join = Callable[[str, str, str, str], str]


def create_views(join: Join, date: Callable[[str], str]) -> list[str]:
    """The statements of all views. ``date`` writes a day as the database has it."""
    return [_assignments(join), _open_on(date), _unit_load()]


def _assignments(join: Join) -> str:
    roles = ",\n    ".join(
        join("p.name", f"parties AS p WHERE {_SAME.format('p')} AND p.role = '{role}'", "p.party", "、") + f" AS {role}"
        for role in ROLES
    )
    limits = f"FROM deadlines AS l WHERE {_SAME.format('l')}"
    deadline = join("d.text", f"deadlines AS d WHERE {_SAME.format('d')}", "d.deadline", "；")
    doubts = f"SELECT 1 FROM parties AS q WHERE {_SAME.format('q')} AND q.resolution IN ('ambiguous', 'unknown')"
    return f"""CREATE VIEW v_assignments AS SELECT
    d.document_id, coalesce(d.title, d.notice_title, d.name) AS document, d.number AS document_number, d.issued_on,
    d.year, d.region_code, d.region_name, t.task_id, t.key, a.assignment, t.number, t.category, t.title, t.measures,
    t.target, a.part,
    {roles},
    a.division, {deadline} AS deadline,
    (SELECT min(l.earliest) {limits}) AS earliest, (SELECT max(l.latest) {limits}) AS latest,
    t.person, t.progress, t.scope, t.note, EXISTS ({doubts}) AS has_unknown_unit, d.status AS document_status
FROM assignments AS a JOIN tasks AS t ON t.task_id = a.task_id JOIN documents AS d ON d.document_id = t.document_id"""


def _open_on(date: Callable[[str], str]) -> str:
    """Open from the first known day (else the day of issue) to the last one; for ever where one is not known."""
    limits = f"FROM deadlines AS l WHERE {_SAME.format('l')}"
    never = f"(SELECT count(*) {limits} AND l.latest IS NULL) > 0"
    return f"""CREATE VIEW v_open_on AS SELECT
    d.document_id, t.task_id, a.assignment, t.number, t.title, a.part, d.region_code,
    coalesce((SELECT min(l.earliest) {limits}), d.issued_on, {date(_FIRST_DAY)}) AS opens_on,
    CASE WHEN {never} THEN {date(_LAST_DAY)}
         ELSE coalesce((SELECT max(l.latest) {limits}), {date(_LAST_DAY)}) END AS closes_on,
    NOT ({never}) AND (SELECT count(*) {limits}) > 0 AS has_last_day
FROM assignments AS a JOIN tasks AS t ON t.task_id = a.task_id JOIN documents AS d ON d.document_id = t.document_id
WHERE NOT EXISTS (SELECT 1 {limits} AND (l.kind = 'done' OR l.state = 'done'))"""


def _unit_load() -> str:
    roles = ",\n    ".join(f"sum(CASE WHEN p.role = '{role}' THEN 1 ELSE 0 END) AS {role}" for role in ROLES)
    return f"""CREATE VIEW v_unit_load AS SELECT
    d.region_code, d.year, p.unit_id, coalesce(max(u.name), max(p.name)) AS unit,
    count(DISTINCT p.task_id) AS tasks, count(*) AS parts,
    {roles}
FROM parties AS p JOIN tasks AS t ON t.task_id = p.task_id JOIN documents AS d ON d.document_id = t.document_id
LEFT JOIN units AS u ON u.document_id = d.document_id AND u.unit_id = p.unit_id
GROUP BY d.region_code, d.year, p.unit_id, CASE WHEN p.unit_id IS NULL THEN p.name END"""
