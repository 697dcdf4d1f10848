"""거절: 할 수 없는 일은 까닭을 말하고, 아무것도 바꾸지 않는다."""

from datetime import date

import pytest

from madang.actions import (
    answers,
    decisions,
    deliveries,
    duties,
    forums,
    opinions,
    people,
    procedures,
    proposals,
    supports,
    tasks,
    texts,
)
from madang.answers.models import AnswerRequest
from madang.base.errors import REFUSALS, Refused
from madang.forums.models import Forum, Opinion
from madang.people.models import Role
from tests import make
from tests.actions.everything import everything

AT = make.AT
SOON, LATE, END = AT + make.days(1), AT + make.days(25), make.moment("2019-04-04 00:00")
DUE = make.moment("2019-03-27 00:00")  # of what 50 supports on 6 March called for
pytestmark = pytest.mark.django_db


@pytest.fixture
def 도시(교통과):
    """One matter of each sort, so that every refusal has its occasion."""

    class City:
        mobility = 교통과
        parks = make.department("공원녹지과", key="parks")
        하나 = make.person("하나", key="하나", email="hana@gaon.example")
        두리 = make.person("두리", key="두리", level="phone", born=2010)
        fresh = make.proposal("새 제안", by=하나, key="fresh")
        asked = make.proposal("답을 기다리는 제안", key="asked")
        answered = make.proposal("답을 받은 제안", key="answered")
        candidate = make.proposal("후보", key="candidate")
        over = make.proposal("끝난 제안", key="over", at=AT - make.days(60))
        petition = make.proposal("검토 중인 청원", procedure="bluehouse-2019", key="petition")

        retired = make.proposal("거둔 제안", by=하나, key="retired")
        chosen = make.proposal("의제가 된 제안", key="chosen")
        discussed = make.proposal("토론을 마친 제안", key="discussed", at=AT - make.days(50))

    texts.retire_proposal(case_key="retired", code="done", at=AT, actor=City.하나)
    for each, at in ((City.chosen, AT), (City.discussed, AT - make.days(50))):
        make.paper(each, 500, at=at)
        make.selected(each, at=at)
    City.talk = make.forum(City.discussed, at=AT - make.days(50))
    City.preparing = Forum.objects.select_related("visit", "case").get(case=City.chosen.pk)
    City.running = make.forum(make.asked_by_the_city(key="asking"), at=AT)
    City.mine = make.opinion(City.running, City.하나, at=AT)
    City.hidden = make.opinion(City.running, City.두리, at=AT)
    Opinion.objects.filter(pk=City.hidden.pk).update(state="hidden")
    for each in (City.asked, City.answered):
        make.paper(each, 50, at=AT + make.days(2))
    make.paper(City.candidate, 500, at=AT + make.days(2))
    make.supports(City.petition, 100)
    make.answered(City.answered, by=City.mobility, at=AT + make.days(3))
    make.assigned(City.asked, City.mobility)
    make.tick(AT + make.days(3))
    return City


