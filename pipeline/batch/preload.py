"""Imported by the process that workers are forked from, for what the import does."""

import gc

from pipeline.batch.warm import warm

warm()
gc.collect()
gc.freeze()  # what is loaded stays where it is, in pages that all workers share
