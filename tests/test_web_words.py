"""The words of a web page's frame, each where a page has it: menus, tools, names of elements, labels of the box above."""

import pytest

from pipeline.fold import fold_text
from pipeline.grid import RawTable
from pipeline.readers.html.chrome import is_covered
from test_reader_html import NOTICE, discarded, paragraphs, read

TOOLS = """打印 打印本页 打印页面 打印文章 关闭 关闭窗口 关闭本页 收藏 我的收藏 加入收藏 收藏本页 分享 分享到 一键分享 微信 微博 新浪微博 微信扫一扫分享 复制链接 返回顶部 回到顶部 返回列表
下载文字版 下载图片版 文字版下载 图片版下载 语音播报 朗读 无障碍浏览""".split()
MENUS = """首页 网站首页 本站首页 返回首页 登录 注册 用户登录 退出 设为首页 繁体 简体 简繁体 繁體 English 无障碍 无障碍阅读 长者助手 长者模式 适老模式 进入适老模式 关怀版 智能检索
搜索 高级搜索 站内搜索 全文检索 导航 网站导航 网站地图 友情链接 相关链接 站群 本站 政务微信 政务微博 移动客户端 政务公开 政务服务 政民互动 公众参与 互动交流 机构设置 机构概况
信息公开 政府信息公开 新闻中心 要闻动态 在线办事 办事服务 专题专栏 政策解读 解读回应 走进本市 图解 一图读懂 部门解读 媒体解读 视频解读 访谈解读 专家解读 新闻发布会 相关阅读 相关文档
相关文件 相关解读 相关新闻 相关信息 推荐阅读 热门推荐 上一篇 下一篇 上一条 下一条 没有了 更多 查看更多 查看详情 收起 展开 其他 网上办公 标题 全文 按时间 按相关度 搜索位置
排序方式 文件状态 现行有效 已失效 不限 是 否""".split()
ELEMENTS = """nav navbar menu footer foot crumb crumbs breadcrumb breadcrumbs share sidebar aside copyright
toolbar search related recommend login""".split()
LABELS = """索引号 索取号 信息索引 信息分类 主题分类 体裁分类 服务对象分类 组配分类 分类 公文种类 发文机关 发布机构 发布单位 发文单位 信息来源 来源 成文日期 成文时间 生成日期 生成时间 发布日期
发布时间 发文日期 公开日期 印发日期 文号 发文字号 文件编号 标题 名称 信息名称 文件名称 主题词 关键词 有效性 文件状态 效力状态 有效期 生效日期 生效时间 实施日期 废止日期 废止时间
失效日期 统一编号 统一登记号 公开方式 公开范围 公开责任部门 内容概述 信息格式 语种 浏览次数 时间 编辑 作者 责任编辑""".split()
ARTICLE = f"<div><h1>某镇驿站分工</h1>{NOTICE}</div>"


@pytest.mark.parametrize("word", TOOLS)
def test_a_tool_of_the_page_is_one(word: str) -> None:
    assert is_covered(fold_text(f"【{word}】"), "tools")


@pytest.mark.parametrize("word", MENUS)
def test_an_entry_of_a_menu_is_one(word: str) -> None:
    assert is_covered(fold_text(f"{word} | 首页" if word != "首页" else word), "menus")


@pytest.mark.parametrize("name", ELEMENTS)
def test_an_element_that_is_named_so_is_left_out(name: str) -> None:
    assert "镇情小栏" in discarded(f"<div class='{name}-box'><p>镇情小栏</p></div>{ARTICLE}", "site-chrome")


def test_an_element_with_another_name_stays() -> None:
    assert paragraphs(f"<div class='navbox'><p>镇情小栏</p></div>{ARTICLE}")[0] == "镇情小栏"


def box(label: str) -> str:
    """A box above an article: three rows of a label and its value, the last of them of the site's own."""
    other = "文号" if label == "索引号" else "索引号"
    rows = "".join(f"<tr><td>{name}</td><td>甲乙</td></tr>" for name in (label, other, "颜色"))
    return f"<table border=1>{rows}</table>{NOTICE}"


@pytest.mark.parametrize("label", LABELS)
def test_a_box_of_labels_is_no_table(label: str) -> None:
    assert not any(isinstance(block, RawTable) for block in read(box(label)).blocks)


def test_a_table_of_other_words_is_one() -> None:
    assert any(isinstance(block, RawTable) for block in read(box("重量")).blocks)
