"""Texts made to be slow: 10 MB in one cell, a million brackets, each sign that a rule looks for again and again.

``CASES`` gives for each name a maker: ``size`` (1.0 is the size the tests use) → the bytes of a document and its name.
``bench/hostile.py`` measures the same cases at several sizes.
"""

from collections.abc import Callable, Iterator

HEAD = "某市2031年重点工作任务分工方案\n"
PLAIN = "推进甲项工作落到实处"
TABLE_HEAD = "\t序号\t工作任务\t责任单位\t完成时限\n\n"
LAST_ROW = "\n\t2\t做好乙项工作\t市税务局\t2031年底\n"

Maker = Callable[[float], tuple[bytes, str]]

SIGNS = {
    "opening brackets": ("（", 1_000_000),
    "closing brackets": ("）", 1_000_000),
    "alternating brackets": ("（）", 500_000),
    "mixed opening brackets": ("（[【〔", 250_000),
    "inside-out brackets": ("）（", 500_000),
    "square labels": ("责任单位】", 100_000),
    "Han numbers": ("一、", 100_000),
    "bracketed Han numbers": ("（一）", 100_000),
    "digits with dots": ("1.", 100_000),
    "circled digits": ("①", 300_000),
    "articles": ("第一条", 100_000),
    "labels": ("责任单位：", 100_000),
    "lead verbs": ("牵头", 100_000),
    "support verbs": ("市财政局配合、", 30_000),
    "joining verbs": ("会同", 100_000),
    "leading words": ("由", 300_000),
    "clauses of duty": ("由市财政局牵头，", 30_000),
    "enumeration commas": ("、", 1_000_000),
    "level words": ("市", 1_000_000),
    "groups": ("各市、县", 100_000),
    "et cetera": ("等", 1_000_000),
    "conjunctions": ("甲局和", 100_000),
    "stars": ("*", 300_000),
    "years": ("2031年", 100_000),
    "months": ("6月底前", 50_000),
    "repetitions": ("每季度", 50_000),
    "ranges of years": ("2031—", 100_000),
    "plans": ("“十四五”", 50_000),
    "durations": ("3个工作日内", 50_000),
    "digits": ("1", 1_000_000),
    "Han digits": ("十", 300_000),
    "line feeds": ("\n", 1_000_000),
    "carriage returns": ("\r", 1_000_000),
    "tabs": ("\t", 1_000_000),
    "rules": ("|", 1_000_000),
    "dashes": ("-", 300_000),
    "spaces": (" ", 1_000_000),
    "full-width spaces": ("\u3000", 300_000),
    "zero-width spaces": ("\u200b", 300_000),
    "notes": ("列第一位的为牵头单位，下同；", 20_000),
    "colons": ("：", 300_000),
    "full stops": ("。", 300_000),
    "quotation marks": ("“", 300_000),
    "titles of books": ("《", 300_000),
}
"""name → (what is repeated, how often)"""

PLACES = {
    "alone": "{}",
    "task": HEAD + "1." + PLAIN + "{}。（责任单位：市财政局）\n",
    "statement": HEAD + "1." + PLAIN + "。（责任单位：{}市财政局）\n",
    "label line": HEAD + "一、" + PLAIN + "\n责任单位：{}\n",
    "units cell": HEAD + TABLE_HEAD + "\t1\t" + PLAIN + "\t市财政局{}\t2031年底\n" + LAST_ROW,
    "deadline cell": HEAD + TABLE_HEAD + "\t1\t" + PLAIN + "\t市财政局\t2031年6月{}\n" + LAST_ROW,
}
"""Where the repetition stands"""


def _text(text: str) -> tuple[bytes, str]:
    return text.encode(), "hostile.txt"


def _times(size: float, count: int) -> int:
    return max(1, int(size * count))


