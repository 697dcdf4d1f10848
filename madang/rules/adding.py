"""The menu of sentences, one half: what can be added to a rule document. The result is always a valid document.

A sentence is added whole: its stage, its track, the ways to it and from it, with numbers to begin from. What can be added
depends on what is there: a result is only delivered where there is a discussion.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable

from . import pieces
from .checks import check_document
from .meaning import Json, meaning_problems
from .pieces import NotPossible, both

MOST_STAGES, MOST_TRACKS, MOST_RULES = 60, 20, 20  # as schema.json
LARGEST = 1_000_000_000


def additions(data: Json) -> list[str]:
    """What can be added to a valid document, in the order of a matter's way: names for :func:`add`."""
    wanted = [*ADD, *(f"{name}:{key}" for name in SETTINGS for key in data["stages"])]
    return [name for name in wanted if _tried(data, name) is not None]


def add(data: Json, name: str) -> Json:
    """The document with that sentence; ``data`` is not changed. NotPossible where it does not fit (any more)."""
    made = _tried(data, name)
    if made is None or check_document(made):
        raise NotPossible(name)
    return made


def _tried(data: Json, name: str) -> Json | None:
    word, _, key = name.partition(":")
    made = copy.deepcopy(data)
    if key:
        fits = word in SETTINGS and key in made["stages"] and SETTINGS[word](made["stages"][key])
    else:
        fits = word in ADD and ADD[word](made)
    return made if fits and _small(made) and not any(meaning_problems(made)) else None


def _small(data: Json) -> bool:
    rules = (len(stage.get(part, ())) for stage in data["stages"].values() for part in ("starts", "exits"))
    return len(data["stages"]) <= MOST_STAGES and len(data["tracks"]) <= MOST_TRACKS and max(rules) <= MOST_RULES


# ── finding one's way in a document ──


def free(names: Iterable[str], key: str) -> str:
    """``key``, or with a number behind it where something has that name."""
    taken = set(names)
    return next(one for one in (key, *(f"{key}-{n}" for n in range(2, 999))) if one not in taken)


def collecting(data: Json) -> str | None:
    """The stage where everyone sees a proposal and supports it."""
    for key, stage in data["stages"].items():
        settings = stage.get("settings", {})
        public = settings.get("visibility", "public") == "public" and settings.get("counter", "supports") == "supports"
        if stage["kind"] == "collect" and public:
            return key
    return None


def first(data: Json, kind: str) -> str | None:
    """The first stage of a kind; of discussions, one that ends by itself."""
    found = (key for key, stage in data["stages"].items() if stage["kind"] == kind)
    return next((key for key in found if kind != "forum" or _end(data["stages"][key])), None)


def _end(stage: Json) -> Json | None:
    """The exit at the end of a stage's period."""
    found: Json | None = next((leave for leave in stage.get("exits", ()) if leave["when"] == {"ended": True}), None)
    return found


def _track(data: Json, key: str, name: Json) -> str:
    key = free(data["tracks"], key)
    data["tracks"][key] = {"name": name}
    return key


def _stage(data: Json, key: str, stage: Json, *, before: str = "", after: str = "") -> str:
    """Puts in a stage, where it is told in the order of things: before or after another, else last. Its key."""
    key = free(data["stages"], key)
    if "duty" in stage:
        duties = [other["duty"]["key"] for other in data["stages"].values() if "duty" in other]
        stage["duty"]["key"] = free(duties, stage["duty"]["key"])
    order = list(data["stages"])
    order.insert(order.index(before) if before else order.index(after) + 1 if after else len(order), key)
    data["stages"][key] = stage
    data["stages"] = {each: data["stages"][each] for each in order}
    return key


def _counts(stage: Json, what: str) -> list[int]:
    return [
        start["when"]["at_least"]
        for start in stage.get("starts", ())
        if start["when"].get("count") == what and "at_least" in start["when"]
    ]


