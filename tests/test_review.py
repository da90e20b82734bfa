"""The review page: in a real browser, by keyboard alone, and against those who should not reach it."""

import http.client
import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import pipeline
from pages import FLAGS, find_browser, reviewing
from pipeline.corrections.book import add_corrections, read_corrections
from pipeline.corrections.make import Corrector

pytest.importorskip("starlette", reason="needs fengong[review]")
pytest.importorskip("uvicorn", reason="needs fengong[review]")

ROOT = Path(__file__).parent.parent
SEED = ROOT / "inputs"
HOSTILE = """云溪市2031年<b>任务</b>分工表

一、<img src=x onerror="document.title='hit'">优化窗口。推行办理。（市财政局、市<script>document.title='hit'</script>大局负责，2031年6月底前完成）
二、开通热线。全天候接听。（市公安局牵头，9月底前完成）
"""


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The records of the example, as PDF and as Word."""
    out = tmp_path_factory.mktemp("records")
    for name in ("yangjiang-2021.pdf", "yangjiang-2021.docx"):
        (out / f"{name}.json").write_text(pipeline.extract(SEED / name).to_json(), encoding="utf-8")
    return out


@pytest.fixture
def out(seed: Path, tmp_path: Path) -> Path:
    for path in seed.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


# ---------------------------------------------------------------- without a browser: who may ask


class Visitor:
    """Requests to a page with its cookie, or without."""

    def __init__(self, address: str, known: bool = True) -> None:
        parts = urlsplit(address)
        self.host, self.port, self.token = parts.hostname or "", parts.port or 0, parts.query.removeprefix("token=")
        self.cookie = f"fengong-{self.port}={self.token}" if known else ""

    def ask(self, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=20)
        sent = {"Cookie": self.cookie} if self.cookie else {}
        if body is not None:
            sent["Origin"] = f"http://{self.host}:{self.port}"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request("GET" if body is None else "POST", path, body, sent)
            answer = connection.getresponse()
            return answer.status, answer.read(), dict(answer.getheaders())
        finally:
            connection.close()


@pytest.fixture(scope="module")
def served(seed: Path) -> Iterator[str]:
    with reviewing(seed, "--source", SEED, "--corrections", seed / "c.jsonl") as (address, _):
        yield address


WISH = json.dumps({"kind": "withdrawn", "withdraws": "c-0123456789ab"}).encode()


@pytest.mark.parametrize(
    ("known", "body", "headers"),
    [
        (False, None, {}),
        (False, WISH, {}),
        (True, None, {"Host": "evil.example"}),
        (True, None, {"Host": "127.0.0.1:1"}),
        (True, None, {"Sec_Fetch_Site": "cross-site"}),
        (True, None, {"Origin": "http://evil.example"}),
        (True, WISH, {"Origin": "http://evil.example"}),
        (True, WISH, {"Origin": "null"}),
        (True, WISH, {"Origin": "http://127.0.0.1:1"}),
    ],
)
def test_no_other_origin_reads_or_writes(served: str, known: bool, body: bytes | None, headers: dict[str, str]) -> None:
    path = "/api/records/0" if body is None else "/api/records/0/corrections"
    assert Visitor(served, known).ask(path, body, **headers)[0] == 403


def test_the_token_goes_from_the_address_into_a_strict_cookie(served: str) -> None:
    status, _, headers = Visitor(served, known=False).ask(f"/?{urlsplit(served).query}")
    assert status == 303 and headers["location"] == "/"
    assert "HttpOnly" in headers["set-cookie"] and "SameSite=Strict" in headers["set-cookie"]
    assert Visitor(served, known=False).ask("/?token=guess")[0] == 403


def test_a_page_may_run_only_its_own_script(served: str) -> None:
    for path in ("/", "/api/records", "/static/review.js"):
        status, _, headers = Visitor(served).ask(path)
        assert status == 200
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/desk.py",
        "/static//etc/passwd",
        "/api/records/99",
        "/etc/passwd",
    ],
)
def test_nothing_outside_is_served(served: str, path: str) -> None:
    assert Visitor(served).ask(path)[0] in (404, 405)


def test_a_body_beyond_the_limit_is_refused_before_it_comes(served: str) -> None:
    assert Visitor(served).ask("/api/draft", b"x" * 70_000)[0] == 413


def test_nonsense_is_refused_with_a_reason(served: str) -> None:
    for wish in (b"{", b'{"kind":"role"}', b'{"kind":"text","task":"x","pointer":"/title","new":""}'):
        status, body, _ = Visitor(served).ask("/api/records/0/corrections", wish)
        assert status == 422 and json.loads(body)["error"]


def test_pictures_of_pages_are_pictures(served: str) -> None:
    listed = json.loads(Visitor(served).ask("/api/records")[1])["records"]
    pdf = next(entry["index"] for entry in listed if ".pdf" in entry["name"])
    status, body, headers = Visitor(served).ask(f"/api/records/{pdf}/pages/1.png")
    assert status == 200 and headers["content-type"] == "image/png" and body.startswith(b"\x89PNG")
    assert Visitor(served).ask(f"/api/records/{pdf}/pages/999.png")[0] == 404


ADDER = """
import sys
from pathlib import Path
import pipeline
from pipeline.corrections.book import add_corrections
from pipeline.corrections.line import Correction, with_id
path, who = Path(sys.argv[1]), sys.argv[2]
for number in range(25):
    line = Correction("0" * 64, "withdrawn", "2026-01-01T00:00:00Z", who, withdraws=f"c-{number:012x}")
    add_corrections(path, [with_id(line)])
