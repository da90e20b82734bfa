"""Notices by their shape: how items nest, where their statements and label lines stand."""

from synthetic.model import Duty, Interval, Truth
from synthetic.statements import HAN, STATEMENTS, Body, labelled, make_item, responsible, who_of
from synthetic.vocabulary import Words


def one_level(words: Words) -> Body:
    """一、 items straight away, or 1. items."""
    style = words.random.choice(("{han}、", "{digit}.", "（{han}）", "{digit}、"))
    kind = words.random.choice(STATEMENTS)
    lines, truth = [], []
    for index in range(1, 8):
        text, task = make_item(words, style.format(han=HAN[index - 1], digit=index), (), kind(words))
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
        head = f"第{HAN[chapter]}章　{words.theme()}"
        lines.append(head)
        for _ in range(3):
            number += 1
            title, steps = words.title(), "，".join(words.steps(2))
            said = responsible(words)
            lines.append(f"第{HAN[number - 1]}条　{title}。{steps}。（{said[0]}）")
            truth.append(Truth(f"第{HAN[number - 1]}条", (head,), title, {"measures": f"{steps}。"}, (said[1],)))
    return lines, truth


def _levels(words: Words, styles: tuple[str, ...]) -> Body:
    kind = words.random.choice(STATEMENTS)
    lines: list[str] = []
    truth: list[Truth] = []

    def descend(level: int, above: tuple[str, ...]) -> None:
        for index in range(2 if level + 1 < len(styles) else words.random.randint(2, 3)):
            number = styles[level].format(han=HAN[index], digit=index + 1)
            if level + 1 == len(styles):
                text, task = make_item(words, number, above, kind(words))
                lines.append(text)
                truth.append(task)
            else:
                heading = words.theme() if level == 0 else words.title()
                lines.append(number + heading)
                descend(level + 1, (*above, number + heading))

    descend(0, ())
    return lines, truth


def mixed_depth(words: Words) -> Body:
    """Some items end at the second level, others go one deeper: the innermost with a statement is the task."""
    lines, truth = [], []
    for outer in range(3):
        head = f"{HAN[outer]}、{words.theme()}"
        lines.append(head)
        for index in range(2):
            number = f"（{HAN[index]}）"
            if (outer + index) % 2:
                above = number + words.title()
                lines.append(above)
                for inner in (1, 2):
                    text, task = make_item(words, f"{inner}.", (head, above), responsible(words))
                    lines.append(text)
                    truth.append(task)
            else:
                text, task = make_item(words, number, (head,), labelled(words))
                lines.append(text)
                truth.append(task)
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


def own_paragraph(words: Words) -> Body:
    """The statement stands in a paragraph of its own under the item."""
    lines, truth = [], []
    kind = words.random.choice(STATEMENTS)
    for index in range(1, 7):
        title, steps, said = words.title(), "，".join(words.steps(2)), kind(words)
        lines += [f"（{HAN[index - 1]}）{title}。{steps}。", f"（{said[0]}）"]
        truth.append(Truth(f"（{HAN[index - 1]}）", (), title, {"measures": f"{steps}。"}, (said[1],)))
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
        duty = Duty(who_of([lead], "lead") + who_of(others, "support"), when)
        truth.append(Truth(f"{index}.", (), title, {"measures": f"{steps}。"}, (duty,)))
    return lines, truth


def persons(words: Words) -> Body:
    """Label lines for persons, units and time limits; the leader above is the category."""
    lines, truth = [], []
    for outer in range(2):
        head = f"{HAN[outer]}、{words.theme()}"
        lines.append(head)
        for index in range(1, 4):
            title, steps, person = words.title(), "，".join(words.steps(2)), words.random.choice(("赵某某", "孙某某"))
            names = words.units(2)
            text, interval = words.limit()
            lines += [f"（{HAN[index - 1]}）{title}。{steps}。", f"责任领导：{person}"]
            lines += [f"责任单位：{'、'.join(names)}", f"时限要求：{text}"]
            texts = {"measures": f"{steps}。", "person": person}
            truth.append(
                Truth(
                    f"（{HAN[index - 1]}）", (head,), title, texts, (Duty(who_of(names, "responsible"), (interval,)),)
                )
            )
    return lines, truth
