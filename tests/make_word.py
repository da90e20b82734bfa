"""Tiny Word files for tests: the XML is written out, so that every oddity can be chosen."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def make_docx(body: str, *, strict: bool = False, **parts: str) -> bytes:
    """A Word file with this body. ``parts``: further parts by name (``numbering``, ``styles``, ``footnotes``, …), each
    the content of its root element, or a whole XML text."""
    files = {"document": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>"}
    roots = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "comments": "comments"}
    for name, content in parts.items():
        root = roots.get(name, name)
        files[name] = content if content.startswith("<?xml") else f"<w:{root} {_NAMES}>{content}</w:{root}>"
    kinds = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_MAIN}.{kind}+xml"/>'
        for name, kind in ((name, "document.main" if name == "document" else name) for name in files)
    )
    links = "".join(
        f'<Relationship Id="r{index}" Type="{_RELATIONS}/{name}" Target="{name}.xml"/>'
        for index, name in enumerate(parts)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    members = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" '
        f'Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
        **{f"word/{name}.xml": content for name, content in files.items()},
    }
    if strict:
        members = {
            name: text.replace(W, STRICT).replace(_RELATIONS, _STRICT_RELATIONS) for name, text in members.items()
        }
    return make_zip({name: text.encode() for name, text in members.items()})


def make_zip(members: dict[str, bytes]) -> bytes:
    """A deflated zip container, the same bytes at any time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members.items():
            target.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def p(text: str = "", properties: str = "") -> str:
    """A paragraph with one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text) if text else ''}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(content: str = "", *, span: int = 1, merge: str = "") -> str:
    """A cell; ``content`` is text, or XML that begins with <. ``merge``: restart, continue or nothing."""
    inner = content if content.startswith("<") else p(content)
    down = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    wide = f'<w:gridSpan w:val="{span}"/>' if span != 1 else ""
    return f"<w:tc><w:tcPr>{wide}{down}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def sdt(content: str) -> str:
    """A content control around anything."""
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"
