"""무엇을 보내도 500은 없다: every address, as everyone, with what a form never sends. Bounded: see EXAMPLES."""

from __future__ import annotations

import json
import random
import string
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from madang.actions import agenda, meetings
from madang.people.models import Person, Role
from tests import make
from tests.access.samples import addresses, path_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

NASTY = [
    "", " ", "\x00", "a\x00b", "\ufeff", "\u202e뒤집힌\u202c", "\u200b", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "가" * 20_000, "9" * 40, "-1", "0", "1e308", "NaN", "Infinity", "2**63", str(2**63), str(-(2**63) - 1), "0001-01-01", "9999-12-31",
    "2026-13-45", "99999-01-01", "2026-03-31T25:61", "'; DROP TABLE x;--", "<script>alert(1)</script>", "{{7*7}}", "%00", "%s%n%(x)s",
    "../../../etc/passwd", "http://[::1", "javascript:alert(1)", "[" * 3000, '{"a":' * 500 + "1" + "}" * 500, "١٢٣", "²", "①", "\u3164",
    "case:", "case:bike\x00", "comment:x", "person:hana", "a@b", "a@" + "b" * 300, "on", "None", "null", "true", "ㄱ", "e\u0301" * 50,
]  # fmt: skip
# Every name that a form or a list of the site may read, so that the nastiness reaches a field and not only the void.
NAMES = [
    "q", "from", "after", "format", "state", "sort", "group", "actor", "since", "until", "act", "title", "body", "text", "category", "area",
    "title_ko", "body_ko", "title_en", "body_en", "edition", "note", "kind", "slug", "name", "email", "role", "department", "day", "works",
    "decision", "code", "reason", "count", "evidence", "case", "only", "next", "number", "version", "stage", "language", "until_0", "tone",
    "audience", "starts", "ends", "href", "alt", "key", "what", "value", "subject", "password", "login", "months", "month", "tab", "mode",
    "text_ko", "note", "tag", "wanted_by", "to", "document", "id", "page", "lang", "days", "outcome", "flags", "rule", "person", "token",
    "section", "side", "source", "link", "holds", "round", "votes_select",
    "starts_at", "place", "lead", "minutes", "do", "question", "form",
]  # fmt: skip
WHO = ["anyone", "citizen", "officer", "pm"]
EXAMPLES = 60
QUIET = {"account_logout"}


@pytest.fixture
def town(db):
    """A case with its answer due, a page, a template: something behind the sample addresses."""
    mobility = make.department("교통정책과", key="mobility")
    proposal = make.proposal(
        "자전거 도로를 이어 주세요", key="bike", by=make.person("하나", key="hana"), department=mobility
    )
    make.supports(proposal, 50)
    make.paper(proposal, 500)
    meeting = meetings.plan_meeting(name="회의", starts_at=make.AT, at=make.AT, actor=None, key="bike")
    meetings.put_on(meeting=meeting, item=agenda.find_item("bike"), at=make.AT, actor=None)
    return proposal


def browser_of(who: str) -> Client:
    browser = Client(raise_request_exception=True)
    if who == "citizen":
        browser.force_login(Person.objects.get(key="hana"))
    elif who != "anyone":
        browser.force_login(make.staff(who, Role(who)))
    return browser


def every_path() -> list[str]:
    return sorted({path_of(pattern) for pattern, name in addresses() if name not in QUIET})


def tried(path: str, random_: random.Random) -> Iterator[tuple[str, dict]]:
    """A few requests to the address: GET with nasty parameters, forms, files where there are none, JSON, no form at all."""
    some = {name: random_.choice(NASTY) for name in random_.sample(NAMES, 14)}
    yield "get", {"data": some}
    yield "post", {"data": {name: random_.choice(NASTY) for name in NAMES}}
    yield "post", {"data": {name: [random_.choice(NASTY) for _ in range(3)] for name in random_.sample(NAMES, 10)}}
    kind = random_.choice(
        ["application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x", "x", ""]
    )
    raw = random_.choice(
        [b"", b"\xff\xfe\x00", b"[" * 4000, b'--x\r\nContent-Disposition: form-data; name="q"', b"a=%ff&b=%00&%=%"]
    )
    yield "post", {"data": raw, "content_type": kind}
    file = SimpleUploadedFile("\u202egnp.exe\x00", b"GIF89a\x00\x00", content_type="image/png")
    upload = dict.fromkeys(("picture", "file", "files", "photo", "register", "image"), file)
    yield "post", {"data": {**upload, "act": "picture", "alt": "가"}}


@pytest.mark.parametrize("who", WHO)
def test_모든_주소는_무엇을_받아도_500을_내지_않는다(town, who):
    """Each failing request raises here what the server would have answered with 500."""
    browser = browser_of(who)
    random_ = random.Random(20261123)
    failed = {}
    for path in every_path():
        for method, data in tried(path, random_):
            try:
                answer = getattr(browser, method)(path, **data)
                bad = answer.status_code >= 500
                told = str(answer.status_code)
            except Exception as error:  # whatever a view lets out
                bad, told = True, f"{type(error).__name__}: {error}"[:200]
            if bad:
                failed.setdefault(f"{method} {path}", told)
    assert failed == {}


ANYTHING = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=60),
    st.text(st.characters(categories=["Cc", "Cf", "Zs", "So", "Mn"]), max_size=20),
    st.integers().map(str),
    st.dates().map(str),
)
SEGMENT = st.text(st.characters(codec="utf-8", exclude_characters="/?#"), min_size=1, max_size=40)


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink]
)
@given(query=st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=6), data=st.data())
def test_목록과_찾기는_어떤_물음에도_답한다(town, query, data):
    path = data.draw(
        st.sampled_from(["/proposals", "/duties", "/moderation", "/news", "/propose/similar", "/", "/process"])
    )
    assert (
        Client()
        .get(path, {name: value.encode("utf-8", "replace").decode() for name, value in query.items()})
        .status_code
        < 500
    )


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink]
)
@given(segment=SEGMENT, data=st.data())
def test_주소에_무엇이_와도_없으면_404다(town, segment, data):
    pattern = data.draw(
        st.sampled_from([pattern for pattern, _name in addresses() if "<" in pattern and "(?P" not in pattern])
    )
    names = ("key", "slug", "subject", "token", "name", "day", "kind", "duty", "provider_id", "pk", "number", "nth")
    path = path_of(pattern, **dict.fromkeys(names, segment))
    answer = Client().get(path.encode("utf-8", "replace").decode())
    assert answer.status_code < 500


@pytest.mark.parametrize("depth", [10, 1000, 50_000])
def test_깊은_JSON과_너무_큰_몸은_500이_아니다(town, depth):
    browser = browser_of("officer")
    nested = "[" * depth + "]" * depth
    for path in ("/staff/rules/seoul-2019/json", "/staff/rules/seoul-2019/edit", "/propose"):
        assert browser.post(path, {"document": nested, "data": nested, "json": nested}).status_code < 500
        assert (
            browser.post(path, json.dumps({"a": string.ascii_letters * 50_000}), "application/json").status_code < 500
        )


def test_지나치게_많은_칸은_거절하되_500은_아니다(town):
    assert Client().post("/propose", {f"f{n}": "x" for n in range(2000)}).status_code in (302, 400, 403, 413, 429)
