"""The report says what the manifest says, whatever documents are called, and stays small."""

import json
import re
import shutil
import subprocess
import tomllib
import tracemalloc
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import html

import pipeline.batch.report as report
from every_outcome import HOSTILE, TITLE, run_mixed
from pipeline.batch.database import open_state
from pipeline.batch.model import MANIFEST, RECORDS, Finding, Language, Options, Summary
from pipeline.batch.publish import sum_up
from pipeline.batch.report.figures import DOCUMENTS, NAMES
from pipeline.batch.run import read_versions, run_batch
from pipeline.batch.sources import FoundDocument, Root
from pipeline.knowledge import read_toml

pytestmark = pytest.mark.batch

LANGUAGES: tuple[Language, ...] = ("en", "zh")
TAGS = set(
    "html head meta title style body header nav section div h1 h2 p a b i small span code br "
    "table thead tbody tr th td dl dt dd".split()
)
WORDS = tomllib.loads((Path(report.__file__).parent / "words.toml").read_text(encoding="utf-8"))
Page = Any


@pytest.fixture(scope="module", params=LANGUAGES)
def out(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_mixed(tmp_path_factory.mktemp("batch"), request.param)


def page_of(out: Path) -> Page:
    return html.fromstring((out / "report.html").read_bytes())


def lines_of(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / MANIFEST).read_text(encoding="utf-8").splitlines()]


def rows(page: Page, section: str) -> list[list[str]]:
    """The texts of a section's table, a list a row."""
    return [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in page.xpath(f"//section[@id='{section}']//tbody/tr")
    ]


def total(dicts: Iterable[dict[str, int]]) -> dict[str, tuple[int, int]]:
    """For each name in how many of them it stands, and how often in all."""
    records, times = Counter[str](), Counter[str]()
    for counts in dicts:
        records.update(counts.keys())
        times.update(counts)
    return {name: (records[name], times[name]) for name in records}


def test_outcomes_are_those_of_the_manifest(out: Path) -> None:
    page, lines = page_of(out), lines_of(out)
    outcomes = Counter(line["outcome"] for line in lines)
    shown = {
        row.xpath(".//i/@class")[0].split()[1]: int(row[1].text_content())
        for row in page.xpath("//section[@id='outcomes']//tbody/tr")
    }
    assert len(shown) == 5
    assert shown == outcomes
    bar = {
        part.get("class"): int(part.get("style").removeprefix("flex:")) for part in page.xpath("//*[@class='bar']/i")
    }
    assert bar == outcomes


def test_the_figures_at_the_top_are_those_of_the_manifest(out: Path) -> None:
    page, lines = page_of(out), lines_of(out)
    shown = {tile.get("id"): int(tile[0].text) for tile in page.xpath("//*[starts-with(@id, 'tile-')]")}
    assert shown == {
        "tile-documents": len(lines),
        "tile-with-record": sum(line["record"] is not None for line in lines),
        "tile-tasks": sum(line["tasks"] for line in lines if line["duplicate_of"] is None),
        "tile-to-look-at": sum(line["outcome"] in ("partial", "failed", "quarantined") for line in lines),
    }
    assert shown["tile-tasks"] == len((out / "tasks.jsonl").read_bytes().splitlines())


def test_failures_and_what_to_do_stand_under_their_codes(out: Path) -> None:
    page, codes = page_of(out), read_toml("codes.toml")
    language = "zh" if page.get("lang") == "zh-CN" else "en"
    failed = Counter(line["code"] for line in lines_of(out) if line["outcome"] in ("failed", "quarantined"))
    assert {code: (int(count), says) for code, count, says in rows(page, "failures")} == {
        code: (count, codes[code][language]) for code, count in failed.items()
    }
    assert len(failed) >= 3


def test_issues_are_counted_once_for_each_content(out: Path) -> None:
    page, codes = page_of(out), read_toml("codes.toml")
    language = "zh" if page.get("lang") == "zh-CN" else "en"
    counts = total(line["issues"] for line in lines_of(out) if line["duplicate_of"] is None)
    shown = rows(page, "issues")
    assert {code: (int(records), int(times)) for code, _, records, times, _ in shown} == counts
    for code, severity, *_, says in shown:
        assert (severity, says) == (WORDS[codes[code]["severity"]][language], codes[code][language])
    grave = [("error", "warning", "info").index(codes[row[0]]["severity"]) for row in shown]
    assert grave == sorted(grave) and len(set(grave)) > 1


