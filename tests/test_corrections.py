"""Corrections: they land on their value or say why not, replay on other versions of a record, and mark what they change."""

import json
import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import pipeline
from pipeline.batch.model import Options
from pipeline.batch.run import run_batch
from pipeline.batch.sources import read_roots
from pipeline.check.record import check_record
from pipeline.check.source import check_source
from pipeline.cli import run
from pipeline.contract import CORRECTIONS, is_valid_line
from pipeline.corrections.anchor import items_of
from pipeline.corrections.apply import lay_over
from pipeline.corrections.book import add_corrections, read_corrections, write_line
from pipeline.corrections.line import Correction
from pipeline.corrections.make import Corrector
from pipeline.corrections.report import ReadingPlace
from pipeline.errors import KnowledgeError
from pipeline.model import Provenance, Record, Task
from pipeline.provenance import PageIndex
from pipeline.readers import read
from pipeline.source import Document
from pipeline.units import load_registry

ROOT = Path(__file__).parent.parent
SEED = ROOT / "inputs" / "yangjiang-2021.docx"
WHEN = "2026-01-02T03:04:05Z"
NOTICE = """云溪市2031年便民服务重点任务分工表

一、优化窗口服务。推行周末办理。（市财政局、市公安局负责，2031年6月底前完成）
二、开通咨询热线。全天候接听来电。（市公安局牵头，市教育局配合）
三、整治停车难。新增公共泊位五百个。（市公安局负责，9月底前完成）
"""
TABLE = """序号\t攻坚内容\t具体安排\t挂帅科室\t办结节点
1\t改造旧管网\t分三期更换水管\t市财政局\t6月底前
2\t建设口袋公园\t每区新建两处\t市公安局\t9月底前
3\t整修校舍\t暑期完成加固\t市教育局\t8月底前
"""


@pytest.fixture(scope="module")
def seed() -> Record:
    return pipeline.extract(SEED)


def saved(folder: Path, *lines: Correction) -> Path:
    path = folder / "corrections.jsonl"
    add_corrections(path, lines)
    return path


def codes(record: Record) -> list[str]:
    return [issue.code for issue in record.issues if issue.code.startswith("correction-")]


def corrector(record: Record) -> Corrector:
    return Corrector(record, "李工")


def test_each_kind_lands_and_is_marked(seed: Record, tmp_path: Path) -> None:
    make = corrector(seed)
    lines = [
        make.correct("role", 0, "/assignments/0/parties/1/role", "guide", WHEN),
        make.correct("unit", 0, "/assignments/0/parties/1/unit", "440000/finance", WHEN),
        make.correct("text", 1, "/title", "窗口咨询", WHEN, why="表中另有名称"),
        make.correct(
            "deadline", 1, "/assignments/0/deadlines/0", {"kind": "by", "earliest": None, "latest": "2022-01-31"}, WHEN
        ),
        make.correct("text", 2, "/assignments/0/parties/0/name", None, WHEN),
        make.no_task(3, WHEN),
    ]
    record = pipeline.extract(SEED, corrections=saved(tmp_path, *lines))
    first, second, third = record.tasks[:3]
    assert first.corrected == {
        "/assignments/0/parties/1/role": lines[0].id,
        "/assignments/0/parties/1/unit": lines[1].id,
    }
    party = first.assignments[0].parties[1]
    assert (party.role, party.role_basis, party.unit, party.resolution) == (
        "guide",
        "stated",
        "440000/finance",
        "resolved",
    )
    assert "广东省财政厅" in {unit.name for unit in record.units}
    assert second.title == "窗口咨询" and second.corrected and second.corrected["/title"] == lines[2].id
    limit = second.assignments[0].deadlines[0]
    assert (limit.kind, limit.earliest, limit.latest) == ("by", None, "2022-01-31")
    before = [party.name for party in seed.tasks[2].assignments[0].parties]
    assert [party.name for party in third.assignments[0].parties] == before[1:]
    assert third.corrected == {"/assignments/0/parties": lines[4].id}
    assert seed.tasks[3].title not in {task.title for task in record.tasks}
    assert codes(record) == []


def test_a_corrected_record_still_holds_with_its_source(seed: Record, tmp_path: Path) -> None:
    make = corrector(seed)
    lines = [make.no_task(5, WHEN), make.correct("text", 2, "/assignments/0/parties/0/name", None, WHEN)]
    record = pipeline.extract(SEED, corrections=saved(tmp_path, *lines))
    assert check_record(record).faults == ()
    assert check_source(record, read(SEED.read_bytes(), SEED.name)).faults == ()
    assert record.status == "complete"


