"""공론장 책상의 쪽: 누가 여는지, 무엇이 보이는지, 틀리게 적어도 잃지 않는지."""

import pytest

from madang.actions import blocks, decisions, experiments, forum_desk, tasks
from madang.base.errors import Refused
from madang.forums.models import Block, Forum
from madang.people.models import Role
from madang.web.staff.forum_forms import NEUTRAL
from tests import make
from tests.forums_desk.conftest import AT, agreed, asked, fresh, opened, picture, selected

pytestmark = pytest.mark.django_db
ASK = {"question": "넓히는 데 찬성하십니까?", "form": "pro_con", "body": "왜 묻는지", "days": "45", "do": "save"}


def test_준비하는_사람에게만_열린다(거리, 브라우저, 네온, 세종, 하나, 토론지기):
    for who, status in ((네온, 200), (토론지기, 200), (세종, 404), (하나, 404)):
        assert 브라우저(who, at=AT).get("/staff/forums/street").status_code == status
    assert 브라우저(세종, at=AT).get("/staff/forums").status_code == 200
    assert "street" not in 브라우저(세종, at=AT).page("/staff/forums?state=all")


def test_부서는_우리_부서가_묻는_것만_준비한다(브라우저, 교통과, 공원과, 세종):
    asked(교통과, key="ours")
    asked(공원과, key="theirs")
    one = 브라우저(세종, at=AT)
    assert one.get("/staff/forums/ours").status_code == 200
    assert one.get("/staff/forums/theirs").status_code == 404
    assert one.get("/staff/forums/ours/open").status_code == 404


def test_고치고_저장하고_다시_본다(거리, 브라우저, 네온):
    one = 브라우저(네온, at=AT)
    assert one.send("/staff/forums/street", **ASK, edition=0) == "/staff/forums/street"
    page = one.page("/staff/forums/street")
    assert "넓히는 데 찬성하십니까?" in page
    assert "네온 PM" in page


def test_그_사이_동료가_고쳤으면_두_글이_모두_보인다(거리, 브라우저, 네온, 토론지기):
    브라우저(토론지기, at=AT).send("/staff/forums/street", **{**ASK, "question": "먼저 저장한 질문"}, edition=0)
    page = 브라우저(네온, at=AT).send("/staff/forums/street", 409, **{**ASK, "question": "내가 적은 질문"}, edition=0)
    assert "먼저 저장한 질문" in page
    assert 'value="내가 적은 질문"' in page
    assert "토론 스탭 님이 고쳤습니다" in page


def test_틀린_곳은_이유를_듣고_적은_것이_남는다(거리, 브라우저, 네온):
    long = "가" * 301
    page = 브라우저(네온, at=AT).send("/staff/forums/street", 422, **{**ASK, "question": long}, edition=0)
    assert long in page
    assert "왜 묻는지" in page


def test_이미_열린_뒤에_저장하면_적은_것을_보여_준다(거리, 브라우저, 네온):
    opened(거리)
    page = 브라우저(네온, at=AT).send("/staff/forums/street", 409, **{**ASK, "question": "늦게 적은 질문"}, edition=0)
    assert "늦게 적은 질문" in page
    assert "이미 열린 공론장" in page


def test_저절로_저장한다(거리, 브라우저, 네온):
    one = 브라우저(네온, at=AT)
    told = one.post("/staff/forums/street", {**ASK, "do": "autosave", "edition": 0}).json()
    assert told["edition"] == 1
    assert (
        one.post("/staff/forums/street", {**ASK, "question": "또", "do": "autosave", "edition": 0}).status_code == 409
    )


def test_자료를_넣고_고치고_차례를_바꾼다(거리, 브라우저, 네온):
    one = 브라우저(네온, at=AT)
    for title in ("가", "나"):
        one.send("/staff/forums/street/add?kind=for", title=title, text="까닭")
    last = Block.objects.get(title="나")
    one.send(f"/staff/forums/street/blocks/{last.key}/order", do="up")
    assert [each.title for each in 거리.blocks.all()] == ["나", "가"]
    page = one.page(f"/staff/forums/street/blocks/{last.key}")
    assert "까닭" in page
    one.send(f"/staff/forums/street/blocks/{last.key}", title="나", text="고친 까닭", edition=1)
    page = one.send(f"/staff/forums/street/blocks/{last.key}", 409, title="나", text="늦은 까닭", edition=1)
    assert "고친 까닭" in page
    assert "늦은 까닭" in page
    one.send(f"/staff/forums/street/blocks/{last.key}/order", do="remove")
    assert 거리.blocks.count() == 1