def test_unknown_units_are_shown_most_frequent_first(out: Path) -> None:
    page, lines = page_of(out), lines_of(out)
    counts = total(line["unknown_units"] for line in lines if line["duplicate_of"] is None)
    shown = rows(page, "unknown")
    assert {name: (int(records), int(times)) for name, times, records, _ in shown} == counts
    assert shown[0][0] == "市杜撰局"
    assert [int(row[1]) for row in shown] == sorted((int(row[1]) for row in shown), reverse=True)
    for name, *_, path in shown:
        assert any(line["path"] == path and name in line["unknown_units"] for line in lines)
    assert "fengong units --unknown" in page.xpath("//section[@id='unknown']/p/code")[0].text


@pytest.mark.parametrize("outcome", ["quarantined", "failed", "partial"])
def test_documents_to_look_at_are_listed_by_path(out: Path, outcome: str) -> None:
    page = page_of(out)
    lines = [line for line in lines_of(out) if line["outcome"] == outcome]
    shown = page.xpath(f"//section[@id='{outcome}-list']//tbody/tr")
    assert [row[0][0].text_content() for row in shown] == [without_controls(line["path"]) for line in lines]
    for row, line in zip(shown, lines, strict=True):
        says = row[1].text_content()
        assert without_controls(line["replay"] or line["reason"] or next(iter(line["issues"]))) in says


def test_names_lead_to_their_records(out: Path) -> None:
    hrefs = set(page_of(out).xpath("//td//a/@href"))
    records = {unquote(href) for href in hrefs if href.startswith(RECORDS)}
    assert len(records) > 5
    for name in records:
        assert (out / name).is_file(), name
    partial = {f"{RECORDS}/{line['record']}" for line in lines_of(out) if line["outcome"] == "partial"}
    assert partial <= records


def test_places_copies_and_the_slowest_are_told(out: Path) -> None:
    page, lines = page_of(out), lines_of(out)
    first = [line for line in lines if line["duplicate_of"] is None and line["region"]]
    assert {(name, int(count)) for name, count, _ in rows(page, "regions")} == set(
        Counter(line["region"] for line in first).items()
    )
    copies = sum(line["duplicate_of"] is not None for line in lines)
    assert copies and str(copies) in page.xpath("//section[@id='outcomes']/p")[0].text
    slowest = [row[1] for row in rows(page, "slowest")]
    assert len(slowest) > 5
    seconds = [float(text.split()[0]) for text in slowest]
    assert seconds == sorted(seconds, reverse=True)


def test_hostile_names_stay_text(out: Path) -> None:
    page = page_of(out)
    text = page.text_content()
    assert HOSTILE in text and TITLE in text and "市<i>臆造办" in text
    assert {element.tag for element in page.iter()} <= TAGS
    assert not any(name.startswith("on") for element in page.iter() for name in element.attrib)
    assert len(page.xpath("//style")) == 1


def test_the_page_needs_nothing_else(out: Path) -> None:
    page = page_of(out)
    links = {value for element in page.iter() for name, value in element.attrib.items() if name in ("href", "src")}
    inner = {f"#{name}" for name in page.xpath("//@id")}
    files = {link for link in links if not link.startswith("#")}
    assert links - files <= inner
    assert all((out / unquote(link)).exists() for link in files)
    style = page.xpath("//style")[0].text
    assert not re.search(r"url\(|@import|//", style)
    assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0].startswith("default-src 'none'")


def test_a_browser_shows_it(out: Path, tmp_path: Path) -> None:
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        pytest.skip("no chromium here")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}", "--dump-dom"]
    done = subprocess.run(
        [browser, *options, (out / "report.html").as_uri()], capture_output=True, check=True, timeout=60
    )
    shown = html.fromstring(done.stdout.decode("utf-8"))
    assert shown.xpath("//*[@id='tile-documents']/b")[0].text == f"{len(lines_of(out)):,}"
    assert {element.tag for element in shown.iter()} <= TAGS


def test_records_elsewhere_are_not_linked(tmp_path: Path) -> None:
    out = run_mixed(tmp_path, options=Options(records=str(tmp_path / "elsewhere")))
    page = page_of(out)
    assert rows(page, "partial-list")
    assert not [link for link in page.xpath("//@href") if link.startswith(RECORDS)]
    assert str(tmp_path / "elsewhere") in page.xpath("//section[@id='about']")[0].text_content()


