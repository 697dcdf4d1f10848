"""What the tests of results share: the staff's browser, and discussions that have ended."""

from contextlib import contextmanager

import pytest

from madang.actions import figures_due
from madang.base.errors import Refused
from madang.forums.models import Forum
from madang.people.models import Role
from tests import make
from tests.make import AT, days
from tests.results import town
from tests.web.staff.conftest import Browser, 교통과, 브라우저, 세종  # noqa: F401

END = AT + days(45)


@pytest.fixture
def 팀(db):
    return make.staff("공론장 담당", Role.FORUMS)


@pytest.fixture
def 토론(교통과):  # noqa: F811
    """A discussion for and against that has ended, and whose report is counted."""
    forum = town.pro_con(number=18, department=교통과)
    return 끝난(forum)


@contextmanager
def 거절(code):
    """What is tried is refused with this code."""
    with pytest.raises(Refused) as refused:
        yield
    assert refused.value.code == code


def 끝난(forum):
    make.tick(END)
    figures_due.work(at=END)
    return Forum.objects.with_case().select_related("case__rules__procedure").get(pk=forum.pk)
