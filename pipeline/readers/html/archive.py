"""A saved web archive (.mht) → the page in it, and the pages that its frames show (RFC 2557)."""

import re
from email import message_from_bytes
from email.message import Message

from msgspec import Struct

from pipeline.errors import FileError, Unreadable
from pipeline.readers.encoding import decode_text
from pipeline.readers.markup import declared_encoding

_PAGES = ("text/html", "application/xhtml+xml")
_DEEPEST = 4
_MOST_FRAMES = 50
_FRAME = re.compile(r"<(i?frame)\b([^>]{0,1000})>(?:\s{0,99}</\1\s{0,9}>)?", re.I)
_SOURCE = re.compile(r"\bsrc\s{0,9}=\s{0,9}[\"']?([^\"'>\s]{1,1000})", re.I)
_FRAMESET = re.compile(r"</?(?:frameset|noframes)\b[^>]{0,2000}>", re.I)
_BODY = re.compile(r"<body\b[^>]{0,5000}>(.*)</body\s*>", re.I | re.S)


class ArchivedPage(Struct, frozen=True):
    """One page of an archive: its bytes, the encoding that its part declares, and the names by which frames ask for
    it."""

    data: bytes
    charset: str | None
    names: frozenset[str]


def unpack_archive(data: bytes) -> tuple[ArchivedPage, list[ArchivedPage]]:
    """The page that the archive is about, and its other pages. Raises Unreadable where no part is a page."""
    message = message_from_bytes(data)
    pages = [
        _page(part) for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")
    ]
    if not pages:
        raise Unreadable("The web archive holds no page.")
    start = str(message.get_param("start") or "")
    first = next((page for page in pages if start and start in page.names), pages[0])
    return first, [page for page in pages if page is not first]


def _page(part: Message) -> ArchivedPage:
    payload = part.get_payload(decode=True)
    location, identity = str(part.get("Content-Location") or "").strip(), str(part.get("Content-ID") or "").strip()
    names = {location, re.split(r"[/\\]", location)[-1], identity, "cid:" + identity.strip("<>")} - {"", "cid:"}
    charset = part.get_content_charset()
    return ArchivedPage(payload if isinstance(payload, bytes) else b"", charset, frozenset(names))


def embed_frames(text: str, pages: list[ArchivedPage]) -> str:
    """The markup of a page with the pages that its frames show in their place, each page once."""
    left = list(pages)
    for _ in range(_DEEPEST):
        if not left or not _FRAME.search(text):
            break
        text = _FRAME.sub(lambda frame: _shown(frame, left), text, count=_MOST_FRAMES)
    return _FRAMESET.sub("", text) if len(left) < len(pages) else text


def _shown(frame: re.Match[str], left: list[ArchivedPage]) -> str:
    """What a frame shows; the frame itself where the archive does not have it."""
    source = _SOURCE.search(frame[2])
    if source is None:
        return frame.group()
    wanted = source[1]
    page = next((page for page in left if wanted in page.names), None)
    page = page or next((page for page in left if re.split(r"[/\\]", wanted)[-1] in page.names), None)
    if page is None:
        return frame.group()
    left.remove(page)
    try:
        text = decode_text(page.data, declared=declared_encoding(page.data) or page.charset).text
    except FileError:
        return frame.group()
    body = _BODY.search(text)
    return f"<div>{body[1] if body else text}</div>"
