"""The streams: results on stdout, in UTF-8 under any locale; all else on stderr."""

import codecs
import os
import sys
import threading
from pathlib import Path
from typing import TextIO

import click

from pipeline.cli.chinese import reason
from pipeline.cli.messages import pick, say
from pipeline.errors import FileError

COMPLETE, PARTIAL, FAILED, USAGE, OURS, NO_ROOM, TAKEN, INTERRUPTED = 0, 1, 2, 64, 70, 74, 75, 130
"""Exit codes, stable: all complete; some partial; some inputs gave no record; wrong usage; our fault; results cannot be
written; another run is at work there; stopped."""


def use_utf8() -> None:
    """stdout speaks UTF-8 with plain line feeds, also on Windows and in the C locale."""
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        reconfigure = getattr(stream, "reconfigure", None)  # a test or a host program may have put in its own stream
        if reconfigure is not None:
            reconfigure(encoding="utf-8" if stream is sys.stdout else None, errors=errors, newline="\n")


def leave_ascii() -> None:
    """Begin again in UTF-8 mode where the locale is plain C: no Chinese path or word could be read otherwise."""
    if codecs.lookup(sys.getfilesystemencoding()).name == "ascii" and not getattr(sys, "frozen", False):
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def tell(text: str) -> None:
    """One line for the user, on stderr."""
    click.echo(text, err=True)


def show_name(path: Path) -> str:
    """A path for printing; bytes that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def tell_failure(name: str, error: FileError) -> None:
    """What happened to one file, with its code, and what to do."""
    tell(say("failed", name=name, code=error.code, message=reason(str(error))))
    tell(say("advice", advice=find_advice(error)))
    if error.code == "internal":
        tell(say("fault-ours"))


def find_advice(error: FileError) -> str:
    """The error's own advice; where there is no Chinese for it, the code's entry in codes.toml."""
    from pipeline.knowledge import read_toml

    own = reason(error.advice)
    return own if pick("", own) != error.advice else str(read_toml("codes.toml")[error.code]["zh"])


class Progress:
    """Progress of a long call, on stderr: nothing for a second, then a bar, or plain lines without a terminal.

    ``line`` is the message of a plain line: ``{done}``, ``{total}``, and ``{name}``, what is being done.
    """

    def __init__(
        self, total: int, delay: float = 1.0, stream: TextIO | None = None, *, line: str = "converting"
    ) -> None:
        self._total, self._done, self._name, self._line = total, 0, "", line
        self._stream = stream or sys.stderr
        self._lock = threading.Lock()
        self._delay = delay
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Progress":
        self._thread.start()
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._stopped.set()
        self._thread.join()

    def begin(self, name: str) -> None:
        """The next file is ``name``."""
        with self._lock:
            self._name = name

    def end(self) -> None:
        """That file is done."""
        with self._lock:
            self._done += 1

    def count(self, total: int) -> None:
        """There are ``total`` files."""
        with self._lock:
            self._total = total

    def _run(self) -> None:
        if self._stopped.wait(self._delay):
            return
        if self._stream.isatty():
            self._draw()
        else:
            self._print()

    def _draw(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        name = TextColumn("{task.description}", markup=False)
        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), name)
        with Bar(*columns, console=Console(file=self._stream), transient=True) as bar:
            task = bar.add_task("", total=self._total)
            while not self._stopped.wait(0.1):
                bar.update(task, completed=self._done, total=self._total, description=self._name)

    def _print(self) -> None:
        wait = 1.0
        while True:
            with self._lock:
                line = say(self._line, done=self._done, total=self._total, name=self._name)
            self._stream.write(line + "\n")
            self._stream.flush()
            if self._stopped.wait(wait):
                return
            wait = min(wait * 2, 60.0)
