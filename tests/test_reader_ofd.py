"""OFD: what its objects draw, in documents of our own."""

import random
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from make_ofd import MM, OfdPage, make_ofd, mm, pack
from make_pdf import A4, A4_WIDE, lay_out
from pipeline import FileError, extract
from pipeline.errors import Encrypted, NeedsOcr, TooLarge, Unreadable
from pipeline.readers import read
from pipeline.source import Document, Paragraph, Table

CELLS = [
    (0, 0, 1, 1, "序号"),
    (0, 1, 1, 1, "重点任务"),
    (0, 2, 1, 1, "责任单位"),
    (0, 3, 1, 1, "完成时限"),
    (1, 0, 1, 1, "1"),
    (1, 1, 1, 1, "修订风筝放飞场地的安全守则并张榜公布"),
    (1, 2, 1, 1, "市体育局"),
    (1, 3, 2, 1, "2031年6月底"),
    (2, 0, 1, 1, "2"),
    (2, 1, 1, 1, "更换老旧路灯"),
    (2, 2, 1, 1, "市城管局"),
]
TITLE = "青岛市2031年公共场地整治任务分工表"


def table_page(**how: object) -> OfdPage:
    (page,) = lay_out(CELLS, [40.0, 200.0, 120.0, 120.0], make=OfdPage, **how)  # type: ignore[arg-type]
    page.text(160, 40, TITLE, 14)
    return page


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def cells(document: Document) -> list[str]:
    return [cell.text for block in document.blocks if isinstance(block, Table) for cell in block.cells]


def said(data: bytes) -> list[tuple[str | None, str, list[str], list[str | None]]]:
    """Of each task: number, title, units, last days."""
    record = extract(data, name="a.ofd")
    return [
        (
            task.number,
            task.title,
            [party.name for item in task.assignments for party in item.parties],
            [limit.latest for item in task.assignments for limit in item.deadlines],
        )
        for task in record.tasks
    ]


WANTED = [
    ("1", "修订风筝放飞场地的安全守则并张榜公布", ["市体育局"], ["2031-06-30"]),
    ("2", "更换老旧路灯", ["市城管局"], ["2031-06-30"]),
]


@pytest.mark.parametrize("draw", ["line", "thin_box"])
def test_a_ruled_table_whichever_way_its_lines_are_drawn(draw: str) -> None:
    data = make_ofd([table_page(draw=draw)])
    record = extract(data, name="a.ofd")
    assert said(data) == WANTED
    assert (record.status, record.source.media_type, record.document.title) == ("complete", "application/ofd", TITLE)
    places = record.tasks[1].provenance["/title"]
    assert [(place.page, place.quote) for place in places] == [(1, "更换老旧路灯")]
    assert places[0].bbox == pytest.approx((80.0, 108.0, 280.0, 122.0), abs=0.5)


def test_a_table_without_rulings() -> None:
    class Bare(OfdPage):
        def line(self, *_: float) -> None:
            pass

    (page,) = lay_out(
        [(*cell[:2], 1, *cell[3:]) for cell in CELLS] + [(2, 3, 1, 1, "2031年9月底")],
        [40.0, 200.0, 120.0, 120.0],
        make=Bare,
    )
    page.text(160, 40, TITLE, 14)
    assert [limits for *_, limits in said(make_ofd([page]))] == [["2031-06-30"], ["2031-09-30"]]


