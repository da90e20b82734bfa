"""Annotations: what reviewers and forms add to a page. Typed text is shown, so it is read; remarks are no text."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium_c
from msgspec import Struct

from pipeline.fold import fold_text
from pipeline.model import Box, Discarded, Issue
from pipeline.readers.pdf.page.frame import PageFrame, map_box
from pipeline.readers.pdf.page.words import Word
from pipeline.text.patterns import pattern

_MOST = 5_000
"""Annotations of a page that are looked at."""
_UNSEEN = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
_LINE = 12.0
"""Points: the height of a line of typed text, where its box has room for it."""
_INSET = 2.0
_TICK = "☑"


class PageNotes(Struct):
    """The annotations of a page. ``struck``: boxes (page space) of text that one strikes out. ``typed``: text in form
    fields and text boxes, with its box. ``remarks`` are not of the text. ``hidden`` is typed, and not shown."""

    struck: list[Box]
    typed: list[tuple[str, Box]]
    remarks: list[str]
    hidden: list[str]
    stamps: list[str]
    unread: int = 0
    """Form fields whose value could not be found."""

    def words(self, frame: PageFrame) -> list[Word]:
        """The typed text as words in the reading frame, line by line."""
        found: list[Word] = []
        for text, box in self.typed:
            x0, top, x1, bottom = map_box(box, frame.matrix)
            lines = [line.strip() for line in text.splitlines() if line.strip()]
            step = min((bottom - top) / len(lines), _LINE)
            begin = (top + bottom - step * len(lines)) / 2
            for index, line in enumerate(lines):
                inset = min(_INSET, (x1 - x0) / 4)
                found.append(Word(line, x0 + inset, begin + step * index, x1 - inset, begin + step * (index + 1)))
        return found

    def discarded(self) -> list[Discarded]:
        """What is not of the text, with the reasons."""
        return [
            *(Discarded("comment", text) for text in self.remarks),
            *(Discarded("hidden", text) for text in self.hidden),
        ]

    def report(self, number: int) -> Iterator[Issue]:
        """What the annotations of page ``number`` mean for the reading of it."""
        if self.remarks:
            message = (
                f"Page {number} has remarks in annotations, which were not read as text: {'; '.join(self.remarks)[:80]}"
            )
            yield Issue("comment-unread", "info", message)
        if self.typed:
            message = f"Text typed into form fields or text boxes on page {number} was read: {self.typed[0][0][:80]}"
            yield Issue("typed-text", "info", message)
        if self.unread:
            message = f"Page {number} has form fields whose text was not read."
            yield Issue("object-unread", "error", message)
        void = [text for text in self.stamps if pattern("page", "void").search(fold_text(text))]
        if void:
            yield Issue(
                "stamped-void", "warning", f"A stamp on page {number} says that it is not valid: {void[0][:80]}"
            )


def read_notes(page: Any) -> PageNotes | None:
    """The annotations of a pdfium page; None where it has none."""
    count = pdfium_c.FPDFPage_GetAnnotCount(page)
    if count <= 0:
        return None
    notes = PageNotes([], [], [], [], [])
    for index in range(min(count, _MOST)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
        if annotation:
            _take_in(notes, annotation)
            pdfium_c.FPDFPage_CloseAnnot(annotation)
    return notes


def _take_in(notes: PageNotes, annotation: Any) -> None:
    kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
    shown = not pdfium_c.FPDFAnnot_GetFlags(annotation) & _UNSEEN
    if kind == pdfium_c.FPDF_ANNOT_WIDGET:
        _take_field(notes, annotation, shown)
        return
    if kind in (pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP):
        return
    text = _string(annotation, b"Contents").strip()
    if kind == pdfium_c.FPDF_ANNOT_FREETEXT:
        _take_typed(notes, annotation, text, shown)
        return
    if kind == pdfium_c.FPDF_ANNOT_STRIKEOUT and shown:
        notes.struck.extend(_quads(annotation))
    if kind == pdfium_c.FPDF_ANNOT_STAMP and shown:
        notes.stamps.append(f"{text} {_string(annotation, b'Name')} {_string(annotation, b'Subj')}".strip())
    if text:
        notes.remarks.append(text)


def _take_field(notes: PageNotes, annotation: Any, shown: bool) -> None:
    """A form field: typed or chosen text is shown like any other, a ticked box as a tick."""
    kind = _string(annotation, b"FT")
    value = _string(annotation, b"V").strip()
    if kind == "Btn":
        state = _string(annotation, b"AS")
        value = _TICK if state not in ("", "Off") else ""
    elif not kind and not value:
        notes.unread += shown
        return
    _take_typed(notes, annotation, value, shown)


def _take_typed(notes: PageNotes, annotation: Any, text: str, shown: bool) -> None:
    rectangle = pdfium_c.FS_RECTF()
    if not text or not pdfium_c.FPDFAnnot_GetRect(annotation, rectangle):
        return
    if not shown:
        notes.hidden.append(text)
        return
    sides = sorted((rectangle.left, rectangle.right)), sorted((rectangle.bottom, rectangle.top))
    notes.typed.append((text, (sides[0][0], sides[1][0], sides[0][1], sides[1][1])))


def _quads(annotation: Any) -> Iterator[Box]:
    """The boxes of the text that an annotation marks, in page space."""
    for index in range(pdfium_c.FPDFAnnot_CountAttachmentPoints(annotation)):
        points = pdfium_c.FS_QUADPOINTSF()
        if pdfium_c.FPDFAnnot_GetAttachmentPoints(annotation, index, points):
            xs, ys = (points.x1, points.x2, points.x3, points.x4), (points.y1, points.y2, points.y3, points.y4)
            yield min(xs), min(ys), max(xs), max(ys)


def _string(annotation: Any, key: bytes) -> str:
    """A string or name of the annotation's dictionary; empty where it has none."""
    length = pdfium_c.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium_c.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace").replace("\r\n", "\n").replace("\r", "\n")
