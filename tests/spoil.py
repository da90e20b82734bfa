"""Files spoiled at random, the same way for the same chance: for tests and for ``bench/fuzz.py``."""

import io
import random
import zipfile

EXTREMES = (b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\0\0\0\x80", b"\x01\0\0\0", b"\xff\xff")


def mutate(data: bytes, chance: random.Random) -> bytes:
    """A copy with one to eight changes, or of an old Office container up to forty."""
    if data.startswith(b"PK"):
        return _mutate_zip(data, chance)
    blob = bytearray(data)
    for _ in range(chance.randint(1, 40 if data[:2] == b"\xd0\xcf" else 8)):
        at = chance.randrange(len(blob) or 1)
        # Whole sectors of an old Office container would move: mostly its bytes are only changed in their places.
        match chance.randrange(6 if chance.random() < 0.1 or data[:2] != b"\xd0\xcf" else 3):
            case 0:
                blob[at : at + 1] = bytes((chance.randrange(256),))
            case 1:
                extreme = chance.choice(EXTREMES)
                blob[at : at + len(extreme)] = extreme
            case 2:
                other = chance.randrange(len(blob) or 1)
                blob[at : at + 16] = blob[other : other + 16]
            case 3:
                del blob[at : at + chance.randint(1, 64)]
            case 4:
                blob[at:at] = blob[at : at + chance.randint(1, 512)]
            case _:
                if chance.random() < 0.2:
                    del blob[at:]
    return bytes(blob)


def _mutate_zip(data: bytes, chance: random.Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        chosen = chance.choice([name for name in source.namelist() if name.endswith(".xml")])
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, mutate(content, chance) if name == chosen and content else content)
    packed = buffer.getvalue()
    return packed if chance.random() < 0.8 else mutate(b"\0" + packed, chance)[1:]
