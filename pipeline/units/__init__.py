"""Units (单位): who is meant by a name, at a place and on a date."""

from pipeline.units.answers import Resolution, better_named
from pipeline.units.names import KnownNames
from pipeline.units.places import Place
from pipeline.units.registry import Registry, load_registry

__all__ = ["KnownNames", "Place", "Registry", "Resolution", "better_named", "load_registry"]
