"""Who else may say who someone is: the sign-in providers that the operator configured. Read from the environment.

``OIDC_PROVIDERS`` is a JSON list; one provider is ``{"id", "name", "server_url", "client_id", "client_secret"}`` and
optionally ``scope`` (a list), ``origins`` (further web origins that its sign-in passes through) and ``verifies``, the
claims that prove who a person is::

    {"level": "strong", "identifier": "ci", "born": "birthdate", "gender": "gender", "if": "phone_verified"}
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from .errors import N_

LEVELS = ("phone", "resident", "strong")
_ID = re.compile(r"[a-z][a-z0-9-]{0,30}")
_NEEDED = ("id", "name", "server_url", "client_id", "client_secret")
_VERIFIES = {"level", "identifier", "born", "gender", "if"}
# The web origins that signing in with them passes through; the browser follows a form only to origins that we name.
WELL_KNOWN: dict[str, tuple[str, ...]] = {
    "kakao": ("https://kauth.kakao.com", "https://accounts.kakao.com", "https://logins.daum.net"),
    "naver": ("https://nid.naver.com",),
    "google": ("https://accounts.google.com",),
}
NAMES = {"kakao": N_("카카오"), "naver": N_("네이버"), "google": "Google"}  # translated where they are shown


def read_oidc(written: str) -> list[dict[str, Any]]:
    """The OpenID Connect providers of ``OIDC_PROVIDERS``; ValueError says what is wrong."""
    try:
        found = json.loads(written) if written.strip() else []
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None
    if not isinstance(found, list):
        raise ValueError("must be a JSON list")
    for one in found:
        _check(one)
    ids = [one["id"] for one in found]
    if len(set(ids)) != len(ids) or set(ids) & {*WELL_KNOWN, "openid_connect"}:
        raise ValueError("every provider needs an id of its own")
    return found


def _check(one: Any) -> None:
    if not isinstance(one, dict) or not all(isinstance(one.get(name), str) and one[name] for name in _NEEDED):
        raise ValueError(f"every provider needs {', '.join(_NEEDED)}")
    if not _ID.fullmatch(one["id"]):
        raise ValueError(f"id {one['id']!r}: small letters, digits and hyphens")
    for address in (one["server_url"], *one.get("origins", ())):
        if not isinstance(address, str) or urlsplit(address).scheme not in ("https", "http"):
            raise ValueError(f"{one['id']}: {address!r} is no web address")
    verifies = one.get("verifies")
    if verifies is None:
        return
    if not isinstance(verifies, dict) or set(verifies) - _VERIFIES or not isinstance(verifies.get("identifier"), str):
        raise ValueError(f"{one['id']}: verifies holds {', '.join(sorted(_VERIFIES))}; identifier is needed")
    if verifies.get("level") not in LEVELS:
        raise ValueError(f"{one['id']}: verifies.level is one of {', '.join(LEVELS)}")


def providers(oidc: list[dict[str, Any]], known: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """allauth's setting. ``known``: of kakao, naver and google, those with a client id and secret."""
    found: dict[str, Any] = {
        name: {"APPS": [{"client_id": client, "secret": secret, "name": NAMES[name]}]}
        for name, (client, secret) in known.items()
        if client
    }
    if "google" in found:
        found["google"]["SCOPE"] = ["profile", "email"]
    if oidc:
        found["openid_connect"] = {"APPS": [_app(one) for one in oidc], "OAUTH_PKCE_ENABLED": True}
    return found


def _app(one: dict[str, Any]) -> dict[str, Any]:
    settings = {name: one[name] for name in ("server_url", "scope", "verifies") if name in one}
    return {
        "provider_id": one["id"],
        "name": one["name"],
        "client_id": one["client_id"],
        "secret": one["client_secret"],
        "settings": settings,
    }


def origins(oidc: list[dict[str, Any]], known: dict[str, tuple[str, str]]) -> list[str]:
    """The web origins that signing in passes through, for the policy on where forms may lead."""
    found = [origin for name, (client, _) in known.items() if client for origin in WELL_KNOWN[name]]
    for one in oidc:
        for address in (one["server_url"], *one.get("origins", ())):
            parts = urlsplit(address)
            found.append(f"{parts.scheme}://{parts.netloc}")
    return list(dict.fromkeys(found))
