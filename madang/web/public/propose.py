"""제안하기: nothing that was written is lost, and the same press twice makes one proposal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from madang.actions.drafts import detach, find_draft, save_draft
from madang.actions.proposals import check_texts, submit_proposal
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text, opaque_key
from madang.people import limits
from madang.people.models import Person
from madang.procedures.models import RuleVersion
from madang.proposals.models import Draft, Proposal
from madang.web.ui import kept, words
from madang.web.ui.refusals import said

from .home import in_force
from .pages import page, viewer
from .rows import versions
from .write_form import (
    FIELD_OF,
    KEY,
    ProposalForm,
    alts,
    areas_known,
    attach_all,
    edition_of,
    is_forged,
    key_of,
    show,
    written,
)


def procedures_open() -> dict[str, RuleVersion]:
    """The procedures that take citizens' proposals, by name, each with its rules in force."""
    return {version.procedure.slug: version for version in in_force(versions()) if "citizen" in version.document.entry}


@csrf_exempt  # asked below, so that a text is shown again instead of lost
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """The form; where several procedures take proposals, first the choice of one."""
    person = viewer(request)
    forged = request.method == "POST" and is_forged(request)
    if person is None:
        if request.method == "POST" and not forged:
            keep(request)
        return redirect_to_login(request.get_full_path())
    if request.method != "POST":
        found = take(request, person)
        if found is not None:
            return HttpResponseRedirect(reopened(found))
    draft = _draft_asked_for(request, person)
    open_ = procedures_open()
    asked = draft.data.get("procedure", "") if draft else ""
    slug = request.POST.get("procedure") or request.GET.get("procedure") or asked
    if slug not in open_:
        if len(open_) != 1:
            return page(request, "propose/choose.html", {"choices": [_choice(version) for version in open_.values()]})
        slug = next(iter(open_))
    rules, areas = open_[slug], areas_known()
    if request.method == "POST":
        form = ProposalForm(request.POST, areas=areas)
        if forged:
            messages.error(request, gettext("글을 받지 못했어요. 적은 것은 그대로예요. 다시 한 번 눌러 주세요."))
            return show(request, form, rules, draft=_draft_of(request, person), areas=areas, status=403)
        return _Writing(request, person, form, rules, areas).answer()
    initial = {**draft.data, "key": draft.key, "edition": draft.edition} if draft else {"key": opaque_key()}
    return show(request, ProposalForm(initial=initial, areas=areas), rules, draft=draft, areas=areas)


def _draft_asked_for(request: HttpRequest, person: Person) -> Draft | None:
    key = request.GET.get("draft", "")
    if not key:
        return None
    try:
        return find_draft(person=person, key=key.replace("\x00", ""))
    except Refused:
        if Proposal.objects.filter(case__key=key.replace("\x00", ""), author=person).exists():
            return None  # sent in meanwhile: an empty form
        raise Http404 from None


def _draft_of(request: HttpRequest, person: Person) -> Draft | None:
    """The writer's own draft that the form belongs to, if it was saved before."""
    key = request.POST.get("key", "")
    return Draft.objects.filter(key=key, person=person).first() if KEY.fullmatch(key) else None


def keep(request: HttpRequest) -> None:
    """Someone's session ended while they wrote: their words wait for them."""
    kept.keep(request, "propose", {**written(request), "key": request.POST.get("key", "")})
    text = gettext("로그인이 끊겨서 쓰던 글을 보관해 두었어요. 로그인하면 이어서 쓸 수 있어요.")
    if request.FILES:
        text += " " + gettext("고른 그림과 파일은 다시 골라 주세요.")
    messages.warning(request, text)


def take(request: HttpRequest, person: Person) -> Draft | None:
    """A draft made of what waited for them; None when nothing did."""
    found = kept.take(request, "propose", person)
    if found is None or not any(found.get(name, "").strip() for name in ("title", "body")):
        return None
    key = found.get("key", "")
    now = clock.now()
    try:
        draft = save_draft(
            person=person, key=key if KEY.fullmatch(key) else opaque_key(), data=found, edition=0, at=now, anew=True
        )
    except Refused:
        draft = save_draft(person=person, key=opaque_key(), data=found, edition=0, at=now)
    messages.success(request, gettext("쓰던 글을 그대로 가져왔어요."))
    return draft


def reopened(draft: Draft) -> str:
    """Where a draft is written on."""
    return f"{reverse('propose')}?draft={draft.key}"


