"""A lively town for measuring: half a year of events, fed through the ordinary actions. Numbers are small, so that every
kind of thing happens; some happen in the last microsecond of a day or month, others in the first.
"""

from __future__ import annotations

import json
import random
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

from madang.rules.document import preset
from tests.make import SEOUL

Event = dict[str, Any]
PEOPLE = [f"c{number}" for number in range(1, 31)]
TEAM = {"pm": "neon", "department_officer": "sejong"}
LAST = timedelta(microseconds=1)


def events() -> list[Event]:
    """All of it, in no particular order."""
    return [*_people(), *_proposals(), *_answers(), *_forums(), *_promises(), *_planning()]


def document() -> dict[str, Any]:
    """seoul-2019 with thresholds that a few people reach, and monthly reports."""
    data = deepcopy(preset("seoul-2019").data)
    starts = data["stages"]["collecting"]["starts"]
    starts[0]["when"]["at_least"], starts[1]["when"]["at_least"] = 3, 6
    data["stages"]["forum"]["starts"][0]["when"]["at_least"] = 5
    data["stages"]["execution"]["settings"]["reports_every"] = {"months": 1}
    return data


def at(text: str) -> datetime:
    """``03-31 23:59`` of 2019 in Seoul; ``03-31 end`` is its last microsecond."""
    day, _blank, hour = text.partition(" ")
    if hour == "end":
        return datetime.fromisoformat(f"2019-{day}").replace(tzinfo=SEOUL) + timedelta(days=1) - LAST
    return datetime.fromisoformat(f"2019-{day}T{hour or '10:00'}").replace(tzinfo=SEOUL)


def _event(when: str, do: str, **members: Any) -> Event:
    return {"at": at(when).isoformat(), "do": do, **members}


def _people() -> list[Event]:
    chance = random.Random(5)
    found = [
        _event("01-02", "rules.publish", procedure="town", document=document()),
        _event("01-02", "department.register", department="roads", name="도로과"),
        _event("01-03", "population.set", attribute="gender", bands=[["female", 500], ["male", 500]]),
    ]
    for role, name in TEAM.items():
        found.append(_event("01-03 09:00", "person.register", person=name, name=name))
        of = {"department": "roads"} if role == "department_officer" else {}
        found.append(_event("01-03 09:30", "role.grant", person=name, role=role, **of))
    joined = ["01-31 end", "02-01 00:00", "01-10", "02-28 end", "03-01 00:00"]
    for place, name in enumerate(PEOPLE):
        when = joined[place] if place < len(joined) else f"01-{chance.randint(10, 28)} {chance.randint(0, 23):02}:30"
        known = {"level": "resident", "born": chance.choice([1960, 1985, 2000]), "area": "가온동"}
        verified = {**known, "gender": "female" if place % 3 else "male"}
        found.append(_event(when, "person.register", person=name, name=name, verified=verified))
    return found


