"""주민 명부: hand in the residents' register, see what it holds, and put it in the old one's place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.actions.register import adopt_register, in_force, stage_register
from madang.actions.register_file import Problem, read_register
from madang.audit.models import Entry
from madang.base import clock
from madang.base.errors import N_, Refused
from madang.people.models import Verification

from .door import requires, who
from .page import done, refuse, render

LARGEST = 200 * 1024 * 1024  # bytes
SHOWN = 50
PROBLEMS = {
    "unreadable": N_("파일을 읽을 수 없습니다. CSV나 XLSX로 저장해 다시 올려 주십시오."),
    "encoding": N_("글자를 읽을 수 없습니다. UTF-8이나 CP949로 저장한 CSV를 올려 주십시오."),
    "empty": N_("사람이 한 명도 없습니다."),
    "too-long": N_("줄이 너무 많습니다."),
    "no-name": N_("‘이름’ 칸이 없습니다. 첫 줄에 있는 칸: %(what)s"),
    "no-born": N_("‘생년월일’ 칸이 없습니다. 첫 줄에 있는 칸: %(what)s"),
    "name-missing": N_("이름이 비었습니다."),
    "born-wrong": N_("생년월일을 읽을 수 없습니다: %(what)s"),
    "phone-wrong": N_("전화번호가 네 자리보다 짧습니다."),
    "twice": N_(
        "%(what)s번째 줄과 같은 사람입니다. 이름과 생년월일이 같은 다른 사람이라면 전화번호 칸을 더해 주십시오."
    ),
}


class RegisterForm(forms.Form):
    """A file."""

    file = forms.FileField(
        label=gettext_lazy("명부 파일"),
        help_text=gettext_lazy("CSV나 XLSX, 200MB까지. 첫 줄에 칸 이름: 이름, 생년월일, 있으면 전화번호, 행정동, 성별"),
        error_messages={"required": gettext_lazy("파일을 골라 주십시오."), "empty": gettext_lazy("빈 파일입니다.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def clean_file(self) -> UploadedFile:
        """Not larger than a register is."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("파일이 너무 큽니다. 200MB까지 올릴 수 있습니다."))
        return file


@requires("register.load", keeps=False)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_register(request: HttpRequest) -> HttpResponse:
    """The register in force; POST reads a file and shows what is in it. Nothing counts before it is confirmed."""
    form = RegisterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and "adopt" in request.POST:
        return _adopt(request)
    if request.method != "POST":
        form = RegisterForm()
        return _show(request, form)
    form = RegisterForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, status=422)
    reading = read_register(form.cleaned_data["file"].file)
    if reading.problems:
        wrong = [{"line": one.line, "text": _said(one)} for one in reading.problems[:SHOWN]]
        return _show(request, form, status=422, wrong=wrong, wrongs=len(reading.problems))
    name, count = stage_register(residents=reading.residents, at=clock.now())
    words = {"name": _("이름"), "born": _("생년월일"), "phone": _("전화번호"), "area": _("행정동"), "gender": _("성별")}
    preview = {"name": name, "count": count, "columns": [words[one] for one in reading.columns]}
    return _show(request, RegisterForm(), preview=preview)


def _adopt(request: HttpRequest) -> HttpResponse:
    try:
        count = adopt_register(name=request.POST["adopt"][:40], at=clock.now(), actor=who(request))
    except Refused as refused:
        refuse(request, refused)
    else:
        done(request, _("주민 명부를 바꾸었습니다: %(count)s명.") % {"count": f"{count:,}"})
    return HttpResponseRedirect(reverse("staff_register"))


def _said(problem: Problem) -> str:
    return _(PROBLEMS[problem.code]) % {"what": problem.what}


def _show(request: HttpRequest, form: RegisterForm, *, status: int = 200, **more: Any) -> HttpResponse:
    last = Entry.objects.filter(verb="register.load").order_by("-pk").first()
    context = {
        "form": form,
        "count": in_force().count(),
        "loaded": last.at if last else None,
        "verified": Verification.objects.filter(level="resident").count(),
        "preview": None,
        "wrong": [],
        "wrongs": 0,
        **more,
    }
    return render(request, "register", context, status=status)
