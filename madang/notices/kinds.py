"""Every kind of notice: what it is about, and whether one can do without it.

Its text is ``notices/KIND.txt``: the first line the subject, then paragraphs.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """``group``: where it stands among the preferences (work, mine, following, account). ``optional``: may be switched
    off by who gets it; what the house must say (a decision about one's own text, an account) may not.
    """

    group: str
    optional: bool = True


KINDS: dict[str, Kind] = {
    # the team
    "answer-requested": Kind("work", optional=False),
    "contribution-asked": Kind("work", optional=False),
    "approval-asked": Kind("work", optional=False),
    "approval-refused": Kind("work", optional=False),
    "due-soon": Kind("work"),
    "overdue": Kind("work", optional=False),
    "overdue-head": Kind("work", optional=False),
    "rules-approval-asked": Kind("work", optional=False),
    "work-handed-over": Kind("work", optional=False),
    "invitation": Kind("account", optional=False),
    # my own matters
    "answered": Kind("mine"),
    "tier-reached": Kind("mine"),
    "near-tier": Kind("mine"),
    "case-routed": Kind("mine", optional=False),
    "comment-new": Kind("mine"),
    "comment-reply": Kind("mine"),
    # what I support and follow
    "answered-supporter": Kind("following"),
    "followed-news": Kind("following"),
    "digest": Kind("following"),
    # what was decided about what I wrote
    "content-hidden": Kind("mine", optional=False),
    "content-shown": Kind("mine", optional=False),
    "objection-decided": Kind("mine", optional=False),
    # my account
    "retention-warning": Kind("account", optional=False),
    "account-closed": Kind("account", optional=False),
}
