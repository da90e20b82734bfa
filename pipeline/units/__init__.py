"""Units (单位): who is meant by a name, at a place and on a date."""

from pipeline.units.answers import Resolution, better_named
from pipeline.units.names import KnownNames
from pipeline.units.places import Place
from pipeline.units.registry import Registry, load_registry
from pipeline.units.shapes import is_department, is_no_name

__all__ = [
    "KnownNames",
    "Place",
    "Registry",
    "Resolution",
    "better_named",
    "is_department",
    "is_no_name",
    "load_registry",
]
