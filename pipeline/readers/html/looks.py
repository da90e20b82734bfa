"""What an element's tag and style say of the text inside: hidden, struck out, raised."""

import re
from functools import lru_cache

from msgspec import Struct

_ZERO = re.compile(r"0*\.?0+(?:px|pt|em|rem|ex|%|cm|mm|in)?")
_RELATIVE = re.compile(r"[\d.]+(?:em|ex|%)|smaller|larger|inherit|unset")
_STRUCK = frozenset({"s", "strike", "del"})


class ElementLook(Struct, frozen=True):
    """``gone``: the element takes no place. ``unseen``, ``tiny``: its text is not seen (None: as around it), while that
    of an element inside may be. ``struck``, ``raised``: its text is."""

    gone: bool = False
    unseen: bool | None = None
    tiny: bool | None = None
    struck: bool = False
    raised: bool = False


_PLAIN = ElementLook()


def look_of(tag: str, attributes: dict[str, str]) -> ElementLook:
    """How an element looks by its tag and its ``style``, ``hidden`` and ``height`` attributes."""
    struck, raised = tag in _STRUCK, tag == "sup"
    if not attributes:
        return ElementLook(struck=struck, raised=raised) if struck or raised else _PLAIN
    # Word and Excel end a table with a row of no height that only rules the columns.
    gone = "hidden" in attributes or (tag == "tr" and attributes.get("height", "").strip() == "0")
    style = attributes.get("style", "")
    said = declared(style) if style else {}
    if not said:
        return ElementLook(gone, None, None, struck, raised)
    visibility = said.get("visibility", "")
    gone = gone or said.get("display") == "none" or said.get("mso-hide") == "all" or _is_zero(said.get("opacity", "1"))
    gone = gone or (visibility in ("hidden", "collapse") and tag == "tr")
    line = said.get("text-decoration-line", "") + said.get("text-decoration", "") + said.get("text-line-through", "")
    size = said.get("font-size", "")
    return ElementLook(
        gone,
        visibility in ("hidden", "collapse") if visibility and visibility != "inherit" else None,
        True if _is_zero(size) else None if not size or _RELATIVE.fullmatch(size) else False,
        struck or "line-through" in line or "single" in said.get("text-line-through", ""),
        raised or said.get("vertical-align") == "super",
    )


@lru_cache(512)
def declared(style: str) -> dict[str, str]:
    """A ``style`` attribute as property → value, both in small letters; of two the last counts."""
    found: dict[str, str] = {}
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            found[name.strip().lower()] = value.partition("!")[0].strip().lower()
    return found


def _is_zero(value: str) -> bool:
    return _ZERO.fullmatch(value) is not None
