"""The definition of a row: its cells' right edges and merge flags, as the control words before each edge say."""

from msgspec import Struct

from pipeline.readers.oldword.edges import CellShape

_MOST_CELLS = 1_000
_FURTHEST = 10**6


class RowDefinition(Struct):
    """The row that the latest ``\\trowd`` began."""

    left: int = 0
    cells: list[CellShape] = []
    down: str = ""
    sideways: str = ""

    def add_edge(self, right: int) -> None:
        """A cell ends at this edge; its flags came before."""
        if len(self.cells) < _MOST_CELLS:
            right = max(min(right, _FURTHEST), -_FURTHEST)
            left = self.cells[-1].right if self.cells else self.left
            self.cells.append(CellShape(left, right, self.down, self.sideways))
        self.down = self.sideways = ""
