"""The titles of a notice: the list's own, the one of the notice that covers it, and the attachment label."""

import re
from functools import cache
from typing import Any

from msgspec import Struct

from pipeline.fold import HAN, Folded, fold_text
from pipeline.knowledge import read_toml
from pipeline.model import Quote, Quotes, Table
from pipeline.provenance import solid_text

_RUN_IN_LIST = (
    rf"^(?P<title>{HAN}{{2,12}}(?:20\d\d年)?[^。;:,、]{{2,40}}?(?:清单|方案|分工表|要点|措施|计划|台账|分解表))"
    r"(?=为|根据|按照|现|各|一、|\(一\)|1\.|第一)"
)
_RUN_IN = (
    rf"(?:^|文件|号)(?P<title>(?:{HAN}|、){{0,40}}?关于[^。;:]{{4,90}}?的{HAN}{{0,4}}(?:意见|通知|决定|措施|办法|方案))"
    rf"(?={HAN}{{1,12}}[〔\[(]|各|$|.{{0,3}}:)"
)


class Line(Struct, frozen=True):
    """A paragraph with its folded text."""

    index: int
    folded: Folded

    @property
    def text(self) -> str:
        return self.folded.text

    def all(self) -> Quotes:
        return self.folded.locate(0, len(self.text))


@cache
def frame_data() -> dict[str, Any]:
    return read_toml("frame.toml")


@cache
def frame_pattern(section: str) -> re.Pattern[str]:
    return re.compile(frame_data()[section]["pattern"].replace("[一-鿿]", HAN))


def find_titles(before: list[Line]) -> tuple[Quotes, Quotes, Quotes]:
    """The list's title, the notice's where another covers it, and the attachment label: the last before the list."""
    found: list[tuple[int, Quotes]] = []
    attachment: Quotes = ()
    attached_at = -1
    for position, line in enumerate(before):
        match = frame_pattern("attachment").match(line.text)
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
    return re.sub(r"(?:\([^()]{1,30}\)|[_|-][^_|-]{1,40})$", "", text)


def _ends_like_title(text: str) -> bool:
    """A line that may end a title: a noun of documents, no sentence, label, number or item."""
    bare = _bare_title(text)
    if not 3 < len(bare) <= frame_data()["title"]["limit"] or re.search(r"[。;!?:,]", bare):
        return False
    if re.match(r"(?:附?表|图)\d", bare):
        return False
    if re.match(
        r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,3}[.、]|第.{1,3}[条章]|《)", bare
    ):
        return False
    return bare.endswith(tuple(frame_data()["title"]["endings"]))


def _is_title(text: str) -> bool:
    """A whole title: it ends in a noun of official documents, or says what it is about."""
    bare = _bare_title(text)
    strong = bare.endswith(tuple(frame_data()["title"]["strong"])) and len(bare) >= 8
    return len(bare) > 4 and (strong or bool(re.search(r"关于|20\d\d|[省市县区州]|工作|任务|措施|表$|方案", bare)))


def _title_start(before: list[Line], position: int) -> int:
    """A title set over several lines begins above: short lines that end no sentence and no other title."""
    start = position
    while start > 0 and position - start < 3:
        above = before[start - 1].text
        plain = not re.search(r"[。;!?:,、|>]|号$|\d日$", above) and 3 < len(above) <= 40
        if not plain or frame_pattern("attachment").match(above) or len(before[start].text) > 40:
            break
        if _bare_title(above).endswith(tuple(frame_data()["title"]["strong"])) or not re.search(
            r"关于|[省市县区部委局厅]|国务院|全国|会议|20\d\d", above[:16]
        ):
            break
        start -= 1
    return start


def _covers(quotes: Quotes, title: Quotes) -> bool:
    """A notice that passes the list on: 关于印发…的通知, or a title of another wording that ends in 通知."""
    text = fold_text(solid_text(quotes))
    return text != fold_text(solid_text(title)) and re.sub(r"\([^()]*\)$", "", text).endswith(("通知", "意见", "函"))


def title_in_table(table: Table) -> Quotes:
    """A title set as the first row of the table."""
    cell = table.cells[0]
    text = fold_text(cell.text)
    if cell.column_span < table.columns or not _is_title(text):
        return ()
    return Folded((Quote(table.id, cell.row, cell.column, 0, len(cell.text), cell.text),)).locate(0, len(text))


def run_in_title(lines: list[Line]) -> tuple[Quotes, Quotes]:
    """Title and number of a document that was put on one line: …关于…的意见X发〔2031〕4号各…"""
    for line in lines[:3]:
        head = line.text[:400] if len(line.text) > 200 else ""
        match = re.search(_RUN_IN, head) or re.search(_RUN_IN_LIST, head)
        if match:
            number = frame_pattern("number").match(line.text, match.end())
            return line.folded.locate(*match.span("title")), line.folded.locate(*number.span()) if number else ()
    return (), ()
