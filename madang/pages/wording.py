"""What may stand in a page: a small, tight piece of HTML, and nothing that runs, frames, styles or fetches from elsewhere."""

from __future__ import annotations

import html
import re

import nh3

from madang.base.errors import Refused
from madang.base.text import clean_text

TAGS = {
    "p", "br", "h2", "h3", "strong", "em", "a", "ul", "ol", "li", "blockquote", "img", "table", "thead", "tbody", "tr",
    "th", "td", "hr",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "th": {"scope", "colspan"}, "td": {"colspan"}}
LONGEST = 100_000  # letters of HTML
SAME = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "div": "p"}
IMAGE = re.compile(r"<img\b[^>]*>")
EMPTY = re.compile(r"<(p|h2|h3|li|blockquote)>(\s|&nbsp;|<br>)*</\1>")
BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|tr)>|<br>|<hr>")


def clean_body(raw: str) -> str:
    """The HTML as it is kept and shown. Refused ``page-too-long``, ``picture-without-words``.

    A text without any tag (written where there is no editor) becomes paragraphs.
    """
    text = clean_text(raw)
    if len(text) > LONGEST:
        raise Refused("page-too-long", limit=LONGEST)
    if not re.search(r"<[a-zA-Z/]", text):
        text = _paragraphs(text)
    for other, ours in SAME.items():
        text = re.sub(rf"<(/?){other}(?=[\s>/])", rf"<\1{ours}", text, flags=re.IGNORECASE)
    cleaned = nh3.clean(
        text,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_allowed,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
    for image in IMAGE.findall(cleaned):
        if not re.search(r'\balt="[^"]*\S[^"]*"', image):
            raise Refused("picture-without-words")
    cleaned = re.sub(r"<img(?![^>]*\bsrc=)[^>]*>", "", cleaned)
    return EMPTY.sub("", cleaned).strip()


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    """Pictures only from this house: one from elsewhere would tell elsewhere who reads."""
    if tag == "img" and attribute == "src":
        return value if value.startswith("/pages/pictures/") else None
    return value


def _paragraphs(text: str) -> str:
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text))
    return "\n".join(f"<p>{html.escape(block).replace(chr(10), '<br>')}</p>" for block in blocks if block)


def lines_of(body: str) -> list[str]:
    """The words of a page, a block a line, for a readable difference."""
    broken = BLOCK_END.sub("\n", re.sub(r"\s*\n\s*", " ", body))
    broken = IMAGE.sub(lambda found: f"[{_alt(found.group())}]", broken)
    plain = html.unescape(re.sub(r"<[^>]+>", "", broken))
    return [line.strip() for line in plain.split("\n") if line.strip()]


def _alt(image: str) -> str:
    found = re.search(r'\balt="([^"]*)"', image)
    return found.group(1) if found else ""
