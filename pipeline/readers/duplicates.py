"""A text printed twice in one file: the later run is discarded with its reason, and never gives rows."""

from msgspec.structs import replace

from pipeline.fold import count_ink, fold_text
from pipeline.model import Discarded
from pipeline.source import Block, Document, Paragraph

_LEAST_BLOCKS = 4
_LEAST_INK = 150
"""A run shorter than this may repeat for its own reasons: headings, label lines, addressees."""
_LEAST_ROWS = 3
_LEAST_TABLE_INK = 40
"""A smaller table may repeat as well: an empty form, a header."""


def drop_duplicates(document: Document) -> Document:
    """The document without blocks that repeat an earlier run of blocks, or an earlier table, word by word.

    A run has at least _LEAST_BLOCKS blocks and _LEAST_INK characters.
    The blocks that stay keep their ids. Linear in the number of blocks.
    """
    if len(document.blocks) < 2:
        return document
    texts = [_text_of(block) for block in document.blocks]
    if len(set(texts)) == len(texts):
        return document
    seen: dict[tuple[str, ...], int] = {}
    kept: list[Block] = []
    dropped: list[str] = []
    tables: set[str] = set()
    index = 0
    while index < len(texts):
        window = tuple(texts[index : index + _LEAST_BLOCKS])
        earlier = seen.get(window, index) if len(window) == _LEAST_BLOCKS else index
        length = _run_length(texts, earlier, index)
        if length and sum(count_ink(text) for text in texts[index : index + length]) >= _LEAST_INK:
            dropped.extend(_raw_text(block) for block in document.blocks[index : index + length])
            index += length
            continue
        if _is_list(document.blocks[index], texts[index]):
            if texts[index] in tables:
                dropped.append(_raw_text(document.blocks[index]))
                index += 1
                continue
            tables.add(texts[index])
        seen.setdefault(window, index)
        kept.append(document.blocks[index])
        index += 1
    if not dropped:
        return document
    discarded = tuple(Discarded("duplicate", text) for text in dropped)
    return replace(document, blocks=tuple(kept), discarded=document.discarded + discarded)


def _run_length(texts: list[str], earlier: int, later: int) -> int:
    """How many blocks from ``later`` on repeat those from ``earlier`` on, up to where the later run began."""
    length = 0
    while earlier + length < later and later + length < len(texts) and texts[earlier + length] == texts[later + length]:
        length += 1
    return length


def _is_list(block: Block, text: str) -> bool:
    """True for a table that has too much in it to be there twice by chance."""
    return not isinstance(block, Paragraph) and block.rows >= _LEAST_ROWS and count_ink(text) >= _LEAST_TABLE_INK


def _text_of(block: Block) -> str:
    return fold_text(_raw_text(block))


def _raw_text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else "\n".join(cell.text for cell in block.cells if cell.text)