def _big_cell(size: float) -> tuple[bytes, str]:
    cell = (PLAIN + "，") * _times(size, 10_000_000 // len((PLAIN + "，").encode()))
    return _text(HEAD + TABLE_HEAD + f"\t1\t{cell}\t市财政局\t2031年底\n" + LAST_ROW)


def _big_units(size: float) -> tuple[bytes, str]:
    units = "".join(f"市某某{number}局、" for number in range(_times(size, 100_000)))
    return _text(HEAD + TABLE_HEAD + f"\t1\t{PLAIN}\t{units}\t2031年底\n" + LAST_ROW)


def _big_paragraph(size: float) -> tuple[bytes, str]:
    text = (PLAIN + "，") * _times(size, 10_000_000 // len((PLAIN + "，").encode()))
    return _text(f"{HEAD}一、{text}（责任单位：市财政局）\n")


def _big_sentences(size: float) -> tuple[bytes, str]:
    text = (PLAIN + "。") * _times(size, 10_000_000 // len((PLAIN + "。").encode()))
    return _text(f"{HEAD}一、{text}（责任单位：市财政局）\n")


def _paragraphs(size: float) -> tuple[bytes, str]:
    many = range(_times(size, 20_000))
    return _text(HEAD + "".join(f"做好第{number}项工作（责任单位：市财政局）。\n" for number in many))


def _lines_of_labels(size: float) -> str:
    return "".join(f"责任单位：市第{number}局\n" for number in range(_times(size, 20_000)))


def _label_lines(size: float) -> tuple[bytes, str]:
    return _text(f"{HEAD}一、{PLAIN}\n{_lines_of_labels(size)}")


def _labels_without_text(size: float) -> tuple[bytes, str]:
    return _text(f"{HEAD}{PLAIN}\n{_lines_of_labels(size)}")


def _labels_in_a_cell(size: float) -> tuple[bytes, str]:
    cell = "责任单位：市财政局配合；" * _times(size, 20_000)
    return _text(HEAD + TABLE_HEAD + f"\t1\t{PLAIN}\t{cell}\t2031年底\n" + LAST_ROW)


def _times_and_units(size: float) -> tuple[bytes, str]:
    """As many assignments as times: nothing may be worked out for each pair of them."""
    many = _times(size, 5_000)
    units, times = "任务：甲；责任单位：市财政局；" * many, "2031年6月底前动工；" * many
    return _text(HEAD + TABLE_HEAD + f"\t1\t{PLAIN}\t{units}\t{times}\n" + LAST_ROW)


def _numbered_items(size: float) -> tuple[bytes, str]:
    items = "".join(
        f"{number % 999 + 1}.做好第{number}项工作（市财政局负责）。\n" for number in range(_times(size, 5_000))
    )
    return _text(f"{HEAD}一、{PLAIN}\n{items}")


def _long_heading(size: float) -> tuple[bytes, str]:
    heading = PLAIN * _times(size, 20_000)
    items = "".join(
        f"{number % 999 + 1}.做好第{number}项工作（市财政局负责）。\n" for number in range(_times(size, 2_000))
    )
    return _text(f"{HEAD}一、{heading}\n{items}")


def _run_in_numbers(size: float) -> tuple[bytes, str]:
    steps = "".join(f"{number % 999 + 1}.做好甲项工作。" for number in range(_times(size, 20_000)))
    return _text(f"{HEAD}一、{PLAIN}。{steps}（责任单位：市财政局）\n")


def _notes_in_rows(size: float) -> tuple[bytes, str]:
    many = range(_times(size, 3_000))
    note = "列第一位的为牵头单位，下同"
    return _text(HEAD + "".join(f"做好第{number}项工作（市财政局、市税务局负责，{note}）。\n" for number in many))


def _header_words(size: float) -> tuple[bytes, str]:
    return _text("责任单位\n市财政局\n" * _times(size, 30_000))


def _small_streams(size: float) -> tuple[bytes, str]:
    return _text(
        "序号\n工作任务\n责任单位\n1\n做好甲项工作\n市财政局\n本表到此为止，以下另起一段说明有关情况。\n"
        * _times(size, 3_000)
    )


def _text_rows(size: float) -> tuple[bytes, str]:
    rows = "".join(
        f"\t{number}\t做好第{number}项工作\t市财政局\t2031年底\n\n" for number in range(_times(size, 20_000))
    )
    return _text(HEAD + TABLE_HEAD + rows)


def _short_rows(size: float) -> tuple[bytes, str]:
    rows = "".join(f"\t{number}\t做好第{number}项工作\t市财政局\n\n" for number in range(_times(size, 20_000)))
    return _text(HEAD + TABLE_HEAD + "\t1\t甲\t市财政局\t2031年底\n\n" * 2 + rows)


def _markdown_rows(size: float) -> tuple[bytes, str]:
    rows = "".join(
        f"| {number} | 做好第{number}项工作 | 市财政局 | 2031年底 |\n" for number in range(_times(size, 20_000))
    )
    return _text(f"{HEAD}\n| 序号 | 工作任务 | 责任单位 | 完成时限 |\n| --- | --- | --- | --- |\n{rows}")


def _page(rows: str) -> tuple[bytes, str]:
    head = "<tr><td>序号</td><td>工作任务</td><td>责任单位</td><td>完成时限</td></tr>"
    return f"<html><body><h1>{HEAD}</h1><table>{head}{rows}</table></body></html>".encode(), "hostile.html"


def _html_rows(size: float) -> tuple[bytes, str]:
    rows = (
        f"<tr><td>{number}</td><td>做好第{number}项工作</td><td>市财政局</td><td>2031年底</td></tr>"
        for number in range(_times(size, 20_000))
    )
    return _page("".join(rows))


def _html_merged(size: float) -> tuple[bytes, str]:
    many = _times(size, 5_000)
    first = f"<tr><td rowspan={many}>1</td><td rowspan={many}>{PLAIN}</td><td>市财政局</td><td>2031年底</td></tr>"
    return _page(first + "<tr><td>市税务局</td><td>2031年底</td></tr>" * (many - 1))


def _columns(size: float) -> tuple[bytes, str]:
    many = _times(size, 1_000)
    row = "\t1\t做好甲项工作\t市财政局" + "\t第一季度完成甲项" * many + "\n\n"
    return _text(HEAD + "\t序号\t工作任务\t责任单位" + "\t一季度" * many + "\n\n" + row * 3)


def _stray_wide_row(size: float) -> tuple[bytes, str]:
    """Two rows of many cells among many rows of few: the slots of the table must not be their product."""
    wide = "\t甲" * _times(size, 20_000) + "\n\n"
    return _text(HEAD + TABLE_HEAD + wide * 2 + "\t1\t做好甲项工作\t市财政局\t2031年底\n\n" * _times(size, 5_000))


STRUCTURES: dict[str, Maker] = {
    "10 MB in one cell": _big_cell,
    "10 MB in one paragraph": _big_paragraph,
    "10 MB of sentences": _big_sentences,
    "100,000 units in one cell": _big_units,
    "20,000 paragraphs with a statement": _paragraphs,
    "20,000 label lines under a number": _label_lines,
    "20,000 label lines without numbers": _labels_without_text,
    "20,000 labels in one cell": _labels_in_a_cell,
    "5,000 assignments and 5,000 times in one row": _times_and_units,
    "5,000 items under one heading": _numbered_items,
    "2,000 items under a heading of 600 kB": _long_heading,
    "20,000 numbers inside one paragraph": _run_in_numbers,
    "3,000 notes that rule": _notes_in_rows,
    "60,000 lines, every other one a header word": _header_words,
    "3,000 tables of one cell a line": _small_streams,
    "20,000 rows of text": _text_rows,
    "20,000 short rows of text": _short_rows,
    "20,000 rows of Markdown": _markdown_rows,
    "20,000 rows of HTML": _html_rows,
    "a cell merged over 5,000 rows of HTML": _html_merged,
    "1,000 columns": _columns,
    "two rows of 20,000 cells among 5,000 short ones": _stray_wide_row,
}


def repeated(sign: str, place: str, size: float) -> tuple[bytes, str]:
    """One sign again and again in one place."""
    word, count = SIGNS[sign]
    return _text(PLACES[place].replace("{}", word * _times(size, count)))


def signs_at(place: str) -> Iterator[tuple[str, Maker]]:
    """(name, maker) for each sign in one place."""
    for sign in SIGNS:
        yield f"{sign}, {place}", lambda size, sign=sign: repeated(sign, place, size)


def outcome(maker: Maker, size: float) -> str:
    """``record`` or the code of the typed error; anything else is raised."""
    from pipeline import FileError, extract

    data, name = maker(size)
    try:
        extract(data, name=name)
    except FileError as error:
        return error.code
    return "record"


def group_of(name: str) -> dict[str, Maker]:
    """The cases of a group: a place, ``structures``, ``brackets``, or one structure by its name."""
    if name == "structures":
        return STRUCTURES
    if name == "brackets":
        return {case: maker for case, maker in signs_at("statement") if "brackets" in case}
    return dict(signs_at(name)) if name in PLACES else {name: STRUCTURES[name]}


def main(group: str, size: float, memory: int) -> None:
    """Convert every case of a group in this process, within ``memory`` bytes of address space; a line for each."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    for name, maker in group_of(group).items():
        print(name, outcome(maker, size), sep="\t", flush=True)


if __name__ == "__main__":
    import sys

    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
