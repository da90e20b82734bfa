"""The relations of a package's parts (ECMA-376 part 2, clause 9.3): id → kind and target."""

from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec import Struct

if TYPE_CHECKING:
    from lxml.etree import _Element


class Relation(Struct, frozen=True):
    """``kind``: the last word of the relation's type (``image``, ``styles`` …). ``target``: the member it points to,
    or the address where it is ``external``."""

    kind: str
    target: str
    external: bool = False


def relations_member(source: str) -> str:
    """The member that has the relations of ``source`` (empty: of the package itself)."""
    from docx.opc.packuri import PackURI

    return str(PackURI(f"/{source}").rels_uri)[1:]


def read_relations(root: "_Element", source: str) -> dict[str, Relation]:
    """The relations of the member ``source`` by id; of two with one id the first counts.

    python-docx works out the members' names; its own reader of packages stops at a part that is not there.
    """
    from docx.opc.packuri import PackURI

    folder = PackURI(f"/{source}").baseURI
    found: dict[str, Relation] = {}
    for item in root:
        target = item.get("Target")
        if target is None or not isinstance(item.tag, str):
            continue
        external = item.get("TargetMode") == "External"
        if not external:
            target = PackURI.from_rel_ref(folder, unquote(target)).membername
        kind = item.get("Type", "").rpartition("/")[2]
        found.setdefault(item.get("Id", ""), Relation(kind, target, external))
    return found
