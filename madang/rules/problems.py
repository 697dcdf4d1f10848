"""What can be wrong with a rule document, and how that is said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One fault of a document: where (a path like ``/stages/collecting/deadline/days``), which, and the facts."""

    path: str
    code: str
    facts: Mapping[str, Any]

    def sentence(self, lang: str = "ko") -> str:
        """What is wrong and what is allowed there, in Korean or English."""
        ko, en = PROBLEMS[self.code]
        facts = {name: plain(value) for name, value in self.facts.items()}
        return f"{self.path or '/'}: " + (ko if lang == "ko" else en).format(**facts)


class BrokenDocument(ValueError):
    """The document cannot be used; ``problems`` says why, each with its path."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.sentence("en") for problem in problems))


PROBLEMS: dict[str, tuple[str, str]] = {
    "not-json": ("JSON이 아니에요: {detail}", "not JSON: {detail}"),
    "type": ("{expected}이(가) 와야 해요. 지금은 {value}.", "must be {expected}; found {value}."),
    "enum": ("쓸 수 있는 것: {allowed}. 지금은 {value}.", "allowed: {allowed}; found {value}."),
    "required": (
        "‘{name}’이(가) 빠졌어요. 여기에 필요한 것: {allowed}.",
        "‘{name}’ is missing; needed here: {allowed}.",
    ),
    "unknown": (
        "‘{name}’은(는) 여기에 쓸 수 없어요. 쓸 수 있는 것: {allowed}.",
        "‘{name}’ is not allowed here; allowed: {allowed}.",
    ),
    "minimum": ("{limit} 이상이어야 해요. 지금은 {value}.", "must be at least {limit}; found {value}."),
    "maximum": ("{limit} 이하여야 해요. 지금은 {value}.", "must be at most {limit}; found {value}."),
    "pattern": ("{value}은(는) 쓸 수 없는 꼴이에요. 꼴: {allowed}", "{value} has the wrong form; form: {allowed}"),
    "too-few": ("{limit}개(글자) 이상이어야 해요.", "needs at least {limit} entries or characters."),
    "too-many": ("{limit}개(글자) 이하여야 해요.", "takes at most {limit} entries or characters."),
    "repeated": ("같은 값이 두 번 있어요: {value}.", "the same value stands twice: {value}."),
    "too-deep": ("{limit}겹까지만 겹쳐 쓸 수 있어요.", "may be nested at most {limit} deep."),
    "not-text": (
        "보이지 않는 제어 문자나 깨진 글자가 들어 있어요.",
        "contains control characters or broken letters.",
    ),
    "shape": ("꼴이 맞지 않아요: {value}.", "has the wrong shape: {value}."),
    "no-such-number": ("여기에는 바꿀 수 있는 수가 없어요.", "there is no number to change here."),
    "no-such-calendar": (
        "‘{name}’ 나라의 공휴일을 알지 못해요. 두 글자 나라 부호를 쓰거나 비워 두세요. 쓸 수 있는 것: {allowed}.",
        "the public holidays of ‘{name}’ are unknown; give a two-letter country code or leave it empty; allowed: {allowed}.",
    ),
    "no-such-choice": (
        "이 단계의 투표에 ‘{name}’은(는) 없어요. 있는 것: {allowed}.",
        "‘{name}’ is no choice of a ballot in this stage; choices: {allowed}.",
    ),
    "quorum-without-electorate": (
        "투표율 기준(quorum_percent)에는 모집단(of)이 있어야 해요. 있는 것: {allowed}.",
        "quorum_percent needs ‘of’, the electorate it is a share of; electorates: {allowed}.",
    ),
    "condition": ("조건은 다음 중 하나로 써요: {allowed}.", "a condition is one of: {allowed}."),
    "one-unit": (
        "기간은 days, working_days, months 중 하나만 써요.",
        "give exactly one of days, working_days, months.",
    ),
    "one-threshold": (
        "at_least, 또는 percent와 of 중 하나만 써요.",
        "give either at_least, or percent together with of.",
    ),
    "no-such-stage": ("‘{name}’ 단계가 없어요. 있는 단계: {allowed}.", "no stage ‘{name}’; stages: {allowed}."),
    "no-such-track": ("‘{name}’ 트랙이 없어요. 있는 트랙: {allowed}.", "no track ‘{name}’; tracks: {allowed}."),
    "no-such-mark": ("‘{name}’ 시작점이 없어요. 있는 것: {allowed}.", "no start ‘{name}’; starts: {allowed}."),
    "no-such-electorate": (
        "‘{name}’ 모집단이 없어요. 있는 것: {allowed}.",
        "no electorate ‘{name}’; electorates: {allowed}.",
    ),
    "no-such-decision": (
        "이 단계에서는 ‘{name}’(으)로 결정할 수 없어요. 고를 수 있는 것: {allowed}.",
        "‘{name}’ cannot be decided in this stage; decisions: {allowed}.",
    ),
    "duplicate-start": ("시작점 이름 ‘{name}’이(가) 두 번 쓰였어요.", "start key ‘{name}’ is used twice."),
    "same-track": (
        "시작점은 다른 트랙의 단계를 열어야 해요. ‘{name}’은(는) 같은 트랙이에요.",
        "a start opens a stage of another track; ‘{name}’ is in the same one.",
    ),
    "no-deadline": (
        "기간(deadline)이 없어서 이 조건은 절대 맞지 않아요.",
        "without a deadline this condition never holds.",
    ),
    "duty-without-deadline": ("의무(duty)에는 기간(deadline)이 있어야 해요.", "a duty needs a deadline."),
    "extension-without-duty": ("연장은 의무(duty)가 있는 단계에만 쓸 수 있어요.", "extensions need a duty."),
    "unreachable": ("‘{name}’ 단계에 이르는 길이 없어요.", "no way leads to stage ‘{name}’."),
    "endless": (
        "이 단계에서 나갈 길(exits)이 하나도 없어요.",
        "nothing ever leaves this stage: it has no exits.",
    ),
    "loop": (
        "‘{name}’ 단계로 기다림 없이 되돌아와 끝나지 않아요.",
        "leads back to stage ‘{name}’ without waiting for anything.",
    ),
}


def plain(value: Any) -> str:
    """A value as it is shown in a sentence, cut when long."""
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value)
    text = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
    return text if len(text) <= 80 else text[:77] + "…"


def pointer(part: object) -> str:
    """One step of a path as JSON Pointer (RFC 6901) writes it."""
    return str(part).replace("~", "~0").replace("/", "~1")
