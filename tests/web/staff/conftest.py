"""What the tests of the staff's pages share: people of the house, and a browser that one of them is signed in to."""

import pytest
from django.test import Client

from madang.base import clock
from madang.people.models import Role
from tests import make


class Browser(Client):
    """A browser in which someone is signed in (or nobody), and the clock stands at ``at``."""

    def __init__(self, person=None, at=make.AT):
        super().__init__()
        self.at = at
        if person is not None:
            self.force_login(person)

    def request(self, **request):
        with clock.standing_at(self.at):
            return super().request(**request)

    def page(self, path, status=200, **data):
        """GET, as text."""
        response = self.get(path, data)
        assert response.status_code == status, (response.status_code, path)
        return response.content.decode()

    def send(self, path, status=302, **data):
        """POST; where it leads, or what it says when it was not done."""
        response = self.post(path, data)
        assert response.status_code == status, (response.status_code, response.content.decode()[:3000])
        return response.url if status == 302 else response.content.decode()


@pytest.fixture
def 교통과(db):
    return make.department("교통정책과", key="mobility")


@pytest.fixture
def 공원과(db):
    return make.department("공원녹지과", key="parks")


@pytest.fixture
def 세종(교통과):
    return make.officer("세종 주무관", department=교통과)


@pytest.fixture
def 네온(db):
    return make.staff("네온 PM", Role.PM)


@pytest.fixture
def 담당자(db):
    return make.staff("가온 담당자", Role.OFFICER)


@pytest.fixture
def 하나(db):
    return make.person("하나", email="hana@gaon.example")


@pytest.fixture
def 두리(db):
    return make.person("두리")


@pytest.fixture
def 자전거(하나, 교통과):
    """하나의 제안. 50명이 공감해 교통정책과가 답해야 한다 (3월 25일까지)."""
    proposal = make.proposal("자전거 도로를 이어 주세요", by=하나, key="bike", department=교통과)
    make.supports(proposal, 50)
    return proposal


@pytest.fixture
def 브라우저():
    return Browser
