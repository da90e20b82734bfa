"""A made-up list as a web page."""

from html import escape

from synthetic.model import Cell, Made, Sheet


def write_html(made: Made) -> bytes:
    """A page with the list as its article, between a menu and a footer."""
    body = [f"<p>{escape(line)}</p>" for line in made.before]
    if made.sheet:
        body.append(_table(made.sheet))
    body += [f"<p>{escape(line)}</p>" for line in made.after]
    menu = '<div class="nav"><a href="/">首页</a><a href="/a">政务公开</a><a href="/b">办事服务</a></div>'
    foot = '<div class="footer"><p>网站地图</p></div>'
    head = (
        f"<head><meta charset='utf-8'><title>{escape(made.before[-1] if made.sheet else made.before[0])}</title></head>"
    )
    return f"<!DOCTYPE html><html>{head}<body>{menu}<div>{''.join(body)}</div>{foot}</body></html>".encode()


def _table(sheet: Sheet) -> str:
    height = max(cell.row + cell.rows for cell in sheet.cells)
    lines: list[list[str]] = [[] for _ in range(height)]
    for cell in sheet.cells:
        lines[cell.row].append(_cell(cell))
    return "<table>" + "".join(f"<tr>{''.join(line)}</tr>" for line in lines) + "</table>"


def _cell(cell: Cell) -> str:
    inner = "".join(f"<p>{escape(line)}</p>" for line in cell.text.split("\n"))
    return f'<td rowspan="{cell.rows}" colspan="{cell.columns}">{inner}</td>'
