"""Pictures, which are not read: those that may show text are reported (as ``docx.drawings`` does)."""

from pipeline.readers.docx.losses import Losses

_TEXT_WIDTH = 415.0
"""Points of text width on A4 with the usual margins."""
_WIDE, _TALL, _LEAST = 0.6, 60.0, 24.0
"""A picture may show text from this share of the width, and these points of height or width, on."""


def report_picture(width: float, height: float, losses: Losses, *, in_cell: bool) -> bool:
    """True for a picture that may show text; it is reported."""
    if in_cell:
        counts = width == 0 or (width >= _LEAST and height >= _LEAST / 3)
    else:
        counts = width >= _TEXT_WIDTH * _WIDE and height >= _TALL
    if counts:
        where = "in a cell" if in_cell else "as wide as the text"
        message = f"A picture {where} ({width / 28.35:.0f} × {height / 28.35:.0f} cm) was not read; it may show text."
        losses.report("picture-unread", "error", message)
    return counts
