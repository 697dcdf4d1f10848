"""Why lots cannot be drawn, in words. Faces translate the sentences: they are the catalogue's own msgids."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from madang.base.errors import N_


@dataclass(frozen=True)
class Problem:
    """One fault: which, the facts, and the line of the file where there is one (1 is the heading)."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None
    file: str = ""

    def sentence(self, translated: Callable[[str], str] = str) -> str:
        """What is wrong and what to do; ``translated`` turns a Korean sentence into the reader's language."""
        said = translated(SENTENCES[self.code]) % self.facts
        if self.line is None:
            return f"{self.file}: {said}" if self.file else said
        place = translated(N_("%(line)s번째 줄")) % {"line": self.line}
        return f"{self.file} {place}: {said}" if self.file else f"{place}: {said}"


class Impossible(ValueError):
    """Lots cannot be drawn; nothing was drawn. ``problems`` says why, ``advice`` what would do."""

    def __init__(self, problems: Sequence[Problem], advice: Sequence[Problem] = ()) -> None:
        self.problems = list(problems)
        self.advice = list(advice)
        super().__init__("; ".join(self.sentences()))

    def sentences(self, translated: Callable[[str], str] = str) -> list[str]:
        """Every reason, then every piece of advice, a sentence each."""
        return [one.sentence(translated) for one in (*self.problems, *self.advice)]


SENTENCES = {
    # the files
    "encoding": N_("글자를 읽을 수 없어요. UTF-8이나 CP949로 저장한 CSV를 주세요."),
    "empty": N_("아무것도 들어 있지 않아요."),
    "column-missing": N_("‘%(column)s’ 열이 없어요. 지금 있는 열: %(found)s."),
    "column-twice": N_("‘%(column)s’ 열이 두 번 있어요. 하나만 남겨 주세요."),
    "cells": N_("칸이 %(found)s개예요. 머리줄처럼 %(wanted)s개여야 해요."),
    "broken": N_("CSV로 읽을 수 없어요: %(detail)s."),
    "not-whole": N_("‘%(column)s’에는 0 이상의 정수를 적어 주세요. 지금은 ‘%(value)s’이에요."),
    "id-missing": N_("번호(id)가 비어 있어요."),
    "id-twice": N_("번호 ‘%(person)s’이(가) %(first)s번째 줄에 이미 있어요."),
    "too-many": N_("같은 까닭으로 고칠 곳이 %(more)s군데 더 있어요."),
    # the targets
    "size": N_("뽑을 사람은 1명 이상이어야 해요. 지금은 %(size)s명이에요."),
    "no-targets": N_("맞출 목표가 하나도 없어요. 성별이나 나이처럼 한 가지는 적어 주세요."),
    "target-unnamed": N_("분류와 이름을 모두 적어 주세요: ‘%(category)s’ ‘%(name)s’."),
    "target-twice": N_("‘%(category)s’의 ‘%(name)s’이(가) 두 번 있어요. 하나만 남겨 주세요."),
    "minimum-negative": N_("‘%(category)s’의 ‘%(name)s’: 최소는 0명 이상이어야 해요. 지금은 %(minimum)s명이에요."),
    "minimum-above-maximum": N_(
        "‘%(category)s’의 ‘%(name)s’: 최소 %(minimum)s명이 최대 %(maximum)s명보다 많아요. 둘 중 하나를 고쳐 주세요."
    ),
    "minimums-above-size": N_(
        "‘%(category)s’의 최소를 모두 더하면 %(sum)s명이라 뽑을 %(size)s명을 넘어요. 최소를 줄이거나 더 많이 뽑아 주세요."
    ),
    "maximums-below-size": N_(
        "‘%(category)s’의 최대를 모두 더해도 %(sum)s명이라 뽑을 %(size)s명이 되지 않아요. 최대를 늘리거나 더 적게 뽑아 주세요."
    ),
    "share-wrong": N_("‘%(category)s’의 ‘%(name)s’ 인구 비율은 0 이상의 수여야 해요. 지금은 %(share)s이에요."),
    "shares-empty": N_("‘%(category)s’의 인구가 모두 0이에요. 비율이나 사람 수를 적어 주세요."),
    # the people
    "value-missing": N_("‘%(person)s’의 ‘%(category)s’이(가) 비어 있어요."),
    "value-unknown": N_("‘%(person)s’의 ‘%(category)s’ 값 ‘%(value)s’은(는) 목표에 없어요. 목표에 있는 것: %(known)s."),
    # the people against the targets
    "pool-too-small": N_("신청한 사람이 %(pool)s명이라 %(size)s명을 뽑을 수 없어요."),
    "too-few": N_(
        "‘%(category)s’의 ‘%(name)s’은(는) 적어도 %(minimum)s명이어야 하는데 신청한 사람은 %(pool)s명뿐이에요."
    ),
    "maximums-below-pool": N_(
        "‘%(category)s’의 최대를 지키면 신청한 사람 중 %(reach)s명까지만 뽑을 수 있어 %(size)s명이 되지 않아요."
    ),
    "together": N_("목표 하나하나는 맞출 수 있지만 한꺼번에 맞추는 %(size)s명은 신청한 사람 가운데 없어요."),
    "solver-stopped": N_("계산이 끝까지 되지 않아 아무도 뽑지 않았어요. 목표를 조금 바꾸어 다시 해 주세요: %(detail)s."),
    "relax-minimum": N_("가장 적게 고치는 방법: ‘%(category)s’의 ‘%(name)s’ 최소를 %(old)s명에서 %(new)s명으로 낮추기."),
    "relax-maximum": N_("가장 적게 고치는 방법: ‘%(category)s’의 ‘%(name)s’ 최대를 %(old)s명에서 %(new)s명으로 높이기."),
    # replacing
    "person-unknown": N_("‘%(person)s’은(는) 신청한 사람 가운데 없어요."),
    "seated-and-declined": N_("‘%(person)s’은(는) 참여하는 사람과 사양한 사람에 모두 들어 있어요."),
    "no-vacancy": N_("%(size)s자리가 모두 차 있어 새로 뽑을 자리가 없어요."),
    "too-few-declined": N_("빈자리는 %(vacant)s개인데 사양한 사람은 %(declined)s명이에요. 누구의 자리인지 알 수 없어요."),
    "nobody-left": N_("신청한 사람 가운데 더 뽑을 사람이 없어요. 빈자리는 %(vacant)s개예요."),
    # checking what was published
    "other-inputs": N_("명부나 목표가 공개된 것과 달라요. 지문: %(found)s, 공개된 지문: %(published)s."),
    "other-outcome": N_("공개된 것과 달라요: %(what)s."),
    "not-a-draw": N_("추첨 결과 파일이 아니에요."),
}  # fmt: skip
