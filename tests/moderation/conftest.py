"""What the tests of moderation share."""

from tests.web.staff.conftest import *  # noqa: F403 - the same people and the same browser
