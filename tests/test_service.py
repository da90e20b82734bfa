"""The service: the same records over HTTP; hostile documents, limits, jobs, figures, and a clean end under load."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

import pipeline
from pipeline.contract import is_valid

pytest.importorskip("starlette", reason="needs fengong[serve]")
pytest.importorskip("uvicorn", reason="needs fengong[serve]")

pytestmark = [pytest.mark.batch, pytest.mark.skipif(not sys.platform.startswith("linux"), reason="signals and /proc")]
ROOT = Path(__file__).parent.parent
SEED = ROOT / "inputs" / "yangjiang-2021.docx"
NOTICE = """云溪市2031年便民服务重点任务分工表

一、优化窗口服务。推行周末办理。（市财政局、市公安局负责，2031年6月底前完成）
二、开通咨询热线。第{}条专线。（市公安局牵头，市教育局配合）
"""


class Service:
    """A service at work, and questions to it."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        parts = urlsplit(address)
        self.host, self.port = parts.hostname or "", parts.port or 0

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=90)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
        finally:
            connection.close()

    def post(self, data: bytes, name: str, **query: str) -> tuple[int, dict[str, Any]]:
        words = "".join(f"&{key}={quote(value)}" for key, value in query.items())
        status, body, _ = self.ask("POST", f"/v1/records?name={quote(name)}{words}", data)
        return status, json.loads(body)

    def figures(self) -> dict[str, float]:
        text = self.ask("GET", "/metrics")[1].decode()
        pairs = (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
        return {name: float(value) for name, value in pairs}


@contextmanager
def serving(folder: Path, *options: object) -> Iterator[Service]:
    faults = folder / "faults"
    faults.mkdir()
    shutil.copy(Path(__file__).with_name("batch_faults.py"), faults / "sitecustomize.py")
    environment = os.environ | {
        "PYTHONPATH": f"{faults}{os.pathsep}{ROOT}",
        "FENGONG_LANG": "en",
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "pipeline", "serve", "--port", "0", *map(str, options)]
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), address
        yield Service(process, address)
    finally:
        process.terminate()
        process.wait(60)
        assert process.stdout is not None
        process.stdout.close()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    with serving(folder, "--jobs", 2, "--limit-time", 20, "--limit-size", 2) as started:
        yield started


def test_a_document_gives_the_record_that_extract_gives(service: Service) -> None:
    status, record = service.post(SEED.read_bytes(), SEED.name)
    assert status == 200 and record == pipeline.extract(SEED).to_dict()


def test_what_is_given_for_a_document_holds_for_it_alone(service: Service) -> None:
    text = "重点任务分工表\n\n一、优化窗口。推行办理。（市财政局负责，6月底前完成）\n".encode()
    status, record = service.post(text, "a.txt", region="阳江市", year="2031")
    assert status == 200 and record["document"]["given"] == ["region", "year"]
    assert record["tasks"][0]["assignments"][0]["parties"][0]["unit"] == "441700/finance"
    assert "given" not in service.post(text, "b.txt")[1]["document"]
    assert service.post(text, "c.txt", region="没有此地")[0] == 422


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        ("没有任务的一段话。".encode(), 422, "no-tasks"),
        (b"%PDF-1.7 broken", 422, "unreadable"),
        (b"\x7fELF" + bytes(200), 415, "unsupported"),
        (b"", 422, "unreadable"),
        (b"FAULT-segfault", 422, "crashed"),
    ],
)
def test_what_gives_no_record_is_a_problem_with_its_code(service: Service, data: bytes, status: int, code: str) -> None:
    answered, body, headers = service.ask("POST", "/v1/records?name=x", data)
    problem = json.loads(body)
    assert headers["content-type"] == "application/problem+json"
    assert (answered, problem["status"], problem["code"], problem["type"]) == (
        status,
        status,
        code,
        f"urn:fengong:code:{code}",
    )
    assert problem["title"] and problem["detail"]


def test_an_upload_beyond_the_limit_is_refused_while_it_comes_in(service: Service) -> None:
    sent = 0

    def pieces() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(400):
            sent += 1
            yield bytes(2**18)
            time.sleep(0.002)

    connection = http.client.HTTPConnection(service.host, service.port, timeout=30)
    try:
        connection.request("POST", "/v1/records", pieces(), {"Transfer-Encoding": "chunked"}, encode_chunked=True)
        status = connection.getresponse().status
    except (BrokenPipeError, ConnectionResetError):
        status = 413  # it hung up before all was sent
    finally:
        connection.close()
    assert status == 413 and sent < 400
    stated = service.ask("POST", "/v1/records", b"x", **{"Content-Length": "99999999"})
    assert stated[0] == 413


