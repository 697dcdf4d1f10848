"""The people desk's tests share the staff's people and browser."""

from tests.web.staff.conftest import *  # noqa: F403 - the same fixtures, for the same house
