"""Elements of a page, made so that no text can become markup."""

import re
from typing import TypeAlias

from lxml import etree

Content: TypeAlias = "etree._Element | str"

_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""What no page can hold, or what would turn the text around it: such names are made to deceive."""


def tag(kind: str, *content: Content, **attributes: str) -> etree._Element:
    """An element with texts and elements in it. Attributes: ``class_`` is class, ``http_equiv`` http-equiv."""
    element = etree.Element(kind)
    for key, value in attributes.items():
        element.set(key.rstrip("_").replace("_", "-"), clean(value))
    for part in content:
        if not isinstance(part, str):
            element.append(part)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + clean(part)
        else:
            element.text = (element.text or "") + clean(part)
    return element


def clean(text: str) -> str:
    """The text with U+FFFD for characters that cannot be shown."""
    return _UNSHOWN.sub("\ufffd", text)


def shorten(text: str, most: int) -> str:
    """The text, cut in its middle to at most ``most`` characters."""
    if len(text) <= most:
        return text
    head = most // 2
    return f"{text[:head]} … {text[head - most + 3 :]}"


def write(page: etree._Element) -> bytes:
    """The bytes of a whole page."""
    return b"<!DOCTYPE html>\n" + etree.tostring(page, method="html", encoding="utf-8") + b"\n"
