"""두 창에서 한꺼번에 확인해도 한 사람의 확인은 한 계정에만 남는다. Real processes."""

from madang.actions.identity import Identity, prove_identity
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Person, Verification
from tests import make
from tests.processes import ask, barrier, start


def people():
    return [make.person(f"시민 {n}", key=f"p{n}").pk for n in range(4)]


def prove(pk, gate):
    gate.wait()
    try:
        prove_identity(
            person=Person.objects.get(pk=pk), identity=Identity("strong", "a" * 64), source="oidc:gov", at=clock.now(),
            actor=None,
        )  # fmt: skip
    except Refused as refused:
        return refused.code
    return "mine"


def held():
    return Verification.objects.count()


def test_한꺼번에_확인해도_한_계정만_갖는다(database):
    keys = ask(database, people)
    gate = barrier(len(keys))
    crowd = [start(database, prove, pk, gate) for pk in keys]
    assert sorted(each.result() for each in crowd) == ["identity-held"] * 3 + ["mine"]
    assert ask(database, held) == 1
