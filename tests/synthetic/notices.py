"""Lists as running text: what their statements say, in every layout."""

from collections.abc import Callable
from random import Random

from synthetic.levels import (
    articles,
    four_levels,
    label_lines,
    mixed_depth,
    one_level,
    own_paragraph,
    paragraphs,
    persons,
    several_statements,
    three_levels,
    two_levels,
)
from synthetic.model import Duty, Made, Truth, Who
from synthetic.statements import HAN, Body, duty_of, labelled, make_item, who_of
from synthetic.vocabulary import Words


def carried_prefix(words: Words) -> Body:
    """市 is printed once and holds for the names after 、 up to ，; an ending is shared by two places."""
    lines, truth = [], []
    level = words.place.level
    for index in range(1, 6):
        first, *others = words.units(3)
        printed = [name.removeprefix(level) for name in others]
        apart = words.units(1)[0]
        names = [first, *others] + ([apart] if apart not in (first, *others) else [])
        tail = f"，{apart}" if len(names) == 4 else ""
        said = (f"{first}、{'、'.join(printed)}{tail}负责", duty_of(names, "responsible"))
        text, task = make_item(words, f"（{HAN[index - 1]}）", (), said)
        lines.append(text)
        truth.append(task)
    return lines, truth


def shared_ending(words: Words) -> Body:
    """甲区、乙县人民政府: the ending is printed once."""
    lines, truth = [], []
    for index in range(1, 6):
        places = words.random.sample(("云和县", "缙云县", "遂昌县", "松阳县", "庆元县"), 2)
        unit = words.units(1)[0]
        names = [unit, *(place + "人民政府" for place in places)]
        said = (f"责任单位：{unit}，{'、'.join(places)}人民政府", duty_of(names, "responsible"))
        text, task = make_item(words, f"{index}.", (), said)
        lines.append(text)
        truth.append(task)
    return lines, truth


def first_leads(words: Words) -> Body:
    """A note after the first list: the first unit leads, for all that follow too."""
    lines, truth = [], []
    for index in range(1, 6):
        names = words.units(3)
        note = "，列第一位的为牵头单位，下同" if index == 1 else ""
        duty = Duty(who_of(names[:1], "lead") + who_of(names[1:], "responsible"))
        text, task = make_item(words, f"（{HAN[index - 1]}）", (), (f"责任单位：{'、'.join(names)}{note}", duty))
        lines.append(text.replace("【", "（").replace("】", "）").replace("〔", "（").replace("〕", "）"))
        truth.append(task)
    return lines, truth


def default_units(words: Words) -> Body:
    """A note gives all later tasks one more assignment."""
    lines, truth = [], []
    body = "各县（市、区）人民政府"
    for index in range(1, 6):
        said = labelled(words)
        note = f"以下任务均需{body}落实，不再列出" if index == 1 else ""
        title, steps = words.title(), "，".join(words.steps(2))
        inner = f"{said[0]}；{note}" if note else said[0]
        duties = [said[1]] + ([Duty((Who(body, "implement"),))] if index > 1 else [])
        number = f"{index}."
        lines.append(f"{number}{title}。{steps}。（{inner}）")
        truth.append(Truth(number, (), title, {"measures": f"{steps}。"}, tuple(duties)))
    return lines, truth


def plain_brackets(words: Words) -> Body:
    """Brackets that say nobody is responsible stay text; the statement has brackets inside."""
    lines, truth = [], []
    for index in range(1, 6):
        title, step = words.title(), words.steps(1)[0]
        number, zone = f"{index}.", f"{words.place.name[:2]}物流园（北区）管委会"
        unit = words.units(1)[0]
        steps = f"建成观景台（含坡道）1处，{step}（详见附表）。"
        lines.append(f"{number}{title}。{steps}（{unit}、{zone}负责）")
        duty = duty_of([unit, zone], "responsible")
        truth.append(Truth(number, (), title, {"measures": steps}, (duty,)))
    return lines, truth


def unlabelled(words: Words) -> Body:
    """Only names in the bracket."""
    lines, truth = [], []
    for index in range(1, 7):
        names = [name for name in words.units(3) if "专班" not in name]
        text, task = make_item(words, f"{index}.", (), ("、".join(names), duty_of(names, "responsible")))
        lines.append(text)
        truth.append(task)
    return lines, truth


def broken_label(words: Words) -> Body:
    """A line break inside the label's own word, and inside a unit's name."""
    lines, truth = [], []
    for index in range(1, 6):
        names = words.units(2)
        text, task = make_item(words, f"{index}.", (), ("责任单位：" + "、".join(names), duty_of(names, "responsible")))
        cut = text.index("任单位") if index % 2 else text.rindex(names[1]) + 2
        lines += [text[:cut], text[cut:]]
        truth.append(task)
    return lines, truth


def groups(words: Words) -> Body:
    """Names that stand for many, or for nobody, among real ones; 和 before the last."""
    lines, truth = [], []
    others = ("各县（市、区）人民政府", "各有关单位", "各镇人民政府", "有关企业")
    for index in range(1, 6):
        names = [*words.units(2), words.random.choice(others)]
        joined = f"{names[0]}、{names[1]}和{names[2]}" if index % 2 else "、".join(names)
        text, task = make_item(words, f"（{HAN[index - 1]}）", (), (f"{joined}负责", duty_of(names, "responsible")))
        lines.append(text)
        truth.append(task)
    return lines, truth


def deadline_inside(words: Words) -> Body:
    """Time limit and units in one bracket, each with its label."""
    lines, truth = [], []
    for index in range(1, 6):
        names = words.units(2)
        text, interval = words.limit()
        said = f"责任单位：{'、'.join(names)}；完成时限：{text}"
        duty = Duty(who_of(names, "responsible"), (interval,))
        line, task = make_item(words, f"{index}.", (), (said, duty))
        lines.append(line)
        truth.append(task)
    return lines, truth


def national(words: Words) -> Body:
    """State Council style: no level words, ministries by their short names."""
    lines, truth = [], []
    bodies = ("发展改革委", "财政部", "农业农村部", "交通运输部", "商务部", "水利部", "市场监管总局", "国家林草局")
    for index in range(1, 7):
        names = words.random.sample(bodies, 3)
        etc = index % 3 == 0
        said = ("、".join(names) + ("等部门" if etc else "") + "负责", duty_of(names, "responsible", etc=etc))
        text, task = make_item(words, f"（{HAN[index - 1]}）", (), said)
        lines.append(text)
        truth.append(task)
    return lines, truth


LAYOUTS: dict[str, Callable[[Words], Body]] = {
    layout.__name__: layout
    for layout in (
        *(one_level, two_levels, three_levels, four_levels, articles, label_lines, several_statements),
        *(carried_prefix, shared_ending, first_leads, default_units, plain_brackets, unlabelled),
        *(own_paragraph, paragraphs, broken_label, groups, deadline_inside),
        *(national, persons, mixed_depth),
    )
}


def make_notice(layout: str, seed: int) -> Made:
    """The notice of that layout that the seed gives."""
    words = Words(Random(f"{layout}/{seed}"))
    lines, truth = LAYOUTS[layout](words)
    title = f"{words.place.name}{words.year}年城乡更新重点任务清单"
    region = words.place.code
    if layout == "national":
        title, region = f"国务院关于{words.year}年城乡更新重点任务的意见", "100000"
    opening = f"为做好{words.year}年城乡更新工作，制定本清单。"
    closing = "各单位要加强协作，按时报送进展。"
    return Made(layout, seed, (title, opening, *lines, closing), None, (), tuple(truth), region)
