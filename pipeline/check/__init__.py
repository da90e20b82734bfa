"""Proof of a saved record: what the contract promises and a schema cannot say.

``record.py`` proves a record in itself, ``source.py`` against the document, read again. Both give the faults they find,
in words, with JSON Pointers into the record, and count what they proved.
"""
