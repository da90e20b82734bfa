"""The element and attribute names of WordprocessingML (ECMA-376 part 1, clause 17) that the reader knows."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_STRICT_M = "{http://purl.oclc.org/ooxml/officeDocument/math}"

VAL = f"{_W}val"
BODY, P, R, T, TBL, TR, TC = (f"{_W}{name}" for name in ("body", "p", "r", "t", "tbl", "tr", "tc"))
P_PR, R_PR, TR_PR, TC_PR, TBL_PR = (f"{_W}{name}" for name in ("pPr", "rPr", "trPr", "tcPr", "tblPr"))
TAB, BR, CR, SYM = (f"{_W}{name}" for name in ("tab", "br", "cr", "sym"))
NO_BREAK_HYPHEN = f"{_W}noBreakHyphen"
CHAR, FONT = f"{_W}char", f"{_W}font"

FIELD_CHAR, FIELD_TYPE = f"{_W}fldChar", f"{_W}fldCharType"
FIELD_CODE, SIMPLE_FIELD, INSTRUCTION = f"{_W}instrText", f"{_W}fldSimple", f"{_W}instr"
FORM, CHECK_BOX, CHECKED, DROP_DOWN, LIST_ENTRY, RESULT, DEFAULT = (
    f"{_W}{name}" for name in ("ffData", "checkBox", "checked", "ddList", "listEntry", "result", "default")
)

DEL, INS, MOVE_FROM, MOVE_TO = (f"{_W}{name}" for name in ("del", "ins", "moveFrom", "moveTo"))
DELETED_TEXT = f"{_W}delText"
CELL_DEL = f"{_W}cellDel"
REMOVED = frozenset({DEL, MOVE_FROM})
"""Tracked changes whose content the final text does not have."""

SDT_PR, PROMPTS = f"{_W}sdtPr", f"{_W}showingPlcHdr"
SDT, SDT_CONTENT = f"{_W}sdt", f"{_W}sdtContent"
WRAPPERS = frozenset(
    {f"{_W}{name}" for name in ("customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo", "ins", "moveTo")}
    | {SDT, SDT_CONTENT, f"{_W}rubyBase"}
)
"""Elements that only wrap content of their own kind: runs, paragraphs, rows or cells."""

RUBY, RUBY_TEXT = f"{_W}ruby", f"{_W}rt"
MATH = frozenset({f"{_M}oMath", f"{_M}oMathPara", f"{_STRICT_M}oMath", f"{_STRICT_M}oMathPara"})

VANISH, STRIKE, DOUBLE_STRIKE, VERTICAL, FONTS = (
    f"{_W}{name}" for name in ("vanish", "strike", "dstrike", "vertAlign", "rFonts")
)
ASCII, HIGH_ANSI = f"{_W}ascii", f"{_W}hAnsi"
GRID_SPAN, V_MERGE, H_MERGE = (f"{_W}{name}" for name in ("gridSpan", "vMerge", "hMerge"))
GRID_BEFORE, GRID_AFTER = f"{_W}gridBefore", f"{_W}gridAfter"
ALT_CHUNK = f"{_W}altChunk"
ALTERNATIVE, CHOICE, FALLBACK = (f"{_MC}{name}" for name in ("AlternateContent", "Choice", "Fallback"))
PICTURES = frozenset({f"{_W}{name}" for name in ("drawing", "pict", "object")})
TEXT_BOX = f"{_W}txbxContent"
TEXT_PATH, SHAPE_IMAGE = "{urn:schemas-microsoft-com:vml}textpath", "{urn:schemas-microsoft-com:vml}imagedata"
OLE_OBJECT, CONTROL = "{urn:schemas-microsoft-com:office:office}OLEObject", f"{_W}control"
EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
DRAWN_P, DRAWN_T = (f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{name}" for name in "pt")
NAME = f"{_W}name"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
DATA_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm"
STRICT_DATA_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}dm"
PAGE_SIZE, PAGE_MARGIN, WIDTH, LEFT, RIGHT = (f"{_W}{name}" for name in ("pgSz", "pgMar", "w", "left", "right"))

NUM_PR, NUM_ID, LEVEL_INDEX = (f"{_W}{name}" for name in ("numPr", "numId", "ilvl"))
ABSTRACT_NUM, ABSTRACT_NUM_ID = f"{_W}abstractNum", f"{_W}abstractNumId"
NUM, LEVEL, LEVEL_OVERRIDE, START_OVERRIDE = (f"{_W}{name}" for name in ("num", "lvl", "lvlOverride", "startOverride"))
START, FORMAT, LEVEL_TEXT, SUFFIX, LEGAL, RESTART = (
    f"{_W}{name}" for name in ("start", "numFmt", "lvlText", "suff", "isLgl", "lvlRestart")
)
STYLE, STYLE_ID, BASED_ON, P_STYLE, R_STYLE, STYLE_LINK, NUM_STYLE_LINK = (
    f"{_W}{name}" for name in ("style", "styleId", "basedOn", "pStyle", "rStyle", "styleLink", "numStyleLink")
)
NOTE_TYPE = f"{_W}type"
NOTES = frozenset({f"{_W}footnote", f"{_W}endnote"})
COMMENT = f"{_W}comment"


def is_on(value: str | None) -> bool:
    """An on/off property that is present: on unless its value says no (clause 17.17.4)."""
    return value not in ("0", "false", "off")
