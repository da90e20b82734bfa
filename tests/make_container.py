"""The old Office container (MS-CFB, version 3) for tests: streams of any names, none of them in the small sectors."""

import struct
from collections.abc import Mapping

_SECTOR = 512
_END, _TABLE, _NONE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_LEAST = 4096


def make_container(streams: Mapping[str, bytes]) -> bytes:
    """The table, the folder, then the streams, each one behind the other."""
    counts = [-(-max(len(stream), _LEAST) // _SECTOR) for stream in streams.values()]
    folders = -(-(len(streams) + 1) // 4)
    tables = -(-(sum(counts) + folders + 1) // 126)
    chain = [_TABLE] * tables + _chained(tables, folders)
    entries = [_entry("Root Entry", 5, _END, 0, child=1 if streams else _NONE)]
    for index, (name, stream) in enumerate(streams.items(), 1):
        following = index + 1 if index < len(streams) else _NONE
        entries.append(_entry(name, 2, len(chain), max(len(stream), _LEAST), right=following))
        chain += _chained(len(chain), counts[index - 1])
    chain += [_NONE] * (tables * 128 - len(chain))
    difat = [*range(tables), *[_NONE] * (109 - tables)]
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, tables, 0, _LEAST, _END, 0, _END, 0) + struct.pack("<109I", *difat)
    body = b"".join(
        stream.ljust(count * _SECTOR, b"\0") for stream, count in zip(streams.values(), counts, strict=True)
    )
    folder = b"".join(entries).ljust(folders * _SECTOR, b"\0")
    return head + struct.pack(f"<{len(chain)}I", *chain) + folder + body


def _chained(first: int, count: int) -> list[int]:
    """The table's entries of one chain of sectors that begins at ``first``."""
    return [first + index + 1 for index in range(count - 1)] + [_END]


def _entry(name: str, kind: int, start: int, length: int, *, child: int = _NONE, right: int = _NONE) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text) + 2, kind, 1, _NONE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, length)
