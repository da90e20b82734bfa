"""Records that somebody changed since they were written: copied before a new record takes their place."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from pipeline.batch.model import Event, Finding, Kept
from pipeline.batch.stores import Store
from pipeline.files import free_name, write_whole


class Edits:
    """Copies changed records into ``folder`` and reports each; ``count`` is how many."""

    def __init__(self, store: Store, folder: Path, listen: Callable[[Event], None]) -> None:
        self._store, self._folder, self._listen = store, folder, listen
        self.count = 0

    def keep(self, finding: Finding) -> None:
        """Copy the finding's record if it is there and not as it was written. Raises OSError."""
        name = finding.record
        if name is None or (size := self._store.size(name)) is None:
            return
        if size == finding.stored and finding.digest is None:  # written by a version that took no digest
            return
        data = next(iter(self._store.get_all([name])))
        if size == finding.stored and hashlib.sha256(data).hexdigest() == finding.digest:
            return
        copy = free_name(self._folder / name)
        with write_whole(copy, durable=True) as file:
            file.write(data)
        self.count += 1
        self._listen(Kept(name, str(copy)))
