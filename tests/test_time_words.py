"""The words around a time, one by one: what lets it count, what refuses it, what is no milestone (year 2021)."""

import pytest

from test_deadline import field, prose, same, show, show_all

HALF = "during 2021-01-01..2021-06-30 stated"
JUNE = "by ..2021-06-30 stated"

DUTIES = """每个镇至少建有 设有 配备 拥有 整改 全部改造 销账 分别完成 各开展 共举办 累计新增 完成 通过 培训 选送 输送 资助 招收 开展 组织开展 扶持
接待 报送 通报 更新 调度 评选 遴选 选派 选树 帮扶 培养 引进 轮训 修复 巡查 督查 评估 公布 公开 抽查 走访 安排 结束 新改扩建 续建 整治
消除 取消 停止 汇总 提交 建设 不少于三次检查 进行 完善 完结 办理 落实 发放 落地 销号 普及 加密 提档 提高 提升 压缩 压减 纳入 推广 推行
推开 使用 迁移 修编 编制 修订 探索 试行 试点 申报 创成 签约 招录 招聘 招引 新招引 实行 清理 核查 排查 摸排 摸清 梳理 细化 筹集 开放 投放
覆盖 打通 贯通 建成 实现 新增 新开工 开工 启动 新建 培育 改造 出台 制定 印发 推出 建立 打造 投入使用 投产 竣工 上线 动工 通车 交付 全面治理
基本理顺 力争办好 每年检修 举办 召开 发布 启用 完工 开通 形成 达到 争取办好 确保办好 组织 推进 实施 创建""".split()
"""What is done in the period that stands before it."""
INTRO = "力争 确保 争取 计划 预计 拟 并 于 在 要 努力 全力 积极 其中".split()
REGIONS = "全省 全市 全县 全区 全州 全国 我省 我市 我县 我区 我州".split()


@pytest.mark.parametrize("verb", DUTIES)
def test_a_period_before_a_verb_of_doing_is_its_time(verb: str) -> None:
    text = f"2021年上半年{verb}三处水渠。"
    assert same(show_all(text, prose(text))) == same(HALF)


@pytest.mark.parametrize("intro", INTRO)
def test_a_word_of_intent_may_go_before_the_period(intro: str) -> None:
    text = f"{intro}2021年上半年完成三处水渠。"
    assert same(show_all(text, prose(text))) == same(HALF)


@pytest.mark.parametrize("region", REGIONS)
def test_where_it_is_done_may_stand_between(region: str) -> None:
    text = f"2021年上半年{region}完成三处水渠。"
    assert same(show_all(text, prose(text))) == same(HALF)


@pytest.mark.parametrize("words", ["天气偏旱", "水渠三处", "我们觉得很好", "的水渠三处"])
def test_a_period_before_other_words_is_no_deadline(words: str) -> None:
    assert prose(f"2021年上半年{words}。") == ()


@pytest.mark.parametrize("words", ["完成三处水渠", "建成", "，三处水渠全部通水"])
def test_an_end_point_bounds_the_task(words: str) -> None:
    text = f"2021年6月底前{words}。"
    (piece,) = prose(text)
    assert show(text, piece).startswith(JUNE)


BEFORE = """对 对于 凡 凡是 针对 给予在 将把 将 把 截至 截止 有效期 期限 施行 执行 延长 延续 延期 推迟 顺延 延至 较 比 以 自 从 由 可于 可
可以 允许 已 曾 根据 依据 落实 做好 依托 上述 最长 分期 结转 出生 企业应 纳税人须在 业主""".split()


@pytest.mark.parametrize("word", BEFORE)
def test_words_before_a_date_that_make_it_another_thing(word: str) -> None:
    assert prose(f"{word}2021年6月底前水渠。") == ()


AFTER = """的水渠三处 仍未开工的水渠 开工的水渠项目，予以补助 的，给予补助 有效 值班 到期 免征水费 缓征水费 基础 以来 起 已动工 建成验收的水渠 购买农机的农户
缴纳水费 对农户给予补助 可享受补助 节的水渠 减半收费 参保的农户 购置 开户的，可补助""".split()


@pytest.mark.parametrize("words", AFTER)
def test_words_behind_a_date_that_make_it_another_thing(words: str) -> None:
    assert prose(f"2021年6月底前{words}。".replace("，", ",")) == ()


NOISE = """完成时限为 时间要求 初步定于 暂定在 定为 力争 确保 争取 计划 预计 拟 于 在 要 应 需 须 并 并且 且 和 及 之后 后 以后 此后 其中 同时 再 由
原则上 即日起 未完成 尚未完成 自印发之日起 1. (一) 一是 ① 原定 现推迟到 经批准延至 第一批""".split()


@pytest.mark.parametrize("word", NOISE)
def test_words_before_a_date_that_are_no_milestone(word: str) -> None:
    text = f"{word}2021年6月底前"
    assert same(show_all(text, field(text))) == same(JUNE)


