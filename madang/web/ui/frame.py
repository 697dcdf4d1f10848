"""Context processor: the links of the frame (see ui/layout.html). One place for the names of pages the frame points to."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from madang.base import clock
from madang.notices.queries import unread
from madang.people.rights import may

from . import words, written

LANGUAGES = ({"code": "ko", "name": "한국어"}, {"code": "en", "name": "English"})


def frame(request) -> dict:
    def link(name: str) -> str:
        try:
            return reverse(name)
        except NoReverseMatch:
            return "/"

    def item(label: str, name: str) -> dict:
        href = link(name)
        return {"label": label, "href": href, "current": href != "/" and request.path.startswith(href)}

    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    staff = signed_in and may(user, "staff.enter")
    language, at = words.language(), clock.now()
    return {
        "site": {
            "product": gettext("마당"),
            "contact": settings.CONTACT,
            "theme_css": None,
            "home": "/",
            "propose": link("propose"),
            "sign_in": link("account_login"),
            "sign_out": link("account_logout"),
            "me": link("my"),
            "set_language": link("set_language"),
            "nav": [
                item(gettext("제안"), "proposals"),
                item(gettext("공론장"), "forums"),
                item(gettext("실행"), "deliveries"),
                item(gettext("진행 과정"), "process"),
                item(gettext("약속 현황판"), "duties"),
            ],
            "footer": [
                item(gettext("이곳은 어떤 곳인가요?"), "about"),
                item(gettext("진행 과정"), "process"),
                item(gettext("약속 현황판"), "duties"),
                item(gettext("의제"), "agenda"),
                item(gettext("현장 토론"), "sessions"),
                item(gettext("공지"), "news"),
                item(gettext("이용약관"), "terms"),
                item(gettext("개인정보"), "privacy"),
                *written.footer_links(request, language, at),
            ],
            "banners": written.banners(request, language, at, member=signed_in, staff=staff),
            "languages": LANGUAGES,
            "viewer": {
                "name": str(user),
                "staff_home": link("staff_home") if staff else None,
                "notices": link("notices"),
                "unread": unread(user),
            }
            if user is not None and signed_in
            else None,
        }
    }
