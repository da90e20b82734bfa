"""The review page in a real browser: Debian's chromium, started for a test, ended after it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FLAGS = (
    *(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
    ),
    *("--disable-component-update", "--disable-sync"),
)


def find_browser() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def reviewing(*words: object, language: str = "zh") -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """``fengong review`` at work: its address and its process."""
    command = [sys.executable, "-m", "pipeline", "review", *map(str, words), "--no-browser"]
    root = Path(__file__).parent.parent
    environment = os.environ | {"FENGONG_LANG": language, "PYTHONPATH": str(root), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), address
        yield address, process
    finally:
        process.terminate()
        process.wait(10)
        assert process.stdout is not None
        process.stdout.close()