def _proposals() -> list[Event]:
    found: list[Event] = []
    days = {
        "a": "03-05", "b": "03-06 00:00", "c": "03-31 end", "d": "04-01 00:00", "e": "04-10", "f": "02-28 end",
        "g": "05-02", "h": "05-15",
    }  # fmt: skip
    for name, day in days.items():
        author = {"by": PEOPLE[ord(name) % 20]} if name != "h" else {}
        found.append(_event(day, "proposal.submit", proposal=name, procedure="town", title=f"제안 {name}", **author))
    for name, day, number in (
        ("a", "03-06", 7), ("b", "03-07", 3), ("c", "04-02", 4), ("e", "04-11", 8), ("g", "05-31 end", 4), ("h", "06-01 00:00", 6),
    ):  # fmt: skip
        for place, person in enumerate(PEOPLE[:number]):
            when = at(day) if day.endswith(("end", "00:00")) else at(day) + timedelta(hours=7 * place)
            found.append({"at": when.isoformat(), "do": "support.cast", "proposal": name, "by": person})
    found += [
        _event("03-20", "support.withdraw", proposal="b", by=PEOPLE[0]),
        _event("03-21", "support.cast", proposal="b", by=PEOPLE[10]),
        _event("03-22", "support.batch", proposal="a", count=12, channel="paper", evidence="서명부", by="neon"),
        _event("04-30 end", "support.batch", proposal="d", count=2, channel="paper", evidence="서명부", by="neon"),
        _event("04-12", "support.invalidate", proposal="e", invalidation="v1", people=PEOPLE[1:3], reason="같은 사람", by="neon"),
        _event("04-13", "support.restore", proposal="e", invalidation="v1", people=[PEOPLE[1]], reason="다른 사람", by="neon"),
        _event("05-01", "proposal.retire", proposal="d", by=PEOPLE[ord("d") % 20], code="done"),
        _event("05-20", "proposal.hide", proposal="f", code="advertising", by="neon"),
        _event("03-08", "comment.write", proposal="a", comment="m1", text="좋아요", by=PEOPLE[3]),
        _event("03-31 end", "comment.write", proposal="a", comment="m2", text="반대해요", by=PEOPLE[4]),
        _event("04-01 00:00", "comment.write", proposal="a", comment="m3", text="알려 드립니다", by="sejong"),
        _event("04-02", "comment.write", proposal="a", comment="m4", text="고마워요", reply_to="m3", by=PEOPLE[5]),
        _event("04-03", "comment.write", proposal="b", comment="m5", text="지울 말", by=PEOPLE[5]),
        _event("04-04", "comment.delete", comment="m5", by=PEOPLE[5]),
        _event("04-05", "comment.write", proposal="b", comment="m6", text="가릴 말", by=PEOPLE[6]),
        _event("04-06", "comment.hide", comment="m6", code="abuse", by="neon"),
        _event("04-05", "comment.write", proposal="b", comment="m7", text="다시 보일 말", by=PEOPLE[6]),
        _event("04-06", "comment.hide", comment="m7", code="abuse", by="neon"),
        _event("05-07", "comment.show", comment="m7", note="괜찮은 말", by="neon"),
    ]  # fmt: skip
    return found


def _answers() -> list[Event]:
    """a accepted in time, b declined late, c never, e extended and then in time."""
    assigned = [_event(day, "case.assign", proposal=name, department="roads", by="neon")
                for name, day in (("a", "03-08"), ("b", "03-09"), ("c", "04-10"), ("e", "04-13"))]  # fmt: skip
    return [
        *assigned,
        _event("03-20", "answer.publish", proposal="a", decision="accept", text="하겠습니다.", department="roads", by="sejong"),
        _event("04-29 00:00", "answer.publish", proposal="b", decision="decline", text="어렵습니다.", department="roads", by="sejong"),
        _event("05-01", "answer.correct", proposal="b", text="어렵습니다. 덧붙입니다.", reason="빠진 말", by="sejong"),
        _event("04-20", "duty.extend", proposal="e", duty="answer", until="2019-05-15", reason="조사", by="sejong"),
        _event("05-15 end", "answer.publish", proposal="e", decision="accept", text="하겠습니다.", department="roads", by="sejong"),
        _event("03-25", "delivery.start", proposal="a", plan="길을 잇습니다.", by="sejong"),
        _event("04-15", "delivery.update", proposal="a", progress="설계", by="sejong"),
        _event("06-05", "delivery.update", proposal="a", progress="공사", by="sejong"),
        _event("06-10", "delivery.finish", proposal="a", result="이었습니다.", by="sejong"),
        _event("06-20", "delivery.update", proposal="e", progress="늦은 보고", by="sejong"),
    ]  # fmt: skip


