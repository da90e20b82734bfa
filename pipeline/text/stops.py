"""The marks that end sentences and part names, on folded text (half-width forms)."""

SENTENCE_ENDS = "。;!"
"""End a sentence; 。！； of the page after folding."""

CLAUSE_ENDS = ",:、"
"""Part what a sentence holds."""

SEPARATORS = "、,;/"
"""Part the names of a list."""

CONJUNCTION = "和"
"""The separator given for a name that any conjunction (和, 与, 及) parts from the one before."""

BLANKS = SENTENCE_ENDS + CLAUSE_ENDS
"""Say nothing themselves: between two statements, or at the ends of a value."""


def trim(text: str, start: int, end: int, marks: str = BLANKS) -> tuple[int, int]:
    """``start, end`` without ``marks`` at either end of ``text[start:end]``; start == end where nothing is left."""
    while start < end and text[start] in marks:
        start += 1
    while end > start and text[end - 1] in marks:
        end -= 1
    return start, end


def sentence_end(text: str, start: int, end: int) -> int:
    """The index of the first mark in ``text[start:end]`` that ends a sentence, else ``end``."""
    found = [index for mark in SENTENCE_ENDS if (index := text.find(mark, start, end)) >= 0]
    return min(found, default=end)
