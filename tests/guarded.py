"""Reads hostile files in a process of its own: bounded memory and time, and a watch on what Python does.

    python tests/guarded.py MODULE NAME …

prints for each case of ``MODULE.CASES`` its name and its outcome, and at the end the peak of resident memory.
"""

import importlib
import pickle
import resource
import signal
import sys
import sysconfig
from pathlib import Path
from typing import Any

ADDRESS_SPACE = 3 * 2**30
SECONDS, PATIENCE = 30, 300
"""For one case. The slowest take 5 seconds on an office machine; SIGALRM ends the process even in native code."""
_PROJECT = Path(__file__).resolve().parent.parent
_READABLE = tuple(
    str(Path(place).resolve())
    for place in (_PROJECT, sys.prefix, sys.base_prefix, *sysconfig.get_paths().values())
)  # fmt: skip
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.spawn", "os.posix_spawn", "os.fork", "os.system", "pickle.",
              "urllib.", "ftplib.", "shutil.", "tempfile.", "webbrowser.", "os.remove", "os.rename")  # fmt: skip


class Breach(BaseException):
    """Something that reading a document must never do; no handler of ours catches it."""


def watch(event: str, details: tuple[Any, ...]) -> None:
    """An audit hook: no network, no other program, nothing unpickled, no file outside Python and the project."""
    if event.startswith(_FORBIDDEN):
        _stop(event, details)
    if event == "open" and isinstance(details[0], str | bytes):
        name = details[0].decode() if isinstance(details[0], bytes) else details[0]
        writes = isinstance(details[1], str) and not set(details[1]).isdisjoint("wax+")
        if writes or not str(Path(name).resolve()).startswith(_READABLE):
            _stop(event, details)


def _stop(event: str, details: tuple[Any, ...]) -> None:
    print("BREACH", event, details, flush=True)
    raise Breach(event)


def read_outcome(data: bytes) -> str:
    """``record`` or ``record, partial``, or the code of the typed error, and the codes of the issues."""
    from pipeline import FileError, extract

    try:
        record = extract(data, name="hostile")
    except FileError as error:
        return error.code
    return " ".join([record.status, str(len(record.tasks)), *sorted({issue.code for issue in record.issues})])


def main(module: str, names: list[str]) -> None:
    """Read each case; a breach, a crash or an excess ends the process with something other than 0."""
    from pipeline import extract

    extract(_PROJECT / "inputs" / "yangjiang-2021.txt")  # loads what every conversion loads
    cases = importlib.import_module(module).CASES
    sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    sys.addaudithook(watch)
    for name in names:
        data = cases[name]()
        signal.setitimer(signal.ITIMER_PROF, SECONDS)  # of the processor: other work on the machine takes its share
        signal.alarm(PATIENCE)
        outcome = read_outcome(data)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
        print(name, outcome, sep="\t", flush=True)
    print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, sep="\t", flush=True)


if __name__ == "__main__":
    assert pickle  # imported before the watch begins, as any library may have done
    main(sys.argv[1], sys.argv[2:])