def refusals(city):
    """What is tried, and the code with which it is refused."""
    at, late, up = {"at": LATE, "actor": None}, {"at": END, "actor": None}, make.rules()
    submit = {"rules": up, "title": "제목", "body": "", "author": city.하나, **at}
    request = AnswerRequest.objects.get(case__key="answered")
    waiting = AnswerRequest.objects.get(case__key="asked")
    cast, batch = supports.cast_support, supports.add_support_batch
    paper = {"count": 3, "channel": "paper", "evidence": "서명부 1장", **at}
    extend = {"case_key": "asked", "duty": "answer", "until": date(2019, 4, 12), "reason": "조사 중"}
    publish = {"case_key": "asked", "decision": "accept", "text": "합니다"}
    panel = {"case_key": "candidate", "kind": "agenda", **at}
    review = {"case_key": "petition", "kind": "review", **at}
    return [
        ("title-empty", proposals.submit_proposal, {**submit, "title": " \u200b\u200d\n\x00"}),
        ("title-too-long", proposals.submit_proposal, {**submit, "title": "가" * 201}),
        ("body-too-long", proposals.submit_proposal, {**submit, "body": "가" * 60_001}),
        ("key-taken", proposals.submit_proposal, {**submit, "key": "asked"}),
        ("origin-not-accepted", proposals.submit_proposal, {**submit, "origin": "panel"}),
        ("not-collecting", cast, {"proposal": city.over, "person": city.두리, "at": LATE}),
        ("not-collecting", cast, {"proposal": city.petition, "person": city.두리, "at": LATE}),
        ("case-closed", supports.withdraw_support, {"proposal": city.over, "person": city.두리, "at": LATE}),
        ("no-open-stage", supports.withdraw_support, {"proposal": city.petition, "person": city.두리, "at": LATE}),
        ("count-not-positive", batch, {"proposal": city.fresh, **paper, "count": 0}),
        ("count-not-positive", batch, {"proposal": city.fresh, **paper, "count": -3}),
        ("count-too-large", batch, {"proposal": city.fresh, **paper, "count": 10_000_001}),
        ("evidence-empty", batch, {"proposal": city.fresh, **paper, "evidence": " \n\u200b"}),
        ("not-collecting", batch, {"proposal": city.over, **paper}),
        ("unknown-proposal", duties.assign_department, {"case_key": "nothing", "department": city.parks, **at}),
        ("case-closed", duties.assign_department, {"case_key": "over", "department": city.parks, **at}),
        ("reason-empty", duties.extend_duty, {**extend, "reason": "\u200b", "at": SOON, "actor": None}),
        ("no-such-duty", duties.extend_duty, {**extend, "duty": "agenda", "at": SOON, "actor": None}),
        ("no-such-duty", duties.extend_duty, {**extend, "case_key": "answered", "at": SOON, "actor": None}),
        ("extension-not-later", duties.extend_duty, {**extend, "until": date(2019, 3, 26), "at": SOON, "actor": None}),
        ("extension-too-late", duties.extend_duty, {**extend, "at": DUE, "actor": None}),
        ("extension-not-allowed", duties.extend_duty, {**extend, "case_key": "candidate", "duty": "agenda", **at}),
        ("department-missing", answers.publish_answer, {**publish, "case_key": "candidate", **at}),
        ("other-department", answers.publish_answer, {**publish, "department": city.parks, **at}),
        ("unknown-decision", answers.publish_answer, {**publish, "decision": "maybe", **at}),
        ("text-empty", answers.publish_answer, {**publish, "text": "\u2066 \u2069", **at}),
        ("body-too-long", answers.publish_answer, {**publish, "text": "가" * 60_001, **at}),
        ("changed-meanwhile", answers.publish_answer, {**publish, "edition": 7, **at}),
        ("already-published", answers.publish_answer, {**publish, "case_key": "answered", **at}),
        ("already-published", answers.publish_answer, {**publish, "case_key": "answered", **late}),
        ("case-closed", answers.publish_answer, {**publish, "case_key": "over", **at}),
        ("no-open-stage", answers.publish_answer, {**publish, "case_key": "fresh", **at}),
        ("no-open-stage", answers.publish_answer, {**publish, "representative": True, **at}),
        ("changed-meanwhile", answers.draft_answer, {"request": waiting, "decision": "", "text": "초안", "edition": 3, **at}),
        ("already-published", answers.draft_answer, {"request": request, "decision": "", "text": "초안", "edition": 0, **at}),
        ("not-published", answers.correct_answer, {"request": waiting, "text": "고침", "reason": "잘못", **at}),
        ("reason-empty", answers.correct_answer, {"request": request, "text": "고침", "reason": " ", **at}),
        ("changed-meanwhile", answers.correct_answer, {"request": request, "text": "고침", "reason": "잘못", "after": 2, **at}),
        ("unknown-decision", decisions.decide, {**panel, "decision": "pass"}),
        ("reason-empty", decisions.decide, {**panel, "decision": "reject"}),
        ("reason-empty", decisions.decide, {**panel, "decision": "defer", "reason": "\u3164"}),
        ("reason-empty", decisions.decide, {**panel, "case_key": "asked", "decision": "select"}),
        ("no-open-stage", decisions.decide, {**panel, "case_key": "asked", "decision": "reject", "reason": "아님"}),
        ("unknown-decision", decisions.decide, {**panel, "decision": "select", "form": "shouting"}),
        ("reason-empty", decisions.pick_up, {"case_key": "asked", "reason": " ", **at}),
        ("already-started", decisions.pick_up, {"case_key": "candidate", "reason": "또", **at}),
        ("no-open-stage", decisions.pick_up, {"case_key": "petition", "reason": "의제 단계가 없다", **at}),
        ("proposal-gone", decisions.pick_up, {"case_key": "retired", "reason": "좋은 생각", **at}),
        *_of_forums(city),
        *_of_tasks_and_deliveries(city),
        ("unknown-decision", decisions.decide, {**review, "decision": "reject", "code": "select"}),
        ("reason-empty", decisions.decide, {**review, "decision": "reject"}),
        ("unknown-preset", procedures.install_preset, {"name": "seoul-1999", **at}),
        ("procedure-exists", procedures.install_preset, {"name": "seoul-2019", **at}),
        ("rules-unchanged", procedures.publish_rules, {"slug": "seoul-2019", "data": up.data, **at}),
        ("rules-outdated", procedures.publish_rules, {"slug": "seoul-2019", "data": {**up.data, "source": "x"}, "after": 3, **at}),
        ("rules-broken", procedures.publish_rules, {"slug": "seoul-2019", "data": {"madang": 1}, **at}),
        ("rules-broken", procedures.publish_rules, {"slug": "new", "data": {**up.data, "source": "\x00"}, **at}),
        ("rules-broken", procedures.publish_rules, {"slug": "new", "data": {**up.data, "source": "\ud800"}, **at}),
        ("no-such-version", procedures.move_case, {"case": city.fresh.case, "to": 9, **at}),
        ("case-closed", procedures.move_case, {"case": city.over.case, "to": 1, **at}),
        ("key-taken", people.register_person, {"key": "하나", **at}),
        ("key-taken", people.register_person, {"key": "새하나", "email": "HANA@gaon.example", **at}),
        ("email-malformed", people.register_person, {"key": "새하나", "email": "hana\x00", **at}),
        ("key-taken", people.register_department, {"key": "parks", "name": "공원", **at}),
        ("unknown-role", people.grant_role, {"person": city.하나, "role": "king", **at}),
        ("department-missing", people.grant_role, {"person": city.하나, "role": Role.DEPARTMENT_OFFICER, **at}),
        ("unknown-person", people.find_person, {"key": "세라"}),
        ("unknown-department", people.find_department, {"key": "moon"}),
        ("no-procedure", procedures.find_procedure, {"slug": "moon"}),
    ]  # fmt: skip


