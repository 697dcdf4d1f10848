"""The chapters about what was said: positions, themes, the opinion map, records."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from . import naming
from .telling import Block, Figures, Texts, day, heading, listed, number, people, percent, picture, table, text
from .telling_people import LONG, SHORT

SENTENCES = 6  # shown of consensus and of divisive statements


def positions(figures: Figures) -> list[Block]:
    """Where people stood first and last, and who changed."""
    told = figures.get("positions")
    if not told or not sum(told["last"].values()):
        return []
    whole = sum(told["last"].values())
    now = listed([f"{naming.position(key)} {number(told['last'][key])}" for key in naming.POSITIONS])
    rows = [
        [naming.position(key), number(told["first"][key]), number(told["last"][key]), percent(told["last"][key], whole)]
        for key in naming.POSITIONS
    ]
    days = told["per_day"] if len(told["per_day"]) <= LONG else told["per_day"][6::7] + told["per_day"][-1:]
    head = [_("날"), *(naming.position(key) for key in naming.POSITIONS)]
    twin = table(_("날마다 선 자리"), head, [[day(one), *map(number, counts)] for one, *counts in days])
    ends = [one for at, one in enumerate(told["per_day"], start=1) if at % 7 == 0 or at == len(told["per_day"])]
    short = table(_("주마다 끝에 선 자리"), head, [[day(one), *map(number, counts)] for one, *counts in ends])
    return [
        heading(_("찬성과 반대")),
        text(_("끝에 선 자리는 %(now)s예요.") % {"now": now}),
        picture(
            "positions",
            _("날마다 선 자리"),
            _("마지막 날: %(now)s.") % {"now": now},
            twin,
            short if len(days) > SHORT else None,
        ),
        table(_("처음과 마지막에 선 자리"), [_("자리"), _("처음"), _("마지막"), _("마지막 비율")], rows),
        *_moves(told),
    ]


def _moves(told: Any) -> list[Block]:
    if not told["changed"] and not told["back_again"]:
        return [text(_("처음과 다른 자리에 선 사람은 없어요."))]
    found = [text(_("%(changed)s이 처음과 다른 자리에 섰어요.") % {"changed": people(told["changed"])})]
    if told["back_again"]:
        back = _("바꾸었다가 처음 자리로 돌아온 사람은 %(back)s이에요.")
        found.append(text(back % {"back": people(told["back_again"])}))
    if told["moves"]:
        rows = [[f"{naming.position(a)} → {naming.position(b)}", number(count)] for a, b, count in told["moves"]]
        found.append(table(_("자리를 바꾼 사람"), [_("어디에서 어디로"), _("사람")], rows))
    return found


def themes(figures: Figures, texts: Texts) -> list[Block]:
    """What the opinions are about, each theme with words of its own and opinions that stand for it."""
    told = figures.get("themes")
    if not told:
        return []
    found: list[Block] = [
        heading(_("이야기 주제")),
        text(_("비슷한 말을 쓴 의견끼리 기계로 묶었어요. 주제의 이름은 그 의견들에 유난히 자주 나온 낱말이에요.")),
    ]
    rows = [[listed(one["words"]), number(one["count"]), percent(one["share"], 1)] for one in told["themes"]]
    if told["rest"]:
        rows.append([_("어느 주제에도 들지 않은 의견"), number(told["rest"]), percent(told["rest"], told["opinions"])])
    found.append(table(_("주제마다 의견의 수"), [_("주제"), _("의견 수"), _("비율")], rows))
    for one in told["themes"]:
        quotes = quotations(one["quotes"], texts)
        if quotes:
            found += [heading(listed(one["words"])), {"kind": "quotes", "items": quotes}]
    if told["keywords"]:
        words = listed([f"{word} {number(count)}" for word, count in told["keywords"]])
        found.append(text(_("자주 나온 낱말과 그 낱말이 든 의견의 수: %(words)s") % {"words": words}))
    return found


def quotations(chosen: list[list[Any]], texts: Texts) -> list[dict[str, str]]:
    """Those of the chosen opinions that can still be read, and why each was chosen."""
    found = []
    for key, why, times in chosen:
        one = texts.opinions.get(key)
        if one is None:
            continue
        notes = [_("공감 %(count)s") % {"count": number(one["supports"])}] if one["supports"] else []
        if times > 1:
            notes.append(_("같은 글 %(count)s건") % {"count": number(times)})
        if why in naming.POSITIONS:
            notes.append(_("이 주제에서 드문 자리"))
        by = naming.position(one["position"]) if one["position"] else ""
        found.append({"text": one["text"], "by": by, "note": " · ".join(notes), "key": key})
    return found


def opinion_map(figures: Figures, texts: Texts) -> list[Block]:
    """Who stands near whom, and what they share and differ on, as sentences."""
    told = figures.get("map")
    if not told:
        return []
    names = [naming.group(at) for at in range(len(told["sizes"]))]
    sizes = listed([f"{name} {people(size)}" for name, size in zip(names, told["sizes"], strict=True)])
    twin = table(
        _("무리마다 사람의 수"),
        [_("무리"), _("사람")],
        [[n, number(s)] for n, s in zip(names, told["sizes"], strict=True)],
    )
    found: list[Block] = [
        text(
            _(
                "%(people)s이 서로의 진술에 %(votes)s번 답했어요. 비슷하게 답한 사람일수록 가까이 있고, 누구의 점인지는 알 수 없어요."
            )
            % {"people": people(told["people"]), "votes": number(told["votes"])}
        ),
        picture("map", _("의견 지도"), _("비슷하게 답한 사람들의 무리: %(sizes)s.") % {"sizes": sizes}, twin),
    ]
    best = max(told["silhouette"].values(), default=None)
    if best is not None:
        clear = _("무리가 뚜렷이 나뉘어요") if best >= 0.5 else _("무리의 경계가 흐려요") if best < 0.25 else _("무리가 어느 정도 나뉘어요")  # fmt: skip
        found.append(
            text(
                _("%(clear)s(실루엣 %(value)s, 1에 가까울수록 뚜렷해요).")
                % {"clear": clear, "value": number(round(best, 2))}
            )
        )
    described = [
        [f"{name} · {people(size)}", who]
        for at, (name, size) in enumerate(zip(names, told["sizes"], strict=True))
        if (who := _who(at, told, texts))
    ]
    if described:
        found.append({"kind": "facts", "items": described})
        found.append(text(_("무리의 설명은 그 무리가 다른 무리보다 두드러지게 답한 진술에서 저절로 만들었어요.")))
    together = [_together(pk, side, told, texts) for pk, side in told["consensus"] if pk in texts.statements]
    apart = [_apart(pk, told, texts, names) for pk in told["divisive"] if pk in texts.statements]
    found.append(heading(_("모두가 함께하는 생각")))
    found.append(_sentences(together) if together else text(_("모든 무리가 함께하는 진술은 아직 없어요.")))
    found.append(heading(_("생각이 갈리는 곳")))
    found.append(_sentences(apart) if apart else text(_("무리 사이에 뚜렷이 갈리는 진술은 없어요.")))
    for name, group in zip(names, told["groups"], strict=True):
        said = [_of_group(pk, side, told, texts, names.index(name)) for pk, side in group if pk in texts.statements]
        if said:
            found += [heading(_("%(group)s의 생각") % {"group": name}), _sentences(said)]
    return found


def _who(at: int, told: Any, texts: Texts) -> str:
    """A group in a sentence: the statement that sets it apart and with which more than half of those of it who voted on it
    agree, else one with which so many disagree; "" when there is none that can still be read."""
    sentences = {
        "agree": _("‘%(statement)s’에 대체로 동의하는 사람들"),
        "disagree": _("‘%(statement)s’에 대체로 동의하지 않는 사람들"),
    }
    for wanted, place in (("agree", 0), ("disagree", 1)):
        for pk, side in told["groups"][at]:
            votes = told["counts"].get(str(pk), {}).get("groups", [])
            if side == wanted and pk in texts.statements and at < len(votes) and 2 * votes[at][place] > sum(votes[at]):
                return sentences[wanted] % {"statement": texts.statements[pk].rstrip(". ")}
    return ""


def _sentences(items: list[dict[str, str]]) -> Block:
    return {"kind": "sentences", "items": items[:SENTENCES]}


def _together(pk: int, side: str, told: Any, texts: Texts) -> dict[str, str]:
    agree, disagree, passed = told["counts"][str(pk)]["all"]
    count = agree if side == "agree" else disagree
    said = _("%(share)s가 동의했어요") if side == "agree" else _("%(share)s가 동의하지 않았어요")
    return {"text": texts.statements[pk], "note": said % {"share": percent(count, agree + disagree + passed)}}


def _apart(pk: int, told: Any, texts: Texts, names: list[str]) -> dict[str, str]:
    shares = [
        _("%(group)s %(share)s 동의") % {"group": name, "share": percent(agree, agree + disagree + passed)}
        for name, (agree, disagree, passed) in zip(names, told["counts"][str(pk)]["groups"], strict=True)
    ]
    return {"text": texts.statements[pk], "note": listed(shares)}


def _of_group(pk: int, side: str, told: Any, texts: Texts, at: int) -> dict[str, str]:
    agree, disagree, passed = told["counts"][str(pk)]["groups"][at]
    count = agree if side == "agree" else disagree
    said = _("%(share)s 동의") if side == "agree" else _("%(share)s 동의하지 않음")
    return {"text": texts.statements[pk], "note": said % {"share": percent(count, agree + disagree + passed)}}


def records(figures: Figures, texts: Texts) -> list[Block]:
    """What staff recorded in places, and of long discussions on the way."""
    found: list[Block] = []
    for one in figures["records"]:
        if one["note"] in texts.notes:
            name = _("현장 기록") if one["kind"] == "offline" else _("중간 요약")
            count = f" · {people(one['count'])}" if one["count"] else ""
            found += [heading(f"{name}, {day(one['at'])}{count}"), {"kind": "said", "text": texts.notes[one["note"]]}]
    return found
