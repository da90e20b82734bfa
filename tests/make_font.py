"""The smallest TrueType font that serves: a box one em wide, and one half as wide for Latin characters."""

import struct

_EM = 1000
_WIDE, _NARROW = (50, -100, 950, 860), (25, -100, 475, 860)


def make_font() -> bytes:
    """A font file as PDF embeds it (FontFile2): glyph 0 is empty, 1 a wide box, 2 a narrow one."""
    wide, narrow = _outline(_WIDE), _outline(_NARROW)
    tables = {
        b"glyf": wide + narrow,
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, *_WIDE, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 880, -120, 0, _EM, 0, 0, _EM, 1, 0, 0, 0, 0, 0, 0, 0, 3),
        b"hmtx": struct.pack(">HhHhHh", _EM, 0, _EM, _WIDE[0], _EM // 2, _NARROW[0]),
        b"loca": struct.pack(">IIII", 0, 0, len(wide), len(wide) + len(narrow)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 3, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    offset = 12 + 16 * len(tables)
    directory, body = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 32), b""
    for tag, data in sorted(tables.items()):
        directory += tag + struct.pack(">III", 0, offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return directory + body


def _outline(box: tuple[int, int, int, int]) -> bytes:
    """One closed contour of four points, all on the curve."""
    x0, y0, x1, y1 = box
    data = struct.pack(">hhhhh", 1, *box) + struct.pack(">HH", 3, 0) + bytes([1, 1, 1, 1])
    data += struct.pack(">hhhh", x0, 0, x1 - x0, 0) + struct.pack(">hhhh", y0, y1 - y0, 0, y0 - y1)
    return data + b"\0" * (-len(data) % 4)
