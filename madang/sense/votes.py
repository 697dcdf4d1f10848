"""Who agreed with which statement: a sparse table of people × statements in which a pass is a vote and silence is none."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # numbers are fetched when they are needed: a web process that shows no map never loads them
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

AGREE, PASS, DISAGREE = 1, 0, -1


@dataclass(frozen=True)
class Votes:
    """People (rows), statements (columns) and what stands in between: 1, 0 or -1 where somebody voted, else nothing.

    Both are in the order of their names (numbers by value), so that the order in which votes came changes nothing.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    cells: csr_matrix  # int8, passes stored explicitly; sorted columns, none twice

    @property
    def number(self) -> int:
        """How many votes there are; a vote that was changed counts once."""
        return int(self.cells.nnz)


class Gathering:
    """Takes votes one by one in 9 to 17 bytes each; the last one of a person on a statement counts.

    The last is the one with the greatest ``when``; among equal ones the one taken in last.
    """

    def __init__(self) -> None:
        self._participants: dict[str, int] = {}
        self._statements: dict[str, int] = {}
        self._rows, self._columns, self._values, self._when = array("i"), array("i"), array("b"), array("d")
        self._ordered = True

    def __len__(self) -> int:
        return len(self._values)

    @property
    def statements(self) -> int:
        """How many statements have been voted on so far."""
        return len(self._statements)

    def knows(self, participant: str, statement: str) -> bool:
        """Whether both have been met before."""
        return participant in self._participants and statement in self._statements

    def take(self, participant: str, statement: str, vote: int, when: float | None = None) -> None:
        """Take in a vote (1, 0, -1). ``when``: in any unit, for all votes or for none."""
        self._rows.append(self._participants.setdefault(participant, len(self._participants)))
        self._columns.append(self._statements.setdefault(statement, len(self._statements)))
        self._values.append(vote)
        if when is not None:
            self._ordered = self._ordered and (not self._when or self._when[-1] <= when)
            self._when.append(when)

    def votes(self) -> Votes:
        """The table. ValueError when only some votes had a time."""
        import numpy as np
        from scipy.sparse import csr_matrix

        if len(self._when) not in (0, len(self._values)):
            raise ValueError("some votes have a time and some have none")
        participants, row_of = _in_order(self._participants)
        statements, column_of = _in_order(self._statements)
        width = max(len(statements), 1)
        key = row_of[np.frombuffer(self._rows, np.int32)].astype(np.int64) * width
        key += column_of[np.frombuffer(self._columns, np.int32)]
        value = np.frombuffer(self._values, np.int8)
        if not self._ordered:
            order = np.argsort(np.frombuffer(self._when, np.float64), kind="stable")
            key, value = key[order], value[order]
        order = np.argsort(key, kind="stable")
        key, value = key[order], value[order]
        last = np.append(key[1:] != key[:-1], True)[: len(key)]
        key, value = key[last], value[last]
        starts = np.searchsorted(key, np.arange(len(participants) + 1, dtype=np.int64) * width)
        cells = csr_matrix((value, (key % width).astype(np.int32), starts), shape=(len(participants), len(statements)))
        return Votes(participants, statements, cells)


def gather(votes: Iterable[tuple[str, str, int]]) -> Votes:
    """The table of (participant, statement, vote) in the order in which they were cast; the last one counts."""
    gathering = Gathering()
    for participant, statement, vote in votes:
        if vote not in (AGREE, PASS, DISAGREE):
            raise ValueError(f"a vote is 1, 0 or -1, not {vote!r}")
        gathering.take(participant, statement, vote)
    return gathering.votes()


def _in_order(names: dict[str, int]) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    import numpy as np

    numbers = all(name.isascii() and name.isdigit() and len(name) < 19 for name in names)
    ordered = sorted(names, key=lambda name: (int(name), name)) if numbers else sorted(names)
    place = np.empty(len(names), np.int32)
    for now, name in enumerate(ordered):
        place[names[name]] = now
    return tuple(ordered), place
