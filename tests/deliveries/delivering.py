"""Builders for what is carried out, through the ordinary actions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from madang.actions import deliveries
from madang.base.errors import Refused
from madang.deliveries.models import Delivery
from madang.people.models import Department
from madang.proposals.models import Proposal
from tests import make

PLAN = "성수동에서 뚝섬까지 자전거 도로 1.2km를 잇습니다."
STEPS = (("설계", make.moment("2019-05-31").date()), ("공사", make.moment("2019-09-30").date()))


def accepted(
    title: str = "자전거 도로를 이어 주세요", *, department: Department | None = None, at: datetime = make.AT, supports: int = 50,
    **more,
) -> Proposal:  # fmt: skip
    """A proposal that has its supports at ``at`` and is accepted a day later: from then on it is carried out."""
    proposal = make.proposal(title, at=at, department=department, **more)
    if department is None:
        make.assigned(proposal, make.department(), at=at)
    make.supports(proposal, supports, at=at)
    make.answered(proposal, at=at + make.days(1))
    return proposal


def delivery_of(proposal: Proposal) -> Delivery:
    """Its newest delivery, as it stands in the database."""
    return Delivery.objects.filter(case=proposal.pk).latest("pk")


def planned(proposal: Proposal, *, at: datetime, actor=None, **more) -> Delivery:
    """추진 개요."""
    told = {"plan": PLAN, "who": "교통정책과 자전거팀", "budget": "시비 3억 원", "milestones": STEPS, **more}
    return deliveries.start_delivery(case_key=proposal.case.key, at=at, actor=actor, **told)


def reported(proposal: Proposal, progress: str = "설계를 마쳤습니다.", *, at: datetime, actor=None, **more):
    """추진 현황."""
    return deliveries.update_delivery(case_key=proposal.case.key, progress=progress, at=at, actor=actor, **more)


def finished(proposal: Proposal, *, at: datetime, actor=None, **more) -> Delivery:
    """성과."""
    told = {"result": "끊긴 길을 모두 이었습니다.", "before": "끊긴 길 1.2km", "after": "이어진 길 1.2km", **more}
    return deliveries.finish_delivery(case_key=proposal.case.key, at=at, actor=actor, **told)


@contextmanager
def refused(code: str) -> Iterator[None]:
    """What is done within is refused for this reason."""
    with pytest.raises(Refused) as found:
        yield
    assert found.value.code == code
