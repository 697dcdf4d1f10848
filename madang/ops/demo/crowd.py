"""The people of the city: who writes what, who supports what, and when each of them came."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from random import Random

from .material import CITIZEN_LOGINS, Material, nicknames
from .places import WRITERS

FULL = 860  # people; more come only when a proposal needs more supporters than there are
KEY_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
OFTEN = 2  # proposals that one person writes at most
FOREIGN_FROM = "응우옌 티 란"  # from this name on, the list of citizens holds people from elsewhere

_OLD_NAME = re.compile(r"^.[가-힣]?[순자례옥덕말금춘점복]|[순자례옥춘]$|할머니|할매|노인|댁$|지팡이|이장|나물|구두닦")
_YOUNG_NAME = re.compile(r"고2|학생|자취생|보드|베이스|민트|라떼|알바|[율솔온결담별람]$")
_OLD_TEXT = re.compile(r"일흔|여든|칠십|팔십|예순|손녀|손주|경로당|늙은|하시오|하오\.|주시오|틀니")
_YOUNG_TEXT = re.compile(r"학년|고등학생|중학생|수험생|야자|대학생|자취|동아리|알바|우리 학교")


def kind_of_name(name: str) -> str:
    """What a name makes one expect of its bearer: ``old``, ``young`` or nothing (``any``)."""
    if _OLD_NAME.search(name):
        return "old"
    return "young" if _YOUNG_NAME.search(name) else "any"


def kind_of_text(text: str) -> str:
    """Who is speaking in a text: ``old``, ``young`` or anyone."""
    if _OLD_TEXT.search(text):
        return "old"
    return "young" if _YOUNG_TEXT.search(text) else "any"


@dataclass
class Someone:
    """A person of the city. ``area`` is where they live, ``wrote`` how many proposals they have written."""

    key: str
    name: str
    joined: datetime
    area: str = ""
    kind: str = "any"
    wrote: int = 0
    verified: dict[str, object] | None = None


@dataclass
class Crowd:
    """Everyone who has come so far; ``someone_new`` lets one more come."""

    rng: Random
    material: Material
    opened: datetime
    authors_to_come: int
    people: list[Someone] = field(default_factory=list)
    logins: dict[str, Someone] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = self.material.citizens
        foreign = names[names.index(FOREIGN_FROM) :]
        spoken_for = set(WRITERS.values())
        self._named = [(name, kind_of_name(name)) for name in names if name not in spoken_for and name not in foreign]
        self.rng.shuffle(self._named)
        self._quiet = chain((name for name in foreign if name not in spoken_for), nicknames())
        self._keys: set[str] = set()
        self._authors: list[Someone] = []
        for key, name in CITIZEN_LOGINS:
            born = {"hana": 1991, "duri": 1978, "sena": 2003}[key]
            verified = {"level": "resident", "born": born, "area": "은하동", "gender": "f" if key != "duri" else "m"}
            joined = self.opened + timedelta(minutes=self.rng.uniform(20, 90))
            self.logins[key] = Someone(key, name, joined, "은하동", verified=verified)
            self.people.append(self.logins[key])

    def key(self) -> str:
        """A name for a URL, of the kind that is drawn at random elsewhere."""
        while True:
            key = "".join(self.rng.choices(KEY_LETTERS, k=10))
            if key not in self._keys:
                self._keys.add(key)
                return key

    def author(self, text: str, area: str, at: datetime, *, name: str | None = None) -> Someone:
        """Who writes ``text`` at ``at``: whoever is called ``name``, or mostly someone whose first proposal it is."""
        kind = kind_of_text(text)
        if name:
            return self._come(name, at, self._home(area), kind_of_name(name))
        fresh = len(self._named) >= self.authors_to_come * self.rng.random()
        self.authors_to_come -= 1
        again = [p for p in self._authors if p.wrote < OFTEN and p.area == area and _fits(p.kind, kind)]
        if again and not (fresh and self._named):
            author = self.rng.choice(again)
        else:
            author = self._fresh(kind, area, at)
            self._authors.append(author)
        author.wrote += 1
        return author

    def _fresh(self, kind: str, area: str, at: datetime) -> Someone:
        if not self._named:
            return self._come(next(self._quiet), at, area, "any")
        exact = [pair for pair in self._named if pair[1] == kind]
        fitting = [pair for pair in self._named if _fits(pair[1], kind)]
        chosen = (exact or fitting or self._named)[0]
        self._named.remove(chosen)
        return self._come(chosen[0], at, self._home(area), chosen[1])

    def _home(self, area: str = "") -> str:
        return area if area in self.material.areas else self.rng.choice(self.material.areas)

    def supporter(self, at: datetime, but: set[str]) -> Someone:
        """Someone who is not among ``but``: of those who are here, the early ones more often; or someone new."""
        here = len(self.people)
        if here < FULL and self.rng.random() < 0.45 * (1 - here / FULL) ** 1.5:
            return self._come(next(self._quiet), at, self._home(), "any")
        if self.rng.random() < 0.01:
            login = self.logins[self.rng.choice(sorted(self.logins))]
            if login.key not in but and login.joined < at:
                return login
        for _ in range(40):
            someone = self.people[int(here * self.rng.random() ** 1.25)]
            if someone.key not in but and someone.joined < at:
                return someone
        left = [someone for someone in self.people if someone.key not in but and someone.joined < at]
        if left and len(left) > here / 20:
            return self.rng.choice(left)
        return self._come(next(self._quiet), at, self._home(), "any")

    def _come(self, name: str, at: datetime, area: str, kind: str) -> Someone:
        joined = max(at - timedelta(minutes=self.rng.uniform(2, 20)), self.opened)
        someone = Someone(self.key(), name, joined, area, kind)
        if self.rng.random() < 0.4:
            born = {"old": (1940, 1962), "young": (1995, 2010)}.get(kind, (1955, 2006))
            gender = self.rng.choice("fm")
            someone.verified = {"level": "resident", "born": self.rng.randint(*born), "gender": gender, "area": area}
        self.people.append(someone)
        return someone


def _fits(name: str, text: str) -> bool:
    return text == "any" or name in (text, "any")


def in_order(moments: Iterable[datetime]) -> list[datetime]:
    """Moments in order, no two alike."""
    found = sorted(moments)
    for index in range(1, len(found)):
        found[index] = max(found[index], found[index - 1] + timedelta(microseconds=1))
    return found