def _start(data: Json, at: str, to: str, key: str, name: Json, *, what: str, times: int, least: int) -> None:
    """The stage ``to`` begins at a number of ``what``: ``times`` the highest so far, or ``least``."""
    stage = data["stages"][at]
    counts = _counts(stage, what)
    number = min(max(counts) * times, LARGEST) if counts else least
    marks = [start["key"] for each in data["stages"].values() for start in each.get("starts", ())]
    key = free(marks, key)
    rule = {"key": key, "when": {"count": what, "at_least": number}, "stage": to, "name": name}
    stage.setdefault("starts", []).append(rule)
    end = _end(stage)
    if end is not None and stage["kind"] == "collect" and "marked" not in str(stage["exits"]):
        reached = {"when": {"all": [{"ended": True}, {"marked": key}]}, "outcome": "reached"}
        stage["exits"].insert(stage["exits"].index(end), reached)


# ── before a proposal is public ──


def _review(data: Json) -> bool:
    entry = data["entry"].get("citizen")
    if entry is None or data["stages"][entry]["kind"] != "collect" or data["stages"][entry].get("settings", {}).get(
        "counter", "supports") != "supports":  # fmt: skip
        return False
    data["entry"]["citizen"] = _stage(
        data, "review", pieces.review(data["stages"][entry]["track"], entry), before=entry
    )
    return True


def _consents(data: Json) -> bool:
    entry, collect = data["entry"].get("citizen"), collecting(data)
    kinds = [stage for stage in data["stages"].values() if stage["kind"] == "collect"]
    if entry is None or collect is None or len(kinds) != 1:
        return False
    track = data["stages"][entry]["track"]
    data["entry"]["citizen"] = _stage(data, "gathering", pieces.consents(track, entry), before=entry)
    return True


# ── what numbers of supports bring about ──


def _tier(level: str, key: str, name: Json, times: int, least: int) -> Callable[[Json], bool]:
    def put(data: Json) -> bool:
        collect = collecting(data)
        if collect is None:
            return False
        track = _track(data, "head" if level == "representative" else "answer", name)
        made = pieces.answer(track, key, level, onward=_execution_of(data, collect))
        to = _stage(data, "head-answering" if level == "representative" else "answering", made)
        _start(data, collect, to, key, name, what="supports", times=times, least=least)
        return True

    return put


def _execution_of(data: Json, at: str) -> str | None:
    """The execution that is there already, unless it shares the track of ``at``."""
    found = first(data, "execute")
    return found if found and data["stages"][found]["track"] != data["stages"][at]["track"] else None


def _agenda(data: Json) -> bool:
    collect = collecting(data)
    if collect is None or first(data, "agenda"):
        return False
    onward = first(data, "forum")
    if onward and data["stages"][onward]["track"] == data["stages"][collect]["track"]:
        onward = None
    track = data["stages"][onward]["track"] if onward else _track(data, "discussion", both("토론", "Discussion"))
    to = _stage(data, "agenda", pieces.agenda(track, onward))
    name = both("토론 의제 후보", "Agenda candidate")
    _start(data, collect, to, "agenda-candidate", name, what="supports", times=10, least=500)
    return True


def _vote(data: Json) -> bool:
    collect = collecting(data)
    if collect is None or first(data, "ballot"):
        return False
    made = pieces.ballot(_track(data, "vote", both("투표", "Vote")), _execution_of(data, collect))
    to = _stage(data, "voting", made)
    _start(data, collect, to, "vote", both("시민투표 요청", "Vote called for"), what="supports", times=10, least=1000)
    return True


# ── the discussion, and what follows it ──


def _forum(data: Json) -> bool:
    agenda, collect = first(data, "agenda"), collecting(data)
    if first(data, "forum"):
        return False
    if agenda is not None:
        stage = data["stages"][agenda]
        select = next((leave for leave in stage["exits"] if leave["when"].get("decision") == "select"), None)
        if select is None or "to" in select:
            return False
        select["to"] = _stage(data, "forum", pieces.forum(stage["track"]), after=agenda)
        return True
    if collect is None:
        return False
    to = _stage(data, "forum", pieces.forum(_track(data, "discussion", both("토론", "Discussion"))))
    _start(
        data, collect, to, "discuss", both("토론 열기", "Discussion called for"), what="supports", times=10, least=500
    )
    return True


def _question(data: Json) -> bool:
    forum = first(data, "forum")
    if forum is None or "institution" in data["entry"]:
        return False
    data["entry"]["institution"] = forum
    return True


