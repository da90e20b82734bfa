"""The documents of an OFD package: their pages, templates, resources, annotations and attachments."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from pipeline.errors import Unreadable
from pipeline.fold import count_ink
from pipeline.model import Discarded, Issue
from pipeline.readers.ofd.objects import PageObjects
from pipeline.readers.ofd.package import OfdPackage, child, local, text_of
from pipeline.readers.ofd.page import OfdPage, make_page
from pipeline.readers.ofd.values import POINTS, numbers

if TYPE_CHECKING:
    from lxml.etree import _Element

_A4 = (0.0, 0.0, 210.0, 297.0)
_SHOWN = 5
"""Attachments that a message names."""
Area = tuple[float, float, float, float]
"""x, y, width and height in millimetres."""


class PageFile(Struct, frozen=True):
    """A page or template by its id, and the member that draws it; None where the package lacks it."""

    id: str
    member: str | None


class DocumentBody(Struct, frozen=True):
    """One document of a package. ``first``: the number of its first page, counted over all documents."""

    first: int
    area: Area
    pages: tuple[PageFile, ...]
    templates: dict[str, str]
    composites: "dict[str, _Element]"
    notes: dict[str, str]
    """Member with the annotations of a page, by the page's id."""
    issues: tuple[Issue, ...]

    def read_page(self, package: OfdPackage, index: int) -> OfdPage:
        """Page ``index`` of this document: background templates, its content, other templates.

        Raises Unreadable, Encrypted, TooLarge.
        """
        page = self.pages[index]
        if page.member is None:
            raise Unreadable("the package lacks it.")
        root = package.parse(page.member)
        below, above = self._templates_of(root, package)
        x, y, width, height = _area(root) or next(filter(None, map(_area, (*below, *above))), None) or self.area
        objects = PageObjects((x, y), self.composites.get)
        for source in (*below, root, *above):
            content = child(source, "Content")
            if content is not None:
                objects.add_content(content)
        made = make_page(self.first + index, width * POINTS, height * POINTS, objects)
        member = self.notes.get(page.id)
        return made if member is None else _with_notes(made, package.parse(member), self.composites)

    def _templates_of(self, root: "_Element", package: OfdPackage) -> "tuple[list[_Element], list[_Element]]":
        """The templates below and above the content of a page."""
        below: list[_Element] = []
        above: list[_Element] = []
        for element in root:
            if local(element) == "Template":
                member = self.templates.get(element.get("TemplateID", ""))
                if member is not None:
                    (above if element.get("ZOrder") == "Foreground" else below).append(package.parse(member))
        return below, above


def open_bodies(package: OfdPackage) -> list[DocumentBody]:
    """The documents of a package in their order. Raises Unreadable where there is none."""
    entry = package.find("OFD.xml")
    if entry is None:
        raise Unreadable("This is not a whole OFD: its entry is missing.")
    bodies: list[DocumentBody] = []
    first = 1
    for element in package.parse(entry):
        root = package.find(text_of(child(element, "DocRoot")), entry) if local(element) == "DocBody" else None
        if root is not None:
            bodies.append(_open_body(package, root, first))
            first += len(bodies[-1].pages)
    if not bodies:
        raise Unreadable("This is not a whole OFD: it names no document.")
    return bodies


def _open_body(package: OfdPackage, member: str, first: int) -> DocumentBody:
    root = package.parse(member)
    common = child(root, "CommonData")
    templates: dict[str, str] = {}
    composites: dict[str, _Element] = {}
    for element in common if common is not None else ():
        if local(element) == "TemplatePage":
            found = package.find(element.get("BaseLoc", ""), member)
            if found is not None:
                templates[element.get("ID", "")] = found
        elif local(element) in ("PublicRes", "DocumentRes"):
            composites.update(_composites(package, package.find(text_of(element), member)))
    listed = child(root, "Pages")
    pages = tuple(
        PageFile(element.get("ID", ""), package.find(element.get("BaseLoc", ""), member))
        for element in (listed if listed is not None else ())
        if local(element) == "Page"
    )
    area = _box_of(child(common, "PageArea")) or _A4
    notes = _notes(package, package.find(text_of(child(root, "Annotations")) or "\0", member))
    issues = tuple(_attached(package, package.find(text_of(child(root, "Attachments")) or "\0", member)))
    return DocumentBody(first, area, pages, templates, composites, notes, issues)


def _area(root: "_Element") -> Area | None:
    return _box_of(child(root, "Area"))


def _box_of(area: "_Element | None") -> Area | None:
    """The box of a page that is shown: the one it applies to where there is one, else the sheet."""
    for name in ("ApplicationBox", "PhysicalBox"):
        found = numbers(text_of(child(area, name)), 4)
        if found is not None and found[2] > 0 and found[3] > 0:
            return found[0], found[1], found[2], found[3]
    return None


def _composites(package: OfdPackage, member: str | None) -> "Iterator[tuple[str, _Element]]":
    """The drawings that composite objects show, by id."""
    if member is None or b"CompositeGraphicUnit" not in package.read(member):
        return
    for element in package.parse(member).iter():
        if local(element) == "CompositeGraphicUnit":
            yield element.get("ID", ""), element


def _notes(package: OfdPackage, member: str | None) -> dict[str, str]:
    if member is None:
        return {}
    found: dict[str, str] = {}
    for element in package.parse(member):
        place = package.find(text_of(child(element, "FileLoc")) or "\0", member)
        if local(element) == "Page" and place is not None:
            found[element.get("PageID", "")] = place
    return found


def _with_notes(page: OfdPage, root: "_Element", composites: "dict[str, _Element]") -> OfdPage:
    """The page with the text of its annotations (marks, stamps, watermarks), which is kept beside it and not read."""
    texts: list[str] = []
    for note in root:
        appearance = child(note, "Appearance")
        if appearance is not None:
            objects = PageObjects((0.0, 0.0), composites.get)
            objects.add_content(appearance)
            texts += [*(item.run.text for item in objects.glyphs), *objects.unseen]
        texts.append(text_of(child(note, "Remark")))
    kept = [text for text in texts if count_ink(text)]
    if not kept:
        return page
    message = f"Page {page.blank.number} has annotations whose text was not read: {'; '.join(kept)[:80]}"
    blank = replace(
        page.blank,
        decoded=page.blank.decoded + "".join(kept),
        discarded=(*page.blank.discarded, *(Discarded("comment", text) for text in kept)),
        issues=(*page.blank.issues, Issue("comment-unread", "info", message)),
    )
    return replace(page, blank=blank)


def _attached(package: OfdPackage, member: str | None) -> Iterator[Issue]:
    """A warning that names the files attached to the document."""
    if member is None:
        return
    names = [element.get("Name", "") for element in package.parse(member) if local(element) == "Attachment"]
    if names:
        listed = "、".join(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")
        message = f"Files are attached to the document and were not read: {listed}."
        yield Issue("object-unread", "warning", message)
