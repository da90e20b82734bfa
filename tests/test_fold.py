"""Folding: one form of each sign, no white space, and a way back for every offset."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.fold import Folded, count_ink, fold_text, fold_width, strip_quote
from pipeline.source import Quote

SIGNS = st.text(alphabet="市局（）(): ：\n\t\u3000０1Ａa、。⼾\u200b", max_size=40)


def quote(text: str, start: int = 0) -> Quote:
    return Quote("p1", None, None, start, start + len(text), text)


def test_full_width_signs_and_radicals_become_the_ordinary_ones() -> None:
    assert fold_text("（１）市财 政局：⼾籍") == "(1)市财政局:户籍"


def test_a_stretch_maps_back_to_the_raw_text_with_its_line_break() -> None:
    text = Folded([quote("责任\n单位：市 财政局", start=5)])
    assert text.text == "责任单位:市财政局"
    assert text.locate(0, 4) == (Quote("p1", None, None, 5, 10, "责任\n单位"),)
    assert text.breaks == {2} and text.gaps == {6}


def test_a_stretch_over_two_quotes_gives_two() -> None:
    text = Folded([quote("市财"), Quote("p2", None, None, 0, 2, "政局")])
    assert [found.block for found in text.locate(1, 3)] == ["p1", "p2"]


def test_ends_of_paragraphs_follow_a_quote_that_is_cut() -> None:
    text = Folded([Quote("p1", None, None, 0, 5, "一。\n二。", (2,))])
    assert text.locate(1, 3)[0].ends == (1,)


@given(SIGNS)
def test_width_folding_keeps_every_offset(text: str) -> None:
    assert len(fold_width(text)) == len(text)


@given(st.lists(SIGNS, max_size=4))
def test_every_character_maps_back_to_itself(texts: list[str]) -> None:
    quotes = [Quote(f"p{index}", None, None, 0, len(text), text) for index, text in enumerate(texts)]
    whole = Folded(quotes)
    assert whole.text == "".join(fold_text(text) for text in texts)
    for index, char in enumerate(whole.text):
        (found,) = whole.locate(index, index + 1)
        source = texts[int(found.block[1:])]
        assert source[found.start : found.end] == found.text
        assert fold_text(found.text) == char


@given(SIGNS)
def test_stripping_a_quote_keeps_all_ink(text: str) -> None:
    found = strip_quote(quote(text))
    assert count_ink(found.text if found else "") == count_ink(text)
    assert found is None or (found.text[0] == text[found.start] and not found.text[0].isspace())
