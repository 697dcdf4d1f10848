"""What may go wrong with criteria (``warnings.py``), said in Korean and English: what is the matter, and what to do."""

from __future__ import annotations

CAUTIONS: dict[str, tuple[str, str]] = {
    "tier-never": (
        "지난 {matters}건 가운데 {days}일 안에 공감 {count}에 이른 건이 하나도 없습니다. 아무도 이르지 "
        "못하는 기준은 참여할 동기를 낮춥니다. 공감 {other}이면 {others}건이 이릅니다.",
        "Of {matters} past matters none reached {count} supports within {days} days. A number that nobody "
        "reaches takes away the reason to take part. {others} would reach {other}.",
    ),
    "tier-rare": (
        "지난 {matters}건 가운데 {days}일 안에 공감 {count}에 이른 건은 {reached}건뿐입니다. 너무 높으면 "
        "참여할 동기가 낮아집니다. 공감 {other}이면 {others}건이 이릅니다.",
        "Of {matters} past matters only {reached} reached {count} supports within {days} days. Too high a "
        "number takes away the reason to take part. {others} would reach {other}.",
    ),
    "tier-easy": (
        "지난 {matters}건 가운데 {reached}건이 {days}일 안에 공감 {count}에 이릅니다. 너무 낮으면 운영 "
        "자원이 더 많이 듭니다. 공감 {other}이면 {others}건이 이릅니다.",
        "Of {matters} past matters {reached} reach {count} supports within {days} days. Too low a number "
        "asks for more of the team's time. {others} would reach {other}.",
    ),
    "tier-members": (
        "회원이 아직 {members}명입니다. 공감 {count}에 이르려면 더 많은 시민이 함께해야 하니, 처음에는 낮게 "
        "시작해 보십시오.",
        "There are {members} members so far. {count} supports need more people to join; consider beginning lower.",
    ),
    "tier-beyond": (
        "공감 {count}은 이 기관의 인구 {people}명보다 많아서 아무도 이를 수 없습니다. 더 낮은 수를 적으십시오.",
        "{count} supports are more than the {people} people there are, so nothing can reach it. Set a lower number.",
    ),
    "window-short": (
        "‘{stage}’ 기간이 {days}일보다 짧습니다. 이웃에게 알릴 틈이 없으니 더 길게 잡으십시오.",
        "‘{stage}’ is shorter than {days} days, which leaves no time to tell others. Make it longer.",
    ),
    "forum-short": (
        "‘{stage}’ 기간이 {days}일보다 짧습니다. 여러 사람이 생각을 나누고 현장 토론도 열 수 있게 {days}일 "
        "이상으로 잡으십시오.",
        "‘{stage}’ is shorter than {days} days. Give people {days} days or more to exchange views and to "
        "meet in a place.",
    ),
    "no-consequence": (
        "‘{stage}’ 뒤에 아무 일도 일어나지 않습니다. 무엇이 이어지는지 문장을 더하십시오: 답변, 토론, 결과 "
        "공개 가운데 하나면 됩니다.",
        "Nothing follows ‘{stage}’. Add a sentence that says what does: an answer, a discussion or a publication.",
    ),
    "no-execution": (
        "‘{stage}’에서 받아들인 뒤 실행을 알리는 문장이 없습니다. 약속이 잊히지 않게 ‘실행’을 더해 보십시오.",
        "Nothing tells how what ‘{stage}’ accepts is carried out. Add ‘execution’, so that the promise "
        "is not forgotten.",
    ),
    "no-duty": (
        "‘{stage}’에는 누가 언제까지 하는지 정해져 있지 않습니다. 정하지 않으면 기다리는 사람이 얼마나 "
        "걸릴지 알 수 없습니다. 문서 전체에서 기한을 적으십시오.",
        "Nobody has said who does ‘{stage}’ by when, so those who wait cannot know how long. Set a time in "
        "the document.",
    ),
    "no-reports": (
        "‘{stage}’의 진행 상황을 얼마마다 알리는지 정해져 있지 않습니다. ‘진행 상황 알리기’ 문장을 더하십시오.",
        "Nobody has said how often the course of ‘{stage}’ is told. Add the sentence on reports.",
    ),
    "extension-short": (
        "‘{stage}’ 기한은 {period}인데 {by}까지만 미룰 수 있습니다. 조사가 더 필요하면 늦은 답변이 되니, "
        "미룰 수 있는 기간을 {period} 가까이로 늘리거나 기한을 다시 정하십시오.",
        "‘{stage}’ has {period} but can be put off by {by} only. Where more study is needed the answer "
        "will be late: allow about {period}, or set another time.",
    ),
    "waits": (
        "‘{stage}’ 단계는 이 판의 마당에서 저절로 나아가지 않고 거기서 기다립니다. 이 단계 없이 "
        "시작하거나, 그때 손으로 이어 가십시오.",
        "This release of Madang does not run ‘{stage}’: matters wait there. Begin without it, or carry on by hand.",
    ),
    "no-departments": (
        "아직 부서가 없습니다. 답변할 부서를 먼저 만드십시오.",
        "There are no departments yet. Add those that are to answer.",
    ),
    "idle-departments": (
        "담당자가 없는 부서가 {n}곳 있습니다: {names}. 답변할 사람을 초대하십시오.",
        "{n} departments have no officer: {names}. Invite someone who answers.",
    ),
    "no-representative": (
        "기관의 대표자가 답하기로 했는데 기관장 역할을 맡은 사람이 없습니다. 초대하거나 담당자가 대신 "
        "올리기로 하십시오.",
        "The head of the institution is to answer, but nobody holds that role. Invite them, or let the "
        "officer in charge enter it.",
    ),
    "no-team": (
        "운영팀이 하기로 한 일이 있는데 담당자·PM·PL이 없습니다. 초대하십시오.",
        "The team has promises to keep, but there is no officer in charge, PM or PL. Invite one.",
    ),
    "no-panel": (
        "의제선정단의 결정을 적을 사람이 없습니다. 시민토론 스탭을 초대하십시오.",
        "Nobody can record what the agenda panel decides. Invite someone for discussions.",
    ),
}
