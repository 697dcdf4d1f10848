"""The chapters about the course of a discussion and about who took part."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from . import naming
from .telling import Block, Figures, Texts, day, facts, heading, last_day, number, people, percent, picture, table, text

SHORT = 12  # rows of a table on paper
LONG = 40  # days: a table of more is told by week


def course(figures: Figures, texts: Texts) -> list[Block]:
    """When, and the stages on the way."""
    told = figures["course"]
    period = _("%(first)s부터 %(last)s까지 %(days)s일") % {
        "first": day(told["opened"]), "last": last_day(figures["until"]), "days": number(told["days"]),
    }  # fmt: skip
    steps = [[day(at), texts.stages.get(stage, stage)] for at, stage, _kind in told["steps"]]
    found = [facts([(_("토론한 때"), period)])]
    if steps:
        found.append(table(_("이 안건이 거쳐 온 단계"), [_("날"), _("단계")], steps, numbers=False))
    return found


def participation(figures: Figures) -> list[Block]:
    """How many, by which door, when; and who they were, as far as it may be said."""
    part = figures["participation"]
    found = [
        text(
            _("모두 %(people)s이 참여했어요. 온라인에서 %(online)s, 현장에서 %(site)s이에요.")
            % {"people": people(part["people"]), "online": people(part["online"]), "site": people(part["on_site"])}
        ),
        _doors(part),
    ]
    weekly = by_week(part["per_day"]) if len(part["per_day"]) > LONG else part["per_day"]
    if any(count for _day, count in weekly):
        most = max(part["per_day"], key=lambda one: one[1])
        alt = _("처음 참여한 사람이 가장 많았던 날은 %(day)s로 %(people)s이에요.") % {
            "day": day(most[0]), "people": people(most[1]),
        }  # fmt: skip
        head = [_("그 주에 시작한 날") if len(part["per_day"]) > LONG else _("날"), _("처음 참여한 사람")]
        twin = table(_("날마다 처음 참여한 사람"), head, [[day(one), number(count)] for one, count in weekly])
        weeks = [[day(one), number(count)] for one, count in by_week(part["per_day"])]
        short = table(_("주마다 처음 참여한 사람"), [_("그 주에 시작한 날"), _("처음 참여한 사람")], weeks)
        found.append(
            picture("per_day", _("날마다 처음 참여한 사람"), alt, twin, short if len(weekly) > SHORT else None)
        )
    return [*found, *_who(figures["who"])]


def _doors(part: Any) -> Block:
    rows = [[naming.way(key), number(part["ways"][key])] for key in naming.WAYS if part["ways"].get(key)]
    nameless = part["people"] - sum(part["ways"].values())
    if nameless:
        rows.append([_("현장에서 이름 없이 함께한 사람"), number(nameless)])
    return table(_("처음 참여한 길"), [_("길"), _("사람")], rows)


def by_week(per_day: list[list[Any]]) -> list[list[Any]]:
    """Seven days in one row, named by the first of them."""
    return [
        [week[0][0], sum(count for _day, count in week)]
        for week in (per_day[at : at + 7] for at in range(0, len(per_day), 7))
    ]


def _who(who: Any) -> list[Block]:
    found = [
        heading(_("참여한 사람과 전체 주민")),
        text(
            _(
                "본인확인으로 알려진 성별, 나이대, 지역을 밝혀도 좋다고 한 %(consented)s만 세었어요. 전체 참여자의 %(share)s예요."
            )
            % {"consented": people(who["consented"]), "share": percent(who["consented"], who["people"])}
        ),
    ]
    told = [one for one in who["attributes"] if any(row["count"] is not None for row in one["rows"])]
    if not told:
        return [*found, text(_("동의한 사람이 적어서 누구인지 드러날 수 있으므로, 나누어 보여 드리지 않아요."))]
    if who["by"] is not None:
        found.append(
            text(
                _("%(day)s 전에 참여한 사람까지예요. 한 사람이 더해진 것이 드러나지 않게 주마다 한 번 다시 세어요.")
                % {"day": day(who["by"])}
            )
        )
    for one in told:
        found += _attribute(one)
    if any(row["count"] is None for one in told for row in one["rows"]):
        found.append(text(_("5명이 되지 않는 칸과, 그것을 거꾸로 셈할 수 있는 칸은 숫자를 밝히지 않았어요.")))
    return found


def _attribute(one: Any) -> list[Block]:
    name, rows = naming.attribute(one["name"]), one["rows"]
    compared = any(row["population"] is not None for row in rows)
    head = [name, _("참여한 사람"), _("비율"), *([_("전체 주민의 비율")] if compared else [])]
    lines = [
        [
            naming.band(one["name"], row["band"]),
            number(row["count"]) if row["count"] is not None else _("밝히지 않음"),
            percent(row["share"], 1) if row["share"] is not None else "–",
            *([percent(row["population"], 1) if row["population"] is not None else "–"] if compared else []),
        ]
        for row in rows
    ]
    caption = _("%(attribute)s로 본 참여") % {"attribute": name}
    shown = [row for row in rows if row["share"] is not None]
    found: list[Block] = []
    if shown:
        top = max(shown, key=lambda row: row["share"])
        alt = _("가장 많은 칸은 %(band)s, %(share)s예요.") % {
            "band": naming.band(one["name"], top["band"]), "share": percent(top["share"], 1),
        }  # fmt: skip
        found.append(picture(f"who_{one['name']}", caption, alt, table(caption, head, lines)))
    else:
        found.append(table(caption, head, lines))
    if not compared:
        found.append(
            text(_("전체 주민의 %(attribute)s 통계가 입력되지 않아서 나란히 견주지 못했어요.") % {"attribute": name})
        )
    elif one.get("source"):
        found.append(text(_("전체 주민: %(source)s") % {"source": one["source"]}))
    return found
