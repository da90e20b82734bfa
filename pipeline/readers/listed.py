"""The forms of documents that can be read, and what is missing here for some of them."""

from collections.abc import Iterator
from importlib.util import find_spec

from msgspec import Struct

from pipeline.knowledge import read_toml
from pipeline.readers import READERS, TEXT


class ListedFormat(Struct, frozen=True):
    """A form of documents: its name and how it is read, in English and Chinese; the suffixes of its files."""

    name: tuple[str, str]
    how: tuple[str, str]
    suffixes: tuple[str, ...]
    extra: str | None
    """The optional extra that it needs."""
    missing: bool
    """Is that extra missing here?"""


def list_formats() -> Iterator[ListedFormat]:
    """All forms, in the order of ``formats.toml``; asking loads no reader."""
    suffixes = {reader.name: reader.suffixes for reader in (*READERS, TEXT)}
    for item in read_toml("formats.toml")["format"]:
        yield ListedFormat(
            name=(item["en"], item["zh"]),
            how=(item["how_en"], item["how_zh"]),
            suffixes=suffixes.get(item["reader"], ()),
            extra=item.get("extra"),
            missing=any(find_spec(package) is None for package in item.get("packages", ())),
        )
