"""Tokens of Rich Text → running text: one pass, with the groups that are open."""

from collections.abc import Callable

from msgspec import Struct

from pipeline.errors import Unreadable
from pipeline.grid import RawParagraph, RawTable
from pipeline.model import Issue
from pipeline.readers.docx.fields import print_field
from pipeline.readers.docx.losses import Losses
from pipeline.readers.oldword.forms import FormField, print_form_field
from pipeline.readers.rtf.fonts import RichFont, decode_bytes
from pipeline.readers.rtf.passage import Passage
from pipeline.readers.rtf.state import Destination, GroupState
from pipeline.readers.rtf.tokens import BRACE, CODE, NUMBER, SYMBOL, TEXT, TOKEN, WORD, skip_group

_DEEPEST = 10_000
"""Groups inside groups; office programs stay below fifty."""
_PLAIN = RichFont()
_SYMBOLS = {b"~": "\xa0", b"_": "-", b"-": "", b"\\": "\\", b"{": "{", b"}": "}", b"\t": "\t"}
_FORMULA, _ENDS_PARAGRAPH = b"|:", b"\r\n"
Word = Callable[["RichReader", int | None], None]


class RichField(Struct):
    """An open field."""

    code: list[str] = []
    printed: bool = False
    form: FormField | None = None


class RichReader:
    """The state of the pass. ``passage`` takes the text; ``notes`` and ``comments`` are what is read aside."""

    def __init__(self, data: bytes, words: dict[bytes, Word], starred: frozenset[bytes]) -> None:
        self.data = data
        self.at = 0
        self.losses = Losses()
        self.fonts: dict[int, RichFont] = {}
        self.page = "cp1252"
        self.state = GroupState()
        self.passage = Passage(self.losses, self.fonts)
        self.fields: list[RichField] = []
        self.notes: list[RawParagraph | RawTable] = []
        self.comments: list[RawParagraph | RawTable] = []
        self.pictures = 0
        self.objects: list[str] = []
        self.damaged = 0
        self._words = words
        self._starred = starred
        self._stack: list[tuple[GroupState, Callable[[], None] | None]] = []
        self._closes: Callable[[], None] | None = None
        self._bytes: list[bytes] = []
        self._skip = 0
        self._star = False

    @property
    def in_cell(self) -> bool:
        """True inside a table."""
        return self.state.table_depth > 0

    def read(self) -> list[RawParagraph | RawTable]:
        """The blocks of the body. Raises Unreadable for groups nested absurdly deep."""
        data, match = self.data, TOKEN.match
        closed = False
        while not closed and (token := match(data, self.at)):
            self.at = token.end()
            kind = token.lastindex or 0
            if kind == TEXT:
                self._add_bytes(token[TEXT])
            elif kind == WORD:
                self._read_word(token[WORD], None)
            elif kind == NUMBER:
                self._read_word(token[WORD], int(token[NUMBER]))
            elif kind == BRACE:
                closed = self._read_brace(token[BRACE])
            elif kind == CODE:
                self._add_bytes(bytes((int(token[CODE], 16),)))
            elif kind == SYMBOL:
                self._read_symbol(token[SYMBOL])
        self.flush()
        last = self.state
        if not closed:
            message = "The file ends before its text does; what is there was read."
            self.losses.issues.append(Issue("cut-short", "warning", message))
        while self._stack:
            self._close()
        return self.passage.finish(last)

    def _read_brace(self, brace: bytes) -> bool:
        """Open or close a group; True where the whole text is closed."""
        if self._bytes:
            self.flush()
        self._skip, self._star = 0, False
        if brace == b"}":
            if self._stack:
                self._close()
            return not self._stack
        if len(self._stack) >= _DEEPEST:
            raise Unreadable("The groups of this Rich Text are nested absurdly deep.")
        self._stack.append((self.state, self._closes))
        self.state, self._closes = self.state.inner(), None
        return False

    def _close(self) -> None:
        if self._closes is not None:
            self._closes()
        self.state, self._closes = self._stack.pop()

    def at_close(self, action: Callable[[], None]) -> None:
        """Do this where the group that was just opened is closed."""
        before = self._closes

        def both() -> None:
            action()
            if before is not None:
                before()

        self._closes = both

    def skip(self) -> None:
        """Pass over the rest of the group."""
        self.at = skip_group(self.data, self.at)

    def _read_word(self, word: bytes, number: int | None) -> None:
        if word == b"u" and number is not None:
            self._add_unit(number)
            return
        starred, self._star = self._star, False
        action = self._words.get(word)
        if action is None or (starred and word not in self._starred):
            if starred:
                self.flush()
                self.skip()
            return
        self.flush()
        self._skip = 0
        action(self, number)

    def _add_unit(self, number: int) -> None:
        """``\\uN``: a 16-bit unit, with bytes for older programs behind it."""
        self.flush()
        self._skip = self.state.uc
        self.add_text(chr(number & 0xFFFF) if number else "")

    def _add_bytes(self, data: bytes) -> None:
        if self._skip:
            data, self._skip = data[self._skip :], max(self._skip - len(data), 0)
        if data:
            self._star = False
            self._bytes.append(data)

    def _read_symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._star = True
        elif self._skip:
            self._skip -= 1
        elif symbol in _SYMBOLS:
            self.flush()
            self.add_text(_SYMBOLS[symbol])
        elif symbol in _ENDS_PARAGRAPH:
            self._read_word(b"par", None)

    def flush(self) -> None:
        """Make characters of the bytes that were read."""
        if self._bytes:
            data = b"".join(self._bytes)
            self._bytes = []
            text = decode_bytes(data, self.fonts.get(self.state.font, _PLAIN), self.page)
            self.damaged += text.count("\ufffd")
            self.add_text(text.replace("\0", ""))

    def add_text(self, text: str) -> None:
        """Text goes where the group says."""
        target = self.state.target
        if target is Destination.TEXT:
            if self.fields and text.strip():
                self.fields[-1].printed = True
            self.passage.add(self.state.look, text)
        elif target is Destination.NUMBER:
            self.passage.number += self.passage.show(self.state.font, text)
        elif target is Destination.CODE and self.fields:
            self.fields[-1].code.append(text)
        elif target is Destination.ENTRY and self.fields and self.fields[-1].form is not None:
            self.fields[-1].form.add(text)

    def close_field(self) -> None:
        """A field ends: what it prints where it has no result."""
        field = self.fields.pop()
        code = "".join(field.code)
        printed = print_form_field(code, field.form)
        printed = print_field(code, None, field.printed) if printed is None else printed
        if printed:
            self.passage.add(self.state.look, printed)

    def read_aside(self, keep: Callable[[list[RawParagraph | RawTable]], None]) -> None:
        """Read the group as a text of its own, which ``keep`` takes."""
        outer, self.passage = self.passage, Passage(self.losses, self.fonts)
        fields, self.fields = self.fields, []
        self.state.reset_paragraph()
        self.state.reset_chars()
        waiting = self.losses.take()

        def close() -> None:
            blocks = self.passage.finish(self.state)
            self.passage, self.fields = outer, fields
            self.losses.issues.extend(waiting)
            keep(blocks)

        self.at_close(close)
