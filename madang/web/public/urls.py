"""The citizens' addresses."""

from __future__ import annotations

from django.urls import include, path

from . import about, duties, home, my, process, proposal, proposals, propose, rules, supports, trail

urlpatterns = [
    path("", home.home, name="home"),
    path("about", about.about, name="about"),
    path("accounts/", include("madang.web.public.account_urls")),
    path("my", my.my, name="my"),
    path("propose", propose.propose, name="propose"),
    path("propose/similar", propose.similar, name="similar"),
    path("proposals", proposals.proposals, name="proposals"),
    path("proposals/<str:key>.json", proposal.proposal_json, name="proposal_json"),
    path("proposals/<str:key>", proposal.proposal, name="proposal"),
    path("proposals/<str:key>/answers/<int:nth>/<int:number>", proposal.answer_version, name="answer_version"),
    path("proposals/<str:key>/support", supports.cast, name="support.cast"),
    path("proposals/<str:key>/support/withdraw", supports.withdraw, name="support.withdraw"),
    path("rules/schema.json", rules.rules_schema, name="rules_schema"),
    path("process", process.process, name="process"),
    path("audit/head.json", trail.audit_head, name="audit_head"),
    path("duties", duties.duties, name="duties"),
    path("rules/<slug:slug>/", rules.rules, name="rules"),
    path("rules/<slug:slug>/<int:number>.json", rules.rules_json, name="rules_json"),
    path("rules/<slug:slug>/<int:number>", rules.rules_version, name="rules_version"),
]
