"""살펴볼 글: the moderators' queue, several kept at once, and the list of words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.actions import content, moderation
from madang.base import clock
from madang.base.errors import Refused
from madang.moderation.models import Flag, Item, Report, Word
from madang.moderation.reasons import FLAGS, REASONS
from madang.people.rights import may
from madang.web.ui import contents
from madang.web.ui.refusals import said
from madang.web.ui.sheets import batches, sheet_links, sheet_response, wanted

from .door import requires, who
from .page import chips, done, paged, refuse, render

SEVERITIES = {1: gettext_lazy("낮음"), 2: gettext_lazy("보통"), 3: gettext_lazy("높음")}
TONES = {1: ("dot", "quiet"), 2: ("half", "warn"), 3: ("late", "bad")}


@requires("content.moderate")
@require_safe
def staff_moderation(request: HttpRequest) -> HttpResponseBase:
    """Everything that waits, by its clock or by how bad it is."""
    now = clock.now()
    order = "worst" if request.GET.get("order") == "worst" else ""
    kind = request.GET.get("kind", "")
    kind = kind if kind in contents.NAMES else ""
    found = Item.objects.open().select_related("held_by")
    if kind:
        found = found.filter(subject__startswith=f"{kind}:")
    found = found.worst_first() if order else found.oldest_first()
    if wanted(request):
        return sheet_response(request, "moderation", _columns(), _lines(found.iterator(chunk_size=200), now))
    items, following = paged(request, found)
    context = {
        "rows": rows(items, now),
        "following": following,
        "orders": chips(request, "order", order, [("", _("기한순"), None), ("worst", _("심한 순"), None)]),
        "kinds": chips(
            request, "kind", kind, [("", _("전체"), None), *((one, contents.name(one), None) for one in contents.NAMES)]
        ),
        "sheets": sheet_links(request),
        "may_review": may(request.user, "content.review"),
    }
    return render(request, "moderation", context)


def _columns() -> list[str]:
    return [
        _("기한"), _("무엇"), _("제목이나 글"), _("어디에"), _("신고"), _("표시"), _("정도"), _("보는 사람"), _("들어온 때"),
        _("주소"),
    ]  # fmt: skip


def _lines(found: Iterable[Item], now: Any) -> Iterator[list[Any]]:
    for batch in batches(found):
        for row in rows(batch, now):
            yield [
                row["due"], row["kind"], row["title"], row["about"], ", ".join(row["reports"]), ", ".join(row["flags"]),
                str(row["severity"]["word"]), row["held_by"], row["opened_at"], settings.SITE_URL + row["href"],
            ]  # fmt: skip


def rows(items: Sequence[Item], now: Any) -> list[dict[str, Any]]:
    """Lines of the queue; what is asked of the database does not depend on how many there are."""
    found = content.read(item.subject for item in items)
    codes: dict[int, Counter[str]] = defaultdict(Counter)
    for pk, code in Report.objects.filter(item__in=items).values_list("item_id", "code"):
        codes[pk][code] += 1
    flags: dict[int, list[str]] = defaultdict(list)
    for pk, kind in Flag.objects.filter(item__in=items).order_by("pk").values_list("item_id", "kind"):
        if kind not in flags[pk]:
            flags[pk].append(kind)
    return [_row(item, found.get(item.subject), codes[item.pk], flags[item.pk], now) for item in items]


def _row(item: Item, found: content.Content | None, codes: Counter[str], flags: list[str], now: Any) -> dict[str, Any]:
    shape, tone = TONES[item.severity]
    held = item.held_by if item.held_by_id and item.held_until and item.held_until > now else None
    text = found.text if found is not None else ""
    return {
        "pk": item.pk,
        "subject": item.subject,
        "href": reverse("staff_moderate", kwargs={"subject": item.subject}),
        "kind": contents.name(item.subject),
        "title": (found.title if found and found.kind == "case" else text[:80]) or _("(글이 없습니다)"),
        "about": found.title if found and found.kind != "case" else text[:80],
        "due": item.due,
        "opened_at": item.opened_at,
        "severity": {"word": SEVERITIES[item.severity], "shape": shape, "tone": tone},
        "reports": [f"{_(REASONS[code][0])} {count}" for code, count in codes.most_common()],
        "flags": [_(FLAGS[kind]) for kind in flags if kind in FLAGS],
        "held_by": str(held) if held else "",
    }


@requires("content.moderate")
@require_POST
def staff_moderation_keep(request: HttpRequest) -> HttpResponse:
    """Keep the ticked ones as they are; what somebody else looks at is left, and said."""
    pks = [int(pk) for pk in request.POST.getlist("item")[:200] if pk.isascii() and pk.isdigit() and len(pk) < 15]
    items = Item.objects.open().filter(pk__in=pks)
    count = 0
    for item in items:
        try:
            moderation.decide(item=item, outcome="keep", at=clock.now(), actor=who(request))
            count += 1
        except Refused as refused:
            refuse(request, refused)
    if count:
        text = ngettext("글 %(count)s건을 그대로 두었습니다.", "글 %(count)s건을 그대로 두었습니다.", count)
        done(request, text % {"count": count})
    elif not pks:
        done(request, _("먼저 글을 골라 주십시오."))
    return HttpResponseRedirect(reverse("staff_moderation"))


class WordForm(forms.Form):
    """A word of the list."""

    use_required_attribute = False
    text = forms.CharField(
        label=gettext_lazy("주의할 말"),
        max_length=40,
        help_text=gettext_lazy("빈칸 없이 적습니다. 사이에 숫자나 기호를 넣거나 자모를 풀어 쓴 것도 찾습니다."),
        error_messages={"required": gettext_lazy("말을 적어 주십시오.")},
    )
    ordinary = forms.CharField(
        label=gettext_lazy("괜찮은 말"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("이 말로 시작하지만 문제없는 말을 쉼표로 나누어 적습니다. 예: 시발점, 시발역."),
    )
    severity = forms.TypedChoiceField(
        label=gettext_lazy("얼마나 심한가"), coerce=int, choices=list(SEVERITIES.items()), initial=2
    )


@requires("content.moderate")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_moderation_words(request: HttpRequest) -> HttpResponse:
    """The words that put a text into the queue; they never refuse one."""
    form = WordForm(request.POST) if request.method == "POST" else WordForm()
    if form.is_bound and form.is_valid():
        try:
            word = moderation.list_word(**form.cleaned_data, at=clock.now(), actor=who(request))
        except Refused as refused:
            form.add_error("text", said(refused))
        else:
            done(request, _("‘%(word)s’을(를) 올렸습니다. 지금부터 쓰는 글에 적용됩니다.") % {"word": word.text})
            return HttpResponseRedirect(reverse("staff_moderation_words"))
    words = [
        {"pk": one.pk, "text": one.text, "ordinary": one.ordinary, "severity": SEVERITIES.get(one.severity, "")}
        for one in Word.objects.order_by("text")
    ]
    context = {"form": form, "words": words}
    return render(request, "moderation_words", context, status=422 if form.errors else 200)


@requires("content.moderate")
@require_POST
def staff_moderation_word_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a word off the list."""
    word = Word.objects.filter(pk=pk).first()
    if word is not None:
        moderation.unlist_word(word=word, at=clock.now(), actor=who(request))
        done(request, _("‘%(word)s’을(를) 뺐습니다.") % {"word": word.text})
    return HttpResponseRedirect(reverse("staff_moderation_words"))
