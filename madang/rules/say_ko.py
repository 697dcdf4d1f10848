"""A rule document's sentences in Korean, in the words of the founding document."""

from __future__ import annotations

from .clauses_ko import QUOTED, Clauses
from .korean import particle, with_particle
from .meaning import Json
from .slots import Part, Parts, Slot, joined

LEVELS = {
    "account": "회원이면 누구나",
    "email": "이메일을 확인한 사람이",
    "phone": "휴대전화를 확인한 사람이",
    "resident": "주민임을 확인한 사람이",
    "strong": "강한 본인확인을 거친 사람이",
}
AGED = {
    "account": "만 {}세 이상 회원이",
    "email": "이메일을 확인한 만 {}세 이상이",
    "phone": "휴대전화를 확인한 만 {}세 이상이",
    "resident": "주민임을 확인한 만 {}세 이상이",
    "strong": "강한 본인확인을 거친 만 {}세 이상이",
}
SEEN = {"unlisted": "주소를 아는 사람만 볼 수 있습니다.", "private": "초대받은 사람만 볼 수 있습니다."}


class Korean(Clauses):
    """Says the pieces of which explain.py makes sentences; the clauses stand in clauses_ko.py."""

    # ── what follows ──

    def then(self, key: str, *, beside: bool = False) -> Parts:
        """What happens when a stage opens, with its period, to the final verb; ``beside``: while another goes on."""
        kind, owner = self.m.stage(key)["kind"], self.m.owner(key)
        period = self.period(self.m.window(key))
        who = f"{with_particle(owner, '이')} " if owner else ""
        by = joined(period, " 이내에 ") if period and owner else joined(period, " 동안 ") if period else ()
        if kind == "answer":
            every = "요구마다 " if self.m.settings(key).get("per_demand") else ""
            return joined(who, by, every, "답변을 합니다")
        if kind == "agenda":
            return ("토론할 의제 후보가 됩니다",)
        if kind == "task":
            return joined(who, by, self._does(self.m.what(key)))
        if kind in ("review", "verify"):
            verb = "결정합니다" if kind == "review" else "명부를 확인합니다"
            if owner:
                return joined(who, by, verb)
        if kind in ("forum", "ballot") and period:
            return joined(by, "토론합니다" if kind == "forum" else "투표합니다")
        if kind == "collect" and period:
            return joined(QUOTED.format(self.m.name(key)), " 단계에서 ", by, "모읍니다")
        return (f"{QUOTED.format(self.m.name(key))} 단계가 함께 시작됩니다",) if beside else self.goes(key)

    def tells_period(self, key: str) -> bool:
        """Whether :meth:`then` names the stage's period."""
        return self.m.stage(key)["kind"] not in ("agenda", "execute") and self.m.window(key) is not None

    def goes(self, key: str) -> Parts:
        """…단계로 넘어갑니다."""
        return (f"{QUOTED.format(self.m.name(key))} 단계로 넘어갑니다",)

    def ends(self, outcome: str) -> Parts:
        """How it ends."""
        return (f"{QUOTED.format(outcome)}{particle(outcome, '으로')} 마칩니다",)

    def if_then(self, clause: Parts, then: Parts) -> Parts:
        """One sentence."""
        return joined(clause, " ", then, ".")

    def _does(self, what: str, *, link: bool = False) -> str:
        """결과를 전달 → 결과를 전달합니다 (with ``link``: 전달하고)."""
        what = what.removesuffix("하기").rstrip(" .")
        if what.endswith("기"):
            return f"{QUOTED.format(what)}{'를 마치고' if link else '를 마칩니다'}"
        return what + ("하고" if link else "합니다")

    # ── whole sentences ──

    def gate(self, key: str) -> Parts:
        """Who may take part, and who sees it."""
        settings, path = self.m.settings(key), f"/stages/{key}/settings/min_age"
        ballot = self.m.stage(key)["kind"] == "ballot"
        act = "투표" if ballot else "발의자로 함께" if settings.get("counter") == "sponsors" else "공감"
        level = settings.get("level", "account")
        who: Parts = (LEVELS[level],)
        if "min_age" in settings:
            before, after = AGED[level].split("{}")
            who = joined(before, self.m.slot(path), after)
        where = SEEN.get(settings.get("visibility", "public"), "")
        first = QUOTED.format(self.m.name(key)) + " 단계에서는 "
        return joined(first, who, f" {act}할 수 있습니다.", f" {where}" if where else "")

    def course(self, key: str, following: list[str]) -> Parts:
        """How a stage goes, by itself: its period and, for a discussion, what its end brings with it."""
        kind, period, owner = self.m.stage(key)["kind"], self.period(self.m.window(key)), self.m.owner(key)
        if kind == "forum":
            return self._discussion(key, following)
        if owner:
            verb = {
                "answer": "답변을 합니다",
                "review": "결정합니다",
                "agenda": "결정합니다",
                "verify": "명부를 확인합니다",
            }
            does = verb.get(kind) or self._does(self.m.what(key))
            return joined(f"{with_particle(owner, '은')} ", period, " 이내에 ", does, ".")
        name = with_particle(QUOTED.format(self.m.name(key)), "은")
        does = {"collect": "모읍니다", "ballot": "투표합니다"}.get(kind) or "이어집니다"
        if kind == "task":
            does = self._does(self.m.what(key))
            return joined(QUOTED.format(self.m.name(key)), " 단계에서는 ", period, " 동안 ", does, ".")
        return joined(name, " ", period, " 동안 ", does, ".")

    def _discussion(self, key: str, following: list[str]) -> Parts:
        name = self.m.name(key)
        subject = "토론은" if self._only_discussion(key) else with_particle(QUOTED.format(name), "은")
        said: list[Part | Parts] = [subject, " ", self.period(self.m.window(key)), " 동안 운영"]
        before = "forum"
        for index, step in enumerate(following):
            last = index == len(following) - 1
            said.append("하고, " if before == "forum" else self._link(before))
            said.append(self._step(step, before, link=not last and self._linked(step)))
            before = self.m.stage(step)["kind"]
        return joined(*said, "합니다." if before == "forum" else ".")

    def _only_discussion(self, key: str) -> bool:
        return [k for k, s in self.m.data["stages"].items() if s["kind"] == "forum"] == [key]

    def _linked(self, key: str) -> bool:
        return self.m.stage(key)["kind"] == "answer"

    def _link(self, before: str) -> str:
        return ", " if before == "answer" else ". "

    def _step(self, key: str, before: str, *, link: bool) -> Parts:
        """One step after a discussion: 종료 후 14일 이내 부서에 결과를 전달합니다 · 결과를 받은 부서는 30일 이내에 답변을 하고."""
        period, owner, what = self.period(self.m.window(key)), self.m.owner(key), self.m.what(key)
        if self.m.stage(key)["kind"] == "answer":
            who = ("결과를 받은 " if before == "task" else "") + with_particle(owner, "은")
            return joined(f"{who} ", period, " 이내에 답변을 ", "하고" if link else "합니다")
        if before == "forum":
            return joined("종료 후 ", period, " 이내 ", self._does(what, link=link))
        *first, verb = what.split(" ")
        return joined(" ".join(first), " " if first else "", period, " 이내에 ", self._does(verb, link=link))

    def decisions(self, key: str, ways: list[tuple[list[str], Json]]) -> Parts:
        """‘의제선정단’ 결과가 ‘선정’이면 ‘공론장’ 단계로 넘어가고, ‘미선정’이면 ‘의제 미선정’으로 마칩니다."""
        if all(leave and "to" not in leave for _, leave in ways):
            names = ", ".join(QUOTED.format(self.m.decision(key, one)) for decided, _ in ways for one in decided)
            choice = " 가운데 하나로" if len(ways) > 1 else particle(names, "으로")
            return (f"{QUOTED.format(self.m.name(key))}의 결정은 {names}{choice} 마칩니다.",)
        said = [
            self._either(key, decided) + " " + self._way(key, decided, leave, last=index == len(ways) - 1)
            for index, (decided, leave) in enumerate(ways)
        ]
        return (f"{QUOTED.format(self.m.name(key))} 결과가 " + ", ".join(said) + ".",)

    def _either(self, key: str, decided: list[str]) -> str:
        names = [QUOTED.format(self.m.decision(key, one)) for one in decided]
        if len(names) > 1:
            return ", ".join(names) + " 가운데 어느 것이든"
        return names[0] + ("이면" if particle(names[0], "이") == "이" else "면")

    def _way(self, key: str, decided: list[str], leave: Json, *, last: bool) -> str:
        if "to" in leave:
            return f"{QUOTED.format(self.m.name(leave['to']))} 단계로 {'넘어갑니다' if last else '넘어가고'}"
        if not leave:
            return "다음에 다시 " + ("다룹니다" if last else "다루고")
        outcome, end = self.m.outcome(leave), "마칩니다" if last else "마치고"
        if [outcome] == [self.m.decision(key, one) for one in decided]:
            return end
        return f"{QUOTED.format(outcome)}{particle(outcome, '으로')} {end}"

    def reasons(self, key: str, texts: list[str]) -> Parts:
        """What a refusal must name."""
        return (
            f"{with_particle(QUOTED.format(self.m.name(key)), '을')} 통과하지 못하면 이유를 밝힙니다: {', '.join(texts)}.",
        )

    def after(self, key: str, leave: Json) -> Parts:
        """What follows the end of a stage that nobody decides."""
        kind, name = self.m.stage(key)["kind"], self.m.name(key)
        if kind == "collect":
            then = self.goes(leave["to"]) if "to" in leave else self.ends(self.m.outcome(leave))
            lapse = " 내에 모이지 않으면 " if "to" not in leave else "이 지나면 "
            return joined(self.period(self.m.window(key)), lapse, then, ".")
        if kind == "ballot" and "to" not in leave:
            return joined("그러지 않으면 ", self.ends(self.m.outcome(leave)), ".")
        end = f"{with_particle(QUOTED.format(name), '이')} 끝나면 "
        then = self.goes(leave["to"]) if "to" in leave else self.ends(self.m.outcome(leave))
        return joined(end, then, ".")

    def extension(self, key: str) -> Parts:
        """How often and how far a promise may be put off."""
        path = f"/stages/{key}/deadline/extensions"
        by = self.period(self.m.period(f"{path}/by"))
        name = with_particle(QUOTED.format(self.m.name(key)), "은")
        far = joined(" 처음 기한에서 ", by, "까지") if by else ()
        return joined(name, " 이유를 공개하고 ", self.m.slot(f"{path}/max"), "번까지", far, " 미룰 수 있습니다.")

    def reports(self, key: str) -> Parts:
        """How often the course of execution is told."""
        every = self.period(self.m.period(f"/stages/{key}/settings/reports_every"))
        return joined(f"{with_particle(QUOTED.format(self.m.name(key)), '은')} ", every, "마다 상황을 알립니다.")

    def panel(self, key: str) -> Parts:
        """The share of a panel that decides."""
        share = self.m.slot(f"/stages/{key}/settings/majority_percent")
        return joined(f"{QUOTED.format(self.m.name(key))}의 결정은 ", share, "% 이상이 찬성해야 합니다.")

    def population(self, key: str) -> Parts:
        """How many people an electorate counts."""
        return joined(
            with_particle(QUOTED.format(self.m.electorate(key)), "은"),
            " ",
            self.m.slot(f"/electorates/{key}/size"),
            "명으로 셉니다.",
        )

    def rest(self, key: str, slot: Slot) -> Parts:
        """A number that no other sentence has told."""
        unit = {"percent": "%", "days": "일", "working_days": "근무일", "months": "개월", "times": "번", "years": "세"}
        return joined(f"{QUOTED.format(self.m.name(key))}의 기준 수는 ", slot, unit.get(slot.unit, ""), "입니다.")
