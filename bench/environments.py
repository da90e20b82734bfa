"""A virtual environment for each peer, kept between runs outside the tree: standard library and pip only."""

import os
import subprocess
import sys
from pathlib import Path

STAMP = "requirements.txt"
PIP_SECONDS = 1800


class NotInstalled(Exception):
    """A peer's environment could not be made; the text says why, in one line."""


def default_folder() -> Path:
    """Where environments are kept: the user's cache folder."""
    if sys.platform == "win32":
        home = Path(os.environ.get("LOCALAPPDATA") or Path.home())
    elif sys.platform == "darwin":
        home = Path.home() / "Library" / "Caches"
    else:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "fengong-bench"


def prepare(folder: Path, name: str, requirements: list[str]) -> Path:
    """The Python of the environment ``name``, made anew where its requirements changed. Raises NotInstalled."""
    home = folder / name
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp, wanted = home / STAMP, "\n".join(requirements) + "\n"
    if python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    print(f"{name}: making its environment in {home}", file=sys.stderr)
    _run([sys.executable, "-m", "venv", "--clear", str(home)])
    _run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements])
    stamp.write_text(wanted, encoding="utf-8")
    return python


def versions(python: Path, requirements: list[str]) -> str:
    """What is installed there for these requirements, as ``name version``."""
    names = [requirement.split(">=")[0].split("[")[0] for requirement in requirements]
    code = (
        "import sys; from importlib.metadata import version as v; print(', '.join(f'{n} {v(n)}' for n in sys.argv[1:]))"
    )
    done = subprocess.run([str(python), "-c", code, *names], capture_output=True, text=True, check=False)
    return done.stdout.strip() or "version unknown"


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=PIP_SECONDS)
    except subprocess.CalledProcessError as error:
        lines = [line for line in (error.stderr or error.stdout or "").splitlines() if line.strip()]
        raise NotInstalled(lines[-1].strip()[:200] if lines else f"exit code {error.returncode}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotInstalled(str(error)[:200]) from error
