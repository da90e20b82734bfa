"""Words that the lists are made of: places that exist, organs by formula, projects that nobody has."""

from random import Random
from typing import NamedTuple

from synthetic.model import Interval

YEARS = (2027, 2028, 2029, 2031)


class Place(NamedTuple):
    """A real place, its GB/T 2260 code, and the level word before its organs."""

    name: str
    code: str
    level: str

    @property
    def organ(self) -> str:
        """局 in cities and counties, 厅 in provinces."""
        return "厅" if self.level == "省" else "局"


PLACES = (
    Place("丽水市", "331100", "市"),
    Place("铜陵市", "340700", "市"),
    Place("咸宁市", "421200", "市"),
    Place("桐庐县", "330122", "县"),
    Place("甘肃省", "620000", "省"),
)
_FIELDS = (
    "教育 公安 民政 财政 司法 水务 交通运输 农业农村 商务 卫生健康 生态环境 "
    "自然资源 应急管理 市场监管 统计 医保 林业 体育 "
).split()
_BODIES = ("发展改革委 住房城乡建设局 税务局 总工会 残联 气象局 供销社 科协 档案馆 信访局 ").split()
_INVENTED = "河湖保护中心 老城更新指挥部 轨道建设办 茶产业发展中心 渡口管理站 文化礼堂专班".split()
_VERBS = "修缮 新建 改造 迁建 扩建 升级".split()
_THINGS = (
    "老粮仓 步行桥 公共浴室 苗圃基地 渡口码头 茶叶市场 乡村剧场 灯塔广场 竹编作坊 "
    "观鸟台 防洪闸 骑行驿站 社区菜园 水文站房 手工陶窑 口袋公园 老年食堂 图书角 "
    "果蔬冷库 古井保护亭 健身步道 夜市街区 邮驿旧址 盲道 公交首末站 候鸟驿站 "
    "气象观测点 盐田栈道 石板老街 灌溉水渠 "
).split()
_STEPS = (
    "完成{thing}的选址和设计",
    "配齐{thing}所需设备",
    "建立{thing}日常巡查制度",
    "按月公开{thing}建设进度",
    "组织{count}场现场观摩",
    "征集群众意见{count}条以上",
    "整治周边道路{count}处",
    "培训管护人员{count}名",
)
_THEMES = "水岸修复 老街焕新 乡村便民 绿色出行 文化传承 夜间经济 安全守护 产业提质".split()


class Words:
    """One list's choice of words. Equal seeds choose equally; no title comes twice."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.place = random.choice(PLACES)
        self.year = random.choice(YEARS)
        self._titles = random.sample([verb + thing for verb in _VERBS for thing in _THINGS], 60)
        self._themes = random.sample(_THEMES, len(_THEMES))

    def title(self) -> str:
        """A task's name."""
        return self._titles.pop()

    def theme(self) -> str:
        """A category's name."""
        return self._themes.pop()

    def steps(self, count: int) -> list[str]:
        """Sentences on what is to be done, without their stops."""
        thing = self.random.choice(_THINGS)
        chosen = self.random.sample(_STEPS, count)
        return [step.format(thing=thing, count=self.random.randint(2, 40)) for step in chosen]

    def units(self, count: int) -> list[str]:
        """Names of different units, each with the level word."""
        level, organ = self.place.level, self.place.organ
        known = [level + field + organ for field in _FIELDS]
        known += [level + (body.replace("局", organ) if "建设" in body else body) for body in _BODIES]
        rare = [level + body for body in _INVENTED]
        picked = self.random.sample(known, count)
        if count > 1 and self.random.random() < 0.4:
            picked[self.random.randrange(count)] = self.random.choice(rare)
        return picked

    def limit(self) -> tuple[str, Interval]:
        """A time limit as printed and as an interval."""
        year, month = self.year, self.random.choice((3, 5, 6, 9, 10))
        last = {3: 31, 5: 31, 6: 30, 9: 30, 10: 31}[month]
        return self.random.choice(
            (
                (f"{year}年{month}月底前", ("by", None, f"{year}-{month:02}-{last}")),
                (f"{month}月底前", ("by", None, f"{year}-{month:02}-{last}")),
                (f"{year}年{month}月{last - 1}日前", ("by", None, f"{year}-{month:02}-{last - 1}")),
                (f"{year}年底前", ("by", None, f"{year}-12-31")),
                ("年底前", ("by", None, f"{year}-12-31")),
                ("长期坚持", ("ongoing", None, None)),
                (f"{year}年{month}月", ("during", f"{year}-{month:02}-01", f"{year}-{month:02}-{last}")),
                (f"{year}年第三季度", ("during", f"{year}-07-01", f"{year}-09-30")),
            )
        )