def _forums() -> list[Event]:
    """a is chosen and discussed by enough for the mayor; the city asks a question of its own; e is an experiment."""
    found = [
        _event("03-12", "agenda.decide", proposal="a", decision="select", reason="닿아서", form="pro_con", by="neon"),
        _event("03-14", "forum.open", forum="fa", proposal="a", form="pro_con", question="이을까요?", by="neon"),
        _event("04-20", "forum.open", forum="fq", procedure="town", department="roads", form="open", question="무엇이 좋을까요?", by="neon"),
        _event("04-16", "agenda.decide", proposal="e", decision="select", reason="닿아서", form="open", by="neon"),
        _event("04-30 end", "forum.open", forum="fe", proposal="e", form="open", question="어떨까요?", by="neon"),
    ]  # fmt: skip
    for place, person in enumerate(PEOPLE[:12]):
        when = "03-31 end" if place == 3 else "04-01 00:00" if place == 4 else f"03-{15 + place} 12:00"
        side = ("for", "against", "other")[place % 3]
        found.append(
            _event(
                when,
                "opinion.post",
                forum="fa",
                opinion=f"o{place}",
                position=side,
                text="이래서요.",
                by=person,
                consent=place < 11,
            )
        )
    for place, person in enumerate(PEOPLE[8:20]):
        found.append(
            _event(
                f"04-{21 + place % 9} 09:00",
                "opinion.post",
                forum="fq",
                opinion=f"q{place}",
                text="저는요.",
                by=person,
                consent=True,
            )
        )
    found += [
        _event("04-02", "opinion.post", forum="fa", opinion="oo", text="담당자입니다.", reply_to="o1", by="sejong"),
        _event("04-03", "opinion.post", forum="fa", opinion="op", text="답글", reply_to="o1", by=PEOPLE[20]),
        _event("04-03", "opinion.support", opinion="o2", by=PEOPLE[21]),
        _event("04-03 11:00", "opinion.support", opinion="o3", by=PEOPLE[20]),
        _event("04-04", "opinion.unsupport", opinion="o2", by=PEOPLE[21]),
        _event("04-05", "opinion.delete", opinion="o5", by=PEOPLE[5]),
        _event("04-06", "opinion.hide", opinion="o6", code="abuse", by="neon"),
        _event("04-07", "opinion.hide", opinion="o7", code="abuse", by="neon"),
        _event("04-08", "opinion.show", opinion="o7", note="괜찮은 말", by="neon"),
        _event("04-08", "forum.consent", forum="fa", by=PEOPLE[0], consent=False),
        _event("04-22", "statement.post", forum="fq", statement="s1", text="그늘이 좋다", by=PEOPLE[22]),
        _event("04-23", "statement.vote", statement="s1", by=PEOPLE[23], vote="agree", consent=True),
        _event("04-23 11:00", "statement.vote", statement="s1", by=PEOPLE[9], vote="pass"),
        _event("03-18", "session.plan", forum="fa", session="t1", **_session("03-31 22:00", "03-31 end")),
        _event("03-18", "session.plan", forum="fa", session="t2", **_session("04-05 10:00", "04-05 12:00")),
        _event("03-19", "session.cancel", session="t2", reason="비"),
        _event("04-21", "session.plan", forum="fq", session="t3", **_session("04-30 22:00", "05-01 00:30")),
        _event("03-20", "session.register", session="t1", by=PEOPLE[24]),
        _event("03-20", "session.register", session="t1", by=PEOPLE[25]),
        _event("04-01 09:00", "session.attend", session="t1", people=[PEOPLE[24], PEOPLE[26], PEOPLE[3]], by="neon"),
        _event("05-01 09:00", "session.attend", session="t3", people=[PEOPLE[27], PEOPLE[9]], by="neon"),
        _event("04-02", "forum.note", forum="fa", session="t1", kind="offline", text="현장", count=7, evidence="셈", by="neon"),
        _event("05-03", "forum.note", forum="fq", kind="summary", text="지금까지", count=0, by="neon"),
        _event("04-16", "result.deliver", proposal="a", by="neon"),
        _event("04-26", "answer.publish", proposal="a", decision="decline", text="결과 답변", stage="forum-answering", department="roads", by="sejong"),
        _event("04-30 end", "answer.publish", proposal="a", decision="accept", text="시장입니다.", level="representative", by="neon"),
        _event("04-28", "result.publish", proposal="a", by="neon"),
    ]  # fmt: skip
    return found


