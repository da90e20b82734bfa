"""Controls of a form as the text that they show: what was typed in, what was chosen, what is ticked."""

from collections.abc import Iterable

from pipeline.readers.html.events import Close, Event, Open, Text
from pipeline.readers.symbols import TICKED, UNTICKED

FIELD = "field"
"""The element that a control's text is put in; the reader decides by its place whether it is content. With an attribute
``value`` the text is no text of the page."""
UNCHOSEN = "datalist"
"""The element that the choices not taken are put in: it is never shown."""
_TYPED = frozenset({"", "text", "search", "tel", "email", "number", "date", "month", "url"})
_TICKS = frozenset({"checkbox", "radio"})
_FORM_TAGS = frozenset({"input", "select", "textarea"})


def settle_forms(events: list[Event]) -> list[Event]:
    """The events with each control replaced by what it shows; the same list where there is none."""
    if not any(isinstance(event, Open) and event.tag in _FORM_TAGS for event in events):
        return events
    out: list[Event] = []
    choices: _Choices | None = None
    for event in events:
        tag = "" if isinstance(event, Text) else event.tag
        if choices is not None:
            if tag == "select" and isinstance(event, Close):
                out.extend(choices.finish())
                choices = None
            else:
                choices.add(event)
        elif tag == "select" and isinstance(event, Open):
            choices = _Choices()
        elif tag == "textarea":
            out.append(Open(FIELD, {}) if isinstance(event, Open) else Close(FIELD))
        elif tag == "input" and isinstance(event, Open):
            out.extend(_shown(event))
        else:
            out.append(event)
    return out


def _shown(control: Open) -> Iterable[Event]:
    """An ``input`` that shows something; its end tag comes as an event of its own."""
    kind = control.attributes.get("type", "").strip().lower()
    value = control.attributes.get("value", "")
    yield control
    if kind in _TICKS:
        yield Text(TICKED if "checked" in control.attributes else UNTICKED)
    elif kind in _TYPED and value.strip():
        yield from (Open(FIELD, {"value": value}), Text(value), Close(FIELD))


class _Choices:
    """An open ``select``."""

    def __init__(self) -> None:
        self._options: list[str] = []
        self._chosen: int | None = None

    def add(self, event: Event) -> None:
        if isinstance(event, Open) and event.tag == "option":
            if "selected" in event.attributes:
                self._chosen = len(self._options)
            self._options.append("")
        elif isinstance(event, Text) and self._options:
            self._options[-1] += event.text

    def finish(self) -> Iterable[Event]:
        """The chosen text (the first where none is chosen, as browsers show it), then the others."""
        chosen = self._chosen or 0
        for index, text in enumerate(self._options):
            if index == chosen and text.strip():
                yield from (Open(FIELD, {}), Text(text.strip()), Close(FIELD))
        others = "\n".join(text.strip() for index, text in enumerate(self._options) if index != chosen)
        if others.strip():
            yield from (Open(UNCHOSEN, {}), Text(others), Close(UNCHOSEN))
