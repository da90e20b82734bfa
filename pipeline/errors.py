"""The few things that stop one file, or the program: each has a code and advice.

The code's meaning and advice in both languages are in ``knowledge/codes.toml``; ``fengong explain CODE`` prints them.
Trouble with content never raises: it is an ``Issue`` in the record.
"""


class FileError(Exception):
    """One input cannot give a record. ``str(error)``: what happened; ``advice``: what to do."""

    code = "internal"
    advice = "Please report this file to the maintainers."

    def __init__(self, message: str, *, advice: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.advice = advice or self.advice
        self.code = code or self.code


class Unsupported(FileError):
    """The bytes are of a kind that no reader takes."""

    code = "unsupported"
    advice = "Save the document as .docx, .pdf or .txt and convert that."


class Unreadable(FileError):
    """The bytes claim a kind but are damaged or cut short."""

    code = "unreadable"
    advice = "Open the file in its own program and save it again, or fetch it once more."


class Encrypted(FileError):
    """A password is needed."""

    code = "encrypted"
    advice = "Remove the password (save an unprotected copy) and convert that."


class TooLarge(FileError):
    """A limit on size was passed while reading."""

    code = "too-large"
    advice = "Split the document, or keep only the pages that hold the task list."


class NeedsOcr(FileError):
    """Pages are images without a text layer."""

    code = "needs-ocr"
    advice = "Run the file through OCR first, or convert the original Word document."


class GarbledText(FileError):
    """The text layer's font maps are broken, so its characters are not what the page shows."""

    code = "garbled-text"
    advice = "Convert the original Word document, or run the pages through OCR."


class NoTasks(FileError):
    """The document was read, and holds no task list."""

    code = "no-tasks"
    advice = "Check that this is the document with the task table or the numbered tasks, and not only its cover letter."


class TimeLimit(FileError):
    """A batch: the document took longer than it may."""

    code = "time-limit"
    advice = "Give it more time (--limit-time), or split the document."


class MemoryLimit(FileError):
    """A batch: the document needed more memory than it may."""

    code = "memory-limit"
    advice = "Give it more memory (--limit-memory), or split the document."


class Crashed(FileError):
    """A batch: the document brought its worker process down."""

    code = "crashed"
    advice = "Open the file in its own program and save it again; please report the file to the maintainers."


class Internal(FileError):
    """Our own fault: the record would break the contract, or a stage failed."""


class KnowledgeError(Exception):
    """A data file, ours or the user's, is broken: the message names file, line and reason."""