def test_the_same_corrections_give_the_same_bytes(seed: Record, tmp_path: Path) -> None:
    path = saved(tmp_path, corrector(seed).correct("text", 4, "/title", "另一名称", WHEN))
    first = pipeline.extract(SEED, corrections=path).to_json()
    assert pipeline.extract(SEED, corrections=path).to_json() == first != seed.to_json()


def test_corrections_of_another_document_change_nothing(seed: Record, tmp_path: Path) -> None:
    path = saved(tmp_path, corrector(seed).correct("text", 4, "/title", "另一名称", WHEN))
    plain = pipeline.extract(NOTICE.encode(), name="n.txt")
    assert pipeline.extract(NOTICE.encode(), name="n.txt", corrections=path).to_json() == plain.to_json()


def test_what_the_program_reads_so_by_itself_is_superfluous(seed: Record, tmp_path: Path) -> None:
    line = corrector(seed).correct("role", 0, "/assignments/0/parties/1/role", "responsible", WHEN)
    record = pipeline.extract(SEED, corrections=saved(tmp_path, msgspec.structs.replace(line, old="lead")))
    assert codes(record) == ["correction-superfluous"]
    assert all(not task.corrected for task in record.tasks)


@pytest.mark.parametrize(
    "change",
    [
        {"old": "lead"},  # now another value than the person saw
        {"quote": "市某局"},
        {"nth": (0, 2)},
    ],
)
def test_what_no_longer_fits_is_stale(seed: Record, tmp_path: Path, change: dict[str, object]) -> None:
    line = corrector(seed).correct("role", 0, "/assignments/0/parties/1/role", "guide", WHEN)
    record = pipeline.extract(SEED, corrections=saved(tmp_path, replace(line, **change)))
    assert codes(record) == ["correction-stale"]
    assert record.tasks == seed.tasks


def test_a_missed_task_is_put_where_its_text_is(tmp_path: Path) -> None:
    text = NOTICE.replace("（市公安局牵头，市教育局配合）", "")
    record = pipeline.extract(text.encode(), name="n.txt")
    assert [task.number for task in record.tasks] == ["一、", "三、"]
    document = read(text.encode(), "n.txt")
    block = next(item.id for item in document.blocks if "热线" in getattr(item, "text", ""))
    new = {"number": "二、", "parties": [{"name": "市公安局", "role": "lead"}], "deadlines": ["2031年8月底前"]}
    line = corrector(record).missing(document, block, None, None, "开通咨询热线", new, WHEN)
    found = pipeline.extract(text.encode(), name="n.txt", corrections=saved(tmp_path, line))
    assert [task.title for task in found.tasks] == ["优化窗口服务", "开通咨询热线", "整治停车难"]
    task = found.tasks[1]
    assert task.corrected == {"": line.id}
    assert task.provenance["/title"][0].quote == "开通咨询热线"
    assert [(party.name, party.role) for party in task.assignments[0].parties] == [("市公安局", "lead")]
    assert task.assignments[0].deadlines[0].latest == "2031-08-31"
    assert check_record(found).faults == ()


def test_a_column_means_something_else_in_this_document_and_in_next_years(tmp_path: Path) -> None:
    this, later = TABLE, TABLE.replace("1\t改造旧管网\t分三期更换水管", "1\t疏浚河道\t全线清淤")
    with pytest.raises(pipeline.FileError):
        pipeline.extract(this.encode(), name="a.txt")
    header = [[word] for word in TABLE.partition("\n")[0].split("\t")]
    profile = tmp_path / "profiles" / "yunxi.toml"
    profile.parent.mkdir()
    roles = [["number"], ["title"], ["measures"], ["lead_units"], ["deadline"]]
    profile.write_text(
        f"[[layout]]\nheader = {json.dumps(header, ensure_ascii=False)}\nroles = {json.dumps(roles)}\n",
        encoding="utf-8",
    )
    for text in (this, later):
        record = pipeline.extract(text.encode(), name="a.txt", profiles=profile.parent)
        assert [len(record.tasks), record.tasks[0].assignments[0].parties[0].role] == [3, "lead"]
        assert record.tasks[2].title == "整修校舍" and record.tasks[2].measures == "暑期完成加固"
        assert record.tasks[1].assignments[0].deadlines[0].text == "9月底前"


