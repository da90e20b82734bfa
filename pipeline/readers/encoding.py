"""Bytes of a text → characters, with what was lost on the way.

UTF-8 proves itself; everything else is weighed: strict decoding first, then the share of characters that ordinary
Chinese text consists of. A declaration counts where the bytes do not contradict it. GB2312 and GBK are read as GB18030,
which contains both (WHATWG Encoding Standard, section 10), because pages that declare GB2312 use GBK characters.
"""

import codecs

from msgspec import Struct

from pipeline.errors import Unreadable
from pipeline.model import Issue

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CANDIDATES = ("gb18030", "utf-16-le", "utf-16-be", "big5")
_GB_NAMES = frozenset({"gb2312", "gbk", "gb-2312", "gb2312-80", "x-gbk", "cp936", "gb18030"})
_SAMPLE = 20_000
"""Characters that the weighing looks at."""
_LIKELY = 0.85
"""Share of ordinary characters from which an undeclared encoding is believed; the wrong one stays below a half."""
_POSSIBLE = 0.5
"""The same for an encoding that the file itself declares."""
_DAMAGE = 100
"""At most one character in _DAMAGE may be damaged; more means another encoding, or no text."""


class Decoded(Struct, frozen=True):
    """A text and how it was read."""

    text: str
    encoding: str
    cut_bytes: int = 0
    """Bytes dropped at the end: the file stops in the middle of a character."""
    damaged: int = 0
    """Bytes in the middle that are no character; each is U+FFFD in the text."""
    foreign_lines: int = 0
    """Lines that are in another encoding (GB18030) than the rest."""


def decode_text(data: bytes, *, declared: str | None = None) -> Decoded:
    """The characters of a text file or page, without the byte order mark.

    ``declared`` is the encoding that the file itself names, if any. Raises Unreadable where no encoding fits.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            data = data[len(mark) :]
            found = _decode(data, encoding) or _repair(data, encoding)
            if found:
                return found
    found = None if _has_wide_zeros(data) else _decode(data, "utf-8")
    found = found or _decode_lines(data)
    found = found or _weigh(data, _worth_weighing(_codec(declared)))
    found = found or _repair(data, "utf-8") or _repair(data, "gb18030") or _guess(data)
    if found is None:
        raise Unreadable("No encoding fits the bytes of this text.")
    return found


def loss_issues(decoded: Decoded) -> tuple[Issue, ...]:
    """What decoding lost, as issues."""
    issues = []
    if decoded.cut_bytes:
        message = f"The text ends in the middle of a character; {decoded.cut_bytes} byte(s) were dropped."
        issues.append(Issue("cut-character", "warning", message))
    if decoded.damaged:
        message = f"{decoded.damaged} place(s) hold bytes that are no character in {decoded.encoding}."
        issues.append(Issue("damaged-character", "warning", message))
    if decoded.foreign_lines:
        message = f"{decoded.foreign_lines} line(s) are in another encoding than the rest; they were read as GB18030."
        issues.append(Issue("mixed-encoding", "warning", message))
    if "\0" in decoded.text:
        message = f"The text contains {decoded.text.count(chr(0))} null character(s), which were left out."
        issues.append(Issue("null-characters", "warning", message))
    return tuple(issues)


_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1a\x1b")


def looks_like_text(data: bytes) -> bool:
    """True where the first bytes contain almost no control characters that a text cannot have."""
    head = data[:4096]
    if any(head.startswith(mark) for mark, _ in _BOMS) or _has_wide_zeros(head):
        return True
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls * _DAMAGE <= len(head) or any(_is_wide(head, name) for name in ("utf-16-le", "utf-16-be"))


def is_contradicted(declared: str | None, decoded: Decoded) -> bool:
    """True where a text that is not all ASCII was read in another encoding than the one it declares."""
    return declared is not None and not decoded.text.isascii() and _codec(declared) != decoded.encoding


def _codec(declared: str | None) -> str | None:
    """The codec for a declared name; None for unknown names."""
    name = (declared or "").strip().lower().replace("_", "-")
    if name in _GB_NAMES:
        return "gb18030"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def _worth_weighing(codec: str | None) -> str | None:
    """The codec, or None where a match proves nothing: it accepts any bytes (Latin-1), or was tried already."""
    return None if codec is None or codec in ("ascii", "utf-8") or codec.startswith(("iso8859", "cp125")) else codec


def _decode(data: bytes, encoding: str) -> Decoded | None:
    """Strict decoding that allows the last character to be cut; None where a byte does not fit."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        text = decoder.decode(data)
        state = decoder.getstate()[0]
    except (UnicodeError, LookupError):
        return None
    return Decoded(text, encoding, len(state))


