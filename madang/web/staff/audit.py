"""감사기록: everything that was done, to be filtered, explained, handed out as a file, and shown to be whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from madang.audit import chain
from madang.audit.models import SUPPORTS, Entry, EntryQuerySet, Inspection, Link
from madang.base import clock
from madang.people.models import Person
from madang.procedures.models import Case, RuleVersion
from madang.proposals.models import Proposal
from madang.rules import explain
from madang.web.ui import words

from .audit_words import GROUPS, PRIVATE, Describer, verbs_of
from .door import requires
from .page import PAGE, address, done, render
from .sheets import sheet_links, sheet_response, wanted

INSPECTED_HERE = 100_000  # links a page may go through while someone waits; more is for the command
TITLES = 50  # cases that a word in the title may stand for
LAST_DAY = date(2200, 1, 1)
EXPORTED = 500  # entries read at a time for a file


class FilterForm(forms.Form):
    """What to look for. Anything that makes no sense is left out, and said."""

    q = forms.CharField(
        label=gettext_lazy("무엇에 대한 일"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("제안 제목이나 번호, 부서·절차·사람의 키"),
    )
    group = forms.ChoiceField(label=gettext_lazy("어떤 일"), required=False)
    actor = forms.ChoiceField(label=gettext_lazy("누가"), required=False)
    since = forms.DateField(
        label=gettext_lazy("이 날부터"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("이 날까지"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        group, actor = self.fields["group"], self.fields["actor"]
        assert isinstance(group, forms.ChoiceField)
        assert isinstance(actor, forms.ChoiceField)
        group.choices = [("" if key == "acts" else key, _(label)) for key, (label, _firsts) in GROUPS.items()]
        team = Person.objects.filter(memberships__isnull=False).distinct().order_by("name")[:300]
        known = [("", _("누구든지")), ("system", _("절차에 따라 저절로")), ("citizen", _("시민"))]
        actor.choices = [*known, *((person.actor, str(person)) for person in team)]

    def clean_q(self) -> str:
        return str(self.cleaned_data["q"]).strip()


@requires("audit.read")
@require_safe
def staff_audit(request: HttpRequest) -> HttpResponse:
    """The list, the newest first; ``?format=`` hands out the whole of it."""
    form = FilterForm(request.GET)
    found = chosen(form)
    if wanted(request):
        columns = [_("번호"), _("때"), _("누가"), _("무엇을 했나"), _("무엇에 대해"), _("종류"), _("사실"), _("봉인")]
        return sheet_response(request, "audit", columns, _sheet_rows(found))
    entries = list(_after(found, request.GET.get("after", ""))[: PAGE + 1])
    say = Describer(entries[:PAGE])
    following = address(request, after=_mark(entries[PAGE - 1])) if len(entries) > PAGE else ""
    context = {
        "form": form,
        "rows": [say.row(entry) for entry in entries[:PAGE]],
        "following": following,
        "filtered": any(request.GET.get(name) for name in form.fields),
        "downloads": sheet_links(request),
        "chain": chain_state(),
    }
    return render(request, "audit", context)


def chosen(form: FilterForm) -> EntryQuerySet:
    """The entries that the form asks for, the newest first."""
    form.is_valid()
    data = form.cleaned_data
    found: Any = Entry.objects.order_by("-at", "-pk")
    group, actor = data.get("group") or "acts", data.get("actor", "")
    if group == "acts":
        listed = ", ".join(f"'{verb}'" for verb in SUPPORTS)
        found = found.extra(where=[f"NOT (verb IN ({listed}))"])  # written out, for the index (see EntryQuerySet)
    else:
        found = found.filter(verb__in=verbs_of(group))
    if actor == "citizen":
        found = found.filter(actor__startswith="person:").exclude(actor__in=_team())
    elif actor:
        # Who supported what is nobody's business: no one can be asked for among the supports.
        found = found.filter(actor=actor).exclude(verb__in=PRIVATE)
    if data.get("since"):
        found = found.filter(at__gte=_midnight(data["since"]))
    if data.get("until"):
        found = found.filter(at__lt=_midnight(min(data["until"], LAST_DAY) + timedelta(days=1)))
    return found.filter(subject__in=subjects(data["q"])) if data.get("q") else found


def subjects(query: str) -> list[str]:
    """What a word may stand for: a subject itself, a key, or the title of some proposals."""
    kinds = ("case", "person", "department", "procedure", "day", "page", "banner", "template")
    named = [query, *(f"{kind}:{query}" for kind in kinds)]
    titled = Proposal.objects.found_by(query).values_list("case__key", flat=True)[:TITLES]
    return [*named, *(f"case:{key}" for key in titled)]


def _team() -> list[str]:
    keys = Person.objects.filter(memberships__isnull=False).values_list("key", flat=True).distinct()
    return [f"person:{key}" for key in keys]


def _midnight(day: date) -> datetime:
    year = min(max(day.year, 1900), 2200)  # the ends of the calendar have no neighbours in other time zones
    return datetime.combine(
        day.replace(year=year, day=min(day.day, 28) if year != day.year else day.day),
        time(),
        timezone.get_current_timezone(),
    )


# ── where the list goes on: the last row's moment and number ──


def _mark(entry: Entry) -> str:
    return f"{entry.at.isoformat()}~{entry.pk}"


def _after(found: EntryQuerySet, word: str) -> EntryQuerySet:
    moment, _tilde, number = word.replace(" ", "+").partition("~")
    try:
        at, pk = datetime.fromisoformat(moment).astimezone(UTC), int(number)
    except (ValueError, OverflowError):
        return found
    if not 1900 < at.year < 2200 or not 0 < pk < 2**63:
        return found
    return found.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))


def _sheet_rows(found: EntryQuerySet) -> Iterator[list[Any]]:
    word = ""
    while entries := list(_after(found, word)[:EXPORTED]):
        say = Describer(entries)
        links = dict(
            Link.objects.filter(entry_id__in=[entry.pk for entry in entries]).values_list("entry_id", "number")
        )
        for entry in entries:
            row = say.row(entry)
            facts = " · ".join(f"{name}: {value}" for name, value in told_facts(entry))
            yield [
                entry.pk,
                entry.at,
                row["who"],
                row["what"],
                row["about"],
                row["group"],
                facts,
                links.get(entry.pk),
            ]
        word = _mark(entries[-1])


# ── one entry, explained ──


@requires("audit.read")
@require_safe
def staff_audit_entry(request: HttpRequest, entry: int) -> HttpResponse:
    """One act: the sentence, what the codes mean, the rules that held for it, and its seal."""
    found = Entry.objects.filter(pk=entry).first() if entry < 2**63 else None
    if found is None:
        raise Http404
    return _explained(request, found)


def _explained(request: HttpRequest, entry: Entry) -> HttpResponse:
    say = Describer([entry])
    private = entry.verb in PRIVATE and entry.subject.startswith("person:")
    case = say.cases.get(entry.subject.partition(":")[2]) if entry.subject.startswith("case:") else None
    version = _version_at(entry, case)
    context = {
        "entry": entry,
        "row": say.row(entry),
        "facts": told_facts(entry),
        "version": version,
        "sentences": _sentences(version, entry),
        "seal": _seal(entry),
        "same": "" if private else f"{reverse('staff_audit')}?q={entry.subject.partition(':')[2]}",
    }
    return render(request, "audit_entry", context)


def told_facts(entry: Entry) -> list[tuple[str, str]]:
    """The facts as they stand, but for who a citizen is."""
    hidden = ("email", "name", "person", "identity") if entry.subject.startswith("person:") else ("email", "person")
    return [
        (name, "•••" if name in hidden and value else str(value))
        for name, value in sorted(entry.facts.items())
        if value not in (None, "", [], {})
    ]


def _version_at(entry: Entry, case: Case | None) -> RuleVersion | None:
    """The rule version under which the matter stood when this was done."""
    if case is None:
        return None
    moves = Entry.objects.story_of(entry.subject).filter(verb__in=("proposal.submit", "case.move"))
    facts = moves.filter(pk__lte=entry.pk).order_by("-pk").values_list("facts", flat=True).first() or {}
    number = facts.get("number") or case.rules.number
    return RuleVersion.objects.filter(procedure=case.rules.procedure, number=number).defer("data", "note").first()


def _sentences(version: RuleVersion | None, entry: Entry) -> list[str]:
    """What the rules say about the stage (or the start, or the duty) that the act is about."""
    if version is None:
        return []
    document, facts = version.document, entry.facts
    stage = str(facts.get("stage", ""))
    for key, one in document.stages.items():
        if not stage and one.duty is not None and one.duty.key == facts.get("duty"):
            stage = key
    mark = str(facts.get("key", ""))
    told = explain.sentences(document, words.language())
    return [one.text for one in told if (stage and one.stage == stage) or (mark and one.key.endswith(f"/start/{mark}"))]


def _seal(entry: Entry) -> dict[str, Any] | None:
    """The entry's link, and whether it still fits the one before it; None while it waits."""
    link = Link.objects.filter(entry_id=entry.pk).first()
    if link is None:
        return None
    before = Link.objects.filter(number=link.number - 1).first()
    digest = bytes(before.digest) if before else chain.GENESIS
    row = (entry.pk, entry.at, entry.actor, entry.verb, entry.subject, entry.facts)
    sound = (before is not None or link.number == 1) and chain.digest_of(
        digest, link.number, link.sealed_at, row
    ) == bytes(link.digest)
    return {"number": link.number, "at": link.sealed_at, "digest": bytes(link.digest).hex(), "sound": sound}


