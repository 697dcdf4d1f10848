"""The citizens' addresses."""

from __future__ import annotations

urlpatterns: list = []
