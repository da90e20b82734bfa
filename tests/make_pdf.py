"""Tiny PDF files for tests, written by hand so that every detail of a page can be chosen.

Coordinates are points from the top left of an upright page. Text is set in one font whose glyphs are all boxes; its
codes are Unicode (ASCII half an em wide, all else one em), and its ToUnicode map says so, or, for a garbled page, lies.
Fonts whose maps or metrics are wrong in other ways can stand beside it.
"""

import math
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from make_font import make_font

A4 = (595.0, 842.0)
A4_WIDE = (842.0, 595.0)


class Font(NamedTuple):
    """A font of a page's /Font resources.

    ``target``: for the high byte of a code, the first of the 256 characters that its ToUnicode map gives for that row
    (as UTF-16); None: the font has no map.
    """

    target: Callable[[int], int] | None = lambda high: high << 8


SIGNS = Font(lambda high: 0x21 + high % 60)
"""Gives ASCII signs for Han characters."""
UNMAPPED = Font(None)
SHIFTED = Font(lambda high: (high + 3) << 8)
"""Gives Han characters, but others than are shown."""


class PdfPage:
    """A page being drawn. ``rotate``: /Rotate; ``crop``: the crop box in PDF's own coordinates."""

    def __init__(
        self, size: tuple[float, float] = A4, rotate: int = 0, crop: tuple[float, float, float, float] | None = None
    ) -> None:
        self.width, self.height = size
        self.rotate, self.crop = rotate, crop
        self.ops: list[str] = []
        self.font = "F"
        self.as_form = False
        self.annotations: list[str] = []
        """Dictionaries of annotations, without their brackets."""
        self.stamp: PdfPage | None = None
        """Drawn over this page as a form object."""

    def text(self, x: float, top: float, string: str, size: float = 10, angle: float = 0) -> None:
        """``string`` with its upper left corner at (x, top); ``angle`` turns it anticlockwise, in degrees."""
        codes = string.encode("utf-16-be").hex()
        cos, sin = (round(turn(math.radians(angle)), 6) for turn in (math.cos, math.sin))
        base = self.height - top - 0.88 * size
        if angle:
            base = self.height - top
        self.ops.append(f"BT /{self.font} {size} Tf {cos} {sin} {-sin} {cos} {x} {base} Tm <{codes}> Tj ET")

    def ring(self, x: float, y: float, radius: float, string: str, size: float = 12) -> None:
        """A seal in red: ``string`` from the lower left to the lower right of a circle about (x, y)."""
        self.ops.append("1 0 0 rg")
        for index, char in enumerate(string):
            turn = 120 - 240 * index / (len(string) - 1)
            at = math.radians(turn + 90)
            self.text(x + radius * math.cos(at), y - radius * math.sin(at), char, size, turn)
        self.text(x - 2 * size, y + radius / 2, "专用章", size)
        self.ops.append("0 g")

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5, dash: str = "") -> None:
        """A stroke; ``dash`` is a PDF dash array such as ``[3 2] 0``."""
        dashed = f"{dash} d " if dash else ""
        self.ops.append(f"q {width} w {dashed}{x0} {self.height - y0} m {x1} {self.height - y1} l S Q")

    def thin_box(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> None:
        """The same line as a thin filled rectangle, as Word and WPS draw it."""
        left, top = min(x0, x1), min(y0, y1)
        w, h = max(abs(x1 - x0), width), max(abs(y1 - y0), width)
        self.ops.append(f"{left} {self.height - top - h} {w} {h} re f")

    def raw(self, operators: str) -> None:
        """Any operators, in PDF's own coordinates (origin bottom left)."""
        self.ops.append(operators)


def make_pdf(
    pages: Sequence[PdfPage],
    *,
    fonts: dict[str, Font] | None = None,
    layers: dict[str, bool] | None = None,
    compress: bool = True,
) -> bytes:
    """The pages as a PDF file. ``fonts``: by the names under which pages use them; F is sound unless given here.
    ``layers``: optional content by the names under which pages use it, and whether it is switched on."""
    bodies: list[bytes] = []

    def add(body: str | bytes) -> int:
        bodies.append(body if isinstance(body, bytes) else body.encode("latin-1"))
        return len(bodies)

    def stream(extra: str, data: bytes) -> bytes:
        if compress:
            data, extra = zlib.compress(data), extra + " /Filter /FlateDecode"
        return f"<< {extra} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"

    add("")  # 1: catalog
    add("")  # 2: pages
    named = {"F": Font()} | (fonts or {})
    listed = " ".join(f"/{name} {_add_font(add, stream, name, font)} 0 R" for name, font in named.items())
    image = add(
        stream(
            "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8",
            b"\0\x80\xff\x40",
        )
    )
    groups = {name: add(f"<< /Type /OCG /Name (layer {name}) >>") for name in layers or {}}
    properties = " ".join(f"/{name} {number} 0 R" for name, number in groups.items())
    kids = []
    for page in pages:
        resources = f"<< /Font << {listed} >> /XObject << /Im {image} 0 R >> /Properties << {properties} >> >>"
        content = "\n".join(page.ops)
        box = f"/BBox [0 0 {page.width} {page.height}]"
        if page.stamp is not None:
            overlay = "\n".join(page.stamp.ops).encode()
            form = add(stream(f"/Type /XObject /Subtype /Form {box} /Resources {resources}", overlay))
            resources = resources.replace("/XObject <<", f"/XObject << /Ov {form} 0 R")
            content += "\nq /Ov Do Q"
        if page.as_form:
            form = add(stream(f"/Type /XObject /Subtype /Form {box} /Resources {resources}", content.encode()))
            resources = f"<< /XObject << /Fm {form} 0 R >> >>"
            content = "q 1 0 0 1 0 0 cm /Fm Do Q"
        body = add(stream("", content.encode()))
        marks = [add(f"<< /Type /Annot {annotation} >>") for annotation in page.annotations]
        annots = f"/Annots [{' '.join(f'{mark} 0 R' for mark in marks)}]" if marks else ""
        crop = f"/CropBox [{' '.join(map(str, page.crop))}]" if page.crop else ""
        kids.append(
            add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] {crop} /Rotate {page.rotate}"
                f" /Resources {resources} /Contents {body} 0 R {annots} >>"
            )
        )
    off = " ".join(f"{groups[name]} 0 R" for name, shown in (layers or {}).items() if not shown)
    every = " ".join(f"{number} 0 R" for number in groups.values())
    optional = f"/OCProperties << /OCGs [{every}] /D << /OFF [{off}] >> >>" if groups else ""
    bodies[0] = f"<< /Type /Catalog /Pages 2 0 R {optional} >>".encode()
    bodies[1] = f"<< /Type /Pages /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] /Count {len(kids)} >>".encode()
    return _assemble(bodies)


