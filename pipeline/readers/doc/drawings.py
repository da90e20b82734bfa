"""What is anchored in the text: text boxes, pictures in the line, and drawings on the page (MS-DOC 2.8.37, 2.9.192)."""

import struct

from msgspec import Struct

_POINT = 20.0
_ANCHOR, _BOX = 26, 22
_FRAME = 75
"""The shape type of a picture."""
_CONTAINER, _SHAPE = 0xF, 0xF00A
_DEEPEST = 12


class DrawingAnchors(Struct, frozen=True):
    """``at``: character position → the shape anchored there and its size in points; ``boxes``: shape → where its
    text is among the texts of boxes; ``pictures``: the shapes that are pictures."""

    at: dict[int, tuple[int, float, float]]
    boxes: dict[int, list[tuple[int, int]]]
    pictures: frozenset[int]


def read_anchors(anchors: bytes, boxes: bytes, drawings: bytes) -> DrawingAnchors:
    """The drawings of the body."""
    at: dict[int, tuple[int, float, float]] = {}
    for position, _, blob in _entries(anchors, _ANCHOR):
        shape, left, top, right, bottom = struct.unpack_from("<5i", blob)
        at[position] = (shape, (right - left) / _POINT, (bottom - top) / _POINT)
    texts: dict[int, list[tuple[int, int]]] = {}
    for position, end, blob in _entries(boxes, _BOX):
        if end > position:
            texts.setdefault(struct.unpack_from("<i", blob, 14)[0], []).append((position, end))
    return DrawingAnchors(at, texts, frozenset(_picture_shapes(drawings)))


def _entries(plc: bytes, size: int) -> list[tuple[int, int, bytes]]:
    """Position, next position and data of each element of a PLC."""
    count = max((len(plc) - 4) // (4 + size), 0)
    if not count:
        return []
    places = struct.unpack_from(f"<{count + 1}i", plc)
    begin = 4 * (count + 1)
    return [
        (places[index], places[index + 1], plc[begin + index * size : begin + (index + 1) * size])
        for index in range(count)
    ]


def _picture_shapes(blob: bytes) -> list[int]:
    """The ids of all shapes of the type picture, by one walk over the records of the drawings (MS-ODRAW)."""
    found: list[int] = []
    ends = [len(blob)]
    at = 0
    while at + 8 <= len(blob) and ends:
        if at >= ends[-1]:
            ends.pop()
            continue
        version, kind, length = struct.unpack_from("<HHI", blob, at)
        if len(ends) == 1 and kind < 0xF000:
            at += 1  # a byte says which part of the document a drawing belongs to
            continue
        if version & 0xF == _CONTAINER and len(ends) < _DEEPEST:
            ends.append(min(at + 8 + length, ends[-1]))
            at += 8
            continue
        if kind == _SHAPE and version >> 4 == _FRAME and at + 12 <= len(blob):
            found.append(struct.unpack_from("<i", blob, at + 8)[0])
        at += 8 + length
    return found


def inline_size(data: bytes, offset: int) -> tuple[float, float]:
    """Width and height in points of a picture in the line (PICF); 0 where the file does not say."""
    if offset + 36 > len(data):
        return 0.0, 0.0
    width, height, across, down = struct.unpack_from("<HHHH", data, offset + 28)
    return width * across / 1000 / _POINT, height * down / 1000 / _POINT
