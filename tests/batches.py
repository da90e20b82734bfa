"""Batches for tests: one command line as a process of its own that can be killed, and what it left in OUT."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from jsonschema_rs import Validator

ROOT = Path(__file__).parent.parent
TRACE = "FENGONG_TEST_TRACE"
"""Set for a run and inherited by all its processes, so that they can be found whoever their parent is."""
GATE = Validator(json.loads((ROOT / "schemas/task-list.v1.schema.json").read_text()))
TABLE = """清河市2023年便民服务提升任务分工表

| 序号 | 任务 | 具体举措 | 牵头单位 | 配合单位 | 完成时限 |
|---|---|---|---|---|---|
| 1 | 优化办事窗口 | 合并{mark}窗口。 | 市教育局 | 市公安局、市税务局 | 2023年6月底前 |
"""


def notice(mark: object = "同类") -> bytes:
    """A small task list; another ``mark``, other bytes."""
    return TABLE.format(mark=mark).encode()


class Batch:
    """``python -m pipeline batch …`` as a process of its own, in English, in a group of its own."""

    def __init__(self, *arguments: object, cwd: Path | None = None, path: Path | None = None, **more: str) -> None:
        """``path``: a folder that Python looks into before all others; ``more``: of the environment."""
        self.trace = uuid4().hex
        keep = {name: value for name, value in os.environ.items() if not name.startswith(("FENGONG", "PYTHON"))}
        own = {"FENGONG_LANG": "en", "PYTHONUTF8": "1", TRACE: self.trace}
        own["PYTHONPATH"] = os.pathsep.join(map(str, [path, ROOT] if path else [ROOT]))
        command = [sys.executable, "-m", "pipeline", "batch", *map(str, arguments)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=keep | own | more,
            cwd=cwd,
            start_new_session=True,
        )

    def end(self, timeout: float = 120) -> tuple[int, str]:
        """Its exit code and what it said on stderr, when it has ended; a hang is killed and fails."""
        try:
            _, error = self.process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired as late:
            self.kill_all()
            said = (late.stderr or b"").decode(errors="replace")
            raise AssertionError(f"no end within {timeout} s; it said: {said[-2000:]}") from late
        return self.process.returncode, error.decode(errors="replace")

    def living(self) -> list[int]:
        """All processes of this run that live, workers and servers among them (Linux)."""
        sign = f"{TRACE}={self.trace}".encode()
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    if sign in (folder / "environ").read_bytes().split(b"\0"):
                        found.append(int(folder.name))
                except OSError:  # ended, or not ours to look at
                    continue
        return found

    def outlive(self, seconds: float = 10) -> list[int]:
        """Those that still live after so long; none at all ends the waiting at once."""
        until = time.monotonic() + seconds
        while (left := self.living()) and time.monotonic() < until:
            time.sleep(0.05)
        return left

    def kill_all(self) -> None:
        """End whatever is left of it."""
        for pid in self.living():
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                continue
        self.process.wait()


def batch(*arguments: object, **more: Any) -> tuple[int, str]:
    """One batch from its beginning to its end: exit code and stderr. No process of it may live on."""
    run = Batch(*arguments, **more)
    ended = run.end()
    left = run.outlive()
    if left:
        run.kill_all()
    assert not left, "processes outlive their batch"
    return ended


def manifest(out: Path) -> dict[str, dict[str, Any]]:
    """The manifest's lines by path; fails where a path stands there twice."""
    lines = [json.loads(line) for line in (out / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    found = {line["path"]: line for line in lines}
    assert len(found) == len(lines), "a document stands twice in the manifest"
    return found


def results(out: Path) -> dict[str, bytes]:
    """The bytes of all that a run leaves for others, by name. The report is left out: it tells times."""
    names = [*out.glob("records/*"), *out.glob("manifest.jsonl"), *out.glob("tasks.jsonl*")]
    return {str(path.relative_to(out)): path.read_bytes() for path in names}


def litter(out: Path) -> list[str]:
    """Drafts, and what stands in the spool."""
    return [str(path) for path in out.rglob("*") if path.suffix == ".tmp" or ".spool" in path.parts]


def assert_whole(out: Path) -> None:
    """What stands under a final name is whole: records pass the schema, lines are JSON."""
    for path in out.glob("records/*.json"):
        GATE.validate(json.loads(path.read_bytes()))
    for path in (out / "manifest.jsonl", out / "tasks.jsonl"):
        data = path.read_bytes() if path.exists() else b""
        assert data == b"" or data.endswith(b"\n")
        for line in data.splitlines():
            json.loads(line)
