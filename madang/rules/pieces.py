"""Ready-made stages: what the menu of sentences puts into a document, with names and numbers to begin from.

The numbers are those of the reference procedures; whoever adds a sentence changes them in its blanks.
"""

from __future__ import annotations

from .meaning import Json


class NotPossible(ValueError):
    """A sentence that cannot be added to or taken out of this document; the document is as it was."""


def both(ko: str, en: str) -> Json:
    """A name in both languages."""
    return {"ko": ko, "en": en}


REASONS: Json = {
    "duplicate": both("같은 내용의 제안이 이미 있음", "the same proposal exists already"),
    "abuse": both("욕설이나 비속어", "abusive language"),
    "personal-data": both("개인정보 노출", "personal data exposed"),
    "falsehood": both("허위 사실", "falsehood"),
    "defamation": both("명예훼손", "defamation"),
}


def review(track: str, to: str) -> Json:
    """The team looks at a proposal before everyone sees it; it has its own clock."""
    return {
        "track": track, "kind": "review", "column": "propose", "name": both("검토", "Review"),
        "settings": {"decisions": ["pass", "reject"], "visibility": "unlisted", "reasons": REASONS},
        "deadline": {"days": 7},
        "duty": {"key": "review", "owed_by": "team"},
        "exits": [{"when": {"decision": "pass"}, "outcome": "passed", "to": to},
                  {"when": {"decision": "reject"}, "outcome": "returned"}],
    }  # fmt: skip


def consents(track: str, to: str) -> Json:
    """So many people who have its address must consent before a proposal is listed."""
    return {
        "track": track, "kind": "collect", "column": "propose", "name": both("사전동의", "Gathering consents"),
        "settings": {"visibility": "unlisted", "level": "account"},
        "deadline": {"days": 30},
        "exits": [{"when": {"count": "supports", "at_least": 100}, "outcome": "reached", "to": to},
                  {"when": {"ended": True}, "outcome": "expired"}],
    }  # fmt: skip


def answer(track: str, duty: str, level: str, *, column: str = "propose", onward: str | None = None) -> Json:
    """An answer within a promised time. ``onward``: where a proposal goes that is accepted."""
    name = (
        both("기관장 답변", "The head answers")
        if level == "representative"
        else both("부서 답변", "Department answers")
    )
    accept: Json = {"when": {"decision": "accept"}, "outcome": "accepted"}
    return {
        "track": track, "kind": "answer", "column": column, "name": name,
        "settings": {"level": level, "decisions": ["accept", "decline"]},
        "deadline": {"days": 30, "extensions": {"max": 1, "by": {"days": 30}}},
        "duty": {"key": duty, "owed_by": "representative" if level == "representative" else "department"},
        "exits": [accept | ({"to": onward} if onward else {}), {"when": {"decision": "decline"}, "outcome": "declined"}],
    }  # fmt: skip


def agenda(track: str, onward: str | None) -> Json:
    """The panel decides whether a matter becomes a public discussion."""
    select: Json = {"when": {"decision": "select"}, "outcome": "selected"}
    return {
        "track": track, "kind": "agenda", "column": "discuss", "name": both("의제선정단", "Agenda panel"),
        "settings": {"decisions": ["select", "reject", "defer"], "majority_percent": "66.6"},
        "deadline": {"days": 90},
        "duty": {"key": "agenda", "owed_by": "panel"},
        "exits": [select | ({"to": onward} if onward else {}), {"when": {"decision": "reject"}, "outcome": "not-selected"}],
    }  # fmt: skip


def forum(track: str) -> Json:
    """A public discussion of thirty days."""
    return {
        "track": track, "kind": "forum", "column": "discuss", "name": both("공론장", "Public discussion"),
        "settings": {"forms": ["pro_con", "open", "experiment"], "offline": True},
        "deadline": {"days": 30},
        "exits": [{"when": {"ended": True}, "outcome": "ended"}],
    }  # fmt: skip


def deliver(track: str) -> Json:
    """The result of a discussion is delivered to the department."""
    return {
        "track": track, "kind": "task", "column": "result", "name": both("결과 전달", "Result delivered"),
        "settings": {"act": "deliver", "what": both("부서에 결과를 전달", "deliver the result to the department")},
        "deadline": {"days": 14},
        "duty": {"key": "deliver", "owed_by": "team"},
        "exits": [{"when": {"done": True}, "outcome": "delivered"}],
    }  # fmt: skip


def publish(track: str) -> Json:
    """The result is published with the answer."""
    return {
        "track": track, "kind": "task", "column": "result", "name": both("결과 공개", "Result published"),
        "settings": {
            "act": "publish", "what": both("답변을 포함한 결과 콘텐츠를 공개", "publish the result with the answer"),
        },
        "deadline": {"days": 14},
        "duty": {"key": "publish", "owed_by": "team"},
        "exits": [{"when": {"done": True}, "outcome": "published"}],
    }  # fmt: skip


def ballot(track: str, onward: str | None) -> Json:
    """Residents vote for a week, yes or no; more yes than no carries it."""
    approved: Json = {"when": {"all": [{"ended": True}, {"majority": "yes"}]}, "outcome": "approved"}
    return {
        "track": track, "kind": "ballot", "column": "discuss", "name": both("시민투표", "Citizens' vote"),
        "settings": {"choices": ["yes", "no"], "channels": ["online", "office"], "level": "resident"},
        "deadline": {"days": 7},
        "exits": [approved | ({"to": onward} if onward else {}), {"when": {"ended": True}, "outcome": "not-approved"}],
    }  # fmt: skip


def execute(track: str) -> Json:
    """What was accepted is carried out, and reported on every three months."""
    return {
        "track": track, "kind": "execute", "column": "result", "name": both("실행", "Execution"),
        "settings": {"reports_every": {"months": 3}},
        "exits": [{"when": {"done": True}, "outcome": "executed"}],
    }  # fmt: skip
