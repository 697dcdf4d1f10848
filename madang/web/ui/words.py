"""How numbers, days and people's texts are written on a page. The time is an argument, but for which year is "this"."""

import re
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, gettext, ngettext
from markupsafe import Markup, escape

from madang.base import clock
from madang.base.errors import N_
from madang.base.text import clean_line, clean_text
from madang.people.models import Role
from madang.rules import words as rule_words

PATTERNS = {
    "ko": {
        "day": "n월 j일({})",
        "day_year": "Y년 n월 j일({})",
        "moment": "n월 j일({}) H:i",
        "moment_year": "Y년 n월 j일({}) H:i",
    },
    "en": {"day": "D j F", "day_year": "D j F Y", "moment": "D j F, H:i", "moment_year": "D j F Y, H:i"},
}
KOREAN_WEEKDAYS = "월화수목금토일"  # Django's own short names are not short


def number(value) -> str:
    """1234567 → 1,234,567; a fraction keeps at most one decimal."""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.1f}"
    return f"{int(value):,}"


def percent_of(part, whole) -> int:
    """Whole per cent, 0–100, for bars; an empty whole is 0."""
    return 0 if not whole else max(0, min(100, int(part * 100 / whole)))


def fifths(part, whole) -> int:
    """Like percent_of, in steps of 5, for the `at-…` classes; never 100 before it is reached, never 0 once begun."""
    exact = percent_of(part, whole)
    if not part or exact == 100:
        return exact
    return max(5, min(95, 5 * round(exact / 5)))


def day(at) -> str:
    return _date(at, "day")


def day_year(at) -> str:
    return _date(at, "day_year")


def moment(at) -> str:
    return _date(at, "moment")


def last_day(due):
    """The last whole day before `due`, which is the first instant after it (half-open)."""
    if isinstance(due, datetime):
        return (_local(due) - timedelta(microseconds=1)).date()
    return due


def until(due) -> str:
    return gettext("%(day)s까지") % {"day": day(last_day(due))}


def left(due, now) -> str:
    """8일 남음 · 오늘까지 · 3일 지남"""
    days = (last_day(due) - _local(now).date()).days
    if isinstance(due, datetime) and due <= now:
        if days >= 0:
            return gettext("마감이 지남")
        return ngettext("%(count)s일 지남", "%(count)s일 지남", -days) % {"count": number(-days)}
    if days == 0:
        return gettext("오늘까지")
    if days < 0:
        return ngettext("%(count)s일 지남", "%(count)s일 지남", -days) % {"count": number(-days)}
    return ngettext("%(count)s일 남음", "%(count)s일 남음", days) % {"count": number(days)}


def is_late(due, now) -> bool:
    return due <= now


def iso(at) -> str:
    """For the datetime attribute of <time>."""
    return at.isoformat(timespec="minutes") if isinstance(at, datetime) else at.isoformat()


def _local(at: datetime) -> datetime:
    return timezone.localtime(at)


def _date(at, name: str) -> str:
    if isinstance(at, datetime):
        at = _local(at)
    elif name == "moment":
        name = "day_year"
    if at.year != _local(clock.now()).year and not name.endswith("_year"):
        name += "_year"  # a day without its year is one of this year
    language = (get_language() or "ko").split("-")[0]
    pattern = PATTERNS.get(language, PATTERNS["en"])[name]
    return format_date(at, pattern.format(KOREAN_WEEKDAYS[at.weekday()]))


# --- Korean particles -------------------------------------------------------------------------------------------

CLOSERS = "\"'”’)]}>」』》〉】"
DIGITS_WITH_FINAL = set("013678")  # 영 일 삼 육 칠 팔
LETTERS_WITH_FINAL = set("lmnr")  # 엘 엠 엔 알
PAIRS = {
    "은/는": ("은", "는"), "이/가": ("이", "가"), "을/를": ("을", "를"), "과/와": ("과", "와"),
    "으로/로": ("으로", "로"), "이에요/예요": ("이에요", "예요"), "아/야": ("아", "야"),
}  # fmt: skip


