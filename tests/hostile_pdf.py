"""PDF files made to do harm: streams that inflate without end, trees and forms that loop, numbers without measure.

``CASES`` gives for each name a maker of the bytes. None takes more than some 150 MB to make.
"""

import base64
import hashlib
import os
import re
import zlib
from collections.abc import Callable, Sequence

from make_pdf import PdfPage, lay_out, make_pdf

TRAP = os.environ.get("TRAP", "/etc/passwd")
WEB = os.environ.get("WEB", "http://127.0.0.1:9")
_MEGABYTE = 2**20
_HEAD = ["序号", "工作任务", "责任单位", "完成时限"]
_ROW = ["1", "推进甲项工作落到实处", "市税务局", "2031年底"]
TABLE = [(row, column, 1, 1, text) for row, line in enumerate((_HEAD, _ROW)) for column, text in enumerate(line)]
WIDTHS = [40.0, 200.0, 120.0, 120.0]


def pages_of(count: int = 1) -> list[PdfPage]:
    """Pages with a small task table."""
    return [page for _ in range(count) for page in lay_out(TABLE, WIDTHS)]


def write(objects: dict[int, bytes], trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF of these objects (number → what stands between obj and endobj)."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n" % size
    for number in range(size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    return bytes(out + f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode())


def stream(extra: str, data: bytes) -> bytes:
    """A stream object whose data are written as they are."""
    return f"<< {extra} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_BOX = "/MediaBox [0 0 595 842]"


def one_page(contents: bytes, resources: str = "", page: str = _BOX, more: dict[int, bytes] | None = None) -> bytes:
    """A page (object 3) with this content (object 4); Helvetica is object 5, ``more`` are further objects."""
    return write({
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: f"<< /Type /Page /Parent 2 0 R {page} /Contents 4 0 R"
           f" /Resources << /Font << /F 5 0 R >> {resources} >> >>".encode(),
        4: contents, 5: FONT, **(more or {})})  # fmt: skip


# ---------------------------------------------------------------- streams that grow


def deflated(megabytes: int, block: bytes = b"0 0 m 1 1 l S q Q\n") -> bytes:
    """A block again and again, deflated piece by piece."""
    engine = zlib.compressobj(9)
    piece = block * (_MEGABYTE // len(block))
    return b"".join(engine.compress(piece) for _ in range(megabytes)) + engine.flush()


def run_lengths(megabytes: int) -> bytes:
    """Blanks in the run length encoding."""
    return b"\x81 " * (megabytes * _MEGABYTE // 128) + b"\x80"


def lzw_blanks(megabytes: int) -> bytes:
    """Blanks in LZW: after a clear code each code is the longest string so far; the table is cleared when it is full."""
    codes: list[int] = []
    made = 0
    while made < megabytes * _MEGABYTE:
        codes += [256, 32]
        made += 1
        for step in range(3_837):
            codes.append(258 + step)
            made += step + 2
    codes.append(257)
    out, bits, held, known = bytearray(), 0, 0, 257
    for code in codes:
        width = 9 if known < 511 else 10 if known < 1023 else 11 if known < 2047 else 12
        held, bits = (held << width) | code, bits + width
        while bits >= 8:
            bits -= 8
            out.append(held >> bits & 255)
        held &= (1 << bits) - 1
        known = 257 if code == 256 else known + 1
    return bytes(out) + bytes([held << (8 - bits) & 255 if bits else 0])


def content(filters: str, data: bytes, more: dict[int, bytes] | None = None) -> bytes:
    """A page whose content has these filters."""
    return one_page(stream(f"/Filter {filters}", data), more=more)


def repeated_content(times: int) -> bytes:
    """One content stream below any limit, named by the page again and again."""
    data = write({
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: f"<< /Type /Page /Parent 2 0 R {_BOX} /Contents [{'4 0 R ' * times}] /Resources << >> >>".encode(),
        4: stream("/Filter /FlateDecode", deflated(50, b"q Q\n" + b" " * 1_000))})  # fmt: skip
    return data


def object_stream(inner: bytes, *, first: int) -> bytes:
    """A PDF whose page lies in an object stream, with a cross-reference stream."""
    parts = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
             3: f"<< /Type /Page /Parent 2 0 R {_BOX} >>".encode()}  # fmt: skip
    head = " ".join(f"{number} {sum(len(parts[other]) + 1 for other in parts if other < number)}" for number in parts)
    plain = head.encode().ljust(first) + b" ".join(parts.values()) + b" "
    engine = zlib.compressobj(9)
    packed = engine.compress(plain) + b"".join(engine.compress(inner) for _ in range(700)) + engine.flush()
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    at = len(out)
    out += b"4 0 obj\n" + stream(f"/Type /ObjStm /N 3 /First {first} /Filter /FlateDecode", packed) + b"\nendobj\n"
    start = len(out)
    table = b"".join(bytes([2]) + (4).to_bytes(4, "big") + bytes([index]) for index in range(3))
    table = bytes([0, 0, 0, 0, 0, 0]) + table + bytes([1]) + at.to_bytes(4, "big") + b"\0"
    table += bytes([1]) + start.to_bytes(4, "big") + b"\0"
    extra = "/Type /XRef /Size 6 /W [1 4 1] /Root 1 0 R /Filter /FlateDecode"
    out += b"5 0 obj\n" + stream(extra, zlib.compress(table)) + b"\nendobj\n"
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def reference_stream() -> bytes:
    """A cross-reference stream that inflates to 700 MB."""
    out = bytearray(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n")
    out += b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    out += f"3 0 obj\n<< /Type /Page /Parent 2 0 R {_BOX} >>\nendobj\n".encode()
    start = len(out)
    extra = "/Type /XRef /Size 120000000 /W [1 4 1] /Root 1 0 R /Filter /FlateDecode"
    out += b"5 0 obj\n" + stream(extra, deflated(700, b"\0\0\0\0\0\0")) + b"\nendobj\n"
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def predicted(predictor: int, columns: int) -> bytes:
    """A predictor with a row length that nobody could hold."""
    extra = f"/Filter /FlateDecode /DecodeParms << /Predictor {predictor} /Columns {columns} /Colors 32 /BitsPerComponent 16 >>"
    return one_page(stream(extra, zlib.compress(b"\2" * 100_000)))


def font_map(data: bytes, filters: str = "/FlateDecode") -> bytes:
    """A font whose ToUnicode map is this stream."""
    text = stream("", b"BT /C 12 Tf 100 700 Td <00010002> Tj ET")
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /T /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 8 0 R >>"
    kind = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /T /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    return one_page(text, "/Font << /C 6 0 R >>", more={6: font, 7: kind, 8: stream(f"/Filter {filters}", data)})


def _cmap_lines(count: int) -> bytes:
    lines = "".join(f"<{number % 65_536:04x}> <{number % 65_536:04x}> <4e00>\n" for number in range(count))
    return f"begincmap\n{count} beginbfrange\n{lines}endbfrange\nendcmap".encode()


def font_program() -> bytes:
    """A font program that inflates to 700 MB."""
    descriptor = b"<< /Type /FontDescriptor /FontName /T /Flags 4 /FontBBox [0 0 1 1] /ItalicAngle 0 /Ascent 1 /Descent 0 /CapHeight 1 /StemV 1 /FontFile2 8 0 R >>"
    font = b"<< /Type /Font /Subtype /TrueType /BaseFont /T /FirstChar 32 /LastChar 33 /Widths [500 500] /FontDescriptor 7 0 R >>"
    text = stream("", b"BT /C 12 Tf 100 700 Td (abc) Tj ET")
    return one_page(text, "/Font << /C 6 0 R >>", more={
        6: font, 7: descriptor, 8: stream("/Filter /FlateDecode /Length1 700000000", deflated(700, b"\0\1\0\0"))})  # fmt: skip


# ---------------------------------------------------------------- trees and forms


def endless_kids(count: int) -> bytes:
    """One page named by the tree again and again."""
    return write({
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{'3 0 R ' * count}] /Count {count} >>".encode(),
        3: f"<< /Type /Page /Parent 2 0 R {_BOX} >>".encode()})  # fmt: skip


def looping_tree(kids: Sequence[str], count: int) -> bytes:
    """Pages nodes with these kids, from object 2 on."""
    nodes = {
        number: f"<< /Type /Pages /Kids [{line}] /Count {count} /Parent 2 0 R >>".encode()
        for number, line in enumerate(kids, 2)
    }
    return write({1: b"<< /Type /Catalog /Pages 2 0 R >>", **nodes})


def deep_tree(depth: int) -> bytes:
    """A page below many nodes."""
    nodes = {number: f"<< /Type /Pages /Kids [{number + 1} 0 R] /Count 1 >>".encode() for number in range(2, depth)}
    page = f"<< /Type /Page /Parent {depth - 1} 0 R {_BOX} >>".encode()
    return write({1: b"<< /Type /Catalog /Pages 2 0 R >>", **nodes, depth: page})


def forms(
    draws: Sequence[Sequence[int]], own: bytes = b"0 0 m 9 9 l S ", *, hide: bool = False, damage: bool = False
) -> bytes:
    """Forms (from object 10 on) that each draw others, by their index; the page draws the first.

    ``hide``: subtype and names are written with escapes; ``damage``: the streams' checksums are wrong.
    """
    kind = "/XObject /Sub#74ype /F#6frm" if hide else "/XObject /Subtype /Form"
    more = {}
    for index, drawn in enumerate(draws):
        names = " ".join(f"/X{other} {10 + other} 0 R" for other in set(drawn))
        body = own + b" ".join(b"/X%d Do" % other for other in drawn)
        extra = f"/Type {kind} /BBox [0 0 595 842] /Resources << /XObject << {names} >> >> /Filter /FlateDecode"
        packed = zlib.compress(body)
        more[10 + index] = stream(extra, _damaged(packed) if damage else packed)
    return one_page(stream("", b"/X0 Do"), "/XObject << /X0 10 0 R >>", more=more)


def patterns_that_loop() -> bytes:
    """A tiling pattern, a Type 3 font and a soft mask that use themselves."""
    names = "/Pattern << /P 10 0 R >> /Font << /T 11 0 R >> /ExtGState << /G 12 0 R >>"
    tile = "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9"
    marks = b"/Pattern cs /P scn 0 0 500 500 re f BT /T 12 Tf (aaaa) Tj ET /G gs 0 0 m 9 9 l S"
    return one_page(stream("", marks), names, more={
        10: stream(f"{tile} /Resources << {names} >>", marks),
        11: b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97"
            b" /Widths [9] /Encoding << /Differences [97 /a] >> /CharProcs << /a 13 0 R >> /Resources << /Font << /T 11 0 R >> >> >>",
        12: b"<< /Type /ExtGState /SMask << /S /Luminosity /G 14 0 R >> >>",
        13: stream("", b"9 0 d0 " + marks),
        14: stream(f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Group << /S /Transparency >> /Resources << {names} >>", marks),
    })  # fmt: skip


# ---------------------------------------------------------------- pages without measure


def odd_page(entries: str, ops: str = "") -> bytes:
    """A page with these entries and the small table's own content."""
    (page,) = pages_of()
    page.raw(ops)
    return make_pdf([page], compress=False).replace(b"/MediaBox [0 0 595.0 842.0]", entries.encode())


def drawn(ops: str) -> bytes:
    """The small table and further operators."""
    (page,) = pages_of()
    page.raw(ops)
    return make_pdf([page])


def grid_of_rulings(count: int) -> bytes:
    """A page ruled like graph paper, with a letter in each cell of the first row."""
    page = PdfPage((2_100.0, 2_100.0))
    for number in range(count + 1):
        page.line(50, 50 + 5 * number, 50 + 5 * count, 50 + 5 * number)
        page.line(50 + 5 * number, 50, 50 + 5 * number, 50 + 5 * count)
    for number in range(count):
        page.text(50.5 + 5 * number, 50.5, "甲", 4)
    return make_pdf([page])


def _rulings(count: int) -> str:
    return "".join(
        f"{number % 500} {number % 800} m {number % 500 + 60} {number % 800} l S\n" for number in range(count)
    )


def _crossing(count: int) -> str:
    lines = [
        f"0 {number * 0.4:.2f} m 595 {number * 0.4:.2f} l S {number * 0.3:.2f} 0 m {number * 0.3:.2f} 842 l S"
        for number in range(count)
    ]
    return "\n".join(lines)


def _letters(count: int) -> bytes:
    page = PdfPage()
    for number in range(count // 200):
        page.text(10, 10 + number * 0.8, "市税务局负责、" * 28 + "市局建设", 0.75)
    return make_pdf([page])


def _scattered(count: int) -> bytes:
    page = PdfPage()
    for number in range(count):
        page.text(number * 37 % 580, number * 91 % 830, "字", 5, angle=(0, 90, 180, 270)[number % 4])
    return make_pdf([page])


# ---------------------------------------------------------------- actions, programs, passwords


def actions() -> bytes:
    """A file that would run, open and ask, were anybody to follow."""
    more = (
        f"/OpenAction << /S /JavaScript /JS (app.launchURL\\('{WEB}'\\)) >> /AA << /WC << /S /Launch /F (/bin/sh) >> >>"
        f" /Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (x) >>] >> /EmbeddedFiles << /Names [(f) << /F (a.exe) >>] >> >>"
        f" /AcroForm << /XFA [(template) 4 0 R] /Fields [] >> /URI << /Base ({WEB}) >>"
    )
    outside = f"/Contents << /Length 0 /F ({TRAP}) >>"
    data = make_pdf(pages_of()).replace(b"/Type /Catalog", b"/Type /Catalog " + more.encode())
    return (
        data.replace(b"/Type /Page ", b"/Type /Page /AA << /O << /S /GoToR /F (" + TRAP.encode() + b") >> >> ")
        + outside.encode() * 0
    )


def _damaged(data: bytes) -> bytes:
    """Deflated data whose checksum is wrong: what they hold is drawn all the same."""
    return data[:-4] + b"\0\0\0\0"


def outside_stream() -> bytes:
    """A content stream that says its data lie in another file."""
    return one_page(
        stream(f"/F << /Type /Filespec /F ({TRAP}) >> /FFilter /FlateDecode", b"BT /F 12 Tf 9 9 Td (a) Tj ET")
    )


def named_map(name: str) -> bytes:
    """A font whose encoding names a character map by a path; pdfminer looks maps up as files."""
    font = f"<< /Type /Font /Subtype /Type0 /BaseFont /T /Encoding /{name} /DescendantFonts [7 0 R] >>".encode()
    kind = b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /T /CIDSystemInfo << /Registry (/../../../tmp) /Ordering (evil) /Supplement 0 >> >>"
    text = stream("", b"BT /C 12 Tf 100 700 Td " + b"<00010002> Tj " * 30 + b"ET")
    return one_page(text, "/Font << /C 6 0 R >>", more={6: font, 7: kind})


def broken_page() -> bytes:
    """A page that pdfium cannot decode and that is therefore read again by the other reader, with a map from outside."""
    return named_map(f"{'..#2F' * 9}{TRAP.strip('/').replace('/', '#2F')}")


_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def _cipher(key: bytes, data: bytes) -> bytes:
    """RC4."""
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) & 255
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) & 255
        j = (j + box[i]) & 255
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) & 255])
    return bytes(out)


