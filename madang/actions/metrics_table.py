"""지표: the table of what goals can be measured by. One row a metric; docs/metrics.md is this table for people.

A figure is of the days ``starts`` to ``ends``, both included, in the institution's time zone, and of nothing after the
moment of looking. What was taken back (a support withdrawn, an opinion deleted) does not count, as of now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from madang.base.errors import N_, Refused
from madang.base.text import clean_line
from madang.results.models import ATTRIBUTES

from . import metrics_sources as of
from .metrics_sources import Source

ITEMS, PEOPLE, PERCENT, DAYS, TIMES = "items", "people", "percent", "days", "times"
FIGURES = {ITEMS: N_("%(value)s건"), PEOPLE: N_("%(value)s명"), DAYS: N_("%(value)s일"), TIMES: N_("%(value)s회")}


@dataclass(frozen=True)
class Metric:
    """One way to measure. ``name`` and ``definition`` are lazy translations.

    ``kind``: ``count`` (grows over the days; ``of`` added up), ``stock`` (how many there are at the end), ``share``
    (``of`` in ``whole``, in per cent), ``median`` (of days), ``band`` (a share of the people who took part), ``hand`` (a count
    that the team enters). ``better``: ``more`` or ``less`` is the aim. ``behind``: what the list behind a number shows:
    case, project, todo, day, entry, or "" (nothing, for people's sake).
    """

    KINDS: ClassVar[tuple[str, ...]] = ("count", "stock", "share", "median", "band", "hand")

    key: str
    name: object
    definition: object
    unit: str
    kind: str = "count"
    of: tuple[Source, ...] = ()
    whole: tuple[Source, ...] = ()
    better: str = "more"
    behind: str = "case"
    attribute: str = ""
    band: str = ""

    @property
    def grows(self) -> bool:
        """Whether the figure adds up over the days, so that half the time should bring half the target."""
        return self.kind in ("count", "hand")

    @property
    def unit_word(self) -> str:
        """건, 명, %, 일, 회; "" where a language has no word for it."""
        return self.told("").strip()

    def told(self, value: str) -> str:
        """A number (as it is written) with its unit: 1,240건, 83.3%."""
        return f"{value}%" if self.unit == PERCENT else gettext(FIGURES[self.unit]) % {"value": value}


def _table() -> dict[str, Metric]:
    rows = (
        Metric(
            "proposals",
            _("제안 수"),
            _("들어온 제안. 시민제안과 기관제안을 더하며, 나중에 철회되거나 가려진 것도 셉니다."),
            ITEMS,
            of=(of.PROPOSALS,),
        ),
        Metric(
            "citizen_proposals",
            _("시민제안 수"),
            _("기관이 아닌 사람이 낸 제안. 서면으로 받아 대신 올린 것도 셉니다."),
            ITEMS,
            of=(of.CITIZENS,),
        ),
        Metric(
            "institution_questions",
            _("기관제안 수"),
            _("기관이 시민에게 묻기로 하고 올린 제안. 준비를 시작한 날에 셉니다."),
            ITEMS,
            of=(of.QUESTIONS,),
        ),
        Metric(
            "supports",
            _("공감 수"),
            _("눌린 공감과 서면 공감. 취소되거나 무효로 처리된 공감은 세지 않습니다."),
            ITEMS,
            of=(of.SUPPORTS, of.BATCHES),
        ),
        Metric(
            "supporters",
            _("공감한 사람 수"),
            _("그 기간에 공감을 한 번 이상 누른 서로 다른 회원. 서면 공감은 이름을 알 수 없어 세지 않습니다."),
            PEOPLE,
            of=(of.SUPPORTERS,),
        ),
        Metric(
            "agenda_candidates",
            _("의제 후보 수"),
            _("의제 단계에 들어온 제안. 기준에 이른 것과 담당자가 의제로 올린 것을 더하며, 한 제안은 한 번만 셉니다."),
            ITEMS,
            of=(of.CANDIDATES,),
        ),
        Metric(
            "forums_opened",
            _("연 토론 수"),
            _("그 기간에 열린 공론장. 찬반 토론, 열린 토론, 실험장을 모두 셉니다."),
            ITEMS,
            of=(of.OPENED,),
        ),
        Metric("forums_finished", _("마친 토론 수"), _("열렸다가 그 기간에 끝난 공론장."), ITEMS, of=(of.FINISHED,)),
        Metric(
            "participants",
            _("토론에 참여한 사람 수"),
            _(
                "공론장에 참여한 사람. "
                "온라인과 현장을 더하고, 한 사람은 한 사안에서 처음 참여한 날에 한 번만 셉니다. 현장에서 이름 없이 센 사람도 더합니다."
            ),
            PEOPLE,
            of=(of.FIRST_PARTS, of.NAMELESS),
        ),
        Metric(
            "opinions",
            _("토론 의견 수"),
            _("공론장에 올라온 의견과 답글. 지우거나 가린 것과 담당자가 쓴 것은 뺍니다."),
            ITEMS,
            of=(of.OPINIONS,),
        ),
        Metric(
            "sessions_held",
            _("현장 토론 수"),
            _("그 기간에 끝난 현장 토론. 취소된 것은 뺍니다."),
            TIMES,
            of=(of.SESSIONS,),
        ),
        Metric(
            "session_people",
            _("현장에 온 사람 수"),
            _("현장 토론에 온 것으로 적힌 사람과 현장에서 이름 없이 센 사람. 두 번 온 사람은 두 번 셉니다."),
            PEOPLE,
            of=(of.CAME, of.IN_PLACES),
        ),
        Metric(
            "duties_due",
            _("기한이 된 약속 수"),
            _(
                "마지막 날이 그 기간에 있는 답변·보고 등의 의무. "
                "연장했다면 연장한 기한으로 세고, 사안이 달리 끝나 없어진 의무는 뺍니다."
            ),
            ITEMS,
            of=(of.DUE,),
        ),
        Metric(
            "answered_in_time",
            _("기한 안 답변 비율"),
            _(
                "그 기간에 판가름 난 답변 의무 가운데 기한 안에 답한 비율. "
                "기한 안에 답했으면 답한 날, 아니면 기한이 지난 때에 판가름 납니다."
            ),
            PERCENT,
            "share",
            (of.ANSWERS_IN_TIME,),
            (of.ANSWERS_SETTLED,),
        ),
        Metric(
            "days_to_answer",
            _("답변까지 걸린 날"),
            _("그 기간에 나온 답변이 의무가 생긴 날부터 며칠 만에 나왔는지, 그 가운데값. 날짜의 차이로 셉니다."),
            DAYS,
            "median",
            (of.ANSWERED,),
            better="less",
        ),
        Metric(
            "answers_published",
            _("공개한 답변 수"),
            _("처음 공개된 답변. 정정은 따로 세지 않습니다."),
            ITEMS,
            of=(of.PUBLISHED,),
        ),
        Metric(
            "answers_accepted", _("수용한 답변 수"), _("처음 공개될 때 '수용'으로 답한 답변."), ITEMS, of=(of.ACCEPTED,)
        ),
        Metric(
            "representative_answers",
            _("기관장 답변 수"),
            _("기관장의 이름으로 처음 공개된 답변."),
            ITEMS,
            of=(of.REPRESENTATIVE,),
        ),
        Metric(
            "policies_begun", _("실행을 시작한 정책 수"), _("그 기간에 실행 단계에 들어간 정책."), ITEMS, of=(of.BEGUN,)
        ),
        Metric(
            "policies_in_execution",
            _("실행 중인 정책 수"),
            _("그 기간의 마지막 날이 끝날 때(아직 오지 않았으면 지금) 실행 단계에 있는 정책."),
            ITEMS,
            "stock",
            (of.UNDER_WAY,),
        ),
        Metric(
            "policies_executed", _("실행한 정책 수"), _("성과를 알리고 실행을 마친 정책."), ITEMS, of=(of.EXECUTED,)
        ),
        Metric(
            "reports_in_time",
            _("추진 현황 제때 보고 비율"),
            _(
                "그 기간에 판가름 난 추진 현황 보고 의무 가운데 기한 안에 보고한 비율. "
                "제때 보고했으면 보고한 날, 아니면 기한이 지난 때에 판가름 납니다."
            ),
            PERCENT,
            "share",
            (of.REPORTS_IN_TIME,),
            (of.REPORTS_SETTLED,),
        ),
        Metric(
            "promises_kept",
            _("지켜졌다는 평가 비율"),
            _("그 기간에 시민이 남긴 약속 평가 가운데 '지켜졌다'의 비율. 한 사람의 평가는 마지막 것만 셉니다."),
            PERCENT,
            "share",
            (of.KEPT,),
            (of.VERDICTS,),
        ),
        Metric(
            "comments",
            _("제안 의견 수"),
            _("제안에 달린 의견과 답글. 지우거나 가린 것과 담당자가 쓴 것은 뺍니다."),
            ITEMS,
            of=(of.COMMENTS,),
        ),
        Metric(
            "new_members",
            _("새 회원 수"),
            _("가입하거나 등록된 사람. 나중에 탈퇴한 사람과 운영팀도 셉니다."),
            PEOPLE,
            of=(of.MEMBERS,),
            behind="day",
        ),
        Metric(
            "todos_in_time",
            _("제때 마친 할 일 비율"),
            _(
                "마지막 날이 그 기간에 있는 할 일 가운데 그날까지 마친 비율. "
                "아직 기한이 남은 할 일과 그만둔 할 일은 뺍니다."
            ),
            PERCENT,
            "share",
            (of.TODOS_IN_TIME,),
            (of.TODOS_DUE,),
            behind="todo",
        ),
        Metric(
            "runs_held",
            _("사업 운영 횟수"),
            _("첫날이 그 기간에 있고 실제로 열린 사업 운영 회차."),
            TIMES,
            of=(of.RUNS,),
            behind="project",
        ),
        Metric(
            "visits",
            _("방문 수"),
            _("누리집 방문. 마당은 방문을 추적하지 않으므로, 기관이 따로 센 숫자를 날짜와 함께 적습니다."),
            TIMES,
            "hand",
            (of.by_hand("visits"),),
            behind="entry",
        ),
        Metric(
            "press",
            _("언론 보도 수"),
            _("언론에 나온 횟수. 운영팀이 세어 날짜와 함께 적습니다."),
            ITEMS,
            "hand",
            (of.by_hand("press"),),
            behind="entry",
        ),
    )
    return {row.key: row for row in rows}


METRICS = _table()
BY_HAND = tuple(key for key, metric in METRICS.items() if metric.kind == "hand")


def band_metric(attribute: str, band: str) -> Metric:
    """``band:age_band:20-29``: the share of one band (of gender, age_band, area) among those who took part."""
    return Metric(
        f"band:{attribute}:{band}",
        _("참여자 가운데 한 집단의 비율"),
        _(
            "그 기간에 공론장에 참여하고 통계에 동의한 사람 가운데 이 집단의 비율. 한 사람은 한 번만, 기간이 시작하는 주의 "
            "월요일 0시부터 마지막 날이나 오늘이 든 주의 월요일 0시까지 셉니다. 이 집단이 다섯 명보다 적으면 보여 주지 않습니다."
        ),
        PERCENT,
        "band",
        behind="",
        attribute=attribute,
        band=band,
    )


def find_metric(key: str) -> Metric:
    """The metric of that key; Refused ``unknown-metric``."""
    if key in METRICS:
        return METRICS[key]
    family, _colon, rest = key.partition(":")
    attribute, _colon, band = rest.partition(":")
    if family == "band" and attribute in ATTRIBUTES and band and band == clean_line(band)[:40]:
        return band_metric(attribute, band)
    raise Refused("unknown-metric", metric=key)
