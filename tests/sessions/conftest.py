import pytest

from tests import make
from tests.sessions import making


@pytest.fixture
def 하나(db):
    return make.person("하나", key="hana", email="hana@gaon.example")


@pytest.fixture
def 두리(db):
    return make.person("두리", key="duri", email="duri@gaon.example")


@pytest.fixture
def 공론장(db):
    return making.forum(key="bike", department=make.department("교통정책과", key="mobility"))


@pytest.fixture
def 열린토론회(공론장):
    return making.session(공론장, key="talk", seats=2)
