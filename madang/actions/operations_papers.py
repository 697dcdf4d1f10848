"""The PDF of a report on operations: set once for what it says, anew when that has changed (something was hidden since)."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import get_language

from madang.plans.models import OperationsReport, OperationsVersion
from madang.results.paper import pdf

from .operations_told import paper


def made(version: OperationsVersion) -> bytes:
    """The paper of a published version, in the language in force. Setting it takes about a second, once."""
    report = version.report
    report.counted_at = version.at  # as this version was counted
    data = paper(report, version.figures, version.sections, version.pictures)
    digest = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]
    path = f"operations/{report.period}-{version.number}-{get_language() or 'ko'}-{digest}.pdf"
    if default_storage.exists(path):
        with default_storage.open(path) as file:
            return bytes(file.read())
    found = pdf(data, at=version.at)
    default_storage.save(path, ContentFile(found))
    return found


def draft(report: OperationsReport, *, at: datetime) -> bytes:
    """The paper as it would be now."""
    return pdf(paper(report, report.figures, report.sections, report.pictures), at=at)
