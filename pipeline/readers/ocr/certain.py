"""How certain recognised text is, brought to the cells and paragraphs that it went into."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from pipeline.grid import RawCell, RawParagraph, RawTable
from pipeline.model import Issue
from pipeline.readers.ocr.page import ReadGlyph, RecognisedPage
from pipeline.source import UNCERTAIN, Part

_SHOWN = 20
_REACH = 1.5
"""Points by which a character may be outside the box of its cell."""
Pages = Mapping[int, RecognisedPage]


def mark_certainty(blocks: Sequence[RawParagraph | RawTable], pages: Pages) -> tuple[RawParagraph | RawTable, ...]:
    """The blocks with the certainty of each recognised character, and an issue where some are uncertain."""
    marked: list[RawParagraph | RawTable] = []
    for block in blocks:
        if isinstance(block, RawParagraph):
            parts, issues = _mark(block.text, block.parts, pages)
            marked.append(replace(block, parts=parts, issues=(*block.issues, *issues)) if parts else block)
        else:
            marked.append(replace(block, cells=tuple(_mark_cell(cell, pages) for cell in block.cells)))
    return tuple(marked)


def _mark_cell(cell: RawCell, pages: Pages) -> RawCell:
    parts, issues = _mark(cell.text, cell.parts, pages)
    return replace(cell, parts=parts, issues=(*cell.issues, *issues)) if parts else cell


def _mark(text: str, parts: Sequence[Part], pages: Pages) -> tuple[tuple[Part, ...], tuple[Issue, ...]]:
    marked: list[Part] = []
    doubtful: list[str] = []
    for part in parts:
        page = pages.get(part.page)
        if page is None:
            marked.append(part)
            continue
        words = text[part.start : part.end]
        certainty = _certainties(words, [glyph for glyph in page.glyphs if _is_in(glyph, part)])
        marked.append(replace(part, certainty=certainty))
        doubtful += [char for char, value in zip(words, certainty, strict=True) if value < UNCERTAIN]
    if not doubtful:
        return tuple(marked), ()
    listed = "".join(doubtful[:_SHOWN]) + ("…" if len(doubtful) > _SHOWN else "")
    message = f"Recognition is not certain of {len(doubtful)} of {len(text)} characters here: {listed}"
    return tuple(marked), (Issue("text-uncertain", "warning", message),)


def _is_in(glyph: ReadGlyph, part: Part) -> bool:
    x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
    x0, top, x1, bottom = part.bbox
    return x0 - _REACH <= x <= x1 + _REACH and top - _REACH <= y <= bottom + _REACH


def _certainties(text: str, glyphs: Sequence[ReadGlyph]) -> tuple[float, ...]:
    """For each character of a text its certainty; that of marks, whose width alone is mostly in doubt, is not counted.
    The glyphs come in about the same order: each character takes the
    next one of its kind, else the least certain one; a character of none (a blank that was put in) is certain."""
    left = list(glyphs)
    found: list[float] = []
    for char in text:
        if not char.isalnum():
            found.append(1.0)
            continue
        at = next((index for index, glyph in enumerate(left[:200]) if glyph.text == char), None)
        if at is not None:
            found.append(round(left.pop(at).certainty, 3))
        else:
            same = [glyph.certainty for glyph in glyphs if glyph.text == char]
            found.append(round(min(same), 3) if same else 1.0)
    return tuple(found)
