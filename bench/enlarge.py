"""The seed table with its rows repeated, as text, Word and PDF: what bench/scale.py measures.

    python bench/enlarge.py FOLDER FACTOR…

A process of its own, so that the one that measures stays small: a child's peak memory counts its parent's.
"""

import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
SEED = ROOT / "inputs" / "yangjiang-2021.docx"
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from pipeline.model import Table  # noqa: E402  the tree itself, not an installed copy
from pipeline.readers import read  # noqa: E402
from synthetic.model import Cell, Made, Sheet  # noqa: E402
from synthetic.write_pdf import write_pdf  # noqa: E402
from synthetic.write_text import write_flattened  # noqa: E402
from synthetic.write_word import write_word  # noqa: E402

WRITERS: tuple[tuple[str, Callable[[Made], bytes]], ...] = (
    ("txt", write_flattened),
    ("docx", write_word),
    ("pdf", write_pdf),
)


def seed_list(times: int) -> Made:
    """The seed table with its body rows repeated, numbers going on."""
    table = next(block for block in read(SEED.read_bytes(), SEED.name).blocks if isinstance(block, Table))
    body = table.rows - 1
    cells = [Cell(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in table.cells]
    many = [cell for cell in cells if cell.row == 0]
    for turn in range(times):
        many += [_moved(cell, turn * body) for cell in cells if cell.row > 0]
    return Made(
        "seed", 0, ("阳江市提升开办企业便利度2021年提升工作任务分工表",), Sheet(tuple(many), 1), (), (), "441700"
    )


def _moved(cell: Cell, rows: int) -> Cell:
    text = str(int(cell.text) + rows) if cell.column == 0 and cell.text.isdigit() else cell.text
    return cell._replace(row=cell.row + rows, text=text)


def main(folder: Path, factors: list[int]) -> None:
    """Write each size in each format."""
    for factor in factors:
        made = seed_list(factor)
        for suffix, write in WRITERS:
            (folder / f"seed-x{factor}.{suffix}").write_bytes(write(made))


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(factor) for factor in sys.argv[2:]])
