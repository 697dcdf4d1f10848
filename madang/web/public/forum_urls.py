"""The addresses of public discussions, of what is said in them, and of the statements people vote on."""

from __future__ import annotations

from django.urls import path

from . import forum, forums, my_forums, opinion_acts, statement_acts

urlpatterns = [
    path("forums", forums.forums, name="forums"),
    path("forums/<str:key>.json", forum.forum_json, name="forum_json"),
    path("forums/<str:key>", forum.forum, name="forum"),
    path("forums/<str:key>/opinions", opinion_acts.opinions, name="opinions"),
    path("forums/<str:key>/statements", statement_acts.statements, name="statements"),
    path("forums/<str:key>/consent", my_forums.consent, name="forum.consent"),
    path("opinions/<str:key>", opinion_acts.opinion, name="opinion"),
    path("opinions/<str:key>/support", opinion_acts.support, name="opinion.support"),
    path("opinions/<str:key>/unsupport", opinion_acts.unsupport, name="opinion.unsupport"),
    path("opinions/<str:key>/delete", opinion_acts.delete, name="opinion.delete"),
    path("statements/<str:key>/vote", statement_acts.vote, name="statement.vote"),
    path("statements/<str:key>/delete", statement_acts.delete, name="statement.delete"),
    path("my/forums", my_forums.my_forums, name="my_forums"),
]
