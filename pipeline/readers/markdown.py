"""Markdown's marks (CommonMark 0.31, chapter 6) taken off lines of text: emphasis, links, code, escapes, headings."""

import re
from collections.abc import Iterable

_HEADING = re.compile(r"#{1,6}\s+\S")
_RULE = re.compile(r"\s*\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)+\|?\s*")
_PUNCTUATION = r"\s，。；：、（）()“”《》,;:.!?！？"
_CODE = re.compile(r"`([^`\n]{1,200})`")
_LINK = re.compile(
    r"!?\[((?:[^\[\]\\\n]|\\.){0,300})\]\((?:<[^<>\n]{0,500}>|[^\s()<>]{0,500})(?:\s+\"[^\"\n]{0,200}\")?\)"
)
_STRONG = re.compile(r"\*\*(?=\S)(.{1,500}?)(?<=\S)\*\*|(?<!\w)__(?=\S)([^_]{1,500}?)(?<=\S)__(?!\w)")
_EMPHASIS = re.compile(rf"(?<![*\\\d])\*(?![*{_PUNCTUATION}])([^*\n]{{1,300}}?)(?<![{_PUNCTUATION}\\])\*(?!\*)")
_UNDERLINED = re.compile(r"(?<![\w\\])_(?=\S)([^_\n]{1,300}?)(?<=\S)_(?!\w)")
_STRUCK = re.compile(r"~~(?=\S)(.{1,500}?)(?<=\S)~~")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{}~])")
_MARKED = re.compile(r"[*_`\[\\~#]")


def is_markdown(name: str, lines: Iterable[str]) -> bool:
    """True by the name's suffix, by a table's rule line, or by a heading."""
    if name.lower().endswith((".md", ".markdown")):
        return True
    likely = (line for line in lines if (line[:1] == "#" or "---" in line) and len(line) < 500)
    return any(_RULE.fullmatch(line) or _HEADING.match(line) for line in likely)


def take_off_marks(line: str) -> tuple[str, list[str]]:
    """A line as Markdown shows it, and what is struck out in it. An escaped ``|`` stays so: it parts no cells."""
    if not _MARKED.search(line):
        return line, []
    struck: list[str] = []

    def strike(match: re.Match[str]) -> str:
        struck.append(match[1])
        return ""

    line = _CODE.sub(lambda match: _guarded(match[1]), line)
    line = _LINK.sub(r"\1", line)
    line = _STRUCK.sub(strike, line)
    line = _STRONG.sub(lambda match: match[1] or match[2], line)
    line = _EMPHASIS.sub(r"\1", line)
    line = _UNDERLINED.sub(r"\1", line)
    if heading := _HEADING.match(line):
        line = line[heading.end() - 1 :].rstrip().rstrip("#").rstrip()
    return _ESCAPE.sub(lambda match: match.group() if match[1] == "|" else match[1], line), struck


def _guarded(code: str) -> str:
    """Code with its marks escaped: they are its characters."""
    return re.sub(r"([*_~\[\]\\`])", r"\\\1", code)
