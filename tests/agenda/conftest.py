"""The people and browsers of the staff's tests, and three candidates."""

import pytest

from tests import make
from tests.web.staff.conftest import (  # noqa: F401
    교통과,
    네온,
    담당자,
    두리,
    브라우저,
    세종,
    하나,
)


@pytest.fixture
def 후보들(db):
    made = [
        make.proposal(title, key=key) for key, title in (("walk", "걷는 거리"), ("bike", "자전거"), ("bench", "쉼터"))
    ]
    for each in made:
        make.paper(each, 500)
    return made
