"""쪽 관리: 쓰고, 미리 보고, 공개하고, 되살린다. 두 사람이 함께 써도 아무것도 잃지 않는다."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from PIL import Image

from madang.actions import pages as actions
from madang.audit.models import Entry
from madang.base.errors import Refused
from madang.pages.models import Banner, Page, Picture
from madang.pages.wording import clean_body, lines_of
from madang.people.models import Role
from madang.web.ui import written
from tests import make


@pytest.fixture
def 홍보(db):
    return make.staff("홍보 담당", Role.PROMOTION)


@pytest.fixture
def 창(브라우저, 홍보):
    return 브라우저(홍보)


def typed(edition=0, **more):
    said = {"title_ko": "우리가 하는 일", "body_ko": "<p>안녕하십니까.</p>", "edition": edition, "act": "save"}
    return {**said, **more}


def public(path, language="ko", status=200):
    answer = Client(HTTP_ACCEPT_LANGUAGE=language).get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_공개하기_전에는_처음_문구가_보이고_공개하면_바뀐다(창):
    assert "누구나 참여합니다" in public("/terms")
    창.send("/staff/pages/terms", **typed(title_ko="가온시 이용약관", body_ko="<p>가온의 약속.</p>"))
    assert "가온의 약속" not in public("/terms")
    창.send("/staff/pages/terms", **typed(1, body_ko="<p>가온의 약속.</p>", act="publish"))
    assert "가온의 약속" in public("/terms")
    창.send("/staff/pages/terms/withdraw")
    assert "누구나 참여합니다" in public("/terms")
    assert [e.verb for e in Entry.objects.filter(subject="page:terms").order_by("pk")] == [
        "page.save", "page.save", "page.publish", "page.withdraw",
    ]  # fmt: skip


def test_공지를_만들어_공개하면_목록과_제_주소에서_읽는다(창):
    where = 창.send("/staff/pages", kind="notice", slug="opening")
    assert where == "/staff/pages/opening"
    public("/news/opening", status=404)
    창.send(where, **typed(title_ko="문을 엽니다", title_en="We open", body_en="<p>Welcome.</p>", act="publish"))
    assert "문을 엽니다" in public("/news")
    assert "안녕하십니까" in public("/news/opening")
    assert "Welcome" in public("/news/opening", language="en")
    assert Client().get("/pages/opening").url == "/news/opening"


def test_영어가_없으면_한국어를_한국어라고_밝히고_보인다(창):
    창.send("/staff/pages/about", **typed(act="publish"))
    page = public("/about", language="en")
    assert "안녕하십니까" in page
    assert '<article class="stack" lang="ko">' in page


def test_두_사람이_함께_쓰면_나중_사람은_듣고_글은_그대로다(창):
    창.send("/staff/pages/about", **typed())
    page = 창.send("/staff/pages/about", status=409, **typed(0, body_ko="<p>내가 쓴 글</p>"))
    assert "그 사이 다른 사람이" in page
    assert "내가 쓴 글" in page
    assert 'name="edition" value="1"' in page


@pytest.mark.parametrize("act", ["save", "preview", "publish"])
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title_ko": ""}, "제목을 적어"),
        ({"body_ko": "<p> </p>"}, "내용을 적어"),
        ({"body_ko": '<p><img src="/pages/pictures/x.webp"></p>'}, "그림마다"),
    ],
)
def test_모자란_것을_말하고_적은_것을_지킨다(창, act, wrong, said):
    if act == "preview" and "내용" in said:
        return  # an empty preview is only empty
    page = 창.send("/staff/pages/about", status=422, **typed(note="고친 까닭", act=act, **wrong))
    assert said in page
    assert "고친 까닭" in page
    assert not Page.objects.get(slug="about").versions.exists()


def test_미리_보기는_아무것도_저장하지_않는다(창):
    page = 창.send(
        "/staff/pages/about", status=200, **typed(act="preview", body_ko="<p>미리<script>alert(1)</script></p>")
    )
    assert "미리 보기" in page
    assert "<p>미리</p>" in page
    assert not Page.objects.get(slug="about").versions.exists()


def test_판마다_달라진_것이_보이고_되살릴_수_있다(창):
    창.send("/staff/pages/about", **typed(body_ko="<p>하나</p><p>둘</p>"))
    창.send("/staff/pages/about", **typed(1, body_ko="<p>하나</p><p>셋</p>", note="둘을 셋으로"))
    page = 창.page("/staff/pages/about/versions")
    assert "<del>" in page
    assert "둘을 셋으로" in page
    assert 창.send("/staff/pages/about/versions/1/restore", edition=2) == "/staff/pages/about"
    assert "둘" in Page.objects.get(slug="about").versions.get(number=3).body["ko"]
    창.send("/staff/pages/about/versions/1/restore", edition=2)
    assert Page.objects.get(slug="about").versions.count() == 3, "그 사이 다른 판이 생겼다"
    창.send("/staff/pages/about/versions/1/restore", status=404, edition="x")


def photo():
    made = io.BytesIO()
    Image.new("RGB", (2000, 900), "teal").save(made, "JPEG")
    return made.getvalue()


def test_그림은_말과_함께_들어가고_쓰던_글은_그대로다(창, settings, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.MEDIA_ROOT = str(tmp_path)
    data = typed(act="picture", body_ko="<p>쓰던 글</p>")
    page = 창.send("/staff/pages/about", status=422, **data, alt="광장", picture=SimpleUploadedFile("x.jpg", b"no"))
    assert "쓰던 글" in page
    page = 창.send("/staff/pages/about", status=422, **data, alt="", picture=SimpleUploadedFile("x.jpg", photo()))
    assert "그림마다" in page
    page = 창.send(
        "/staff/pages/about", status=200, **data, alt='광장 "앞"', picture=SimpleUploadedFile("x.jpg", photo())
    )
    assert "쓰던 글" in page
    kept = Picture.objects.get()
    assert f"/pages/pictures/{kept.key}.webp" in page
    answer = Client().get(f"/pages/pictures/{kept.key}.webp")
    assert answer.headers["Content-Type"] == "image/webp"
    assert kept.width == 1600


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("한 줄\n두 줄\n\n다음 <3", "<p>한 줄<br>두 줄</p>\n<p>다음 &lt;3</p>"),
        ("<p onclick='x()'>가<script>x</script></p>", "<p>가</p>"),
        ("<b>굵게</b><i>기울게</i><h1>제목</h1>", "<strong>굵게</strong><em>기울게</em><h2>제목</h2>"),
        ('<a href="javascript:alert(1)">가</a>', '<a rel="noopener">가</a>'),
        ('<img src="https://elsewhere.example/x.png" alt="밖">', ""),
        ('<p style="color:red" class="x">가</p>', "<p>가</p>"),
        ("<iframe src=/></iframe><form><input></form><svg><script>1</script></svg>가<p>", "가"),
        ("<div>가</div>", "<p>가</p>"),
    ],
)
def test_쪽에는_안전한_것만_남는다(raw, kept):
    assert clean_body(raw) == kept


def test_달라진_줄은_그림을_말로_읽는다():
    assert lines_of('<h2>제목</h2><p>가<br>나 <img src="/x" alt="광장"></p>') == ["제목", "가", "나 [광장]"]


@pytest.mark.parametrize("slug", ["../x", "한글", "a--b", "-a", "a b"])
def test_이상한_주소는_거절한다(db, slug):
    with pytest.raises(Refused, match="영어 소문자"):
        actions.create_page(kind="page", slug=slug, at=make.AT, actor=None)


def test_바닥글에_걸면_모든_쪽에서_이어진다(창):
    창.send("/staff/pages", kind="page", slug="how-we-work")
    창.send("/staff/pages/how-we-work", **typed(act="publish", in_footer="on"))
    assert 'href="/pages/how-we-work"' in public("/terms")


# ── banners ──


def banner(**more):
    given = {
        "text": {"ko": "오늘 밤 점검해요"},
        "tone": "warn",
        "audience": "everyone",
        "starts": make.AT,
        "ends": None,
    }
    return actions.put_banner(**{**given, **more}, at=make.AT, actor=None)


def test_띠_알림은_정한_동안_정한_사람에게만_보인다(브라우저, 홍보, 하나):
    banner(text={"ko": "모두"})
    banner(text={"ko": "팀만"}, audience="staff")
    banner(text={"ko": "손님만"}, audience="visitors")
    banner(text={"ko": "회원만"}, audience="members")
    banner(text={"ko": "내일부터"}, starts=make.AT + timedelta(days=1))
    banner(text={"ko": "곧 끝"}, ends=make.AT + timedelta(hours=1))
    written.forget()

    def seen(person, at=make.AT):
        page = 브라우저(person, at=at).page("/terms")
        return {word for word in ("모두", "팀만", "손님만", "회원만", "내일부터", "곧 끝") if f">{word}<" in page}

    assert seen(None) == {"모두", "손님만", "곧 끝"}
    assert seen(하나) == {"모두", "회원만", "곧 끝"}
    assert seen(홍보) == {"모두", "팀만", "회원만", "곧 끝"}
    assert seen(None, make.AT + timedelta(days=2)) == {"모두", "손님만", "내일부터"}


def test_닫은_띠_알림은_그_브라우저에서_다시_보이지_않는다(db, 브라우저):
    one, other = banner(), banner(text={"ko": "닫을 수 없는 말"}, dismissible=False)
    written.forget()
    나 = 브라우저(None)
    assert "오늘 밤 점검해요" in 나.page("/terms")
    assert f"/banners/{other.pk}/dismiss" not in 나.page("/terms")
    assert 나.send(f"/banners/{one.pk}/dismiss", next="/terms") == "/terms"
    assert "오늘 밤 점검해요" not in 나.page("/terms")
    assert "오늘 밤 점검해요" in 브라우저(None).page("/terms")
    assert 나.send(f"/banners/{one.pk}/dismiss", next="https://elsewhere.example/") == "/"
    나.cookies["madang_dismissed"] = "x.-1.99999999999999999999.\x00"
    assert "오늘 밤 점검해요" in 나.page("/terms")


def test_띠_알림을_걸고_내린다(창):
    form = {"text_ko": "점검합니다", "tone": "info", "audience": "everyone"}
    창.send("/staff/banners", **form, ends="2019-03-05T09:00")
    one = Banner.objects.get()
    assert "점검합니다" in 창.page("/terms")
    창.send(f"/staff/banners/{one.pk}/end")
    assert "점검합니다" not in 창.page("/terms")
    assert "끝나는 때가" in 창.send("/staff/banners", status=422, **form, ends="2019-01-01T09:00")
    assert "https://" in 창.send("/staff/banners", status=422, **form, href="javascript:alert(1)")
    assert "알릴 말을" in 창.send("/staff/banners", status=422, tone="info", audience="everyone")


@pytest.mark.parametrize("path", ["about", "about/versions"])
def test_쪽은_쪽을_쓰는_사람만_연다(브라우저, 네온, path):
    네온_창, 감사 = 브라우저(네온), 브라우저(make.staff("감사", Role.AUDITOR))
    assert 네온_창.get(f"/staff/pages/{path}").status_code == 200
    assert 감사.get(f"/staff/pages/{path}").status_code == 404
    assert 감사.post("/staff/pages/about/withdraw").status_code == 404


def test_띠_알림과_바닥글은_쪽마다_다시_묻지_않는다(client, db, django_assert_num_queries):
    written.forget()
    client.get("/terms")
    with django_assert_num_queries(1):  # the page itself
        client.get("/terms")
