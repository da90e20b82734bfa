"""What every document needs, loaded before the first one: the registry, the gate, the readers.

Where worker processes are forked from a server process (not on Windows), the server imports ``preload`` and they have
all of it at once, in memory that they share.
"""

from functools import cache


@cache
def warm() -> None:
    """Load it, once a process."""
    from pipeline.contract import is_valid
    from pipeline.extract import extract
    from pipeline.readers import docx, html, pdf, text

    assert docx and html and pdf and text
    is_valid({})
    extract("某市重点工作任务分工表\n一、做好服务。（责任单位：市公安局）\n".encode())
