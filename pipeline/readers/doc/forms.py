"""The data of form fields (FFData, MS-DOC 2.9.78), which are behind a header of a picture in the data stream."""

import struct

from pipeline.readers.oldword.forms import FormField

_TEXT, _LIST = 0, 2
_TEXTS_BEHIND = 5
"""Format, two helps and two macros."""
_MOST = 1_000


def read_form(data: bytes, offset: int) -> FormField | None:
    """The state of a tick box or list; None for a text field and for what is damaged."""
    try:
        at = offset + struct.unpack_from("<H", data, offset + 4)[0]
        version, bits = struct.unpack_from("<IH", data, at)
        kind = bits & 3
        if version != 0xFFFFFFFF or kind == _TEXT:
            return None
        at = _behind_text(data, at + 10)
        form = FormField(bits >> 2 & 0x1F, struct.unpack_from("<H", data, at)[0], [])
        at += 2
        if kind == _LIST:
            for _ in range(_TEXTS_BEHIND):
                at = _behind_text(data, at)
            _read_entries(data, at, form.entries)
    except struct.error:
        return None
    return form


def _behind_text(data: bytes, at: int) -> int:
    """Behind a text with its length before it and a zero behind it."""
    return at + 4 + 2 * int(struct.unpack_from("<H", data, at)[0])


def _read_entries(data: bytes, at: int, entries: list[str]) -> None:
    count = struct.unpack_from("<H", data, at + 2)[0]
    at += 6
    for _ in range(min(count, _MOST)):
        length = struct.unpack_from("<H", data, at)[0]
        entries.append(data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace"))
        at += 2 + 2 * length
