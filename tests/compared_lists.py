"""Pairs of lists with known changes: tasks of many parts, some reworded, split, merged, dropped, moved, some new."""

import random
from hashlib import sha256

from msgspec import Struct, structs

from pipeline import Record
from pipeline.model import Assignment, Party, Task
from records import record

_VERBS = "开展 推进 完善 建立 加快 组织 落实 健全 优化 深化 强化 规范 实施 推动 扩大 提升".split()
_OBJECTS = (
    "老旧小区改造 农村污水治理 学校食堂检查 河道清淤 公交线路调整 夜间照明 社区养老驿站 工业园区供热 数据共享平台 "
    "林地确权登记 冷链仓储 职业技能培训 医保异地结算 消防通道整治 绿色建筑评价 科技特派员选派 渔港改扩建 "
    "文物库房修缮 种业基地 充电桩布局 校车安全 地下管网普查 果蔬集散中心 山洪预警 创业担保贷款 零工市场 托育机构备案 "
    "信用修复 招标评审 机场货运 体育公园 矿山复绿 碳汇交易 粮食烘干 气象观测站 边境互市 法律援助 图书流转 家政服务"
).split()
_WAYS = (
    "制定年度方案并分解到科室 每季度通报进度 邀请第三方评估 选取若干镇街试点 建立问题销号清单 安排专项资金 "
    "编印操作手册 开设线上窗口 组织业务骨干轮训 与周边地区签订协议 纳入绩效考核 简化申报材料 设立首席联络员 "
    "公开办理时限 委托高校开展研究 引入社会资本 完成现场勘查 召开现场推进会 更新设备目录 汇总典型案例"
).split()
_PLACES = (
    "东湖片区 西岭镇 南港新城 北川工业园 中心城区 沿江地带 山区乡镇 高新区 老城街道 湖心岛 临空片区 大学城".split()
)
_ORGANS = "市住建局 市农业农村局 市教育局 市水利局 市交通局 市民政局 市工信局 市数据局 市林业局 市商务局 市人社局 市医保局".split()


class Truth(Struct):
    """Two lists, and which tasks of them are one: places on the old side and on the new side of each group."""

    old: Record
    new: Record
    groups: set[tuple[str, tuple[int, ...], tuple[int, ...]]]


def make_pair(count: int, seed: int, reworded: int = 2) -> Truth:
    """Lists of about ``count`` tasks. ``reworded``: how many of a task's four parts another wording replaces."""
    chance = random.Random(seed)
    old = [_words(chance) for _ in range(count)]
    kinds = ["kept"] * 35 + ["reworded"] * 35 + ["split"] * 6 + ["dropped"] * 12 + ["merged"] * 6
    new: list[tuple[list[str], list[int], str]] = []
    dropped, number = [], 0
    while number < count:
        kind, words = chance.choice(kinds), old[number]
        if kind == "dropped":
            dropped.append(number)
        elif kind == "split":
            extra = [_part(chance), _part(chance)]
            new += [(words[:3] + extra[:1], [number], kind), (words[3:] + extra[1:], [number], kind)]
        elif kind == "merged" and number + 1 < count:
            new.append((words + old[number + 1], [number, number + 1], kind))
            number += 1
        elif kind == "reworded":
            new.append((_reword(words, chance, reworded), [number], kind))
        else:
            new.append((words, [number], "kept"))
        number += 1
    new += [(_words(chance), [], "new") for _ in range(count // 9)]
    chance.shuffle(new)
    groups = {("dropped", (number,), ()) for number in dropped}
    sources: dict[tuple[int, ...], list[int]] = {}
    for place, (_, rows, kind) in enumerate(new):
        if kind == "split":
            sources.setdefault(tuple(rows), []).append(place)
        else:
            groups.add((kind, tuple(rows), (place,)))
    groups |= {("split", rows, tuple(places)) for rows, places in sources.items()}
    sides = (make_list("old", old, chance), make_list("new", [words for words, _, _ in new], chance))
    return Truth(*sides, groups)


def _part(chance: random.Random) -> str:
    return f"在{chance.choice(_PLACES)}{chance.choice(_VERBS)}{chance.choice(_OBJECTS)}，{chance.choice(_WAYS)}{chance.randrange(2, 90)}项"


def _words(chance: random.Random) -> list[str]:
    return [f"{chance.choice(_VERBS)}{chance.choice(_OBJECTS)}", *(_part(chance) for _ in range(4))]


def _reword(words: list[str], chance: random.Random, count: int) -> list[str]:
    changed = list(words)
    for place in chance.sample(range(1, len(words)), count):
        changed[place] = _part(chance)
    if chance.random() < 0.5:
        changed[1:] = chance.sample(changed[1:], len(changed) - 1)
    return changed


def make_list(name: str, texts: list[list[str]], chance: random.Random) -> Record:
    """A record of tasks, each a title and the sentences of its measures."""
    digest = sha256(f"{name}{len(texts)}".encode()).hexdigest()
    base = record()
    tasks = []
    for number, words in enumerate(texts):
        names = chance.sample(_ORGANS, 2)
        parties = tuple(Party(unit, unit, "responsible", "stated", False, None, "unknown", ()) for unit in names)
        bare: Task = structs.replace(base.tasks[0], number=str(number + 1), categories=(), target=None)
        assignment = Assignment(None, (), parties, None, ())
        tasks.append(
            structs.replace(
                bare,
                id=f"{digest[:12]}/t1/{number}",
                title=words[0],
                measures="；".join(words[1:]) + "。",
                assignments=(assignment,),
            )
        )
    source = structs.replace(base.source, sha256=digest, name=name)
    return structs.replace(base, source=source, tasks=tuple(tasks))
