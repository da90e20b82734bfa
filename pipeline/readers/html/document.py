"""Web page → raw document: encoding, tags, lines and tables, the article inside the site.

Pages saved as .doc or .xls and web archives (.mht) are pages.
"""

import re

from pipeline.fold import count_ink, fold_text
from pipeline.grid import RawDocument, RawParagraph, RawTable
from pipeline.model import Discarded, Issue
from pipeline.readers.encoding import Decoded, decode_text, is_contradicted, loss_issues
from pipeline.readers.html.archive import ArchivedPage, embed_frames, unpack_archive
from pipeline.readers.html.blocks import Layout, PageItem, WebLine, lay_out
from pipeline.readers.html.chrome import mark_chrome, weigh
from pipeline.readers.html.events import Event, parse
from pipeline.readers.html.forms import settle_forms
from pipeline.readers.html.shown import find_unread
from pipeline.readers.html.styled import style_events
from pipeline.readers.markup import declared_encoding, is_web_archive

_LITTLE = 100
"""Characters of content below which a page that hides more is taken to show it by script."""
_OFFICE = "urn:schemas-microsoft-com:office"
_HEAD = 4096
_TITLE_PARTS = re.compile(r"[_|｜\s]+|[-–—]{2}|\s[-–—]\s")


def read_html(data: bytes) -> RawDocument:
    """Paragraphs and data tables of a page; menus, footers and hidden text go to ``discarded``.

    Raises Unreadable where no encoding fits, TooLarge where elements are nested absurdly deep, NeedsOcr where pictures
    are all the content.
    """
    declared = None
    others: list[ArchivedPage] = []
    if is_web_archive(data):
        page, others = unpack_archive(data)
        data, declared = page.data, page.charset
    declared = declared_encoding(data) or declared
    decoded = decode_text(data, declared=declared)
    markup = parse(embed_frames(decoded.text, others))
    layout = _lay_out_shown(settle_forms(style_events(markup.events, markup.sheets)))
    # What Word and Excel save as the title is a property of the file, often of the one it was copied from.
    is_office_page = _OFFICE in decoded.text[:_HEAD]
    chrome = mark_chrome(layout, markup.title)
    unread = tuple(find_unread(layout, chrome))
    blocks, discarded = _part(layout, chrome, markup.title, is_office_page)
    issues = (*_encoding_issues(declared, decoded), *layout.issues, *unread)
    return RawDocument("text/html", blocks, (*layout.discarded, *discarded), issues)


def _encoding_issues(declared: str | None, decoded: Decoded) -> tuple[Issue, ...]:
    if not is_contradicted(declared, decoded):
        return loss_issues(decoded)
    message = f"The page declares {declared}, but its bytes are {decoded.encoding}."
    return (Issue("wrong-encoding", "info", message), *loss_issues(decoded))


def _lay_out_shown(events: list[Event]) -> Layout:
    """The page as shown; where nearly everything is hidden, a script was to show it, so it counts as shown."""
    layout = lay_out(events, weigh)
    hidden = sum(count_ink(item.text) for item in layout.discarded if item.reason == "hidden")
    shown = sum(weigh(item) for item in layout.items)
    if shown >= _LITTLE or hidden < 4 * _LITTLE:
        return layout
    layout = lay_out(events, weigh, show_hidden=True)
    message = "The page hides nearly all of its text, as pages do that show it by script; hidden text was read too."
    layout.issues.append(Issue("hidden-shown", "info", message))
    return layout


def _part(
    layout: Layout, chrome: list[bool], title: str, is_office_page: bool
) -> tuple[tuple[RawParagraph | RawTable, ...], list[Discarded]]:
    """The article's blocks, and the site's lines, neighbours together."""
    blocks: list[RawParagraph | RawTable] = []
    discarded: list[Discarded] = []
    run: list[str] = []
    if title and is_office_page:
        discarded.append(Discarded("hidden", title))
    elif title:
        if _is_shown(title, layout.items):
            run.append(title)
        else:
            blocks.append(RawParagraph(title))
    for item, is_chrome in zip(layout.items, chrome, strict=True):
        if is_chrome and isinstance(item, WebLine):
            run.append(item.text)
            continue
        if run:
            discarded.append(Discarded("site-chrome", "\n".join(run)))
            run = []
        blocks.append(RawParagraph(item.text, issues=item.issues) if isinstance(item, WebLine) else item)
    if run:
        discarded.append(Discarded("site-chrome", "\n".join(run)))
    return tuple(blocks), discarded


def _is_shown(title: str, items: list[PageItem]) -> bool:
    """True where the page's text contains the longest part of its title (the other parts name the site)."""
    part = fold_text(max(_TITLE_PARTS.split(title), key=len))
    lines = (item.text if isinstance(item, WebLine) else "".join(cell.text for cell in item.cells) for item in items)
    return part in fold_text("".join(lines))
