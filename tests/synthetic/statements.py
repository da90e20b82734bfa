"""Who is responsible, as running text says it: statements with their truth, and items that end in one."""

from synthetic.model import Duty, Truth, Who
from synthetic.vocabulary import Words

HAN = "一二三四五六七八九十"
Body = tuple[list[str], list[Truth]]
"""The lines of a notice's body, and its tasks."""


def responsible(words: Words) -> tuple[str, Duty]:
    """A、B负责 and its kin: no label, a verb or a division at the end."""
    names = words.units(words.random.choice((1, 2, 3)))
    if len(names) > 1 and words.random.random() < 0.4:
        return "、".join(names) + "按职责分工负责", duty_of(names, "responsible", division="按职责分工负责")
    if len(names) > 1 and words.random.random() < 0.3:
        return "、".join(names) + "等部门负责", duty_of(names, "responsible", etc=True)
    return "、".join(names) + "负责", duty_of(names, "responsible")


def labelled(words: Words) -> tuple[str, Duty]:
    """责任单位：A、B, with colons of both widths, or two labels in a bracket."""
    colon = words.random.choice(("：", ":", "： "))
    names = words.units(words.random.choice((1, 2, 3)))
    if words.random.random() < 0.4:
        lead, others = names[:1], words.units(2)
        others = [name for name in others if name not in lead]
        text = f"牵头单位{colon}{lead[0]}；配合单位{colon}{'、'.join(others)}"
        return text, Duty(who_of(lead, "lead") + who_of(others, "support"))
    return f"责任单位{colon}{'、'.join(names)}", duty_of(names, "responsible")


def verbs(words: Words) -> tuple[str, Duty]:
    """A牵头，B、C配合; A会同B负责; A指导，B落实."""
    first, *others = words.units(3)
    rest = "、".join(others)
    kind = words.random.randrange(5)
    if kind == 0:
        return f"{first}牵头，{rest}配合", Duty(who_of([first], "lead") + who_of(others, "support"))
    if kind == 1:
        return f"由{first}牵头，{rest}参与", Duty(who_of([first], "lead") + who_of(others, "participate"))
    if kind == 2:
        return f"{first}会同{others[0]}负责", Duty(who_of([first], "responsible") + who_of(others[:1], "jointly"))
    if kind == 3:
        return f"{first}指导，{rest}落实", Duty(who_of([first], "guide") + who_of(others, "implement"))
    return f"{first}、{others[0]}牵头，{others[1]}督导", Duty(
        who_of([first, others[0]], "lead") + who_of(others[1:], "supervise")
    )


STATEMENTS = (responsible, labelled, verbs)


def who_of(names: list[str], role: str, *, etc: bool = False) -> tuple[Who, ...]:
    return tuple(Who(name, role, etc and index == len(names) - 1) for index, name in enumerate(names))


def duty_of(names: list[str], role: str, *, etc: bool = False, division: str | None = None) -> Duty:
    return Duty(who_of(names, role, etc=etc), division=division)


def _bracket(words: Words, text: str) -> str:
    return words.random.choice(("（{}）", "({})", "（{}）", "【{}】", "〔{}〕")).format(text)


def make_item(words: Words, number: str, categories: tuple[str, ...], said: tuple[str, Duty]) -> tuple[str, Truth]:
    """An item in one paragraph: heading, sentences, statement."""
    title, steps = words.title(), "，".join(words.steps(2))
    text = f"{number}{title}。{steps}。{_bracket(words, said[0])}"
    return text, Truth(number, categories, title, {"measures": f"{steps}。"}, (said[1],))