def test_그림_설명이_없으면_여는_쪽이_어디를_고칠지_가리킨다(거리, 브라우저, 네온):
    one = 브라우저(네온, at=AT)
    one.send("/staff/forums/street/add?kind=card", title="한눈에", file=picture())
    card = Block.objects.get()
    page = one.page("/staff/forums/street/open")
    assert f"/staff/forums/street/blocks/{card.key}" in page
    assert "공론장 열기" not in page.partition("</form>")[0].rpartition("<form")[2]
    page = one.send("/staff/forums/street/open", 409, checked=list(NEUTRAL), edition=1)
    assert "그림 설명이 빠진" in page
    assert fresh(거리).opened_at is None
    one.send(f"/staff/forums/street/blocks/{card.key}", title="한눈에", alt="거리의 지도", edition=1)
    assert one.send("/staff/forums/street/open", checked=list(NEUTRAL), edition=2) == "/staff/forums/street"
    assert fresh(거리).opened_at == AT


def test_다섯_가지를_다_살펴보지_않으면_열리지_않는다(거리, 브라우저, 네온):
    one = 브라우저(네온, at=AT)
    page = one.send("/staff/forums/street/open", 422, checked=list(NEUTRAL)[:3], edition=0)
    assert "모두 살펴보고" in page
    assert fresh(거리).opened_at is None


def test_열기_전_쪽은_누구에게_알리는지_말한다(브라우저, 네온):
    forum = selected(key="park")
    page = 브라우저(네온, at=AT).page(f"/staff/forums/{forum.key}/open")
    assert "3월" in page or "4월" in page
    assert "따로 알릴 사람은 아직 없습니다" in page


def test_올린_그림은_열기_전에는_준비하는_사람만_본다(거리, 브라우저, 네온, 하나):
    card = blocks.add_block(forum=거리, what={"kind": "card", "alt": "지도"}, file=picture(), at=AT, actor=None)
    path = f"/forums/files/{card.key}/480.webp"
    assert 브라우저(네온, at=AT).get(path).status_code == 200
    assert 브라우저(하나, at=AT).get(path).status_code == 404
    opened(거리)
    answer = 브라우저(None, at=AT).get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/webp"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    blocks.withdraw_block(block=card, reason="초상권", at=AT, actor=None)
    assert 브라우저(하나, at=AT).get(path).status_code == 404


def test_시민이_볼_모습에_모두_보인다(거리, 브라우저, 네온):
    for kind, title in (("background", "배경 글"), ("for", "찬성 글"), ("against", "반대 글"), ("data", "통계")):
        rows = "곳,차\n정문,1200" if kind == "data" else ""
        blocks.add_block(forum=거리, what={"kind": kind, "title": title, "rows": rows}, at=AT, actor=None)
    page = 브라우저(네온, at=AT).page("/staff/forums/street/preview")
    for said in ("배경 글", "찬성 글", "반대 글", "통계", "1200", "두 쪽의 이야기"):
        assert said in page


def test_꺾쇠는_글자로만_보인다(거리, 브라우저, 네온):
    blocks.add_block(
        forum=거리,
        what={"kind": "data", "title": "<b>굵게</b>", "text": "<script>", "rows": "<i>,나\n<u>,1"},
        at=AT,
        actor=None,
    )
    page = 브라우저(네온, at=AT).page("/staff/forums/street/preview")
    assert "<script>" not in page.partition("<main")[2].partition("</main>")[0]
    assert "&lt;i&gt;" in page


def test_연_뒤에는_덧붙이고_내린다(거리, 브라우저, 네온):
    one = 브라우저(네온, at=AT)
    blocks.add_block(forum=거리, what={"kind": "data", "title": "처음 표", "rows": "가,나\n1,2"}, at=AT, actor=None)
    first = Block.objects.get()
    opened(거리)
    assert "바로잡기" in one.page("/staff/forums/street")
    one.send("/staff/forums/street/add?kind=data", title="고친 표", rows="가,나\n1,3", corrects=first.key)
    one.send(f"/staff/forums/street/blocks/{first.key}/withdraw", reason="잘못 센 표입니다.")
    page = one.page("/staff/forums/street/preview")
    assert "잘못 센 표입니다." in page
    assert "고친 표" in page
    assert one.post(f"/staff/forums/street/blocks/{first.key}/withdraw", {"reason": ""}).status_code == 302


