"""A text printed twice in one file: the later run is discarded with its reason, and never gives rows."""

from msgspec.structs import replace

from pipeline.fold import count_ink, fold_text
from pipeline.model import Block, Discarded, Document, Paragraph

_LEAST_BLOCKS = 4
_LEAST_INK = 150
"""A run shorter than this may repeat for its own reasons: headings, label lines, addressees."""


def drop_duplicates(document: Document) -> Document:
    """The document without blocks that repeat an earlier run of blocks, word by word.

    A run has at least _LEAST_BLOCKS blocks and _LEAST_INK characters.
    The blocks that stay keep their ids. Linear in the number of blocks.
    """
    if len(document.blocks) < 2 * _LEAST_BLOCKS:
        return document
    texts = [_text_of(block) for block in document.blocks]
    seen: dict[tuple[str, ...], int] = {}
    kept: list[Block] = []
    dropped: list[str] = []
    index = 0
    while index < len(texts):
        window = tuple(texts[index : index + _LEAST_BLOCKS])
        earlier = seen.get(window, index) if len(window) == _LEAST_BLOCKS else index
        length = _run_length(texts, earlier, index)
        if length and sum(count_ink(text) for text in texts[index : index + length]) >= _LEAST_INK:
            dropped.extend(_raw_text(block) for block in document.blocks[index : index + length])
            index += length
            continue
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


def _text_of(block: Block) -> str:
    return fold_text(_raw_text(block))


def _raw_text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else "\n".join(cell.text for cell in block.cells if cell.text)
