"""``convert --together``: a covering notice and its attachments, each a file of its own."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.cli.console import show_name
from pipeline.cli.inputs import Input, name_input, read_bytes
from pipeline.covering import Covering, choose_notice, read_covering
from pipeline.errors import FileError
from pipeline.model import Record

Extract = Callable[..., Record]


class Together:
    """The notices among the inputs of one call, found before any is converted."""

    def __init__(self, inputs: Sequence[Input], given: Mapping[str, Any]) -> None:
        from pipeline.units import load_registry

        registry = load_registry(Path(given["units"]) if given.get("units") else None)
        self._notices: dict[Path, Covering] = {}
        for item in inputs:
            name = show_name(name_input(item.path))
            try:
                found = read_covering(read_bytes(item.path), name, registry)
            except FileError:
                continue
            if found is not None:
                self._notices[item.path] = found

    def is_notice(self, item: Input) -> bool:
        """Does this input cover others?"""
        return item.path in self._notices

    def competing(self) -> list[str]:
        """The names of the notices where there are several."""
        return [notice.name for notice in self._notices.values()] if len(self._notices) > 1 else []

    def extract(self, item: Input, extract: Extract, data: bytes, name: str, given: Mapping[str, Any]) -> Record:
        """The record of an input, with what it does not state taken from the notice that covers it."""
        notices = [notice for path, notice in self._notices.items() if path != item.path]
        if not notices or self.is_notice(item):
            return extract(data, name=name, **given)
        chosen = choose_notice(name, None, notices, by_hand=True)
        if chosen is None:
            record = extract(data, name=name, **given)
            chosen = choose_notice(name, record.document.title, notices, by_hand=True)
            if chosen is None:
                return record
        return extract(data, name=name, notice=chosen, **given)
