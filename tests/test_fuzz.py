"""Saved documents with changed bytes: a reader gives a document or a typed error, and nothing else escapes.

``bench/fuzz.py`` does the same for as long as one likes, with any file.
"""

import random
from pathlib import Path

import pytest

from pipeline.errors import FileError
from pipeline.readers import read
from spoil import mutate

pytestmark = pytest.mark.hostile

SAMPLES = Path(__file__).parent / "oldword"


@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_only_typed_errors_escape(kind: str) -> None:
    data = (SAMPLES / f"list.{kind}").read_bytes()
    chance = random.Random(kind)
    read_whole = 0
    for _ in range(150):
        try:
            read_whole += bool(read(mutate(data, chance), f"list.{kind}").blocks)
        except FileError as error:
            assert error.code != "internal"
    assert read_whole > 20, "a fuzz that never gets inside a reader tries nothing"
