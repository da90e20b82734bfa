"""The titles of a notice: the list's own, the one of the notice that covers it, and the attachment label."""

from functools import partial

from msgspec import Struct

from pipeline.fold import Folded, fold_text
from pipeline.provenance import solid_text
from pipeline.source import Quote, Quotes, Table
from pipeline.text.enumerator import Kind, leading
from pipeline.text.patterns import pattern, words
from pipeline.text.stops import SENTENCE_ENDS

_NUMBERS: tuple[Kind, ...] = ("chapter", "article", "han", "han-bracket", "digit", "digit-bracket")
_LONGEST = 90
"""Characters of a line that may end a title."""
_SECOND_LINES = 3
"""Lines above its last one that a title may take."""
_FRAME = partial(pattern, "frame")


class TitleLine(Struct, frozen=True):
    """A paragraph with its folded text."""

    index: int
    folded: Folded

    @property
    def text(self) -> str:
        return self.folded.text

    def all(self) -> Quotes:
        return self.folded.locate(0, len(self.text))


def find_titles(before: list[TitleLine]) -> tuple[Quotes, Quotes, Quotes]:
    """The list's title, the notice's where another covers it, and the attachment label: the last before the list."""
    found: list[tuple[int, Quotes]] = []
    attachment: Quotes = ()
    attached_at = -1
    for position, line in enumerate(before):
        match = _FRAME("attachment").match(line.text)
        if match and len(line.text) <= match.end() + 1:
            attachment, attached_at = line.folded.locate(*match.span()), position
        elif _ends_like_title(line.text):
            start = _title_start(before, position)
            if _is_title("".join(item.text for item in before[start : position + 1])):
                found.append((position, tuple(quote for item in before[start : position + 1] for quote in item.all())))
    if not found:
        return (), (), attachment
    title = found[-1]
    covering = [quotes for position, quotes in found[:-1] if _covers(quotes, title[1])]
    if attachment and attached_at > title[0]:
        attachment = ()
    return title[1], covering[-1] if covering else (), attachment


def _bare_title(text: str) -> str:
    """A title without a closing bracket (试行) or the site's name behind a dash."""
    return _FRAME("after_title").sub("", text)


def _ends_like_title(text: str) -> bool:
    """A line that may end a title: a noun of documents, no sentence, label, number or item."""
    bare = _bare_title(text)
    if not 3 < len(bare) <= _LONGEST or any(mark in bare for mark in SENTENCE_ENDS + "?:,"):
        return False
    if _FRAME("figure").match(bare) or _FRAME("cited").match(bare) or leading(bare, kinds=_NUMBERS):
        return False
    return bare.endswith(_nouns())


def _is_title(text: str) -> bool:
    """A whole title: it ends in a noun of official documents, or says what it is about."""
    bare = _bare_title(text)
    strong = bare.endswith(words("frame_words", "title-strong")) and len(bare) >= 8
    return len(bare) > 4 and (strong or _FRAME("about").search(bare) is not None)


def _nouns() -> tuple[str, ...]:
    return words("frame_words", "title-noun") + words("frame_words", "title-strong")


def _title_start(before: list[TitleLine], position: int) -> int:
    """A title set over several lines begins above: short lines that end no sentence and no other title."""
    start = position
    while start > 0 and position - start < _SECOND_LINES:
        above = before[start - 1].text
        ended = _FRAME("title_mid").search(above) or _FRAME("signature").search(above)
        plain = not ended and 3 < len(above) <= 40
        if not plain or _FRAME("attachment").match(above) or len(before[start].text) > 40:
            break
        whole = _bare_title(above).endswith(words("frame_words", "title-strong"))
        if whole or not _FRAME("title_begins").search(above[:16]):
            break
        start -= 1
    return start


def _covers(quotes: Quotes, title: Quotes) -> bool:
    """A notice that passes the list on: 关于印发…的通知, or a title of another wording that ends in 通知."""
    text = fold_text(solid_text(quotes))
    bare = _FRAME("version").sub("", text)
    return text != fold_text(solid_text(title)) and _FRAME("covers").search(bare) is not None


def title_in_table(table: Table) -> Quotes:
    """A title set as the first row of the table."""
    cell = table.cells[0]
    text = fold_text(cell.text)
    if cell.column_span < table.columns or not _is_title(text):
        return ()
    return Folded((Quote(table.id, cell.row, cell.column, 0, len(cell.text), cell.text),)).locate(0, len(text))


def run_in_title(lines: list[TitleLine]) -> tuple[Quotes, Quotes]:
    """Title and number of a document that was put on one line: …关于…的意见X发〔2031〕4号各…"""
    for line in lines[:3]:
        head = line.text[:400] if len(line.text) > 200 else ""
        match = _FRAME("run_in").search(head) or _FRAME("run_in_list").search(head)
        if match:
            number = _FRAME("number").match(line.text, match.end())
            return line.folded.locate(*match.span("title")), line.folded.locate(*number.span()) if number else ()
    return (), ()
