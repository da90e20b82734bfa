"""Scans: text recognised from pictures. The fast tests need nothing; those marked ``ocr`` need the extra, and a font."""

import io
import struct
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from make_pdf import A4_WIDE, lay_out
from make_scan import ScanPage, find_font, make_scan
from pipeline import FileError, Record, extract
from pipeline.cli import run
from pipeline.errors import NeedsOcr, TooLarge, Unreadable
from pipeline.model import Assignment, Deadline, Party, Provenance, Task, Unit
from pipeline.readers.ocr.pictures import open_picture
from pipeline.readers.ocr.widths import set_widths
from pipeline.uncertain import doubt_values
from pipeline.units import load_registry

CELLS = [
    (0, 0, 1, 1, "序号"),
    (0, 1, 1, 1, "重点任务"),
    (0, 2, 1, 1, "责任单位"),
    (0, 3, 1, 1, "完成时限"),
    (1, 0, 1, 1, "1"),
    (1, 1, 1, 1, "修订风筝放飞场地的安全守则并张榜公布（含夜间）"),
    (1, 2, 1, 1, "市体育局、市公安局"),
    (1, 3, 2, 1, "2031年6月底前"),
    (2, 0, 1, 1, "2"),
    (2, 1, 1, 1, "更换老旧路灯，清理沿街杂物"),
    (2, 2, 1, 1, "市财政局"),
]
recognising = pytest.mark.ocr


@pytest.fixture
def font() -> None:
    for package in ("rapidocr", "onnxruntime", "cv2"):
        pytest.importorskip(package)
    if find_font() is None:
        pytest.skip("no Chinese font")


def page() -> ScanPage:
    (made,) = lay_out(CELLS, [50.0, 300.0, 200.0, 150.0], make=ScanPage, size=A4_WIDE, page_numbers=False)
    assert isinstance(made, ScanPage)
    made.text(260, 40, "青岛市2031年公共场地整治任务分工表", 14)
    return made


def said(record: Record) -> list[tuple[str | None, str, list[str | None], list[str | None]]]:
    return [
        (
            task.number,
            task.title,
            [party.unit for item in task.assignments for party in item.parties],
            [limit.latest for item in task.assignments for limit in item.deadlines],
        )
        for task in record.tasks
    ]


WANTED = [
    (
        "1",
        "修订风筝放飞场地的安全守则并张榜公布（含夜间）",
        ["370200/sports", "370200/public-security"],
        ["2031-06-30"],
    ),
    ("2", "更换老旧路灯，清理沿街杂物", ["370200/finance"], ["2031-06-30"]),
]


@recognising
@pytest.mark.usefixtures("font")
@pytest.mark.parametrize(("form", "name"), [("PDF", "a.pdf"), ("PNG", "a.png")])
def test_a_turned_scan_of_a_ruled_table(form: str, name: str) -> None:
    record = extract(make_scan([page()], 3, form), name=name)
    assert said(record) == WANTED
    places = [place for task in record.tasks for found in task.provenance.values() for place in found]
    assert {place.basis for place in places} == {"ocr"}
    assert all(0.5 < place.certainty <= 1.0 for place in places)  # type: ignore[operator]
    assert "page-recognised" in {issue.code for issue in record.issues}


@recognising
@pytest.mark.usefixtures("font")
def test_recognition_that_is_switched_off() -> None:
    with pytest.raises(NeedsOcr) as error:
        extract(make_scan([page()], 3), name="a.pdf", ocr="never")
    assert "--ocr never" in error.value.advice


def test_without_the_extra_the_command_that_helps_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png(20, 20))
    assert run(["convert", str(path)]) == 2
    assert "needs-ocr" in (told := capsys.readouterr().err) and "pip install 'fengong[ocr]'" in told


def test_an_unknown_choice_is_refused() -> None:
    with pytest.raises(ValueError, match="auto, never, always"):
        extract(b"x", ocr="sometimes")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("(一)提升", "（一）提升"),
        ("市公安局,市民政局", "市公安局，市民政局"),
        ("上午9:30前", "上午9:30前"),
        ("总数1,200件", "总数1,200件"),
        ("２０３１年", "2031年"),
        ("(2031年修订)", "（2031年修订）"),
        ("see (a)", "see (a)"),
        ("完成时限:6月", "完成时限：6月"),
    ],
)
def test_widths_follow_the_neighbours(read: str, meant: str) -> None:
    assert "".join(set_widths(list(read))) == meant


