"""Is there any text? A document may show all its content in pictures or in embedded files."""

from collections.abc import Sequence

from pipeline.errors import NeedsOcr, Unsupported
from pipeline.fold import count_ink
from pipeline.grid import RawParagraph, RawTable

_CAPTION = 60
"""Characters up to which the text beside pictures is only their title."""


def check_content(blocks: Sequence[RawParagraph | RawTable], pictures: int, objects: Sequence[str]) -> None:
    """Raise NeedsOcr or Unsupported where all content is in unread pictures or in embedded files."""
    if any(isinstance(block, RawTable) and any(cell.text for cell in block.cells) for block in blocks):
        return
    text = "".join(block.text for block in blocks if isinstance(block, RawParagraph))
    if count_ink(text) > _CAPTION or any(mark in text for mark in "。；："):
        return
    if pictures:
        raise NeedsOcr(f"The document shows its content in {pictures} picture(s).")
    if objects:
        raise Unsupported(
            f"The document shows its content in an embedded file ({objects[0]}).",
            advice="Open the embedded file in its own program, save it by itself and convert that.",
        )
