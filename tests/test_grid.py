"""The tiling: each slot belongs to one cell, whatever a format claims."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.grid import RawCell, RawTable, tile
from pipeline.header import slots

RAW = st.builds(
    RawCell,
    row=st.integers(0, 5),
    column=st.integers(0, 5),
    row_span=st.integers(-2, 9),
    column_span=st.integers(-2, 9),
    text=st.sampled_from(["", "甲", "乙"]),
)


@given(st.lists(RAW, min_size=1, max_size=20))
def test_a_tiling_covers_each_slot_once(cells: list[RawCell]) -> None:
    table, _ = tile(RawTable(tuple(cells)), "t1")
    owners: dict[tuple[int, int], int] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                owners[row, column] = owners.get((row, column), 0) + 1
    assert owners == {(row, column): 1 for row in range(table.rows) for column in range(table.columns)}
    assert sorted(cell.text for cell in table.cells if cell.text) == sorted(raw.text for raw in cells if raw.text)
    assert all(line[0].column == 0 for line in slots(table))


def test_a_span_beyond_reason_is_cut_to_what_other_cells_need() -> None:
    cells = (RawCell(0, 0, 1, 2_000_000_000, "甲"), RawCell(1, 0, 2_000_000_000, 1, "乙"), RawCell(1, 1, text="丙"))
    table, issues = tile(RawTable(cells), "t1")
    assert (table.rows, table.columns) == (2, 2)
    assert [issue.code for issue in issues] == ["span-clamped", "span-clamped"]


def test_a_cell_whose_slot_is_taken_moves_right_and_is_told_when_there_is_none() -> None:
    cells = (RawCell(0, 0, 2, 1, "甲"), RawCell(1, 0, text="乙"))
    table, issues = tile(RawTable(cells), "t1")
    assert [(cell.column, cell.text) for cell in table.cells if cell.row == 1] == [(1, "乙")]
    assert [issue.code for issue in issues] == ["extra-cell"]
