"""Which supports of a proposal an invalidation means: its ``query``, checked and made into rows.

A query is a JSON object; every member must hold, of a list any one::

    {"networks": ["…"], "devices": ["…"],          keyed hashes, as the traces hold them
     "since": "2019-03-04T09:00:00+09:00", "until": "…",   when they were cast (half-open)
     "joined_within_hours": 24,                     so soon after joining
     "people": ["p1", "p2"],                        by the people's keys
     "spare_verified": true}                        but nobody whose identity has been checked

``until`` is always there: what is cast after the plan was made is not part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value

from madang.people.models import Verification

from .models import Proposal, Support, SupportTrace

LISTS = ("networks", "devices", "people")
MOMENTS = ("since", "until")
Query = dict[str, Any]


class BadQuery(ValueError):
    """A query that means nothing or everything; says why."""


def clean(raw: Mapping[str, Any], *, until: datetime) -> Query:
    """The query as it is kept, ending at ``until`` at the latest; BadQuery when it is none, or would mean everybody."""
    found: Query = {}
    for name in LISTS:
        values = raw.get(name) or []
        if not isinstance(values, list) or not all(isinstance(value, str) and 0 < len(value) <= 64 for value in values):
            raise BadQuery(name)
        if values:
            found[name] = sorted(set(values))
    for name in MOMENTS:
        if raw.get(name):
            found[name] = _moment(name, raw[name]).isoformat()
    hours = raw.get("joined_within_hours")
    if hours is not None:
        if not isinstance(hours, int) or isinstance(hours, bool) or not 0 < hours <= 24 * 366:
            raise BadQuery("joined_within_hours")
        found["joined_within_hours"] = hours
    if not found:
        raise BadQuery("empty")
    found["until"] = min(until, _moment("until", found["until"])).isoformat() if "until" in found else until.isoformat()
    if "since" in found and _moment("since", found["since"]) >= _moment("until", found["until"]):
        raise BadQuery("since")
    if raw.get("spare_verified"):
        found["spare_verified"] = True
    return found


def _moment(name: str, raw: Any) -> datetime:
    try:
        at = datetime.fromisoformat(raw)
    except (TypeError, ValueError):
        raise BadQuery(name) from None
    if at.tzinfo is None or not 1900 <= at.year <= 2200:
        raise BadQuery(name)
    return at


def chosen(proposal: Proposal, query: Query) -> QuerySet[Support]:
    """The supports that count now and that the (clean) query means."""
    found = Support.objects.filter(proposal_id=proposal.pk, at__lt=datetime.fromisoformat(query["until"]))
    if "since" in query:
        found = found.filter(at__gte=datetime.fromisoformat(query["since"]))
    if "people" in query:
        found = found.filter(person__key__in=query["people"])
    if "joined_within_hours" in query:
        near = ExpressionWrapper(
            F("person__joined_at") + Value(timedelta(hours=query["joined_within_hours"])), output_field=DateTimeField()
        )
        found = found.filter(person__joined_at__isnull=False).alias(near=near).filter(at__lt=F("near"))
    traced = Q()
    if "networks" in query:
        traced &= Q(network__in=query["networks"])
    if "devices" in query:
        traced &= Q(device__in=query["devices"])
    if traced:
        traces = SupportTrace.objects.filter(traced, proposal_id=proposal.pk)
        found = found.filter(person__in=traces.values("person"))
    if query.get("spare_verified"):
        known = Verification.objects.filter(person=OuterRef("person"), identity_hash__isnull=False)
        found = found.filter(~Exists(known))
    return found
