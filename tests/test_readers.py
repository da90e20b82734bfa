"""The seam of the readers: one module and one line a format, recognised by the bytes."""

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import readers
from pipeline.errors import FileError, NeedsOcr, Unsupported
from pipeline.readers import READERS, TEXT, Reader, read
from pipeline.readers.ocr.choice import choosing
from pipeline.source import Paragraph

ROOT = Path(__file__).parent.parent
NOTES = """
from pipeline.grid import RawDocument, RawParagraph


def claims(data):
    return data.startswith(b"NOTES")


def read(data, name):
    return RawDocument("text/x-notes", tuple(RawParagraph(line) for line in data.decode().splitlines()[1:]))
"""


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A format of our own: one module, and the line for ``READERS``."""
    (tmp_path / "notes_reader.py").write_text(NOTES, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return Reader("notes", "notes_reader", (".notes",))


def test_a_new_format_is_one_module_and_one_line(notes: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "READERS", (*READERS, notes))
    document = read("NOTES\n一、修路\n二、架桥".encode(), "a.txt")
    assert document.media_type == "text/x-notes"
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["一、修路", "二、架桥"]


def test_two_readers_that_claim_the_same_bytes_are_an_error(notes: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "READERS", (*READERS, notes, Reader("again", "notes_reader", ())))
    with pytest.raises(Unsupported, match="notes, again"):
        read(b"NOTES\n1", "a.notes")


def test_text_is_read_only_where_nobody_else_claims_the_bytes() -> None:
    assert read("一、修路".encode(), "a.pdf").media_type == "text/plain"
    assert read("<html><body><p>一、修路</p></body></html>".encode(), "a.txt").media_type == "text/html"
    assert TEXT not in READERS


def test_bytes_that_no_reader_knows_are_unsupported() -> None:
    with pytest.raises(Unsupported):
        read(bytes(range(1, 32)) * 200, "a.txt")


def test_asking_the_readers_loads_no_heavy_library() -> None:
    script = (
        "import sys\nfrom pipeline.readers import READERS, TEXT\n"
        "assert not [r for r in READERS if r.claims(b'plain words')] and TEXT.claims(b'plain words')\n"
        "print(*{'lxml', 'docx', 'pypdfium2', 'pdfminer', 'python_calamine', 'olefile'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"GIF89a" + bytes(50), "needs-ocr", "picture"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "unsupported", "old Office container"),
    ],
)
def test_kinds_that_are_not_read_are_named(data: bytes, code: str, words: str) -> None:
    with pytest.raises(FileError, match=words) as error:
        read(data, "清单.doc")
    assert error.value.code == code and error.value.advice


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(50), b"\xff\xd8\xff\xe0" + bytes(50)])
def test_pictures_are_left_unread_where_recognition_is_off(data: bytes) -> None:
    with choosing("never"), pytest.raises(NeedsOcr, match="picture") as error:
        read(data, "清单.png")
    assert "--ocr never" in error.value.advice


@pytest.mark.parametrize(
    ("name", "reported"),
    [
        ("a.txt", False),
        ("a", False),
        ("a.2031", False),
        ("a.doc", True),
        ("a.PDF", True),
        ("a.html", True),
        ("a.md", False),
    ],
)
def test_a_name_that_says_another_kind_is_reported(name: str, reported: bool) -> None:
    assert [issue.code for issue in read("一、修路".encode(), name).issues] == (["type-mismatch"] if reported else [])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_a_mark_and_without_zeros_is_text(encoding: str) -> None:
    document = read("某镇清理河道任务分工".encode(encoding), "a.txt")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["某镇清理河道任务分工"]