def test_a_corrected_column_is_a_profile_for_the_layout(tmp_path: Path) -> None:
    known = TABLE.replace("攻坚内容", "工作任务").replace("挂帅科室", "责任单位").replace("办结节点", "完成时限")
    record = pipeline.extract(known.encode(), name="a.txt")
    assert record.tables[0].columns[2].roles != ("note",)
    line = corrector(record).column("t1", 2, ["note"], "layout", WHEN)
    path = saved(tmp_path, line)
    later = known.replace("改造旧管网", "疏浚河道")
    for text in (known, later):
        found = pipeline.extract(text.encode(), name="a.txt", corrections=path)
        assert found.tables[0].columns[2].roles == ("note",)
        assert found.tables[0].columns[2].corrected == line.id
        assert found.tasks[0].note == "分三期更换水管"
        assert codes(found) == []
    here = replace(line, scope="document")
    found = pipeline.extract(later.encode(), name="a.txt", corrections=saved(tmp_path / "b", here))
    assert found.tables[0].columns[2].roles == record.tables[0].columns[2].roles


def test_a_header_with_one_word_more_is_another_layout(tmp_path: Path) -> None:
    known = TABLE.replace("攻坚内容", "工作任务").replace("挂帅科室", "责任单位").replace("办结节点", "完成时限")
    record = pipeline.extract(known.encode(), name="a.txt")
    path = saved(tmp_path, corrector(record).column("t1", 2, ["note"], "layout", WHEN))
    other = known.replace("具体安排", "具体安排情况")
    assert pipeline.extract(other.encode(), name="a.txt", corrections=path).tasks[0].note is None


def test_a_later_line_wins_and_a_withdrawn_one_does_not_hold(seed: Record, tmp_path: Path) -> None:
    make = corrector(seed)
    one = make.correct("role", 0, "/assignments/0/parties/1/role", "guide", WHEN)
    two = make.correct("role", 0, "/assignments/0/parties/1/role", "support", WHEN)
    path = saved(tmp_path, one, two)
    assert pipeline.extract(SEED, corrections=path).tasks[0].assignments[0].parties[1].role == "support"
    add_corrections(path, [make.withdraw(two.id, WHEN)])
    assert pipeline.extract(SEED, corrections=path).tasks[0].assignments[0].parties[1].role == "guide"
    add_corrections(path, [make.withdraw(one.id, WHEN)])
    assert pipeline.extract(SEED, corrections=path).to_json() == seed.to_json()


def test_a_line_cut_off_by_a_crash_is_left_out_and_written_over(seed: Record, tmp_path: Path) -> None:
    line = corrector(seed).no_task(0, WHEN)
    path = saved(tmp_path, line)
    with path.open("ab") as file:
        file.write(write_line(line)[:40])
    assert len(read_corrections(path).lines) == 1
    add_corrections(path, [corrector(seed).no_task(1, WHEN)])
    assert [entry.kind for entry in read_corrections(path).all] == ["not-a-task", "not-a-task"]


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"schema": "corrections/1"}\n')
    with pytest.raises(KnowledgeError, match=r"c\.jsonl:1: not a correction"):
        pipeline.extract(SEED, corrections=path)


def test_every_line_is_what_its_schema_says(seed: Record) -> None:
    make = corrector(seed)
    lines = [make.no_task(0, WHEN), make.layout("t1", WHEN), make.withdraw("c-0123456789ab", WHEN)]
    lines += random_lines(seed, random.Random(1), 40)
    assert all(is_valid_line(json.loads(write_line(line)), CORRECTIONS) for line in lines)


# ---------------------------------------------------------------- replay on another version of the record


def random_lines(record: Record, luck: random.Random, count: int) -> list[Correction]:
    make = corrector(record)
    lines = []
    for _ in range(count):
        at = luck.randrange(len(record.tasks))
        task = record.tasks[at]
        parties, limits = list(items_of(task, "parties")), list(items_of(task, "deadlines"))
        kind = luck.choice(["text", "drop", *["role"] * (3 * bool(parties)), *["deadline"] * bool(limits)])
        if kind == "role":
            number, index, _ = luck.choice(parties)
            lines.append(make.correct("role", at, f"/assignments/{number}/parties/{index}/role", "supervise", WHEN))
        elif kind == "deadline":
            number, index, _ = luck.choice(limits)
            new = {"latest": "2099-12-31"}
            lines.append(make.correct("deadline", at, f"/assignments/{number}/deadlines/{index}", new, WHEN))
        elif kind == "text":
            lines.append(make.correct("text", at, "/title", "改后的名称", WHEN))
        else:
            lines.append(make.no_task(at, WHEN))
    return lines


