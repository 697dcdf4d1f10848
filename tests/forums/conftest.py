"""What the tests of public discussions share."""

from datetime import timedelta

import pytest

from tests import make, make_forums
from tests.web.staff.conftest import *  # noqa: F403 - the same people and the same browser


@pytest.fixture
def 도서관(교통과):
    """찬반 토론: 밤에도 도서관을 열까요? 3월 4일부터 서른 날."""
    return make_forums.forum(department=교통과)


@pytest.fixture
def 빈터(교통과):
    """생각 모으기: 빈터를 무엇으로 쓸까요?"""
    return make_forums.forum("빈터를 무엇으로 쓸까요?", form="open", key="yard", department=교통과)


@pytest.fixture
def 끝난_뒤(도서관):
    """토론이 끝난 바로 그 순간."""
    return 도서관.visit.due


@pytest.fixture
def 한_시간_뒤():
    return make.AT + timedelta(hours=1)
