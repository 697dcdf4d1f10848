"""글 씻기: 무엇을 붙여 넣어도 안전하게 남고, 두 번 씻어도 같다."""

import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from madang.base.text import clean_line, clean_text

HIDDEN = "\u00ad\u061c\u115f\u1160\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\u3164\ufeff\uffa0"
NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(HIDDEN + "\u200c\u200d\x00\x07\x1b\x7f\x85\xa0\r\n\t \u2028\u2029\u3000가각힣ᄀ\u1161\u11a8e\u0301\ud800"),
    ),
    max_size=60,
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(NASTY)
@example("\u200d \u200c\n\u200d")
@example("a\r\n\r\n\r\nb\u2028\u2029c")
@example("\u1112\u1161\u11ab\u1100\u1173\u11af")
def test_씻은_글은_다시_씻어도_같고_보이지_않는_것이_없다(raw):
    for clean in (clean_text, clean_line):
        text = clean(raw)
        assert clean(text) == text
        assert unicodedata.is_normalized("NFC", text)
        assert not set(text) & set(HIDDEN)
        assert all(unicodedata.category(letter) not in ("Cc", "Cs") or letter in "\n\t" for letter in text)
        text.encode("utf-8")
        assert text == text.strip()
    assert "\n\n\n" not in clean_text(raw)
    line = clean_line(raw)
    assert not set(line) & set("\n\t\r\xa0\u3000")
    assert "  " not in line


@given(st.text(st.sampled_from("가나다 abc.,!?👍"), max_size=40))
def test_여느_글은_그대로_남는다(raw):
    assert clean_text(raw) == raw.strip()
    assert clean_line(raw) == " ".join(raw.split())


def test_가족_그림과_페르시아_말의_잇는_글자는_남는다():
    assert clean_line("👨‍👩‍👧 می‌خواهم") == "👨‍👩‍👧 می‌خواهم"


@pytest.mark.parametrize("letters", ["가", " ", "\n", " \u200d", "\u202e", "\r\n\t ", "a\u0301", "\x00"])
def test_10MB를_붙여_넣어도_금방_씻는다(letters):
    began = time.perf_counter()
    clean_line(letters * (3_000_000 // len(letters)) + "끝")
    assert time.perf_counter() - began < 10
