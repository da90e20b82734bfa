"""Imported by the process that workers are forked from, for what the import does."""

import gc
import sys

from pipeline.batch.warm import warm

gc.disable()  # everything loaded here is kept; collections in between would find nothing
warm()
gc.freeze()  # in pages that all workers share
gc.enable()

# A worker started while its parent exits fails halfway through start-up. Hide that traceback; the parent reports dead
# workers itself.
sys.excepthook = lambda *_: None
