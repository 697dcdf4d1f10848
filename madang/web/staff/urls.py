"""The staff' addresses."""

from __future__ import annotations

urlpatterns: list = []
