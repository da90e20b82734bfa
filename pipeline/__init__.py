"""fengong (分工): Chinese task-division tables → schema-validated JSON in which every value points to its source."""

from pipeline.errors import FileError, KnowledgeError
from pipeline.extract import extract
from pipeline.model import Record

__all__ = ["FileError", "KnowledgeError", "Record", "extract"]
