"""``report.html``: the figures of a run on a page that a clerk can read.

``figures`` asks the state, ``page`` words them in the reader's language (``words.toml``), ``html`` makes the elements.
"""

from pathlib import Path

from pipeline.batch.model import REPORT, Language, Options, Summary
from pipeline.batch.state import State
from pipeline.files import write_whole


def write_report(state: State, out: Path, summary: Summary, options: Options, language: Language) -> None:
    """Write the page; what it takes in memory does not grow with the number of documents.

    Raises OSError and sqlite3.Error.
    """
    from pipeline.batch.report.figures import read_figures
    from pipeline.batch.report.page import ReportPage

    page = ReportPage(read_figures(state, summary), summary, options, out, language).write()
    with write_whole(out / REPORT) as file:
        file.write(page)
