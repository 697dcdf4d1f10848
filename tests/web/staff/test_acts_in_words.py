"""감사기록의 문장에는 부호가 아니라 말이 있다: 가린 이유, 철회한 이유, 안내한 근거, 무엇을 했는지."""

import pytest

from madang.actions import moderation
from madang.audit.sentences import SENTENCES, sentence
from madang.people.models import Role
from madang.web.ui.acts import vocabulary
from tests import make

pytestmark = pytest.mark.django_db


def 말(verb, **facts):
    return sentence(verb, facts, vocabulary(verb))


@pytest.mark.parametrize(
    ("verb", "facts", "said"),
    [
        ("proposal.hide", {"code": "abuse", "decision": 3}, "제안을 가렸습니다: 욕설·비방."),
        ("comment.hide", {"code": "personal"}, "의견을 가렸습니다: 개인정보."),
        ("content.report", {"code": "off-topic"}, "신고했습니다: 주제와 무관."),
        ("proposal.retire", {"code": "done"}, "제안을 철회했습니다: 이미 이루어졌어요."),
        ("objection.decide", {"outcome": "overturned"}, "이의신청을 결정했습니다: 받아들여 다시 보임."),
        ("objection.decide", {"outcome": "upheld"}, "이의신청을 결정했습니다: 가린 채로 둠."),
        ("person.secure", {"what": "totp_activated"}, "2단계 인증을 바꾸었습니다: 인증 앱을 켬."),
        ("person.assist", {"what": "support.cast"}, "창구에서 대신 처리했습니다: 공감을 함."),
        ("person.connect", {"provider": "kakao"}, "다른 로그인을 연결했습니다: 카카오."),
        ("follow.add", {"what": "matter"}, "소식을 받기 시작했습니다: 한 건."),
        ("department.rename", {"before": "교통과", "name": "교통정책과"}, "부서 이름을 바꾸었습니다: 교통과 → 교통정책과."),
        ("case.move", {"before": 3, "number": 4}, "기준 3판에서 4판으로 옮겼습니다."),
        ("page.restore", {"before": 1, "number": 2}, "쪽의 1판을 2판으로 되살렸습니다."),
        ("proposal.hide", {"code": "옛 부호"}, "제안을 가렸습니다: 옛 부호."),
    ],
)  # fmt: skip
def test_부호는_말로_바뀐다(verb, facts, said):
    assert 말(verb, **facts) == said


def test_안내한_근거와_넘긴_부서도_말이다():
    assert "특허권" in 말("case.route", code="owned")
    say = vocabulary("case.hand_over", None, {"mobility": "교통정책과", "parks": "공원녹지과"})
    said = sentence("case.hand_over", {"before": "mobility", "department": "parks"}, say)
    assert said == "다른 부서에 넘겼습니다: 교통정책과 → 공원녹지과."


@pytest.mark.parametrize("value", [0, 7, "모르는 것", "", True])
def test_모르는_부호나_수가_와도_넘어지지_않는다(value):
    names = (
        "code",
        "what",
        "before",
        "outcome",
        "decision",
        "level",
        "role",
        "provider",
        "department",
        "count",
        "name",
    )
    names += ("number", "reason", "mark", "stage", "key", "duty", "word")
    for verb in SENTENCES:
        assert 말(verb, **dict.fromkeys(names, value))


def test_가린_건의_쪽과_감사기록이_열리고_이유를_말한다(자전거, 네온, 담당자, 두리, 브라우저):
    moderation.hide_content(subject="case:bike", code="abuse", note="욕이 있습니다.", at=make.AT, actor=네온)
    moderation.show_content(subject="case:bike", note="다시 읽었습니다.", at=make.AT, actor=담당자)
    page = 브라우저(담당자).page("/staff/cases/bike")
    assert "제안을 가렸습니다: 욕설·비방." in page
    listed = 브라우저(make.staff("감사", Role.AUDITOR)).page("/staff/audit")
    assert "제안을 가렸습니다: 욕설·비방." in listed
    assert ": abuse" not in listed
