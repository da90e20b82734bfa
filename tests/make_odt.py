"""Tiny OpenDocument texts for tests: the XML is written out, so that every oddity can be chosen."""

from make_word import make_zip

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        *(("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style")),
        *(("svg", "svg-compatible"), ("fo", "xsl-fo-compatible"), ("manifest", "manifest")),
    )
)
TEXT = "application/vnd.oasis.opendocument.text"


def make_odt(
    body: str, *, inside: str = "text", automatic: str = "", styles: str = "", kind: str = TEXT, manifest: str = ""
) -> bytes:
    """A package with this content of ``office:text``; ``automatic`` and ``styles``: of the content and of the document."""
    content = f"<office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:{inside}>{body}</office:{inside}></office:body>"
    members = {
        "mimetype": kind,
        "content.xml": f"<office:document-content {_SPACES}>{content}</office:document-content>",
        "styles.xml": f"<office:document-styles {_SPACES}><office:styles>{styles}</office:styles></office:document-styles>",
        "META-INF/manifest.xml": f"<manifest:manifest {_SPACES}>{manifest}</manifest:manifest>",
    }
    return make_zip({name: text.encode() for name, text in members.items()})


def make_fodt(body: str, *, styles: str = "") -> bytes:
    """The same in one XML text."""
    inner = f"<office:styles>{styles}</office:styles><office:body><office:text>{body}</office:text></office:body>"
    head = f'<office:document {_SPACES} office:mimetype="{TEXT}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}{inner}</office:document>'.encode()


def p(text: str = "", style: str = "") -> str:
    """A paragraph."""
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def cell(text: str = "", *, across: int = 1, down: int = 1, repeated: int = 1) -> str:
    """A cell; ``text`` is the text of its paragraph, or XML that begins with <."""
    spans = f'table:number-columns-spanned="{across}" table:number-rows-spanned="{down}"'
    content = text if text.startswith("<") else p(text)
    return f'<table:table-cell {spans} table:number-columns-repeated="{repeated}">{content}</table:table-cell>'


COVERED = "<table:covered-table-cell/>"


def table(*rows: str) -> str:
    """A table; each row is the markup of its cells."""
    return "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in rows) + "</table:table>"
