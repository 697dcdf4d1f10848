"""What people wrote, in themes: which words hold together, who said so, in whose words it shows best.

The same text many times counts as one opinion said ×N (:mod:`.repeats`). Texts become weighted words (tf-idf of
:mod:`.words`, and of pairs of syllables so that 자전거도로 is near 자전거), fewer dimensions (latent semantic analysis) and
k-means; the number of themes is the one with the best silhouette. A small theme is shown like a large one; only
texts without words, or near to no theme at all, are in ``rest``. Above ``LEARNT`` opinions the themes are learnt from a
seeded sample and all others join the nearest. The same opinions and seed give the same themes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .topics import Topics

LEARNT = 8_000
LABEL_WORDS = 4
MOST_KEYWORDS = 40


@dataclass(frozen=True)
class Opinion:
    """An opinion as it was written. ``position``: for, against, other or empty; ``supports``: who agreed with it."""

    id: str
    text: str
    position: str = ""
    supports: int = 0


@dataclass(frozen=True)
class Quotation:
    """An opinion (its id) that shows a theme. ``why``: typical, supported (the most), repeated (the most), or the position it speaks for.

    ``times``: how often the same was written.
    """

    id: str
    why: str
    times: int = 1


@dataclass(frozen=True)
class Theme:
    """Opinions about the same. ``size`` counts every opinion, ``distinct`` the same text once; ``share`` of all, 0 to 1."""

    label: tuple[str, ...]
    size: int
    distinct: int
    share: float
    ids: tuple[str, ...]
    positions: dict[str, int]
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class Keyword:
    """A word, in how many different opinions, and how much more often in a position than in all (1: as often)."""

    word: str
    count: int
    lift: dict[str, float]


@dataclass(frozen=True)
class Repeat:
    """A text that was written more than once: the first opinion, all of them."""

    id: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Themes:
    """The largest theme first; ``rest`` is None when everything found its place."""

    themes: tuple[Theme, ...]
    rest: Theme | None
    keywords: tuple[Keyword, ...]
    repeats: tuple[Repeat, ...]


def find_themes(opinions: Sequence[Opinion], *, number: int | None = None, seed: int = 0) -> Themes:
    """Group opinions into themes. ``number``: how many to look for, None for the clearest; ids must differ."""
    from .repeats import repeated
    from .topics import learn

    if len({each.id for each in opinions}) != len(opinions):
        raise ValueError("opinions must have ids of their own")
    if not opinions:
        return Themes((), None, (), ())
    members: dict[int, list[int]] = {}
    for at, first in enumerate(repeated([each.text for each in opinions]).tolist()):
        members.setdefault(first, []).append(at)
    leaders = sorted(members)
    topics = learn([opinions[at].text for at in leaders], number=number, seed=seed, learnt=LEARNT)
    groups: dict[int, list[int]] = {}
    for place, label in enumerate(topics.labels.tolist()):
        groups.setdefault(label, []).append(place)
    whole = _Whole(opinions, [members[at] for at in leaders], topics)
    found = [whole.theme(label, places) for label, places in groups.items() if label >= 0]
    return Themes(
        themes=tuple(sorted(found, key=lambda theme: (-theme.size, theme.ids))),
        rest=whole.theme(-1, groups[-1]) if -1 in groups else None,
        keywords=whole.keywords(),
        repeats=tuple(
            Repeat(opinions[at].id, tuple(opinions[one].id for one in members[at]))
            for at in sorted(leaders, key=lambda at: (-len(members[at]), at))
            if len(members[at]) > 1
        ),
    )


@dataclass(frozen=True)
class _Whole:
    """All opinions, which of them say the same, and what was learnt about each different one."""

    opinions: Sequence[Opinion]
    members: list[list[int]]
    topics: Topics

    def theme(self, label: int, places: list[int]) -> Theme:
        written = [at for place in places for at in self.members[place]]
        return Theme(
            label=self._label(places) if label >= 0 else (),
            size=len(written),
            distinct=len(places),
            share=len(written) / len(self.opinions),
            ids=tuple(self.opinions[at].id for at in sorted(written)),
            positions=dict(sorted(Counter(self.opinions[at].position for at in written).items())),
            quotations=self._quotations(places) if label >= 0 else (),
        )

    def _label(self, places: list[int]) -> tuple[str, ...]:
        """The words that are in more of these opinions than chance would have it (log-likelihood)."""
        inside = Counter(word for place in places for word in self.topics.words[place])
        part = len(places) / len(self.members)
        scored = [
            (count * log(count / (self.topics.count[word] * part)), word)
            for word, count in inside.items()
            if count >= min(2, len(places)) and count > self.topics.count[word] * part
        ]
        best = [word for _, word in sorted(scored, key=lambda pair: (-pair[0], pair[1]))]
        if not best:
            best = [word for word, _ in sorted(inside.items(), key=lambda pair: (-pair[1], pair[0]))]
        return tuple(best[:LABEL_WORDS])

    def _quotations(self, places: list[int]) -> tuple[Quotation, ...]:
        """Two typical ones, the most supported, what was written most often, and one for each position, so that a minority is heard too."""
        near = sorted(places, key=lambda place: (-float(self.topics.nearness[place]), place))
        chosen: dict[int, str] = dict.fromkeys(near[:2], "typical")
        liked = max(places, key=lambda place: (self._supports(place), -place))
        if self._supports(liked):
            chosen.setdefault(liked, "supported")
        often = max(places, key=lambda place: (len(self.members[place]), -place))
        if len(self.members[often]) > 1:
            chosen.setdefault(often, "repeated")
        spoken = {self.opinions[self.members[place][0]].position for place in chosen}
        for place in near:
            position = self.opinions[self.members[place][0]].position
            if position not in spoken:
                spoken.add(position)
                chosen[place] = position
        return tuple(
            Quotation(self.opinions[self.members[place][0]].id, why, len(self.members[place]))
            for place, why in chosen.items()
        )

    def _supports(self, place: int) -> int:
        return sum(self.opinions[at].supports for at in self.members[place])

    def keywords(self) -> tuple[Keyword, ...]:
        """The words in most opinions, each different text once."""
        everybody = Counter(self.opinions[same[0]].position for same in self.members)
        inside: dict[str, Counter[str]] = {}
        for same, words in zip(self.members, self.topics.words, strict=True):
            inside.setdefault(self.opinions[same[0]].position, Counter()).update(words)
        most = sorted(self.topics.count.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_KEYWORDS]
        return tuple(
            Keyword(
                word,
                count,
                {
                    position: (inside[position][word] / everybody[position]) / (count / len(self.members))
                    for position in sorted(everybody)
                },
            )
            for word, count in most
            if count > 1 or len(self.members) == 1
        )
