"""The paper of a report on operations as an answer to a browser."""

from __future__ import annotations

from django.http import HttpResponse

from madang.plans.models import OperationsReport


def paper_response(report: OperationsReport, made: bytes) -> HttpResponse:
    """The PDF ``made``, which no script can use and no cache keeps."""
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="operations-{report.period}.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-cache"  # what is hidden tomorrow is made anew
    return response
