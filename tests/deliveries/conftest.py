"""The people and browsers of the staff's tests, for what is carried out too."""

from tests.web.staff.conftest import (  # noqa: F401
    공원과,
    교통과,
    네온,
    담당자,
    두리,
    브라우저,
    세종,
    하나,
)
