"""The frame of a notice: title, number, issuer, date, year and place, from the text around the list."""

import pytest

from pipeline import Record
from texts import read

ITEM = "一、办好集市。选好场地。（市商务局负责）"


def frame(text: str) -> Record:
    return read(text + "\n" + ITEM)


def test_a_notice_that_covers_a_list() -> None:
    document = read(
        "天水市人民政府办公室关于印发\n天水市办好集市若干措施的通知\n天政办发〔2031〕12号\n各县、区人民政府：\n现印发给你们。\n"
        "天水市人民政府办公室\n2031年3月8日\n天水市办好集市若干措施\n为办好集市，制定本措施。\n" + ITEM
    ).document
    assert document.title == "天水市办好集市若干措施"
    assert document.notice_title == "天水市人民政府办公室关于印发天水市办好集市若干措施的通知"
    assert document.number == "天政办发〔2031〕12号"
    assert document.issuers == ("天水市人民政府办公室",)
    assert (document.issued_on, document.year) == ("2031-03-08", 2031)
    assert document.region and (document.region.code, document.region.name) == ("620500", "甘肃省天水市")


def test_labels_of_a_government_site() -> None:
    document = frame(
        "文号：\n天政发〔2031〕7号\n成文日期：2031-04-02\n发布机构：天水市人民政府\n发布日期：2031-05-09\n天水市办好集市工作方案"
    ).document
    assert (document.number, document.issued_on) == ("天政发〔2031〕7号", "2031-04-02")
    assert document.issuers == ("天水市人民政府",)


def test_a_number_cited_in_a_sentence_is_not_the_documents_own() -> None:
    assert frame("天水市办好集市工作方案\n根据《办法》（国发〔2030〕3号）精神，制定本方案。").document.number is None


def test_a_date_in_the_text_is_no_issue_date() -> None:
    document = frame("天水市办好集市工作方案\n自2030年5月1日起，集市迁到城东。").document
    assert document.issued_on is None and document.year is None


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("国务院办公厅关于办好集市的意见", "100000"),
        ("甘肃省办好集市若干措施", "620000"),
        ("天水市办好集市若干措施", "620500"),
        ("天水市秦州区办好集市若干措施", "620502"),
        ("重庆市办好集市若干措施", "500000"),
        ("内蒙古自治区办好集市若干措施", "150000"),
        ("延边朝鲜族自治州办好集市若干措施", "222400"),
    ],
)
def test_the_place_is_read_from_the_title(title: str, code: str) -> None:
    unit = {
        "100000": "商务部",
        "620000": "省商务厅",
        "150000": "自治区商务厅",
        "222400": "州商务局",
        "620502": "区商务局",
    }
    region = read(f"{title}\n一、办好集市。（{unit.get(code, '市商务局')}负责）").document.region
    assert region and region.code == code


def test_an_organs_name_is_no_place() -> None:
    document = read("2031年重点工作任务清单\n一、办好集市。（县公安局、县民政局负责）").document
    assert document.region is None


def test_what_is_not_stated_stays_empty() -> None:
    document = read(ITEM).document
    assert (document.title, document.notice_title, document.attachment, document.number) == (None, None, None, None)
    assert (document.issuers, document.issued_on, document.year, document.region) == ((), None, None, None)