def test_jobs_are_asked_about_later(service: Service) -> None:
    status, _, headers = service.ask("POST", "/v1/jobs?name=a.docx", SEED.read_bytes())
    assert status == 202
    where = headers["location"]
    for _ in range(200):
        standing = json.loads(service.ask("GET", where)[1])
        if standing["state"] != "waiting":
            break
        time.sleep(0.05)
    assert standing["state"] == "done"
    assert is_valid(json.loads(service.ask("GET", standing["record"])[1]))
    assert service.ask("DELETE", where)[0] == 204
    assert service.ask("GET", where)[0] == 404


def test_units_and_codes_are_explained(service: Service) -> None:
    found = json.loads(service.ask("GET", f"/v1/units?name={quote('市财政局')}&region=441700")[1])
    assert found[0]["unit"]["id"] == "441700/finance" and found[0]["steps"]
    assert json.loads(service.ask("GET", "/v1/codes/needs-ocr")[1])["zh"]
    for path in ("/v1/codes/nothing", "/v1/jobs/nothing", "/nothing"):
        status, _, headers = service.ask("GET", path)
        assert status == 404 and headers["content-type"] == "application/problem+json", path
    assert service.ask("GET", "/v1/units")[0] == 422
    assert service.ask("DELETE", "/v1/records")[0] == 405


def test_the_description_is_openapi_of_the_same_schemas(service: Service) -> None:
    told = json.loads(service.ask("GET", "/openapi.json")[1])
    assert told["openapi"].startswith("3.1.")
    assert told["components"]["schemas"]["Record"] == pipeline.contract.read_schema()
    references = [word for word in json.dumps(told["paths"]).split('"') if word.startswith("#/")]
    for reference in references:
        holder: Any = told
        for step in reference.split("/")[1:]:
            holder = holder[step]
    assert set(told["paths"]) >= {"/v1/records", "/v1/jobs", "/v1/units", "/v1/codes", "/healthz", "/metrics"}


def test_two_hundred_requests_sixteen_at_once_with_hostile_files_among_them(service: Service) -> None:
    expected = {
        number: pipeline.extract(NOTICE.format(number).encode(), name=f"{number}.txt").to_dict()
        for number in range(160)
    }
    hostile = ["segfault", "sigkill", "exit", "memory-error", "recursion", "system-exit", "abort", "odd"]

    def one(number: int) -> tuple[int, bool, str]:
        if number % 5 == 4:
            kind = hostile[number // 5 % len(hostile)]
            status, body = service.post(f"{number} FAULT-{kind}".encode(), f"{number}.txt")
            return status, status in (422, 500), body["code"]
        data = NOTICE.format(number % 160).encode()
        status, body = service.post(data, f"{number % 160}.txt")
        return status, body == expected[number % 160], "record"

    before = service.figures()
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(one, range(200)))
    assert len(answers) == 200 and all(right for _, right, _ in answers), Counter(answers)
    figures = service.figures()
    assert figures["fengong_workers_replaced_total"] > before["fengong_workers_replaced_total"]
    assert figures["fengong_documents_waiting"] == 0 and figures["fengong_up"] == 1
    assert service.ask("GET", "/healthz")[0] == 200
    resident = int(Path(f"/proc/{service.process.pid}/status").read_text().split("VmRSS:")[1].split()[0]) // 1024
    assert resident < 600, f"{resident} MiB"


def test_sigterm_finishes_what_runs(tmp_path: Path) -> None:
    with serving(tmp_path, "--jobs", 1) as service:
        service.post(NOTICE.format(0).encode(), "warm.txt")
        answers: list[int] = []
        data = [(NOTICE.format(number) * 40).encode() for number in range(6)]
        threads = [threading.Thread(target=lambda d=d: answers.append(service.post(d, "x.txt")[0])) for d in data]
        for thread in threads:
            thread.start()
        time.sleep(0.15)
        service.process.send_signal(signal.SIGTERM)
        for thread in threads:
            thread.join(60)
        assert service.process.wait(60) == 0
    assert answers == [200] * 6
