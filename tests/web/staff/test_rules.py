"""기준 편집: 빈칸의 숫자를 고쳐, 바뀌는 것을 보고, 다음 판을 공개한다."""

import html
import json
import re

import pytest

from madang.audit.models import Entry
from madang.procedures.models import Case, Procedure, RuleVersion
from madang.rules.document import preset
from tests import make

pytestmark = pytest.mark.django_db
부서 = "/stages/collecting/starts/0/when/at_least"
후보 = "/stages/collecting/starts/1/when/at_least"
편집 = "/staff/rules/seoul-2019/edit"


@pytest.fixture
def 절차(db):
    return make.procedure("seoul-2019")


def 빈칸(page):
    """What the blanks of the page hold, as a browser would send it."""
    found = re.findall(r'<input type="number"[^>]* name="([^"]+)" value="([^"]*)"', page)
    return {html.unescape(name): html.unescape(value) for name, value in found}


def 문서(page):
    return html.unescape(re.search(r'name="document" value="([^"]*)"', page).group(1))


def 지금(절차):
    return Procedure.objects.get(pk=절차.pk).current


def test_기준의_문장마다_빈칸이_있고_그대로_보내면_바뀌는_것이_없다(브라우저, 네온, 절차):
    browser = 브라우저(네온)
    page = browser.page(편집)
    blanks = 빈칸(page)
    assert blanks[부서] == "50"
    assert blanks[후보] == "500"
    assert "‘공감’" in page
    shown = browser.send(편집, 200, after=1, do="show", **blanks)
    assert "바뀌는 문장이 없습니다" in shown
    assert browser.send(편집, after=1, do="confirm", **blanks) == 편집
    assert "지금 기준과 같아서" in browser.page(편집)
    assert RuleVersion.objects.count() == 1


def test_숫자를_바꾸면_문장의_앞뒤와_누구에게_닿는지_보인다(브라우저, 네온, 절차):
    for number in (40, 60, 80):
        make.supports(make.proposal(f"제안 {number}"), number)
    browser = 브라우저(네온, make.AT + make.days(1))
    page = browser.send(편집, 200, after=1, do="show", **{**빈칸(browser.page(편집)), 부서: "70"})
    assert '<b class="changed">70</b>' in page
    assert '<b class="changed">50</b>' in page
    assert "진행 중인 3건은 지금까지의 기준을 그대로 따릅니다" in page
    assert "2건 →</small> 1건" in page
    assert 빈칸(page)[부서] == "70"


def test_확인하고_공개하면_다음_판이_되고_올라온_건은_그대로다(브라우저, 네온, 절차):
    자전거 = make.proposal("자전거 도로를 이어 주세요")
    browser = 브라우저(네온)
    confirm = browser.send(편집, 200, after=1, do="confirm", **{**빈칸(browser.page(편집)), 부서: "70"})
    assert "기준 2판을 공개합니다" in confirm
    browser.send("/staff/rules/seoul-2019/publish", after=1, document=문서(confirm), note="부서가 감당할 수 있게")
    version = 지금(절차)
    assert (version.number, version.note, version.published_by) == (2, "부서가 감당할 수 있게", 네온)
    assert version.data["stages"]["collecting"]["starts"][0]["when"]["at_least"] == 70
    assert make.case(자전거).rules.number == 1
    history = browser.page("/staff/rules/seoul-2019")
    assert "부서가 감당할 수 있게" in history
    assert '<b class="changed">70</b>' in history
    assert Entry.objects.filter(verb="rules.publish", actor=네온.actor).count() == 1


def test_더_고치기를_누르면_적은_숫자가_빈칸에_그대로_있다(브라우저, 네온, 절차):
    browser = 브라우저(네온)
    confirm = browser.send(편집, 200, after=1, do="confirm", **{**빈칸(browser.page(편집)), 부서: "70"})
    page = browser.send("/staff/rules/seoul-2019/publish", 200, after=1, document=문서(confirm), do="again")
    assert 빈칸(page)[부서] == "70"
    assert RuleVersion.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "0", "-3", "오십", "3.5", "99999999999", "9" * 400, "１２３x", "1e3", "\x00"])
def test_쓸_수_없는_수는_그_칸에서_무엇을_쓸_수_있는지_말하고_적은_것은_남는다(브라우저, 네온, 절차, typed):
    browser = 브라우저(네온)
    page = browser.send(편집, 422, after=1, do="confirm", **{**빈칸(browser.page(편집)), 부서: typed, 후보: "700"})
    assert "한 가지만 고쳐 주세요" in page
    assert "쓸 수 있는 수: 1부터 1,000,000,000까지" in page
    assert 빈칸(page)[후보] == "700"
    assert 빈칸(page)[부서] == typed[:40]
    assert RuleVersion.objects.count() == 1


