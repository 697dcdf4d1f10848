"""The addresses of the operations plan and its set-up guide."""

from __future__ import annotations

from django.urls import path

from . import plan, plan_guide, plans

urlpatterns = [
    path("plans", plans.staff_plans, name="staff_plans"),
    path("plans/<int:year>", plan.staff_plan, name="staff_plan"),
    path("plans/<int:year>/words", plan.staff_plan_words, name="staff_plan_words"),
    path("plans/<int:year>/publish", plan.staff_plan_publish, name="staff_plan_publish"),
    path("plans/<int:year>.pdf", plan.staff_plan_pdf, name="staff_plan_pdf"),
    path("plans/<int:year>/guide", plan_guide.staff_plan_guide_begin, name="staff_plan_guide_begin"),
    path("plans/<int:year>/guide/<str:step>", plan_guide.staff_plan_guide, name="staff_plan_guide"),
    path("plans/<int:year>/guide/<str:step>/<str:screen>", plan_guide.staff_plan_screen, name="staff_plan_screen"),
]
