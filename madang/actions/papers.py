"""The PDF of a published report: made once a version and language, anew when something in it was hidden since."""

from __future__ import annotations

import logging
from datetime import datetime
from itertools import islice
from typing import IO, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.utils import translation
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from madang.forums.models import Forum, Opinion
from madang.results import naming, telling
from madang.results.models import DiscussionReport, ReportVersion
from madang.results.paper import pdf

from .report_texts import annex, stamp, texts_of

log = logging.getLogger("madang.papers")
ANNEX = 2_000  # opinions printed in the annex; more of them stand in the CSV, and the paper says so
AT_ONCE = 500  # opinions: a paper of so many is made while the reader waits (about a second)


def paper(forum: Forum, report: DiscussionReport, *, language: str, at: datetime) -> str | None:
    """Where the paper lies in the storage; None while the worker is still to make it."""
    version = report.published
    if version is None:
        return None
    known = version.papers.get(language)
    if known and known["stamp"] == stamp(report, version, forum) and default_storage.exists(known["path"]):
        return str(known["path"])
    if report.built_at is not None and len(Opinion.objects.filter(forum=forum).values_list("pk")[: AT_ONCE + 1]) <= AT_ONCE:  # fmt: skip
        return make(forum, report, version, language=language, at=at)
    if known:  # the worker finds it by this
        _keep(version, language, None)
    return None


def opened(path: str) -> IO[bytes]:
    """The file, to be read."""
    return default_storage.open(path)


def work(*, at: datetime) -> bool:
    """Make one paper that is missing: of published reports, in every language. True when one was made."""
    rows = DiscussionReport.objects.exclude(published=None).exclude(built_at=None).select_related("published")
    for report in rows.filter(published__papers_made=False).order_by("opened_at")[:1]:
        version = report.published
        assert version is not None
        forum = Forum.objects.with_case().get(pk=report.pk)
        try:
            now = stamp(report, version, forum)
            for language, _name in settings.LANGUAGES:
                if version.papers.get(language, {}).get("stamp") != now:
                    make(forum, report, version, language=language, at=at)
        except OperationalError:
            raise
        except Exception:  # one that cannot be set must not stop the others; its page says that there is none
            log.exception("the paper of forum %s could not be made", forum.key)
        ReportVersion.objects.filter(pk=version.pk).update(papers_made=True)
        return True
    return False


def make(forum: Forum, report: DiscussionReport, version: ReportVersion, *, language: str, at: datetime) -> str:
    """Set the paper and keep it; the earlier one of this language goes."""
    now = stamp(report, version, forum)
    with translation.override(language):
        made = pdf(content(forum, report, version), at=version.published_at or at)
    path = default_storage.save(f"reports/{forum.key}-{version.number}-{language}.pdf", ContentFile(made))
    _keep(version, language, {"path": path, "stamp": now})
    return path


def _keep(version: ReportVersion, language: str, made: dict[str, str] | None) -> None:
    before = version.papers.pop(language, None)
    if made is not None:
        version.papers[language] = made
    ReportVersion.objects.filter(pk=version.pk).update(papers=version.papers, papers_made=made is not None)
    if before is not None and default_storage.exists(before["path"]):
        default_storage.delete(before["path"])


def content(forum: Forum, report: DiscussionReport, version: ReportVersion) -> dict[str, Any]:
    """All that the paper says, in the language in force."""
    language = get_language() or "ko"
    document = forum.case.rules.document
    stages = {key: stage.name.get(language) or stage.name["ko"] for key, stage in document.stages.items()}
    figures = report.figures
    texts = texts_of(forum, figures, stages)
    chapters = telling.chapters(figures, texts, version.sections) if figures else telling.written_chapters(version.sections)  # fmt: skip
    pictures = report.pictures.get(language, {})
    for chapter in chapters:
        for block in chapter["blocks"]:
            if block["kind"] == "picture" and block["name"] in pictures:
                block["svg"] = pictures[block["name"]]["wide"]
    department = forum.case.department
    part = figures.get("participation", {})
    facts = [
        [_("토론한 때"), f"{telling.day(figures['course']['opened'])} – {telling.last_day(figures['until'])}"] if figures else None,
        [_("참여한 사람"), telling.people(part["people"])] if part else None,
        [_("의견과 답글"), _("모두 %(count)s건") % {"count": telling.number(part["opinions"] + part["replies"])}] if part else None,
        [_("담당 부서"), _department(department, language)] if department is not None else None,
        [_("공개한 날"), telling.day(version.published_at.isoformat())] if version.published_at else None,
    ]  # fmt: skip
    return {
        "language": language,
        "institution": _institution(language),
        "title": _("토론 보고서"),
        "question": forum.question,
        "facts": [fact for fact in facts if fact is not None],
        "about": _(
            "이 보고서의 숫자와 묶음은 시스템이 세었고, 요약과 평가는 운영팀이 썼어요. 이름은 어디에도 적지 않아요."
        ),
        "words": {"contents": _("목차"), "annex": _("부록: 모든 의견"), "table": _("표"), "figure": _("그림")},
        "chapters": chapters,
        "annex": _annex(forum),
    }


def _institution(language: str) -> str:
    names = settings.INSTITUTION
    return str(names.get(language) or names["ko"])


def _department(department: Any, language: str) -> str:
    return str(department.name_en if language == "en" and department.name_en else department.name)


def _annex(forum: Forum) -> dict[str, Any]:
    rows = [_annexed(row) for row in islice(annex(forum), ANNEX)]
    whole = Opinion.objects.filter(forum=forum).count()
    about = _("의견이 올라온 차례대로예요. 가려지거나 지워진 의견은 자리만 남겼어요.")
    if whole > len(rows):
        about += " " + gettext(
            "모두 %(whole)s건이라 처음 %(printed)s건까지만 실었어요. 나머지는 보고서 쪽의 CSV 파일에 있어요."
        ) % {"whole": telling.number(whole), "printed": telling.number(len(rows))}
    return {"about": about, "rows": rows}


def _annexed(row: dict[str, Any]) -> dict[str, Any]:
    gone = {"hidden": _("가려진 의견이에요."), "deleted": _("글쓴이가 거둔 의견이에요.")}
    notes = [row["number"], telling.day(row["at"].isoformat())]
    if row["position"]:
        notes.append(naming.position(row["position"]))
    if row["supports"]:
        notes.append(_("공감 %(count)s") % {"count": telling.number(row["supports"])})
    if row["channel"] == "paper":
        notes.append(_("현장"))
    return {
        "head": " · ".join(notes), "text": row["text"], "gone": gone.get(row["state"], ""),
        "answer": "-" in row["number"],
    }  # fmt: skip
