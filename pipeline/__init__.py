"""fengong (分工): Chinese task-division tables → schema-validated JSON in which every value points to its source.

Messages for programs go to ``logging.getLogger("fengong")``.
"""

from pipeline.contract import load_record
from pipeline.errors import FileError, KnowledgeError
from pipeline.extract import extract
from pipeline.model import Record
from pipeline.version import VERSION as __version__

__all__ = ["FileError", "KnowledgeError", "Record", "__version__", "extract", "load_record"]
