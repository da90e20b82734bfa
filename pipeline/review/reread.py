"""A document read again as the program reads it, with the user's own files and what was given for it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from pipeline import knowledge
from pipeline.corrections.overlay import Overlay
from pipeline.extract import record_of
from pipeline.given import read_given
from pipeline.model import Record
from pipeline.source import Document
from pipeline.text.lexicon import using
from pipeline.text.profiles import LayoutProfile, profile_bytes, read_profiles
from pipeline.units import load_registry


class OwnFiles(Struct, frozen=True):
    """The user's own units, words and profiles."""

    units: Path | None = None
    words: Path | None = None
    profiles: Path | None = None


def reread(document: Document, saved: Record, layouts: Sequence[LayoutProfile], own: OwnFiles) -> Record:
    """The record of a document, no corrections of values applied; ``saved`` says what was given for it."""
    registry = load_registry(own.units)
    frame = saved.document
    told = frame.given or ()
    given: dict[str, Any] = {
        "region": frame.region.code if frame.region and "region" in told else None,
        "year": frame.year if "year" in told else None,
        "issued_on": frame.issued_on if "issued_on" in told else None,
    }
    version = knowledge.version(own.units, own.words, profile_bytes(own.profiles))
    known = (*layouts, *(read_profiles(own.profiles) if own.profiles else ()))
    with using(own.words), Overlay((), known).reading() as overlay:
        return record_of(document, registry, read_given(registry, **given), version, overlay)
