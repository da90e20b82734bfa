"""The element and attribute names of OpenDocument (ODF 1.3 part 3) that the reader knows."""

_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TEXT, _TABLE, _DRAW, _STYLE = (_SPACE % name for name in ("office", "text", "table", "drawing", "style"))
_SVG, _MANIFEST = _SPACE % "svg-compatible", _SPACE % "manifest"
_FIELD = "{urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0}"
_MORE = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"

BODY, OFFICE_TEXT, SPREADSHEET = f"{_OFFICE}body", f"{_OFFICE}text", f"{_OFFICE}spreadsheet"
STYLES, AUTOMATIC = f"{_OFFICE}styles", f"{_OFFICE}automatic-styles"
ANNOTATION = f"{_OFFICE}annotation"
P, H, LIST, LIST_ITEM, LIST_HEADER, SECTION = (
    f"{_TEXT}{name}" for name in ("p", "h", "list", "list-item", "list-header", "section")
)
SPAN, S, TAB, LINE_BREAK, COUNT = (f"{_TEXT}{name}" for name in ("span", "s", "tab", "line-break", "c"))
NOTE, NOTE_BODY, NOTE_CITATION = (f"{_TEXT}{name}" for name in ("note", "note-body", "note-citation"))
RUBY_TEXT, HIDDEN_TEXT, HIDDEN_PARAGRAPH = (
    f"{_TEXT}{name}" for name in ("ruby-text", "hidden-text", "hidden-paragraph")
)
TRACKED, DELETION = f"{_TEXT}tracked-changes", f"{_TEXT}deletion"
DISPLAY, IS_HIDDEN, LABEL = f"{_TEXT}display", f"{_TEXT}is-hidden", f"{_TEXT}label"
STYLE_NAME, OUTLINE_LEVEL, LIST_LEVEL = (f"{_TEXT}{name}" for name in ("style-name", "outline-level", "level"))
UNNUMBERED = f"{_TEXT}is-list-header"
CONTINUE, CONTINUED, START, DISPLAYED, SUFFIX = (
    f"{_TEXT}{name}"
    for name in ("continue-numbering", "continue-list", "start-value", "display-levels", "label-followed-by")
)
BULLET_CHAR, LIST_STYLE, OUTLINE_STYLE = (f"{_TEXT}{name}" for name in ("bullet-char", "list-style", "outline-style"))
LEVELS = {
    f"{_TEXT}list-level-style-number": "number",
    f"{_TEXT}outline-level-style": "number",
    f"{_TEXT}list-level-style-bullet": "bullet",
}
SKIPPED = frozenset(
    f"{_TEXT}{name}"
    for name in (
        *(
            "sequence-decls",
            "variable-decls",
            "user-field-decls",
            "dde-connection-decls",
            "alphabetical-index-auto-mark-file",
        ),
        *("table-of-content-source", "illustration-index-source", "table-index-source", "object-index-source"),
        *("user-index-source", "alphabetical-index-source", "bibliography-source", "label"),
    )
) | {f"{_OFFICE}forms", f"{_OFFICE}annotation-end"}
"""Elements without text that is shown."""

TABLE, TABLE_ROW, CELL, COVERED = (
    f"{_TABLE}{name}" for name in ("table", "table-row", "table-cell", "covered-table-cell")
)
COLUMN, VISIBILITY = f"{_TABLE}table-column", f"{_TABLE}visibility"
TABLE_NAME, TABLE_STYLE, SHEET_DISPLAY = (f"{_TABLE}{name}" for name in ("name", "style-name", "display"))
ROW_GROUPS = frozenset(f"{_TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group"))
COLUMN_GROUPS = frozenset(f"{_TABLE}{name}" for name in ("table-columns", "table-header-columns", "table-column-group"))
COLUMNS_SPANNED, ROWS_SPANNED, COLUMNS_REPEATED, ROWS_REPEATED = (
    f"{_TABLE}{name}"
    for name in ("number-columns-spanned", "number-rows-spanned", "number-columns-repeated", "number-rows-repeated")
)
FRAME, TEXT_BOX, IMAGE, OBJECT, OBJECT_OLE, GROUP = (
    f"{_DRAW}{name}" for name in ("frame", "text-box", "image", "object", "object-ole", "g")
)
DRAWN = frozenset(
    {f"{_DRAW}{name}" for name in ("custom-shape", "rect", "ellipse", "circle", "line", "polygon", "path", "connector")}
    | {FRAME, GROUP}
)
WIDTH, HEIGHT = f"{_SVG}width", f"{_SVG}height"

STYLE, NAME, PARENT, LIST_STYLE_NAME = (
    f"{_STYLE}{name}" for name in ("style", "name", "parent-style-name", "list-style-name")
)
TEXT_PROPERTIES, FAMILY, SECTION_PROPERTIES = (
    f"{_STYLE}text-properties",
    f"{_STYLE}family",
    f"{_STYLE}section-properties",
)
TABLE_PROPERTIES = f"{_STYLE}table-properties"
LINE_THROUGH, LINE_THROUGH_TYPE = f"{_STYLE}text-line-through-style", f"{_STYLE}text-line-through-type"
POSITION, FONT_NAME = f"{_STYLE}text-position", f"{_STYLE}font-name"
FORMAT, PREFIX, NUMBER_SUFFIX = f"{_STYLE}num-format", f"{_STYLE}num-prefix", f"{_STYLE}num-suffix"
PATTERN = f"{_MORE}num-list-format"
ALIGNMENT = f"{_STYLE}list-level-label-alignment"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
ENCRYPTION = f"{_MANIFEST}encryption-data"
MARK, MARK_START, MARK_TYPE, PARAMETER, PARAMETER_NAME, PARAMETER_VALUE = (
    f"{_FIELD}{name}" for name in ("fieldmark", "fieldmark-start", "type", "param", "name", "value")
)