def _of_forums(city):
    at = {"at": LATE, "actor": None}
    say = {"forum": city.running, "text": "제 생각은요", "author": city.하나, "position": "against", **at}
    support, open_, note = opinions.support_opinion, forums.open_forum, forums.note_forum
    return [
        ("unknown-forum", forums.find_forum, {"key": "moon"}),
        ("no-open-stage", open_, {"case_key": "fresh", **at}),
        ("forum-already-open", open_, {"case_key": "asking", **at}),
        ("unknown-decision", open_, {"case_key": "chosen", "form": "shouting", **at}),
        ("question-empty", open_, {"case_key": "chosen", "question": " ", **at}),
        ("title-too-long", open_, {"case_key": "chosen", "question": "가" * 301, **at}),
        ("forum-too-short", open_, {"case_key": "chosen", "days": 29, **at}),
        ("changed-meanwhile", open_, {"case_key": "chosen", "edition": 9, **at}),
        ("key-taken", open_, {"case_key": "chosen", "key": "asking", **at}),
        ("reason-empty", forums.close_forum, {"forum": city.running, "reason": " ", **at}),
        ("forum-closes-by-clock", forums.close_forum, {"forum": city.running, "reason": "그만", **at}),
        ("forum-closed", forums.close_forum, {"forum": city.talk, "reason": "그만", **at}),
        ("text-empty", note, {"forum": city.running, "text": " ", **at}),
        ("count-too-large", note, {"forum": city.running, "text": "기록", "count": -1, **at}),
        ("forum-not-open", note, {"forum": city.preparing, "text": "기록", **at}),
        ("forum-closed", note, {"forum": city.talk, "text": "기록", "count": 3, **at}),
        ("text-empty", opinions.post_opinion, {**say, "text": "\u200b"}),
        ("body-too-long", opinions.post_opinion, {**say, "text": "가" * 3_001}),
        ("position-missing", opinions.post_opinion, {**say, "position": ""}),
        ("unknown-decision", opinions.post_opinion, {**say, "position": "maybe"}),
        ("forum-not-open", opinions.post_opinion, {**say, "forum": city.preparing}),
        ("forum-closed", opinions.post_opinion, {**say, "forum": city.talk}),
        ("opinion-unchanged", opinions.post_opinion, {**say, "position": city.mine.position, "text": city.mine.text}),
        ("opinion-hidden", opinions.post_opinion, {**say, "author": city.두리}),
        ("unknown-opinion", opinions.post_opinion, {**say, "reply_to": "moon"}),
        ("comment-gone", opinions.post_opinion, {**say, "reply_to": city.hidden.key}),
        ("key-taken", opinions.post_opinion, {**say, "author": None, "key": city.mine.key}),
        ("unknown-opinion", opinions.find_opinion, {"key": "moon"}),
        ("own-comment", support, {"opinion": city.mine, "person": city.하나, "at": LATE}),
        ("comment-gone", support, {"opinion": city.hidden, "person": city.하나, "at": LATE}),
        ("not-allowed", opinions.delete_opinion, {"opinion": city.mine, "at": LATE, "actor": city.두리}),
    ]  # fmt: skip


