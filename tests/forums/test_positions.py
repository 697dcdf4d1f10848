"""찬반 토론 쪽: 한 사람이 한 입장을 내고, 바꾸고, 거둔다. 끝나도 쓰던 글을 잃지 않는다."""

import re
from datetime import timedelta

import pytest

from madang.audit.models import Entry
from madang.forums.models import Opinion, OpinionSupport, Participant
from madang.moderation.models import Flag
from madang.procedures.models import Tally
from tests import make, make_forums

pytestmark = pytest.mark.django_db
AT = make.AT


def people():
    return Tally.objects.get(what="participants").value


def test_로그인하고_입장과_까닭을_내면_내_의견이_맨_위에_있고_함께하는_사람이_는다(도서관, 두리, 브라우저):
    browser = 브라우저(두리)
    key = re.search(r'name="key" value="(\w+)"', browser.page("/forums/night"))[1]
    for _ in range(2):  # 같은 양식을 두 번 내도 하나다
        to = browser.send("/forums/night/opinions", position="for", text="밤에 일이 끝나요.", key=key)
        assert to == "/forums/night#mine"
    page = browser.page("/forums/night")
    assert page.index("내 의견") < page.index("밤에 일이 끝나요.")
    assert (Opinion.objects.count(), people()) == (1, 1)
    assert "의견을 냈어요" in page


def test_입장을_바꾸면_앞의_것은_나만_보고_처음과_마지막이_모두_남는다(도서관, 두리, 하나, 브라우저):
    browser = 브라우저(두리)
    for position, text in (("against", "처음 생각"), ("other", "가운데 생각"), ("for", "마지막 생각")):
        browser.send("/forums/night/opinions", position=position, text=text)
    own = Opinion.objects.get()
    assert (own.position, own.number) == ("for", 3)
    assert [one.position for one in own.earlier.all()] == ["against", "other"]
    page = browser.page("/forums/night")
    assert "전에 낸 의견 2개" in page
    assert "처음 생각" in page
    others = 브라우저(하나).page("/forums/night")
    assert "마지막 생각" in others
    assert "처음 생각" not in others
    assert people() == 1


def test_거두면_수에서_빠지고_자리는_남고_다시_낼_수_있다(도서관, 두리, 브라우저):
    browser = 브라우저(두리)
    browser.send("/forums/night/opinions", position="for", text="찬성하는 글")
    own = Opinion.objects.get()
    assert browser.send(f"/opinions/{own.key}/delete") == "/forums/night#mine"
    assert Opinion.objects.positions(도서관.pk) == {}
    page = 브라우저().page("/forums/night/opinions?sort=newest")
    assert "거둔 의견이에요" in page
    assert "찬성하는 글" not in page
    assert people() == 1  # 함께한 사람이다
    browser.send("/forums/night/opinions", position="against", text="다시 낸 글")
    assert Opinion.objects.positions(도서관.pk) == {"against": 1}
    assert people() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": "입장이 없는 글"}, "찬성, 반대, 기타 중 하나를 골라 주세요"),
        ({"text": " ", "position": "for"}, "내용을 적어 주세요"),
        ({"text": "가" * 3001, "position": "against"}, "3,000자까지"),
        ({"text": "엉뚱한 입장", "position": "maybe"}, "찬성, 반대, 기타 중 하나를 골라 주세요"),
    ],
)
def test_빠졌거나_긴_것은_까닭을_말하고_적은_것을_남긴다(도서관, 두리, 브라우저, sent, said):
    page = 브라우저(두리).send("/forums/night/opinions", 422, **sent)
    assert said in page
    assert sent["text"] in page
    if sent.get("position") in ("for", "against"):
        assert re.search(rf'value="{sent["position"]}" id="\w+" checked', page)
    assert not Opinion.objects.exists()


def test_쓰는_사이에_끝난_토론은_까닭을_말하고_글을_베낄_수_있게_둔다(도서관, 두리, 브라우저, 끝난_뒤):
    browser = 브라우저(두리, 끝난_뒤)
    page = browser.send("/forums/night/opinions", 422, position="for", text="오래 쓴 글")
    assert "공론장이 끝나서" in page
    assert re.search(r"<textarea[^>]*readonly[^>]*>오래 쓴 글</textarea>", page)
    assert not Opinion.objects.exists()


def test_마지막_순간에_바꾼_입장은_그대로_세고_그_다음_순간은_늦다(도서관, 두리, 브라우저, 끝난_뒤):
    browser = 브라우저(두리, 끝난_뒤 - timedelta(seconds=2))
    browser.send("/forums/night/opinions", position="for", text="끝나기 2초 전")
    browser.at = 끝난_뒤 - timedelta(microseconds=1)
    browser.send("/forums/night/opinions", position="against", text="마지막 백만 분의 1초")
    browser.at = 끝난_뒤
    browser.send("/forums/night/opinions", 422, position="other", text="늦은 글")
    own = Opinion.objects.get()
    assert (own.position, own.number) == ("against", 2)


