"""A rule document's sentences in English, written as one would say them; the same pieces as say_ko.py."""

from __future__ import annotations

from .meaning import Json
from .slots import Part, Parts, Slot, joined
from .telling import Matter

LEVELS = {
    "account": "Any member",
    "email": "Anyone with a confirmed address",
    "phone": "Anyone with a confirmed phone number",
    "resident": "Any verified resident",
    "strong": "Anyone with strong electronic identification",
}
SEEN = {"unlisted": "Only those who have the link see it.", "private": "Only those invited see it."}
UNITS = {"days": "day", "working_days": "working day", "months": "month"}


class English:
    """Says the pieces of which explain.py makes sentences."""

    lang = "en"

    def __init__(self, matter: Matter) -> None:
        self.m = matter

    # ── periods and conditions ──

    def period(self, slot: Slot | None) -> Parts:
        """30 days · 3 working days · 1 month."""
        if slot is None:
            return ()
        return (slot, f" {UNITS[slot.unit]}{'' if slot.value == 1 else 's'}")

    def when(self, key: str, condition: Json, path: str) -> Parts:
        """A condition of stage ``key`` as an if-clause."""
        parts = condition.get("all", ())
        ended = [index for index, part in enumerate(parts) if "ended" in part]
        if ended and len(parts) > len(ended):
            rest = [self._clause(key, part, f"{path}/all/{i}", False) for i, part in enumerate(parts) if i not in ended]
            return joined("If after ", self.period(self.m.window(key)), " ", self._chain(rest, "and"), ",")
        if "marked" in condition:
            return (f"After ‘{self.m.mark(condition['marked'])}’,",)
        early = self._early(parts, path)
        return joined("If ", early or self._clause(key, condition, path, True), ",")

    def _early(self, parts: list[Json], path: str) -> Parts:
        """all[elapsed, not count]: a proposal does not gather 50 supports within 1 month."""
        if len(parts) != 2 or "elapsed" not in parts[0] or "count" not in parts[1].get("not", {}):
            return ()
        window = self.m.period(f"{path}/all/0/elapsed")
        return self._count(parts[1]["not"], f"{path}/all/1/not", window, positive=False)

    def _chain(self, clauses: list[Parts], link: str) -> Parts:
        *first, last = clauses
        return joined(*(joined(clause, f" {link} ") for clause in first), last)

    def _clause(
        self, key: str, c: Json, path: str, windowed: bool, positive: bool = True, inside: bool = False
    ) -> Parts:
        if "not" in c:
            return self._clause(key, c["not"], f"{path}/not", windowed, not positive, inside)
        for word, link in (("all", "and"), ("any", "or")):
            if word in c:
                clauses = [
                    self._clause(key, part, f"{path}/{word}/{i}", windowed, positive, True)
                    for i, part in enumerate(c[word])
                ]
                group = self._chain(clauses, link if positive else {"and": "or", "or": "and"}[link])
                return joined("(", group, ")") if inside else group
        if "count" in c:
            within = self.m.period(f"{path}/within")
            return self._count(c, path, within or (self._window(key, c) if windowed else None), positive=positive)
        return self._plain(key, c, path, positive)

    def _window(self, key: str, c: Json) -> Slot | None:
        collects = self.m.stage(key)["kind"] == "collect" and c["count"] in ("supports", "sponsors")
        return self.m.window(key) if collects else None

    def _count(self, c: Json, path: str, window: Slot | None, *, positive: bool) -> Parts:
        if "percent" in c:
            number = joined(
                self.m.slot(f"{path}/percent"), f"% ({self.m.share(c)}) of all {self.m.electorate(c['of'])}"
            )
        else:
            number = joined(self.m.slot(f"{path}/at_least"))
        inside = joined(" within ", self.period(window)) if window else ()
        share = "percent" in c
        said = {
            "supports": ("a proposal gathers ", "a proposal does not gather ", " in support" if share else " supports"),
            "sponsors": ("a draft finds ", "a draft does not find ", " as initiators" if share else " initiators"),
            "participants": ("at least ", "fewer than ", " take part in the discussion" if share else " people take part in the discussion"),
            "verified": ("at least ", "fewer than ", " are verified as supporters" if share else " supports are verified"),
            "votes": ("at least ", "fewer than ", " vote" if share else " votes are cast"),
        }  # fmt: skip
        yes, no, tail = said[c["count"]]
        return joined(yes if positive else no, number, tail, inside)

    def _plain(self, key: str, c: Json, path: str, positive: bool) -> Parts:
        if "ended" in c or "elapsed" in c:
            slot = self.m.window(key) if "ended" in c else self.m.period(f"{path}/elapsed")
            return joined(self.period(slot), " have" if positive else " have not", " passed since the beginning")
        if "decision" in c:
            return (f"the decision is {'' if positive else 'not '}‘{self.m.decision(key, c['decision'])}’",)
        if "done" in c:
            return (f"the task is {'' if positive else 'not '}done",)
        if "marked" in c:
            return (f"‘{self.m.mark(c['marked'])}’ has {'' if positive else 'not '}happened",)
        return self._majority(c, path, positive)

    def _majority(self, c: Json, path: str, positive: bool) -> Parts:
        tail = f"‘{self.m.choice(c['majority'])}’ {'has' if positive else 'does not have'} a majority"
        if "quorum_percent" not in c:
            return (tail,)
        share = self.m.slot(f"{path}/quorum_percent")
        who = "at least " if positive else "fewer than "
        return joined(who, share, f"% of all {self.m.electorate(c['of'])} vote {'and' if positive else 'or'} {tail}")

    # ── what follows ──

    def then(self, key: str, *, beside: bool = False) -> Parts:
        """What happens when a stage opens, with its period; ``beside``: while another goes on."""
        kind, owner = self.m.stage(key)["kind"], self.m.owner(key)
        period = self.period(self.m.window(key))
        by = joined(" within ", period) if period and owner else joined(" for ", period) if period else ()
        if kind == "answer":
            every = " every demand" if self.m.settings(key).get("per_demand") else ""
            return joined(f"{owner} answers{every}", by)
        if kind == "agenda":
            return ("it becomes a candidate for public discussion",)
        if kind == "task" and owner and period:
            return joined(f"{owner} has ", period, f" to {self.m.what(key)}")
        if kind in ("review", "verify") and owner:
            return joined(f"{owner} {'decides' if kind == 'review' else 'verifies the supports'}", by)
        if kind in ("forum", "ballot") and period:
            return joined("people discuss it" if kind == "forum" else "people vote on it", by)
        goes = (f"‘{self.m.name(key)}’ begins beside it",) if beside else self.goes(key)
        return joined(goes, by) if period and kind != "execute" else goes

    def tells_period(self, key: str) -> bool:
        """Whether :meth:`then` names the stage's period."""
        return self.m.stage(key)["kind"] not in ("agenda", "execute") and self.m.window(key) is not None

    def goes(self, key: str) -> Parts:
        """It goes on to a stage."""
        return (f"it goes on to ‘{self.m.name(key)}’",)

    def ends(self, outcome: str) -> Parts:
        """How it ends."""
        return (f"it ends as ‘{outcome}’",)

    def if_then(self, clause: Parts, then: Parts) -> Parts:
        """One sentence."""
        return joined(clause, " ", then, ".")

    # ── whole sentences ──

    def gate(self, key: str) -> Parts:
        """Who may take part, and who sees it."""
        settings = self.m.settings(key)
        ballot = self.m.stage(key)["kind"] == "ballot"
        act = "vote" if ballot else "join as initiator" if settings.get("counter") == "sponsors" else "support"
        who: Parts = (LEVELS[settings.get("level", "account")],)
        if "min_age" in settings:
            who = joined(who, " aged ", self.m.slot(f"/stages/{key}/settings/min_age"), " or over")
        where = SEEN.get(settings.get("visibility", "public"), "")
        return joined(who, f" may {act} in ‘{self.m.name(key)}’.", f" {where}" if where else "")

    def course(self, key: str, following: list[str]) -> Parts:
        """How a stage goes, by itself: its period and, for a discussion, what its end brings with it."""
        kind, period, owner = self.m.stage(key)["kind"], self.period(self.m.window(key)), self.m.owner(key)
        if kind == "forum":
            return self._discussion(key, following)
        if owner and kind == "task":
            return joined(f"{_capital(owner)} has ", period, f" to {self.m.what(key)}.")
        if owner:
            verb = {"answer": "answers", "verify": "verifies the supports"}.get(kind, "decides")
            return joined(f"{_capital(owner)} {verb} within ", period, ".")
        what = f": {self.m.what(key)}" if kind == "task" else ""
        return joined(f"‘{self.m.name(key)}’ lasts ", period, f"{what}.")

    def _discussion(self, key: str, following: list[str]) -> Parts:
        only = [k for k, s in self.m.data["stages"].items() if s["kind"] == "forum"] == [key]
        subject = "The discussion" if only else f"‘{self.m.name(key)}’"
        said: list[Part | Parts] = [f"{subject} runs for ", self.period(self.m.window(key))]
        before = "forum"
        for step in following:
            said.append({"forum": "; after it ", "answer": ", and "}.get(before, ". "))
            said.append(self._step(step, before))
            before = self.m.stage(step)["kind"]
        return joined(*said, ".")

    def _step(self, key: str, before: str) -> Parts:
        period, owner = self.period(self.m.window(key)), self.m.owner(key)
        if self.m.stage(key)["kind"] == "answer":
            subject = f"{owner} that received it" if owner == "the department" and before == "task" else owner
            return joined(_capital(subject) if before == "task" else subject, " answers within ", period)
        return joined(_capital(owner) if before == "task" else owner, " has ", period, f" to {self.m.what(key)}")

    def decisions(self, key: str, ways: list[tuple[list[str], Json]]) -> Parts:
        """‘selected’ leads on to ‘Public discussion’; ‘not selected’ ends it as ‘not selected’."""
        if all(leave and "to" not in leave for _, leave in ways):
            names = ", ".join(f"‘{self.m.decision(key, one)}’" for decided, _ in ways for one in decided)
            return (f"‘{self.m.name(key)}’ ends with {'one of ' if len(ways) > 1 else ''}{names}.",)
        return (f"{self.m.name(key)}: " + "; ".join(self._way(key, decided, leave) for decided, leave in ways) + ".",)

    def _way(self, key: str, decided: list[str], leave: Json) -> str:
        *first, last = (f"‘{self.m.decision(key, one)}’" for one in decided)
        names = f"{', '.join(first)} or {last}" if first else last
        if "to" in leave:
            return f"{names} leads on to ‘{self.m.name(leave['to'])}’"
        return f"{names} ends it as ‘{self.m.outcome(leave)}’" if leave else f"{names} takes it up again later"

    def reasons(self, key: str, texts: list[str]) -> Parts:
        """What a refusal must name."""
        return (f"What does not pass ‘{self.m.name(key)}’ is told why: {', '.join(texts)}.",)

    def after(self, key: str, leave: Json) -> Parts:
        """What follows the end of a stage that nobody decides."""
        then = self.goes(leave["to"]) if "to" in leave else self.ends(self.m.outcome(leave))
        kind = self.m.stage(key)["kind"]
        if kind == "collect":
            clause = "If it does not get there within " if "to" not in leave else "After "
            return joined(clause, self.period(self.m.window(key)), ", ", then, ".")
        if kind == "ballot" and "to" not in leave:
            return joined("Otherwise ", then, ".")
        return joined(f"When ‘{self.m.name(key)}’ is over, ", then, ".")

    def extension(self, key: str) -> Parts:
        """How often and how far a promise may be put off."""
        path = f"/stages/{key}/deadline/extensions"
        times, by = self.m.slot(f"{path}/max"), self.period(self.m.period(f"{path}/by"))
        far = joined(", by at most ", by, " beyond the first due date,") if by else ()
        often = f" {'time' if times.value == 1 else 'times'}"
        return joined(f"‘{self.m.name(key)}’ may be put off ", times, often, far, " with a public reason.")

    def reports(self, key: str) -> Parts:
        """How often the course of execution is told."""
        every = self.period(self.m.period(f"/stages/{key}/settings/reports_every"))
        return joined(f"‘{self.m.name(key)}’ is reported on every ", every, ".")

    def panel(self, key: str) -> Parts:
        """The share of a panel that decides."""
        share = self.m.slot(f"/stages/{key}/settings/majority_percent")
        return joined(f"A decision of ‘{self.m.name(key)}’ takes ", share, "% of its votes.")

    def population(self, key: str) -> Parts:
        """How many people an electorate counts."""
        size = self.m.slot(f"/electorates/{key}/size")
        return joined(f"The number of {self.m.electorate(key)} is taken as ", size, ".")

    def rest(self, key: str, slot: Slot) -> Parts:
        """A number that no other sentence has told."""
        unit = {"percent": "%", "times": " times", "years": " years"}.get(slot.unit, "")
        period = self.period(slot) if slot.unit in UNITS else (slot, unit)
        return joined(f"A further number of ‘{self.m.name(key)}’ is ", period, ".")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
