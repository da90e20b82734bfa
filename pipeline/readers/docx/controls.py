"""Content controls (``w:sdt``, ECMA-376 part 1, clause 17.5.2), put in order before the text is read.

A control that nobody filled in shows a prompt, which is no content. A tick box shows whatever characters its author
chose for its two states, so the state itself is written.
"""

from typing import TYPE_CHECKING

from pipeline.model import Discarded
from pipeline.readers.docx import names as w
from pipeline.readers.docx.losses import Losses
from pipeline.readers.symbols import TICKED, UNTICKED

if TYPE_CHECKING:
    from lxml.etree import _Element

_TICK_BOXES = tuple(f"{{http://schemas.microsoft.com/office/word/20{year}/wordml}}checkbox" for year in ("10", "12"))


def settle_controls(root: "_Element", losses: Losses) -> None:
    """Empty the prompts below ``root``, and write ☑ or ☐ into the tick boxes."""
    for control in root.iter(w.SDT):
        properties, content = control.find(w.SDT_PR), control.find(w.SDT_CONTENT)
        if properties is None or content is None:
            continue
        prompt = properties.find(w.PROMPTS)
        box = next((found for name in _TICK_BOXES if (found := properties.find(name)) is not None), None)
        if box is not None:
            _write_state(content, box)
        elif prompt is not None and w.is_on(prompt.get(w.VAL)):
            losses.discarded.extend(_emptied(content))


def _emptied(content: "_Element") -> list[Discarded]:
    text = ""
    for run in content.iter(w.T, w.SYM):
        text += run.text or ""
        run.tag, run.text = w.T, ""
    return [Discarded("hidden", text)] if text.strip() else []


def _write_state(content: "_Element", box: "_Element") -> None:
    state = next((item for item in box if isinstance(item.tag, str) and item.tag.endswith("}checked")), None)
    value = None if state is None else next(iter(state.attrib.values()), None)
    shown = TICKED if state is not None and w.is_on(None if value is None else str(value)) else UNTICKED
    for run in content.iter(w.T, w.SYM):
        run.tag, run.text = w.T, shown
        shown = ""
