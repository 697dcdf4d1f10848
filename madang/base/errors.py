"""How an action says no.

An action that cannot be done raises :class:`Refused` with a code and the facts; nothing was written. The faces (web,
command line) find the words: ``REFUSALS`` holds one Korean sentence per code (the catalogue's msgid), saying what to
do, with the facts as ``%(name)s``.
"""

from __future__ import annotations


class Refused(Exception):
    """An act that the rules, the rights or the state of things do not allow; nothing has been changed."""

    def __init__(self, code: str, **facts: object) -> None:
        if code not in REFUSALS:
            raise LookupError(f"no sentence for refusal {code!r}")
        self.code = code
        self.facts = facts
        super().__init__(code)

    def __str__(self) -> str:
        return REFUSALS[self.code] % self.facts


def N_(text: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown."""
    return text


REFUSALS: dict[str, str] = {
    # texts
    "title-empty": N_("제목을 적어 주세요."),
    "title-too-long": N_("제목은 %(limit)s자까지 쓸 수 있어요. 지금은 %(length)s자예요."),
    "body-too-long": N_("내용은 %(limit)s자까지 쓸 수 있어요. 지금은 %(length)s자예요."),
    "text-empty": N_("내용을 적어 주세요."),
    "reason-empty": N_("누구나 볼 수 있는 이유를 적어 주세요."),
    "evidence-empty": N_("무엇을 근거로 셌는지 적어 주세요. 예: 서명부 3장, 사본 보관."),
    "count-not-positive": N_("수는 1 이상이어야 해요."),
    "count-too-large": N_("한 번에 %(limit)s명까지 올릴 수 있어요."),
    "no-such-draft": N_("쓰던 글을 찾을 수 없어요. 이미 올렸거나 지운 글이에요."),
    "too-many-drafts": N_("쓰다 둔 글은 %(limit)s개까지 둘 수 있어요. 내 활동에서 필요 없는 것을 지워 주세요."),
    "too-many-files": N_("그림과 파일은 모두 %(limit)s개까지 붙일 수 있어요."),
    "alt-missing": N_("그림마다 무엇이 보이는지 적어 주세요. 그림을 볼 수 없는 사람에게 읽어 줄 글이에요."),
    "alt-too-long": N_("그림 설명은 %(limit)s자까지 쓸 수 있어요."),
    "picture-unknown": N_("그림이 아니거나 모르는 형식이에요. JPEG, PNG, WebP, GIF 그림을 골라 주세요."),
    "picture-broken": N_("그림이 망가져 있어 열 수 없어요. 다시 찍거나 저장해서 올려 주세요."),
    "picture-too-many-pixels": N_("그림이 너무 커요. 가로와 세로를 줄여 %(limit)s백만 화소 아래로 올려 주세요."),
    "upload-too-large": N_("한 개에 %(limit)sMB까지 올릴 수 있어요."),
    "file-empty": N_("빈 파일이에요."),
    "file-broken": N_("파일이 망가져 있어 열 수 없어요. 다시 저장해서 올려 주세요."),
    "file-unknown": N_("받을 수 없는 종류의 파일이에요. 받는 것: %(endings)s."),
    "file-not-what-it-says": N_("이름은 %(ending)s인데 내용은 %(found)s 파일이에요. 이름을 바로잡아 다시 올려 주세요."),
    "file-two-things": N_("문서 안에 다른 것이 함께 들어 있어 받을 수 없어요. 문서만 다시 저장해서 올려 주세요."),
    "file-runs": N_("매크로나 프로그램이 든 파일은 받을 수 없어요. 매크로 없이 다시 저장해서 올려 주세요."),
    "file-swells": N_("풀면 지나치게 커지는 파일이라 받을 수 없어요."),
    "file-locked": N_("암호가 걸린 파일은 받을 수 없어요. 암호를 풀고 다시 올려 주세요."),
    "not-yours": N_("제안한 사람만 할 수 있어요."),
    "text-fixed": N_("이미 공감한 사람이 있거나 검토가 시작되어 글을 고칠 수 없어요. 대신 설명을 덧붙일 수 있어요."),
    "text-fixed-by-rules": N_("이 절차에서는 한번 올린 글을 고칠 수 없어요."),
    "too-many-clarifications": N_("설명은 %(limit)s번까지 덧붙일 수 있어요."),
    "retire-forbidden-by-rules": N_("이 절차에서는 한번 올린 제안을 철회할 수 없어요."),
    "retire-too-late": N_("여러 사람이 함께하는 단계(토론·투표·실행)로 넘어가서 철회할 수 없어요."),
    # supports
    "not-collecting": N_("지금은 공감을 받는 기간이 아니에요."),
    "window-closed": N_("공감을 받는 기간이 끝났어요."),
    "verification-needed": N_("이 제안에 공감하려면 먼저 확인이 필요해요: %(level)s."),
    "too-young": N_("%(age)s세부터 공감할 수 있어요."),
    "support-invalidated": N_(
        "이 제안에 하신 공감은 확인한 결과 무효로 처리되어 다시 공감할 수 없어요. 잘못되었다면 담당자에게 알려 주세요."
    ),
    "invalidation-query": N_("무효로 할 공감을 고를 조건을 다시 확인해 주세요: %(member)s."),
    "invalidation-state": N_("이 무효 처리는 이미 다른 단계로 넘어갔어요. 지금 상태를 보고 다시 해 주세요."),
    "day-to-come": N_("아직 오지 않은 날에는 메모를 남길 수 없어요."),
    "mark-not-withdrawable": N_("‘%(mark)s’은(는) 거둘 수 없어요: 도달하지 않았거나 그 단계가 이미 끝났어요."),
    # cases, duties, answers
    "no-procedure": N_("‘%(slug)s’ 절차가 없어요. 먼저 설치해 주세요."),
    "unknown-preset": N_("‘%(preset)s’ 표본이 없어요. 쓸 수 있는 것: %(presets)s."),
    "procedure-exists": N_("‘%(slug)s’ 절차가 이미 있어요. 새 기준판을 공개하거나 다른 이름으로 설치해 주세요."),
    "origin-not-accepted": N_("이 절차는 %(origin)s 제안을 받지 않아요."),
    "rules-broken": N_("기준 문서를 고쳐 주세요: %(problems)s"),
    "rules-unchanged": N_("지금 기준과 같아서 새로 공개할 것이 없어요."),
    "rules-outdated": N_("그 사이 기준판 %(number)s이 공개되었어요. 새 기준을 보고 다시 고쳐 주세요."),
    "no-such-version": N_("기준판 %(number)s은 없어요."),
    "cannot-move": N_("이 건은 새 기준으로 옮길 수 없어요: 새 기준에 ‘%(stage)s’ 단계가 없어요."),
    "case-closed": N_("이미 종결된 건이에요."),
    "no-open-stage": N_("지금 이 건에는 ‘%(kind)s’ 단계가 열려 있지 않아요."),
    "unknown-decision": N_("‘%(decision)s’은(는) 고를 수 없어요. 고를 수 있는 것: %(allowed)s."),
    "no-such-duty": N_("열려 있는 ‘%(duty)s’ 의무가 없어요."),
    "extension-not-later": N_("연장일은 지금 마감(%(due)s)보다 뒤여야 해요."),
    "extension-not-allowed": N_("이 기준에서는 마감을 연장할 수 없어요."),
    "extension-used-up": N_("연장은 %(max)s번까지 할 수 있고 이미 다 썼어요."),
    "extension-too-long": N_("연장은 %(limit)s까지 할 수 있어요."),
    "extension-too-late": N_("마감이 이미 지나서 연장할 수 없어요. 답변이 늦은 이유를 답변에 적어 주세요."),
    "department-missing": N_("답변할 부서를 먼저 정해 주세요."),
    "other-department": N_("이 건은 다른 부서가 맡고 있어요: %(department)s."),
    "reason-needed": N_("이유를 적어 주세요."),
    "nobody-has-it": N_("지금 이 건을 맡은 부서가 없어요."),
    "same-department": N_("이미 %(department)s에서 맡고 있어요."),
    "lead-contributes": N_("%(department)s은(는) 이 건을 맡은 부서예요. 다른 부서를 골라 주세요."),
    "already-asked": N_("%(department)s에는 이미 의견을 요청했어요."),
    "contribution-unasked": N_("%(department)s에 요청한 의견이 없어요."),
    "contribution-settled": N_("이 의견은 이미 보냈거나 사양했어요."),
    "not-late": N_("아직 마감이 지나지 않았어요."),
    "link-malformed": N_("주소는 https://로 시작해야 해요: %(link)s"),
    "not-approved": N_("이 초안은 아직 승인받지 않았어요. 먼저 승인을 요청해 주세요."),
    "not-asked": N_("승인을 요청한 초안이 없어요."),
    "own-approval": N_("초안을 쓰거나 승인을 요청한 사람은 승인할 수 없어요. 다른 사람이 살펴봐야 해요."),
    "name-empty": N_("이름을 적어 주세요."),
    "already-published": N_("답변이 이미 공개되었어요. 고치려면 ‘정정’을 써 주세요."),
    "not-published": N_("아직 공개된 답변이 없어요."),
    "changed-meanwhile": N_(
        "그 사이 다른 사람이 고쳤어요. 적은 것은 그대로 두었으니, 새 내용을 보고 다시 저장해 주세요."
    ),
    # news and notices
    "follow-nothing": N_("소식을 받을 것이 없어요. 제안이나 동네, 분야, 찾는 말을 골라 주세요."),
    "follows-too-many": N_("소식은 %(limit)s가지까지 받을 수 있어요. 먼저 몇 가지를 그만 받아 주세요."),
    "no-such-way": N_("고를 수 없는 것이 섞여 있어요. 다시 골라 주세요."),
    # agenda, forums, tasks, delivery
    "no-candidate": N_("‘%(proposal)s’은(는) 의제 후보가 된 적이 없어요."),
    "candidate-decided": N_("이미 결정되었거나 다른 의제에 묶인 후보예요."),
    "source-missing": N_("어디에서 온 내용인지 출처를 적어 주세요."),
    "bundle-empty": N_("함께 묶을 후보를 하나 이상 골라 주세요."),
    "unknown-meeting": N_("‘%(meeting)s’ 회의가 없어요."),
    "votes-malformed": N_("표 수를 0 이상의 수로 하나 이상 적어 주세요."),
    "last-vote-missing": N_("마지막 투표 결과를 먼저 적어 주세요."),
    "unknown-entry": N_("‘%(entry)s’ 자료가 검토 자료에 없어요."),
    "unknown-panel": N_("‘%(panel)s’ 의제선정단이 없어요."),
    "unknown-member": N_("이 명부에 %(number)s번은 없어요."),
    "panel-size": N_("뽑을 사람은 1명부터 %(limit)s명까지 정할 수 있어요."),
    "member-malformed": N_("분류는 %(most)s가지까지, 이름과 값은 각각 %(limit)s자까지 적어 주세요."),
    "number-taken": N_("%(number)s번은 이미 명부에 있어요."),
    "already-enrolled": N_("이름과 분류가 모두 같은 사람이 이미 %(number)s번으로 등록되어 있어요."),
    "pool-full": N_("명부에는 %(limit)s명까지 올릴 수 있어요."),
    "pool-closed": N_("명부를 마감해서 사람과 목표를 더 바꿀 수 없어요."),
    "pool-open": N_("명부를 먼저 마감하고 지문을 공개해 주세요. 그다음에 씨앗을 만들어 추첨해요."),
    "target-malformed": N_("목표마다 분류, 이름, 최소, 최대를 적어 주세요. 최소와 최대는 0 이상의 정수예요."),
    "panel-impossible": N_("추첨할 수 없어요: %(reasons)s"),
    "seed-empty": N_("씨앗을 적어 주세요. 누구나 볼 수 있는 곳에서 만든 글자나 숫자예요."),
    "seed-too-long": N_("씨앗은 %(limit)s자까지 쓸 수 있어요."),
    "seed-used": N_("이미 쓴 씨앗이에요. 누가 뽑힐지 미리 알 수 없게 새 씨앗을 만들어 주세요."),
    "already-drawn": N_("이미 추첨했어요. 씨앗은 %(seed)s이에요."),
    "not-drawn": N_("아직 추첨하지 않았어요."),
    "no-seat": N_("%(number)s번은 지금 이 선정단에 자리가 없어요."),
    "seat-taken": N_("%(number)s번의 자리에는 이미 다른 사람이 뽑혔어요."),
    "no-vacant-seat": N_("빈자리가 없어요. 사양한 사람이 있으면 그 자리를 다시 뽑을 수 있어요."),
    "no-such-start": N_("이 건의 기준에는 ‘%(start)s’ 시작이 없어요."),
    "already-started": N_("이미 시작한 일이에요: %(start)s."),
    "proposal-gone": N_("철회했거나 가려진 제안이라 의제로 올릴 수 없어요."),
    "unknown-forum": N_("‘%(forum)s’ 공론장이 없어요."),
    "forum-not-open": N_("아직 열리지 않은 공론장이에요. 열리면 참여할 수 있어요."),
    "forum-closed": N_("공론장이 끝나서 더 참여할 수 없어요. 쓰던 글은 그대로 두었으니 옮겨 적어 두세요."),
    "forum-already-open": N_("이미 열린 공론장이에요."),
    "forum-closes-by-clock": N_("이 공론장은 정해진 날에 저절로 끝나요."),
    "forum-too-short": N_("공론장은 기준에 정한 대로 %(days)s일 이상 열어야 해요."),
    "question-empty": N_("시민에게 물을 질문을 적어 주세요."),
    "not-agreed": N_("부서와 운영팀이 모두 합의해야 열 수 있어요. 고친 뒤에는 다시 합의해 주세요."),
    "no-institution-entry": N_(
        "이 절차의 기준에는 기관이 시민에게 묻는 길이 없어요. 다른 절차를 고르거나, 기준에 그 길을 먼저 더해 주세요."
    ),
    "forum-left": N_(
        "이 건은 이미 다른 단계로 갔거나 끝나서 공론장을 더 준비할 수 없어요. 준비한 것은 그대로 남아 있어요."
    ),
    "forum-hidden": N_("가려진 제안이라 공론장을 열 수 없어요. 다시 보이게 된 다음 열어 주세요."),
    "opening-malformed": N_("열려는 날을 날짜로 적어 주세요."),
    "forum-days": N_("기간은 1일부터 %(limit)s일까지 적어 주세요."),
    "card-without-words": N_(
        "그림 설명이 빠진 카드가 있어서 열 수 없어요. 무엇이 보이는지 적어 주세요. 그림을 보지 못하는 사람이 읽어요."
    ),
    "promise-missing": N_("언제까지 답할지 날짜를 정해 주세요. 시민에게 미리 약속하는 날이에요."),
    "promise-too-early": N_("답하기로 한 날은 토론이 끝나는 %(end)s보다 앞설 수 없어요."),
    "announce-asks-nothing": N_(
        "이미 정한 것을 알리면서 찬반을 물을 수는 없어요. ‘생각 모으기’로 바꾸거나 목적을 다시 골라 주세요."
    ),
    "both-sides-one-person": N_("부서와 운영팀의 합의는 서로 다른 두 사람이 해야 해요."),
    "not-institutions": N_("기관이 묻는 공론장만 두 쪽의 합의가 필요해요."),
    "block-gone": N_("그 사이 지워졌거나 내려간 자료예요. 적은 것은 그대로 두었어요."),
    "block-empty": N_("제목이나 내용, 파일 가운데 하나는 있어야 해요."),
    "too-many-blocks": N_("%(limit)s개까지 넣을 수 있어요."),
    "table-malformed": N_(
        "표를 읽지 못했어요. 첫 줄에 칸 이름을 적고, 칸은 쉼표나 탭으로 나누어 두 줄, 두 칸 이상 적어 주세요."
    ),
    "table-too-large": N_(
        "표는 %(rows)s줄, %(columns)s칸, 한 칸에 %(cell)s자까지 넣을 수 있어요. 큰 자료는 파일로 붙여 주세요."
    ),
    "no-experiment": N_("실험장이 아니어서 관찰이나 결과를 적을 수 없어요."),
    "observation-gone": N_("그 관찰 기록은 이미 내렸거나 없어요."),
    "observation-to-come": N_("아직 오지 않은 날의 관찰은 적을 수 없어요."),
    "already-concluded": N_("실험 결과를 이미 적었어요. 덧붙일 것은 관찰 기록으로 남겨 주세요."),
    "position-missing": N_("찬성, 반대, 기타 중 하나를 골라 주세요."),
    "unknown-opinion": N_("‘%(opinion)s’ 의견이 없어요."),
    "opinion-hidden": N_("가려진 의견이라 고칠 수 없어요. 이의신청을 할 수 있어요."),
    "statement-too-long": N_("진술은 %(limit)s자까지 쓸 수 있어요. 지금 %(length)s자예요."),
    "statement-known": N_("같은 진술이 이미 있어요. 그 진술에 의견을 표시해 주세요."),
    "statement-gone": N_("거두었거나 가려진 진술이에요. 다음 진술에 의견을 표시해 주세요."),
    "unknown-statement": N_("‘%(statement)s’ 진술이 없어요."),
    "no-statements": N_("이 공론장에서는 진술을 받지 않아요. 의견으로 들려주세요."),
    "not-taking-part": N_("이 공론장에 참여하지 않았어요."),
    "opinion-unchanged": N_("지금 의견과 같아요. 고칠 곳을 고친 뒤 다시 눌러 주세요."),
    "which-task": N_("열린 할 일이 여럿이에요. 어느 것인지 골라 주세요: %(stages)s."),
    "report-too-early": N_("공론장이 끝난 뒤에 보고서를 쓸 수 있어요."),
    "report-not-counted": N_("아직 숫자를 세지 않았어요. 센 다음 공개해 주세요."),
    "report-unchanged": N_("지금 보고서와 같아요. 고칠 곳을 고친 뒤 다시 눌러 주세요."),
    "already-public": N_("이미 공개되어 있어요."),
    "not-public": N_("지금 공개되어 있지 않아요."),
    "population-malformed": N_("%(line)s번째 줄을 읽을 수 없어요. ‘20-29, 1234’처럼 칸과 사람 수를 적어 주세요."),
    "percent-out-of-range": N_("진행률은 0부터 100까지 적어 주세요."),
    "route-too-late": N_("기관이 하기로 하고 실행하고 있는 제안이라 다른 창구로 안내할 수 없어요."),
    "too-many-rows": N_("%(limit)s줄까지 적을 수 있어요."),
    "no-such-milestone": N_("추진 일정에 ‘%(name)s’이(가) 없어요."),
    "no-such-delivery": N_("이 제안에는 실행이 없어요."),
    "verdict-not-yours": N_("공감했거나 공론장에 참여한 분만 말할 수 있어요."),
    "verdict-missing": N_("지켜졌어요, 일부만, 아니에요 가운데 하나를 골라 주세요."),
    "unknown-verdict": N_("‘%(verdict)s’ 평가가 없어요."),
    "report-not-extendable": N_("추진 현황 보고는 연장할 수 없어요. 늦었다면 늦은 까닭을 적어 주세요."),
    # sessions of forums
    "unknown-session": N_("‘%(session)s’ 현장 토론이 없어요."),
    "place-empty": N_("어디에서 여는지 적어 주세요."),
    "capacity-not-positive": N_("자리는 1명부터 %(limit)s명까지 정할 수 있어요."),
    "session-ends-before": N_("끝나는 때가 시작하는 때보다 늦고, 사흘 안이어야 해요."),
    "session-past": N_("이미 지난 때예요. 앞으로 올 때를 적어 주세요."),
    "session-outside": N_("현장 토론은 공론장이 열려 있는 동안에 열어야 해요. 공론장의 기간을 확인해 주세요."),
    "session-unchanged": N_("바뀐 것이 없어요. 고칠 곳을 고친 뒤 다시 눌러 주세요."),
    "session-begun": N_("이미 시작한 현장 토론이에요."),
    "session-not-begun": N_("아직 시작하지 않은 현장 토론이에요. 시작한 다음에 적을 수 있어요."),
    "session-cancelled": N_("취소된 현장 토론이에요."),
    "attendance-too-late": N_("공론장이 끝나고 %(days)s일이 지나서 현장 참여를 더 적을 수 없어요."),
    # people
    "not-allowed": N_("이 일을 할 권한이 없어요."),
    "unknown-person": N_("‘%(person)s’ 사람이 없어요."),
    "unknown-department": N_("‘%(department)s’ 부서가 없어요."),
    "unknown-proposal": N_("‘%(proposal)s’ 제안이 없어요."),
    "unknown-role": N_("‘%(role)s’ 역할이 없어요. 쓸 수 있는 것: %(roles)s."),
    "email-malformed": N_("이메일 주소를 다시 확인해 주세요: %(email)s."),
    "key-taken": N_("‘%(key)s’은(는) 이미 쓰이고 있어요."),
    "too-often": N_("짧은 사이에 너무 많이 하셨어요. %(minutes)s분 뒤에 다시 해 주세요. 적은 것은 그대로 두었어요."),
    "too-often-today": N_(
        "하루에 할 수 있는 만큼 하셨어요. %(hours)s시간 뒤에 다시 할 수 있어요. 적은 것은 그대로 두었어요."
    ),
    # the team, invitations, leaving
    "invitation-unknown": N_("그런 초대가 없어요. 메일에 적힌 주소를 끝까지 옮겼는지 확인해 주세요."),
    "invitation-withdrawn": N_("이 초대는 거두어졌어요. 초대한 분에게 물어봐 주세요."),
    "invitation-used": N_("이미 받아들인 초대예요."),
    "invitation-expired": N_("초대 기한이 지났어요. 초대한 분에게 다시 보내 달라고 해 주세요."),
    "invitation-other-address": N_(
        "이 초대는 %(email)s 주소로 보냈어요. 그 주소를 확인한 계정으로 로그인해야 받아들일 수 있어요."
    ),
    "last-officer": N_("마지막 담당자예요. 먼저 다른 사람에게 담당자 역할을 주세요."),
    "receiver-missing": N_("일을 넘겨받을 사람을 골라 주세요."),
    "receiver-cannot": N_("%(name)s 님은 이 일을 맡을 역할이 아니에요. 다른 사람을 골라 주세요."),
    "hand-over-first": N_("운영팀에서 맡은 역할이 있어요. 먼저 담당자에게 맡은 일을 넘겨 달라고 해 주세요."),
    "account-closed": N_("이미 탈퇴한 계정이에요."),
    # the second person for criteria
    "draft-waits": N_("다른 사람이 올린 기준이 승인을 기다리고 있어요. 그것부터 정한 다음 올려 주세요."),
    "draft-decided": N_("이미 정해진 일이에요. 지금 기다리는 기준은 없어요."),
    "draft-changed": N_("그 사이 다른 기준이 승인을 기다리게 되었어요. 새로 올라온 것을 보고 정해 주세요."),
    "own-draft": N_("내가 올린 기준은 내가 승인할 수 없어요. 다른 사람이 승인해야 해요."),
    # who someone is
    "name-mixed": N_("비슷하게 생긴 다른 나라 글자가 섞여 있어요. 한 가지 글자로 적어 주세요."),
    "name-official": N_("‘%(word)s’처럼 기관이나 직원으로 보이는 이름은 쓸 수 없어요. 다른 이름을 적어 주세요."),
    "identity-held": N_(
        "이 본인확인은 이미 다른 계정에 쓰였어요. 한 사람은 한 계정만 쓸 수 있어요. "
        "먼저 만든 계정으로 로그인하고, 거기에 지금 쓰던 로그인을 연결해 주세요."
    ),
    "identity-differs": N_("이 계정은 이미 다른 사람으로 확인되어 있어요. 본인 것으로 다시 확인해 주세요."),
    "not-in-register": N_("명부에서 찾지 못했어요. 주민등록에 적힌 대로 이름과 생년월일을 적었는지 확인해 주세요."),
    "register-empty": N_("아직 주민 명부가 등록되지 않았어요. 기관에 문의해 주세요."),
    "register-gone": N_("그 사이 다른 명부가 올라왔거나 취소되었습니다. 파일을 다시 올려 주십시오."),
    "acts-alone": N_("온라인 계정이 있는 분이에요. 본인이 직접 로그인해서 해 주세요."),
    "phone-missing": N_("휴대전화 번호를 끝까지 적어 주세요."),
    "birth-malformed": N_("생년월일을 1980-03-05나 19800305처럼 적어 주세요."),
    "note-empty": N_("무엇을 보고 확인했는지 적어 주세요. 예: 주민등록증 확인."),
    "person-closed": N_("닫힌 계정이에요."),
    # comments, moderation
    "unknown-comment": N_("‘%(comment)s’ 의견이 없어요."),
    "comments-closed": N_("이 제안에는 더 이상 의견을 쓸 수 없어요."),
    "comment-gone": N_("지워졌거나 가려진 의견이에요."),
    "own-comment": N_("내가 쓴 의견에는 공감할 수 없어요."),
    "proposal-hidden": N_("가려진 제안이라 지금은 공감할 수 없어요."),
    "unknown-content": N_("‘%(subject)s’ 글이 없어요."),
    "unknown-reason": N_("‘%(reason)s’은(는) 고를 수 없는 이유예요. 고를 수 있는 것: %(allowed)s."),
    "content-gone": N_("이미 지워졌거나 가려진 글이에요."),
    "not-hidden": N_("가려져 있지 않은 글이에요."),
    "own-content": N_("내가 쓴 글은 신고할 수 없어요. 의견이라면 직접 지울 수 있어요."),
    "already-reported": N_("이미 신고한 글이에요. 곧 살펴볼게요."),
    "already-decided": N_("그 사이 다른 사람이 결정했어요."),
    "held-by-other": N_(
        "지금 %(name)s 님이 보고 있어요. 적은 것은 그대로 두었어요. 이어서 보려면 먼저 넘겨받아 주세요."
    ),
    "nothing-to-mask": N_("글에서 가릴 말을 찾지 못했어요. 글에 있는 그대로 적어 주세요."),
    "nothing-to-restore": N_("되돌릴 것을 찾지 못했어요. 그 사이 글이 바뀌었을 수 있어요."),
    "objection-too-late": N_("이의신청은 가려진 날부터 %(days)s일 안에 할 수 있어요."),
    "already-objected": N_("이미 이의신청을 했어요."),
    "same-reviewer": N_("처음 결정한 사람이나 글쓴이는 이의신청을 심사할 수 없어요."),
    # pages and banners
    "unknown-page-kind": N_("‘%(kind)s’은(는) 쓸 수 없는 종류예요."),
    "slug-malformed": N_("주소는 영어 소문자와 숫자, 줄표로만 적어 주세요. 예: how-we-work"),
    "page-changed": N_(
        "그 사이 다른 사람이 이 쪽을 고쳤어요. 적은 것은 그대로 두었어요. 새 판과 견주어 보고 다시 저장해 주세요."
    ),
    "page-empty": N_("내용을 적어 주세요."),
    "page-too-long": N_("내용이 너무 길어요. %(limit)s자까지 쓸 수 있어요."),
    "page-not-public": N_("공개되어 있지 않은 쪽이에요."),
    "unknown-page-version": N_("%(number)s판이 없어요."),
    "picture-without-words": N_("그림마다 무엇이 보이는지 적어 주세요. 그림을 보지 못하는 사람이 읽어요."),
    "banner-empty": N_("띠 알림에 쓸 말을 적어 주세요."),
    "banner-over": N_("끝나는 때가 시작하는 때와 지금보다 늦어야 해요."),
    "href-malformed": N_("주소를 https://… 또는 /로 시작하게 적어 주세요."),
    "too-busy": N_("지금 한꺼번에 많은 분이 찾고 있어요. 잠시 뒤 다시 눌러 주세요."),
    # the opinion map
    "no-votes": N_("표가 하나도 없어서 의견 지도를 그릴 수 없어요."),
    "groups-not-positive": N_("무리의 수는 1 이상이어야 해요."),
    "too-many-groups": N_("%(asked)s무리로 나눌 수 없어요. 표를 충분히 낸 사람들이 선 자리가 %(limit)s가지예요."),
    # the operations plan
    "unknown-plan": N_("‘%(key)s’ 운영 계획이 없어요."),
    "plan-of-that-year": N_("%(year)s년 운영 계획은 이미 있어요. 그것을 열어 고쳐 주세요."),
    "year-out-of-range": N_("해는 %(first)s년부터 %(last)s년까지 쓸 수 있어요."),
    "period-backwards": N_("끝나는 날이 시작하는 날보다 앞서요. 날짜를 바꾸어 주세요."),
    "unknown-step": N_("‘%(step)s’ 단계는 없어요."),
    "no-criteria": N_("공개할 기준 초안이 없어요."),
    "sentence-not-possible": N_(
        "이 문장은 지금 절차에 더하거나 뺄 수 없어요. 그 사이 바뀌었는지 다시 보고 골라 주세요."
    ),
    "plan-is-public": N_("이미 공개한 운영 계획이에요."),
    "plan-not-public": N_("아직 공개하지 않은 운영 계획이에요."),
    "unknown-project": N_("‘%(key)s’ 사업이 없어요."),
    "unknown-run": N_("‘%(key)s’ 운영 회차가 없어요."),
    "unknown-period": N_("‘%(period)s’은(는) 달(2026-11)도 해(2026)도 아니에요."),
    "period-to-come": N_("아직 시작하지 않은 기간이에요."),
    "period-runs": N_("아직 끝나지 않은 기간이에요. 끝난 다음 공개할 수 있어요."),
    "unknown-todo": N_("‘%(key)s’ 할 일이 없어요."),
    "todo-of-nobody": N_("누가 할 일인지 역할이나 사람을 골라 주세요."),
    "todo-done": N_("이미 마친 일이에요. 고치려면 먼저 다시 열어 주세요."),
    "unknown-when": N_("모르는 때예요: %(when)s. 쓸 수 있는 것: %(allowed)s"),
    "what-missing": N_("어느 단계나 기준일 때인지 골라 주세요."),
    "unknown-count": N_("모르는 수예요: %(count)s. 쓸 수 있는 것: %(allowed)s"),
    "least-missing": N_("수를 1 이상으로 적어 주세요."),
    "days-out-of-range": N_("날수는 %(most)s일까지 쓸 수 있어요."),
    "days-backwards": N_("이때에는 끝나는 날이 없어서 거꾸로 셀 수 없어요. 날수를 0 이상으로 적어 주세요."),
    "unknown-watch": N_("모르는 것을 보고 마치라고 했어요: %(watch)s. 쓸 수 있는 것: %(allowed)s"),
    "unknown-todo-rule": N_("그런 할 일 규칙이 없어요: %(key)s"),
    "unknown-handover": N_("그런 인수인계가 없어요: %(key)s"),
    "person-not-team": N_("%(name)s 님은 팀에 없어서 할 일을 맡을 수 없어요."),
    "rule-dropped": N_("거둔 규칙이에요. 새 규칙을 만들어 주세요."),
    "todo-dropped": N_("그만둔 일이에요. 다시 하려면 먼저 다시 열어 주세요."),
    "project-dropped": N_("그만둔 사업이에요. 사업을 먼저 되살려 주세요."),
    # projects and runs
    "project-outside-year": N_("연간 일정이 %(year)s년과 겹쳐야 해요. 시작하는 날과 끝나는 날을 바꾸어 주세요."),
    "runs-out-of-range": N_("운영 횟수는 0부터 %(limit)s까지 쓸 수 있어요. 늘 하는 사업이면 0을 적어 주세요."),
    "unknown-project-stage": N_("‘%(stage)s’ 단계는 없어요. 쓸 수 있는 단계: %(stages)s"),
    "unknown-project-template": N_("‘%(key)s’ 사업 서식이 없어요."),
    "project-has-todos": N_("아직 남은 할 일이 %(count)s건 있어요. 함께 그만둘지, 다른 사업으로 옮길지 골라 주세요."),
    "move-to-itself": N_("할 일을 옮길 다른 사업을 골라 주세요."),
    "unknown-part": N_("‘%(part)s’ 역할 분담은 없어요. 쓸 수 있는 것: %(parts)s"),
    "unknown-scope": N_("‘%(scope)s’ 일정은 없어요. mine과 team 가운데 골라 주세요."),
    "not-in-team": N_("팀에서 맡은 역할이 있어야 일정 주소를 만들 수 있어요."),
    "run-cancelled": N_("취소한 회차예요. 고치려면 먼저 되살려 주세요."),
    "run-done": N_("이미 마친 회차는 취소할 수 없어요. 먼저 다시 열어 주세요."),
    # goals and phases of the operations plan
    "unknown-goal": N_("‘%(key)s’ 목표가 없어요."),
    "unknown-metric": N_("‘%(metric)s’ 지표는 없어요. 목록에서 골라 주세요."),
    "unknown-evidence": N_("‘%(key)s’ 근거가 없어요."),
    "unknown-phase": N_("%(number)s번째 국면이 없어요."),
    "goal-without-period": N_("언제부터 언제까지 잴지 날짜를 적어 주세요."),
    "goal-dropped": N_("그만둔 목표예요. 고치려면 먼저 되살려 주세요."),
    "goal-of-another-plan": N_("다른 해의 운영 계획에 있는 목표예요."),
    "target-missing": N_("목표값을 숫자로 적어 주세요."),
    "target-not-positive": N_("목표값은 0보다 커야 해요. 얼마나 이루고 싶은지 적어 주세요."),
    "target-over-hundred": N_("비율의 목표는 100%%를 넘을 수 없어요."),
    "target-too-large": N_("목표값이 너무 커요. %(limit)s까지 쓸 수 있어요."),
    "target-not-whole": N_("개수로 재는 목표예요. 소수점 없이 적어 주세요."),
    "metric-not-by-hand": N_("마당이 스스로 세는 지표예요. 손으로 적을 수 없어요."),
    "day-in-future": N_("아직 오지 않은 날이에요. 오늘이나 지난 날을 적어 주세요."),
    "value-out-of-range": N_("0부터 %(limit)s까지의 수를 적어 주세요."),
    "phase-out-of-range": N_("국면은 %(most)s번째까지 적을 수 있어요."),
    "phase-over": N_("이미 끝난 국면이에요. 고칠 수 없어요."),
    "phase-begun": N_("이미 시작한 국면이에요."),
    "phase-not-next": N_("지금 국면보다 앞선 국면이에요. 다음 국면만 시작할 수 있어요."),
    "condition-malformed": N_("조건마다 지표와 목표값, 그리고 며칠 동안인지(1–3,660일)를 적어 주세요."),
}
