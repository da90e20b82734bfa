"""Tiny Word files for tests: the XML is written out, so that every oddity can be chosen."""

import base64
import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    f'xmlns:r="{_RELATIONS}"'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def make_docx(
    body: str,
    *,
    strict: bool = False,
    related: dict[str, tuple[str, str]] | None = None,
    members: dict[str, bytes] | None = None,
    **parts: str,
) -> bytes:
    """A Word file with this body. ``parts``: further parts by name (``numbering``, ``styles``, ``footnotes``, …), each
    the content of its root element, or a whole XML text. ``related``: further relations, id → kind and target;
    ``members``: further members of the package by name."""
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
    links += "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in (related or {}).items()
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" '
        f'Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
        **{f"word/{name}.xml": content for name, content in files.items()},
    }
    if strict:
        texts = {name: text.replace(W, STRICT).replace(_RELATIONS, _STRICT_RELATIONS) for name, text in texts.items()}
    return make_zip({name: text.encode() for name, text in texts.items()} | (members or {}))


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


def make_flat(data: bytes) -> bytes:
    """The same package as one XML text (Flat OPC), its XML parts in it and the others in base 64."""
    parts = []
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        for name in source.namelist():
            content = source.read(name)
            xml = name.endswith((".xml", ".rels"))
            inner = content.decode().split("?>", 1)[-1] if xml else base64.b64encode(content).decode()
            kind = "xmlData" if xml else "binaryData"
            parts.append(f'<pkg:part pkg:name="/{name}"><pkg:{kind}>{inner}</pkg:{kind}></pkg:part>')
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    head = '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    return f'{head}<pkg:package xmlns:pkg="{space}">{"".join(parts)}</pkg:package>'.encode()


def field(code: str, result: str = "", form: str = "") -> str:
    """A field of runs: its code, and its result where it has one; ``form``: the content of its ``w:ffData``."""
    data = f"<w:ffData>{form}</w:ffData>" if form else ""
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(result)}' if result else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def picture(width: float, height: float) -> str:
    """A run with a picture of so many centimetres."""
    size = f'<wp:extent cx="{int(width * 360000)}" cy="{int(height * 360000)}"/>'
    return f"<w:r><w:drawing><wp:inline>{size}<a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
