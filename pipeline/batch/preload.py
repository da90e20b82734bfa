"""Imported by the process that workers are forked from, for what the import does."""

import gc

from pipeline.batch.warm import warm

gc.disable()  # all of it stays: looking for garbage in between only takes time
warm()
gc.freeze()  # in pages that all workers share
gc.enable()
