"""The seal of a saved record: a checksum in the record itself, which tells whether somebody changed it since.

It needs no file beside the record, and goes where the record goes. Line breaks and indents do not count.
"""

import hashlib

import msgspec

_MEMBER = "seal"


def close_with_seal(text: bytes) -> bytes:
    """A record's compact JSON, which has no seal yet, with one as its last member."""
    return b'%b,"%b":"%b"}' % (text[:-1], _MEMBER.encode(), hashlib.sha256(text).hexdigest().encode())


def is_changed(data: bytes) -> bool | None:
    """Whether a saved record is another one than was written; None where it has no seal.

    What is no JSON object any more was changed.
    """
    try:
        tree = msgspec.json.decode(data)
        seal = tree.pop(_MEMBER, None)
    except (ValueError, AttributeError, TypeError):
        return True
    if seal is None:
        return None
    return bool(seal != hashlib.sha256(msgspec.json.encode(tree)).hexdigest())
