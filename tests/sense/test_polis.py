"""의견 지도는 Polis가 스스로 셈한 것과 같다."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from madang.sense import representation
from madang.sense.opinion_map import opinion_map
from madang.sense.projection import passed_over, project
from madang.sense.vote_file import read_votes

from .polis import FIXTURES, mathematics, needs_data, published_groups, votes_of

pytestmark = [pytest.mark.realdata, needs_data]
CLOSE = 0.999
AGREEMENT = {
    "brexit-consensus": 0.85,
    "ssis.land-bank-farmland.2rumnecbeh.2021-08-01": 0.82,
    "vtaiwan.uberx": 0.72,
    "15-per-hour-seattle": 0.56,
}


def read(conversation):
    with votes_of(conversation).open("rb") as file:
        reading = read_votes(file)
    assert reading.problems == []
    return reading.gathering.votes()


def moderated_out(published):
    """Polis's name for a statement → whether everybody is taken to have passed on it."""
    return {str(tid) for tid in published["mod-out"]}


@pytest.mark.parametrize("name", FIXTURES)
def test_주성분과_자리가_Polis의_것과_같다(name):
    published, votes = mathematics(name), read(f"mathfixture.{name}")
    drawn = opinion_map(votes, left_out=moderated_out(published))
    assert [int(each) for each in drawn.statements] == published["tids"]
    # Polis counts the other way round inside (-1 agrees), so an axis may point the other way.
    for ours, theirs in zip(drawn.components, published["pca"]["comps"], strict=True):
        assert abs(np.dot(ours, theirs)) / np.linalg.norm(ours) / np.linalg.norm(theirs) >= CLOSE
    base = published["base-clusters"]
    alone = {
        str(members[0]): (x, y)
        for members, x, y in zip(base["members"], base["x"], base["y"], strict=True)
        if len(members) == 1
    }
    ours = {place.participant: (place.x, place.y) for place in drawn.places}
    assert len(alone) >= 20
    for axis in (0, 1):
        pairs = np.array([(ours[who][axis], alone[who][axis]) for who in alone])
        assert abs(np.corrcoef(pairs.T)[0, 1]) >= CLOSE
        assert np.allclose(np.abs(pairs[:, 0]), np.abs(pairs[:, 1]), rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("name", FIXTURES)
def test_자리는_묶인_사람들의_가운데까지_Polis의_것과_같다(name):
    published, votes = mathematics(name), read(f"mathfixture.{name}")
    drawn = opinion_map(votes, left_out=moderated_out(published))
    ours = {place.participant: (place.x, place.y) for place in drawn.places}
    base = published["base-clusters"]
    middles = np.array([np.mean([ours[str(who)] for who in members], axis=0) for members in base["members"]])
    for axis, theirs in ((0, base["x"]), (1, base["y"])):
        assert abs(np.corrcoef(middles[:, axis], theirs)[0, 1]) >= CLOSE


@pytest.mark.parametrize("name", FIXTURES)
def test_무리를_대표하는_의견이_Polis의_것과_같다(name):
    published, votes = mathematics(name), read(f"mathfixture.{name}")
    out = moderated_out(published)
    columns = [at for at, statement in enumerate(votes.statements) if statement in out]
    shown = [at for at in range(len(votes.statements)) if at not in columns]
    members = dict(zip(published["base-clusters"]["id"], published["base-clusters"]["members"], strict=True))
    group = {
        str(who): at
        for at, each in enumerate(published["group-clusters"])
        for b in each["members"]
        for who in members[b]
    }
    labels = np.array([group.get(who, -1) for who in votes.participants])
    counted = representation.tally(passed_over(votes.cells, columns), labels, len(published["group-clusters"]))
    kept = representation.Tallies(*(part[:, shown] for part in (counted.agree, counted.disagree, counted.votes)))
    ours = representation.representative(kept)
    for at, each in enumerate(published["group-clusters"]):
        theirs = [(str(said["tid"]), said["repful-for"]) for said in published["repness"][str(each["id"])]]
        assert [(votes.statements[shown[c]], side) for c, side in ours[at]] == theirs


@pytest.mark.parametrize(("conversation", "least"), AGREEMENT.items())
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_무리가_공개된_무리와_맞는다(conversation, least, seed):
    theirs = published_groups(conversation)
    drawn = opinion_map(read(conversation), groups=len(set(theirs.values())), seed=seed)
    ours = {place.participant: place.group for place in drawn.places if place.group is not None}
    both = sorted(theirs.keys() & ours.keys())
    assert len(both) >= 0.95 * len(theirs)
    assert adjusted_rand_score([theirs[who] for who in both], [ours[who] for who in both]) >= least


def test_둘을_가르는_축_하나면_무리는_그_축의_두_쪽이다():
    votes = read("brexit-consensus")
    drawn = opinion_map(votes, groups=2)
    middle = [np.mean([place.x for place in drawn.places if place.group == group]) for group in (0, 1)]
    assert middle[0] * middle[1] < 0
    assert project(votes.cells)[2][0] > project(votes.cells)[2][1]
