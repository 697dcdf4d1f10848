"""A rule document as sentences: those of the founding document, with the numbers in their blanks.

``sentences`` tells everything that has a number and every way on; an editor shows a :class:`Slot` as a number field.
``fill`` puts numbers back. ``differences`` tells what another version of the document says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from .document import Document
from .meaning import DEFAULT_DECISIONS, Json
from .say_en import English
from .say_ko import Korean
from .slots import Part, Parts, Slot, fill, written
from .telling import Matter

__all__ = ["Change", "Part", "Sentence", "Slot", "differences", "fill", "numbers", "sentences"]


@dataclass(frozen=True)
class Sentence:
    """One thing the document says. ``key`` is stable between versions; ``stage`` is "" for what belongs to none."""

    key: str
    stage: str
    column: str
    parts: Parts

    @property
    def text(self) -> str:
        """The sentence with the numbers in place."""
        return written(self.parts)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The numbers of the sentence in order."""
        return tuple(part for part in self.parts if isinstance(part, Slot))


@dataclass(frozen=True)
class Change:
    """A sentence that another version says otherwise; None where it says nothing.

    ``changed`` are the positions among the slots of ``after_parts`` (and of ``before_parts``) whose number differs; it
    is empty where more than numbers has changed.
    """

    key: str
    before: str | None
    after: str | None
    before_parts: Parts = ()
    after_parts: Parts = ()
    changed: tuple[int, ...] = ()

    def pieces(self) -> list[str | tuple[str, str]]:
        """The new sentence in pieces, each changed number as (before, after); one text where more has changed."""
        if not self.changed:
            return [self.after or self.before or ""]
        old = [part for part in self.before_parts if isinstance(part, Slot)]
        found: list[str | tuple[str, str]] = []
        index = 0
        for part in self.after_parts:
            if isinstance(part, str):
                found.append(part)
                continue
            found.append((old[index].text, part.text) if index in self.changed else part.text)
            index += 1
        return found


def sentences(document: Document, lang: str) -> list[Sentence]:
    """Everything the document says, in ``lang`` (ko or en), in the order of its stages."""
    found = list(_Teller(Matter.of(document.data, lang)).tell())
    seen: set[str] = set()
    marked = []
    for sentence in found:
        parts = []
        for part in sentence.parts:
            if isinstance(part, Slot):
                part = replace(part, repeated=part.path in seen)
                seen.add(part.path)
            parts.append(part)
        marked.append(replace(sentence, parts=tuple(parts)))
    return marked


def numbers(sentence: Sentence, text: str) -> dict[str, int | str] | None:
    """The numbers that ``text`` has in the blanks of ``sentence``, by path; None when it is another sentence."""
    pattern = "".join(re.escape(part) if isinstance(part, str) else r"([\d.,]*\d)" for part in sentence.parts)
    match = re.fullmatch(pattern, text)
    if match is None:
        return None
    plain = (found.replace(",", "") for found in match.groups())
    return {slot.path: n if slot.unit == "percent" else int(n) for slot, n in zip(sentence.slots, plain, strict=True)}


def differences(old: Document, new: Document, lang: str) -> list[Change]:
    """What ``new`` says otherwise than ``old``, sentence by sentence, in the order of ``new``; then what it leaves out."""
    before = {sentence.key: sentence for sentence in sentences(old, lang)}
    after = {sentence.key: sentence for sentence in sentences(new, lang)}
    changes = []
    for key in _merged(list(before), list(after)):
        one, other = before.get(key), after.get(key)
        if one is None or other is None or one.text != other.text:
            changes.append(_change(key, one, other))
    return changes


def _merged(old: list[str], new: list[str]) -> list[str]:
    """All keys: those of ``new`` in order, with those that are gone where they stood."""
    found: dict[str, None] = {}
    for _, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        found.update(dict.fromkeys(new[k:m]))
        found.update(dict.fromkeys(key for key in old[i:j] if key not in new))
    return list(found)


def _change(key: str, one: Sentence | None, other: Sentence | None) -> Change:
    if one is None or other is None:
        parts = (one.parts if one else (), other.parts if other else ())
        return Change(key, one.text if one else None, other.text if other else None, *parts)
    same = len(one.parts) == len(other.parts) and all(
        isinstance(a, Slot) == isinstance(b, Slot) for a, b in zip(one.parts, other.parts, strict=True)
    )
    pairs = list(zip(one.slots, other.slots, strict=True)) if same else []
    changed = tuple(i for i, (a, b) in enumerate(pairs) if (a.value, a.unit) != (b.value, b.unit))
    return Change(key, one.text, other.text, one.parts, other.parts, changed)


