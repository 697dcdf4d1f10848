"""What the tests of the citizens' pages share."""

import html
import re

import pytest
from django.test import Client

from madang.base import clock
from tests import make


class Page:
    """An answer, as a reader sees it."""

    def __init__(self, response):
        self.response, self.status = response, response.status_code
        self.html = response.content.decode()
        body = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", self.html, flags=re.S)
        self.text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split()).replace(" ,", ",")

    def __contains__(self, words):
        return words in self.text

    def part(self, begin, end):
        """The text between two of its words."""
        return self.text.partition(begin)[2].partition(end)[0]

    @property
    def rows(self):
        """The titles in the list, in order."""
        found = re.findall(r'class="matter__title"><a href="[^"]*"><bdi>(.*?)</bdi>', self.html, flags=re.S)
        return [html.unescape(title) for title in found]

    def link(self, label):
        """Where the link of that name leads."""
        for href, inside in re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', self.html, flags=re.S):
            if " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inside)).split()) == label:
                return html.unescape(href)
        raise AssertionError(f"no link {label!r}")


class Reader:
    """Someone with a browser, at a moment."""

    def __init__(self, at=make.AT, person=None, **headers):
        self.browser, self.at, self.headers = Client(headers=headers), at, headers
        if person is not None:
            with clock.standing_at(at):
                self.browser.force_login(person)

    def get(self, path, **query):
        with clock.standing_at(self.at):
            return Page(self.browser.get(path, query or None))

    def post(self, path, data=None, **more):
        with clock.standing_at(self.at):
            return Page(self.browser.post(path, data or {}, **more))


@pytest.fixture
def 읽기(db):
    """Reads pages: 읽기().get("/"), 읽기(at=…, person=…)."""
    return Reader
