"""A tiny OFD writer for tests: every oddity of the format can be chosen, nothing else is needed.

Coordinates are points from the top left corner, as in ``make_pdf``; they are written in millimetres.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from make_pdf import A4

MM = 25.4 / 72
SPACE = "http://www.ofdspec.org/2016"


def mm(value: float) -> str:
    """Points as millimetres."""
    return f"{value * MM:.4f}"


class OfdPage:
    """A page being drawn; has the methods of ``make_pdf.PdfPage`` that tables are drawn with."""

    def __init__(self, size: tuple[float, float] = A4) -> None:
        self.width, self.height = size
        self.objects: list[str] = []
        self.templates: list[tuple[str, str]] = []
        """Ids of templates and their ZOrder."""
        self.layer = "Body"

    def text(
        self,
        x: float,
        top: float,
        string: str,
        size: float = 10,
        *,
        extra: str = "",
        inside: str = "",
        width: float = 0,
    ) -> None:
        """``string`` with its upper left corner at (x, top), as wide as it is or as ``width`` says; ``extra``:
        attributes, ``inside``: elements."""
        widths = [size / 2 if char < "\x7f" else size for char in string]
        if width:
            widths = [item * width / sum(widths) for item in widths]
        box = f"{mm(x)} {mm(top)} {mm(sum(widths))} {mm(size)}"
        steps = " ".join(mm(width) for width in widths[:-1])
        delta = f' DeltaX="{steps}"' if steps else ""
        self.objects.append(
            f'<ofd:TextObject Boundary="{box}" Font="1" Size="{mm(size)}" {extra}>{inside}'
            f'<ofd:TextCode X="0" Y="{mm(0.88 * size)}"{delta}>{escape(string)}</ofd:TextCode></ofd:TextObject>'
        )

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A stroke."""
        self.path(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), f"M 0 0 L {mm(abs(x1 - x0))} {mm(abs(y1 - y0))}")

    def thin_box(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> None:
        """The same line as a thin filled rectangle."""
        w, h = mm(max(abs(x1 - x0), width)), mm(max(abs(y1 - y0), width))
        data = f"M 0 0 L {w} 0 L {w} {h} L 0 {h} C"
        self.path(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), data, 'Fill="true" Stroke="false"')

    def path(self, x0: float, y0: float, x1: float, y1: float, data: str, extra: str = "") -> None:
        """A path in the box from (x0, y0) to (x1, y1), its data in millimetres from the corner of that box."""
        box = f"{mm(x0)} {mm(y0)} {mm(x1 - x0)} {mm(y1 - y0)}"
        self.raw(
            f'<ofd:PathObject Boundary="{box}" LineWidth="0.2" {extra}>'
            f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def picture(self, x0: float, y0: float, x1: float, y1: float, resource: str = "9") -> None:
        """The place of a picture."""
        self.raw(
            f'<ofd:ImageObject Boundary="{mm(x0)} {mm(y0)} {mm(x1 - x0)} {mm(y1 - y0)}" ResourceID="{resource}"'
            f' CTM="{mm(x1 - x0)} 0 0 {mm(y1 - y0)} 0 0"/>'
        )

    def raw(self, element: str) -> None:
        """Any object."""
        self.objects.append(element)

    def xml(self) -> str:
        """The page's member."""
        templates = "".join(f'<ofd:Template TemplateID="{name}" ZOrder="{order}"/>' for name, order in self.templates)
        return _xml(
            f"<ofd:Page {_NS}>{templates}<ofd:Area><ofd:PhysicalBox>0 0 {mm(self.width)} {mm(self.height)}"
            f'</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID="2" Type="{self.layer}">'
            f"{''.join(self.objects)}</ofd:Layer></ofd:Content></ofd:Page>"
        )


_NS = f'xmlns:ofd="{SPACE}"'


def _xml(body: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'


def make_ofd(
    *documents: Sequence[OfdPage],
    templates: Mapping[str, OfdPage] | None = None,
    resources: str = "",
    attachments: Sequence[str] = (),
    notes: Mapping[int, str] | None = None,
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """A package of documents. ``templates`` by id; ``resources``: what is in PublicRes; ``attachments``: their names;
    ``notes``: by page, from 0, the Annot elements of the first document; ``more``: further members."""
    members: dict[str, str | bytes] = {}
    bodies = ""
    for number, pages in enumerate(documents):
        root = f"Doc_{number}"
        bodies += f"<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>{root}/Document.xml</ofd:DocRoot></ofd:DocBody>"
        listed = "".join(
            f'<ofd:Page ID="{at + 10}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages))
        )
        named = "".join(f'<ofd:TemplatePage ID="{name}" BaseLoc="Tpls/{name}.xml"/>' for name in templates or {})
        named += "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>" if resources else ""
        extra = "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>" if attachments else ""
        extra += "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>" if notes else ""
        members[f"{root}/Document.xml"] = _xml(
            f"<ofd:Document {_NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
            f"</ofd:PageArea>{named}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{extra}</ofd:Document>"
        )
        members |= {f"{root}/Pages/Page_{at}/Content.xml": page.xml() for at, page in enumerate(pages)}
        members |= {f"{root}/Tpls/{name}.xml": page.xml() for name, page in (templates or {}).items()}
        if resources:
            members[f"{root}/PublicRes.xml"] = _xml(f"<ofd:Res {_NS}>{resources}</ofd:Res>")
    if attachments:
        inside = "".join(f'<ofd:Attachment Name="{escape(name)}"/>' for name in attachments)
        members["Doc_0/Attachs/Attachments.xml"] = _xml(f"<ofd:Attachments {_NS}>{inside}</ofd:Attachments>")
    if notes:
        inside = "".join(f'<ofd:Page PageID="{at + 10}"><ofd:FileLoc>{at}.xml</ofd:FileLoc></ofd:Page>' for at in notes)
        members["Doc_0/Annots/Annotations.xml"] = _xml(f"<ofd:Annotations {_NS}>{inside}</ofd:Annotations>")
        members |= {
            f"Doc_0/Annots/{at}.xml": _xml(f"<ofd:PageAnnot {_NS}>{note}</ofd:PageAnnot>") for at, note in notes.items()
        }
    entry = {"OFD.xml": _xml(f'<ofd:OFD {_NS} Version="1.0" DocType="OFD">{bodies}</ofd:OFD>')}
    return pack(entry | members | dict(more or {}))


def pack(members: Mapping[str, str | bytes]) -> bytes:
    """Members as a zip container, the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in members.items():
            target.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()
