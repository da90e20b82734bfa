"""Saved records against labelled files: precision and recall, field by field.

``read_gold`` reads what a person labelled, ``evaluate`` counts one record against it, ``add_up`` makes the total.
"""

from pipeline.evaluate.count import Miss, Report, add_up, evaluate
from pipeline.evaluate.gold import Gold, read_gold
from pipeline.evaluate.score import FIELDS, Score

__all__ = ["FIELDS", "Gold", "Miss", "Report", "Score", "add_up", "evaluate", "read_gold"]
