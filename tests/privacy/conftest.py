"""The tests of privacy share the people of the house and their browser."""

from tests.web.staff.conftest import *  # noqa: F403 - the same fixtures, for the same house
