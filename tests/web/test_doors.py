"""문: 누가 어느 쪽을 열 수 있는가. Every address of the site has its row here; one without a row fails."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from madang.people.models import Role
from madang.proposals.models import Invalidation
from tests import make, make_goals, make_plans

pytestmark = pytest.mark.django_db

# The citizens' addresses: open to everyone (a stranger is asked to sign in, or told 404, by what they try to do there);
# those of SIGNED_IN ask people to sign in first.
PUBLIC = {
    "about", "account_confirm_email", "account_email_verification_sent", "account_inactive", "account_login",
    "account_logout", "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_set_password", "account_signup", "answer_version", "attachment",
    "audit_head", "banner_dismiss", "comment", "comment.delete", "comment.support", "comment.unsupport", "comments",
    "deliveries", "delivery", "delivery.verdict", "delivery_json", "draft.attach", "draft.save", "duties",
    "feed_answers", "feed_deadlines", "feed_forums", "feed_matter", "feed_proposals", "feed_results",
    "forum", "forum_json", "forums", "goals_page", "opinion", "opinion.delete", "opinion.support", "opinion.unsupport", "opinions",
    "statement.delete", "statement.vote", "statements",
    "forum_file",
    "follow", "google_callback", "google_login", "healthz", "home", "invitation", "kakao_callback", "kakao_login",
    "moderation", "naver_callback", "naver_login", "news", "news_one", "openid_connect_callback",
    "openid_connect_login", "page_picture", "plan_page", "plan_page_of", "plan_pdf", "privacy", "process",
    "process_compare", "process_pdf", "process_png", "process_svg", "proposal",
    "proposal_json", "proposal_versions", "proposals", "readyz", "rules", "rules_json",
    "rules_schema", "rules_version", "session", "session.register", "session.unregister", "session_ics", "sessions",
    "sessions_ics", "set_language", "similar", "support.cast", "support.withdraw", "team_calendar", "terms",
    "unfollow", "unsubscribe", "written_page",
}  # fmt: skip
SIGNED_IN = {
    "proposal.edit", "proposal.clarify", "proposal.retire",
    "account_change_password", "account_email", "account_home", "account_name", "account_reauthenticate",
    "account_sessions", "account_verify", "draft.discard", "draft.preview", "draft.publish", "mail_arrives",
    "forum.consent", "my_forums",
    "mfa_activate_totp", "mfa_add_webauthn", "mfa_deactivate_totp", "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_index", "mfa_list_webauthn", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_view_recovery_codes", "my", "my_comments", "my_data",
    "my_drafts", "my_follows", "my_leave", "my_notices", "my_sessions", "my_supports", "notice_open", "notices", "notices_read",
    "object", "propose", "report", "socialaccount_connections",
}  # fmt: skip
BETWEEN = {"mfa_authenticate", "socialaccount_signup"}  # steps of signing in: whoever is not in between begins anew
ROLES = {role.value for role in Role}
LEAD = {"officer", "pm", "pl"}
ANSWERING = {"officer", "department_officer", "representative"}
DECIDING = LEAD | {"citizen_proposals"}
WATCHING = DECIDING | {"auditor"}
PLANNING = ROLES - {"department_officer"}
# Those who can do something with a matter of the department officer's own department.
CASE = LEAD | {"citizen_proposals", "forums", "department_officer", "representative", "auditor"}

# Name → who may open it. What is not listed here is no address of the staff's; its prefix says whose it is.
STAFF = {
    "staff_home": ROLES,
    "staff_evidence_file": PLANNING,
    "staff_goal": PLANNING,
    "staff_goal_figures": PLANNING,
    "staff_plan_goals": PLANNING,
    "staff_evidence_remove": LEAD,
    "staff_goal_drop": LEAD,
    "staff_goal_edit": LEAD,
    "staff_goal_evidence": LEAD,
    "staff_goal_judge": LEAD,
    "staff_goal_new": LEAD,
    "staff_phase": LEAD,
    "staff_phase_begin": LEAD,
    "staff_unsent": ROLES,
    "staff_answers": CASE - {"forums"},
    "staff_answer": ANSWERING - {"representative"},  # the sample is a department's answer
    "staff_answer_publish": ANSWERING - {"representative"},
    "staff_answer_correct": ANSWERING - {"representative"},
    "staff_cases": DECIDING | {"forums", "auditor"},
    "staff_cases_assign": DECIDING,
    "staff_case": CASE,
    "staff_case_assign": DECIDING,
    "staff_case_decide": DECIDING,  # the sample is a review
    "staff_case_extend": {"officer", "department_officer"},
    "staff_case_move": LEAD,
    "staff_case_pick_up": LEAD | {"forums"},
    "staff_deliveries": DECIDING | {"department_officer", "auditor"},
    "staff_delivery": set(),  # the sample is not carried out; see tests/deliveries/test_desk.py
    "staff_delivery_finish": set(),
    "staff_delivery_plan": set(),
    "staff_delivery_report": set(),
    "staff_paper": DECIDING,
    "staff_plan": ROLES - {"department_officer"},
    "staff_plan_projects": ROLES - {"department_officer"},
    "staff_plan_roles": ROLES - {"department_officer"},
    "staff_plan_schedule": ROLES - {"department_officer"},
    "staff_calendar_links": ROLES,
    "staff_project_new": LEAD | {"citizen_proposals", "institution_proposals", "forums", "site", "promotion"},
    # the sample plan has no project: see tests/plans/test_project_pages.py
    "staff_project": set(),
    "staff_project_drop": set(),
    "staff_project_edit": set(),
    "staff_project_roles": set(),
    "staff_run": set(),
    "staff_run_new": set(),
    "staff_plan_guide": LEAD,
    "staff_plan_guide_begin": LEAD,
    "staff_plan_pdf": ROLES - {"department_officer"},
    "staff_plan_publish": {"officer", "pm"},
    "staff_plan_screen": LEAD,
    "staff_plan_words": LEAD,
    "staff_plans": ROLES - {"department_officer"},
    "staff_rules": ROLES - {"site", "promotion", "department_officer"},
    "staff_rules_history": ROLES - {"site", "promotion", "department_officer"},
    "staff_rules_draft": ROLES - {"site", "promotion", "department_officer"},
    "staff_rules_edit": LEAD,
    "staff_rules_json": LEAD,
    "staff_rules_publish": LEAD,
    "staff_rules_move": LEAD,
    "staff_holidays": LEAD,
    "staff_holiday_remove": LEAD,
    "staff_audit": {"officer", "pm", "auditor"},
    "staff_audit_entry": set(),  # the sample is of nobody; see tests/web/staff/test_audit.py
    "staff_audit_verify": {"officer", "pm", "auditor"},
    "staff_banners": {"officer", "pm", "pl", "site", "promotion"},
    "staff_banner_end": set(),  # no banner, and the sample is no page: see tests/web/staff/test_pages.py
    "staff_pages": {"officer", "pm", "pl", "site", "promotion"},
    "staff_page": set(),
    "staff_page_versions": set(),
    "staff_page_restore": set(),
    "staff_page_withdraw": set(),
    "staff_integrity": WATCHING,
    "staff_integrity_proposal": WATCHING,
    "staff_integrity_plan": {"officer", "pm"},
    "staff_invalidation": WATCHING,
    "staff_invalidation_do": {"officer", "pm"},
    "staff_monitoring": LEAD | {"citizen_proposals", "forums", "promotion"},
    "staff_monitoring_note": LEAD | {"citizen_proposals", "forums", "promotion"},
    "staff_people": {"officer"},
    "staff_register": {"officer"},
    "staff_counter": DECIDING,
    "staff_counter_person": set(),  # the sample is nobody who came to the counter
    "staff_people_revoke": {"officer"},
    "staff_people_leave": {"officer"},
    "staff_invitation_resend": {"officer"},
    "staff_invitation_withdraw": {"officer"},
    "staff_departments": {"officer"},
    "staff_department": {"officer"},
}
# The desks. Whose sample is nobody's is tried in tests/desks/.
STAFF |= {
    "staff_answer_approval": ANSWERING - {"representative"},
    "staff_answer_contribute": ANSWERING - {"representative"},
    "staff_calendar": CASE - {"forums"},
    "staff_case_contribute": DECIDING | {"department_officer"},
    "staff_case_explain": {"officer", "department_officer"},
    "staff_case_hand_over": {"officer", "department_officer"},
    "staff_case_refuse": {"officer", "department_officer"},
    "staff_cases_contribute": DECIDING,
    "staff_cases_route": DECIDING,
    "staff_contributions": DECIDING | {"department_officer", "auditor"},
    "staff_contribution": set(),  # the sample is nobody's: see tests/desks/test_contributions.py
    "staff_filter_remove": set(),  # nobody's either
    "staff_filters": set(),  # of no list
    "staff_template": set(),
    "staff_templates": {"officer", "department_officer"},
}
# Discussions. The sample has none; who may open whose is tried in tests/forums_desk/.
PREPARING = LEAD | {"forums", "institution_proposals", "department_officer"}
STAFF |= {
    "staff_forums": PREPARING,
    "staff_forum": set(),
    "staff_forum_add": set(),
    "staff_forum_agree": set(),
    "staff_forum_block": set(),
    "staff_forum_close": set(),
    "staff_forum_conclude": set(),
    "staff_forum_observe": set(),
    "staff_observation_withdraw": set(),
    "staff_forum_open": set(),
    "staff_forum_order": set(),
    "staff_forum_preview": set(),
    "staff_forum_withdraw": set(),
    "staff_question_new": PREPARING,
}
REPORTING = LEAD | {"forums"}
PUBLIC |= {"agenda", "agenda_item", "meeting", "panel", "panel_file", "panels"}
STAFF |= {
    "staff_panels": LEAD | {"forums"},
    "staff_panel": set(),  # the sample has none: see tests/agenda/test_panel_pages.py
    "staff_panel_draw": set(),
    "staff_panel_file": set(),
}
# The panel. The sample is no candidate and names no meeting: see tests/agenda/test_pages.py.
STAFF |= {
    "staff_agenda": LEAD | {"forums"},
    "staff_agenda_bundle": LEAD | {"forums"},
    "staff_dossier": set(),
    "staff_dossier_add": set(),
    "staff_dossier_check": set(),
    "staff_dossier_remove": set(),
    "staff_meetings": LEAD | {"forums"},
    "staff_meeting_new": LEAD | {"forums"},
    "staff_meeting": set(),
    "staff_meeting_put": set(),
    "staff_meeting_vote": set(),
    "staff_meeting_conclude": set(),
    "staff_meeting_minutes": set(),
}
PUBLIC |= {
    "forum_figures", "forum_report", "forum_report_data", "forum_report_opinions", "forum_report_pdf", "forum_result",
}  # fmt: skip
STAFF |= {
    # the sample has no forum: see tests/results/test_desk.py
    "staff_forum_report": set(),
    "staff_forum_report_count": set(),
    "staff_forum_report_publish": set(),
    "staff_forum_report_withdraw": set(),
    "staff_forum_result": set(),
    "staff_case_task": REPORTING,
    "staff_population": REPORTING,
}
# Reports on operations; the sample's period is none: see tests/plans/test_operations.py.
PUBLIC |= {"operations_data", "operations_page", "operations_pdf", "operations_report"}
STAFF |= {
    "staff_operations": ROLES - {"department_officer"},
    "staff_operations_report": ROLES - {"department_officer"},
    "staff_operations_count": LEAD,
    "staff_operations_pdf": ROLES - {"department_officer"},
    "staff_operations_publish": LEAD,
    "staff_operations_withdraw": LEAD,
}
SESSIONS = LEAD | {"forums", "department_officer"}
STAFF |= {
    "staff_sessions": SESSIONS,
    "staff_session": set(),  # the sample has none: see tests/sessions
    "staff_session_list": set(),
    "staff_forum_sessions": set(),
    "staff_forum_papers": set(),
    "staff_forum_summary": set(),
}
MODERATING = LEAD | {"citizen_proposals", "forums", "site"}
STAFF |= {
    "staff_moderation": MODERATING,
    "staff_moderation_keep": MODERATING,
    "staff_moderation_words": MODERATING,
    "staff_moderation_word_remove": MODERATING,
    "staff_moderate": MODERATING,
    "staff_moderate_begin": MODERATING,
    "staff_moderate_hold": MODERATING,
    "staff_moderate_take": MODERATING,
    "staff_moderate_show": MODERATING,
    "staff_objections": LEAD,
    "staff_objection": set(),  # the sample has none; see tests/moderation
}
# Todos. The sample has none, and no note was handed over: see tests/plans/test_todo_pages.py.
STAFF |= {
    "staff_handover": ROLES,
    "staff_handover_note": set(),
    "staff_todo": set(),
    "staff_todo_act": set(),
    "staff_todo_new": ROLES - {"representative", "auditor"},
    "staff_todo_rule": set(),
    "staff_todo_rule_drop": set(),
    "staff_todo_rule_new": LEAD,
    "staff_todo_rules": LEAD,
    "staff_todo_rules_install": LEAD,
    "staff_todos": ROLES,
}
ARGUMENTS = {
    "act": "finish",
    "key": "bike",
    "kind": "review",
    "duty": "answer",
    "slug": "seoul-2019",
    "subject": "case:bike",
    "day": "2026-05-01",
    "pk": 0,
    "nth": 1,
    "number": 1,
    "entry": 0,
    "uidb36": "1",
    "period": "2019-03",
    "provider_id": "gov",
    "token": "x",
    "stage": "delivering",
    "name": "480.webp",  # of an attachment
    "block": "x",  # of a discussion
    "observation": "x",
    "file": "480.webp",
    "year": 2026,
    "run": "x",
    "step": "goals",
    "screen": "numbers",
    "evidence": "bike",
}


def addresses(resolver=None, prefix=""):
    """Every address: (path with its arguments named, pattern's name, its arguments)."""
    for entry in (resolver or get_resolver()).url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, where)
        elif isinstance(entry, URLPattern):
            yield where, entry.name or ""


