"""Web pages and saved web archives (.html, .mht), also those saved under the name of an Office format."""

from pipeline.grid import RawDocument
from pipeline.readers.markup import looks_like_html as claims

__all__ = ["claims", "read"]


def read(data: bytes, _name: str) -> RawDocument:
    """See ``document.read_html``, which is imported here because it needs lxml."""
    from pipeline.readers.html.document import read_html

    return read_html(data)
