"""신고하고, 살펴보고, 가리고, 이의를 신청하고, 다른 사람이 다시 살펴보는 쪽들."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from madang.actions import moderation, objections
from madang.moderation.models import Decision, Item, Objection, Report, Word
from madang.people.models import Role
from tests import make
from tests.moderation.test_decisions import commented, reported, 세라  # noqa: F401

pytestmark = pytest.mark.django_db
AT = make.AT


def test_시민이_신고하면_까닭을_골라야_하고_받았다고_말한다(자전거, 하나, 두리, 브라우저):
    browser = 브라우저(두리)
    assert "/report/case:bike" in browser.page("/proposals/bike")
    assert "이유를 하나 골라 주세요" in browser.send("/report/case:bike", 422, text="적은 말")
    assert "적은 말" in browser.send("/report/case:bike", 422, code="other2", text="적은 말")
    assert browser.send("/report/case:bike", code="false", text="근거가 없어요") == "/proposals/bike"
    assert "이미 신고한 글" in browser.send("/report/case:bike", 422, code="false")
    assert Report.objects.get().text == "근거가 없어요"
    assert "신고할 수 없어요" in 브라우저(하나).send("/report/case:bike", 422, code="abuse")
    for gone in ("/report/case:none", "/report/moon:1", "/report/x", "/report/case:%00"):
        browser.page(gone, 404)


def test_신고에서_가리기_이의신청_다시_보이기까지_화면으로_된다(자전거, 하나, 두리, 네온, 세라, 브라우저):  # noqa: F811
    브라우저(두리).send("/report/case:bike", code="false", text="근거가 없어요")
    moderator = 브라우저(네온)
    assert "살펴볼 글" in moderator.page("/staff/")
    queue = moderator.page("/staff/moderation")
    assert "허위 사실 1" in queue
    assert "근거가 없어요" in moderator.page("/staff/moderation/case:bike")
    assert "결정을 골라" in moderator.send("/staff/moderation/case:bike", 422)
    said = moderator.send("/staff/moderation/case:bike", 422, outcome="hide", note="적은 말")
    assert "가리는 이유를 골라" in said
    assert "적은 말" in said
    moderator.send("/staff/moderation/case:bike", outcome="hide", code="false", note="출처를 적어 주세요.")
    assert "살펴볼 글이 없습니다" in moderator.page("/staff/moderation")

    author = 브라우저(하나, AT + make.days(1))
    page = author.page("/objections/case:bike")
    assert "출처를 적어 주세요." in page
    assert "왜 다시 살펴봐야" in author.send("/objections/case:bike", 422, text=" ")
    author.send("/objections/case:bike", text="출처는 시의 통계입니다.")
    assert "다시 살펴보는 중" in author.page("/objections/case:bike")
    브라우저(두리).page("/objections/case:bike", 404)

    pk = Objection.objects.get().pk
    assert "내가 결정한 글" in moderator.page("/staff/moderation/objections")
    assert "처음 결정한 사람" in moderator.send(
        f"/staff/moderation/objections/{pk}", 422, outcome="overturned", reason="내가 다시"
    )
    second = 브라우저(세라, AT + make.days(2))
    assert "출처는 시의 통계" in second.page(f"/staff/moderation/objections/{pk}")
    assert "이유를 적어" in second.send(f"/staff/moderation/objections/{pk}", 422, outcome="overturned")
    second.send(f"/staff/moderation/objections/{pk}", outcome="overturned", reason="통계를 확인했습니다.")
    assert "통계를 확인했습니다." in author.page("/objections/case:bike")
    assert "자전거 도로를" in 브라우저(None, AT + make.days(2)).page("/proposals/bike")
    public = 브라우저(None, AT + make.days(2)).page("/moderation")
    for word in ("허위 사실", "받아들임 1", "출처를 적어 주세요."):
        assert word in public
    assert "자전거" not in public


def test_두_사람이_같은_글을_열면_둘째에게_말하고_적은_것은_남는다(자전거, 네온, 세라, 브라우저):  # noqa: F811
    reported()
    first, second = 브라우저(네온), 브라우저(세라)
    first.page("/staff/moderation/case:bike")
    assert "네온 PM 님이 보고 있습니다" in second.page("/staff/moderation/case:bike")
    said = second.send("/staff/moderation/case:bike", 422, outcome="hide", code="abuse", note="잃으면 안 되는 말")
    assert "네온 PM 님이 보고 있어요" in said
    assert "잃으면 안 되는 말" in said
    second.send("/staff/moderation/case:bike/take")
    assert "세라 PL 님이 넘겨받았습니다" in first.send("/staff/moderation/case:bike/hold", 200)
    second.send("/staff/moderation/case:bike", outcome="keep")
    said = first.send("/staff/moderation/case:bike", 422, outcome="hide", code="abuse", note="늦은 말")
    assert "그 사이 다른 사람이 결정했어요" in said
    assert "늦은 말" in said
    assert Decision.objects.get().outcome == "keep"


def test_여럿을_한꺼번에_그대로_두되_남이_보는_것은_남긴다(자전거, 네온, 세라, 브라우저):  # noqa: F811
    items = [reported(f"comment:{commented(f'의견 {n}').key}") for n in range(3)]
    moderation.hold(item=items[0], at=AT, actor=세라)
    browser = 브라우저(네온)
    browser.send("/staff/moderation/keep", item=[str(item.pk) for item in items] + ["x", "9" * 20])
    page = browser.page("/staff/moderation")
    assert "글 2건을 그대로 두었습니다" in page
    assert "세라 PL 님이 보고 있어요" in page
    assert list(Item.objects.open()) == [items[0]]


def test_운영팀이_스스로_살펴보고_가렸다가_다시_보이게_한다(자전거, 네온, 브라우저):
    browser = 브라우저(네온)
    browser.send("/staff/moderation/case:bike/begin")
    browser.send("/staff/moderation/case:bike", outcome="hide", code="off-topic")
    browser.send("/staff/moderation/case:bike/show", note="")
    assert "이유를 적어 주세요" in browser.page("/staff/moderation/case:bike")
    browser.send("/staff/moderation/case:bike/show", note="다시 보니 괜찮습니다.")
    자전거.refresh_from_db()
    assert 자전거.visibility == "public"
    browser.page("/staff/moderation/case:none", 404)


def test_주의할_말은_운영팀이_더하고_뺀다(자전거, 네온, 브라우저):
    browser = 브라우저(네온)
    assert "말을 적어" in browser.send("/staff/moderation/words", 422, text="", severity="2")
    browser.send("/staff/moderation/words", text="가나 다라", ordinary="가나다라마", severity="3")
    word = Word.objects.get(text="가나다라")
    commented("가나1다라 같으니")
    item = Item.objects.get()
    assert (item.severity, [flag.kind for flag in item.flags.all()]) == (3, ["words"])
    assert "가나다라" in browser.page(f"/staff/moderation/{item.subject}")
    browser.send(f"/staff/moderation/words/{word.pk}/remove")
    commented("가나다라 같으니")
    assert Item.objects.count() == 1


def test_대기열의_물음_수는_글의_수와_상관없다(자전거, 네온, 브라우저):
    browser = 브라우저(네온)

    def queries():
        with CaptureQueriesContext(connection) as found:
            browser.page("/staff/moderation")
        return len(found)

    reported("case:bike")
    reported(f"comment:{commented('의견').key}")
    browser.page("/staff/moderation")
    few = queries()
    for n in range(20):
        reported(f"comment:{commented(f'의견 {n}').key}")
    assert queries() == few


def test_현황은_걸린_시간을_그대로_말한다(자전거, 네온, 브라우저):
    for n, hours in enumerate((1, 2, 3, 30)):
        item = reported(f"comment:{commented(f'의견 {n}').key}")
        moderation.decide(item=item, outcome="keep", at=AT + make.days(hours / 24), actor=네온)
    page = 브라우저(None, AT + make.days(3)).page("/moderation")
    assert "2시간" in page or "3시간" in page
    assert "30시간" in page
    assert "2019년 3월" in page


def test_이의신청_기간이_지나면_쪽에_양식이_없다(자전거, 하나, 네온, 브라우저):
    moderation.decide(item=reported(), outcome="hide", code="abuse", at=AT, actor=네온)
    late = 브라우저(하나, AT + objections.WITHIN)
    assert "기간이 지났어요" in late.page("/objections/case:bike")
    assert "30일 안에" in late.send("/objections/case:bike", 422, text="늦은 말")


@pytest.mark.parametrize("role", ["promotion", "auditor", "institution_proposals"])
def test_권한이_없는_역할에게_이의신청과_대기열은_없다(자전거, role, 하나, 네온, 브라우저):
    decision = moderation.decide(item=reported(), outcome="hide", code="abuse", at=AT, actor=네온)
    one = objections.object_to(decision=decision, text="다시", person=하나, at=AT)
    browser = 브라우저(make.staff(role, Role(role)))
    for path in ("/staff/moderation", f"/staff/moderation/objections/{one.pk}", "/staff/moderation/case:bike"):
        browser.page(path, 404)
        browser.send(path, 404)


def test_건의_쪽에서_글을_살펴보기_시작하고_가린_다음에는_기록으로_간다(자전거, 네온, 세종, 브라우저):
    moderator = 브라우저(네온)
    page = moderator.page("/staff/cases/bike")
    assert 'action="/staff/moderation/case:bike/begin"' in page
    assert "글 살펴보기(가리기)" in page
    assert moderator.send("/staff/moderation/case:bike/begin") == "/staff/moderation/case:bike"
    assert Item.objects.open().get().subject == "case:bike"
    moderator.send("/staff/moderation/case:bike/begin")
    assert Item.objects.count() == 1, "두 번 눌러도 하나다"
    moderator.send("/staff/moderation/case:bike", outcome="hide", code="false", note="출처를 적어 주세요.")
    page = moderator.page("/staff/cases/bike")
    assert "글 살펴보기(가리기)" not in page
    assert 'href="/staff/moderation/case:bike"' in page
    assert "글 살펴보기" not in 브라우저(세종).page("/staff/cases/bike"), "살펴볼 권한이 없는 사람에게는 없다"
