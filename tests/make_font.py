"""The smallest TrueType font that serves: one box-shaped glyph, one em wide, for every character."""

import struct

_EM = 1000
_GLYPH = (50, -100, 950, 860)


def make_font() -> bytes:
    """A font file with glyph 0 (empty) and glyph 1 (a box), as PDF embeds it (FontFile2)."""
    x0, y0, x1, y1 = _GLYPH
    outline = struct.pack(">hhhhh", 1, *_GLYPH) + struct.pack(">HH", 3, 0)  # one contour of four points, no program
    outline += bytes([1, 1, 1, 1])  # all on the curve, coordinates as signed words
    outline += struct.pack(">hhhh", x0, 0, x1 - x0, 0) + struct.pack(">hhhh", y0, y1 - y0, 0, y0 - y1)
    outline += b"\0" * (-len(outline) % 4)
    tables = {
        b"glyf": outline,
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, *_GLYPH, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 880, -120, 0, _EM, 0, 0, _EM, 1, 0, 0, 0, 0, 0, 0, 0, 2),
        b"hmtx": struct.pack(">HhHh", _EM, 0, _EM, x0),
        b"loca": struct.pack(">III", 0, 0, len(outline)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    offset = 12 + 16 * len(tables)
    directory, body = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 32), b""
    for tag, data in sorted(tables.items()):
        directory += tag + struct.pack(">III", 0, offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return directory + body
