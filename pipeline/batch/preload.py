"""Imported by the process that workers are forked from, for what the import does."""

import gc
import sys

from pipeline.batch.warm import warm

gc.disable()  # all of it stays: looking for garbage in between only takes time
warm()
gc.freeze()  # in pages that all workers share
gc.enable()

# A worker that starts while its parent ends finds half of what it was promised: nobody wants to read of it. Of a worker
# that dies the parent tells.
sys.excepthook = lambda kind, error, trace: None
