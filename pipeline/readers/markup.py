"""Is it a web page, and which encoding does it declare? Answered without a parser, from the first bytes."""

import re

_HEAD = 8192
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|h[1-6]|span|style|script)(?=[\s>/])", re.I
)
_CHARSET = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w:.-]{2,40})", re.I)
_XML_ENCODING = re.compile(rb"<\?xml\b[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}[\"']([\w:.-]{2,40})[\"']", re.I)
_MAIL_HEADER = re.compile(rb"(?:from|mime-version|subject|date|content-type|snapshot-content-location):\s", re.I)
_FOREIGN_ROOT = re.compile(rb"<(?:workbook|pkg:package|w:worddocument|office:document|svg|rss|feed)\b", re.I)


def looks_like_html(data: bytes) -> bool:
    """True for a page, a fragment of one, or a saved web archive (.mht), whatever the file is called.

    Pages saved as .doc or .xls are pages. Office's own XML formats are not.
    """
    head = _plain_head(data)
    if is_web_archive(data):
        return True
    if not head.startswith(b"<"):
        return re.search(rb"<(?:!doctype\s+html|html)[\s>]", head[:1024], re.I) is not None
    return _TAG.search(head) is not None and _FOREIGN_ROOT.search(head) is None


def is_web_archive(data: bytes) -> bool:
    """True for MHTML: a mail message whose parts are a page and its images (RFC 2557)."""
    head = data[:_HEAD].lstrip()
    return _MAIL_HEADER.match(head) is not None and b"multipart/related" in head.lower()


def declared_encoding(data: bytes) -> str | None:
    """What the page's ``meta`` element, else its XML declaration, names as the encoding."""
    head = data[:_HEAD]
    found = _CHARSET.search(head) or _XML_ENCODING.search(head)
    return found[1].decode("ascii", "replace") if found else None


def _plain_head(data: bytes) -> bytes:
    """The first bytes without byte order mark, the zeros of UTF-16, and white space."""
    return data[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").lstrip()
