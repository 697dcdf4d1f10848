"""내 활동과 내 자료."""

import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from madang.comments.models import Comment
from madang.proposals.models import Attachment, Draft, Proposal
from tests import make

AT = make.AT


@pytest.fixture
def 활동(하나, 자전거, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    other = make.proposal("횡단보도를 더 만들어 주세요", key="cross")
    make.support(other, 하나)
    Comment.objects.create(key="c1", case=other.case, author=하나, text="저도 <b>건너기</b> 힘들어요.", at=AT)
    Comment.objects.create(key="c2", case=other.case, author=하나, text="지운 말", at=AT, state="deleted")
    Draft.objects.create(
        key="draft2", person=하나, data={"title": "가로등이 어두워요", "category": "안전"}, saved_at=AT
    )
    path = default_storage.save("a.txt", ContentFile(b"hello"))
    Attachment.objects.create(
        key="f1", person=하나, proposal=Proposal.objects.get(case__key="bike"), kind="file", name="지도.txt",
        media_type="text/plain", path=path, size=5, at=AT,
    )  # fmt: skip
    return 하나


def test_내_활동은_쪽마다_나뉘고_남의_것은_없다(활동, 두리, 브라우저, django_assert_max_num_queries):
    browser = 브라우저(활동)
    for path, mine in (
        ("/my", "자전거 도로"), ("/my/supports", "횡단보도"), ("/my/comments", "건너기"), ("/my/drafts", "가로등이 어두워요"),
    ):  # fmt: skip
        with django_assert_max_num_queries(14):
            page = browser.page(path)
        assert mine in page, path
        assert "<b>건너기" not in page
        assert mine not in 브라우저(두리).page(path), path
        assert browser.page(path).count('aria-current="page"') >= 1
    assert "지운 말" not in browser.page("/my/comments")
    assert "2019년 8월 31일(토)에 지워요" in browser.page("/my/drafts")
    browser.page("/my/comments", after="x.y")


def test_내_자료는_한_묶음이고_비밀은_들어_있지_않다(활동, 브라우저, monkeypatch):
    monkeypatch.setattr("madang.web.ui.again.recently", lambda request: True)
    활동.verifications.create(level="phone", identity_hash="a" * 64, born=1990, at=AT)
    활동.set_password("마당에서 만나요 2026")
    활동.save()
    response = 브라우저(활동).post("/my/data")
    assert response.headers["Content-Type"] == "application/zip"
    bundle = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert bundle.testzip() is None
    assert bundle.read("files/f1-지도.txt") == b"hello"
    text, page = bundle.read("madang.json").decode(), bundle.read("madang.html").decode()
    data = json.loads(text)
    assert data["account"][0]["email"] == "hana@gaon.example"
    assert data["proposals"][0]["title"] == "자전거 도로를 이어 주세요"
    assert data["supports"][0]["proposal__case__key"] == "cross"
    assert data["comments"][0]["text"] == "저도 <b>건너기</b> 힘들어요."
    assert data["verifications"][0]["born"] == 1990
    assert "&lt;b&gt;건너기" in page
    for secret in ("a" * 64, 활동.password, "argon2"):
        assert secret not in text + page


def test_없어진_파일이_있어도_묶음은_만들어진다(활동, 브라우저, monkeypatch):
    monkeypatch.setattr("madang.web.ui.again.recently", lambda request: True)
    Attachment.objects.update(path="gone.txt")
    response = 브라우저(활동).post("/my/data")
    bundle = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert set(bundle.namelist()) == {"madang.json", "madang.html"}


def test_개인정보_안내는_지금_설정을_말한다(db, 브라우저, settings):
    settings.RETENTION = {"drafts": 45}
    settings.PRIVACY_CONTACT = "가온시 정보통신과 02-120"
    make.procedure("join")
    page = 브라우저().page("/privacy")
    for said in ("45일", "14일 전에", "3년", "가온시 정보통신과 02-120"):
        assert said in page, said
    assert "다른 곳의 계정으로 로그인하는 길을 쓰지 않아요" in page
    settings.SOCIALACCOUNT_PROVIDERS = {"kakao": {"APPS": [{"name": "카카오"}]}}
    assert "카카오로 로그인하면" in 브라우저().page("/privacy")