def encrypt(data: bytes, password: bytes = b"") -> bytes:
    """The streams of a file by ``write`` or ``make_pdf`` encrypted with 40 bits (revision 2)."""
    user = (password + _PAD)[:32]
    owner = _cipher(hashlib.md5(_PAD).digest()[:5], user)
    key = hashlib.md5(user + owner + (0xFFFFFFFC).to_bytes(4, "little") + b"0123456789abcdef").digest()[:5]

    def lock(match: re.Match[bytes]) -> bytes:
        number, head, body = match.groups()
        own = hashlib.md5(key + int(number).to_bytes(3, "little") + b"\0\0").digest()[:10]
        return number + b" 0 obj\n" + head + b"stream\n" + _cipher(own, body) + b"\nendstream\nendobj\n"

    locked = re.sub(
        rb"(\d+) 0 obj\n(<<(?:(?!endobj).)*?>>\n)stream\n(.*?)\nendstream\nendobj\n", lock, data, flags=re.S
    )
    entry = f"/Filter /Standard /V 1 /R 2 /P -4 /O <{owner.hex()}> /U <{_cipher(key, _PAD).hex()}>"
    mark = f"/Encrypt << {entry} >> /ID [<{b'0123456789abcdef'.hex()}> <00>] /Root 1 0 R".encode()
    return locked[: locked.rindex(b"/Root 1 0 R")] + mark + locked[locked.rindex(b"/Root 1 0 R") + 11 :]


