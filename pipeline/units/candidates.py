"""Near misses of an unknown name, for a person to look at. Offered, never chosen."""

from pipeline.units.naming import Namer
from pipeline.units.nearby import PlaceAndTime, find_places
from pipeline.units.reading import NameForms

LIMIT = 3
LIKENESS = 75.0
"""Of 100 (normalised indel similarity): 市场监督局 and 市场监管局 have 80."""


def near_misses(name: str, lexicon: NameForms, namer: Namer, setting: PlaceAndTime) -> tuple[str, ...]:
    """Ids of at most three units at the name's place whose names look alike, the likest first."""
    from rapidfuzz import process

    for end, slot in lexicon.slots_at(name, 0):
        places = find_places(slot, setting, lexicon.gazetteer).places
        rest = name[end:]
        if len(places) != 1 or len(rest) < 3:
            continue
        ids: dict[str, None] = {}
        for post, _, _ in process.extract(rest, lexicon.plain_posts, limit=2 * LIMIT, score_cutoff=LIKENESS):
            for unit in namer.units_at(places[0], lexicon.organs.forms["{}" + post], setting.moment):
                ids[unit.id] = None
        return tuple(ids)[:LIMIT]
    return ()