def test_이어_가는_토론은_이유를_밝히고_마친다(거리, 브라우저, 네온):
    opened(거리, long_running=True)
    one = 브라우저(네온, at=AT + make.days(90))
    assert "이유를 적어" in one.send("/staff/forums/street/close", 422, reason=" ")
    one.send("/staff/forums/street/close", reason="충분히 이야기했습니다.")
    assert fresh(거리).visit.left is not None


def test_목록은_상태마다_나뉘고_기다린_날을_말한다(거리, 브라우저, 네온, 교통과):
    asked(교통과, key="ask")
    opened(selected(key="park"))
    one = 브라우저(네온, at=AT + make.days(12))
    page = one.page("/staff/forums")
    assert "12일째 준비" in page
    assert "합의 살피기" in page
    assert "/staff/forums/park" in one.page("/staff/forums?state=running")
    sheet = b"".join(one.get("/staff/forums?format=csv&state=all").streaming_content).decode("utf-8-sig")
    assert sheet.count("\n") == 4
    home = one.page("/staff/")
    assert "합의 살피기" in home
    assert "12일째 준비" in home


def test_열려는_날은_오늘_할_일의_마감이_되고_지나면_늦는다(거리, 브라우저, 네온):
    one = 브라우저(네온, at=AT)
    one.send("/staff/forums/street", **ASK, opens_on="2019-03-20", edition=0)
    assert fresh(거리).opens_on.isoformat() == "2019-03-20"
    assert "2019년 3월 20일(수)에 열 예정" in one.page("/staff/forums/street")
    for path in ("/staff/", "/staff/forums"):
        page = one.page(path)
        assert "3월 20일(수)" in page
        assert "data-late" not in page
    late = 브라우저(네온, at=AT + make.days(20))
    assert "data-late" in late.page("/staff/")
    assert "data-late" in late.page("/staff/forums")
    assert "날짜를 2026-03-31처럼" in one.send("/staff/forums/street", 422, **ASK, opens_on="내일", edition=1)


def test_책상마다_이어진_책상으로_간다(거리, 브라우저, 네온, 교통과, 세종):
    def links(who, key):
        page = 브라우저(who, at=AT).page(f"/staff/forums/{key}")
        return [name for name in ("sessions", "report", "result") if f"/staff/forums/{key}/{name}" in page]

    assert links(네온, "street") == ["sessions"]
    opened(거리)
    assert links(네온, "street") == ["sessions", "report", "result"]
    asked(교통과, key="ask")
    assert links(세종, "ask") == ["sessions"]
    opened(Forum.objects.get(key="ask"))
    assert links(세종, "ask") == ["sessions"], "열 수 없는 책상으로는 보내지 않는다"


def test_끝난_토론은_제_일이_남은_동안만_결과를_기다린다(브라우저, 네온):
    matter = make.proposal("차 없는 거리", procedure="seoul-2020", key="street")
    make.paper(matter, 1000)  # the budget's task is open too, and is none of the discussion's
    decisions.decide(case_key="street", kind="agenda", decision="select", at=AT, actor=None)
    opened(Forum.objects.get(case=matter.case))
    make.tick(AT + make.days(60))
    late = 브라우저(네온, at=AT + make.days(61))
    assert "/staff/cases/street" in late.page("/staff/forums?state=ended")
    tasks.finish_task(case_key="street", act="deliver", at=AT + make.days(61), actor=네온)
    assert matter.case.visits.filter(kind="task", left=None).get().stage == "budgeting"
    assert "/staff/cases/street" not in late.page("/staff/forums?state=ended")


def test_목록은_아무리_길어도_묻는_수가_같다(브라우저, 네온, django_assert_max_num_queries):
    for n in range(12):
        selected(f"거리 {n}", key=f"s{n}")
    one = 브라우저(네온, at=AT)
    one.page("/staff/forums")
    with django_assert_max_num_queries(30):
        one.page("/staff/forums")


# ── 기관제안 ──


