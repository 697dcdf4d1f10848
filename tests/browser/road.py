"""The house, the people and the clock of the whole road (test_whole_road.py)."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page

from tests import processes
from tests.browser import timed, town
from tests.browser.conftest import House, Visitor
from tests.browser.serving import serving

PHONE, DESK = 360, 1280
QUESTION = "가온역에서 시청까지 차로 하나를 자전거 길로 바꿀까요?"
CITIZENS = {"하나": "hana", "두리": "duri", "세나": "sena"}
STAFF = {
    "네온 PM": ("neon", "pm"), "가람 담당자": ("garam", "officer"), "도란": ("doran", "forums"),
    "세종 주무관": ("sejong", "department_officer"), "가온시장": ("mayor", "representative"), "감사": ("gamsa", "auditor"),
}  # fmt: skip


def build() -> None:
    """교통정책과, three citizens and one person for every role, under the rules of 2019."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.hashers import make_password

    from madang.actions import people, procedures
    from madang.base import clock
    from madang.people.models import Person

    at, password = clock.now(), make_password(town.PASSWORD)
    procedures.install_preset(name="seoul-2019", slug="gaon", at=at, actor=None)
    mobility = people.register_department(key="mobility", name="교통정책과", at=at, actor=None)
    everyone = {name: (key, "") for name, key in CITIZENS.items()} | STAFF
    for name, (key, role) in everyone.items():
        person = people.register_person(key=key, name=name, email=f"{key}@gaon.example", at=at, actor=None)
        Person.objects.filter(pk=person.pk).update(password=password)
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        if role:
            department = mobility if role == "department_officer" else None
            people.grant_role(person=person, role=role, department=department, at=at, actor=None)


@dataclass
class Road:
    """Everyone's windows on one house whose clock the test moves."""

    house: House
    clock: timed.Clock
    chromium: Browser
    windows: dict[str, Visitor] = field(default_factory=dict)

    def window(self, name: str, width: int = DESK) -> Visitor:
        """Their window, signed in the first time; ``손님`` signs in never."""
        if name not in self.windows:
            self.windows[name] = Visitor(self.chromium, self.house, width)
            if name != "손님":
                key = CITIZENS.get(name) or STAFF[name][0]
                self.windows[name].sign_in(f"{key}@gaon.example", town.PASSWORD)
        return self.windows[name]

    def do(self, act: Callable[..., Any], *args: Any) -> Any:
        """Let something happen at the time of the clock, in a process of its own."""
        return self.house.do(timed.living, self.clock, act, *args)

    def later(self, **length: float) -> None:
        """The clock goes on; the worker does what has fallen due by then."""
        self.clock.goes_on(**length)
        self.do(timed.worker)

    def day(self, after: int = 0) -> str:
        """The day in so many days, as a date field takes it."""
        from datetime import timedelta

        return (self.clock.now().astimezone(timed.SEOUL) + timedelta(days=after)).date().isoformat()

    def close(self) -> None:
        for one in self.windows.values():
            one.page.context.close()


@contextmanager
def walking(chromium: Browser, database: str, folder: Path, since: str) -> Iterator[Road]:
    """A road that begins then, in an instance of its own."""
    clock = timed.Clock(folder / "clock")
    clock.stands_at(since)
    given = {
        "TEST_CLOCK": str(clock.file),
        "PYTHONPATH": os.pathsep.join((str(Path.cwd()), os.environ.get("PYTHONPATH", ""))),
    }
    with serving(database, folder, "tests.browser.timed:application", **given) as address:
        road = Road(House(address, database), clock, chromium)
        road.do(build)
        yield road
        road.close()


def reads(page: Page) -> str:
    """What stands on the page."""
    return page.locator("main").inner_text()


def sent(page: Page, press: Locator) -> None:
    """Press, and stand on the page that follows."""
    with page.expect_navigation():
        press.click()


def button(within: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    """The last button of that name."""
    return within.get_by_role("button", name=name).last


def answered(road: Road, name: str, key: str, decision: str, text: str, *, stage: str) -> None:
    """``name`` writes the answer that this stage waits for, looks at it as a letter, and publishes it."""
    window = road.window(name)
    window.look("/staff/answers")
    page = window.look(f"/staff/answers/{key}?stage={stage}")
    page.locator(f"input[name=decision][value={decision}]").check(force=True)
    page.locator("#draft textarea[name=text]").fill(text)
    window.press("미리 보기")
    window.look()
    window.press("답변 공개하기")
    assert text in reads(page)


def exported_and_replayed(road: Road, databases: processes.Databases, folder: Path) -> tuple[list[Any], list[Any]]:
    """The cases of the house, and those of an empty one into which its export was replayed."""
    (folder / "from").mkdir()
    (folder / "into").mkdir()
    ours = processes.Madang(road.house.database, folder / "from")
    events, until = folder / "events.jsonl", road.clock.now().isoformat()
    ours("export", events)
    other = databases.new()
    try:
        theirs = processes.Madang(other, folder / "into")
        theirs("replay", events, "--until", until)
        return ours("cases", "--json").records, theirs("cases", "--json").records
    finally:
        databases.drop(other)
