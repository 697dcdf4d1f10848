"""The event file's verbs about statements, votes and consent in forums, what moderators hide there, and the population."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from madang.actions import people, statements
from madang.actions.consent import choose_consent
from madang.actions.population import set_population

from .events_content import Do, hide, show
from .events_course import forum
from .lines import BadLine, Event

if TYPE_CHECKING:
    from .events import Names


def _statement_post(e: Event, at: datetime, names: Names) -> None:
    author = names.person(e.get("by"))
    statements.post_statement(
        forum=forum(names, e),
        text=e["text"],
        author=author,
        key=e["statement"],
        consent=e.get("consent"),
        flag=False,
        at=at,
        actor=author,
    )


def _statement_vote(e: Event, at: datetime, names: Names) -> None:
    statements.vote_statement(
        statement=statements.find_statement(e["statement"]),
        vote=e["vote"],
        person=names.person(e["by"]) or people.find_person(e["by"]),
        consent=e.get("consent"),
        at=at,
    )


def _statement_delete(e: Event, at: datetime, names: Names) -> None:
    found = statements.find_statement(e["statement"])
    statements.delete_statement(statement=found, at=at, actor=names.person(e.get("by")))


def _forum_consent(e: Event, at: datetime, names: Names) -> None:
    person = names.person(e["by"]) or people.find_person(e["by"])
    choose_consent(forum=forum(names, e), person=person, consent=e["consent"], at=at)


def _population_set(e: Event, at: datetime, names: Names) -> None:
    bands: dict[str, int] = {}
    for band in e["bands"]:
        match band:
            case [str() as name, int() as people] if not isinstance(people, bool):
                bands[name] = people
            case _:
                wanted = '[["20-29", 412300], …]'
                raise BadLine(_("%(name)s의 꼴이 달라요. 와야 할 것: %(type)s") % {"name": "bands", "type": wanted})
    set_population(
        attribute=e["attribute"], bands=bands, source=e.get("source", ""), at=at, actor=names.person(e.get("by"))
    )


DO: dict[str, Do] = {
    "opinion.hide": hide("opinion", "opinion"),
    "opinion.show": show("opinion", "opinion"),
    "statement.post": _statement_post,
    "statement.vote": _statement_vote,
    "statement.delete": _statement_delete,
    "statement.hide": hide("statement", "statement"),
    "statement.show": show("statement", "statement"),
    "forum.consent": _forum_consent,
    "population.set": _population_set,
}