def test_a_table_read_sideways() -> None:
    """The page stands, its drawing is turned: each object by its matrix."""
    page, wide = OfdPage(A4), table_page(size=A4_WIDE, page_numbers=False)
    turn = f'CTM="0 -1 1 0 0 {mm(A4_WIDE[0])}"'  # a quarter anticlockwise: to the right becomes upwards
    whole = f'<ofd:CompositeObject Boundary="0 0 {mm(A4[0])} {mm(A4[1])}" ResourceID="7" {turn}/>'
    page.raw(whole)
    unit = (
        f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7" Width="297" Height="210"><ofd:Content>'
        f"{''.join(wide.objects)}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )
    assert said(make_ofd([page], resources=unit)) == WANTED


def test_distances_in_short_and_glyphs_in_a_space_of_their_own() -> None:
    """As drivers of printers write it: the object's space is in points, scaled and moved back by its matrix."""
    page = OfdPage()
    page.raw(
        f'<ofd:TextObject Boundary="20 30 60 5" CTM="{MM} 0 0 {MM} -35.2778 -70.5556" Font="1" Size="10">'
        '<ofd:CGTransform CodePosition="0" CodeCount="5" GlyphCount="5"><ofd:Glyphs>5 6 7 8 9</ofd:Glyphs></ofd:CGTransform>'
        '<ofd:TextCode X="100" Y="208.8" DeltaX="g 4 10">整治水塘边</ofd:TextCode>'
        '<ofd:TextCode X="150" Y="208.8" DeltaX="10">栏杆</ofd:TextCode></ofd:TextObject>'
    )
    document = read(make_ofd([page]), "a.ofd")
    assert texts(document) == ["整治水塘边栏杆"]
    (block,) = document.blocks
    assert isinstance(block, Paragraph)
    left = 20 / MM
    assert block.parts[0].bbox == (round(left, 1), round(30 / MM, 1), round(left + 70, 1), round(30 / MM + 10, 1))


def test_columns_of_text_set_downwards() -> None:
    page = table_page()
    page.raw(
        f'<ofd:TextObject Boundary="{mm(60)} {mm(300)} 5 30" Font="1" Size="{mm(10)}">'
        f'<ofd:TextCode X="0" Y="{mm(8.8)}" DeltaX="0 0 0" DeltaY="{mm(12)} {mm(12)} {mm(12)}">由上而下</ofd:TextCode></ofd:TextObject>'
    )
    assert [*"由上而下"] == texts(read(make_ofd([page]), "a.ofd"))[1:5] or "由上而下" in "".join(
        texts(read(make_ofd([page]), "a.ofd"))
    )


def test_codes_that_stand_for_no_character_are_unread() -> None:
    page = table_page()
    glyphs = (
        '<ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="2"><ofd:Glyphs>5 6</ofd:Glyphs></ofd:CGTransform>'
    )
    page.text(60, 300, "责¤局", inside=glyphs)
    document = read(make_ofd([page]), "a.ofd")
    assert "责\ufffd局" in texts(document)
    assert "page-garbled" in {issue.code for issue in document.issues}


def test_templates_lie_under_and_over_the_page() -> None:
    under, over, page = OfdPage(), table_page(page_numbers=False), OfdPage()
    under.text(60, 300, "经办：综合科", 10)
    page.templates = [("3", "Background"), ("4", "Foreground")]
    data = make_ofd([page], templates={"3": under, "4": over})
    assert said(data) == WANTED
    assert "经办：综合科" in texts(read(data, "a.ofd"))


def test_documents_of_one_package_follow_one_another() -> None:
    first, second = OfdPage(), table_page(page_numbers=False)
    first.text(60, 100, "关于整治公共场地的通知", 14)
    document = read(make_ofd([first], [second]), "a.ofd")
    assert texts(document) == ["关于整治公共场地的通知", TITLE]
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert table.pages == (2, 2)


def test_a_table_goes_on_over_pages() -> None:
    more = [
        (row, column, 1, 1, text)
        for row in range(1, 41)
        for column, text in enumerate((str(row), f"巡查第{row}段河道", "市水利局", "长期坚持"))
    ]
    pages = lay_out(CELLS[:4] + more, [40.0, 200.0, 120.0, 120.0], make=OfdPage, slots=20)
    record = extract(make_ofd(pages), name="a.ofd")
    assert [task.number for task in record.tasks] == [str(row) for row in range(1, 41)]
    assert record.tables[0].pages == (1, len(pages))


def test_what_does_not_show_is_kept_apart() -> None:
    page = table_page()
    page.text(60, 300, "草稿勿传", extra='Visible="false"')
    page.text(60, 320, "旧口径", extra='Alpha="0"')
    page.text(60, 340, "空心", extra='Fill="false"')
    document = read(make_ofd([page]), "a.ofd")
    assert [item.text for item in document.discarded if item.reason == "hidden"] == ["草稿勿传", "旧口径", "空心"]
    assert "text-not-shown" in {issue.code for issue in document.issues}


def test_a_watermark_at_a_slant_is_in_no_line() -> None:
    page = table_page()
    page.text(100, 100, "内部资料", 40, extra='CTM="0.866 0.5 -0.5 0.866 0 0"')
    data = make_ofd([page])
    assert said(data) == WANTED
    assert "text-over-text" in {issue.code for issue in read(data, "a.ofd").issues}


def test_attachments_and_annotations_are_told() -> None:
    note = '<ofd:Annot Type="Stamp"><ofd:Appearance Boundary="0 0 90 90"><ofd:TextObject Boundary="1 1 9 9" Size="4"><ofd:TextCode X="0" Y="4">已归档</ofd:TextCode></ofd:TextObject></ofd:Appearance></ofd:Annot>'
    document = read(make_ofd([table_page()], attachments=["台账.xlsx"], notes={0: note}), "a.ofd")
    assert {"object-unread": "台账.xlsx", "comment-unread": "已归档"}.items() <= {
        issue.code: issue.message.rpartition(": ")[2].rstrip(".") for issue in document.issues
    }.items()


def test_a_page_that_is_a_picture() -> None:
    page = OfdPage()
    page.picture(0, 0, *A4)
    with pytest.raises(NeedsOcr):
        read(make_ofd([page]), "a.ofd")
    document = read(make_ofd([table_page(), page]), "a.ofd")
    assert "page-needs-ocr" in {issue.code for issue in document.issues}


def test_a_curve_rules_nothing() -> None:
    page = table_page()
    page.path(30, 60, 560, 700, "M 0 0 B 10 0 20 0 180 0 Q 180 40 180 80 A 5 5 0 0 1 0 80 C")
    assert said(make_ofd([page])) == WANTED


@cache
def _broken() -> dict[str, tuple[bytes, type[FileError]]]:
    entry = '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocRoot>D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>'
    whole = make_ofd([table_page()])
    entity = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
    return {
        "nothing in it": (pack({"OFD.xml": "<a/>"}), Unreadable),
        "document missing": (pack({"OFD.xml": entry}), Unreadable),
        "entity": (pack({"OFD.xml": entity}), Unreadable),
        "no XML": (pack({"OFD.xml": entry, "D.xml": b"\1\2\3" * 99}), Encrypted),
        "page missing": (
            pack({"OFD.xml": entry, "D.xml": "<a><Pages><Page BaseLoc='P.xml'/></Pages></a>"}),
            Unreadable,
        ),
        "cut short": (whole[: len(whole) // 2], FileError),
        "bomb": (pack({"OFD.xml": entry, "D.xml": b"<a>" + b" " * 110_000_000}), TooLarge),
    }


@pytest.mark.hostile
@pytest.mark.parametrize("name", list(_broken()))
def test_broken_packages_are_refused(name: str) -> None:
    data, kind = _broken()[name]
    with pytest.raises(kind):
        read(data, "a.ofd")


def _nested() -> OfdPage:
    page = table_page()
    page.raw("<ofd:PageBlock>" * 200 + "</ofd:PageBlock>" * 200)
    return page


def test_absurd_values_and_loops_do_no_harm() -> None:
    page = table_page()
    page.raw(
        '<ofd:TextObject Boundary="1e308 nan inf 1" Size="1e99"><ofd:TextCode X="1e999" DeltaX="g 2000000000 1e99">多</ofd:TextCode></ofd:TextObject>'
    )
    page.raw('<ofd:TextObject CTM="a b" Size="-"><ofd:TextCode DeltaX="g g g 3">余字</ofd:TextCode></ofd:TextObject>')
    page.raw('<ofd:CompositeObject ResourceID="7"/>')
    loop = '<ofd:CompositeGraphicUnit ID="7"><ofd:Content><ofd:CompositeObject ResourceID="7"/></ofd:Content></ofd:CompositeGraphicUnit>'
    assert said(make_ofd([page], resources=loop)) == WANTED
    assert said(make_ofd([_nested()])) == WANTED


@pytest.mark.hostile
def test_objects_that_multiply_are_too_many() -> None:
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{number}"><ofd:Content>{f"""<ofd:CompositeObject ResourceID="{number + 1}"/>""" * 40}</ofd:Content></ofd:CompositeGraphicUnit>'
        for number in range(10)
    )
    page = table_page()
    page.raw('<ofd:CompositeObject ResourceID="0"/>')
    with pytest.raises(TooLarge):
        read(make_ofd([page], resources=units), "a.ofd")


@pytest.mark.hostile
def test_changed_bytes_give_typed_errors_only(tmp_path: Path) -> None:
    whole = make_ofd([table_page()], templates={"3": OfdPage()}, attachments=["a"])
    path = tmp_path / "a.ofd"
    path.write_bytes(whole)
    with zipfile.ZipFile(path) as source:
        members = {name: source.read(name) for name in source.namelist()}
    for seed in range(60):
        chance = random.Random(seed)
        name = chance.choice(list(members))
        blob = bytearray(members[name])
        for _ in range(chance.randint(1, 12)):
            blob[chance.randrange(len(blob))] = chance.choice(b'<>/ 0123456789-eg"&\x00\xff')
        data = pack(members | {name: bytes(blob)}) if seed % 2 else bytes(whole[: chance.randrange(len(whole))])
        with suppress(FileError):
            read(data, "a.ofd")
