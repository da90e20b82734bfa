"""An archive of small notices in words of our own, as many as wanted, each another: the same ones every time.

    python tests/make_archive.py FOLDER COUNT [--tiny]

Nine of ten are text, one is Word; one of ten has no task list, as most of a real archive has none. ``--tiny``: one task
each, text only.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from make_word import make_docx, p, tbl, tc, tr

CITIES = ("阳江市", "天水市", "兰州市", "佛山市", "青岛市", "绵阳市", "株洲市", "保定市")
UNITS = (
    "市教育局",
    "市公安局",
    "市民政局",
    "市财政局",
    "市市场监管局",
    "市税务局",
    "市交通运输局",
    "市水利局",
    "市卫生健康委",
)
ACTIONS = ("优化", "规范", "推进", "完善", "加强", "简化")
THINGS = ("办事窗口", "热线服务", "校园周边秩序", "公交线路", "河道巡查", "发票办理", "社区养老", "食堂检查")
HOW = ("每月通报一次", "按季度分析问题", "听取群众意见", "公布办理流程", "明确专人负责", "建立台账逐项销号")
DEADLINES = ("6月底前", "9月底前", "12月底前", "长期坚持", "年底前")
HEADER = ("序号", "任务", "具体举措", "牵头单位", "配合单位", "完成时限")


def notices(count: int, *, tiny: bool = False) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of ``count`` notices."""
    for number in range(count):
        random = Random(number)
        folder = f"{2015 + number % 10}/{number // 100:03}"
        title = f"{random.choice(CITIES)}{2015 + number % 10}年第{number}批重点工作任务分工表"
        if number % 10 == 9:
            yield (
                f"{folder}/通告{number}.txt",
                f"{title[:3]}关于第{number}次停水的通告\n因检修停水，请提前储水。\n".encode(),
            )
        elif number % 10 == 4 and not tiny:
            yield f"{folder}/通知{number}.docx", _word(title, _rows(random, 16))
        else:
            yield f"{folder}/通知{number}.txt", _text(title, _rows(random, 1 if tiny else 16))


def write(folder: Path, count: int, *, tiny: bool = False) -> None:
    """Put them into ``folder``."""
    for name, data in notices(count, tiny=tiny):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _rows(random: Random, count: int) -> list[tuple[str, ...]]:
    return [
        (
            str(number),
            random.choice(ACTIONS) + random.choice(THINGS),
            "".join(f"{random.choice(ACTIONS)}{random.choice(THINGS)}，{random.choice(HOW)}。" for _ in range(4)),
            random.choice(UNITS),
            "、".join(random.sample(UNITS, 2)),
            random.choice(DEADLINES),
        )
        for number in range(1, count + 1)
    ]


def _text(title: str, rows: list[tuple[str, ...]]) -> bytes:
    lines = ["| " + " | ".join(cells) + " |" for cells in (HEADER, ("---",) * len(HEADER), *rows)]
    return "\n".join([title, "", *lines, ""]).encode()


def _word(title: str, rows: list[tuple[str, ...]]) -> bytes:
    return make_docx(p(title) + tbl(*(tr(*map(tc, cells)) for cells in (HEADER, *rows))))


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), tiny="--tiny" in sys.argv)
