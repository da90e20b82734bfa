"""The documents of bench/readers.py: the published table with its rows repeated, and the small ones of the tests.

    python bench/documents.py FOLDER [--quick]

Writes them into FOLDER with ``documents.json``, which says what each is. The Word files are the published one's own
XML with its body rows repeated, numbers going on; long texts carry a mark of their turn, so that no text stands
twice that would not in a real list (units and times do repeat there). The PDF of eight pages is the published one;
the long one is the long Word file printed by LibreOffice, and where that is not installed the list printed by
``tests/synthetic/write_pdf.py``, over about as many pages. A process of its own, as its memory is not to be measured.
"""

import copy
import io
import json
import shutil
import subprocess
import sys
import zipfile
from itertools import accumulate
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SEED = ROOT / "inputs" / "yangjiang-2021"
BORDERLESS = ROOT.parent / "shared" / "seed" / "yangjiang-2021-borderless.pdf"
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "bench")]

from floors import FloorCell, W, word_cells  # noqa: E402  its folder had to be named first
from lxml import etree  # noqa: E402

from peer_failures import failures  # noqa: E402

LONG_TEXT = 20
WARM_TURN = 500
"""The warm-up's texts are those of no other document."""
OFFICE_SECONDS = 600


def repeat_rows(data: bytes, times: int, first: int = 0) -> bytes:
    """A Word file whose table's body rows stand ``times`` times; ``first`` is the first repetition's turn."""
    source = zipfile.ZipFile(io.BytesIO(data))
    root = etree.fromstring(source.read("word/document.xml"))
    header, *body = root.iter(W + "tr")
    parent = header.getparent()
    for row in body:
        parent.remove(row)
    for turn in range(first, first + times):
        parent.extend(_row(row, turn, len(body)) for row in body)
    members = {member.filename: source.read(member) for member in source.infolist()}
    members["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, member in members.items():
            package.writestr(name, member)
    return target.getvalue()


def _row(row: Any, turn: int, rows: int) -> Any:
    """A copy of a row for its turn: another number, and a mark in long texts other than who and when (last cell)."""
    moved = copy.deepcopy(row)
    cells = list(moved.iterchildren(W + "tc"))
    for text in cells[0].iter(W + "t"):
        text.text = str(int(text.text) + turn * rows)
    for cell in cells[1:-1]:
        for text in cell.iter(W + "t"):
            if turn and text.text and len(text.text) >= LONG_TEXT:
                text.text = f"第{turn}轮，{text.text}"
    return moved


def print_pdf(word: Path) -> Path | None:
    """The Word file printed by LibreOffice; None where it is not installed."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        return None
    profile = f"-env:UserInstallation={(word.parent / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(word.parent), str(word)]
    subprocess.run(command, check=True, capture_output=True, timeout=OFFICE_SECONDS)
    return word.with_suffix(".pdf")


def write_own_pdf(path: Path, times: int) -> None:
    """The list printed by the tests' own PDF writer, whose pages hold half as much."""
    from enlarge import seed_list

    from synthetic.write_pdf import write_pdf

    path.write_bytes(write_pdf(seed_list((times + 1) // 2)))


def write_all(folder: Path, quick: bool) -> dict[str, Any]:
    """Write the documents; what each is."""
    word = SEED.with_suffix(".docx").read_bytes()
    paths = {"word-1": SEED.with_suffix(".docx"), "pdf-1": SEED.with_suffix(".pdf")}
    turns = [("warm", 1, WARM_TURN), ("word-10", 10, 0)] + ([] if quick else [("word-100", 100, 0)])
    for name, times, first in turns:
        paths[name] = folder / f"{name}.docx"
        paths[name].write_bytes(repeat_rows(word, times, first))
    printed = True
    for name, source, times in [("warm-pdf", "warm", 1)] + ([] if quick else [("pdf-10", "word-10", 10)]):
        made = print_pdf(paths[source])
        printed = printed and made is not None
        paths[name] = made or folder / f"{name}.pdf"
        if not made:
            write_own_pdf(paths[name], times)
    told: dict[str, Any] = {
        "inputs": {name: _told(path) for name, path in paths.items()},
        "printed": printed,
        "published": _published(word_cells(word)),
        "failures": [],
    }
    for number, failure in enumerate(failures().values()):
        path = folder / f"failure-{number}.{failure.suffix}"
        path.write_bytes(failure.data)
        told["failures"].append(
            {"name": failure.name, "path": str(path), "rows": failure.rows, "merged": failure.merged}
        )
    return told


def _published(rows: list[list[FloorCell]]) -> dict[str, Any]:
    """The truth about the published table: the slots of each task row, a cell's text in the one where it begins, and
    the texts of merged cells."""
    goes_on: set[int] = set()
    merged = []
    for row in reversed(rows):
        starts = list(accumulate((cell.span for cell in row), initial=0))
        for start, cell in zip(starts, row, strict=False):
            if not cell.continues and (cell.span > 1 or start in goes_on):
                merged.append(cell.text)
        goes_on = {start for start, cell in zip(starts, row, strict=False) if cell.continues}
    slots = [
        [text for cell in row for text in ("" if cell.continues else cell.text, *[""] * (cell.span - 1))]
        for row in rows
    ]
    return {"rows": slots[1:], "merged": merged, "borderless": str(BORDERLESS) if BORDERLESS.exists() else None}


def _told(path: Path) -> dict[str, Any]:
    pages = None
    if path.suffix == ".pdf":
        import pypdfium2

        document = pypdfium2.PdfDocument(path)
        pages = len(document)
        document.close()
    return {"path": str(path), "pages": pages, "bytes": path.stat().st_size}


if __name__ == "__main__":
    target = Path(sys.argv[1])
    (target / "documents.json").write_text(
        json.dumps(write_all(target, "--quick" in sys.argv[2:]), ensure_ascii=False), encoding="utf-8"
    )
