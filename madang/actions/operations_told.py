"""The report on operations in words: chapters and blocks as ``results.telling`` has them, for the page and the paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from babel.dates import get_month_names
from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from madang.people.models import Department
from madang.plans.models import OperationsReport
from madang.procedures.models import Procedure
from madang.proposals.models import Proposal
from madang.results import telling
from madang.results.drawing import Spec, drawn
from madang.results.drawing_bars import shares_spec
from madang.results.telling import Block
from madang.rules import words as rule_words
from madang.rules.document import Document

from . import metrics

Figures = Mapping[str, Any]


def title(report: OperationsReport) -> str:
    """2026년 11월 운영 보고서, 2026년 운영 보고서."""
    if len(report.period) == 4:
        return _("%(year)s년 운영 보고서") % {"year": report.period}
    return _("%(year)s년 %(month)s 운영 보고서") % {"year": report.period[:4], "month": month_name(report.starts.month)}


def month_name(number: int) -> str:
    """11월, November."""
    return str(get_month_names("wide", locale=get_language() or "ko")[number])


def section(name: str) -> str:
    """What a section of staff's is called."""
    return {
        "summary": _("총평"), "goals": _("목표에 대하여"), "notable": _("눈에 띈 제안에 대하여"),
        "order": _("질서에 대하여"), "promotion": _("홍보에 대하여"), "onward": _("앞으로"),
    }[name]  # fmt: skip


def chapters(figures: Figures, sections: Mapping[str, str]) -> list[dict[str, Any]]:
    """The report's chapters in their order, numbered from 1; an empty one is left out."""
    found: list[tuple[str, str, list[Block]]] = [
        ("summary", section("summary"), [*_said(sections, "summary"), *_figures(figures)]),
        ("goals", _("목표와 실적"), [*_goals(figures), *_said(sections, "goals")]),
        ("funnel", _("제안이 간 길"), _funnel(figures)),
        ("duties", _("약속을 지켰나요"), _duties(figures)),
        ("notable", _("눈에 띈 제안"), [*_notable(figures), *_said(sections, "notable")]),
        ("order", _("질서 지키기"), [*_moderation(figures), *_said(sections, "order")]),
        ("promotion", _("알리기와 사업"), [*_promotion(figures), *_said(sections, "promotion")]),
        ("onward", section("onward"), _said(sections, "onward")),
    ]
    kept = [(key, name, blocks) for key, name, blocks in found if blocks]
    return [
        {"number": number, "key": key, "title": name, "blocks": blocks}
        for number, (key, name, blocks) in enumerate(kept, start=1)
    ]


def _said(sections: Mapping[str, str], name: str) -> list[Block]:
    text = sections.get(name, "")
    return [{"kind": "said", "text": text}] if text else []


def said(metric: str, value: float | None) -> str:
    """A figure with its unit: 1,234건, 92.5%; – where there is nothing to measure."""
    if value is None:
        return "–"
    unit = metrics.find_metric(metric).unit_word
    return f"{telling.number(round(value, 1))}{' ' if get_language() == 'en' and unit != '%' else ''}{unit}"


def standing(row: Mapping[str, Any]) -> str:
    """How a goal stands, in words."""
    gap = said(row["metric"], row["gap"])
    words = {
        "before": _("아직 시작 전"), "on-track": _("순조로움"), "behind": _("%(gap)s 뒤처짐") % {"gap": gap},
        "met": _("이룸"), "missed": _("못 이룸(%(gap)s 모자람)") % {"gap": gap}, "unknown": _("아직 잴 것이 없음"),
        "hidden": _("사람이 적어 보이지 않음"),
    }  # fmt: skip
    return words.get(row["state"], "")


def _figures(figures: Figures) -> list[Block]:
    rows = [
        [str(metrics.METRICS[row["metric"]].name), *(said(row["metric"], row[when]) for when in ("value", "before", "year_ago"))]
        for row in figures["figures"]
        if row["metric"] in metrics.METRICS
    ]  # fmt: skip
    head = [_("무엇"), _("이번"), _("바로 앞"), _("지난해 이맘때")]
    return [telling.table(_("이번 기간의 숫자를 앞선 기간과 견준 표"), head, rows)]


