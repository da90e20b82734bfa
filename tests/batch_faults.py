"""Copied as ``sitecustomize.py`` into a folder that Python looks into first: documents that hold a mark bring down the
worker that takes their digest, in the way that the mark says. The batch's parent takes digests in other ways.
"""

import ctypes
import hashlib
import os
import re
import resource
import signal
import sys
import threading
import time

_sha256 = hashlib.sha256
_MARK = re.compile(rb"FAULT-([a-z-]+)")


def _segfault() -> None:
    ctypes.string_at(0)


def _hold_the_lock() -> None:
    """Native code that never lets another thread run."""
    re.match(r"(a+)+$", "a" * 64 + "b")


def _sleep() -> None:
    """For ever; ``HANGING`` names a folder for a file with the process's id."""
    if "HANGING" in os.environ:
        open(os.path.join(os.environ["HANGING"], f"{os.getpid()}.pid"), "x").close()
    while True:
        time.sleep(60)


def _be_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _take_all_memory() -> None:
    held: list[bytes] = []
    while True:
        held.append(bytes(2**24))


def _run_away() -> None:
    def deeper() -> None:
        deeper()

    deeper()


def _leave() -> None:
    os._exit(3)


def _raise(error: BaseException) -> None:
    raise error


def _later(error: BaseException) -> None:
    """The worker's next look at its clock raises: not where documents are read, but around it."""
    clock = time.process_time

    def broken() -> float:
        time.process_time = clock
        raise error

    time.process_time = broken


def _end_late() -> None:
    """In another thread, when the document may be done and the next one begun."""
    threading.Timer(0.02, os.abort).start()
    time.sleep(1)


_FAULTS = {
    "segfault": _segfault,
    "native-hang": _hold_the_lock,
    "hang": _sleep,
    "sigkill": _be_killed,
    "memory": _take_all_memory,
    "recursion": _run_away,
    "exit": _leave,
    "abort": os.abort,
    "abort-in-thread": _end_late,
    "system-exit": lambda: sys.exit(0),
    "interrupt": lambda: _raise(KeyboardInterrupt()),
    "memory-error": lambda: _raise(MemoryError()),
    "later-memory-error": lambda: _later(MemoryError()),
    "later-system-exit": lambda: _later(SystemExit(0)),
    "later-recursion": lambda: _later(RecursionError()),
    "odd": lambda: _raise(type("Odd", (Exception,), {"__reduce__": lambda _: 1 / 0})()),
    "processor": lambda: resource.setrlimit(resource.RLIMIT_CPU, (1, 1)) or _burn(),
}


def _burn() -> None:
    while True:
        pass


def _digest(data: bytes = b"", **more: bool) -> "hashlib._Hash":
    if data and (mark := _MARK.search(data)):
        _FAULTS[mark[1].decode()]()
    return _sha256(data, **more)


hashlib.sha256 = _digest