def _session(starts: str, ends: str) -> Event:
    times = {"starts_at": at(starts).isoformat(), "ends_at": at(ends).isoformat()}
    return {"kind": "open_talk", "title": "열린토론회", "place": "마을회관", "capacity": 30, "by": "neon", **times}


def _promises() -> list[Event]:
    words = ("kept", "kept", "not", "partly", "kept")
    found = [
        _event(
            f"06-{11 + place}",
            "delivery.verdict",
            proposal="a",
            by=PEOPLE[place],
            verdict=word,
            name=f"w{place}",
            nth=1,
        )
        for place, word in enumerate(words)
    ]
    return [
        *found,
        _event("06-20", "delivery.verdict", proposal="a", by=PEOPLE[2], verdict="kept", name="w2", nth=1),
        _event("06-21", "delivery.withdraw_verdict", proposal="a", by=PEOPLE[0], nth=1),
    ]


def _planning() -> list[Event]:
    """Projects with runs, todos in time and late, figures counted by hand."""
    found = [
        _event("01-05", "plan.open", plan="y", year=2019, title="계획", by="neon"),
        _event("01-06", "project.set", plan="y", project="j1", name="워크숍", starts="2019-02-01", ends="2019-06-30", by="neon"),
        _event("01-06", "project.set", plan="y", project="j2", name="홍보", starts="2019-02-01", ends="2019-06-30", by="neon"),
    ]  # fmt: skip
    for place, day in enumerate(("02-28", "03-01", "03-31", "04-01", "05-10", "06-20"), start=1):
        project = "j1" if place < 5 else "j2"
        found.append(
            _event("01-07", "run.set", project=project, run=f"r{place}", number=place, on=f"2019-{day}", by="neon")
        )
        if place != 4:
            found.append(_event(f"{day} 18:00", "run.finish", run=f"r{place}", by="neon"))
    found.append(_event("04-02", "run.cancel", run="r4", by="neon"))
    found.append(_event("05-12", "run.reopen", run="r5", by="neon"))
    for name, due, done in (
        ("k1", "03-31", "03-31 end"), ("k2", "03-31", "04-01 00:00"), ("k3", "04-01", ""), ("k4", "04-10", "04-02"),
        ("k5", "04-20", "04-10"), ("k6", "05-20", "05-01"), ("k7", "06-29", "06-29 20:00"), ("k8", "", "03-03"),
    ):  # fmt: skip
        last = {"due": f"2019-{due}"} if due else {}
        found.append(_event("03-02", "todo.add", todo=name, title="할 일", role="pm", **last, by="neon"))
        if done:
            found.append(_event(done, "todo.finish", todo=name, by="neon"))
    found += [
        _event("04-12", "todo.reopen", todo="k5", by="neon"),
        _event("04-03", "todo.drop", todo="k3", by="neon"),
        _event("04-30", "todo.change", todo="k6", title="할 일", role="pm", due="2019-04-30", by="neon"),
        _event("03-31 end", "metric.enter", metric="visits", on="2019-03-31", value=900, by="neon"),
        _event("04-02", "metric.enter", metric="visits", on="2019-04-01", value=50, by="neon"),
        _event("04-03", "metric.enter", metric="visits", on="2019-04-01", value=70, note="고침", by="neon"),
        _event("05-02", "metric.enter", metric="press", on="2019-05-01", value=3, by="neon"),
    ]  # fmt: skip
    return found


def written() -> str:
    """The event file."""
    return "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events())
