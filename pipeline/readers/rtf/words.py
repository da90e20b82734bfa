"""What each control word does (RTF 1.9.1). Words that are not here change nothing that is read."""

import re
from collections.abc import Callable

from pipeline.model import Issue
from pipeline.readers.oldword.forms import FormField
from pipeline.readers.oldword.pictures import report_picture
from pipeline.readers.rtf.fonts import codec_of_page, read_font_table
from pipeline.readers.rtf.reader import RichField, RichReader, Word
from pipeline.readers.rtf.rows import RowDefinition
from pipeline.readers.rtf.state import Destination
from pipeline.readers.rtf.tokens import skip_group

_POINT = 20.0
_HEAD = 2_000
_SIZES = {
    name: re.compile(rb"\\" + name + rb"(-?[0-9]{1,7})")
    for name in (b"picwgoal", b"pichgoal", b"picscalex", b"picscaley")
}
_CLASS = re.compile(rb"\\objclass ([\w.]{1,60})")
_SKIPPED = (
    *("colortbl", "stylesheet", "info", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr"),
    *("footerf", "listtable", "listoverridetable", "revtbl", "rsidtbl", "filetbl", "ftnsep", "ftnsepc", "ftncn"),
    *("aftnsep", "aftnsepc", "aftncn", "nonshppict", "nonesttables", "shprslt", "xe", "tc", "tcn", "rxe", "bkmkstart"),
    *(
        "bkmkend",
        "template",
        "objdata",
        "objclass",
        "objname",
        "pn",
        "atnid",
        "atnauthor",
        "atnref",
        "atndate",
        "themedata",
    ),
    *(
        "themedata",
        "colorschememapping",
        "datastore",
        "latentstyles",
        "generator",
        "background",
        "txe",
        "private",
        "datafield",
    ),
)
_PRINTED = {
    **{"tab": "\t", "line": "\n", "column": "\n", "page": "\n", "emdash": "—", "endash": "–", "bullet": "•"},
    **{"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": "\u2003", "enspace": "\u2002"},
    **{"qmspace": "\u2005", "softline": "\n"},
}


def _text(text: str) -> Word:
    return lambda reader, _: reader.add_text(text)


def _skip(reader: RichReader, _: int | None) -> None:
    reader.skip()


def _switch(name: str) -> Word:
    """A property of characters: on without a number, off with 0."""
    return lambda reader, number: setattr(reader.state, name, number != 0)


def _raise(name: bool) -> Word:
    return lambda reader, number: setattr(reader.state, "raised", name and number != 0)


def _target(target: Destination) -> Word:
    def go(reader: RichReader, _: int | None) -> None:
        if reader.state.target is not Destination.CODE:  # inside the code of a field all is code
            reader.state.target = target

    return go


def _font(reader: RichReader, number: int | None) -> None:
    reader.state.font = number or 0


def _page(reader: RichReader, number: int | None) -> None:
    reader.page = codec_of_page(number or 1252)


def _font_table(reader: RichReader, _: int | None) -> None:
    end = skip_group(reader.data, reader.at)
    reader.fonts.update(read_font_table(reader.data[reader.at : end]))
    reader.at = end


def _units(reader: RichReader, number: int | None) -> None:
    reader.state.uc = min(max(1 if number is None else number, 0), 16)


def _bin(reader: RichReader, number: int | None) -> None:
    reader.at += max(number or 0, 0)


# ---------------------------------------------------------------- paragraphs and tables


def _end_paragraph(reader: RichReader, _: int | None) -> None:
    if reader.state.target is Destination.TEXT:
        reader.passage.end_paragraph(reader.state, reader.state.table_depth)
    else:
        reader.add_text("\n")


def _end_cell(inner: bool) -> Word:
    def end(reader: RichReader, _: int | None) -> None:
        depth = max(reader.state.table_depth, 2) if inner else 1
        reader.passage.end_paragraph(reader.state, depth, ends_cell=True)

    return end


def _end_row(inner: bool) -> Word:
    def end(reader: RichReader, _: int | None) -> None:
        depth = max(reader.state.table_depth, 2) if inner else 1
        reader.passage.end_row(depth, inner=inner, removed=reader.state.deleted)

    return end


def _row(change: Callable[[RowDefinition, int], None]) -> Word:
    """A word of the row's definition; in a table inside a cell it is about the inner row only."""

    def apply(reader: RichReader, number: int | None) -> None:
        for row in reader.passage.rows if reader.state.table_depth < 2 else reader.passage.rows[1:]:
            change(row, number or 0)

    return apply


def _begin_row(row: RowDefinition, _: int) -> None:
    row.left, row.cells, row.down, row.sideways = 0, [], "", ""


def _mark(name: str, value: str) -> Callable[[RowDefinition, int], None]:
    return lambda row, _: setattr(row, name, value)


def _inner_row(reader: RichReader, _: int | None) -> None:
    """The definition of a row in a table inside a cell, which a program may give outside that table."""
    reader.state.depth = max(reader.state.depth, 2)


def _left(row: RowDefinition, number: int) -> None:
    row.left = max(min(number, 10**6), -(10**6))


def _depth(reader: RichReader, number: int | None) -> None:
    reader.state.depth = min(max(number or 0, 0), 1_000)


# ---------------------------------------------------------------- fields, notes, pictures


def _field(reader: RichReader, _: int | None) -> None:
    if reader.state.target is Destination.TEXT:
        reader.fields.append(RichField())
        reader.at_close(reader.close_field)


def _form(reader: RichReader, _: int | None) -> None:
    if reader.fields:
        reader.fields[-1].form = FormField()
    reader.state.target = Destination.NOWHERE


def _form_value(name: str) -> Word:
    def put(reader: RichReader, number: int | None) -> None:
        if reader.fields and reader.fields[-1].form is not None:
            setattr(reader.fields[-1].form, name, number or 0)

    return put


def _entry(reader: RichReader, _: int | None) -> None:
    reader.state.target = Destination.ENTRY
    if reader.fields and reader.fields[-1].form is not None:
        reader.fields[-1].form.entries.append("")


def _note(reader: RichReader, _: int | None) -> None:
    reader.state.target = Destination.TEXT
    reader.read_aside(reader.notes.extend)


def _comment(reader: RichReader, _: int | None) -> None:
    reader.state.target = Destination.TEXT
    reader.read_aside(reader.comments.extend)


def _box(reader: RichReader, _: int | None) -> None:
    reader.state.target = Destination.TEXT
    outer = reader.passage
    reader.read_aside(outer.boxes.extend)


def _shape(reader: RichReader, _: int | None) -> None:
    """Of a drawing only the text boxes are text."""
    reader.state.target = Destination.NOWHERE


def _picture(reader: RichReader, _: int | None) -> None:
    head = reader.data[reader.at : reader.at + _HEAD]
    found = {name: int(match[1]) if (match := size.search(head)) else 0 for name, size in _SIZES.items()}
    width = found[b"picwgoal"] * (found[b"picscalex"] or 100) / 100 / _POINT
    height = found[b"pichgoal"] * (found[b"picscaley"] or 100) / 100 / _POINT
    if reader.state.target is not Destination.CODE:
        reader.pictures += report_picture(width, height, reader.losses, in_cell=reader.in_cell)
    reader.skip()


def _object(reader: RichReader, _: int | None) -> None:
    found = _CLASS.search(reader.data, reader.at, reader.at + _HEAD)
    name = found[1].decode("latin-1") if found else "object"
    reader.objects.append(name)
    severity = "warning" if name.startswith("Equation") else "error"
    reader.losses.report("object-unread", severity, f"An embedded {name} was not read.")
    reader.skip()


def _upr(reader: RichReader, _: int | None) -> None:
    """A text twice, for older programs and in Unicode: only the second one, a starred group inside, is read."""
    opened = reader.data.find(b"{", reader.at)
    if opened >= 0:
        reader.at = skip_group(reader.data, opened + 1) + 1


def _plain(reader: RichReader, _: int | None) -> None:
    reader.state.reset_chars()


def _pard(reader: RichReader, _: int | None) -> None:
    reader.state.reset_paragraph()


def _nothing(reader: RichReader, _: int | None) -> None:
    """A group whose text is read as it is."""


WORDS: dict[bytes, Word] = {
    **{word.encode(): _skip for word in _SKIPPED},
    **{word.encode(): _text(text) for word, text in _PRINTED.items()},
    **{b"f": _font, b"ansicpg": _page, b"fonttbl": _font_table, b"uc": _units, b"bin": _bin},
    **{b"v": _switch("hidden"), b"deleted": _switch("deleted"), b"strike": _switch("struck")},
    **{b"striked": _switch("struck"), b"super": _raise(True), b"nosupersub": _raise(False), b"sub": _raise(False)},
    **{b"plain": _plain, b"pard": _pard, b"intbl": _switch("in_table"), b"itap": _depth},
    **{b"par": _end_paragraph, b"sect": _end_paragraph, b"cell": _end_cell(False), b"nestcell": _end_cell(True)},
    **{b"row": _end_row(False), b"nestrow": _end_row(True), b"trowd": _row(_begin_row), b"trleft": _row(_left)},
    **{b"cellx": _row(RowDefinition.add_edge), b"clvmgf": _row(_mark("down", "restart"))},
    **{b"clvmrg": _row(_mark("down", "continue")), b"clmgf": _row(_mark("sideways", "restart"))},
    **{b"clmrg": _row(_mark("sideways", "continue"))},
    **{b"field": _field, b"fldinst": _target(Destination.CODE), b"fldrslt": _nothing, b"formfield": _form},
    **{b"ffres": _form_value("result"), b"ffdefres": _form_value("default"), b"ffl": _entry},
    **{b"listtext": _target(Destination.NUMBER), b"pntext": _target(Destination.NUMBER)},
    **{b"footnote": _note, b"annotation": _comment, b"shptxt": _box, b"shpinst": _shape, b"sp": _skip, b"do": _shape},
    **{b"dptxbxtext": _box, b"pict": _picture, b"object": _object, b"upr": _upr, b"ud": _nothing},
    **{b"shppict": _nothing, b"nesttableprops": _inner_row},
}
STARRED = frozenset(
    {b"fldinst", b"formfield", b"ffl", b"listtext", b"pntext", b"footnote", b"annotation", b"shpinst", b"do", b"ud"}
    | {b"shppict", b"nesttableprops", b"fonttbl", b"dptxbxtext"}
)
"""Words that are read behind ``\\*``, which allows a reader to leave a group out."""


def report_comments(reader: RichReader, texts: list[str]) -> None:
    """Comments are no text of the document."""
    for text in texts:
        reader.losses.discard("comment", text)
    if texts:
        message = f"{len(texts)} comment(s) in the margin were not read."
        reader.losses.issues.append(Issue("comment-unread", "info", message))