def test_htmx로는_바뀌는_것만_온다(브라우저, 네온, 절차):
    browser = 브라우저(네온)
    blanks = 빈칸(browser.page(편집))
    good = browser.post(편집, {**blanks, 부서: "70", "after": 1}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in good
    assert '<b class="changed">70</b>' in good
    assert 'hx-swap-oob="true"' in good
    bad = browser.post(편집, {**blanks, 부서: "0", "after": 1}, headers={"HX-Request": "true"})
    assert bad.status_code == 200
    assert "고칠 곳이 있습니다" in bad.content.decode()


def test_그_사이_다른_판이_나왔으면_적은_것을_두고_새_판을_보여_준다(브라우저, 네온, 담당자, 절차):
    앞, 뒤 = 브라우저(담당자), 브라우저(네온)
    내_확인 = 뒤.send(편집, 200, after=1, do="confirm", **{**빈칸(뒤.page(편집)), 부서: "70"})
    남의_확인 = 앞.send(편집, 200, after=1, do="confirm", **{**빈칸(앞.page(편집)), 후보: "300"})
    앞.send("/staff/rules/seoul-2019/publish", after=1, document=문서(남의_확인))
    page = 뒤.send("/staff/rules/seoul-2019/publish", 409, after=1, document=문서(내_확인))
    assert "그 사이 기준판 2이 공개되었어요" in page
    assert "가온 담당자" in page
    assert 빈칸(page)[부서] == "70"
    assert 'name="after" value="2"' in page
    assert RuleVersion.objects.count() == 2
    again = 뒤.send(편집, 409, after=1, do="confirm", **{**빈칸(뒤.page(편집)), 부서: "80"})
    assert 빈칸(again)[부서] == "80"


def test_문서_전체를_고치면_잘못을_자리마다_알려_준다(브라우저, 네온, 절차):
    browser = 브라우저(네온)
    where = "/staff/rules/seoul-2019/json"
    assert "시민제안" in browser.page(where)
    page = browser.send(where, 422, document="{이것은", after=1)
    assert "{이것은" in page
    data = preset("seoul-2019").data
    broken = json.loads(json.dumps(data))
    broken["stages"]["collecting"]["kind"] = "수집"
    page = browser.send(where, 422, document=json.dumps(broken), after=1)
    assert "<code>/stages/collecting/kind</code>" in page
    good = json.loads(json.dumps(data))
    good["stages"]["collecting"]["name"]["ko"] = "시민의 제안"
    confirm = browser.send(where, 200, document=json.dumps(good), after=1)
    browser.send("/staff/rules/seoul-2019/publish", after=1, document=문서(confirm))
    assert 지금(절차).data["stages"]["collecting"]["name"]["ko"] == "시민의 제안"


@pytest.mark.parametrize("document", ["[]", "null", "1", '"글"', "[" * 3000, '{"madang": NaN}', "{}"])
def test_이상한_문서에도_쪽은_선다(브라우저, 네온, 절차, document):
    browser = 브라우저(네온)
    browser.send("/staff/rules/seoul-2019/json", 422, document=document, after=1)
    browser.send("/staff/rules/seoul-2019/publish", 422, document=document, after="둘")


def test_진행_중인_건은_옮기겠다고_할_때만_옮긴다(브라우저, 네온, 절차):
    자전거 = make.proposal("자전거 도로를 이어 주세요", key="bike")
    make.supports(자전거, 40)
    browser = 브라우저(네온)
    confirm = browser.send(편집, 200, after=1, do="confirm", **{**빈칸(browser.page(편집)), 부서: "30"})
    browser.send("/staff/rules/seoul-2019/publish", after=1, document=문서(confirm))
    page = browser.page("/staff/rules/seoul-2019/move")
    assert "1건 옮기기" in page
    one = browser.page("/staff/cases/bike/move")
    assert '<b class="changed">30</b>' in one
    assert make.case(자전거).rules.number == 1
    browser.send("/staff/rules/seoul-2019/move", to=2)
    assert make.case(자전거).rules.number == 2
    assert make.case(자전거).marks.filter(key="ask-department").exists()
    assert "옮길 건이 없습니다" in browser.page("/staff/rules/seoul-2019/move")


def test_새_기준에_없는_단계에_있는_건은_옮길_수_없다고_한다(브라우저, 네온, 절차):
    make.supports(make.proposal("자전거 도로를 이어 주세요", key="bike"), 500)
    data = json.loads(json.dumps(preset("seoul-2019").data))
    data["stages"]["panel"] = data["stages"].pop("agenda")
    data["stages"]["collecting"]["starts"][1]["stage"] = "panel"
    browser = 브라우저(네온)
    confirm = browser.send("/staff/rules/seoul-2019/json", 200, document=json.dumps(data), after=1)
    browser.send("/staff/rules/seoul-2019/publish", after=1, document=문서(confirm))
    page = browser.page("/staff/rules/seoul-2019/move", to="2")
    assert "의제선정단" in page
    assert "옮길 수 없는 건" in page
    assert "건 옮기기</button>" not in page
    assert "이 건은 새 기준으로 옮길 수 없어요" in browser.page("/staff/cases/bike/move")
    browser.send("/staff/cases/bike/move", to=2)
    assert Case.objects.get(key="bike").rules.number == 1


def test_감사는_기준을_읽기만_한다(브라우저, 절차):
    from madang.people.models import Role

    browser = 브라우저(make.staff("감사", Role.AUDITOR))
    assert "기준 편집" not in browser.page("/staff/rules")
    browser.page("/staff/rules/seoul-2019")
    assert browser.get(편집).status_code == 404


def test_없는_절차는_없는_쪽이다(브라우저, 네온):
    for path in ("", "/edit", "/json", "/move"):
        assert 브라우저(네온).get(f"/staff/rules/nowhere{path}").status_code == 404
