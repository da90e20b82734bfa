"""One thread at a time may use pdfium and pdfminer: pdfium is not thread-safe (two threads in it end the process), and
our limits on pdfminer are counted in the module.

A fork waits until no thread reads a PDF, so that the child process finds pdfium at rest.
"""

import os
from threading import RLock

TURN = RLock()
"""Hold it from the opening of a PDF to its closing."""

if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(before=TURN.acquire, after_in_parent=TURN.release, after_in_child=TURN.release)
