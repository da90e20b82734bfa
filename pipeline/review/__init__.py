"""The review page: each value beside its source, mended in seconds; on this machine only. Needs ``fengong[review]``."""