def _add_font(add: Callable[[str | bytes], int], stream: Callable[[str, bytes], bytes], name: str, font: Font) -> int:
    outlines = make_font()
    program = add(stream(f"/Length1 {len(outlines)}", outlines))
    glyphs = add(stream("", b"\0\1" * 3 + b"\0\0" + b"\0\1" * 28 + b"\0\2" * 95 + b"\0\1" * (65536 - 127)))
    descriptor = add(
        f"<< /Type /FontDescriptor /FontName /Test{name} /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0"
        f" /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 /FontFile2 {program} 0 R >>"
    )
    descendant = add(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Test{name} /CIDSystemInfo << /Registry (Adobe)"
        f" /Ordering (Identity) /Supplement 0 >> /FontDescriptor {descriptor} 0 R /DW 1000 /W [32 126 500] /CIDToGIDMap {glyphs} 0 R >>"
    )
    top = (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /Test{name} /Encoding /Identity-H"
        f" /DescendantFonts [{descendant} 0 R]"
    )
    if font.target is None:
        return add(f"{top} >>")
    target = font.target
    ranges = [f"<{high:02x}00> <{high:02x}ff> <{target(high):04x}>" for high in range(256)]
    blocks = [ranges[start : start + 64] for start in range(0, 256, 64)]
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def"
        " 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        + "\n".join(f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks)
        + "\nendcmap end end"
    )
    unicode_map = add(stream("", cmap.encode()))
    return add(f"{top} /ToUnicode {unicode_map} 0 R >>")