class _Teller:
    """Goes through a document once and remembers which stages' periods have been told."""

    def __init__(self, matter: Matter) -> None:
        self.m = matter
        self.say = Korean(matter) if matter.lang == "ko" else English(matter)
        self.told: set[str] = set()

    def tell(self) -> Iterator[Sentence]:
        """Every sentence, in order."""
        shown: set[str] = set()
        for sentence in self._all():
            shown |= {slot.path for slot in sentence.slots}
            yield sentence
        for path, slot in self.m.slots.items():
            if path not in shown:
                key = path.split("/")[2]
                yield self._sentence(key, f"number{path}", self.say.rest(key, slot))

    def _all(self) -> Iterator[Sentence]:
        stages = self.m.data["stages"]
        self.told = {step for key in stages if stages[key]["kind"] == "forum" for step in self._following(key)}
        for key in self.m.data.get("electorates", {}):
            yield Sentence(f"electorate/{key}", "", "propose", self.say.population(key))
        for key in stages:
            yield from self._stage(key)

    def _sentence(self, key: str, name: str, parts: Parts) -> Sentence:
        return Sentence(f"{key}/{name}", key, self.m.stage(key)["column"], parts)

    def _stage(self, key: str) -> Iterator[Sentence]:
        stage = self.m.stage(key)
        if stage["kind"] in ("collect", "ballot"):
            yield self._sentence(key, "gate", self.say.gate(key))
        following = self._following(key) if stage["kind"] == "forum" else []
        if key not in self.told and self.m.window(key) and not self._window_in_rules(key):
            yield self._sentence(key, "course", self.say.course(key, following))
        yield from self._rules(key, stage)
        yield from self._decisions(key, stage)
        if "extensions" in stage.get("deadline", {}):
            yield self._sentence(key, "extension", self.say.extension(key))
        if "majority_percent" in self.m.settings(key):
            yield self._sentence(key, "majority", self.say.panel(key))
        if "reports_every" in self.m.settings(key):
            yield self._sentence(key, "reports", self.say.reports(key))

    def _window_in_rules(self, key: str) -> bool:
        """Whether the stage's own rules name its period: 30일 내에 50 이상이 모이면."""
        rules = [*self.m.stage(key).get("starts", ()), *self.m.stage(key).get("exits", ())]
        return self.m.stage(key)["kind"] == "collect" and any(_names_window(rule["when"]) for rule in rules)

    def _rules(self, key: str, stage: Json) -> Iterator[Sentence]:
        for index, start in enumerate(stage.get("starts", ())):
            clause = self.say.when(key, start["when"], f"/stages/{key}/starts/{index}/when")
            yield self._sentence(
                key, f"start/{start['key']}", self.say.if_then(clause, self._then(start["stage"], beside=True))
            )
        outcomes: list[str] = []
        for index, leave in enumerate(stage.get("exits", ())):
            when = leave["when"]
            if "decision" in when:
                continue
            same = outcomes.count(leave["outcome"])
            outcomes.append(leave["outcome"])
            name = f"exit/{leave['outcome']}" + (f"/{same}" if same else "")
            if "ended" in when or "done" in when:
                if self._worth_telling(key, stage, leave):
                    yield self._sentence(key, name, self.say.after(key, leave))
                continue
            clause = self.say.when(key, when, f"/stages/{key}/exits/{index}/when")
            then = self._then(leave["to"]) if "to" in leave else self.say.ends(self.m.outcome(leave))
            yield self._sentence(key, name, self.say.if_then(clause, then))

    def _worth_telling(self, key: str, stage: Json, leave: Json) -> bool:
        """The end of a stage that leads nowhere goes without saying, except where something was hoped for."""
        told = (stage["kind"] == "forum" and self._following(key)) or key in self._chained()
        if "to" in leave:
            return not told or (stage["kind"] == "task" and not self._continues(key))
        return stage["kind"] in ("collect", "ballot", "verify") and not told

    def _then(self, key: str, *, beside: bool = False) -> Parts:
        if self.say.tells_period(key):
            self.told.add(key)
        return self.say.then(key, beside=beside)

    # ── chains: a discussion, and the duties that follow it ──

    def _chained(self) -> set[str]:
        stages = self.m.data["stages"]
        return {step for key in stages if stages[key]["kind"] == "forum" for step in self._following(key)}

    def _continues(self, key: str) -> bool:
        way = self._only_way(key)
        return way is not None and way in self._chained()

    def _only_way(self, key: str) -> str | None:
        ways = {leave.get("to") for leave in self.m.stage(key).get("exits", ())}
        return ways.pop() if len(ways) == 1 else None

    def _following(self, key: str) -> list[str]:
        """The duties (tasks, answers) that follow a discussion without a choice of ways."""
        if not self.m.window(key):
            return []
        found: list[str] = []
        way = self._only_way(key)
        while way is not None and way not in found and self._is_step(way):
            found.append(way)
            way = self._only_way(way)
        return found

    def _is_step(self, key: str) -> bool:
        return self.m.stage(key)["kind"] in ("task", "answer") and "duty" in self.m.stage(key)

    # ── decisions ──

    def _decisions(self, key: str, stage: Json) -> Iterator[Sentence]:
        ways = self._ways(stage)
        if not ways:
            return
        if not (key in self._chained() and len(ways) == 1 and self._continues(key)):
            yield self._sentence(key, "decisions", self.say.decisions(key, ways))
        reasons = [reason[self.m.lang] for reason in stage.get("settings", {}).get("reasons", {}).values()]
        if reasons:
            yield self._sentence(key, "reasons", self.say.reasons(key, reasons))

    def _ways(self, stage: Json) -> list[tuple[list[str], Json]]:
        """Where the decisions lead, those with the same target together; last, with {}, those that lead nowhere."""
        ways: list[tuple[list[str], Json]] = []
        for leave in stage.get("exits", ()):
            word = leave["when"].get("decision")
            if word is None or any(word in words for words, _ in ways):
                continue
            same = next((way for way in ways if "to" in leave and way[1].get("to") == leave["to"]), None)
            if same:
                same[0].append(word)
            else:
                ways.append(([word], leave))
        told = str([leave["when"] for leave in stage.get("exits", ())])
        allowed = stage.get("settings", {}).get("decisions") or DEFAULT_DECISIONS.get(stage["kind"], ())
        rest = [word for word in allowed if f"'{word}'" not in told]
        return [*ways, (rest, {})] if ways and rest else ways


def _names_window(condition: Json) -> bool:
    """Whether the sentence of a rule names the stage's own period."""
    if "ended" in condition:
        return True
    parts = [*condition.get("all", ()), *condition.get("any", ()), *([condition["not"]] if "not" in condition else ())]
    return any(_names_window(part) for part in parts)