def _goals(figures: Figures) -> list[Block]:
    rows = [
        [row["name"], said(row["metric"], row["value"]), said(row["metric"], row["target"]), standing(row)]
        for row in figures["goals"]
    ]
    if not rows:
        return [telling.text(_("이 해의 운영 계획에 숫자로 세운 목표가 없어요."))]
    table = telling.table(
        _("목표마다 지금까지의 실적"), [_("목표"), _("실적"), _("목표값"), _("제 속도인가요")], rows, numbers=False
    )
    reached = [row for row in figures["goals"] if row["share"] is not None]
    if not reached:
        return [table]
    alt = "; ".join(f"{row['name']} {100 * row['share']:.0f}%" for row in reached)
    return [telling.picture("goals", _("목표의 몇 %까지 왔나요"), alt, table)]


def documents() -> dict[str, Document]:
    """The rules in force, by procedure."""
    return {one.slug: one.current.document for one in Procedure.objects.all() if one.versions.exists()}


def _word(names: rule_words.Names, key: str) -> str:
    return rule_words.word(names, key, "en" if get_language() == "en" else "ko")


def stage_name(known: Mapping[str, Document], procedure: str, stage: str) -> str:
    """The stage's name by the rules in force, its key when they no longer know it."""
    document = known.get(procedure)
    found = document.stages.get(stage) if document else None
    return (found.name.get(get_language() or "ko") or found.name["ko"]) if found else stage


def _procedure(document: Document | None, slug: str) -> str:
    return (document.name.get(get_language() or "ko") or document.name["ko"]) if document is not None else slug


def _funnel(figures: Figures) -> list[Block]:
    known, blocks = documents(), []
    for slug in dict.fromkeys(row["procedure"] for row in figures["funnel"]):
        order = list(known[slug].stages) if slug in known else []
        mine = [row for row in figures["funnel"] if row["procedure"] == slug]
        mine.sort(key=lambda row: order.index(row["stage"]) if row["stage"] in order else len(order))
        rows = [
            [
                stage_name(known, slug, row["stage"]),
                telling.number(row["entered"]),
                ", ".join(f"{_word(rule_words.OUTCOMES, key)} {count:,}" for key, count in sorted(row["left"].items(), key=lambda each: -each[1])) or "–",
                telling.number(row["there"]),
            ]
            for row in mine
        ]  # fmt: skip
        caption = _("단계마다 들어온 건, 나간 건, 남은 건: %(procedure)s") % {
            "procedure": _procedure(known.get(slug), slug)
        }
        blocks.append(
            telling.table(caption, [_("단계"), _("들어옴"), _("나감"), _("기간 끝에 있음")], rows, numbers=False)
        )
    return blocks


def _duties(figures: Figures) -> list[Block]:
    lines = figures["duties"]
    if not lines:
        return [telling.text(_("이 기간에 마감이 돌아온 약속이 없었어요."))]
    names = department_names({line["department"] for line in lines if line["department"]})
    rows = [
        [
            names.get(line["department"] or "") or _word(rule_words.OWNERS, line["owner"]),
            telling.number(line["settled"]), telling.number(line["in_time"]), telling.number(line["late"]),
            telling.number(line["open"]), telling.percent(line["in_time"], line["settled"]),
            "–" if line["days"] is None else ngettext("%(days)s일", "%(days)s일", int(line["days"])) % {"days": telling.number(line["days"])},
        ]
        for line in lines
    ]  # fmt: skip
    head = [_("누가"), _("마감이 돌아온 약속"), _("제때 지킴"), _("늦게 지킴"), _("아직 못 지킴"), _("제때 지킨 비율"), _("걸린 날(중앙값)")]  # fmt: skip
    kept, settled = sum(line["in_time"] for line in lines), sum(line["settled"] for line in lines)
    alt = _("마감이 돌아온 약속 %(settled)s건 가운데 %(kept)s건을 제때 지켰어요.") % {
        "settled": telling.number(settled), "kept": telling.number(kept),
    }  # fmt: skip
    return [telling.text(alt), telling.table(_("부서마다 약속을 지킨 정도"), head, rows)]


