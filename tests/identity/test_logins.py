"""다른 로그인: 정부나 은행, 카카오로 들어와도 한 사람은 한 사람이다. Against a real OpenID Connect server."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount

from madang.audit.models import Entry
from madang.base import clock
from madang.people.models import Person, Session, Verification
from madang.people.sessions import token_hash
from madang.proposals.models import Support
from tests import make
from tests.identity.conftest import Visitor

pytestmark = pytest.mark.django_db
CI = {"ci": "CI-hana-1", "phone_verified": True, "birthdate": "1985-03-02", "gender": "female"}


def who(browser):
    kept = browser.cookies.get("madang_session")
    row = Session.objects.filter(session_key=token_hash(kept.value)).first() if kept else None
    return row.person if row else None


def test_처음_들어오면_이름과_동의를_묻고_사람을_만든다(통합인증, 브라우저):
    sub = 통합인증.person("hana", name="김하나", email="hana@gaon.example", email_verified=True, **CI)
    asked = 브라우저.go(통합인증, sub, next="/proposals")
    assert asked.url == "/accounts/with/new/"
    assert "김하나" in 브라우저.get(asked.url).content.decode()
    assert not Person.objects.exists(), "동의하기 전에는 아무도 만들지 않는다"
    nothing = 브라우저.post(asked.url, {"name": "", "agree": ""})
    assert "동의해 주세요" in nothing.content.decode()
    done = 브라우저.post(asked.url, {"name": "하나", "agree": "on"})
    assert (done.status_code, done.url) == (302, "/proposals")

    하나 = Person.objects.get()
    assert (하나.name, 하나.email, 하나.has_usable_password()) == ("하나", "hana@gaon.example", False)
    assert 하나.joined_at is not None
    assert who(브라우저) == 하나
    assert EmailAddress.objects.get().verified
    strong = Verification.objects.get(level="strong")
    assert (strong.born, strong.gender, strong.source) == (1985, "female", "oidc:gov")
    assert set(하나.verifications.values_list("level", flat=True)) == {"email", "strong"}
    assert {"person.join", "person.verify"} == set(Entry.objects.values_list("verb", flat=True))


def test_식별값은_해시로만_남고_어디에도_읽을_수_없다(통합인증, 브라우저):
    브라우저.join(통합인증, 통합인증.person("hana", **CI))
    account = SocialAccount.objects.get()
    assert account.extra_data == {}
    kept = repr([list(model.objects.values()) for model in (Verification, SocialAccount, Session, Person)])
    assert "CI-hana-1" not in kept
    data = Session.objects.get(person=who(브라우저)).get_decoded()
    assert "CI-hana-1" not in repr(data)


def test_두번째로는_바로_들어온다(통합인증, 브라우저):
    sub = 통합인증.person("hana", **CI)
    브라우저.join(통합인증, sub)
    다른_곳 = Visitor()
    assert 다른_곳.go(통합인증, sub, next="/my").url == "/my"
    assert who(다른_곳) == who(브라우저)
    assert Person.objects.count() == 1


def test_한_사람의_두_로그인은_한_사람으로_들어오고_두_번_공감할_수_없다(통합인증, 브라우저):
    proposal = make.proposal(at=clock.now())
    브라우저.join(통합인증, 통합인증.person("hana-gov", **CI), next="/my")
    assert 브라우저.post(f"/proposals/{proposal.case.key}/support").status_code == 302
    둘째 = Visitor()
    arrived = 둘째.go(통합인증, 통합인증.person("hana-bank", **CI), "bank")
    assert arrived.url == "/"
    assert "이미 확인된 분이에요" in 둘째.said()
    assert who(둘째) == who(브라우저)
    둘째.post(f"/proposals/{proposal.case.key}/support")
    assert Support.objects.filter(proposal=proposal).count() == 1
    assert SocialAccount.objects.count() == 2
    assert Person.objects.filter(verifications__level="strong").count() == 1


def test_따로_만든_계정이_남의_확인을_가져올_수는_없다(통합인증, 브라우저):
    브라우저.join(통합인증, 통합인증.person("hana-gov", **CI))
    둘째 = Visitor()
    둘째.join(통합인증, 통합인증.person("hana-plain"), "하나둘", "plain")
    person = who(둘째)
    assert person != who(브라우저)
    back = 둘째.go(통합인증, 통합인증.person("hana-bank", **CI), "bank", process="connect")
    assert back.url == "/accounts/logins/"
    assert "한 사람은 한 계정만" in 둘째.get(back.url).content.decode()
    assert not person.verifications.filter(level="strong").exists()
    assert not SocialAccount.objects.filter(provider="bank").exists()


def test_이미_다른_사람으로_확인된_계정은_바꿔_확인할_수_없다(통합인증, 브라우저):
    브라우저.join(통합인증, 통합인증.person("hana-gov", **CI))
    back = 브라우저.go(통합인증, 통합인증.person("duri", **{**CI, "ci": "CI-duri"}), "bank", process="connect")
    assert "다른 사람으로 확인되어" in 브라우저.get(back.url).content.decode()
    assert Verification.objects.filter(level="strong").count() == 1


def test_이메일_계정이_본인확인을_연결하면_수준이_오른다(통합인증, 브라우저):
    하나 = Person.objects.create_user("hana@gaon.example", "마당에서 만나요 2026", name="하나")
    브라우저.force_login(하나)
    back = 브라우저.go(통합인증, 통합인증.person("hana-gov", **CI), process="connect", next="/accounts/verify/")
    assert back.url == "/accounts/verify/"
    page = 브라우저.get(back.url).content.decode()
    assert "본인확인을 마쳤어요" in page
    assert 하나.verifications.get(level="strong").source == "oidc:gov"
    assert "person.connect" in set(Entry.objects.values_list("verb", flat=True))


def test_확인되지_않은_사람은_로그인만_하고_수준은_없다(통합인증, 브라우저):
    브라우저.join(통합인증, 통합인증.person("hana", ci="CI-1", phone_verified=False))
    assert who(브라우저) is not None
    assert not Verification.objects.exists()


def test_남의_이메일을_가진_로그인은_그_계정을_차지하지_못한다(통합인증, 브라우저):
    하나 = Person.objects.create_user("hana@gaon.example", "마당에서 만나요 2026", name="하나")
    EmailAddress.objects.create(user=하나, email=하나.email, verified=True, primary=True)
    answer = 브라우저.go(통합인증, 통합인증.person("x", email="Hana@gaon.example", email_verified=True), "plain")
    assert answer.status_code == 409
    assert "먼저 그 계정으로 로그인" in answer.content.decode()
    assert who(브라우저) is None
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("verified", [False, "false", None, 0])
def test_제공자가_확인하지_않은_이메일은_받지_않는다(통합인증, 브라우저, verified):
    브라우저.join(통합인증, 통합인증.person("x", email="hana@gaon.example", email_verified=verified), "하나", "plain")
    assert who(브라우저).email is None
    assert not EmailAddress.objects.exists()


def test_연결된_로그인은_끊을_수_있지만_마지막_문은_아니다(통합인증, 브라우저):
    브라우저.join(통합인증, 통합인증.person("hana"), "하나", "plain")
    one = SocialAccount.objects.get()
    refused = 브라우저.post("/accounts/logins/", {"account": one.pk})
    assert refused.status_code == 422
    assert "들어올 길이 없어요" in refused.content.decode()
    person = who(브라우저)
    person.email = "hana@gaon.example"
    person.set_password("마당에서 만나요 2026")
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    브라우저.force_login(person)
    assert 브라우저.post("/accounts/logins/", {"account": one.pk}).status_code == 302
    assert not SocialAccount.objects.exists()


def test_그만두면_로그인_쪽으로_돌아온다(통합인증, 브라우저):
    out = 브라우저.post("/accounts/with/gov/")
    state = parse_qs(urlsplit(out.url).query)["state"][0]
    denied = 통합인증.consent(out.url, "", action="deny")  # this server forgets to send the state along
    answer = 브라우저.back(f"{denied}&state={state}")
    assert answer.url == "/accounts/sign-in/"
    assert "그만두었어요" in 브라우저.get(answer.url).content.decode()


def test_로그인_쪽에는_설정한_곳의_단추만_있다(통합인증, 브라우저, settings):
    page = 브라우저.get("/accounts/sign-in/").content.decode()
    assert "정부 통합인증" in page
    assert "카카오" not in page
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "다른 방법으로" not in 브라우저.get("/accounts/sign-in/").content.decode()
    for name in ("kakao", "naver", "google", "gov"):
        assert 브라우저.get(f"/accounts/with/{name}/").status_code == 404
        assert 브라우저.get(f"/accounts/with/{name}/back/").status_code == 404


def test_다른_로그인으로도_한_곳에서_너무_많이_가입할_수는_없다(통합인증, settings):
    settings.LIMITS = {"signup.address": "2/hour"}
    with clock.standing_at(make.AT):
        for nth in range(2):
            assert Visitor().join(통합인증, 통합인증.person(f"p{nth}"), f"이웃 {nth}").status_code == 302
        browser = Visitor()
        browser.go(통합인증, 통합인증.person("p2"))
        slip = browser.post("/accounts/with/new/", {"name": "이웃 셋", "agree": ""})
        assert "동의해 주세요" in slip.content.decode()
        held = browser.post("/accounts/with/new/", {"name": "이웃 셋", "agree": "on"}).content.decode()
        assert "짧은 사이에 너무 많이 하셨어요" in held
        assert "이웃 셋" in held, "적은 이름은 그대로다"
        assert Person.objects.count() == 2
    with clock.standing_at(make.AT + make.days(1)):
        browser = Visitor()
        assert browser.join(통합인증, "p2", "이웃 셋").status_code == 302
    assert Person.objects.count() == 3
