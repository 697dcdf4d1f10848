"""Discussions of the small town that are over: one answered, published and being carried out, one that waits for its team."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from madang.actions import answers, deliveries, figures_due, forums, population, reports, results, tasks, verdicts
from madang.deliveries.models import Delivery
from madang.people.models import Department, Person
from tests import make
from tests.results import town as results_town


def discussions(*, begun: datetime, mobility: Department, hana: Person, officer: Person) -> None:
    """``market`` (for and against) and ``alley`` (open, with a map), both over for months when ``begun`` was 190 days ago."""
    population.set_population(
        attribute="gender", bands={"female": 5100, "male": 4900}, source="주민등록 인구", at=begun, actor=officer
    )
    market = results_town.pro_con(key="market", number=30, department=mobility, begun=begun)
    make.opinion(market, hana, "against", text="짐차가 다닐 시간을 먼저 정해요.", at=begun + timedelta(days=6))
    make.opinion(market, hana, "for", text="시간을 정한다니 찬성해요.", at=begun + timedelta(days=9))
    results_town.open_forum(number=24, begun=begun + timedelta(days=120))
    ended = begun + timedelta(days=35)
    make.tick(ended)
    figures_due.work(at=ended)
    _answered(ended, mobility, officer)
    _delivered(ended + timedelta(days=12), hana, officer)
    now = begun + timedelta(days=190)
    make.tick(now)
    while figures_due.work(at=now):
        pass


def _answered(at: datetime, mobility: Department, officer: Person) -> None:
    forum = forums.find_forum("market")
    told = {
        "summary": "찬성이 조금 더 많았습니다. 짐차가 다닐 시간을 정하자는 말이 양쪽에서 나왔습니다.",
        "issues": "1. 짐을 나르는 시간\n2. 뒷골목의 주차\n3. 어르신의 병원 가는 길",
        "evaluation": "네 번의 모임에 모두 처음 오는 분이 있었습니다.",
    }
    reports.edit_report(forum=forum, sections=told, at=at, actor=officer)
    reports.publish_report(forum=forum, at=at, actor=officer)
    case: dict[str, Any] = {"case_key": "market", "actor": officer}
    tasks.finish_task(act="deliver", text="보고서를 살펴봐 주십시오.", at=at + timedelta(days=2), **case)
    answers.publish_answer(
        decision="accept", text="석 달 동안 시험해 보겠습니다.", stage="forum-answering", department=mobility,
        at=at + timedelta(days=8), **case,
    )  # fmt: skip
    results.publish_result(text="토요일마다 차 없는 거리를 시험합니다.", at=at + timedelta(days=12), **case)


def _delivered(at: datetime, hana: Person, officer: Person) -> None:
    case: dict[str, Any] = {"case_key": "market", "actor": officer}
    steps = [("시험 운영", (at + timedelta(days=60)).date()), ("평가", (at + timedelta(days=200)).date())]
    deliveries.start_delivery(
        plan="토요일마다 시장 앞 길을 비웁니다.", who="교통정책과 보행팀", budget="시비 8천만 원", milestones=steps,
        at=at + timedelta(days=5), **case,
    )  # fmt: skip
    deliveries.update_delivery(
        progress="네 번 시험했습니다.", percent=30, reached=[("시험 운영", (at + timedelta(days=55)).date())],
        at=at + timedelta(days=60), **case,
    )  # fmt: skip
    make.tick(at + timedelta(days=130))  # the next quarter's report is late
    verdicts.give_verdict(
        delivery=Delivery.objects.filter(case__key="market").latest("pk"), person=hana, verdict="partly",
        text="네 번은 지켜졌어요.", at=at + timedelta(days=131),
    )  # fmt: skip
    lamp = {"case_key": "lamp", "actor": officer, "at": at + timedelta(days=140)}
    deliveries.start_delivery(plan="골목의 등 마흔다섯 개를 바꿉니다.", who="교통정책과", **lamp)
    deliveries.finish_delivery(
        result="등을 모두 바꾸었습니다.",
        before="어두운 골목 45곳",
        after="어두운 골목 0곳",
        figures=[("등", "0", "45")],
        **lamp,
    )