class Version:
    """Another version of a record: tasks lost, moved to other places, their parties lost; ``origin`` tells which each was."""

    def __init__(self, record: Record, luck: random.Random) -> None:
        self.tasks: list[Task] = []
        self.origin: list[tuple[int, dict[tuple[int, int], tuple[int, int]]]] = []
        for at, task in enumerate(record.tasks):
            if luck.random() < 0.15:
                continue
            moved, kept = self._lose_parties(task, luck)
            self.tasks.append(self._shift(moved, luck))
            self.origin.append((at, kept))

    @staticmethod
    def _lose_parties(task: Task, luck: random.Random) -> tuple[Task, dict[tuple[int, int], tuple[int, int]]]:
        kept, assignments = {}, []
        for number, assignment in enumerate(task.assignments):
            stay = [index for index in range(len(assignment.parties)) if luck.random() > 0.1]
            kept |= {(number, now): (number, before) for now, before in enumerate(stay)}
            assignments.append(replace(assignment, parties=tuple(assignment.parties[index] for index in stay)))
        return replace(task, assignments=tuple(assignments)), kept

    @staticmethod
    def _shift(task: Task, luck: random.Random) -> Task:
        by = luck.randrange(1, 9)
        places = {
            pointer: tuple(
                Provenance(
                    "t7",
                    (place.row or 0) + by,
                    place.column or 0,
                    (place.span[0] + by, place.span[1] + by),
                    place.quote,
                )
                for place in found
            )
            for pointer, found in task.provenance.items()
        }
        return replace(task, id=f"{task.id}9", provenance=places)


def replay(record: Record, luck: random.Random) -> tuple[int, int]:
    """Random corrections on another version of the record; how many landed and how many were told stale."""
    lines = random_lines(record, luck, 12)
    version = Version(record, luck)
    empty = Document("x", "text/plain", record.source.sha256, 0, ())
    region = record.document.region.code if record.document.region else None
    setting = ReadingPlace(region, record.document.year, record.document.issued_on)
    landed = told = 0
    for line in lines:
        wanted = next(at for at in range(len(record.tasks)) if corrector(record)._index.anchor(at) == line.task)
        done = lay_over(version.tasks, record.units, [line], empty, PageIndex(()), load_registry(), setting)
        dropped = sorted(done.dropped)
        assert len(dropped) <= 1
        marked = [(at, dict(task.corrected)) for at, task in enumerate(done.tasks) if task.corrected]
        if dropped:
            assert version.origin[dropped[0]][0] == wanted
            landed += 1
        elif marked:
            ((at, marks),) = marked
            assert version.origin[at][0] == wanted
            (pointer,) = marks
            _assert_same_value(pointer, line, version.origin[at][1])
            landed += 1
        else:
            assert [issue.code for issue in done.issues if issue.code != "correction-superfluous"] == [
                "correction-stale"
            ] or ([issue.code for issue in done.issues] == ["correction-superfluous"])
            told += 1
    return landed, told


def _assert_same_value(pointer: str, line: Correction, kept: dict[tuple[int, int], tuple[int, int]]) -> None:
    """The party, deadline or text that was marked is the one that the person corrected."""
    steps, own = pointer.split("/"), (line.pointer or "").split("/")
    if "parties" in steps:
        assert kept[int(steps[2]), int(steps[4])] == (int(own[2]), int(own[4]))
    else:
        assert steps == own


@pytest.fixture(scope="module")
def records(seed: Record) -> list[Record]:
    """The seed, own notices, and where it is there a part of the shared corpus."""
    found = [seed, pipeline.extract(NOTICE.encode(), name="n.txt")]
    twice = NOTICE + NOTICE.partition("\n\n")[2]
    found.append(pipeline.extract(twice.encode(), name="twice.txt"))
    corpus = ROOT.parent / "shared" / "corpus"
    for path in sorted([*corpus.glob("documents/*.txt"), *corpus.glob("files/*.docx")])[::2]:
        try:
            found.append(pipeline.extract(path))
        except pipeline.FileError:
            continue
    return found


@settings(max_examples=25, deadline=None)
@given(luck=st.randoms(use_true_random=False))
def test_replayed_on_another_version_each_lands_on_its_value_or_is_told_stale(
    records: list[Record], luck: random.Random
) -> None:
    landed, _ = replay(luck.choice(records), luck)
    assert landed >= 0


def test_most_corrections_survive_a_new_version(records: list[Record]) -> None:
    luck = random.Random(7)
    results = [replay(record, luck) for record in records for _ in range(3)]
    landed, told = (sum(result[side] for result in results) for side in (0, 1))
    assert landed > 2 * told, (landed, told)


