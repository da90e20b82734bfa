"""What a tag and its attributes say of the text inside."""

import re
from functools import cache

from pipeline.knowledge import read_toml

INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "field", "font"}
    | {"html", "i", "img", "input", "ins", "kbd", "label", "link", "mark", "meta", "nobr", "o:p", "q", "rb", "ruby"}
    | {"s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "u1:p", "var", "wbr"}
    | {"st1:chsdate"}
)
"""Elements that do not begin a line; all others do."""

CONTROLS = frozenset({"button", "select", "textarea", "dialog", "option", "datalist"})
_ASIDES = frozenset({"nav", "footer", "menu"})
_ASIDE_ROLES = frozenset({"navigation", "search", "banner", "contentinfo"})
_SIMPLE = {"a": ("link",), "h1": ("heading",), "h2": ("heading",), "h3": ("heading",), "pre": ("preserved",)}
_PRESERVED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def reason_hidden(tag: str, attributes: dict[str, str]) -> str:
    """Why an element's text is not read, whatever its style (a reason of the ledger); empty if it is."""
    if tag in CONTROLS:
        return "site-chrome"
    if tag in ("rt", "rp") or "mso-element:comment" in attributes.get("style", ""):
        return "comment"
    return ""


def marks_of(tag: str, attributes: dict[str, str]) -> tuple[str, ...]:
    """Which of aside, hinted, heading, link, preserved hold for the text inside."""
    marks: tuple[str, ...] = _SIMPLE.get(tag, ())
    if tag in _ASIDES or attributes.get("role", "") in _ASIDE_ROLES:
        marks += ("aside",)
    if attributes and _is_hinted(attributes):
        marks += ("hinted",)
    if _PRESERVED.search(attributes.get("style", "")):
        marks += ("preserved",)
    return marks


def numbering_of(attributes: dict[str, str]) -> tuple[int, str] | None:
    """First number and kind of an ordered list; None where its numbers are not drawn."""
    style = attributes.get("style", "").lower()
    kind = re.search(r"list-style(?:-type)?\s*:\s*([\w-]+)", style)
    if kind and kind[1] == "none":
        return None
    start = attributes.get("start", "1").strip()
    return int(start) if start.isdecimal() and len(start) < 6 else 1, kind[1] if kind else attributes.get("type", "1")


def _is_hinted(attributes: dict[str, str]) -> bool:
    names = (attributes.get("class", "") + " " + attributes.get("id", ""))[:200]
    return any(part.lower() in _hints() for part in _NAME_PARTS.findall(names))


@cache
def _hints() -> frozenset[str]:
    return frozenset(read_toml("site_chrome.toml")["elements"]["names"])
