"""Periods and conditions in Korean: 제안의 ‘공감’ 수가 30일 내에 50 이상이 모이면."""

from __future__ import annotations

from dataclasses import dataclass

from .korean import particle
from .meaning import Json
from .slots import Parts, Slot, joined, written
from .telling import Matter

QUOTED = "‘{}’"


@dataclass(frozen=True)
class Stem:
    """A clause without its last ending: …모이(면), …이상이(면), …모이지 않(으면)."""

    parts: Parts

    def ending(self, kind: str) -> Parts:
        """``kind``: 면 (if), 고 (and), 거나 (or), 는 (that)."""
        *first, last = self.parts
        tail = written((last,))
        if kind == "면" and tail.endswith(("않", "있")):
            return joined(self.parts, "으면")
        if kind == "는" and tail.endswith(("이상이", "과반이", ")이", "아니")):  # 이다, 아니다: 인, 아닌
            return joined(tuple(first), tail[:-1] + ("닌" if tail.endswith("니") else "인"))
        return joined(self.parts, kind)


class Clauses:
    """Says periods and conditions."""

    def __init__(self, matter: Matter) -> None:
        self.m = matter

    def period(self, slot: Slot | None) -> Parts:
        """30일 · 근무일 기준 3일 · 2개월."""
        if slot is None:
            return ()
        if slot.unit == "working_days":
            return joined("근무일 기준 ", slot, "일")
        return (slot, "개월" if slot.unit == "months" else "일")

    def when(self, key: str, condition: Json, path: str) -> Parts:
        """A condition of stage ``key`` as an if-clause."""
        parts = condition.get("all", ())
        ended = [index for index, part in enumerate(parts) if "ended" in part]
        if ended and len(parts) > len(ended):
            rest = [self._stem(key, part, f"{path}/all/{i}", False) for i, part in enumerate(parts) if i not in ended]
            return joined(self.period(self.m.window(key)), "이 지났을 때 ", self._chain(rest, "고").ending("면"))
        if "marked" in condition:
            mark = self.m.mark(condition["marked"])
            return (f"{QUOTED.format(mark)}{particle(mark, '이')} 이루어지면",)
        early = self._early(key, parts, path)
        return early or self._stem(key, condition, path, True).ending("면")

    def _early(self, key: str, parts: list[Json], path: str) -> Parts:
        """all[elapsed, not count]: 1개월 내에 50 이상이 모이지 않으면."""
        if len(parts) != 2 or "elapsed" not in parts[0] or "count" not in parts[1].get("not", {}):
            return ()
        window = self.m.period(f"{path}/all/0/elapsed")
        return self._count(parts[1]["not"], f"{path}/all/1/not", window, positive=False).ending("면")

    def _chain(self, stems: list[Stem], link: str) -> Stem:
        *first, last = stems
        return Stem(joined(*(joined(stem.ending(link), " ") for stem in first), last.parts))

    def _stem(self, key: str, c: Json, path: str, windowed: bool, positive: bool = True, inside: bool = False) -> Stem:
        if "not" in c:
            return self._stem(key, c["not"], f"{path}/not", windowed, not positive, inside)
        for word, link in (("all", "고"), ("any", "거나")):
            if word in c:
                stems = [
                    self._stem(key, part, f"{path}/{word}/{i}", windowed, positive, True)
                    for i, part in enumerate(c[word])
                ]
                group = self._chain(stems, link if positive else {"고": "거나", "거나": "고"}[link])
                return Stem(joined("(", group.parts, "는 경우)이")) if inside else group
        if "count" in c:
            within = self.m.period(f"{path}/within")
            return self._count(c, path, within or (self._window(key, c) if windowed else None), positive=positive)
        return self._plain(key, c, path, positive)

    def _window(self, key: str, c: Json) -> Slot | None:
        collects = self.m.stage(key)["kind"] == "collect" and c["count"] in ("supports", "sponsors")
        return self.m.window(key) if collects else None

    def _count(self, c: Json, path: str, window: Slot | None, *, positive: bool) -> Stem:
        inside = joined(self.period(window), " 내에 ") if window else ()
        if "percent" in c:
            share = (self.m.slot(f"{path}/percent"), f"%({self.m.share(c)}명) 이상")
            number = joined(QUOTED.format(self.m.electorate(c["of"])), "의 ", share)
        else:
            number = joined(
                self.m.slot(f"{path}/at_least"), "명 이상" if c["count"] in ("sponsors", "votes") else " 이상"
            )
        subjects = {
            "supports": ("제안의 ‘공감’ 수가 ", "이 모이", "이 모이지 않"),
            "sponsors": ("함께하는 발의자가 ", " 모이", " 모이지 않"),
            "participants": ("토론의 ‘참여’ 수가 ", "이", "이 아니"),
            "verified": ("확인된 ‘공감’ 수가 ", "이", "이 아니"),
            "votes": ("투표한 사람 수가 ", "이", "이 아니"),
        }
        subject, yes, no = subjects[c["count"]]
        return Stem(joined(subject, inside, number, yes if positive else no))

    def _plain(self, key: str, c: Json, path: str, positive: bool) -> Stem:
        if "ended" in c:
            return Stem(joined(self.period(self.m.window(key)), "이 지나" if positive else "이 지나지 않"))
        if "elapsed" in c:
            past = "이 지나" if positive else "이 지나지 않"
            return Stem(joined("시작한 지 ", self.period(self.m.period(f"{path}/elapsed")), past))
        if "decision" in c:
            word = self.m.decision(key, c["decision"])
            return Stem((f"{QUOTED.format(word)}{particle(word, '으로')} {'결정하' if positive else '결정하지 않'}",))
        if "done" in c:
            return Stem(("할 일을 마치" if positive else "할 일을 마치지 않",))
        if "marked" in c:
            mark = self.m.mark(c["marked"])
            done = "이루어져 있" if positive else "이루어지지 않"
            return Stem((f"{QUOTED.format(mark)}{particle(mark, '이')} {done}",))
        return self._majority(c, path, positive)

    def _majority(self, c: Json, path: str, positive: bool) -> Stem:
        choice = self.m.choice(c["majority"])
        tail = f"{QUOTED.format(choice)}{particle(choice, '이')} 과반이{'' if positive else ' 아니'}"
        if "quorum_percent" not in c:
            return Stem((tail,))
        who, share = QUOTED.format(self.m.electorate(c["of"])), self.m.slot(f"{path}/quorum_percent")
        link = "투표하고 " if positive else "투표하지 않거나 "
        return Stem(joined(who, "의 ", share, "% 이상이 ", link, tail))
