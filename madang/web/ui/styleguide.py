"""The style guide: every sample page as a file, and if asked, looked at by a browser.

python -m madang.web.ui.styleguide [folder]            write the pages
python -m madang.web.ui.styleguide [folder] --shots    and screenshots (360 and 1280 px, light and dark) and axe's findings
"""

import os
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'"
SITE = {
    "product": "마당",
    "home": "/home.html",
    "propose": "/write.html",
    "sign_in": "/in",
    "sign_out": "/out",
    "me": "/me",
    "set_language": "/language",
    "theme_css": None,
    "contact": "가온시 시민소통담당관 02-120",
    "languages": [{"code": "ko", "name": "한국어"}, {"code": "en", "name": "English"}],
    "viewer": None,
    "footer": [
        {"label": "운영 원칙", "href": "/about"},
        {"label": "개인정보 처리방침", "href": "/privacy"},
        {"label": "열린 데이터", "href": "/data"},
    ],
}
NAV = (("제안", "list"), ("진행 과정", "process"), ("약속 현황판", "promises"))


def write(folder: Path, language: str = "ko") -> list[str]:
    from django.template import engines
    from django.utils import translation
    from markupsafe import Markup

    from madang.web.ui import samples, samples_base

    folder.mkdir(parents=True, exist_ok=True)
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    with translation.override(language):
        for name, content in samples.pages().items():
            nav = [{"label": label, "href": f"/{page}.html", "current": page == name} for label, page in NAV]
            around = {
                "site": {**SITE, "nav": nav}, "institution": "가온시", "language": language, "now": samples_base.NOW,
                "request": SimpleNamespace(get_full_path=lambda: "/"), "csrf_input": Markup('<input type="hidden" name="csrfmiddlewaretoken" value="x">'),
            }  # fmt: skip
            (folder / f"{name}.html").write_text(
                env.get_template(f"ui/samples/{name}.html").render({**around, **content})
            )
    return list(samples.pages())


class Handler(SimpleHTTPRequestHandler):
    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def translate_path(self, path):
        from django.contrib.staticfiles import finders

        path = path.split("?")[0]
        if path.startswith("/static/"):
            return finders.find(path.removeprefix("/static/")) or "/nowhere"
        return super().translate_path(path)

    def log_message(self, *args):
        pass


def look(folder: Path, names: list[str], dark: bool = True) -> int:
    """Screenshots, what the console said, and what axe found. Returns the number of findings."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
    from playwright.sync_api import sync_playwright

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    findings = 0
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for scheme in ("light", "dark") if dark else ("light",):
            for width in (360, 1280):
                page = browser.new_page(
                    viewport={"width": width, "height": 780 if width < 600 else 900}, color_scheme=scheme
                )
                page.on("console", lambda m: print("console:", m.text) if m.type in ("error", "warning") else None)
                for name in names:
                    page.goto(f"http://127.0.0.1:{server.server_port}/{name}.html")
                    page.wait_for_load_state("networkidle")
                    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                    if over > 0:
                        findings += 1
                        print(f"{name} {width} {scheme}: {over} px too wide")
                    page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
                    found = Axe().run(page).response["violations"]
                    findings += len(found)
                    for one in found:
                        for node in one["nodes"][:4]:
                            said = node["any"][0]["message"] if node["any"] else one["help"]
                            print(f"{name} {width} {scheme}: {one['id']} {node['target']} {said}")
                page.close()
        browser.close()
    server.shutdown()
    return findings


def main() -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.settings")
    django.setup()
    given = [a for a in sys.argv[1:] if not a.startswith("--")]
    folder = Path(given[0] if given else "var/styleguide")
    names = [n for n in write(folder) if len(given) < 2 or n in given[1:]]
    return 1 if "--shots" in sys.argv and look(folder, names, "--light" not in sys.argv) else 0


if __name__ == "__main__":
    sys.exit(main())
