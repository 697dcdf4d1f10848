"""Readings on the ways that everyone's acts take: their SQL is made once a connection, then only the values change.

Making the SQL of a small reading costs Django ten times what the database needs to answer it. Only for readings whose
SQL is the same whatever the values are: numbers and words that are compared with ``=`` or ``IN``, never ``None``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row")
MOST = 8  # values; for more of them the making does not weigh


class Prepared(Generic[Row]):
    """``Prepared(lambda pk: Case.objects.filter(pk=pk))(7)`` is the list of what the QuerySet gives, made at the first call.

    ``make`` is called with as many values as are given, and keeps their number and types out of everything but its
    comparisons. A reading that locks is refused outside a transaction, as ever.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Row]]) -> None:
        self._make = make

    def __call__(self, *values: int | str) -> list[Row]:
        if len(values) > MOST:
            return list(self._make(*values))
        made: dict[Any, _Made[Row]] = vars(connections[DEFAULT_DB_ALIAS]).setdefault("madang_prepared", {})
        known = made.get((self, len(values)))
        if known is None:
            known = made[self, len(values)] = _Made(self._make, values)
        return list(known.rows(values))

    def first(self, *values: int | str) -> Row | None:
        """The first of them; None when there are none."""
        return next(iter(self(*values)), None)


class _Made(Generic[Row]):
    """A QuerySet whose SQL stands, with the places of its values in the parameters."""

    def __init__(self, make: Callable[..., QuerySet[Any, Row]], values: tuple[int | str, ...]) -> None:
        marks = [f"\x01{n}" if isinstance(value, str) else -(10**12) - n for n, value in enumerate(values)]
        self._queryset: Any = make(*marks)
        query = self._queryset.query
        compiler = query.get_compiler(using=self._queryset.db)
        sql, parameters = compiler.as_sql()
        places = [marks.index(each) if each in marks else None for each in parameters]
        if {place for place in places if place is not None} != set(range(len(marks))):
            raise TypeError(f"not every value is a parameter of {sql}")
        self._parameters, self._places, self._locks = tuple(parameters), places, query.select_for_update
        self._given: tuple[Any, ...] = ()
        # From here on the compiler says what it has once made of the query, with the values of the call.
        compiler.as_sql = lambda *args, **kwargs: (sql, self._given)
        query.get_compiler = lambda *args, **kwargs: compiler  # type: ignore[method-assign]

    def rows(self, values: tuple[int | str, ...]) -> Iterator[Row]:
        if self._locks and not connections[DEFAULT_DB_ALIAS].in_atomic_block:
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        pairs = zip(self._parameters, self._places, strict=True)
        self._given = tuple(fixed if place is None else values[place] for fixed, place in pairs)
        yield from self._queryset._iterable_class(self._queryset)