"""


def test_two_programs_on_one_file_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    both = [subprocess.Popen([sys.executable, "-c", ADDER, str(path), who], cwd=ROOT) for who in ("甲", "乙")]
    assert [process.wait(60) for process in both] == [0, 0]
    lines = read_corrections(path).all
    assert [len([line for line in lines if line.by == who]) for who in ("甲", "乙")] == [25, 25]


def test_killed_while_saving_loses_nothing_that_was_answered(out: Path) -> None:
    saved: list[str] = []
    with reviewing(out, "--source", SEED) as (address, process):
        visitor = Visitor(address)
        index = json.loads(visitor.ask("/api/records/0")[1])["tasks"]
        threading.Timer(0.6, lambda: os.kill(process.pid, signal.SIGKILL)).start()
        try:
            for number in range(10_000):
                wish = {"kind": "text", "task": index[number % 9]["id"], "pointer": "/title", "new": f"名称{number}"}
                draft = json.dumps({"values": number}).encode()
                visitor.ask("/api/draft", draft)
                status, body, _ = visitor.ask("/api/records/0/corrections", json.dumps(wish).encode())
                if status == 200:
                    saved.append(json.loads(body)["id"])
        except (OSError, http.client.HTTPException):
            pass
    assert saved
    kept = [line.id for line in read_corrections(out / "corrections.jsonl").all]
    assert set(saved) <= set(kept) and len(kept) - len(saved) <= 1
    assert json.loads((out / "corrections.jsonl.draft").read_bytes())["values"] >= len(saved) - 1


# ---------------------------------------------------------------- in the browser

browser_only = pytest.mark.skipif(find_browser() is None, reason="needs chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    api = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    with api.sync_playwright() as play:
        started = play.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def page(browser: object) -> Iterator[object]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})  # type: ignore[attr-defined]
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert faults == []


def show(page: object, address: str, name: str) -> None:
    """Open the page, choose a record by its name, and show all of its tasks."""
    page.goto(address)  # type: ignore[attr-defined]
    page.wait_for_selector("#list li")  # type: ignore[attr-defined]
    value = page.eval_on_selector_all(
        "#records option", "(all, name) => all.find(o => o.text.includes(name)).value", name
    )  # type: ignore[attr-defined]
    with page.expect_response(lambda answer: answer.url.endswith(f"/api/records/{value}")):  # type: ignore[attr-defined]
        page.select_option("#records", value) if value != page.input_value("#records") else page.reload()  # type: ignore[attr-defined]
    page.wait_for_selector("#sheet > *")  # type: ignore[attr-defined]
    page.wait_for_selector("#list li[data-index]")  # type: ignore[attr-defined]
    page.locator("#tasks-title").click()  # type: ignore[attr-defined]
    page.keyboard.press("q")  # type: ignore[attr-defined]
    page.wait_for_selector("#list .value[data-pointer='/title']")  # type: ignore[attr-defined]


@browser_only
@pytest.mark.batch
def test_a_click_on_a_value_draws_its_box_where_the_provenance_says(page, served: str) -> None:  # type: ignore[no-untyped-def]
    from PIL import Image

    show(page, served, ".pdf")
    record = pipeline.extract(SEED / "yangjiang-2021.pdf")
    place = record.tasks[1].provenance["/measures"][0]
    assert place.bbox and place.page
    page.click(f".value[data-task='{record.tasks[1].id}'][data-pointer='/measures']")
    box, sheet = page.locator(".box").first, page.locator(f".page[data-page='{place.page}']")
    page.wait_for_function("document.querySelector('.box').parentElement.querySelector('img').naturalWidth > 0")
    drawn, frame = box.bounding_box(), sheet.bounding_box()
    scale = frame["width"] / float(sheet.evaluate("page => page.size.width"))
    for got, wanted in zip(
        (drawn["x"] - frame["x"], drawn["y"] - frame["y"], drawn["width"], drawn["height"]),
        (place.bbox[0], place.bbox[1], place.bbox[2] - place.bbox[0], place.bbox[3] - place.bbox[1]),
        strict=True,
    ):
        assert abs(got / scale - wanted) < 2.5, (drawn, frame, place.bbox)
    lit = Image.open(io.BytesIO(page.screenshot(clip=drawn))).convert("RGB")
    dots = list(zip(*[iter(lit.tobytes())] * 3, strict=True))
    yellow = sum(red > 200 and green > 180 and blue < 210 for red, green, blue in dots)
    dark = sum(max(dot) < 150 for dot in dots)
    assert yellow > lit.width * lit.height // 3, "the box is tinted"
    assert dark > 50, "the words are inside it"


@browser_only
@pytest.mark.batch
def test_a_click_on_the_source_lights_its_values(page, served: str) -> None:  # type: ignore[no-untyped-def]
    show(page, served, ".docx")
    record = pipeline.extract(SEED / "yangjiang-2021.docx")
    place = record.tasks[3].provenance["/measures"][0]
    page.click(f"td[data-row='{place.row}'][data-column='{place.column}']")
    assert page.get_attribute(".value.lit", "data-task") == record.tasks[3].id
    assert page.get_attribute(".value.lit", "data-pointer") == "/measures"
    assert page.inner_text("td mark") == place.quote


@browser_only
@pytest.mark.batch
def test_a_unit_a_date_and_a_role_are_corrected_by_keyboard_alone(page, out: Path) -> None:  # type: ignore[no-untyped-def]
    with reviewing(out, "--source", SEED, "--by", "李工", language="en") as (address, _):
        show(page, address, ".docx")
        press = page.keyboard.press
        first = pipeline.extract(SEED / "yangjiang-2021.docx").tasks[0]
        press("j")
        seek(page, "/assignments/0/parties/1")
        press("e")
        page.wait_for_selector("#editor[open]")
        page.keyboard.type("guide")
        press("Enter")
        page.wait_for_selector("#editor:not([open])", state="attached")
        seek(page, "/assignments/0/parties/2")
        press("u")
        page.wait_for_selector("#suggested button")
        press("ControlOrMeta+a")
        page.keyboard.type("440000/finance")
        press("Enter")
        page.wait_for_selector("#editor:not([open])", state="attached")
        seek(page, "/assignments/0/deadlines/0")
        press("e")
        page.wait_for_selector("#editor[open]")
        page.keyboard.type("by")
        press("Tab")
        press("ControlOrMeta+a")
        press("Delete")
        press("Tab")
        press("ControlOrMeta+a")
        page.keyboard.type("2022-03-31")
        press("Enter")
        page.wait_for_selector("#editor:not([open])", state="attached")
        page.wait_for_selector(f".value.corrected[data-task='{first.id}'][data-pointer='/assignments/0/deadlines/0']")
    lines = read_corrections(out / "corrections.jsonl").lines
    assert [(line.kind, line.by) for line in lines] == [("role", "李工"), ("unit", "李工"), ("deadline", "李工")]
    record = pipeline.extract(SEED / "yangjiang-2021.docx", corrections=out / "corrections.jsonl")
    assignment = record.tasks[0].assignments[0]
    assert assignment.parties[1].role == "guide" and assignment.parties[2].unit == "440000/finance"
    assert (assignment.deadlines[0].kind, assignment.deadlines[0].earliest, assignment.deadlines[0].latest) == (
        "by",
        None,
        "2022-03-31",
    )
    assert not any(issue.code.startswith("correction-") for issue in record.issues)


def seek(page, pointer: str) -> None:  # type: ignore[no-untyped-def]
    """Go to a value of the current entry with the arrow keys."""
    for _ in range(40):
        if page.evaluate("document.querySelector('.value.lit')?.dataset.pointer") == pointer:
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(pointer)


@browser_only
@pytest.mark.batch
def test_the_queue_comes_first_and_filters(page, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    text = HOSTILE.replace("<script>document.title='hit'</script>", "")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "a.txt.json").write_text(pipeline.extract(tmp_path / "a.txt").to_json(), encoding="utf-8")
    with reviewing(tmp_path / "a.txt.json", "--source", tmp_path) as (address, _):
        page.goto(address)
        page.wait_for_selector("#list li.unit")
        page.keyboard.press("j")
        assert page.locator("li.current").count() == 1
        page.select_option("#by-code", "unit-unknown")
        assert set(page.eval_on_selector_all("#list li", "all => all.map(one => one.className)")) == {"unit"}
        page.select_option("#by-code", "")
        page.click("#view-all")
        assert page.locator("#list li[data-index]").count() == 2
        page.fill("#by-unit", "公安")
        assert page.locator("#list li[data-index]").count() == 1


@browser_only
@pytest.mark.batch
def test_texts_with_scripts_are_shown_as_text(page, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    name = "a<img src=x onerror=alert(1)>.txt"
    (tmp_path / name).write_text(HOSTILE, encoding="utf-8")
    (tmp_path / f"{name}.json").write_text(pipeline.extract(tmp_path / name).to_json(), encoding="utf-8")
    with reviewing(tmp_path, "--source", tmp_path) as (address, _):
        page.goto(address)
        page.wait_for_selector("#list li")
        page.click("#view-all")
        page.wait_for_selector("#list .value")
        assert page.title() == "fengong review"
        assert "<img src=x" in page.inner_text("#sheet") and "<img" in page.inner_text("#records")
        assert page.locator("main img, main script, main b:not([class])").count() == 0


@browser_only
@pytest.mark.batch
def test_what_was_being_typed_is_there_again_after_a_kill(page, out: Path) -> None:  # type: ignore[no-untyped-def]
    with reviewing(out, "--source", SEED) as (address, process):
        show(page, address, ".docx")
        page.keyboard.press("j")
        seek(page, "/title")
        page.keyboard.press("e")
        page.keyboard.press("ControlOrMeta+a")
        with page.expect_response(
            lambda answer: "/api/draft" in answer.url and "称呼" in (answer.request.post_data or "")
        ):
            page.keyboard.type("新的称呼")
        process.kill()
        process.wait(10)
    with reviewing(out, "--source", SEED) as (address, _):
        page.goto(address)
        page.wait_for_selector("#editor[open] textarea")
        assert page.input_value("#editor textarea") == "新的称呼"
        page.keyboard.press("Enter")
        page.wait_for_selector("#editor:not([open])", state="attached")
    assert [line.new for line in read_corrections(out / "corrections.jsonl").lines] == ["新的称呼"]


@browser_only
@pytest.mark.batch
def test_controls_have_names_and_both_languages(page, served: str) -> None:  # type: ignore[no-untyped-def]
    show(page, served, ".docx")
    for language in ("zh-CN", "en"):
        assert page.get_attribute("html", "lang") == language
        nameless = page.evaluate(
            """() => [...document.querySelectorAll('button, select, input')].filter(one => one.checkVisibility()
                && !(one.textContent.trim() || one.closest('label') || one.getAttribute('aria-label'))).map(one => one.outerHTML)"""
        )
        assert nameless == []
        assert page.locator("#view-queue").inner_text().strip() and "{" not in page.inner_text("header")
        page.click("#language")


def test_a_record_that_was_corrected_is_reviewed_from_its_source(out: Path) -> None:
    source = SEED / "yangjiang-2021.docx"
    make = Corrector(pipeline.extract(source), "李工")
    first, third = (make.correct("text", at, "/title", f"名称{at}", "2026-01-01T00:00:00Z") for at in (0, 2))
    add_corrections(out / "corrections.jsonl", [first, make.no_task(1, "2026-01-01T00:00:00Z")])
    (out / "yangjiang-2021.pdf.json").unlink()
    record = pipeline.extract(source, corrections=out / "corrections.jsonl")
    (out / "yangjiang-2021.docx.json").write_text(record.to_json(), encoding="utf-8")
    with reviewing(out, "--source", SEED) as (address, _):
        visitor = Visitor(address)
        shown = json.loads(visitor.ask("/api/records/0")[1])
        assert [task["title"] for task in shown["tasks"]][:1] == ["名称0"] and len(shown["tasks"]) == len(record.tasks)
        wish = {"kind": "text", "task": shown["tasks"][1]["id"], "pointer": "/title", "new": "名称2"}
        status, body, _ = visitor.ask("/api/records/0/corrections", json.dumps(wish).encode())
        assert status == 200 and json.loads(body)["task"] == json.loads(json.dumps(tree(third)["task"]))


def tree(line: object) -> dict[str, object]:
    import msgspec

    made: dict[str, object] = msgspec.json.decode(msgspec.json.encode(line))
    return made
