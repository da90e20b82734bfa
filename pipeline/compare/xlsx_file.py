"""The workbook: a row an item, for a clerk; safe and laid out for A4 as the other workbooks are."""

from io import BytesIO

import xlsxwriter

from pipeline.compare.model import Comparison, TaskPlace
from pipeline.compare.wording import read_words, say_deadline, say_place, say_unit
from pipeline.writers.options import CREATED
from pipeline.writers.paper import FONT_SIZE, PaperSheet, SheetColumn, Value, write_sheet

_WIDTHS = {
    "kind": 7, "state": 8, "score": 7, "old_title": 22, "old_measures": 40, "new_title": 22, "new_measures": 40,
    "units": 30, "deadline": 16, "old_place": 14, "new_place": 14,
}  # fmt: skip


def write_xlsx(comparison: Comparison) -> bytes:
    """The workbook's bytes; its words are Chinese."""
    words = read_words("zh")
    rows: list[dict[str, Value]] = []
    for item in comparison.items:
        rows.append(
            {
                "kind": words[item.kind],
                "state": words["certain" if item.certain else "unsure"],
                "score": f"{item.score:.2f}",
                "old_title": _join(item.old, "title"),
                "old_measures": _join(item.old, "measures"),
                "new_title": _join(item.new, "title"),
                "new_measures": _join(item.new, "measures"),
                "units": "\n".join(say_unit(change, words) for change in item.units),
                "deadline": say_deadline(item.deadline, words) if item.deadline else None,
                "old_place": "\n".join(say_place(task, words) for task in item.old),
                "new_place": "\n".join(say_place(task, words) for task in item.new),
            }
        )
    buffer = BytesIO()
    font = {"font_name": "SimSun", "font_size": FONT_SIZE}
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_format_properties": font})
    book.set_properties({"title": words["title"], "comments": "fengong", "created": CREATED})
    columns = [SheetColumn(name, words[name], width) for name, width in _WIDTHS.items()]
    write_sheet(book, PaperSheet(words["title"], columns, 3, words["title"]), rows)
    book.close()
    return buffer.getvalue()


def _join(tasks: tuple[TaskPlace, ...], member: str) -> str:
    return "\n".join(getattr(task, member) or "" for task in tasks).strip()
