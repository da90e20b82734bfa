"""Is a page's text what the page shows? Broken font maps give other characters for Han ones, scans give nothing.

The rules look at characters only: they say nothing of wording or language beyond the scripts that Chinese official
documents use (Han, their punctuation, Latin letters and digits).
"""

import re
from typing import Literal

from pipeline.readers.pdf.page.reading import COVERING, PageReading

Doubt = Literal["garbled", "missing"]

_ODD = re.compile(r"[!-/:-@\[-`{-~\x01-\x1f\x7f-\u02ff\ue000-\uf8ff\ufff0-\uffff]")
"""What broken maps put in the place of Han characters: ASCII and Latin-1 punctuation, controls, the private area."""
_FEWEST = 20
_MANY = 0.3
"""Share of odd characters that makes a page's text worthless; real pages stay under 0.1."""


def doubt_page(page: PageReading) -> Doubt | None:
    """``garbled``: the page's characters are wrong. ``missing``: they were not decoded."""
    text = page.text
    count = len(text)
    if count >= _FEWEST and odd_share(text) > _MANY:
        return "garbled"
    if count * 2 < page.texts or page.flat * 16 > page.texts:
        return "missing"
    return None


def is_picture(page: PageReading, count: int) -> bool:
    """True when the page's content is in pictures: it has no text, or no more than a scanner's page number and mark.

    ``count`` is the number of its characters.
    """
    if not count:
        return page.picture > _MANY
    return count < _FEWEST and page.picture > COVERING and not page.recognised


def odd_share(text: str) -> float:
    """The share of characters that have no place in a Chinese official document."""
    return len(_ODD.findall(text)) / max(len(text), 1)
