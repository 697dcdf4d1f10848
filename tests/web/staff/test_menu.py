"""업무 메뉴: what each may open, by task."""

import re

from madang.people.models import Role
from tests import make


def 메뉴(html):
    """Group titles and labels, as they stand."""
    nav = html.split('id="staff-menu"', 1)[1].split("</nav>", 1)[0]
    return [re.sub(r"<[^>]+>", "", found).strip() for found in re.findall(r"<h2>.*?</h2>|<a [^>]*>[^<]*", nav)]


def test_메뉴는_일에_따라_묶이고_열_수_없는_일은_없다(브라우저, 교통과, 세종):
    seen = 메뉴(브라우저(세종).page("/staff/"))
    assert seen[:4] == ["오늘 할 일", "할 일 모두", "제안과 답변", "답변 대기함"]
    assert "운영" not in seen
    assert "사람과 역할" not in seen
    officer = 메뉴(브라우저(make.staff("담당자", Role.OFFICER)).page("/staff/"))
    titles = [one for one in officer if one in ("제안과 답변", "살펴보기", "시민과 동료", "운영")]
    assert titles == ["제안과 답변", "살펴보기", "시민과 동료", "운영"]
    assert officer.index("살펴볼 글") < officer.index("창구") < officer.index("띠 알림") < officer.index("감사기록")


def test_좁은_화면에서는_메뉴가_단추_뒤에_있고_스크립트_없이_열린다(브라우저, 세종):
    html = 브라우저(세종).page("/staff/")
    assert 'popovertarget="staff-menu"' in html
    assert re.search(r'<nav class="staff-nav" id="staff-menu" popover', html)
