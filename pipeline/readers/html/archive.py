"""A saved web archive (.mht) → the page in it (RFC 2557)."""

from email import message_from_bytes
from email.message import Message

from pipeline.errors import Unreadable


def unpack_archive(data: bytes) -> tuple[bytes, str | None]:
    """The page's bytes and the encoding that its part declares. Raises Unreadable where no part is a page."""
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            return _content(part), part.get_content_charset()
    raise Unreadable("The web archive holds no page.")


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
