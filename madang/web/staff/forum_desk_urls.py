"""The addresses of the discussions' desk: preparing, opening, materials, experiments, the institution's own questions."""

from __future__ import annotations

from django.urls import path

from . import forum, forum_blocks, forum_experiment, forum_open, forum_sides, forums, questions

urlpatterns = [
    path("forums", forums.staff_forums, name="staff_forums"),
    path("forums/<str:key>", forum.staff_forum, name="staff_forum"),
    path("forums/<str:key>/add", forum_blocks.staff_forum_add, name="staff_forum_add"),
    path("forums/<str:key>/agree", forum_sides.staff_forum_agree, name="staff_forum_agree"),
    path("forums/<str:key>/blocks/<str:block>", forum_blocks.staff_forum_block, name="staff_forum_block"),
    path("forums/<str:key>/blocks/<str:block>/order", forum_blocks.staff_forum_order, name="staff_forum_order"),
    path(
        "forums/<str:key>/blocks/<str:block>/withdraw", forum_blocks.staff_forum_withdraw, name="staff_forum_withdraw"
    ),
    path("forums/<str:key>/close", forum_sides.staff_forum_close, name="staff_forum_close"),
    path("forums/<str:key>/conclude", forum_experiment.staff_forum_conclude, name="staff_forum_conclude"),
    path("forums/<str:key>/observe", forum_experiment.staff_forum_observe, name="staff_forum_observe"),
    path(
        "forums/<str:key>/observations/<str:observation>/withdraw",
        forum_experiment.staff_observation_withdraw,
        name="staff_observation_withdraw",
    ),
    path("forums/<str:key>/open", forum_open.staff_forum_open, name="staff_forum_open"),
    path("forums/<str:key>/preview", forum.staff_forum_preview, name="staff_forum_preview"),
    path("questions/new", questions.staff_question_new, name="staff_question_new"),
]