# ---------------------------------------------------------------- the commands


def fengong(*words: object) -> int:
    return run([*map(str, words)])


def test_convert_and_batch_apply_corrections(seed: Record, tmp_path: Path) -> None:
    path = saved(tmp_path, corrector(seed).correct("text", 0, "/title", "新名称", WHEN))
    assert fengong("convert", SEED, "-o", tmp_path / "out", "--corrections", path) == 0
    record = pipeline.load_record(tmp_path / "out" / f"{SEED.name}.json")
    assert record.tasks[0].title == "新名称"


@pytest.mark.batch
def test_a_batch_does_only_the_corrected_document_again(seed: Record, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "seed.docx").write_bytes(SEED.read_bytes())
    (folder / "n.txt").write_text(NOTICE, encoding="utf-8")
    path = saved(tmp_path, corrector(seed).correct("text", 1, "/title", "甲", WHEN))
    first = run_batch(read_roots([str(folder)]), tmp_path / "out", Options(corrections=str(path)))
    assert first.worked == 2
    add_corrections(path, [corrector(seed).correct("text", 0, "/title", "新名称", WHEN)])
    second = run_batch(None, tmp_path / "out", Options(corrections=str(path)))
    assert second.worked == 1
    titles = [json.loads(line)["title"] for line in (tmp_path / "out" / "tasks.jsonl").read_text("utf-8").splitlines()]
    assert {"新名称", "甲"} < set(titles)


def test_corrections_test_says_what_still_fits(
    seed: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make = corrector(seed)
    role = make.correct("role", 0, "/assignments/0/parties/1/role", "guide", WHEN)
    known = replace(make.correct("text", 1, "/title", seed.tasks[1].title, WHEN), old="别的")
    lost = replace(make.no_task(2, WHEN), task=replace(make.no_task(2, WHEN).task, head="没有的"))
    path = saved(tmp_path, role, known)
    assert fengong("corrections", "test", path, "--source", SEED.parent) == 0
    assert [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()] == ["needed", "superfluous"]
    add_corrections(path, [lost])
    assert fengong("corrections", "test", path, "--source", SEED, "--json") == 1
    assert [row["standing"] for row in json.loads(capsys.readouterr().out)] == ["needed", "superfluous", "stale"]
    assert fengong("corrections", "test", path, "--source", ROOT / "docs") == 2


def test_eval_takes_corrections_as_gold(seed: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make = corrector(seed)
    lines = [make.correct("role", 0, "/assignments/0/parties/1/role", "guide", WHEN), make.no_task(2, WHEN)]
    path = saved(tmp_path, *lines)
    (tmp_path / "plain.json").write_text(seed.to_json(), encoding="utf-8")
    assert fengong("eval", path, tmp_path / "plain.json", "--json", "--floor", "roles=1") == 1
    total = json.loads(capsys.readouterr().out)["documents"][0]["fields"]
    assert (total["roles"]["right"], total["roles"]["missed"], total["tasks"]["extra"]) == (0, 1, 1)
    record = pipeline.extract(SEED, corrections=path)
    (tmp_path / "corrected.json").write_text(record.to_json(), encoding="utf-8")
    assert fengong("eval", path, tmp_path / "corrected.json", "--floor", "roles=1", "--floor", "tasks=1") == 0


def test_a_confirmed_layout_becomes_a_profile_and_names_a_table_of_units(tmp_path: Path) -> None:
    known = TABLE.replace("攻坚内容", "工作任务").replace("挂帅科室", "责任单位").replace("办结节点", "完成时限")
    known = known.replace("市财政局", "市大管网办")
    record = pipeline.extract(known.encode(), name="a.txt", region="441700")
    make = corrector(record)
    lines = [
        make.column("t1", 2, ["note"], "layout", WHEN),
        make.layout("t1", WHEN),
        make.correct("unit", 0, "/assignments/0/parties/0/unit", "441700/finance", WHEN, scope="everywhere"),
    ]
    path = saved(tmp_path, *lines)
    assert fengong("corrections", "profile", path, "-o", tmp_path / "profiles" / "a.toml") == 0
    assert fengong("corrections", "units", path, "-o", tmp_path / "units.csv") == 0
    found = pipeline.extract(known.encode(), name="b.txt", profiles=tmp_path / "profiles", units=tmp_path / "units.csv")
    assert found.tables[0].columns[2].corrected == lines[1].id
    assert found.tasks[0].assignments[0].parties[0].unit == "441700/finance"
