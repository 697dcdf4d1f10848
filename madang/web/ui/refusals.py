"""What an action's refusal is in the reader's language."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext

from madang.base.errors import REFUSALS, Refused

from . import words


def said(refused: Refused) -> str:
    """The sentence for ``refused``, with its facts as people write them."""
    facts = {name: _plain(fact) for name, fact in refused.facts.items()}
    if isinstance(refused.facts.get("level"), str):
        facts["level"] = words.level(str(refused.facts["level"]))
    return gettext(REFUSALS[refused.code]) % facts


def _plain(fact: object) -> object:
    if isinstance(fact, int) and not isinstance(fact, bool):
        return words.number(fact)
    if isinstance(fact, str) and len(fact) == 10:
        try:
            return words.day_year(date.fromisoformat(fact))
        except ValueError:
            return fact
    return fact
