"""What the review page costs: opening a record of 2,000 tasks, a picture of a page, memory over 200 documents.

    python bench/review.py            # needs fengong[review], playwright and chromium

Times are of the clock, the least of several; memory is that of the server's process.
"""

import http.client
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import pipeline  # noqa: E402
from pages import FLAGS, find_browser, reviewing  # noqa: E402

TASKS, DOCUMENTS, TIMES = 2_000, 200, 5


def make_large(folder: Path) -> None:
    """A list of 2,000 tasks, and its record."""
    head = "云溪市2031年重点任务分工表\n\n序号\t工作任务\t具体举措\t牵头单位\t配合单位\t完成时限\n"
    rows = [
        f"{n}\t推进第{n}项便民服务\t建立台账并按月公布第{n}项进展。\t市财政局\t市公安局、市某某{n % 50}办\t{n % 12 + 1}月底前"
        for n in range(1, TASKS + 1)
    ]
    write(folder, "large.txt", head + "\n".join(rows) + "\n")


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    record = pipeline.extract(folder / name)
    (folder / f"{name}.json").write_text(record.to_json(), encoding="utf-8")


def ask(address: str, path: str) -> bytes:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    cookie = f"fengong-{parts.port}={parts.query.removeprefix('token=')}"
    connection.request("GET", path, headers={"Cookie": cookie})
    body = connection.getresponse().read()
    connection.close()
    return body


def processor(pid: int) -> float:
    """Seconds of processor time of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> float:
    return int(Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0]) / 1024


def open_large() -> tuple[float, float]:
    """Seconds until the first task and the source are shown: of the clock, and of the processor (page and server)."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        folder = Path(name)
        make_large(folder)
        with reviewing(folder / "large.txt.json", "--source", folder) as (address, process):
            browser = play.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
            took = []
            for _ in range(TIMES):
                page = browser.new_context().new_page()
                devtools = page.context.new_cdp_session(page)
                devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
                before, began = processor(process.pid), time.perf_counter()
                page.goto(address)
                page.wait_for_selector("#list li")
                page.wait_for_selector("#sheet > *")
                clock = time.perf_counter() - began
                metrics = devtools.send("Performance.getMetrics")["metrics"]
                busy = next(item["value"] for item in metrics if item["name"] == "TaskDuration")
                took.append((clock, busy + processor(process.pid) - before))
            browser.close()
            return min(clock for clock, _ in took), min(busy for _, busy in took)


def draw_pages() -> float:
    """The slowest page of the example, each drawn for the first time, the least of several servers."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        record = pipeline.extract(ROOT / "inputs" / "yangjiang-2021.pdf")
        (folder / "a.pdf.json").write_text(record.to_json(), encoding="utf-8")
        slowest = []
        for _ in range(3):
            with reviewing(folder, "--source", ROOT / "inputs") as (address, _):
                pages = len(json.loads(ask(address, "/api/records/0"))["pages"])
                took = []
                for number in range(1, pages + 1):
                    began = time.perf_counter()
                    assert ask(address, f"/api/records/0/pages/{number}.png").startswith(b"\x89PNG")
                    took.append(time.perf_counter() - began)
                slowest.append(max(took))
        return min(slowest)


def walk_documents() -> tuple[float, float]:
    """MiB after 50 documents and after 200, each opened with its grid or its first page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(DOCUMENTS - 20):
            rows = "".join(f"{n}\t任务{number}之{n}\t具体举措{n}\t市财政局\t6月底前\n" for n in range(1, 60))
            write(
                folder,
                f"{number:03}.txt",
                f"云溪市2031年任务分工表\n\n序号\t工作任务\t举措\t责任单位\t完成时限\n{rows}",
            )
        record = pipeline.extract(ROOT / "inputs" / "yangjiang-2021.pdf").to_json()
        for number in range(20):
            (folder / f"{number * 10:03}a.pdf.json").write_text(record, encoding="utf-8")
        with reviewing(folder, "--source", folder, "--source", ROOT / "inputs") as (address, process):
            ask(address, "/api/records")
            after = []
            for index in range(DOCUMENTS):
                shown = json.loads(ask(address, f"/api/records/{index}"))
                ask(address, f"/api/records/{index}/" + ("pages/1.png" if shown["pages"] else "grid"))
                if index + 1 in (50, DOCUMENTS):
                    after.append(resident(process.pid))
            return after[0], after[1]


if __name__ == "__main__":
    clock, busy = open_large()
    print(f"page of {TASKS} tasks: {clock:.2f} s, of the processor {busy:.2f} s")
    print(f"slowest picture of a page: {draw_pages() * 1000:.0f} ms")
    first, last = walk_documents()
    print(f"memory after 50 documents {first:.0f} MiB, after {DOCUMENTS} {last:.0f} MiB")
