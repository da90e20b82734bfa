"""Lists as running text: numbered items at one to four levels, with their statements, label lines, and notes."""

from collections.abc import Callable
from random import Random

from synthetic.model import Duty, Interval, Made, Truth, Who
from synthetic.vocabulary import Words

_HAN = "一二三四五六七八九十"
Body = tuple[list[str], list[Truth]]


def responsible(words: Words) -> tuple[str, Duty]:
    """A、B负责 and its kin: no label, a verb or a division at the end."""
    names = words.units(words.random.choice((1, 2, 3)))
    if len(names) > 1 and words.random.random() < 0.4:
        return "、".join(names) + "按职责分工负责", _duty(names, "responsible", division="按职责分工负责")
    if len(names) > 1 and words.random.random() < 0.3:
        return "、".join(names) + "等部门负责", _duty(names, "responsible", etc=True)
    return "、".join(names) + "负责", _duty(names, "responsible")


def labelled(words: Words) -> tuple[str, Duty]:
    """责任单位：A、B, with colons of both widths, or two labels in a bracket."""
    colon = words.random.choice(("：", ":", "： "))
    names = words.units(words.random.choice((1, 2, 3)))
    if words.random.random() < 0.4:
        lead, others = names[:1], words.units(2)
        others = [name for name in others if name not in lead]
        text = f"牵头单位{colon}{lead[0]}；配合单位{colon}{'、'.join(others)}"
        return text, Duty(_who(lead, "lead") + _who(others, "support"))
    return f"责任单位{colon}{'、'.join(names)}", _duty(names, "responsible")


def verbs(words: Words) -> tuple[str, Duty]:
    """A牵头，B、C配合; A会同B负责; A指导，B落实."""
    first, *others = words.units(3)
    rest = "、".join(others)
    kind = words.random.randrange(5)
    if kind == 0:
        return f"{first}牵头，{rest}配合", Duty(_who([first], "lead") + _who(others, "support"))
    if kind == 1:
        return f"由{first}牵头，{rest}参与", Duty(_who([first], "lead") + _who(others, "participate"))
    if kind == 2:
        return f"{first}会同{others[0]}负责", Duty(_who([first], "responsible") + _who(others[:1], "jointly"))
    if kind == 3:
        return f"{first}指导，{rest}落实", Duty(_who([first], "guide") + _who(others, "implement"))
    return f"{first}、{others[0]}牵头，{others[1]}督导", Duty(
        _who([first, others[0]], "lead") + _who(others[1:], "supervise")
    )


STATEMENTS = (responsible, labelled, verbs)


def _who(names: list[str], role: str, *, etc: bool = False) -> tuple[Who, ...]:
    return tuple(Who(name, role, etc and index == len(names) - 1) for index, name in enumerate(names))


def _duty(names: list[str], role: str, *, etc: bool = False, division: str | None = None) -> Duty:
    return Duty(_who(names, role, etc=etc), division=division)


def _bracket(words: Words, text: str) -> str:
    return words.random.choice(("（{}）", "({})", "（{}）", "【{}】", "〔{}〕")).format(text)


def _item(words: Words, number: str, categories: tuple[str, ...], said: tuple[str, Duty]) -> tuple[str, Truth]:
    """An item in one paragraph: heading, sentences, statement."""
    title, steps = words.title(), "，".join(words.steps(2))
    text = f"{number}{title}。{steps}。{_bracket(words, said[0])}"
    return text, Truth(number, categories, title, {"measures": f"{steps}。"}, (said[1],))


# ---------------------------------------------------------------- layouts


def one_level(words: Words) -> Body:
    """一、 items straight away, or 1. items."""
    style = words.random.choice(("{han}、", "{digit}.", "（{han}）", "{digit}、"))
    kind = words.random.choice(STATEMENTS)
    lines, truth = [], []
    for index in range(1, 8):
        text, task = _item(words, style.format(han=_HAN[index - 1], digit=index), (), kind(words))
        lines.append(text)
        truth.append(task)
    return lines, truth


def two_levels(words: Words) -> Body:
    """一、 over （一）; the inner numbers restart or go on."""
    return _levels(words, ("{han}、", "（{han}）"))


def three_levels(words: Words) -> Body:
    """一、 over （一） over 1."""
    return _levels(words, ("{han}、", "（{han}）", "{digit}."))


def four_levels(words: Words) -> Body:
    """一、 over （一） over 1. over （1）."""
    return _levels(words, ("{han}、", "（{han}）", "{digit}.", "（{digit}）"))


def articles(words: Words) -> Body:
    """第一章 over 第一条, which go on over the chapters."""
    lines, truth, number = [], [], 0
    for chapter in range(2):
        head = f"第{_HAN[chapter]}章　{words.theme()}"
        lines.append(head)
        for _ in range(3):
            number += 1
            title, steps = words.title(), "，".join(words.steps(2))
            said = responsible(words)
            lines.append(f"第{_HAN[number - 1]}条　{title}。{steps}。（{said[0]}）")
            truth.append(Truth(f"第{_HAN[number - 1]}条", (head,), title, {"measures": f"{steps}。"}, (said[1],)))
    return lines, truth


def _levels(words: Words, styles: tuple[str, ...]) -> Body:
    kind = words.random.choice(STATEMENTS)
    lines: list[str] = []
    truth: list[Truth] = []

    def descend(level: int, above: tuple[str, ...]) -> None:
        for index in range(2 if level + 1 < len(styles) else words.random.randint(2, 3)):
            number = styles[level].format(han=_HAN[index], digit=index + 1)
            if level + 1 == len(styles):
                text, task = _item(words, number, above, kind(words))
                lines.append(text)
                truth.append(task)
            else:
                heading = words.theme() if level == 0 else words.title()
                lines.append(number + heading)
                descend(level + 1, (*above, number + heading))

    descend(0, ())
    return lines, truth


