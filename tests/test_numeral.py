"""Numerals are read and written in one place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.numeral import FORMS, read_numeral, write_numeral


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("12", 12),
        ("１２", 12),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三十一", 31),
        ("一百零三", 103),
        ("一百一十", 110),
        ("两", 2),
        ("廿三", 23),
        ("卅", 30),
        ("壹拾", 10),
        ("二〇二一", 2021),
        ("○", 0),
        ("⑫", 12),
        ("㉑", 21),
        ("⑴", 1),
        ("⒈", 1),
        ("㈠", 1),
        ("㊀", 1),
        ("Ⅳ", 4),
        ("xii", 12),
    ],
)
def test_a_numeral_is_read(text: str, number: int) -> None:
    assert read_numeral(text) == number


@pytest.mark.parametrize("text", ["", "第", "三月", "1.5", "-3", "十十", "零十", "iiii", "abc", "1一", "9" * 5000])
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert read_numeral(text) is None


@given(
    st.integers(1, 3999), st.sampled_from(["counting", "positional", "formal", "roman", "upper-roman", "full-width"])
)
def test_what_is_written_is_read_again(number: int, form: str) -> None:
    assert read_numeral(write_numeral(number, form)) == number


@given(st.integers(1, 10), st.sampled_from(["circled", "circled-chinese", "bracketed", "dotted"]))
def test_enclosed_numbers_are_read_again(number: int, form: str) -> None:
    written = write_numeral(number, form)
    assert len(written) == 1
    assert read_numeral(written) == number


def test_a_form_that_is_not_known_is_written_in_digits() -> None:
    assert "cuneiform" not in FORMS
    assert write_numeral(5, "cuneiform") == write_numeral(5, "counting" * 2) == "5"


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_none(text: str) -> None:
    number = read_numeral(text)
    assert number is None or number >= 0