def _decode_lines(data: bytes) -> Decoded | None:
    """A UTF-8 text into which lines of GB18030 were pasted; None unless most lines with Chinese are UTF-8."""
    lines = data.split(b"\n")
    texts: list[str] = []
    own = foreign = 0
    for line in lines:
        found = None if line.isascii() else _decode(line, "utf-8")
        if found is None and not line.isascii():
            found = _decode(line, "gb18030")
            foreign += 1
        elif found is not None:
            own += 1
        if (found and found.cut_bytes) or (found is None and not line.isascii()):
            return None
        texts.append(found.text if found else line.decode("ascii"))
        if foreign > own + 1:
            return None
    whole = Decoded("\n".join(texts), "utf-8", foreign_lines=foreign)
    return whole if 0 < foreign < own and _plausible(whole) >= _LIKELY else None


def _is_wide(head: bytes, encoding: str) -> bool:
    """True for a UTF-16 text of Chinese, which may have next to no zero bytes."""
    found = _decode(head, encoding)
    return found is not None and not found.text.isascii() and _plausible(found) >= _LIKELY


def _weigh(data: bytes, declared: str | None) -> Decoded | None:
    """The encoding under which the text is most like Chinese, the declared one first."""
    if declared and (found := _decode(data, declared)) and _plausible(found) >= _POSSIBLE:
        return found
    decoded = [found for name in _CANDIDATES if (found := _decode(data, name))]
    best = max(decoded, key=_plausible, default=None)
    return best if best and _plausible(best) >= _LIKELY else None


def _plausible(decoded: Decoded) -> float:
    """Share of characters that ordinary text consists of: ASCII, Chinese punctuation, common ideographs."""
    sample = decoded.text[:_SAMPLE]
    usual = sum(_is_usual(char, decoded.encoding) for char in sample)
    return usual / max(len(sample), 1)


def _is_usual(char: str, encoding: str) -> bool:
    code = ord(char)
    if code < 128:
        return code >= 32 or char in "\t\r\n\f"
    if not 0x4E00 <= code <= 0x9FA5:
        return 0x2010 <= code < 0x2030 or 0x3000 <= code < 0x3020 or 0xFF01 <= code < 0xFF5F or code in (0xA0, 0xB7)
    packed = char.encode("big5" if encoding == "big5" else "gb2312", "ignore")
    # The common ideographs: GB 2312 level 1 (rows 16 to 55), Big5 level 1 (A440 to C67E).
    return b"\xa4\x40" <= packed <= b"\xc6\x7e" if encoding == "big5" else b"\xb0\xa1" <= packed <= b"\xd7\xfe"


def _has_wide_zeros(data: bytes) -> bool:
    """True for UTF-16 without a mark: zero bytes, all at even or all at odd places, and never alone."""
    head = data[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    return max(even, odd) > 0 and min(even, odd) * 20 <= max(even, odd) and max(even, odd) * 200 >= len(head)


def _repair(data: bytes, encoding: str) -> Decoded | None:
    """Decoding that puts U+FFFD for bytes that fit nowhere, where these are few."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    text = decoder.decode(data)
    cut = len(decoder.getstate()[0])
    damaged = text.count("\ufffd")
    fits = damaged * _DAMAGE <= len(text) and _plausible(Decoded(text, encoding)) >= _POSSIBLE
    return Decoded(text, encoding, cut, damaged) if fits and text else None


def _guess(data: bytes) -> Decoded | None:
    """What charset-normalizer makes of it; loaded only here, because loading it costs more than most files."""
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return None if best is None else Decoded(str(best), best.encoding)
