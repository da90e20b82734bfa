"""What every document needs, loaded before the first one: the registry, the gate, the readers.

Where worker processes are forked from a server process (not on Windows), the server imports ``preload`` and they have
all of it at once, in memory that they share.
"""

from functools import cache

_SAMPLE = """广东省阳江市2021年重点工作任务分工表
一、做好窗口服务。2021年6月底前完成改造，长期坚持。（某某专班市公安局牵头，镇海镇人民政府、各县（市、区）人民政府配合）
（一）开通热线。责任单位：市市场监管局、不知名办公室；完成时限：一季度
"""
"""Words of our own that make the stages load what they otherwise load when they first meet such words."""


@cache
def warm() -> None:
    """Load it, once a process."""
    from pipeline.extract import extract
    from pipeline.readers.docx.document import read_docx
    from pipeline.readers.html.document import read_html
    from pipeline.readers.pdf.document import read_pdf

    assert all(map(callable, (read_docx, read_html, read_pdf)))
    extract(_SAMPLE.encode(), name="sample.txt")
