"""Help pages for a Chinese reader: wrapped by what is seen, a Chinese character being two columns wide."""

import re
from collections.abc import Callable, Iterable, Iterator
from unicodedata import east_asian_width

import click

from pipeline.cli.messages import language

_TOKEN = re.compile(r"\s+|[!-~]+|.")
_NOT_FIRST = set("，。；：、！？）》”’】…")
"""Marks that begin no line."""
_NOT_LAST = set("（《“‘【")
_MARKS = "".join(_NOT_FIRST | _NOT_LAST)
_HAN = re.compile("[一-鿿]+")
_FIRST_COLUMN = 30
"""Columns that options and commands take at most beside their explanation."""


def width_of(text: str) -> int:
    """The columns that ``text`` takes on a screen."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def first_sentence(text: str) -> str:
    """The first sentence of a help text, to say what a command is for."""
    return join_lines(text.strip().split("\n\n")[0].splitlines()).partition("。")[0] + "。"


def join_lines(lines: Iterable[str]) -> str:
    """The lines of a paragraph as one; no space between two Chinese characters, nor at a Chinese mark."""
    joined = ""
    for line in map(str.strip, lines):
        sides = joined[-1:] + line[:1]
        joined += (
            "" if not sides.strip(_MARKS) or len(sides.strip(_MARKS)) < 2 or _HAN.fullmatch(sides) else " "
        ) + line
    return joined


def wrap(text: str, width: int) -> Iterator[str]:
    """The lines of one paragraph, of ``width`` columns at most unless one word is longer."""
    line = ""
    for token in _TOKEN.findall(text):
        if width_of(line + token) <= width or not line:
            line += token
            continue
        carried = line[-1] if line[-1] in _NOT_LAST or token in _NOT_FIRST else ""
        yield line.removesuffix(carried).rstrip()
        line = carried + token.lstrip()
    if line.strip():
        yield line.rstrip()


class ChinesePage(click.HelpFormatter):
    """click's help page; as click has it while the user reads English."""

    words: Callable[[str], str] = str
    """What stands for a value (FILE) and what is said of it (x>=0), in Chinese."""

    def write_heading(self, heading: str) -> None:
        """A heading with the mark of its language."""
        if language() == "en":
            return super().write_heading(heading)
        self.write(f"{'':>{self.current_indent}}{heading}：\n")

    def write_text(self, text: str) -> None:
        """Paragraphs; one that begins with a backspace keeps its lines."""
        if language() == "en":
            return super().write_text(text)
        indent = " " * self.current_indent
        paragraphs = []
        for paragraph in re.split(r"\n[ \t]*\n", text.strip("\n")):
            first, *rest = paragraph.splitlines()
            kept = first.strip() == "\b"
            lines = rest if kept else wrap(join_lines([first, *rest]), self.width - self.current_indent)
            paragraphs.append("\n".join(indent + line for line in lines))
        self.write("\n\n".join(paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _FIRST_COLUMN, col_spacing: int = 2) -> None:
        """Options or commands, each with its explanation beside or below."""
        if language() == "en":
            return super().write_dl(rows, col_max, col_spacing)
        worded = [(type(self).words(first), type(self).words(second)) for first, second in rows]
        column = min(max(width_of(first) for first, _ in worded), col_max) + col_spacing
        begin = " " * (self.current_indent + column)
        for first, second in worded:
            lines = list(wrap(join_lines(second.splitlines()), max(self.width - len(begin), 20)))
            head = " " * self.current_indent + first
            if lines and width_of(first) + col_spacing <= column:
                head += " " * (column - width_of(first)) + lines.pop(0)
            self.write("\n".join([head, *(begin + line for line in lines)]) + "\n")
