"""Fields of forms (FORMCHECKBOX, FORMDROPDOWN), whose result is not saved as text."""

from msgspec import Struct

from pipeline.readers.symbols import TICKED, UNTICKED

_UNSAID = 25


class FormField(Struct):
    """``result`` and ``default``: 0 or 1 of a tick box, the index of an entry of a list; a result of 25 is none."""

    result: int = _UNSAID
    default: int = 0
    entries: list[str] = []

    def add(self, text: str) -> None:
        """More text of the last entry."""
        if self.entries:
            self.entries[-1] += text


def print_form_field(code: str, form: FormField | None) -> str | None:
    """What the field prints; None where its code is not that of a tick box or a list, or its data is not there."""
    kind = code.split(None, 1)[0].upper() if code.strip() else ""
    if kind not in ("FORMCHECKBOX", "FORMDROPDOWN") or form is None:
        return None
    chosen = form.default if form.result == _UNSAID else form.result
    if kind == "FORMCHECKBOX":
        return TICKED if chosen else UNTICKED
    return form.entries[chosen] if 0 <= chosen < len(form.entries) else ""
