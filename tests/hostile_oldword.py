"""Old Word, Rich Text and OpenDocument files made to hurt: loops, spans of 2e9, bombs, entities, endless nesting."""

import io
import os
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from hostile_word import pack
from make_doc import LISTS, OVERRIDES, PARAGRAPHS, PIECES, STYLES, Par, Run, cell, make_doc, par, row
from make_odt import cell as odt_cell
from make_odt import make_fodt, make_odt, table
from make_odt import p as odt_p

TRAP, WEB = os.environ.get("TRAP", "/nowhere"), os.environ.get("WEB", "http://nowhere.invalid")
SAMPLES = Path(__file__).parent / "oldword"
HEAD = [cell("序号"), cell("工作任务"), cell("责任单位"), row([0, 900, 1800, 2700])]
TASK = [cell("1"), cell("疏浚河道"), cell("市水利局"), row([0, 900, 1800, 2700])]
RTF_TASKS = (
    r"\trowd\cellx900\cellx1800\cellx2700\intbl 序号\cell 工作任务\cell 责任单位\cell\row"
    r"\intbl 1\cell 疏浚河道\cell 市水利局\cell\row\pard "
)
ODT_TASKS = table(
    odt_cell("序号") + odt_cell("工作任务") + odt_cell("责任单位"),
    odt_cell("1") + odt_cell("疏浚河道") + odt_cell("市水利局"),
)
SECTOR = 512


def changed(data: bytes, at: int, value: bytes) -> bytes:
    return data[:at] + value + data[at + len(value) :]


def looped(sector: int) -> bytes:
    """A document whose table of sectors sends one of them back to itself, or to the first."""
    data = make_doc(HEAD + TASK * 40)
    entry = SECTOR + 4 * sector
    return changed(data, entry, struct.pack("<I", sector if sector % 2 else 2))


def sampled(seed: int) -> bytes:
    """A saved document with random bytes in forty places."""
    chance = random.Random(seed)
    blob = bytearray((SAMPLES / "list.doc").read_bytes())
    for _ in range(40):
        at = chance.randrange(SECTOR, len(blob) - 4)
        blob[at : at + 4] = chance.choice((b"\xff" * 4, b"\xff\xff\xff\x7f", bytes(4), chance.randbytes(4)))
    return bytes(blob)


def pieces(count: int, *, length: int = 7) -> bytes:
    """A piece table whose pieces all are the same characters."""
    places = struct.pack(f"<{count + 1}i", *(index * length for index in range(count + 1)))
    return struct.pack("<BI", 2, len(places) + 8 * count) + places + struct.pack("<HIH", 0, 1024, 0) * count


def long_list(count: int, length: int) -> bytes:
    """Lists whose table claims more levels and longer patterns than there are bytes."""
    lists = struct.pack("<Hi", count, 7).ljust(30, b"\0")
    override = struct.pack("<Ii", 2**31, 7).ljust(40, b"\xff")
    level = struct.pack("<iBB", 1, 0, 0) + b"\1".ljust(22, b"\0") + struct.pack("<H", length) + b"\0\0" * 50
    return make_doc([*HEAD, *TASK], structures={LISTS: lists, OVERRIDES: override}, levels=level)


def rtf(content: str) -> bytes:
    return (r"{\rtf1\ansi\ansicpg936 " + RTF_TASKS + content).encode("gb18030") + b"}"