def test_로그인이_끝난_뒤_쓴_글과_입장은_로그인하면_돌아온다(도서관, 두리, 브라우저):
    browser = 브라우저()
    to = browser.send("/forums/night/opinions", position="against", text="잃으면 안 되는 말", asked="1", consent="yes")
    assert to == "/accounts/sign-in/?next=/forums/night/opinions"
    browser.force_login(두리)
    page = browser.page("/forums/night/opinions")
    assert "잃으면 안 되는 말" in page
    assert 'value="against" id="id_position_1" checked' in page
    assert re.search(r'name="consent" value="yes"[^>]* checked', page)


def test_답글과_공감과_거두기는_단추로_되고_답글로도_함께한_사람이_된다(도서관, 두리, 하나, 브라우저):
    own = make_forums.opinion(도서관, "찬성해요", by=두리)
    browser = 브라우저(하나)
    to = browser.send(f"/opinions/{own.key}", text="고마워요")
    assert people() == 2
    page = browser.page(to.partition("#")[0])
    assert "고마워요" in page
    reply = Opinion.objects.exclude(pk=own.pk).get()
    partial = browser.post(f"/opinions/{own.key}/support", headers={"hx-request": "true"}).content.decode()
    assert 'aria-pressed="true"' in partial
    assert "<html" not in partial
    browser.send(f"/opinions/{own.key}/unsupport")
    assert not OpinionSupport.objects.exists()
    browser.send(f"/opinions/{own.key}/delete", 404)
    브라우저().send(f"/opinions/{own.key}/support")  # 로그인하러 간다
    browser.send(f"/opinions/{reply.key}/delete")
    assert Opinion.objects.get(pk=reply.pk).state == "deleted"


def test_기관_사람의_의견에는_부서_이름이_붙는다(도서관, 두리, 세종, 브라우저):
    own = make_forums.opinion(도서관, "찬성해요", by=두리)
    make_forums.opinion(도서관, "사람을 더 뽑습니다", by=세종, reply_to=own.key)
    page = 브라우저().page("/forums/night")
    assert re.search(r"교통정책과</span>.*사람을 더 뽑습니다", page, re.S)


def test_동의하면_묶은_수만_남고_묻지_않은_양식은_동의를_바꾸지_않는다(도서관, 브라우저):
    영 = make.person("영", level="resident", born=1985)
    browser = 브라우저(영)
    browser.send("/forums/night/opinions", position="for", text="동의하며", asked="1", consent="yes")
    took = Participant.objects.get(person=영)
    assert (took.consent, took.age_band) == (True, "30-39")
    browser.send("/forums/night/opinions", position="for", text="묻지 않은 양식")
    assert Participant.objects.get(person=영).consent
    page = browser.page("/my/forums")
    assert "동의 거두기" in page
    browser.send("/forums/night/consent", consent="no")
    took = Participant.objects.get(person=영)
    assert (took.consent, took.gender, took.age_band, took.area) == (False, "", "", "")
    assert [e.facts["consent"] for e in Entry.objects.filter(verb="forum.consent")] == [False]


def test_한_사람이_쏟아내면_한도에서_멈추고_글은_남고_주소로도_센다(도서관, 두리, 브라우저, settings):
    settings.LIMITS = {"opinion.person": "2/hour", "opinion.address": "3/hour"}
    browser, 하늘 = 브라우저(두리), 브라우저(make.person("하늘"))
    for text in ("하나", "둘"):
        browser.send("/forums/night/opinions", position="for", text=text)
    page = browser.send("/forums/night/opinions", 422, position="for", text="셋째 글")
    assert "너무 많이 하셨어요" in page
    assert "셋째 글" in page
    하늘.send("/forums/night/opinions", position="for", text="다른 사람의 글")
    하늘.send("/forums/night/opinions", 422, position="for", text="같은 주소에서 넷째")
    assert Opinion.objects.count() == 2


def test_같은_글을_되풀이하면_살펴볼_글로_표시되고_막히지는_않는다(도서관, 브라우저):
    text = "우리 동네 도서관은 밤 열한 시까지 열어야 합니다. 모두 함께 찬성합시다. 꼭 그렇게 되어야 합니다."
    for n in range(3):
        브라우저(make.person(f"시민 {n}")).send("/forums/night/opinions", position="for", text=text)
    assert Opinion.objects.count() == 3
    assert Flag.objects.filter(kind="repeated", item__subject__startswith="opinion:").count() == 2


def test_아직_열리지_않았거나_가려진_공론장은_없는_것과_같다(도서관, 하나, 네온, 브라우저):
    from madang.actions import forums, moderation

    asked = forums.ask_citizens(rules=make.rules(), question="준비 중인 질문", at=AT, actor=None, key="later")
    moderation.hide_content(subject=f"case:{도서관.case.key}", code="false", note="", at=AT, actor=네온)
    browser = 브라우저(하나)
    for key in (asked.key, "night", "none", "%00"):
        for path in (f"/forums/{key}", f"/forums/{key}.json", f"/forums/{key}/opinions", f"/forums/{key}/statements"):
            browser.page(path, 404)