@pytest.mark.parametrize("word", ["并", "并且", "且", "同时", "时", "：", "“"])
def test_words_between_a_date_and_its_milestone(word: str) -> None:
    text = f"2021年6月底{word}动工".replace("：", ":")
    (piece,) = field(text)
    assert piece.event is not None and text[slice(*piece.event)] == "动工"


@pytest.mark.parametrize("word", ["并", "且"])
def test_a_word_that_goes_on_is_no_part_of_a_milestone(word: str) -> None:
    text = f"2021年6月底前动工{word}"
    (piece,) = field(text)
    assert piece.event is not None and text[slice(*piece.event)] == "动工"


@pytest.mark.parametrize("joint", ["、", "和", "及", "以及", "与", ","])
def test_months_of_a_list_share_its_ending(joint: str) -> None:
    text = f"1月{joint}7月底前"
    assert [str(piece.last) for piece in field(text)] == ["2021-01-31", "2021-07-31"]


PLAIN = """完成 全部完成 按时落实到位 整改到位 整改完成 完成整改 落实 办结 实施 执行 到位 推进 完成任务 不少于2次 任务""".split()


@pytest.mark.parametrize("words", PLAIN)
def test_words_that_only_say_that_it_is_done_are_no_milestone(words: str) -> None:
    text = f"2021年6月底前{words}"
    assert same(show_all(text, field(text))) == same(JUNE)


SPOILT = """6月底之后动工 6月底以后动工 6月底后动工 2021年6月后开工 2021年底后每月一次
2021年6月底-某日 2021年6月底X 2021年6月第 2021年6月初某日 2021年6月底周 2021年6月前前 2021年6月农历初五 2021年夏季 2021年国庆节前
2021年6月主汛期前 2021年秋季开学 2021年学年末 2021年6月底左右 2021年6月前后 2021年6月第一次 2021年最后一天
2021年6月“十一”前后 2021年春节 2021年6月底9日 约2021年6月底 近2021年6月底 农历2021年6月底 阴历6月底 闰6月底 2021年6月高考前 2021年6月验收后
2021年6月汛期期间 2021年6月开会之际""".split()


@pytest.mark.parametrize("text", SPOILT)
def test_a_time_with_words_that_move_it_has_no_date(text: str) -> None:
    assert all((piece.first, piece.last) == (None, None) for piece in field(text))


OTHERS = "上级 国家 中央 国务院 省 市 部 部委 待 有关 相关 配套 政策 法规 条例".split()


@pytest.mark.parametrize("whose", OTHERS)
def test_a_span_from_the_issue_of_another_paper_has_no_dates(whose: str) -> None:
    text = f"{whose}文件印发后3个月内"
    assert all((piece.first, piece.last) == (None, None) for piece in field(text, issued_on="2021-03-01"))


def test_a_span_from_this_documents_issue_has_dates() -> None:
    (piece,) = field("印发后3个月内", issued_on="2021-03-01")
    assert (str(piece.first), str(piece.last)) == ("2021-03-01", "2021-06-01")


REMARKS = """(含周末) (不含节假日) 逾期不再受理 以上级通知为准 时间另行通知 如遇雨天 若有变化 遇雨天""".split()


@pytest.mark.parametrize("remark", REMARKS)
def test_a_remark_beside_a_date_is_no_milestone(remark: str) -> None:
    text = f"2021年6月底前,{remark}"
    assert same(show_all(text, field(text))) == same(JUNE)


OPENED = "投入使用 投入运行 投产 动工 开工 竣工 上线 通车 运营 投用 通水 开园 交付使用 完工 试运行".split()


@pytest.mark.parametrize("words", OPENED)
def test_a_milestone_that_a_sentence_says_alone(words: str) -> None:
    text = f"新渠2021年6月底前{words}。"
    (piece,) = prose(text)
    assert piece.event is not None and text[slice(*piece.event)] == words


EVENTS = """农历八月 阴历六月 旧历年底 夏历三月 腊月底 正月十五 闰六月 冬月 八月初五 八月十五 九月九 大年三十 除夕 春节 元旦 元宵 清明 端午 中秋 重阳 国庆
劳动节 儿童节 教师节 建党100周年 建国80周年 双十一 双节 植树节 世界环境日 暑假 寒假 春季 夏季 秋天 冬季 春耕 秋收 冬训 春夏 秋冬季 今冬明春 去冬今春 入冬 入汛 主汛期 汛期
防火期 开春 立秋 三伏 三夏 三秋 供暖季 采暖期 供热期 雨季 旱季 枯水期 台风季 开学 秋季学期 春季开学 新学期 学年末 学期末 高考 中考 毕业季 放假 期末考试 两会
全国两会 市党代会 县人代会""".split()


@pytest.mark.parametrize("event", EVENTS)
def test_a_time_of_the_year_without_a_date_is_known(event: str) -> None:
    (piece,) = field(f"{event}前")
    assert (piece.kind, piece.first, piece.last, piece.event, piece.trouble) == ("unspecified", None, None, None, None)
    assert piece.rule is not None