def _participants(data: Json) -> bool:
    forum = first(data, "forum")
    if forum is None or _counts(data["stages"][forum], "participants"):
        return False
    name = both("기관장 답변", "The head answers")
    made = pieces.answer(_track(data, "head", name), "head-answer", "representative", column="result",
                         onward=_execution_of(data, forum))  # fmt: skip
    to = _stage(data, "head-answering", made)
    _start(data, forum, to, "ask-head", both("기관장 답변 요청", "Head asked to answer"), what="participants", times=2,
           least=1000)  # fmt: skip
    return True


def _following(data: Json, forum: str) -> list[str]:
    """The discussion and the steps after it, as long as there is one way."""
    found, here = [forum], forum
    while True:
        ways = {leave["to"] for leave in data["stages"][here]["exits"] if "to" in leave}
        if len(ways) != 1 or (here := ways.pop()) in found or data["stages"][here]["kind"] not in ("task", "answer"):
            return found
        found.append(here)


def _insert(data: Json, after: str, key: str, made: Json) -> None:
    """``made`` between a stage and whatever follows it (what follows acceptance, where there are several ways)."""
    stage = data["stages"][after]
    onward = next((leave["to"] for leave in stage["exits"] if "to" in leave), None)
    new = _stage(data, key, made, after=after)
    for leave in stage["exits"]:
        leave["to"] = new
    if onward:
        for leave in made["exits"]:
            leave["to"] = onward


def _step(word: str) -> Callable[[Json], bool]:
    """A step after the discussion: ``deliver``, ``answer`` or ``publish``, each in its place and once."""

    def put(data: Json) -> bool:
        forum = first(data, "forum")
        if forum is None:
            return False
        steps = {_word(data["stages"][key]): key for key in _following(data, forum)}
        if word in steps or (word == "publish" and "answer" not in steps):
            return False
        after = steps["answer"] if word == "publish" else steps.get("deliver", forum) if word == "answer" else forum
        track = data["stages"][forum]["track"]
        if word == "answer":
            made = pieces.answer(track, "forum-answer", "department", column="result")
            made["name"] = both("토론 결과 답변", "Answer to the discussion")
            _insert(data, after, "forum-answering", made)
        else:
            _insert(data, after, "delivering" if word == "deliver" else "publishing", getattr(pieces, word)(track))
        return True

    return put


def _word(stage: Json) -> str:
    return str(stage.get("settings", {}).get("act", stage["kind"]))


def _execution(data: Json) -> bool:
    if first(data, "execute"):
        return False
    open_ends = [leave for stage in data["stages"].values() for leave in stage["exits"]
                 if "to" not in leave
                 and (leave["when"] == {"decision": "accept"} or _word(stage) == "publish" or leave["outcome"] == "approved")]  # fmt: skip
    if not open_ends:
        return False
    key = _stage(data, "execution", pieces.execute(_track(data, "delivery", both("실행", "Execution"))))
    for leave in open_ends:
        leave["to"] = key
    return True


# ── what a stage says besides ──


def _extension(stage: Json) -> bool:
    if stage["kind"] != "answer" or "extensions" in stage["deadline"]:
        return False
    period = {unit: count for unit, count in stage["deadline"].items() if unit in ("days", "working_days", "months")}
    stage["deadline"]["extensions"] = {"max": 1, "by": period}
    return True


def _reports(stage: Json) -> bool:
    if stage["kind"] != "execute" or "reports_every" in stage.get("settings", {}):
        return False
    stage.setdefault("settings", {})["reports_every"] = {"months": 3}
    return True


def _majority(stage: Json) -> bool:
    if stage["kind"] != "agenda" or "majority_percent" in stage.get("settings", {}):
        return False
    stage.setdefault("settings", {})["majority_percent"] = "66.6"
    return True


ADD: dict[str, Callable[[Json], bool]] = {
    "consents": _consents,
    "review": _review,
    "tier-department": _tier("department", "ask-department", both("부서 답변 요청", "Department asked to answer"), 2, 50),
    "tier-head": _tier("representative", "ask-head", both("기관장 답변 요청", "Head asked to answer"), 10, 1000),
    "agenda": _agenda,
    "forum": _forum,
    "vote": _vote,
    "question": _question,
    "deliver": _step("deliver"),
    "answer": _step("answer"),
    "publish": _step("publish"),
    "participants": _participants,
    "execution": _execution,
}  # fmt: skip
SETTINGS: dict[str, Callable[[Json], bool]] = {"extension": _extension, "majority": _majority, "reports": _reports}