def test_주무관이_묻고_두_쪽이_합의하고_연다(브라우저, 교통과, 세종, 네온):
    make.procedure()
    one = 브라우저(세종, at=AT)
    assert "교통정책과" in one.page("/staff/questions/new")
    given = {
        "procedure": "seoul-2019", "department": "mobility", "purpose": "dispute", "form": "pro_con", "key": "abcdefgh12",
        "question": "밤에 가로등을 어둡게 할까요?", "body": "", "promised_on": "2019-06-01",
    }  # fmt: skip
    where = one.send("/staff/questions/new", **given)
    assert where == "/staff/forums/abcdefgh12"
    assert one.send("/staff/questions/new", **given) == where
    assert Forum.objects.count() == 1
    one.send(f"{where}/agree", side="department", edition=1, do="agree")
    assert one.post(f"{where}/agree", {"side": "team", "edition": 1}).status_code == 404
    lead = 브라우저(네온, at=AT)
    assert "부서와 운영팀" in lead.page(f"{where}/open")
    lead.send(f"{where}/agree", side="team", edition=1, do="agree")
    lead.send(f"{where}/open", checked=list(NEUTRAL), edition=1)
    assert Forum.objects.get().opened_at == AT


def test_남의_부서_이름으로는_물을_수_없다(브라우저, 교통과, 공원과, 세종):
    make.procedure()
    given = {
        "procedure": "seoul-2019", "department": "parks", "purpose": "ideas", "form": "open", "key": "abcdefgh12",
        "question": "공원에 무엇이 필요합니까?",
    }  # fmt: skip
    page = 브라우저(세종, at=AT).send("/staff/questions/new", 422, **given)
    assert "고를 수 없는 부서" in page
    assert "공원에 무엇이 필요합니까?" in page


def test_묻는_길이_없는_절차뿐이면_쪽이_까닭을_말한다(브라우저, 네온):
    make.procedure("bluehouse-2019")
    assert "기관이 시민에게 묻는 길이 없어요" in 브라우저(네온, at=AT).page("/staff/questions/new")


def test_합의하지_않는_이유를_다른_쪽이_본다(브라우저, 교통과, 세종, 네온):
    asked(교통과, key="ask")
    브라우저(세종, at=AT).send("/staff/forums/ask/agree", side="department", do="disagree", reason="기간이 짧습니다.")
    assert "기간이 짧습니다." in 브라우저(네온, at=AT).page("/staff/forums/ask")


def test_약속한_날은_준비하는_쪽과_시민의_모습에_보인다(브라우저, 교통과, 네온):
    asked(교통과, key="ask")
    page = 브라우저(네온, at=AT).page("/staff/forums/ask/preview")
    assert "2019년 5월 3일(금)까지 답하겠습니다" in page or "5월 3일(금)까지 답하겠습니다" in page


def test_알리는_글은_정해졌다고_분명히_말한다(브라우저, 교통과, 네온):
    asked(교통과, key="ask", purpose="announce", form="open")
    page = 브라우저(네온, at=AT).page("/staff/forums/ask/preview")
    assert "이미 정한 일을 알리는 글이에요" in page
    opened(Forum.objects.get())
    page = 브라우저(None, at=AT).page("/forums/ask")
    assert "기관이 알립니다" in page
    assert "기관이 묻습니다" not in page


# ── 실험장 ──


def test_실험은_가설을_적고_관찰하고_결과를_토론에_잇는다(브라우저, 네온):
    trial = selected("차 없는 날을 해 봐요", form="experiment", key="trial")
    talk = selected("차 없는 거리를 넓혀요", key="talk")
    opened(talk)
    one = 브라우저(네온, at=AT)
    assert "기대하는 효과" in one.page("/staff/forums/trial")
    one.send(
        "/staff/forums/trial",
        question="해 봅니다",
        form="experiment",
        effect="아이들이 더 걷는다",
        edition=0,
        do="save",
    )
    opened(trial)
    page = one.send("/staff/forums/trial/observe", 422, on="2019-03-05", text="37명이 걸었다", file=picture())
    assert "그림마다 무엇이 보이는지" in page
    assert "37명이 걸었다" in page
    one.send("/staff/forums/trial/observe", on="2019-03-05", text="37명이 걸었다", file=picture(), alt="걷는 아이들")
    assert "아직 오지 않은 날" in one.send("/staff/forums/trial/observe", 422, on="2030-01-01", text="미래")
    one.send("/staff/forums/trial/conclude", finding="두 배로 걸었다", feeds="talk")
    shown = fresh(trial)
    assert (shown.finding, shown.feeds_id) == ("두 배로 걸었다", talk.pk)
    page = one.page("/staff/forums/trial/preview")
    for said in ("아이들이 더 걷는다", "37명이 걸었다", "걷는 아이들", "두 배로 걸었다", "/forums/talk"):
        assert said in page
    assert "두 배로 걸었다" in one.page("/staff/forums/talk/preview")


