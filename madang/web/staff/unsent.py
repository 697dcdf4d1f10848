"""보내지 못한 것: what someone sent after their session had ended, given back to them alone, to be sent again by hand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.web.ui import kept

from .door import requires, who
from .page import done, render

# The fields in which something is written, as their forms call them; the others are carried along unseen.
LABELS = {
    "about": "", "tag": "", "code": "", "decision": "", "level": "", "kind": "", "slug": "", "edition": "",
    "text": gettext_lazy("글"),
    "body": gettext_lazy("본문"),
    "title": gettext_lazy("제목"),
    "title_ko": gettext_lazy("제목(한국어)"),
    "title_en": gettext_lazy("제목(영어)"),
    "body_ko": gettext_lazy("본문(한국어)"),
    "body_en": gettext_lazy("본문(영어)"),
    "text_ko": gettext_lazy("문구(한국어)"),
    "text_en": gettext_lazy("문구(영어)"),
    "reason": gettext_lazy("이유"),
    "note": gettext_lazy("설명"),
    "cover": gettext_lazy("가릴 말"),
    "evidence": gettext_lazy("근거"),
    "name": gettext_lazy("이름"),
}  # fmt: skip
LINE = 120  # letters that fit into one line to write in


@requires("staff.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_unsent(request: HttpRequest) -> HttpResponse:
    """What waits, with a button that sends it where it was going; POST puts it away. Nothing is sent by itself."""
    found = kept.waiting_post(request, who(request))
    if request.method == "POST":
        kept.forget_post(request)
        done(request, _("보관해 둔 것을 지웠습니다."))
        return HttpResponseRedirect(reverse("staff_home"))
    return render(request, "unsent", {"found": found, **(_fields(found) if found else {})})


def _fields(found: kept.Kept) -> dict[str, object]:
    """What is shown to be read and mended, and what only goes along."""
    texts, hidden = [], []
    for name, value in found.fields:
        label = LABELS.get(name, _("적은 것") if any(letter.isspace() for letter in value.strip()) else "")
        if label and value.strip():
            long = "\n" in value or len(value) > LINE
            rows = min(20, max(4, value.count("\n") + len(value) // 60 + 1))
            texts.append({"name": name, "label": label, "value": value, "long": long, "rows": rows})
        else:
            hidden.append((name, value))
    return {"texts": texts, "hidden": hidden}