def _of_tasks_and_deliveries(city):
    at = {"at": LATE, "actor": None}
    return [
        ("no-open-stage", tasks.finish_task, {"case_key": "fresh", **at}),
        ("no-open-stage", tasks.finish_task, {"case_key": "discussed", "act": "publish", **at}),
        ("case-closed", tasks.finish_task, {"case_key": "over", **at}),
        ("no-open-stage", deliveries.start_delivery, {"case_key": "fresh", "plan": "계획", **at}),
        ("text-empty", deliveries.start_delivery, {"case_key": "answered", "plan": " ", **at}),
        ("text-empty", deliveries.update_delivery, {"case_key": "answered", "progress": " ", **at}),
        ("percent-out-of-range", deliveries.update_delivery, {"case_key": "answered", "progress": "반", "percent": 101, **at}),
        ("body-too-long", deliveries.finish_delivery, {"case_key": "answered", "result": "가" * 20_001, **at}),
        ("case-closed", deliveries.finish_delivery, {"case_key": "over", "result": "끝", **at}),
    ]  # fmt: skip


def test_거절된_일은_어느_표의_어느_줄도_바꾸지_않는다(도시):
    before = everything()
    for code, act, facts in refusals(도시):
        with pytest.raises(Refused) as refused:
            act(**facts)
        assert refused.value.code == code, (act.__name__, refused.value.code, facts)
        assert str(refused.value), "every refusal has its sentence"
        assert "%(" not in str(refused.value)
        now = everything()
        changed = [table for table in now if now[table] != before[table]]
        assert not changed, f"{act.__name__} was refused ({code}) and yet wrote into {changed}"


def test_마감_뒤의_공감은_시계가_아직_울리지_않았어도_늦고_건은_제때_끝난_것이_된다(제안):
    make.supports(제안, 3)
    for act in (
        lambda: make.support(제안, make.person("두리"), at=END),
        lambda: make.paper(제안, 3, at=END),
    ):
        with pytest.raises(Refused):
            act()
    assert make.case(제안).closed_at == END


def test_확인과_나이를_바라는_절차에서는_그만큼_확인한_사람만_공감한다():
    petition = make.proposal("주민 제안", procedure="madrid", by=make.person("하나", level="resident", born=1990))
    codes = {}
    for name, known in {
        "가입만": {},
        "전화만": {"level": "phone", "born": 1990},
        "열다섯": {"level": "resident", "born": AT.year - 15},
        "나이를 모름": {"level": "resident"},
        "열여섯": {"level": "resident", "born": AT.year - 16},
        "더 세게": {"level": "strong", "born": 1950},
    }.items():
        try:
            codes[name] = make.support(petition, make.person(name, **known), at=SOON)
        except Refused as refused:
            codes[name] = refused.code
    settings = make.rules("madrid").document.stage("collecting").settings
    assert settings["level"] == "resident"
    young = "too-young" if "min_age" in settings else True
    assert codes == {
        "가입만": "verification-needed",
        "전화만": "verification-needed",
        "열다섯": young,
        "나이를 모름": young,
        "열여섯": True,
        "더 세게": True,
    }


def test_거절마다_문장이_있고_없는_거절은_만들_수_없다():
    assert all(sentence.strip() for sentence in REFUSALS.values())
    with pytest.raises(LookupError):
        Refused("no-such-code")
