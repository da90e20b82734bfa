"""Old Word, Rich Text and OpenDocument beside LibreOffice and antiword.

    python bench/old_word.py                     # made-up lists: .doc, .rtf, .odt equal to the .docx they come from
    python bench/old_word.py --files FOLDER      # .doc and .wps: the Han characters that both other readers find
    python bench/old_word.py --one FILE.docx     # one document in all formats: the tasks must be those of the .docx

LibreOffice (``soffice``) and antiword have to be installed. Exits with 1 where a comparison does not hold.
"""

import argparse
import io
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests")]

from make_word import make_zip  # noqa: E402
from pipeline import Record, extract  # noqa: E402
from pipeline.errors import FileError  # noqa: E402
from pipeline.readers import read  # noqa: E402
from pipeline.source import Document, Paragraph  # noqa: E402
from synthetic import notices, tables  # noqa: E402
from synthetic.compare import equal_part, solid  # noqa: E402
from synthetic.model import Made  # noqa: E402
from synthetic.write_word import write_word  # noqa: E402

COLUMN = 1500
"""Twips."""
FORMATS = ("doc", "rtf", "odt")
DOCX = "docx:MS Word 2007 XML"


class Line(NamedTuple):
    """What came out for one file."""

    name: str
    holds: bool
    said: str


def convert(files: list[Path], to: str, out: Path) -> dict[str, Path]:
    """What LibreOffice makes of the files, by their stems. Each call has a profile of its own."""
    if shutil.which("soffice") is None:
        sys.exit("LibreOffice (soffice) is not installed.")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", to]
        subprocess.run([*command, "--outdir", str(out), *map(str, files)], check=True, capture_output=True)
    return {path.stem: path for path in out.iterdir()}


def shape(document: Document) -> list[object]:
    """Paragraphs and cells with their spans, white space apart."""
    return [
        solid(block.text)
        if isinstance(block, Paragraph)
        else [(cell.row, cell.column, cell.row_span, cell.column_span, solid(cell.text)) for cell in block.cells]
        for block in document.blocks
    ]


def with_widths(made: Made) -> bytes:
    """The list as .docx with the widths of its columns, which LibreOffice needs to keep merged cells together."""
    data = write_word(made)
    if made.sheet is None:
        return data
    columns = max(cell.column + cell.columns for cell in made.sheet.cells)
    grid = "<w:tblGrid>" + f'<w:gridCol w:w="{COLUMN}"/>' * columns + "</w:tblGrid>"
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    text = members["word/document.xml"].decode().replace("<w:tblPr/>", "<w:tblPr/>" + grid)
    text = re.sub(r'<w:tcPr>(<w:gridSpan w:val="(\d+)"/>)?', _with_width, text)
    return make_zip({**members, "word/document.xml": text.encode()})


def _with_width(found: re.Match[str]) -> str:
    return f'<w:tcPr><w:tcW w:w="{COLUMN * int(found[2] or 1)}" w:type="dxa"/>{found[1] or ""}'


def compare_lists(folder: Path, seeds: int) -> list[Line]:
    """Made-up lists as .docx, converted to each format."""
    made = {
        f"{layout}-{seed}": with_widths(make(layout, seed))
        for make, layouts in ((tables.make_table, tables.LAYOUTS), (notices.make_notice, notices.LAYOUTS))
        for layout in layouts
        for seed in range(seeds)
    }
    sources = []
    for name, data in made.items():
        sources.append(folder / f"{name}.docx")
        sources[-1].write_bytes(data)
    lines: list[Line] = []
    for kind in FORMATS:
        converted = convert(sources, kind, folder / kind)
        lines += [_beside(f"{name}.{kind}", data, converted[name].read_bytes()) for name, data in sorted(made.items())]
    return lines


def _beside(name: str, docx: bytes, other: bytes) -> Line:
    wanted, got = extract(docx, name="list"), extract(other, name="list")
    same_shape = shape(read(docx, "list.docx")) == shape(read(other, "list"))
    said = f"{len(got.tasks)} of {len(wanted.tasks)} tasks, blocks {'equal' if same_shape else 'differ'}"
    return Line(name, _tasks(wanted) == _tasks(got), said)


def _tasks(record: Record) -> object:
    return equal_part(record)


def compare_one(docx: Path, folder: Path) -> list[Line]:
    """One document in all formats."""
    return [
        _beside(f"{docx.stem}.{kind}", docx.read_bytes(), convert([docx], kind, folder / kind)[docx.stem].read_bytes())
        for kind in FORMATS
    ]


def compare_files(files: list[Path], folder: Path) -> list[Line]:
    """Real files: every Han character that LibreOffice and antiword agree on."""
    converted = convert(files, DOCX, folder / "docx")
    return [_han_line(file, converted.get(file.stem)) for file in files]


def _han_line(file: Path, converted: Path | None) -> Line:
    began = time.process_time()
    try:
        mine = _han(read(file.read_bytes(), file.name))
    except FileError as error:
        return Line(file.name, True, f"{error.code}: {error}")
    took = (time.process_time() - began) * 1000
    office = _han(read(converted.read_bytes(), "a.docx")) if converted else Counter()
    done = subprocess.run(["antiword", "-m", "UTF-8.txt", "-w", "0", str(file)], capture_output=True, check=False)
    antiword = Counter(filter(_is_han, done.stdout.decode("utf-8", "replace")))
    agreed = office & antiword
    lost, extra = (agreed - mine).total(), (mine - (office | antiword)).total()
    said = (
        f"{mine.total()} Han; LibreOffice {office.total()}, antiword {antiword.total()}, both {agreed.total()}; "
        f"lost {lost}, in neither {extra}; {took:.0f} ms"
    )
    return Line(file.name, not lost and not extra, said)


def _han(document: Document) -> Counter[str]:
    texts = (
        block.text if isinstance(block, Paragraph) else "".join(cell.text for cell in block.cells)
        for block in document.blocks
    )
    return Counter(filter(_is_han, "".join(texts)))


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=Path, help="a folder with .doc and .wps files")
    parser.add_argument("--one", type=Path, help="a .docx")
    parser.add_argument("--seeds", type=int, default=4, help="made-up lists of each layout")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if chosen.files:
            files = sorted(path for path in chosen.files.iterdir() if path.suffix in (".doc", ".wps"))
            lines = compare_files(files, folder)
        else:
            lines = compare_one(chosen.one, folder) if chosen.one else compare_lists(folder, chosen.seeds)
    for line in lines:
        print("holds " if line.holds else "FAILS ", line.name, line.said, sep="\t")
    print(f"{sum(line.holds for line in lines)} of {len(lines)} hold")
    return 0 if all(line.holds for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