def label_lines(words: Words) -> Body:
    """Label lines under each item: units, sometimes a time limit."""
    lines, truth = [], []
    for index in range(1, 7):
        title, steps = words.title(), "，".join(words.steps(2))
        lead, *others = words.units(3)
        lines += [f"{index}.{title}。{steps}。", f"牵头单位：{lead}", f"配合单位：{'、'.join(others)}"]
        when: tuple[Interval, ...] = ()
        if words.random.random() < 0.6:
            text, interval = words.limit()
            lines.append(f"完成时限：{text}")
            when = (interval,)
        duty = Duty(_who([lead], "lead") + _who(others, "support"), when)
        truth.append(Truth(f"{index}.", (), title, {"measures": f"{steps}。"}, (duty,)))
    return lines, truth


def several_statements(words: Words) -> Body:
    """More than one statement under a number: an assignment each, with its part."""
    lines, truth = [], []
    for index in range(1, 6):
        title, number = words.title(), f"{index}."
        text, duties = f"{number}{title}。", []
        sentences = words.steps(words.random.choice((2, 3)))
        for order, sentence in enumerate(sentences):
            said = responsible(words)
            text += f"{sentence}。（{said[0]}）"
            part = f"{title}。{sentence}。" if order == 0 else f"{sentence}。"
            duties.append(said[1]._replace(part=part))
        lines.append(text)
        truth.append(Truth(number, (), title, {"measures": "".join(f"{s}。" for s in sentences)}, tuple(duties)))
    return lines, truth


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
        said = (f"{first}、{'、'.join(printed)}{tail}负责", _duty(names, "responsible"))
        text, task = _item(words, f"（{_HAN[index - 1]}）", (), said)
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
        said = (f"责任单位：{unit}，{'、'.join(places)}人民政府", _duty(names, "responsible"))
        text, task = _item(words, f"{index}.", (), said)
        lines.append(text)
        truth.append(task)
    return lines, truth


def first_leads(words: Words) -> Body:
    """A note after the first list: the first unit leads, for all that follow too."""
    lines, truth = [], []
    for index in range(1, 6):
        names = words.units(3)
        note = "，列第一位的为牵头单位，下同" if index == 1 else ""
        duty = Duty(_who(names[:1], "lead") + _who(names[1:], "responsible"))
        text, task = _item(words, f"（{_HAN[index - 1]}）", (), (f"责任单位：{'、'.join(names)}{note}", duty))
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
        duty = _duty([unit, zone], "responsible")
        truth.append(Truth(number, (), title, {"measures": steps}, (duty,)))
    return lines, truth


def unlabelled(words: Words) -> Body:
    """Only names in the bracket."""
    lines, truth = [], []
    for index in range(1, 7):
        names = [name for name in words.units(3) if "专班" not in name]
        text, task = _item(words, f"{index}.", (), ("、".join(names), _duty(names, "responsible")))
        lines.append(text)
        truth.append(task)
    return lines, truth


def own_paragraph(words: Words) -> Body:
    """The statement stands in a paragraph of its own under the item."""
    lines, truth = [], []
    kind = words.random.choice(STATEMENTS)
    for index in range(1, 7):
        title, steps, said = words.title(), "，".join(words.steps(2)), kind(words)
        lines += [f"（{_HAN[index - 1]}）{title}。{steps}。", f"（{said[0]}）"]
        truth.append(Truth(f"（{_HAN[index - 1]}）", (), title, {"measures": f"{steps}。"}, (said[1],)))
    return lines, truth


def paragraphs(words: Words) -> Body:
    """The heading has a paragraph of its own, the measures have two, the statement ends the last."""
    lines, truth = [], []
    kind = words.random.choice(STATEMENTS)
    for index in range(1, 6):
        title, said = words.title(), kind(words)
        first, second = words.steps(2)
        lines += [f"{index}.{title}", f"{first}。", f"{second}。（{said[0]}）"]
        truth.append(Truth(f"{index}.", (), title, {"measures": f"{first}。{second}。"}, (said[1],)))
    return lines, truth


def broken_label(words: Words) -> Body:
    """A line break inside the label's own word, and inside a unit's name."""
    lines, truth = [], []
    for index in range(1, 6):
        names = words.units(2)
        text, task = _item(words, f"{index}.", (), ("责任单位：" + "、".join(names), _duty(names, "responsible")))
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
        text, task = _item(words, f"（{_HAN[index - 1]}）", (), (f"{joined}负责", _duty(names, "responsible")))
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
        duty = Duty(_who(names, "responsible"), (interval,))
        line, task = _item(words, f"{index}.", (), (said, duty))
        lines.append(line)
        truth.append(task)
    return lines, truth


LAYOUTS: dict[str, Callable[[Words], Body]] = {
    layout.__name__: layout
    for layout in (
        *(one_level, two_levels, three_levels, four_levels, articles, label_lines, several_statements),
        *(carried_prefix, shared_ending, first_leads, default_units, plain_brackets, unlabelled),
        *(own_paragraph, paragraphs, broken_label, groups, deadline_inside),
    )
}


def make_notice(layout: str, seed: int) -> Made:
    """The notice of that layout that the seed gives."""
    words = Words(Random(f"{layout}/{seed}"))
    lines, truth = LAYOUTS[layout](words)
    title = f"{words.place.name}{words.year}年城乡更新重点任务清单"
    opening = f"为做好{words.year}年城乡更新工作，制定本清单。"
    closing = "各单位要加强协作，按时报送进展。"
    return Made(layout, seed, (title, opening, *lines, closing), None, (), tuple(truth), words.place.code)
