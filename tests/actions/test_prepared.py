"""Readings that are made into SQL once give what the QuerySet gives, whatever their values are and were."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from madang.procedures.models import Case, StageVisit, Tally
from madang.procedures.prepared import MOST, Prepared
from tests import make

OF_CASE: Prepared[Case] = Prepared(lambda key: Case.objects.with_rules().filter(key=key))
VISITS: Prepared[tuple] = Prepared(
    lambda *ids: (
        StageVisit.objects.filter(case_id__in=ids, left=None).order_by("pk").values_list("case_id", "stage", "due")
    )
)
LOCKED: Prepared[Tally] = Prepared(lambda pk: Tally.objects.select_for_update().filter(case_id=pk))


@pytest.mark.django_db
def test_값이_바뀌어도_질의가_주는_그대로다() -> None:
    proposals = [make.proposal(f"가로등 {n}") for n in range(MOST + 2)]
    ids = [each.pk for each in proposals]
    for each in [*proposals, proposals[0]]:
        assert OF_CASE(each.case.key) == [each.case]
        assert OF_CASE.first(each.case.key).rules.number == 1
    assert OF_CASE("없는 이름") == []
    for some in (ids[:1], ids[3:5], ids[:2], ids, []):
        wanted = StageVisit.objects.filter(case_id__in=some).order_by("pk").values_list("case_id", "stage", "due")
        assert (VISITS(*some) if some else []) == list(wanted)


@pytest.mark.django_db
def test_관계를_함께_읽어_다시_묻지_않는다() -> None:
    proposal = make.proposal("가로등")
    OF_CASE(proposal.case.key)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = OF_CASE.first(proposal.case.key)
        assert (found.rules.number, found.department) == (1, None)
    assert len(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_잠그는_읽기는_거래_밖에서_거절된다() -> None:
    proposal = make.proposal("가로등")
    with transaction.atomic():
        assert [tally.what for tally in LOCKED(proposal.pk)] == ["supports"]
    with pytest.raises(TransactionManagementError):
        LOCKED(proposal.pk)


@pytest.mark.django_db
def test_비교에_쓰이지_않는_값은_받지_않는다() -> None:
    unused: Prepared[Case] = Prepared(lambda key: Case.objects.all())
    with pytest.raises(TypeError, match="not every value"):
        unused("x")
