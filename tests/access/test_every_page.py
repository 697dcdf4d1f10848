"""모든 쪽을 누구나 쓸 수 있다: every page that can be reached is looked at, on a phone and on a desk, in both languages.

Pages are found as people find them: from the addresses of the site (tests/web/test_doors.py) and by following links, one
page for each address pattern. So a new page is covered as soon as it has an address and something links to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page

from tests.access.samples import DESK_FACES, FACES, addresses, path_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#]+)')
NEVER = {"account_logout", "set_language"}  # they change what the walk stands on
WHO = ["anyone", "hana", "officer", "department", "representative"]
# What a single look finds out besides axe: everything at once, because each question costs a round trip.
LOOK = """() => {
  const drawn = (e) => [...e.querySelectorAll('img[alt], svg[aria-label], title')]
    .map((i) => i.alt || i.getAttribute('aria-label') || i.textContent).join('');
  const name = (e) => (e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.title || e.innerText || e.value
    || [...(e.labels ?? [])].map((l) => l.innerText).join('') || drawn(e) || '').trim();
  const seen = (e) => e.checkVisibility?.() ?? true;
  const inText = 'p, li, td, th, dd, small, label, bdi, .unseen';
  const small = (e) => {
    const r = e.getBoundingClientRect();
    return r.width > 1 && r.height > 1 && (r.width < 24 || r.height < 24) && !e.closest(inText) && !e.classList.contains('skip');
  };
  const acts = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=textbox]')].filter(seen);
  const presses = acts.filter((e) => ['A', 'BUTTON', 'SUMMARY'].includes(e.tagName));
  return {
    title: document.title,
    lang: document.documentElement.lang,
    h1: document.querySelectorAll('h1').length,
    wide: document.documentElement.scrollWidth - innerWidth,
    unnamed: acts.filter((e) => !name(e) && e.type !== 'file').map((e) => e.outerHTML.slice(0, 160)),
    small: presses.filter(small).map((e) => e.outerHTML.slice(0, 160)),
  };
}"""


def session_of(chromium: Browser, house: Any, who: str, language: str = "ko") -> BrowserContext:
    """A browser of theirs, in that language."""
    context = chromium.new_context(base_url=house.address, locale="ko-KR", viewport={"width": 360, "height": 780})
    if who != "anyone":
        context.add_cookies([{"name": "madang_session", "value": house.sessions[who], "url": house.address}])
    speak(context, house, language)
    return context


def speak(context: BrowserContext, house: Any, language: str) -> None:
    context.add_cookies([{"name": "madang_language", "value": language, "url": house.address}])


def name_of(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).url_name or ""
    except Resolver404:
        return ""


def found_by(context: BrowserContext, house: Any) -> dict[str, str]:
    """One page for every address pattern that this person can open: {name: path}."""
    found: dict[str, str] = {}
    waiting = [path_of(pattern) for pattern, name in addresses() if name not in NEVER]
    waiting.sort(key=lambda path: (path.count("/"), path))
    tried: dict[str, int] = {}
    asked: set[str] = set()
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if not name or name in NEVER or name in found or path in asked or tried.get(name, 0) > 3:
            continue
        asked.add(path)
        tried[name] = tried.get(name, 0) + 1
        answer = context.request.get(path, max_redirects=0)
        assert answer.status < 500, f"{path}: {answer.status}"
        if answer.status != 200 or not answer.headers.get("content-type", "").startswith("text/html"):
            answer.dispose()
            continue
        text = answer.text()
        answer.dispose()
        if "<html" not in text:
            continue
        found[name] = path
        waiting += [unescape(href) for href in LINK.findall(text) if href.startswith("/")]
    return found


def looks(page: Page, path: str, *, width: int, language: str, axe: bool) -> Iterator[str]:
    """What is wrong with the page at that width and in that language."""
    where = f"{path} [{width} {language}]"
    page.set_viewport_size({"width": width, "height": 780})
    answer = page.goto(path)
    if answer is None or answer.status != 200:
        yield f"{where}: {answer.status if answer else 'no answer'}"
        return
    seen = page.evaluate(LOOK)
    if seen["lang"] != language:
        yield f"{where}: lang={seen['lang']}"
    if not seen["title"].partition("·")[0].strip():
        yield f"{where}: no title"
    if seen["h1"] != 1:
        yield f"{where}: {seen['h1']} h1"
    if seen["wide"] > 0:
        yield f"{where}: {seen['wide']} px too wide"
    yield from (f"{where}: no name: {each}" for each in seen["unnamed"])
    yield from (f"{where}: smaller than 24 px: {each}" for each in seen["small"])
    if axe:
        for each in Axe().run(page).response["violations"]:
            yield f"{where}: {each['id']}: {each['nodes'][0]['html'][:200]}"
    else:  # enlarged: half the width of a desk is its 200 % zoom, a quarter its 400 %
        for width, zoom in ((640, 200), (320, 400)):
            page.set_viewport_size({"width": width, "height": 400})
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if wide > 1:  # a pixel is rounding
                yield f"{where}: {wide} px too wide at {zoom} % zoom"


@pytest.mark.parametrize("who", WHO)
def test_모든_쪽을_누구나_쓸_수_있다(chromium, house, who):
    context = session_of(chromium, house, who)
    pages = found_by(context, house)
    if who in ("department", "representative", "hana"):  # what the others see too is looked at there
        others = found_by(session_of(chromium, house, "officer" if who != "hana" else "anyone"), house)
        pages = {
            name: path
            for name, path in pages.items()
            if name not in others or name in ("my", "proposal", "staff_home", "staff_answer")
        }
    pages |= {face: face for face in {"anyone": FACES, "officer": DESK_FACES}.get(who, ())}
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    faults: list[str] = []
    for width, language, axe in ((360, "ko", True), (1280, "en", True), (360, "en", False)):
        speak(context, house, language)
        for path in pages.values():
            faults += looks(page, path, width=width, language=language, axe=axe)
    print(f"\n{who}: {len(pages)} pages: {' '.join(sorted(pages))}")
    assert not faults + complaints, "\n" + "\n".join(faults + complaints)


def test_쪽마다_제목이_다르다(chromium, house):
    context = session_of(chromium, house, "officer")
    titles: dict[str, list[str]] = {}
    for name, path in found_by(context, house).items():
        answer = context.request.get(path)
        title = re.search(r"<title>(.*?)</title>", answer.text(), re.S)
        titles.setdefault(unescape(title.group(1)) if title else "", []).append(name)
    alike = ({"rules", "rules_version"}, {"comments", "comment"})  # the newest version; one comment among the others
    same = {title: names for title, names in titles.items() if len(names) > 1 and set(names) not in alike}
    assert same == {}
