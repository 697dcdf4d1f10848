"""글: 첫 공감까지 고칠 수 있고, 그 뒤에는 설명을 덧붙이며, 이유를 말하고 거둔다."""

import pytest

from madang.actions import supports, texts
from madang.audit.models import Entry
from madang.audit.sentences import sentence
from madang.base.errors import Refused
from madang.ops.export import events
from madang.procedures.models import Duty
from madang.proposals.models import Proposal, TextVersion
from tests import make
from tests.processes import ask, barrier, start
from tests.writing import racing

AT = make.AT
LATER = AT + make.days(1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def 하나(db):
    return make.person("하나")


@pytest.fixture
def 제안(하나):
    return make.proposal("자전거 길을 이어 주세요", body="끊긴 곳이 많아요.", by=하나, category="교통")


def edited(proposal, by, title="자전거 길을 모두 이어 주세요", **more):
    given = {"body": "끊긴 곳이 셋이에요.", "at": LATER, **more}
    return texts.edit_proposal(case_key=proposal.case.key, title=title, actor=by, **given)


def retired(proposal, by, code="duplicate", **more):
    return texts.retire_proposal(case_key=proposal.case.key, code=code, at=LATER, actor=by, **more)


def refused(act, *args, **more):
    with pytest.raises(Refused) as found:
        act(*args, **more)
    return found.value.code


def test_첫_공감_전에는_고칠_수_있고_앞의_글은_남으며_새_글로_찾아진다(제안, 하나):
    edited(제안, 하나)
    now = Proposal.objects.get()
    assert (now.title, now.body, now.number, now.category) == (
        "자전거 길을 모두 이어 주세요",
        "끊긴 곳이 셋이에요.",
        2,
        "교통",
    )
    before = TextVersion.objects.get()
    assert (before.number, before.title, before.body, before.until) == (
        1,
        "자전거 길을 이어 주세요",
        "끊긴 곳이 많아요.",
        LATER,
    )
    assert Proposal.objects.found_by("모두").exists()
    assert not Proposal.objects.found_by("많아요").exists()
    entry = Entry.objects.get(verb="proposal.edit")
    assert sentence(entry.verb, entry.facts) == "글을 고쳤습니다. 이제 2판입니다."


def test_같은_글은_새_판이_아니다(제안, 하나):
    edited(제안, 하나, title="자전거 길을  이어 주세요 ", body="끊긴 곳이 많아요.")
    assert Proposal.objects.get().number == 1
    assert not Entry.objects.filter(verb="proposal.edit").exists()


def test_누가_공감했거나_종이로_모였거나_남이면_고칠_수_없다(제안, 하나):
    assert refused(edited, 제안, make.person("두리")) == refused(edited, 제안, None) == "not-yours"
    make.support(제안, make.person("두리"))
    assert refused(edited, 제안, 하나) == "text-fixed"
    다른 = make.proposal(by=하나)
    make.paper(다른, 3)
    assert refused(edited, 다른, 하나) == "text-fixed"
    assert not TextVersion.objects.exists()


def test_공감한_사람이_거두면_다시_고칠_수_있다(제안, 하나):
    두리 = make.person("두리")
    make.support(제안, 두리)
    supports.withdraw_support(proposal=제안, person=두리, at=AT)
    edited(제안, 하나)
    assert Proposal.objects.get().number == 2


def test_끝난_건과_기준이_막은_건은_고치지_못한다(제안, 하나):
    make.tick(AT + make.days(100))
    assert refused(edited, 제안, 하나) == "case-closed"
    굳은 = make.proposal(procedure="bluehouse-2017", by=하나)
    assert refused(edited, 굳은, 하나) == "text-fixed-by-rules"
    assert refused(retired, 굳은, 하나) == "retire-forbidden-by-rules"
    texts.clarify_proposal(case_key=굳은.case.key, text="설명은 덧붙일 수 있어요.", at=LATER, actor=하나)


def test_두_창에서_고치면_늦은_쪽이_그렇다는_말을_듣는다(제안, 하나):
    edited(제안, 하나, number=1)
    assert refused(edited, 제안, 하나, title="또 다른 제목", number=1) == "changed-meanwhile"


def test_빈_제목과_너무_긴_글은_판을_만들지_않는다(제안, 하나):
    assert refused(edited, 제안, 하나, title="\u200b") == "title-empty"
    assert refused(edited, 제안, 하나, body="가" * 60_001) == "body-too-long"
    assert not TextVersion.objects.exists()


def test_공감한_뒤에는_설명을_덧붙인다(제안, 하나):
    make.support(제안, make.person("두리"))
    made = texts.clarify_proposal(
        case_key=제안.case.key, text=" 길이는 300m예요.\n\n\n\n지도도 있어요. ", at=LATER, actor=하나
    )
    assert (made.text, made.at) == ("길이는 300m예요.\n\n지도도 있어요.", LATER)
    assert refused(texts.clarify_proposal, case_key=제안.case.key, text=" ", at=LATER, actor=하나) == "text-empty"
    two = {"case_key": 제안.case.key, "text": "저도요", "at": LATER, "actor": make.person()}
    assert refused(texts.clarify_proposal, **two) == "not-yours"


def test_이유를_말하고_거두면_건이_끝나고_남은_약속이_풀린다(제안, 하나):
    make.supports(제안, 50)
    retired(제안, 하나, "under-way", reason="구청이 벌써 시작했대요.")
    case = make.case(제안)
    assert case.closed_at == LATER
    assert set(case.visits.values_list("outcome", flat=True)) == {"retired"}
    assert Duty.objects.get().released_at == LATER
    now = Proposal.objects.get()
    assert (now.retired_at, now.retired_code, now.retired_reason) == (LATER, "under-way", "구청이 벌써 시작했대요.")
    assert refused(make.support, 제안, make.person("세미"), at=LATER) == "not-collecting"
    assert refused(retired, 제안, 하나) == "case-closed"


def test_까닭_없이_남의_것을_모르는_코드로_거둘_수_없다(제안, 하나):
    assert refused(retired, 제안, 하나, "other") == "reason-empty"
    assert refused(retired, 제안, 하나, "because") == "unknown-decision"
    assert refused(retired, 제안, make.person("두리")) == "not-yours"
    assert make.case(제안).closed_at is None


def test_내보낸_사건에는_처음_글과_고친_글과_설명과_철회가_차례로_있다(제안, 하나):
    edited(제안, 하나)
    make.support(제안, make.person("두리"), at=LATER)
    texts.clarify_proposal(case_key=제안.case.key, text="지도를 붙일게요.", at=LATER, actor=하나)
    retired(제안, 하나, "other", reason="이사 가요.")
    told = [event for event in events() if event["do"].startswith("proposal.")]
    assert [(e["do"], e.get("title") or e.get("text") or e.get("code")) for e in told] == [
        ("proposal.submit", "자전거 길을 이어 주세요"),
        ("proposal.edit", "자전거 길을 모두 이어 주세요"),
        ("proposal.clarify", "지도를 붙일게요."),
        ("proposal.retire", "other"),
    ]
    assert told[3]["reason"] == "이사 가요."


def test_내보내고_다시_살리면_같은_건이_된다(madang, databases, tmp_path):
    madang("procedures", "install", "seoul-2019")
    ask(madang.url, racing.write_and_retire)
    file = tmp_path / "all.jsonl"
    madang("export", file)
    again = type(madang)(databases.new(), tmp_path)
    again("replay", file)
    assert again("cases", "--json").out == madang("cases", "--json").out
    assert ask(again.url, racing.texts_of, "a") == ask(madang.url, racing.texts_of, "a")


@pytest.mark.slow
def test_고침과_첫_공감이_부딪치면_둘_가운데_하나만_된다(madang):
    """Whoever supported a text supported the text that stands: never a text that changed under the support."""
    madang("procedures", "install", "seoul-2019")
    keys = ask(madang.url, racing.prepare, 25)
    gate = barrier(2)
    jobs = [start(madang.url, act, gate, keys) for act in (racing.editing, racing.supporting)]
    edits, casts = [job.result() for job in jobs]
    found = ask(madang.url, racing.order_of_acts, keys)
    assert len(casts) == 25
    for key in keys:
        assert found[key] in (["support.cast"], ["proposal.edit", "support.cast"])
        assert (key in edits) == ("proposal.edit" in found[key])
