"""The values before the record: a document as read, its quotes, and the rows of tasks before their texts are read.

All are frozen. Offsets are half-open in code points; rows and columns count from 0, pages from 1.
"""

from datetime import date
from typing import Literal

from msgspec import Struct

from pipeline.model import Box, ColumnRole, Discarded, InheritReason, Issue, PartyRole, RoleBasis, Severity, TitleBasis

UNCERTAIN = 0.9
"""How certain recognition has to be of a character, for a unit or a date to be asserted by it."""


class Part(Struct, frozen=True, gc=False):
    """Where a stretch of a cell's or paragraph's text lies on a page."""

    start: int
    end: int
    page: int
    bbox: Box
    certainty: tuple[float, ...] = ()
    """How certain each character of the stretch is (0 to 1), where the text was recognised from a picture."""


class Cell(Struct, frozen=True, gc=False):
    """One cell of a table (单元格), named by its top-left slot."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str = ""
    """Paragraphs and lines joined by a line feed, otherwise as published."""
    paragraph_ends: tuple[int, ...] = ()
    """Offsets of the line feeds in ``text`` that end a paragraph; the others only break a line."""
    parts: tuple[Part, ...] = ()
    """One for each page that the cell stands on; empty where the format has no pages."""


class Table(Struct, frozen=True, gc=False):
    """A table as an exact tiling: every slot (row, column) belongs to one cell. Cells in row-major order."""

    id: str
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    pages: tuple[int, int] | None = None
    """First and last page."""
    flattened: bool = False
    """True where the format cannot tell a cell empty by a vertical merge from an empty cell."""
    ragged: bool = False
    """True where the format does not tell column spans: short rows are flush left and filled with empty cells."""


class Paragraph(Struct, frozen=True, gc=False):
    """A non-blank paragraph outside tables (段落)."""

    id: str
    text: str
    parts: tuple[Part, ...] = ()


Block = Paragraph | Table


class Quote(Struct, frozen=True, gc=False):
    """A stretch of one block's text: ``text`` is what stands at ``start:end`` in the paragraph or cell."""

    block: str
    row: int | None
    column: int | None
    start: int
    end: int
    text: str
    ends: tuple[int, ...] = ()
    """Offsets in ``text`` of the line feeds that end a paragraph."""


Quotes = tuple[Quote, ...]
StatementKind = Literal["units", "deadline", "mixed", "milestone"]


class Origin(Struct, frozen=True, gc=False):
    """Why a value stands for a row that does not print it, and the cell or note that does."""

    reason: InheritReason
    quote: Quote


class Field(Struct, frozen=True, gc=False):
    """A text of a row with its place; ``origin`` where it was carried from elsewhere."""

    quotes: Quotes
    origin: Origin | None = None


class Label(Struct, frozen=True, gc=False):
    """A label (责任单位：) in a folded text, at ``start:end``, its colon included.

    column   what it gives
    party    the role it gives to units, if it gives any
    misread  True where recognition got a character of it wrong (贵任单位：)
    """

    start: int
    end: int
    column: ColumnRole
    party: PartyRole | None
    misread: bool = False


class Remark(Struct, frozen=True, gc=False):
    """What a person should know of how a row was read: an issue before its place is known."""

    code: str
    severity: Severity
    message: str
    quotes: Quotes


class Statement(Struct, frozen=True, gc=False):
    """A text that says who or when: a cell, a bracketed statement or a label line.

    ``kind`` is what its unlabelled text is; ``milestone`` is a quarter column, whose header is the time.
    ``role`` is what the column or label gives, ``basis`` and ``role_quote`` say by what.
    """

    quotes: Quotes
    kind: StatementKind = "units"
    role: PartyRole = "responsible"
    basis: RoleBasis = "default"
    role_quote: Quote | None = None
    part: Quotes = ()
    origin: Origin | None = None
    lead_rule: Literal["lead-first", "lead-star"] | None = None
    """A note's rule on who leads where no verb says so; ``others`` is the role it gives to the rest."""
    others: PartyRole | None = None
    rule_quotes: Quotes = ()
    labels: tuple[Label, ...] | None = None
    """The labels in its folded text, where whoever found it has them; None: still to be looked for."""


class TaskRow(Struct, frozen=True, gc=False):
    """What a table row or a numbered item says, before its texts are read: both producers give this.

    ``groups``: for each assignment its statements. ``texts`` by member name (title, measures, target …).
    ``covers``: every quote that belongs to the item, for the ledger; ``marks``: enumerators and labels in it;
    ``remarks``: how it was read, where that is not plain.
    """

    block: str
    row: int
    number: Quotes
    categories: tuple[Field, ...]
    texts: dict[str, Field]
    extra: tuple[tuple[int, str, Quotes], ...]
    groups: tuple[tuple[Statement, ...], ...]
    covers: Quotes
    marks: Quotes = ()
    remarks: tuple[Remark, ...] = ()
    title_basis: TitleBasis = "stated"
    """``problem`` or ``category`` where the row has no title of its own; ``stated`` is still to be cut."""


# ---------------------------------------------------------------- what dates count from


class Clock(Struct, frozen=True, gc=False):
    """What the dates of a document count from: its year, the day it was issued on, and the year of the date before."""

    year: int | None
    issued_on: date | None
    carried: int | None = None


class Document(Struct, frozen=True, gc=False):
    """What a reader makes of the bytes: blocks in reading order, and what it left out."""

    name: str
    media_type: str
    sha256: str
    size: int
    blocks: tuple[Block, ...]
    discarded: tuple[Discarded, ...] = ()
    issues: tuple[Issue, ...] = ()
