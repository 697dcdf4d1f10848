"""What the tests of identity share: a real OpenID Connect server on this machine, and browsers that go through it."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client
from oidc_provider_mock import run_server_in_thread

from madang.base import logins


class Provider:
    """A provider of logins, run as a server of its own; ``person`` says who can sign in there, with what claims."""

    def __init__(self, address: str) -> None:
        self.address = address

    def person(self, sub: str, **claims) -> str:
        """Someone known there."""
        answer = requests.put(f"{self.address}/users/{sub}", json=claims, timeout=5)
        assert answer.status_code == 204, answer.text
        return sub

    def consent(self, url: str, sub: str, **form) -> str:
        """At the provider: sign in as ``sub``; where the browser is sent back to."""
        answer = requests.post(url, data={"sub": sub, **form}, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]


class Visitor(Client):
    """A browser that follows our redirects to the provider and back."""

    def go(self, provider: Provider, sub: str, name: str = "gov", **data):
        """Press the provider's button, sign in there, come back: our answer."""
        out = self.post(f"/accounts/with/{name}/", data)
        assert out.status_code == 302, out.content.decode()[:2000]
        assert out.url.startswith(provider.address), out.url
        return self.back(provider.consent(out.url, sub))

    def back(self, address: str):
        """Arrive at the address that the provider sent the browser to."""
        parts = urlsplit(address)
        return self.get(f"{parts.path}?{parts.query}")

    def join(self, provider: Provider, sub: str, display: str = "하나", name: str = "gov", **data):
        """The same, and give a name and agree the first time."""
        answer = self.go(provider, sub, name, **data)
        assert (answer.status_code, answer.url) == (302, "/accounts/with/new/"), answer.content.decode()[:2000]
        return self.post("/accounts/with/new/", {"name": display, "agree": "on"})

    def said(self) -> str:
        """The page that follows, as text without its tags."""
        return re.sub(r"<[^>]+>", " ", self.get("/").content.decode())


@pytest.fixture(scope="module")
def server():
    with run_server_in_thread() as running:
        yield Provider(f"http://localhost:{running.server_port}")


@pytest.fixture
def 통합인증(server, settings):
    """Two providers of the institution's: one proves who one is (``ci``), the other too, under another name."""
    configured = [
        {
            "id": name, "name": label, "server_url": server.address, "client_id": name, "client_secret": "secret",
            "verifies": {"level": "strong", "identifier": "ci", "if": "phone_verified"},
        }
        for name, label in (("gov", "정부 통합인증"), ("bank", "은행 인증"))
    ] + [{"id": "plain", "name": "동네 로그인", "server_url": server.address, "client_id": "p", "client_secret": "s"}]  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = logins.providers(logins.read_oidc(json.dumps(configured)), {})
    return server


@pytest.fixture
def 브라우저():
    return Visitor()