def josa(word, pair: str):
    """`word` with the particle its last sound asks for: "교통과"|josa("이/가") → 교통과가. Other languages: the word alone."""
    if (get_language() or "ko").split("-")[0] != "ko":
        return word
    closed, open_ = PAIRS[pair]
    final, rieul = _final(str(word))
    particle = closed if final and not (rieul and pair == "으로/로") else open_
    return word + particle if isinstance(word, Markup) else f"{word}{particle}"


def _final(word: str) -> tuple[bool, bool]:
    """(ends in a consonant, and that consonant is ㄹ)"""
    last = word.rstrip(CLOSERS + " ")[-1:].lower()
    if "가" <= last <= "힣":
        jong = (ord(last) - ord("가")) % 28
        return jong > 0, jong == 8
    if last.isascii() and last.isdigit():
        return last in DIGITS_WITH_FINAL, last in "178"
    return last in LETTERS_WITH_FINAL, last in ("l", "r")


# --- What people wrote ------------------------------------------------------------------------------------------

LINK = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9\-._~:/?#\[\]!$&'()*+,;=%@]*")
OPENERS = {")": "(", "]": "["}
HOST = re.compile(
    r"https?://[A-Za-z0-9.\-]+(:\d+)?(?=[/?#]|$)"
)  # nothing before the host's name that could pass for it


def plain(text) -> Markup:
    """One line of someone's words (a title, a name), isolated from the text around it."""
    return Markup("<bdi>{}</bdi>").format(clean_line(str(text)))


def paragraphs(text) -> Markup:
    """Plain text as paragraphs, with web addresses made clickable."""
    blocks = [block for block in re.split(r"\n\s*\n", clean_text(str(text))) if block.strip()]
    return Markup("\n").join(
        Markup('<p dir="auto">{}</p>').format(Markup("<br>\n").join(_linked(line) for line in block.split("\n")))
        for block in blocks
    )


def _linked(line: str) -> Markup:
    parts, at = [], 0
    for found in LINK.finditer(line):
        address = _trimmed(found.group())
        if not HOST.match(address):
            continue
        start = found.start()
        parts.append(escape(line[at:start]))
        parts.append(Markup('<a href="{0}" rel="nofollow ugc noopener">{0}</a>').format(address))
        at = start + len(address)
    parts.append(escape(line[at:]))
    return Markup("").join(parts)


def _trimmed(address: str) -> str:
    """Without the sentence's own punctuation at the end; a closing bracket stays when it was opened inside."""
    while address:
        last = address[-1]
        unopened = last in OPENERS and address.count(last) > address.count(OPENERS[last])
        if last in ".,;:!?'*" or unopened:
            address = address[:-1]
        else:
            break
    return address


# --- Words for what the rules name by a key ------------------------------------------------------------------------
# Stages, tracks and starts carry their names in the rule document; decisions and outcomes are called as in its sentences
# (madang/rules/words.py). An unknown key shows itself, so that a new rule document is never a broken page.

