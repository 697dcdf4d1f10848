"""What the tests of comments share."""

from tests.web.staff.conftest import *  # noqa: F403 - the same people and the same browser