_QUARTERS = "".join(
    f"q {a} {b} {c} {d} 0 0 cm 0 0 m 9 9 l S Q\n"
    for a, b, c, d in [(1e30, 0, 0, 1e30), (0, 0, 0, 0), (1e-30, 0, 0, 1e-30)]
)


def rows_without_rulings(pages: int, numbers: bool) -> bytes:
    """Pages packed with aligned words below a header: every gap could be the end of a row."""
    page = PdfPage((800, 1200))
    for column, word in enumerate(("序号", "工作任务", "主要措施", "责任单位", "完成时限")):
        page.text(30 + 150 * column, 20, word, 5)
    for row in range(250):
        for column in range(5):
            text = "财政局" if column else str(row + 1) if numbers else "其他"
            page.text(30 + 150 * column, 40 + 4.5 * row, text, 3)
    return make_pdf([page] * pages)


CASES: dict[str, Callable[[], bytes]] = {
    "two hundred pages of rows without rulings": lambda: rows_without_rulings(200, False),
    "a hundred pages of numbered rows without rulings": lambda: rows_without_rulings(100, True),
    "700 MB of content": lambda: content("/FlateDecode", deflated(700)),
    "700 MB, filter abbreviated": lambda: content("/Fl", deflated(700)),
    "700 MB, filter name escaped": lambda: content("/Fl#61teDecode", deflated(700)),
    "700 MB, filter elsewhere": lambda: content("6 0 R", deflated(700), {6: b"/FlateDecode"}),
    "700 MB, said to be a picture": lambda: content("/FlateDecode /Subtype /Image", deflated(700)),
    "700 MB, a dictionary of 9,000 bytes": lambda: content(f"/FlateDecode /X ({'x' * 9_000})", deflated(700)),
    "700 MB in hexadecimal": lambda: content("[/ASCIIHexDecode /FlateDecode]", deflated(700).hex().encode() + b">"),
    "700 MB in base 85": lambda: content("[/A85 /Fl]", base64.a85encode(deflated(700)) + b"~>"),
    "700 MB deflated twice": lambda: content("[/FlateDecode /FlateDecode]", zlib.compress(deflated(700))),
    "700 MB deflated three times": lambda: content("[/FlateDecode /FlateDecode /FlateDecode]", zlib.compress(zlib.compress(deflated(700)))),
    "700 MB in run lengths": lambda: content("/RunLengthDecode", run_lengths(700)),
    "700 MB in LZW": lambda: content("/LZWDecode", lzw_blanks(700)),
    "700 MB in LZW in deflate": lambda: content("[/FlateDecode /LZWDecode]", zlib.compress(lzw_blanks(700))),
    "forms that double, damaged": lambda: forms([[level + 1] * 2 for level in range(30)] + [[]], damage=True),
    "60 MB of strokes": lambda: content("/FlateDecode", deflated(60)),
    "60 MB of letters": lambda: content("/FlateDecode", deflated(60, b"BT /F 9 Tf (" + b"a" * 1_000 + b") Tj ET\n")),
    "60 MB of nested brackets": lambda: content("/FlateDecode", deflated(60, b"((((a)a)a)a) Tj\n")),
    "one content 60 times": lambda: repeated_content(60),
    "700 MB in an object stream": lambda: object_stream(b" " * _MEGABYTE, first=40),
    "700 MB in a reference stream": reference_stream,
    "700 MB in a font map": lambda: font_map(deflated(700, b"<0001> <4e00>\n")),
    "1,000,000 lines in a font map": lambda: font_map(zlib.compress(_cmap_lines(1_000_000))),
    "700 MB in a font program": font_program,
    "predictor of huge rows": lambda: predicted(15, 2_000_000_000),
    "predictor of huge rows, TIFF": lambda: predicted(2, 60_000_000),
    "1,000,000 kids": lambda: endless_kids(1_000_000),
    "2,000,000,000 pages": lambda: looping_tree(["2 0 R"], 2_000_000_000),
    "a tree that loops": lambda: looping_tree(["3 0 R 3 0 R", "2 0 R 4 0 R", "3 0 R 2 0 R"], 1_000),
    "a tree of 5,000 levels": lambda: deep_tree(5_000),
    "a form that draws itself": lambda: forms([[0, 0]]),
    "forms that draw each other": lambda: forms([[1, 1], [2, 0, 2], [0, 1]]),
    "forms that double 30 times": lambda: forms([[level + 1] * 2 for level in range(30)] + [[]]),
    "forms that double 18 times": lambda: forms([[level + 1] * 2 for level in range(18)] + [[]]),
    "forms that double 30 times, escaped": lambda: forms([[level + 1] * 2 for level in range(30)] + [[]], hide=True),
    "forms of 10 times 10 levels": lambda: forms([[level + 1] * 10 for level in range(10)] + [[]]),
    "forms 3,000 deep": lambda: forms([[level + 1] for level in range(3_000)] + [[]]),
    "one form 300,000 times": lambda: forms([[1] * 300_000, []]),
    "patterns, fonts and masks that loop": patterns_that_loop,
    "page of 1e9 points": lambda: odd_page("/MediaBox [0 0 1000000000 1000000000]"),
    "page of 1e38 points": lambda: odd_page("/MediaBox [-1e38 -1e38 340282350000000000000000000000000000000 1e39]"),
    "page of no number": lambda: odd_page("/MediaBox [nan inf -inf 1e999] /Rotate 7"),
    "page turned inside out": lambda: odd_page("/MediaBox [595 842 0 0] /CropBox [9 9 9 9] /UserUnit 1000000"),
    "coordinates of 1e38": lambda: drawn("1e38 0 m -1e38 1e38 l S 99999999999999999999999999999999999999999 0 m 5 5 l S " + _QUARTERS),
    "letters of size 1e30": lambda: drawn("BT /F 1e30 Tf 1 0 0 1 0 0 Tm <4e004e01> Tj /F 0 Tf <4e004e01> Tj /F -9e9 Tf <4e00> Tj ET"),
    "a grid of 400 times 400": lambda: grid_of_rulings(400),
    "100,000 rulings": lambda: drawn(_rulings(100_000)),
    "2,000 crossing rulings each way": lambda: drawn(_crossing(2_000)),
    "one path of 1,000,000 segments": lambda: drawn("0 0 m " + "9 9 l 500 500 l " * 500_000 + "S"),
    "300,000 filled boxes": lambda: drawn("".join(f"{number % 590} {number % 830} 9 9 re f\n" for number in range(300_000))),
    "50,000 clips": lambda: drawn("0 0 500 500 re W n\n" * 50_000 + "0 9 m 500 9 l S\n" * 2_000),
    "100,000 saved states": lambda: drawn("q " * 100_000 + "0 9 m 9 9 l S"),
    "arrays nested 100,000 deep": lambda: drawn("[" * 100_000),
    "dictionaries nested 100,000 deep": lambda: one_page(stream("", b""), "/X " + "<< /X " * 100_000),
    "200,000 letters": lambda: _letters(200_000),
    "40,000 letters in all directions": lambda: _scattered(40_000),
    "1,900 pages": lambda: make_pdf(pages_of(1_900)),
    "encrypted, no password needed": lambda: encrypt(make_pdf(pages_of())),
    "encrypted with a password": lambda: encrypt(make_pdf(pages_of()), b"secret"),
    "encrypted bomb, no password needed": lambda: encrypt(content("/FlateDecode", deflated(700))),
    "encrypted forms that double, no password needed": lambda: encrypt(forms([[level + 1] * 2 for level in range(30)] + [[]])),
    "actions": actions,
    "content in another file": outside_stream,
    "map named by a path": lambda: named_map("#2F..#2F..#2F..#2Ftmp#2Fevil"),
    "map named by a long path": broken_page,
}  # fmt: skip
