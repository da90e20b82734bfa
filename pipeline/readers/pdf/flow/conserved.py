"""The last check: every character that the text layers gave is in a block, or was discarded for a reason."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.fold import count_ink, solid
from pipeline.grid import RawParagraph, RawTable
from pipeline.model import Discarded, Issue
from pipeline.readers.pdf.table.content import PageContent


def check_conserved(
    pages: Sequence[PageContent], blocks: Sequence[RawParagraph | RawTable], discarded: Sequence[Discarded]
) -> Iterator[Issue]:
    """An error that names the characters which are not accounted for, or are there more often than decoded.

    Blanks do not count; pages that were lost have issues of their own.
    """
    decoded = "".join(page.decoded for page in pages if not page.lost)
    texts = [block.text for block in blocks if isinstance(block, RawParagraph)]
    texts += [cell.text for block in blocks if isinstance(block, RawTable) for cell in block.cells]
    texts += [item.text for item in discarded]
    found = "".join(texts)
    if count_ink(decoded) == count_ink(found):
        return
    before, after = Counter(solid(decoded)), Counter(solid(found))
    missing, added = "".join((before - after).elements()), "".join((after - before).elements())
    message = (
        f"Characters of the text layer that were lost: {missing[:40] or '-'}; that were read twice: {added[:40] or '-'}"
    )
    yield Issue("text-lost", "error", message)