def department_names(keys: set[str]) -> dict[str, str]:
    """Departments by key, in the reader's language."""
    english = get_language() == "en"
    rows = Department.objects.filter(key__in=keys)
    return {one.key: one.name_en if english and one.name_en else one.name for one in rows}


def _notable(figures: Figures) -> list[Block]:
    found = Proposal.objects.filter(case__key__in=[row["case"] for row in figures["notable"]], visibility="public")
    titles = dict(found.values_list("case__key", "title"))
    items = [
        {"text": titles[row["case"]], "note": " · ".join(_why(row["why"]))}
        for row in figures["notable"]
        if row["case"] in titles
    ]
    return [{"kind": "sentences", "items": items}] if items else [telling.text(_("눈에 띈 제안이 없었어요."))]


def _why(why: Mapping[str, Any]) -> list[str]:
    found = []
    if "mark" in why:
        found.append(_("기준에 도달"))
    if "supports" in why:
        found.append(_("이 기간에 공감 %(count)s") % {"count": telling.number(why["supports"])})
    if "comments" in why:
        found.append(_("의견 %(count)s") % {"count": telling.number(why["comments"])})
    if "note" in why:
        found.append(_("운영팀이 눈여겨봄"))
    return found


def _moderation(figures: Figures) -> list[Block]:
    counts = figures["moderation"]
    rows = [
        [_("신고"), counts["reports"]], [_("살펴보고 결정한 글"), counts["decided"]], [_("그 가운데 가린 글"), counts["hidden"]],
        [_("일부를 가린 글"), counts["masked"]], [_("정한 때보다 늦게 살펴본 글"), counts["late"]],
        [_("이의신청"), counts["objections"]], [_("이의를 받아들여 되살린 글"), counts["overturned"]],
        [_("무효로 한 공감"), counts["invalidated"]],
    ]  # fmt: skip
    return [
        telling.table(_("글과 공감을 살펴본 일"), [_("무엇"), _("건")], [[name, telling.number(n)] for name, n in rows])
    ]


def _promotion(figures: Figures) -> list[Block]:
    counts = figures["promotion"]
    rows = [
        [_("홍보 스탭이 마친 일"), counts["done"]], [_("이 기간에 마감인 홍보 일"), counts["due"]],
        [_("예정된 사업 운영"), counts["runs"]], [_("열린 사업 운영"), counts["runs_done"]],
    ]  # fmt: skip
    return [telling.table(_("알리는 일과 사업"), [_("무엇"), _("건")], [[name, telling.number(n)] for name, n in rows])]


def pictures(figures: Figures) -> dict[str, Any]:
    """The pictures of the report in every language (``results.drawing.drawn``)."""

    def specs() -> dict[str, Callable[[int], Spec]]:
        rows = [
            (row["name"], 100 * row["share"], said(row["metric"], row["value"]))
            for row in figures["goals"]
            if row["share"] is not None
        ]
        return {"goals": lambda width: shares_spec(rows, width)} if rows else {}

    return drawn(specs)


def paper(
    report: OperationsReport, figures: Figures, sections: Mapping[str, str], pictures: Mapping[str, Any]
) -> dict[str, Any]:
    """All that the paper says, in the language in force (its shape: ``results/report.typ``)."""
    language = get_language() or "ko"
    told = chapters(figures, sections)
    mine = pictures.get(language) or {}
    for chapter in told:
        for block in chapter["blocks"]:
            if block["kind"] == "picture" and block["name"] in mine:
                block["svg"] = mine[block["name"]]["wide"]
    names = settings.INSTITUTION
    return {
        "language": language,
        "institution": str(names.get(language) or names["ko"]),
        "title": title(report),
        "question": _("약속을 지키고 있는지, 목표에 얼마나 왔는지"),
        "facts": [
            [_("기간"), f"{telling.day(report.starts.isoformat())} – {telling.day(report.ends.isoformat())}"],
            [_("숫자를 센 때"), telling.day(report.counted_at.isoformat())],
        ],
        "about": _("이 보고서의 숫자는 시스템이 세었고, 총평과 설명은 운영팀이 썼어요. 시민의 이름은 적지 않아요."),
        "words": {"contents": _("목차"), "annex": "", "table": _("표"), "figure": _("그림")},
        "chapters": told,
        "annex": {"about": "", "rows": []},
    }