def staffs():
    return [(path, name) for path, name in addresses() if path.startswith("staff/")]


def test_업무_주소마다_표에_한_줄이_있고_없는_주소는_없다():
    assert {name for _, name in staffs()} == set(STAFF)


def test_시민의_주소도_저마다_표에_한_줄이_있다():
    assert {name for path, name in addresses() if not path.startswith("staff/")} == PUBLIC | SIGNED_IN | BETWEEN


@pytest.mark.parametrize("who", ["anyone", "citizen", *sorted(ROLES)])
def test_시민의_쪽은_누구에게나_열리고_쓰는_일은_로그인한_다음이다(who, 자전거):
    browser = signed_in(who, 자전거)
    for pattern, name in addresses():
        if pattern.startswith("staff/") or name in {"account_logout", *BETWEEN}:
            continue
        answer = browser.get(path_of(pattern))
        asked = answer.status_code == 302 and answer.url.startswith("/accounts/sign-in/")
        assert asked == (who == "anyone" and name in SIGNED_IN), name
        assert answer.status_code not in (401, 403, 500), name


@pytest.fixture
def 자전거(db):
    교통과 = make.department("교통정책과", key="mobility")
    make.department("자전거과", key="bike")
    make.person("자전거 타는 사람", key="bike")
    proposal = make.proposal("자전거 도로를 이어 주세요", key="bike", department=교통과)
    make.supports(proposal, 50)
    물음 = make_goals.question(key="bike", plan=make_plans.plan(2026))
    make_goals.evidence(물음, key="bike", file=("설문.txt", "열에 넷".encode()))
    make_goals.phase(1)
    Invalidation.objects.create(key="bike", proposal=proposal, query={"until": make.AT.isoformat()}, made_at=make.AT)
    return proposal