def entity(kind: str, *, flat: bool) -> bytes:
    """A document type declaration: entities that double, or that ask for a file or a page."""
    laugh = "".join(f'<!ENTITY l{index} "{f"&l{index - 1};" * 10}">' for index in range(1, 10))
    inside = {
        "entities that double": f'<!ENTITY l0 "ha">{laugh}<!ENTITY x "&l9;">',
        "a file": f'<!ENTITY x SYSTEM "file://{TRAP}">',
        "a page": f'<!ENTITY x SYSTEM "{WEB}/x">',
    }[kind]
    document = make_fodt(ODT_TASKS + odt_p("&x;"))
    text = document.replace(b"<office:document ", f"<!DOCTYPE d [{inside}]><office:document ".encode(), 1)
    if flat:
        return text
    return pack([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", text)])


def inflating(megabytes: int) -> bytes:
    """White space, packed a megabyte at a time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        with target.open("content.xml", "w") as content:
            for _ in range(megabytes):
                content.write(b" " * 2**20)
    return buffer.getvalue()


CASES: dict[str, Callable[[], bytes]] = {
    **{f"loop in the table of sectors, {sector}": lambda sector=sector: looped(sector) for sector in (1, 2, 3, 9, 12)},
    "a container of 600 bytes": lambda: make_doc(HEAD + TASK)[:600],
    "a container cut in the middle": lambda: make_doc(HEAD + TASK)[:4000],
    "a folder that loops": lambda: make_doc(HEAD + TASK).replace(b"\xff\xff\xff\xff\x02\0\0\0", b"\1\0\0\0\1\0\0\0"),
    "100,000 pieces of the same text": lambda: make_doc([*HEAD, *TASK], clx=pieces(100_000)),
    "pieces of 2e9 characters": lambda: make_doc([*HEAD, *TASK], clx=pieces(1, length=2_000_000_000)),
    "pieces that are none": lambda: make_doc([*HEAD, *TASK], structures={PIECES: b"\2\xff\xff\xff\xff" + b"\xff" * 40}),
    "pages that are none": lambda: make_doc([*HEAD, *TASK], structures={PARAGRAPHS: b"\xff" * 4_000}),
    "styles based on themselves": lambda: make_doc(HEAD + TASK, structures={STYLES: struct.pack("<HHH", 4, 65_535, 10) + (struct.pack("<HHHHH", 16, 0, 1, 2, 0) + bytes(8)) * 9_000}),
    "lists of 65,535 levels": lambda: long_list(65_535, 65_535),
    "tables nested 2e9 deep": lambda: make_doc([*HEAD, *TASK, cell("甲", depth=2**31 - 1), row([0, 900], depth=2**31 - 1)]),
    "cells from -32,768 and 280 more": lambda: make_doc([*HEAD, *TASK, *[cell("甲")] * 300, row([*range(-32_768, -32_748)])]),
    "cells that go backwards": lambda: make_doc([*HEAD, *TASK, cell("甲"), cell("乙"), row([900, 100, -5])]),
    "cells inserted without end": lambda: make_doc([*HEAD, *TASK, cell("甲"), row([0, 900], [], *[(0x7621, b"\0\xff\xff\x7f")] * 60)]),
    "30,000 cells in a row": lambda: make_doc([Par((Run("甲\7" * 30_000),), "\7", ((0x2416, b"\1"),)), *HEAD, *TASK]),
    "a million field marks": lambda: make_doc([Par((Run("\x13" * 1_000_000),)), *HEAD, *TASK]),
    "a million paragraphs": lambda: make_doc([Par((Run("\r" * 1_000_000),)), *HEAD, *TASK]),
    "text longer than its file": lambda: make_doc([*HEAD, *TASK], lengths={"body": 2**31 - 1}),
    **{f"a saved document spoiled, {seed}": lambda seed=seed: sampled(seed) for seed in range(60)},
    "1,000,000 groups": lambda: rtf("{" * 1_000_000),
    "9,000 groups": lambda: rtf("{" * 9_000 + "甲" + "}" * 9_000),
    "bin of 999999999": lambda: rtf(r"\bin999999999 甲"),
    "edges of 2e9": lambda: rtf(r"\trowd\cellx2000000000\cellx-2000000000\intbl 甲\cell 乙\cell\row"),
    "100,000 edges": lambda: rtf(r"\trowd" + r"\cellx9" * 100_000 + r"\intbl 甲\cell\row"),
    "rows of 900 new edges": lambda: rtf("".join(r"\trowd" + "".join(rf"\cellx{31 * number + 1_000 * index}" for number in range(1, 60)) + r"\intbl 甲\cell\row" for index in range(900))),
    "depth of 2e9": lambda: rtf(r"\intbl\itap2000000000 甲\nestcell{\*\nesttableprops\trowd\cellx9\nestrow}"),
    "a million control words": lambda: rtf(r"\b" * 1_000_000),
    "150,000 fields": lambda: rtf(r"{\field{\*\fldinst A}{\fldrslt b}}" * 150_000),
    "9,000 fields inside each other": lambda: rtf(r"{\field{\*\fldinst A}{\fldrslt " * 4_000 + "}}" * 4_000),
    "5,000 notes inside each other": lambda: rtf(r"{\footnote 甲" * 5_000 + "}" * 5_000),
    "a font table of 4 MB": lambda: rtf(r"{\fonttbl" + r"{\f1 \'b0" * 300_000 + "}"),
    "skipped units": lambda: rtf(r"\uc16" + r"\u20013 " * 300_000),
    "a picture of 8 MB": lambda: rtf(r"{\pict " + "0" * 8_000_000 + "}"),
    **{f"{kind} in {'one text' if flat else 'a package'}": lambda kind=kind, flat=flat: entity(kind, flat=flat)
       for kind in ("entities that double", "a file", "a page") for flat in (True, False)},
    "700 MB of white space": lambda: inflating(700),
    "4,500,000 elements": lambda: make_odt(ODT_TASKS + "<text:s/>" * 4_500_000),
    "cells repeated 2e9 times": lambda: make_odt(ODT_TASKS + table(odt_cell("甲", repeated=2_000_000_000))),
    "rows repeated 2e9 times": lambda: make_odt(ODT_TASKS + table(odt_cell("甲")).replace("<table:table-row>", '<table:table-row table:number-rows-repeated="2000000000">')),
    "spans of 2e9": lambda: make_odt(ODT_TASKS + table(odt_cell("甲", across=2_000_000_000, down=2_000_000_000))),
    "blanks of 2e9": lambda: make_odt(ODT_TASKS + odt_p('<text:s text:c="2000000000"/>甲')),
    "tables nested 60 deep": lambda: make_odt(ODT_TASKS + _nest(60)),
    "tables nested 5,000 deep": lambda: make_odt(ODT_TASKS + _nest(5_000)),
    "spans nested 240 deep": lambda: make_odt(ODT_TASKS + odt_p("<text:span>" * 240 + "甲" + "</text:span>" * 240)),
    "lists nested 110 deep": lambda: make_odt(ODT_TASKS + "<text:list><text:list-item>" * 110 + odt_p("甲") + "</text:list-item></text:list>" * 110),
    "a package of nothing": lambda: pack([("mimetype", b"application/vnd.oasis.opendocument.text")]),
}  # fmt: skip


def _nest(depth: int) -> str:
    opened = "<table:table><table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell><table:table-cell>"
    return opened * depth + odt_p("底") + "</table:table-cell></table:table-row></table:table>" * depth


def plain() -> bytes:
    """What the cases are made of, unspoiled."""
    return make_doc([par("某市任务分工表"), *HEAD, *TASK])
