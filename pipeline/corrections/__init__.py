"""Corrections: what a person put right, as an overlay over what the program reads; they replay on any version of it.

A line of ``corrections.jsonl`` names its document by sha256 and its value by the task's own words and the value's
quote, never by an id or an offset alone. Lines are added, never changed: a later one on the same value wins, and
``withdrawn`` takes one back.
"""
