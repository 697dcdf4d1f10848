"""The people of the staff's tests, for the desks too."""

from tests.web.staff.conftest import (  # noqa: F401
    공원과,
    교통과,
    네온,
    담당자,
    두리,
    브라우저,
    세종,
    자전거,
    하나,
)