def png(width: int, height: int, body: bytes = b"") -> bytes:
    """A grey picture that says it has this size, whatever follows."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = body or zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def bmp(width: int, height: int) -> bytes:
    return b"BM" + struct.pack("<IIIIiiHHIIiiII", 100, 0, 54, 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0) + bytes(100)


@pytest.mark.parametrize(
    "data", [png(40_000, 30_000, zlib.compress(bytes(99))), bmp(40_000, 30_000)], ids=["png", "bmp"]
)
def test_pictures_of_a_thousand_million_pixels_are_refused_undecoded(data: bytes) -> None:
    pytest.importorskip("numpy")
    with pytest.raises(TooLarge):
        list(open_picture(data))


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(40), b"\xff\xd8\xff\xe0" + bytes(90), b"II*\0" + b"\xff" * 60]
)
def test_damaged_pictures_are_unreadable(data: bytes) -> None:
    pytest.importorskip("numpy")
    with pytest.raises((Unreadable, TooLarge)):
        list(open_picture(data))


@pytest.mark.hostile
def test_pages_of_a_picture_that_lead_back_to_one_another() -> None:
    """A TIFF whose second page is its first one."""
    pytest.importorskip("numpy")
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (16, 16), 255).save(out, "TIFF")
    data = bytearray(out.getvalue())
    (first,) = struct.unpack("<I", data[4:8])
    (count,) = struct.unpack("<H", data[first : first + 2])
    data[first + 2 + 12 * count : first + 6 + 12 * count] = struct.pack("<I", first)
    with suppress(FileError):
        assert len(list(open_picture(bytes(data)))) < 400


def task_of(party: Party, deadline: Deadline, certainty: float) -> Task:
    place = Provenance("t1", 1, 2, (0, 4), party.printed, 1, (0.0, 0.0, 9.0, 9.0), "ocr", certainty)
    return Task(
        id="0" * 12 + "/t1/1", number="1", categories=(), title="清理河道", measures=None, target=None, problem=None,
        current_state=None, best_practice=None, person=None, progress=None, scope=None, note=None, extra=(),
        assignments=(Assignment(None, (deadline,), (party,), None, ()),), inherited=(),
        provenance={"/assignments/0/parties/0": (place,), "/assignments/0/deadlines/0": (place,)},
    )  # fmt: skip


@pytest.mark.parametrize(("certainty", "asserted"), [(0.99, True), (0.4, False)])
def test_a_date_with_an_uncertain_character_is_not_asserted(certainty: float, asserted: bool) -> None:
    party = Party("某某筹备组", "某某筹备组", "lead", "stated", False, None, "unknown", ())
    deadline = Deadline("6月底", "field", "by", None, "2031-06-30", None, None, None, "document-year")
    done = doubt_values((task_of(party, deadline, certainty),), (), load_registry())
    (found,) = done.tasks[0].assignments[0].deadlines
    assert (found.latest is not None) == asserted
    assert found.kind == ("by" if asserted else "unspecified")
    assert [issue.code for issue in done.issues] == ([] if asserted else ["value-uncertain"])


@pytest.mark.parametrize(
    ("name", "identity", "stays"),
    [("市市场监督管理局", "370200/market-regulation", True), ("市教育局", "370200/education", False)],
)
def test_a_unit_stays_where_no_other_name_is_one_character_away(name: str, identity: str, stays: bool) -> None:
    """教育局 and 体育局 differ in one character; 市场监督管理局 has no such neighbour."""
    unit = Unit(identity, name, "registry", "370200", "city", "department", None, None, None)
    party = Party(name, name, "lead", "stated", False, unit.id, "resolved", ())
    deadline = Deadline("长期", "field", "ongoing", None, None, None, None, None, "stated")
    done = doubt_values((task_of(party, deadline, 0.5),), (unit,), load_registry())
    (found,) = done.tasks[0].assignments[0].parties
    assert (found.resolution, found.unit) == (("resolved", unit.id) if stays else ("ambiguous", None))
    assert (found.candidates, done.units) == (((), (unit,)) if stays else ((unit.id,), ()))