# ── the chain ──


def chain_state() -> dict[str, Any]:
    """The head, how much waits to be sealed, and what came of the last inspection."""
    return {
        "head": chain.head(),
        "waiting": chain.unsealed(since=chain.lately())[:1000].count(),
        "looked": Inspection.objects.last(),
    }


@requires("audit.read")
@require_POST
def staff_audit_verify(request: HttpRequest) -> HttpResponse:
    """Go through the chain now."""
    if chain.head().number > INSPECTED_HERE:
        messages.error(
            request, _("사슬이 길어 여기서 살피기에는 오래 걸립니다. 서버에서 ‘madang audit verify’를 해 주십시오.")
        )
        return HttpResponseRedirect(reverse("staff_audit"))
    looked, first = chain.inspect(at=clock.now())
    if looked.faults:
        text = ngettext("어긋난 곳이 %(count)s군데 있습니다.", "어긋난 곳이 %(count)s군데 있습니다.", looked.faults)
        messages.error(request, f"{text % {'count': words.number(looked.faults)}} ({first[0]})")
    else:
        text = ngettext(
            "기록 %(count)s개를 살폈습니다. 모두 그대로입니다.",
            "기록 %(count)s개를 살폈습니다. 모두 그대로입니다.",
            looked.links,
        )
        done(request, text % {"count": words.number(looked.links)})
    return HttpResponseRedirect(reverse("staff_audit"))