OWNERS = {
    "department": N_("담당 부서"), "representative": N_("기관장"), "team": N_("운영팀"), "panel": N_("의제선정단"),
    "register": N_("명부 담당"), "proposer": N_("제안한 사람"),
}  # fmt: skip
# (kind, decision) → shape, tone
LOOKS = {
    ("answer", "accept"): ("check", "ok"), ("answer", "partly"): ("half", "ok"), ("answer", "study"): ("clock", "wait"),
    ("answer", "explain"): ("info", "info"), ("answer", "decline"): ("cross", "quiet"),
    ("review", "pass"): ("check", "ok"), ("review", "reject"): ("cross", "warn"), ("review", "refuse"): ("stop", "warn"),
    ("review", "lapse"): ("stop", "quiet"),
    ("agenda", "select"): ("check", "ok"), ("agenda", "reject"): ("cross", "quiet"), ("agenda", "defer"): ("pause", "wait"),
}  # fmt: skip
VERDICTS = {
    "kept": (N_("지켜졌어요"), "check", "ok"), "partly": (N_("일부만 지켜졌어요"), "half", "warn"),
    "not": (N_("지켜지지 않았어요"), "cross", "bad"),
}  # fmt: skip
PROGRESS = (
    (0, N_("시작 전이에요")), (24, N_("막 시작했어요")), (49, N_("절반을 향해 가고 있어요")), (74, N_("절반을 넘었어요")),
    (99, N_("거의 다 왔어요")), (100, N_("다 했어요")),
)  # fmt: skip
LEVELS = {
    "account": N_("회원 가입"), "email": N_("이메일 확인"), "phone": N_("휴대전화 확인"), "resident": N_("주민 확인"),
    "strong": N_("본인 확인"),
}  # fmt: skip
CATEGORIES = (
    N_("교통"), N_("환경"), N_("복지"), N_("안전"), N_("문화"), N_("교육"), N_("경제"), N_("주거"), N_("건강"), N_("행정"),
)  # fmt: skip
RETIRED = {
    "duplicate": N_("같은 제안이 이미 있어요"), "under-way": N_("이미 진행되고 있어요"), "unfeasible": N_("이룰 수 없는 일이에요"),
    "done": N_("이미 이루어졌어요"), "other": N_("다른 이유"),
}  # fmt: skip
CHANNELS = {"paper": N_("종이 서명"), "imported": N_("다른 곳에서 가져옴")}


def owner(key: str) -> str:
    """Who owes a duty."""
    return gettext(OWNERS[key]) if key in OWNERS else key


def decision(kind: str, key: str) -> dict[str, str]:
    """{word, shape, tone} of what people decided in a stage of this kind."""
    shape, tone = LOOKS.get((kind, key), ("dot", "info"))
    return {"word": _capital(rule_words.decision(kind, key, language())), "shape": shape, "tone": tone}


def outcome(key: str) -> str:
    """How a stage ended."""
    return _capital(rule_words.word(rule_words.OUTCOMES, key, language()))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def kind(key: str) -> str:
    """What sort of stage."""
    return rule_words.word(rule_words.KINDS, key, language())


def duty(key: str) -> str:
    """What is owed, by the duty's key."""
    return rule_words.word(rule_words.DUTIES, key, language())


def verdict(key: str) -> dict[str, str]:
    """{word, shape, tone} of what people say about a promise."""
    word, shape, tone = VERDICTS.get(key, (key, "dot", "info"))
    return {"word": gettext(word), "shape": shape, "tone": tone}


def progress(percent: int) -> str:
    """How far a thing is, in words beside the number."""
    return gettext(next(word for limit, word in PROGRESS if percent <= limit))


def level(key: str) -> str:
    """How well a person is verified."""
    return gettext(LEVELS[key]) if key in LEVELS else key


def role(key: str) -> str:
    """A role of the team."""
    return str(Role(key).label) if key in Role.values else key


FORMS = {"pro_con": N_("찬반 토론"), "open": N_("생각 모으기"), "experiment": N_("실험")}


def form(key: str) -> str:
    """In which form people discuss."""
    return gettext(FORMS[key]) if key in FORMS else key


def retired(code: str) -> str:
    """Why an author took a proposal back."""
    return gettext(RETIRED[code]) if code in RETIRED else code


def channel(key: str) -> str:
    """How supports came in that nobody cast here."""
    return gettext(CHANNELS[key]) if key in CHANNELS else key


def category(name: str) -> str:
    """A proposal's category; the house's own ones are translated."""
    return gettext(name) if name in CATEGORIES else name


def language() -> str:
    """The reader's language, as rule documents name it."""
    return (get_language() or "ko").split("-")[0]


def in_language(text) -> str:
    """A text of a rule document ({"ko": …, "en": …}) in the reader's language."""
    return str(text.get(language()) or text.get("ko") or next(iter(text.values()), ""))
