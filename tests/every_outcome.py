"""A small archive with every outcome in it, names that are made to harm a page among them, and a run over it."""

import io
import os
import shutil
import zipfile
from hashlib import sha256
from html import escape
from pathlib import Path

import make_archive
from make_word import make_docx, p, tbl, tc, tr
from pipeline.batch.database import open_state
from pipeline.batch.model import Finding, Language, Options
from pipeline.batch.run import read_versions, run_batch
from pipeline.batch.sources import Root

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>&lt;b&gt;'
"""A folder and a name in an archive; the folder ends at the slash of ``</script>``."""
TITLE = "阳江市2022年<script>alert(3)</script>重点工作任务分工表"
_ROWS = (
    ("序号", "任务", "牵头单位", "配合单位", "完成时限"),
    ("1", "优化办事窗口", "市杜撰局", "县乌有局、市公安局", "6月底前"),
    ("2", "规范<b>热线</b>服务", "市杜撰局", "市<i>臆造办", "9月底前"),
)


def fill(folder: Path) -> None:
    """Put the archive into ``folder``."""
    make_archive.write(folder, 12)
    list_ = p(escape(TITLE)) + tbl(*(tr(*(tc(escape(text)) for text in row)) for row in _ROWS))
    documents = {
        "未知单位.docx": make_docx(list_),
        "不完整.docx": make_docx(list_ + "<w:altChunk/>"),
        "空白.pdf": b"",
        "表格.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        "破损.zip": b"PK\x03\x04",
        "崩溃.txt": "这份文件使工作进程崩溃。".encode(),
        "打包.zip": _pack({f"{HOSTILE}.pdf": b"%PDF-1.4", f"{HOSTILE}.docx": make_docx(list_ + p("尾"))}),
    }
    for name, data in documents.items():
        (folder / name).write_bytes(data)
    shutil.copy(folder / "未知单位.docx", folder / "副本.docx")
    if os.name != "nt":
        Path(os.fsdecode(os.fsencode(folder) + b"/\xff\x01.pdf")).write_bytes(b"%PDF-1.4")
    for path in folder.rglob("*"):
        os.utime(path, (10**9, 10**9))  # as old as documents are, so that what is known of them is trusted


def run_mixed(folder: Path, language: Language = "en", options: Options | None = None) -> Path:
    """Run a batch over such an archive; the folder with all that came out."""
    options, out = options or Options(), folder / "out"
    if not (folder / "in").exists():
        fill(folder / "in")
    out.mkdir(exist_ok=True)
    state = open_state(out)
    crash = Finding(
        "quarantined",
        code="crashed",
        reason="The worker process was ended by SIGSEGV.",
        advice="Please report it.",
        replay="fengong --debug convert 'in/崩溃.txt'",
    )
    state.settle(digest(folder / "in" / "崩溃.txt"), read_versions(options), options.limits, crash)
    state.commit()
    state.close()
    run_batch([Root("in", str(folder / "in"))], out, options, language=language)
    return out


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _pack(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()