def _assemble(bodies: Iterable[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += f"trailer\n<< /Size {len(offsets) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


# ---------------------------------------------------------------- tables

SIZE = 10.0
LEADING = 14.0
PAD = 5.0
Cell = tuple[int, int, int, int, str]
"""(row, column, row span, column span, text)"""


def wrap(text: str, width: float) -> list[str]:
    """The lines that ``text`` takes in a cell of this width."""
    lines, line, used = [], "", 0.0
    for char in text:
        step = SIZE / 2 if char < "\x7f" else SIZE
        if line and (char == "\n" or used + step > width - 2 * PAD):
            lines.append(line)
            line, used = "", 0.0
        if char != "\n":
            line += char
            used += step
    return [*lines, line] if line else lines


def lay_out(
    cells: Sequence[Cell],
    widths: Sequence[float],
    *,
    slots: int = 30,
    header: int = 1,
    keep_rows: bool = False,
    left: float = 40.0,
    top: float = 80.0,
    size: tuple[float, float] = A4,
    draw: str = "line",
    page_numbers: bool = True,
    make: Callable[[tuple[float, float]], Any] = PdfPage,
) -> list[Any]:
    """A ruled table over as many pages as it needs, as a word processor lays it out.

    ``slots``: lines of body text a page takes. ``header``: rows at the top that every page repeats. ``keep_rows``:
    pages break between rows only; otherwise anywhere, through rows and merged cells alike. ``draw``: a method of
    PdfPage that draws one ruling. ``make`` begins a page: a PdfPage, or another class with its methods.
    """
    xs = [left + sum(widths[:index]) for index in range(len(widths) + 1)]
    lines = {cell: wrap(cell[4], xs[cell[1] + cell[3]] - xs[cell[1]]) for cell in cells}
    heights = _row_heights(cells, lines)
    starts = [sum(heights[:row]) for row in range(len(heights) + 1)]
    head = starts[header]
    spans = _page_spans(starts, header, slots, keep_rows)
    pages = []
    for number, (low, high) in enumerate(spans, 1):
        page = make(size)
        bands = [(0, head, top), (low, high, top + head * LEADING)] if header else [(low, high, top)]
        for begin, end, offset in bands:
            for cell in cells:
                _draw_piece(page, cell, lines[cell], xs, starts, (begin, end, offset), draw)
        if page_numbers:
            page.text(size[0] / 2 - 15, size[1] - 40, f"— {number} —")
        pages.append(page)
    return pages


def _row_heights(cells: Sequence[Cell], lines: dict[Cell, list[str]]) -> list[int]:
    rows = max(row + span for row, _, span, _, _ in cells)
    heights = [1] * rows
    for cell in sorted(cells, key=lambda item: item[2]):
        row, _, span, _, _ = cell
        missing = len(lines[cell]) - sum(heights[row : row + span])
        if missing > 0:
            heights[row + span - 1] += missing
    return heights


def _page_spans(starts: list[int], header: int, slots: int, keep_rows: bool) -> list[tuple[int, int]]:
    spans, low, end = [], starts[header], starts[-1]
    while low < end:
        high = min(low + slots - starts[header], end)
        if keep_rows:
            high = max((start for start in starts if low < start <= high), default=high)
        spans.append((low, high))
        low = high
    return spans


def _draw_piece(
    page: Any,
    cell: Cell,
    lines: list[str],
    xs: list[float],
    starts: list[int],
    band: tuple[int, int, float],
    draw: str,
) -> None:
    row, column, row_span, column_span, _ = cell
    begin, end, offset = band
    low, high = max(starts[row], begin), min(starts[row + row_span], end)
    if low >= high:
        return
    x0, x1 = xs[column], xs[column + column_span]
    y0, y1 = offset + (low - begin) * LEADING, offset + (high - begin) * LEADING
    rule = getattr(page, draw)
    for ends in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
        rule(*ends)
    for index, line in enumerate(lines, starts[row]):
        if low <= index < high:
            page.text(x0 + PAD, offset + (index - begin) * LEADING + 2, line, SIZE)
