"""What people said, gathered: themes with the opinions that stand for them, and the map of who agrees with whom."""

from __future__ import annotations

from typing import Any

from madang.forums.models import Forum, Opinion, Statement, StatementVote
from madang.sense import themes
from madang.sense.opinion_map import Count, OpinionMap, opinion_map
from madang.sense.votes import Gathering

BATCH = 2_000
DOTS = 1_500  # places drawn on the map at most: more of them say nothing more, and weigh on the page
LEAST_OPINIONS, KEYWORDS = 10, 20
LEAST_PEOPLE, LEAST_STATEMENTS = 15, 5  # below them a map would show chance, and who is who
FEW = 5  # a group smaller than this is not told apart


def opinion_map_of(forum: Forum) -> dict[str, Any] | None:
    """Places (nobody's name), groups and sentences; None while there is too little to see.

    Statements that were hidden or deleted move nobody, as in Polis; the seed is fixed, so the same votes give the same
    map. Every ``len ÷ DOTS``-th place is drawn, in the order of their positions, when there are more than ``DOTS``.
    """
    statements = dict(Statement.objects.filter(forum=forum).values_list("pk", "state"))
    if sum(state == "shown" for state in statements.values()) < LEAST_STATEMENTS:
        return None
    gathering = Gathering()
    rows = StatementVote.objects.filter(statement__forum=forum).order_by()
    for statement, person, vote in rows.values_list("statement_id", "person_id", "vote").iterator(BATCH):
        gathering.take(str(person), str(statement), vote)
    votes = gathering.votes()
    if len(votes.participants) < LEAST_PEOPLE:
        return None
    left_out = {str(pk) for pk, state in statements.items() if state != "shown"}
    return _plain(opinion_map(votes, left_out=left_out), left_out)


def _plain(found: OpinionMap, left_out: set[str]) -> dict[str, Any]:
    column = {name: at for at, name in enumerate(found.statements)}
    large = [number for number, size in enumerate(found.sizes) if size >= FEW]
    renamed = {number: at for at, number in enumerate(large)}
    places = sorted((round(p.x, 3), round(p.y, 3), renamed.get(p.group, -1) if p.group is not None else -1) for p in found.places)  # fmt: skip
    step = max(1, -(-len(places) // DOTS))
    return {
        "people": len(found.places),
        "votes": sum(place.votes for place in found.places),
        "grouped": sum(found.sizes),
        "sizes": [found.sizes[number] for number in large],
        "silhouette": {str(k): round(value, 3) for k, value in sorted(found.silhouette.items())},
        "variance": [round(share, 3) for share in found.variance],
        "dots": [list(place) for place in places[::step]],
        "consensus": [[int(one.statement), one.side] for one in found.consensus],
        "divisive": [int(name) for name in found.divisive],
        "groups": [
            [[int(one.statement), one.side] for one in found.representative[number]] for number in large
        ],
        "counts": {
            name: {
                "all": _three(found.counts[column[name]]),
                "groups": [_three(found.group_counts[number][column[name]]) for number in large],
            }
            for name in found.statements
            if name not in left_out
        },
    }  # fmt: skip


def _three(count: Count) -> list[int]:
    """[agree, disagree, pass]."""
    return [count.agree, count.disagree, count.votes - count.agree - count.disagree]


def themes_of(forum: Forum) -> dict[str, Any] | None:
    """What the opinions are about; None while there are too few to gather.

    Of everybody's texts that can be read, answers included; the order of time makes the same texts give the same themes.
    """
    rows = Opinion.objects.shown().filter(forum=forum).order_by("at", "pk")
    said = [
        themes.Opinion(key, text, position, supports)
        for key, text, position, supports in rows.values_list("key", "text", "position", "supports").iterator(BATCH)
    ]
    if len(said) < LEAST_OPINIONS:
        return None
    found = themes.find_themes(said)
    return {
        "opinions": len(said),
        "rest": found.rest.size if found.rest is not None else 0,
        "themes": [
            {
                "words": list(one.label),
                "count": one.size,
                "share": round(one.share, 4),
                "positions": one.positions,
                "quotes": [[quote.id, quote.why, quote.times] for quote in one.quotations],
            }
            for one in found.themes
        ],
        "keywords": [[word.word, word.count] for word in found.keywords[:KEYWORDS]],
    }
