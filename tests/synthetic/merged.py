"""Tables with merged cells and band rows: categories, sub-rows, one task over two rows."""

from synthetic.model import Sheet, Truth
from synthetic.rows import Grid, header_texts, make_entry, put_header, put_row
from synthetic.vocabulary import Words


def categories(words: Words) -> tuple[Sheet, list[Truth]]:
    """A merged category over its rows; sometimes units and time merged over two rows as well."""
    columns = ("number", "category", "title", "measures", "responsible", "deadline")
    grid = Grid(columns)
    put_header(grid, words)
    truth, number = [], 0
    for _ in range(3):
        size, theme = words.random.randint(1, 4), words.theme()
        entries = [make_entry(words, columns, str(number + index)) for index in range(1, size + 1)]
        number += size
        shared = size > 1 and words.random.random() < 0.6
        for index, entry in enumerate(entries):
            entry.categories = (theme,)
            if index == 0:
                grid.put(1, theme, rows=size)
            if shared and index == 0:
                grid.put(4, entry.printed["responsible"], rows=2)
                grid.put(5, entry.printed["deadline"], rows=2)
            if shared and index == 1:
                entry.who, entry.when = entries[0].who, entries[0].when
            merged = {"category", *(("responsible", "deadline") if shared and index < 2 else ())}
            put_row(grid, entry, frozenset(merged))
            truth.append(entry.truth())
    return grid.sheet(1), truth


def nested(words: Words) -> tuple[Sheet, list[Truth]]:
    """One header word over two category columns and the item; an item that takes the place of all three."""
    columns = ("number", "category", "category", "title", "measures", "responsible", "deadline")
    grid = Grid(columns)
    heads = header_texts(words, ("number", "title", "measures", "responsible", "deadline"))
    grid.put(0, heads[0])
    grid.put(1, "事项名称", columns=3)
    for column, text in zip((4, 5, 6), heads[2:], strict=True):
        grid.put(column, text)
    grid.down()
    truth, number = [], 0
    for outer in range(2):
        sizes = [words.random.randint(1, 2) for _ in range(2)]
        theme = f"（{'一二三'[outer]}）{words.theme()}"
        grid.put(1, theme, rows=sum(sizes))
        for size in sizes:
            inner = words.theme()
            grid.put(2, inner, rows=size)
            for _ in range(size):
                number += 1
                entry = make_entry(words, columns, str(number))
                entry.categories = (theme, inner)
                put_row(grid, entry, frozenset({"category"}))
                truth.append(entry.truth())
    for _ in range(2):
        number += 1
        entry = make_entry(words, columns, str(number))
        grid.put(1, entry.printed["title"], columns=3)
        put_row(grid, entry, frozenset({"category", "title"}))
        truth.append(entry.truth())
    return grid.sheet(1), truth


def bands(words: Words) -> tuple[Sheet, list[Truth]]:
    """Rows over the whole width as categories; the numbers restart or go on."""
    columns = ("number", "title", "measures", "lead", "support", "deadline")
    grid = Grid(columns)
    put_header(grid, words)
    truth, number, restart = [], 0, words.random.random() < 0.5
    for index in range(3):
        size = words.random.randint(2, 4)
        band = f"{'一二三'[index]}、{words.theme()}方面（共{size}项）"
        grid.put(0, band, columns=len(columns))
        grid.down()
        number = 0 if restart else number
        for _ in range(size):
            number += 1
            entry = make_entry(words, columns, str(number))
            entry.categories = (band,)
            put_row(grid, entry)
            truth.append(entry.truth())
    return grid.sheet(1), truth


def nested_bands(words: Words) -> tuple[Sheet, list[Truth]]:
    """Bands of two levels, 一、 over （一）, and numbers that go on."""
    columns = ("number", "title", "measures", "responsible", "deadline")
    grid = Grid(columns)
    put_header(grid, words)
    truth, number = [], 0
    for outer in range(2):
        above = f"{'一二'[outer]}、{words.theme()}"
        grid.put(0, above, columns=len(columns))
        grid.down()
        for inner in range(2):
            band = f"（{'一二'[inner]}）{words.theme()}"
            grid.put(0, band, columns=len(columns))
            grid.down()
            for _ in range(words.random.randint(1, 3)):
                number += 1
                entry = make_entry(words, columns, str(number))
                entry.categories = (above, band)
                put_row(grid, entry)
                truth.append(entry.truth())
    return grid.sheet(1), truth


def subrows(words: Words) -> tuple[Sheet, list[Truth]]:
    """Rows without a number of their own under a merged one: tasks all the same."""
    columns = ("number", "title", "measures", "responsible", "deadline")
    grid = Grid(columns)
    put_header(grid, words)
    truth = []
    for index in range(1, 6):
        size = words.random.choice((1, 1, 2))
        grid.put(0, str(index), rows=size)
        for part in range(size):
            entry = make_entry(words, columns, str(index) if part == 0 else None)
            put_row(grid, entry, frozenset({"number"}))
            truth.append(entry.truth())
    return grid.sheet(1), truth


def shared_task(words: Words) -> tuple[Sheet, list[Truth]]:
    """One task over two rows, an assignment each: number, title and measures are merged."""
    columns = ("number", "title", "measures", "responsible", "deadline")
    grid = Grid(columns)
    put_header(grid, words)
    truth = []
    for index in range(1, 6):
        size = 2 if index in (2, 4) else 1
        entries = [make_entry(words, columns, str(index)) for _ in range(size)]
        for column, name in enumerate(columns[:3]):
            grid.put(column, entries[0].printed[name], rows=size)
        for entry in entries:
            put_row(grid, entry, frozenset(columns[:3]))
        truth.append(entries[0].truth(*(entry.duty() for entry in entries)))
    return grid.sheet(1), truth


def late_category(words: Words) -> tuple[Sheet, list[Truth]]:
    """Category before the number, title and measures in one text, person and remark behind."""
    columns = ("category", "number", "title", "person", "responsible", "note")
    grid = Grid(columns)
    put_header(grid, words)
    truth, number = [], 0
    for _ in range(3):
        size, theme = words.random.randint(2, 3), words.theme()
        grid.put(0, theme, rows=size)
        for _ in range(size):
            number += 1
            entry = make_entry(words, columns, str(number))
            entry.categories = (theme,)
            put_row(grid, entry, frozenset({"category"}))
            truth.append(entry.truth())
    return grid.sheet(1), truth