def path_of(pattern):
    """The address with sample arguments."""
    plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<str:\1>", pattern).replace("^", "").replace("$", "")
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(ARGUMENTS[found.group(1)]), plain)


def signed_in(who, proposal):
    """A browser of someone with that role; of a citizen; of nobody."""
    browser = Client()
    if who == "anyone":
        return browser
    if who == "citizen":
        person = make.person("하나", email="hana@gaon.example")
    else:
        department = proposal.case.department if who == "department_officer" else None
        person = make.staff(who, Role(who), department=department)
    person.set_password("마당에서 만나요 2026")
    person.save()
    browser.force_login(person)
    return browser


def shut(browser, path):
    """Whether the door is shut: neither the page nor its form opens."""
    return {browser.get(path).status_code, browser.post(path, {}).status_code} <= {404, 405}


@pytest.mark.parametrize("role", [*sorted(ROLES), "citizen"])
def test_문은_맡은_사람에게만_열린다(role, 자전거):
    browser = signed_in(role, 자전거)
    open_ = {name for pattern, name in staffs() if not shut(browser, path_of(pattern))}
    assert open_ == {name for name, who in STAFF.items() if role in who}


def test_다른_부서의_주무관에게는_남의_건의_문이_모두_닫혀_있다(자전거):
    browser = Client()
    browser.force_login(make.officer("민들레 주무관", department=make.department("공원녹지과")))
    open_ = {name for pattern, name in staffs() if not shut(browser, path_of(pattern))}
    assert open_ == {
        "staff_answers",
        "staff_calendar",
        "staff_calendar_links",
        "staff_contributions",
        "staff_deliveries",
        "staff_forums",
        "staff_handover",
        "staff_home",
        "staff_question_new",
        "staff_sessions",
        "staff_templates",
        "staff_todo_new",
        "staff_todos",
        "staff_unsent",
    }


def test_로그인하지_않은_사람은_로그인하는_쪽으로_간다(자전거):
    for pattern, name in staffs():
        answer = Client().get(path_of(pattern))
        assert answer.status_code == 302, name
        assert answer.url.startswith("/accounts/sign-in/"), name
