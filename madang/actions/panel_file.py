"""Reading who has registered for a panel: CSV or XLSX; every wrong line is told by its number, and then nobody is registered.

Only what the targets look at is taken: a column that is no target's category (a telephone number, say) is left in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from madang.agenda.models import Panel

from .panels import MEMBER_LIMIT, MOST_MEMBERS, REMOVED, WORD_LIMIT, Enrolled, who
from .participation import age_band
from .register_file import Reading, lines_of, readable, text_of

NAMES = ("이름", "성명", "name", "fullname")
USUAL = {  # what is taken as long as there are no targets, and what institutions call it
    "gender": ("성별", "gender", "sex"),
    "age_band": ("나이대", "연령대", "나이", "연령", "ageband", "agegroup", "age"),
    "area": ("지역", "동", "행정동", "읍면동", "area", "district"),
}
GENDERS = {
    "female": ("female", "f", "woman", "여", "여성", "여자"),
    "male": ("male", "m", "man", "남", "남성", "남자"),
    "other": ("other", "x", "그밖", "기타"),
}


@dataclass
class Roll(Reading):
    """Who stands in a file; the categories that were read, and the columns that were not."""

    people: list[Enrolled] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def read_roll(file: BinaryIO, panel: Panel) -> Roll:
    """Read the whole file for this panel's targets. Nothing is kept anywhere."""
    roll = Roll()
    with readable(roll):
        _read(lines_of(file, roll), roll, panel)
    if roll.problems:
        roll.people = []
    return roll


def categories_of(panel: Panel) -> dict[str, list[str]]:
    """Category → the values its targets know (none for the usual three while there are no targets)."""
    found: dict[str, list[str]] = {}
    for one in panel.targets:
        found.setdefault(one["category"], []).append(one["name"])
    return found or {category: [] for category in USUAL}


def category_of(written: str) -> str:
    """A category's own name for what institutions call it: 성별 is gender; any other stays as it is written."""
    return next(
        (category for category, words in USUAL.items() if _plain(written) in (_plain(category), *words)), written
    )


def value_of(category: str, written: str, known: Sequence[str]) -> str | None:
    """A value as the targets spell it: 여 is female, 34 is 30-39, capitals make no difference. None: no target knows it."""
    spelt = {name.casefold(): name for name in known}
    if written.casefold() in spelt:
        return spelt[written.casefold()]
    usual = written
    if category == "gender":
        plain = _plain(written)
        usual = next((gender for gender, words in GENDERS.items() if plain in words), written)
    elif category == "age_band":
        usual = _band(written)
    return spelt.get(usual.casefold()) if known else usual


def _band(written: str) -> str:
    plain = _plain(written).removesuffix("이상").removesuffix("세")
    decade = plain.removesuffix("대")
    if not (decade.isascii() and decade.isdecimal() and len(decade) <= 3):
        return written
    return age_band(int(decade))


def _plain(written: str) -> str:
    return "".join(letter for letter in written.casefold() if letter.isalnum())


def _read(lines: Iterator[Sequence[Any]], roll: Roll, panel: Panel) -> None:
    head = [text_of(cell) for cell in next(lines, [])]
    if not any(head):
        if not roll.problems:
            roll.wrong(None, "empty")
        return
    known = categories_of(panel)
    places = _places(head, known)
    for category in known:
        if category not in places and panel.targets:
            roll.wrong(1, "no-category", category)
    if not set(places) - {""} and not roll.problems:
        roll.wrong(1, "no-columns", ", ".join(head))
    if roll.problems:
        return
    roll.columns = [category for category in known if category in places]
    roll.ignored = [name for at, name in enumerate(head) if name and at not in places.values()]
    there = panel.members.exclude(state=REMOVED).exclude(name="").values_list("number", "name", "attributes")
    registered = {who(name, attributes): number for number, name, attributes in there}
    seen: dict[Any, int] = {}
    for line, row in enumerate(lines, start=2):
        if len(roll.people) >= MOST_MEMBERS:
            roll.wrong(None, "too-long")
            return
        cells = {name: text_of(row[at]) if at < len(row) else "" for name, at in places.items()}
        if any(cells.values()):
            _take(line, cells, known, registered, seen, roll)
    if not roll.people and not roll.problems:
        roll.wrong(None, "empty")


def _places(head: Sequence[str], known: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Category (and ``name``) → where its column stands: by its own name, or what institutions call it."""
    words = {category: (_plain(category), *USUAL.get(category, ())) for category in known}
    found: dict[str, int] = {}
    for at, cell in enumerate(head):
        plain = _plain(cell)
        category = next((one for one, called in words.items() if plain in called), "")
        if category:
            found.setdefault(category, at)
        elif plain in NAMES:
            found.setdefault("", at)  # no category is called so
    return found


def _take(
    line: int, cells: dict[str, str], known: Mapping[str, Sequence[str]], registered: Mapping[Any, int],
    seen: dict[Any, int], roll: Roll,
) -> None:  # fmt: skip
    attributes: dict[str, str] = {}
    for category in roll.columns:
        value = value_of(category, cells[category], known[category])
        if not cells[category]:
            roll.wrong(line, "value-missing", category)
        elif value is None:
            roll.wrong(line, "value-unknown", f"{category}: {cells[category]}")
        elif len(value) > WORD_LIMIT:
            roll.wrong(line, "too-wordy", category)
        else:
            attributes[category] = value
    one = Enrolled(attributes, name=cells.get("", "")[:MEMBER_LIMIT])
    key = who(one.name, attributes)
    if one.name and key in registered:
        roll.wrong(line, "registered", str(registered[key]))
    elif one.name and seen.setdefault(key, line) != line:
        roll.wrong(line, "twice", str(seen[key]))
    else:
        roll.people.append(one)