def test_records_in_a_bucket_are_to_be_fetched_before_they_are_looked_through(tmp_path: Path) -> None:
    place = (tmp_path / "bucket").as_uri()
    made_up(tmp_path / "out", 3, Options(records=place, jobs=0))
    page = page_of(tmp_path / "out")
    assert place in page.xpath("//section[@id='unknown']/p[2]")[0].text_content()
    assert not [link for link in page.xpath("//@href") if link.startswith((RECORDS, "file:"))]


def test_a_run_over_nothing_has_a_report(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    run_batch([Root("in", str(tmp_path / "in"))], tmp_path / "out", Options())
    page = page_of(tmp_path / "out")
    assert page.xpath("//*[@id='tile-documents']/b")[0].text == "0"
    assert [section.get("id") for section in page.xpath("//section")] == ["outcomes", "about"]


def test_every_word_stands_in_both_languages_and_is_filled_alike() -> None:
    for key, words in WORDS.items():
        assert set(words) == set(LANGUAGES), key
        english, chinese = (re.findall(r"\{\w+\}|`[^`]*`", words[language]) for language in LANGUAGES)
        assert sorted(english) == sorted(chinese), key
        assert re.search("[\u4e00-\u9fff]", words["zh"]) or not re.search("[a-z]{4}", words["en"]), key


def made_up(out: Path, count: int, options: Options = Options()) -> Summary:  # noqa: B008  a frozen value
    """A run as its state holds it, with ``count`` failed and as many partial documents of long names."""
    out.mkdir()
    state = open_state(out)
    state.begin([])
    versions = read_versions(options)
    for number in range(count):
        for kind in ("failed", "partial"):
            sha256 = f"{number:032x}{kind == 'partial':032x}"
            path = f"{kind}/{'关于进一步做好重点工作任务分工的通知' * 2}{number:06}.docx"
            state.list_input(FoundDocument(path, path, None))
            state.note_member(path, sha256)
            state.settle(sha256, versions, options.limits, finding(kind, number))
    state.commit()
    summary = sum_up(state, worked=0, pruned=0, kept=0, seconds=4000.0)
    report.write_report(state, out, summary, options, "zh")
    state.close()
    return summary


def finding(kind: str, number: int) -> Finding:
    if kind == "failed":
        return Finding("failed", code="unreadable", reason="The file is damaged. " * 50, advice="Save it again.")
    return Finding(
        "partial",
        record=f"{'关于进一步做好重点工作任务分工的' * 2}{number:06}.docx-{number:016x}.json",
        title="某某市关于进一步做好二〇二二年度重点工作任务分工的通知" * 3,
        region=f"某省第{number}市",
        tasks=3,
        unused=2,
        issues={"page-garbled": 2, "unit-unknown": 3},
        unknown={f"第{number}号单位": 2, "市杜撰局": 1},
        seconds=number / 7,
        memory=90,
    )


def test_long_lists_are_cut_and_say_so(tmp_path: Path) -> None:
    summary = made_up(tmp_path / "out", 5000)
    page = page_of(tmp_path / "out")
    for outcome in ("failed", "partial"):
        assert summary.outcomes[outcome] == 5000
        assert len(rows(page, f"{outcome}-list")) == DOCUMENTS
        assert "4,500" in page.xpath(f"//section[@id='{outcome}-list']/p[last()]")[0].text
    assert len(rows(page, "unknown")) == NAMES
    assert "4,901" in page.xpath("//section[@id='unknown']/p[last()]")[0].text
    assert rows(page, "unknown")[0][:3] == ["市杜撰局", "5,000", "5,000"]
    assert [row[0] for row in rows(page, "failures")] == ["unreadable"]
    assert (tmp_path / "out" / "report.html").stat().st_size < 1_000_000


def test_memory_does_not_grow_with_the_documents(tmp_path: Path) -> None:
    peaks = []
    for count in (600, 6000):
        made_up(tmp_path / str(count), count)  # what is loaded once is loaded now
        state = open_state(tmp_path / str(count))
        summary = sum_up(state, worked=0, pruned=0, kept=0, seconds=1.0)
        tracemalloc.start()
        report.write_report(state, tmp_path / str(count), summary, Options(), "en")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        state.close()
    assert peaks[1] < peaks[0] * 1.2


def without_controls(text: str) -> str:
    return re.sub("[\x00-\x1f]", "\ufffd", text)