def test_관찰_기록은_고치지_않고_바로잡거나_이유를_밝히고_내린다(브라우저, 네온, 세종, 하나):
    trial = selected("해 봐요", form="experiment", key="trial")
    opened(trial)
    one = 브라우저(네온, at=AT)
    one.send("/staff/forums/trial/observe", on="2019-03-05", text="37명이 걸었다", file=picture(), alt="걷는 아이들")
    first = trial.observations.get()
    one.send("/staff/forums/trial/observe", on="2019-03-05", text="다시 세니 27명이다", corrects=first.key)
    page = 브라우저(None, at=AT).page("/forums/trial")
    assert "37명이 걸었다" in page, "틀린 기록도 바로잡은 기록과 함께 남는다"
    assert "2019년 3월 5일(화)의 기록을 바로잡아요" in page
    assert "2019년 3월 5일(화)에 바로잡은 기록이 있어요" in page
    where = f"/staff/forums/trial/observations/{first.key}/withdraw"
    assert 브라우저(세종, at=AT).get(where).status_code == 404
    assert "37명이 걸었다" in one.page(where)
    assert "누구나 볼 수 있는 이유를" in one.send(where, 422, reason=" ")
    one.send(where, reason="얼굴이 보이는 사진입니다.")
    assert one.send(where, reason="또") == "/staff/forums/trial#experiment"
    page = 브라우저(하나, at=AT).page("/forums/trial")
    assert "37명이 걸었다" not in page
    assert "에 내린 기록이에요." in page
    assert "얼굴이 보이는 사진입니다." in page
    assert 브라우저(하나, at=AT).get(f"/forums/files/{first.key}/480.webp").status_code == 404
    assert "37명이 걸었다" in one.page("/staff/forums/trial"), "준비하는 사람은 무엇을 내렸는지 안다"
    last = trial.observations.get(withdrawn_at=None)
    with pytest.raises(Refused) as refused:
        experiments.observe(forum=trial, on=last.on, text="또", corrects=first.key, at=AT, actor=네온)
    assert refused.value.code == "observation-gone"


def test_결과는_한_번만_적고_잇는_곳은_바꿀_수_있다(브라우저, 네온):
    trial = selected("해 봐요", form="experiment", key="trial")
    talk = selected("이야기해요", key="talk")
    opened(trial)
    experiments.conclude(forum=trial, finding="됐다", at=AT, actor=None)
    one = 브라우저(네온, at=AT)
    one.send("/staff/forums/trial/conclude", finding="몰래 바꾼 결과", feeds="talk")
    assert (fresh(trial).finding, fresh(trial).feeds_id) == ("됐다", talk.pk)


def test_실험이_아닌_곳에는_관찰을_적을_수_없다(거리, 브라우저, 네온):
    opened(거리)
    assert (
        브라우저(네온, at=AT).post("/staff/forums/street/observe", {"on": "2019-03-05", "text": "봄"}).status_code
        == 404
    )


def test_합의_기다림은_두_쪽의_할_일에_보인다(브라우저, 교통과, 세종, 네온):
    forum = asked(교통과, key="ask")
    assert "합의 살피기" in 브라우저(세종, at=AT).page("/staff/")
    agreed(forum, 세종, 네온)
    assert "합의 살피기" not in 브라우저(네온, at=AT).page("/staff/")
    forum_desk.disagree_forum(forum=forum, side="team", reason="다시 봅시다", at=AT, actor=네온)
    assert "합의 살피기" in 브라우저(네온, at=AT).page("/staff/")


def test_담당자가_아니면_열지_못한다(거리, 브라우저):
    auditor = make.staff("감사", Role.AUDITOR)
    assert 브라우저(auditor, at=AT).get("/staff/forums").status_code == 404
