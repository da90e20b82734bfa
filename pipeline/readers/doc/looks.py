"""Character properties, as far as they decide what is read (MS-DOC 2.6.1)."""

from msgspec import Struct

from pipeline.readers.doc.sprms import read_prls

_DELETED, _PICTURE, _SYMBOL, _STYLE, _RAISED, _FONT = 0x0800, 0x6A03, 0x6A09, 0x4A30, 0x2A48, 0x4A4F
_HIDDEN, _STRIKE, _DOUBLE_STRIKE, _PLAIN, _SPECIAL = 0x083C, 0x0837, 0x2A53, 0x2A33, 0x0855
_KNOWN = frozenset(
    {_DELETED, _PICTURE, _SYMBOL, _STYLE, _RAISED, _FONT, _HIDDEN, _STRIKE, _DOUBLE_STRIKE, _PLAIN, _SPECIAL}
)
_INVERTED = 0x81
_AS_STYLE = 0x80


class RunLook(Struct, frozen=True):
    """None: not said, so that the style decides. ``font``: its index; ``symbol``: font and code of the one symbol that
    the run is; ``picture``: where its picture is in the data stream; ``style``: a character style."""

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None
    font: int | None = None
    deleted: bool = False
    special: bool = False
    symbol: tuple[int, int] | None = None
    picture: int | None = None
    style: int | None = None

    def over(self, below: "RunLook") -> "RunLook":
        """This look where it says something, else what is below it."""
        return RunLook(
            below.hidden if self.hidden is None else self.hidden,
            below.struck if self.struck is None else self.struck,
            below.raised if self.raised is None else self.raised,
            below.font if self.font is None else self.font,
            self.deleted,
            self.special,
            self.symbol,
            self.picture,
        )


UNSAID_LOOK = RunLook()


def read_run_look(blob: bytes, below: RunLook = UNSAID_LOOK) -> RunLook:
    """What a list of properties says itself; ``below`` is what a property can turn round."""
    said: dict[int, bytes] = {code: operand for code, operand in read_prls(blob) if code in _KNOWN}
    if not said:
        return UNSAID_LOOK
    strikes = [_switch(said.get(code), below.struck) for code in (_STRIKE, _DOUBLE_STRIKE)]
    raised = said.get(_RAISED)
    return RunLook(
        hidden=_switch(said.get(_HIDDEN), below.hidden),
        struck=None if strikes == [None, None] else any(strikes),
        raised=None if raised is None else raised == b"\x01",
        font=_number(said.get(_FONT)),
        deleted=bool(_switch(said.get(_DELETED), False)),
        special=bool(_switch(said.get(_SPECIAL), False)),
        symbol=_symbol(said.get(_SYMBOL)),
        picture=_number(said.get(_PICTURE)),
        style=_number(said.get(_STYLE)),
    )


def _switch(operand: bytes | None, below: bool | None) -> bool | None:
    """An on/off property: 0x80 is as the style has it, 0x81 the opposite."""
    if operand is None or operand[0] == _AS_STYLE:
        return None
    return not below if operand[0] == _INVERTED else operand[0] != 0


def _number(operand: bytes | None) -> int | None:
    return None if operand is None else int.from_bytes(operand, "little")


def _symbol(operand: bytes | None) -> tuple[int, int] | None:
    return None if operand is None else (operand[0] | operand[1] << 8, operand[2] | operand[3] << 8)
