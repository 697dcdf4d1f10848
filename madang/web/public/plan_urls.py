"""The citizens' addresses of the operations plan."""

from __future__ import annotations

from django.urls import path

from . import plan

urlpatterns = [
    path("plan", plan.plan_page, name="plan_page"),
    path("plan/<int:year>", plan.plan_page_of, name="plan_page_of"),
    path("plan/<int:year>.pdf", plan.plan_pdf_of, name="plan_pdf"),
]
