"""The addresses of notices, of what one follows, and of the feeds."""

from __future__ import annotations

from django.urls import path

from . import feed_calendar, feeds, follows, notices

urlpatterns = [
    path("notices", notices.notices, name="notices"),
    path("notices/read", notices.notices_read, name="notices_read"),
    path("notices/<int:pk>/open", notices.notice_open, name="notice_open"),
    path("notices/unsubscribe/<str:token>", notices.unsubscribe, name="unsubscribe"),
    path("my/notices", notices.my_notices, name="my_notices"),
    path("my/notices/mail", notices.mail_arrives, name="mail_arrives"),
    path("my/follows", follows.my_follows, name="my_follows"),
    path("follow", follows.follow, name="follow"),
    path("unfollow", follows.unfollow, name="unfollow"),
    path("feeds/proposals.atom", feeds.Proposals(), name="feed_proposals"),
    path("feeds/answers.atom", feeds.Answers(), name="feed_answers"),
    path("feeds/forums.atom", feeds.Discussions(), name="feed_forums"),
    path("feeds/results.atom", feeds.Results(), name="feed_results"),
    path("feeds/deadlines.ics", feed_calendar.deadlines, name="feed_deadlines"),
    path("proposals/<str:key>.atom", feeds.MatterFeed(), name="feed_matter"),
]
