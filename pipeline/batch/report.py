"""``report.html``: the figures of a run on a page that a clerk can read."""

from pathlib import Path

from pipeline.batch.model import Summary
from pipeline.batch.state import State


def write_report(state: State, out: Path, summary: Summary) -> None:
    """Write the page. Raises OSError and sqlite3.Error."""
