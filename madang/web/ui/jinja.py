"""The Jinja2 environment of every page: set as OPTIONS["environment"] of Django's Jinja2 backend."""

import jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext

from madang.web.ui import invited, process, words

FILTERS = (
    words.number, words.day, words.day_year, words.moment, words.until, words.left, words.iso, words.is_late, words.last_day,
    words.josa, words.plain, words.paragraphs, words.percent_of, words.fifths,
    words.progress,
)  # fmt: skip


def url(name: str, **kwargs) -> str:
    return reverse(name, kwargs=kwargs or None)


def environment(**options) -> jinja2.Environment:
    env = jinja2.Environment(
        **{
            **options,
            "undefined": jinja2.StrictUndefined,
            "autoescape": True,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "extensions": ["jinja2.ext.i18n", "jinja2.ext.do", *options.get("extensions", ())],
        }
    )
    env.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)  # type: ignore[attr-defined]
    env.globals.update(static=static, url=url, draw_process=process.draw_process, invitation_of=invited.invitation_of)
    env.filters.update({function.__name__: function for function in FILTERS})
    return env