class _Writing:
    """One press of a button on the form."""

    def __init__(
        self, request: HttpRequest, person: Person, form: ProposalForm, rules: RuleVersion, areas: list[str]
    ) -> None:
        self.request, self.person, self.form, self.rules, self.areas = request, person, form, rules, areas
        self.draft = _draft_of(request, person)

    def answer(self) -> HttpResponse:
        do = "remove" if "remove" in self.request.POST else self.request.POST.get("do", "publish")
        if do == "publish" and self.draft is None and not self.request.FILES:
            return self._publish()  # the whole text in one press, without a draft
        sent = self._sent_before()
        if sent is not None:
            messages.info(self.request, gettext("이미 올린 제안이에요."))
            return HttpResponseRedirect(reverse("proposal", args=[sent.case.key]))
        try:
            self.draft = self._save()
        except Refused as refused:
            return self._refused(refused)
        return {"add": self._added, "remove": self._removed, "save": self._saved, "preview": self._previewed}.get(
            do, self._publish
        )()

    def _sent_before(self) -> Proposal | None:
        """The proposal that this very text has become already (the back button after sending it)."""
        before = Proposal.objects.select_related("case").filter(case__key=key_of(self.request), author=self.person)
        found = before.first() if self.draft is None else None
        return found if found is not None and _same(found, written(self.request)) else None

    def _save(self) -> Draft:
        post = self.request.POST
        data = {**written(self.request), "procedure": self.rules.procedure.slug}
        more: dict[str, Any] = {"edition": edition_of(self.request), "alts": alts(self.request), "anew": "anew" in post}
        try:
            return save_draft(person=self.person, key=key_of(self.request), data=data, at=clock.now(), **more)
        except Refused as refused:
            if refused.code != "no-such-draft":
                raise
            return save_draft(person=self.person, key=opaque_key(), data=data, at=clock.now(), **{**more, "edition": 0})

    def _refused(self, refused: Refused) -> HttpResponse:
        if refused.code != "changed-meanwhile" or self.draft is None:
            self.form.add_error(FIELD_OF.get(refused.code), said(refused))
            return self._show()
        other = Draft.objects.get(pk=self.draft.pk)
        self._renew(other)
        return self._show(other=other.data, status=409)

    def _renew(self, draft: Draft) -> None:
        """The form as it stands, but of the draft's present edition."""
        fresh = self.request.POST.copy()
        fresh["key"], fresh["edition"] = draft.key, str(draft.edition)
        self.form = ProposalForm(fresh, areas=self.areas)

    def _show(self, **more: Any) -> HttpResponse:
        return show(self.request, self.form, self.rules, draft=self.draft, areas=self.areas, **more)

    def _uploads(self) -> list[str]:
        assert self.draft is not None
        wrong = attach_all(self.request, self.draft)
        if wrong:
            initial = {**self.draft.data, "key": self.draft.key, "edition": self.draft.edition}
            self.form = ProposalForm(initial=initial, areas=self.areas)
        return wrong

    def _added(self) -> HttpResponse:
        wrong = self._uploads()
        assert self.draft is not None
        if wrong:
            return self._show(upload_errors=wrong)
        return HttpResponseRedirect(f"{reopened(self.draft)}#attached")

    def _removed(self) -> HttpResponse:
        assert self.draft is not None
        detach(draft=self.draft, key=self.request.POST["remove"].replace("\x00", ""))
        return HttpResponseRedirect(f"{reopened(self.draft)}#attached")

    def _saved(self) -> HttpResponse:
        wrong = self._uploads()
        if wrong:
            return self._show(upload_errors=wrong)
        messages.success(self.request, gettext("저장했어요. ‘내 활동’에서 이어 쓸 수 있어요."))
        return HttpResponseRedirect(reverse("my"))

    def _previewed(self) -> HttpResponse:
        refusal = self._not_ready()
        assert self.draft is not None
        return refusal or HttpResponseRedirect(reverse("draft.preview", args=[self.draft.key]))

    def _not_ready(self) -> HttpResponse | None:
        """The form again with what is missing; None when it could be sent in."""
        assert self.draft is not None
        wrong = self._uploads()
        if wrong:
            return self._show(upload_errors=wrong)
        self._renew(self.draft)
        wordless = self.draft.attachments.filter(kind="image", alt="").exists()
        if not self.form.is_ready() or wordless:
            return self._show(described=not wordless)
        return None

    def _publish(self) -> HttpResponse:
        if self.draft is not None:
            refusal = self._not_ready()
            if refusal is not None:
                return refusal
        if self.form.is_valid():
            try:
                check_texts(self.form.cleaned_data["title"], self.form.cleaned_data["body"])  # a slip is not counted
                now = clock.now()
                limits.spend("proposal", at=now, person=self.person, address=limits.address_of(self.request, at=now))
                made = _submit(self.form.cleaned_data, self.rules, self.person, self.draft)
            except Refused as refused:
                self.form.add_error(FIELD_OF.get(refused.code), said(refused))
                if refused.code.startswith("too-often"):
                    return self._show(status=429)
            else:
                return HttpResponseRedirect(reverse("proposal", args=[made.case.key]))
        return self._show()


def _same(before: Proposal, data: dict[str, str]) -> bool:
    return before.title == clean_line(data["title"]) and before.body == clean_text(data["body"])


def _submit(data: dict[str, Any], rules: RuleVersion, author: Person, draft: Draft | None) -> Proposal:
    """The proposal; the one that is there already when the very same was sent before."""
    key = draft.key if draft else data["key"] if KEY.fullmatch(data["key"]) else opaque_key()
    fields = {name: data[name] for name in ("title", "body", "category", "area")} | {"draft": draft}
    try:
        made = submit_proposal(rules=rules, key=key, author=author, actor=author, at=clock.now(), **fields)
    except Refused as refused:
        if refused.code != "key-taken":
            raise
        before = Proposal.objects.select_related("case").get(case__key=key)
        if before.author_id == author.pk and _same(before, data):
            return before
        return submit_proposal(rules=rules, author=author, actor=author, at=clock.now(), **fields)
    return made


def _choice(version: RuleVersion) -> dict[str, str]:
    summary = version.document.data.get("summary")
    return {
        "href": f"{reverse('propose')}?procedure={version.procedure.slug}",
        "name": words.in_language(version.document.name),
        "summary": words.in_language(summary) if summary else "",
    }
