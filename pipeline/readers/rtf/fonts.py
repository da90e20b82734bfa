"""The font table, and the characters of bytes: each font has a character set, the document has a code page."""

import codecs
import re

from msgspec import Struct

_CHARSETS = {
    **{0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950"},
    **{161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251"},
    **{222: "cp874", 238: "cp1250"},
}
_LATIN = "cp1252"
_CHINESE = "gb18030"
_CODE_PAGES = {936: _CHINESE, 54936: _CHINESE, 65001: "utf-8", 10000: "mac_roman", 10008: _CHINESE}
_SYMBOL = 2
_FONT = re.compile(rb"\\f(?=[0-9])")
_MARKUP = re.compile(rb"\{[^{}]*\}|\\'[0-9a-fA-F]{2}|\\[a-z*]+-?[0-9]* ?|[{}\r\n]")
_CHARSET, _PAGE = re.compile(rb"\\fcharset([0-9]{1,3})"), re.compile(rb"\\cpg([0-9]{1,5})")


class RichFont(Struct, frozen=True):
    """A font: its name, its codec ('' for the document's), True where its bytes are symbols."""

    name: str = ""
    codec: str = ""
    is_symbol: bool = False


def read_font_table(table: bytes) -> dict[int, RichFont]:
    """The fonts by their numbers."""
    fonts: dict[int, RichFont] = {}
    for part in _FONT.split(table)[1:]:
        number = int((re.match(rb"[0-9]{1,5}", part) or [b"0"])[0])
        charset, page = _CHARSET.search(part), _PAGE.search(part)
        digit = int(charset[1]) if charset else 1
        codec = codec_of_page(int(page[1])) if page else _CHARSETS.get(digit, "")
        name = _MARKUP.sub(b"", re.sub(rb"^[0-9]+ ?", b"", part)).split(b";")[0].strip()
        fonts[number] = RichFont(name.decode("latin-1"), codec, digit == _SYMBOL)
    return fonts


def codec_of_page(page: int) -> str:
    """The codec of a Windows code page; Latin where it is not known."""
    name = _CODE_PAGES.get(page, f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return _LATIN


def decode_bytes(data: bytes, font: RichFont, page: str) -> str:
    """The characters of some bytes; U+FFFD for what is none.

    A Latin font may carry text of the document's code page, as programs do that know no character sets.
    """
    if data.isascii():
        return data.decode("ascii")
    if font.is_symbol:
        return "".join(chr(0xF000 + code) if code >= 32 else chr(code) for code in data)
    own = font.codec if font.codec not in ("", _LATIN) else ""
    for codec in (own, page, "utf-8", font.codec):
        if codec:
            try:
                return data.decode(codec)
            except UnicodeError:
                continue
    return data.decode(own or (page if font.codec == "" else _LATIN), "replace")
