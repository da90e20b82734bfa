"""Every value that crosses the batch: what is to be done, what became of it, and what is reported on the way."""

from typing import Literal

from msgspec import Struct

from pipeline.readers.ocr.choice import OcrChoice

OutcomeKind = Literal["complete", "partial", "empty", "failed", "quarantined"]
OUTCOMES: tuple[OutcomeKind, ...] = ("complete", "partial", "empty", "failed", "quarantined")
"""``empty``: read, and no task list in it, which is most of an archive and no failure. ``quarantined``: it brought a
worker down twice, the second time alone."""


RECORDS, MANIFEST, TASKS, REPORT = "records", "manifest.jsonl", "tasks.jsonl", "report.html"
KEPT = "kept"
"""What a run leaves in OUT; ``kept`` holds records that somebody changed since they were written, before a new one
takes their place."""
Language = Literal["en", "zh"]
"""The language of the report. All else that a run leaves is the same in both."""


class Limits(Struct, frozen=True):
    """What one document may take. 0 is no limit."""

    seconds: int = 120
    """Of the clock, and of processor time."""
    memory: int = 2048
    """MiB of address space of the worker process."""
    pages: int = 0
    """Of a PDF."""
    size: int = 256
    """MiB of the file."""


class Options(Struct, frozen=True):
    """How a batch is to be run."""

    jobs: int = 1
    """Worker processes; 0: as many as there are processors, here or in the cluster."""
    units: str | None = None
    """Absolute path of the user's own units."""
    region: str | None = None
    """Place, year and day of issue of documents that do not state them."""
    year: int | None = None
    issued_on: str | None = None
    words: str | None = None
    """Absolute path of the user's own words."""
    corrections: str | None = None
    """Absolute path of the user's file of corrections."""
    profiles: str | None = None
    """Absolute path of the layouts that the user confirmed: a file or a folder."""
    ocr: OcrChoice = "auto"
    """Whether text is recognised on pages that are pictures."""
    gzip: bool = False
    """Records and task lines compressed."""
    limits: Limits = Limits()
    recycle: int = 1000
    """Hand-outs, of one document or several small ones, after which a worker process is replaced by a new one."""
    engine: Literal["local", "ray"] = "local"
    records: str | None = None
    """Where the records go instead of ``OUT/records``: a folder or an object store's URL."""
    only_failed: bool = False
    prune: bool = False
    """Drop what earlier runs knew of documents that this one does not name."""


class Versions(Struct, frozen=True):
    """What a record depends on besides the document's bytes. A document is done again when one of them is another."""

    program: str
    schema: str
    knowledge: str
    options: str


class Job(Struct, frozen=True):
    """One document for a worker."""

    sha256: str
    """Of the bytes, as the parent read them."""
    location: str
    """The file or the object's URL, for opening."""
    path: str
    """As the user sees it: a URL; the folder as it was given, an archive's members after ``!/``."""
    name: str
    """The file name, for the record."""
    size: int
    """Bytes."""
    spooled: bool = False
    """``location`` is a copy made for this job, to be removed after it."""
    region: str | None = None
    """Place, year and day of issue given for this document alone; what is None is that of the run's options."""
    year: int | None = None
    issued_on: str | None = None


class Workplace(Struct, frozen=True):
    """Where workers put what they make."""

    records: str
    """The place of the store: a folder, or a URL."""
    parts: str | None
    """The folder for the task lines of this run, see ``lines``; None where the run's folder is out of reach."""


class LinesPart(Struct, frozen=True):
    """Where the task lines of one document are during a run: a file, and a range of its bytes."""

    path: str
    start: int
    length: int


class Finding(Struct, frozen=True):
    """What became of one document."""

    outcome: OutcomeKind
    code: str | None = None
    """The error's code; None when a record was written."""
    reason: str | None = None
    advice: str | None = None
    replay: str | None = None
    """The command that repeats it, for a document that was set aside."""
    record: str | None = None
    """The record's name in the store."""
    draft: str | None = None
    """What the store calls the record until it is settled."""
    lines: LinesPart | None = None
    """The record's task lines; None where there was no place for them."""
    stored: int = 0
    """Bytes of the record as it was written."""
    digest: str | None = None
    """sha256 of these bytes."""
    media_type: str | None = None
    title: str | None = None
    region: str | None = None
    tasks: int = 0
    unused: int = 0
    """Non-blank characters that found no place."""
    issues: dict[str, int] = {}
    """How often each issue code occurs in the record."""
    unknown: dict[str, int] = {}
    """How often each unit name occurs there that the registry does not know."""
    seconds: float = 0.0
    processor: float = 0.0
    """Seconds of processor time."""
    memory: int = 0
    """Peak resident MiB while this document was worked on; where the system reports it (Linux), else of the worker."""


class Settled(Struct, frozen=True, tag_field="event", tag="document"):
    """Event: a document has its outcome. ``known``: from an earlier run, or from the same bytes under another name."""

    path: str
    sha256: str | None
    finding: Finding
    known: bool = False


class Counted(Struct, frozen=True, tag_field="event", tag="counted"):
    """Event: how many documents there are, as far as is known (an archive's members are counted when it is opened)."""

    total: int


class Kept(Struct, frozen=True, tag_field="event", tag="kept"):
    """Event: a record that somebody changed was copied to ``copy`` before a new one takes its place."""

    record: str
    copy: str


Event = Settled | Counted | Kept


class Summary(Struct, frozen=True):
    """A run at its end. ``outcomes`` counts documents under their paths, those of earlier runs among them."""

    documents: int
    outcomes: dict[OutcomeKind, int]
    worked: int
    """Documents that were worked on in this run."""
    left: int
    """Documents without an outcome: ``only_failed`` passes by what was never done."""
    tasks: int
    seconds: float
    orphans: int
    """Records of earlier runs that this run's documents do not lead to."""
    pruned: int
    """Such records that were removed."""
    kept: int
    """Records that somebody had changed, copied before they were replaced or removed."""


class RunError(Exception):
    """Something stops the whole run. ``code`` is ``output``, ``locked``, ``engine``, or ``missing`` for a package;
    ``advice``: what to do."""

    def __init__(self, code: Literal["output", "locked", "engine", "missing"], message: str, advice: str) -> None:
        super().__init__(message)
        self.code = code
        self.advice = advice

    def __reduce__(self) -> tuple[type["RunError"], tuple[str, str, str]]:
        return RunError, (self.code, str(self), self.advice)
