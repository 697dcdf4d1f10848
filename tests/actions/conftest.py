"""What the tests of actions share."""

import pytest

from tests import make


@pytest.fixture
def 제안(db):
    """하나's proposal under seoul-2019, submitted at make.AT."""
    return make.proposal(by=make.person("하나"))


@pytest.fixture
def 교통과(db):
    return make.department("교통정책과", key="mobility")
