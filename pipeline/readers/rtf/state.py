"""What a group of Rich Text inherits from the one around it, and what its control words change."""

from enum import Enum, auto


class Destination(Enum):
    """Where text goes."""

    TEXT = auto()
    CODE = auto()
    NUMBER = auto()
    ENTRY = auto()
    NOWHERE = auto()


class GroupState:
    """The properties of the text of a group."""

    __slots__ = ("deleted", "depth", "font", "hidden", "in_table", "raised", "struck", "target", "uc")

    def __init__(self) -> None:
        self.target = Destination.TEXT
        self.font = -1
        self.hidden = self.struck = self.raised = self.deleted = False
        self.uc = 1
        self.in_table = False
        self.depth = 0

    def inner(self) -> "GroupState":
        """The state that a group inside this one begins with."""
        other = GroupState.__new__(GroupState)  # copy.copy takes six times as long, and every group needs one
        other.target, other.font, other.uc = self.target, self.font, self.uc
        other.hidden, other.struck, other.raised = self.hidden, self.struck, self.raised
        other.deleted, other.in_table, other.depth = self.deleted, self.in_table, self.depth
        return other

    def reset_chars(self) -> None:
        """``\\plain``: the look of running text; what a tracked change deleted stays so."""
        self.hidden = self.struck = self.raised = False

    def reset_paragraph(self) -> None:
        """``\\pard``: a paragraph outside tables."""
        self.in_table, self.depth = False, 0

    @property
    def table_depth(self) -> int:
        """In how many tables the paragraph is."""
        return self.depth if self.depth > 0 else int(self.in_table)

    @property
    def look(self) -> tuple[bool, bool, bool, bool, int]:
        """What decides how a run of text is read."""
        return (self.deleted, self.hidden, self.struck, self.raised, self.font)
