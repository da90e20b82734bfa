"""Year beside year: which task of one list is which of another, and what changed.

``compare`` is the flow: ``texts`` makes what is compared of each task, ``similar`` scores the pairs that may be one,
``match`` decides, ``units`` and ``days`` say what changed. ``json_file``, ``xlsx_file`` and ``html_file`` write it.
"""

from pipeline.compare.flow import compare
from pipeline.compare.model import Comparison

__all__ = ["Comparison", "compare"]
