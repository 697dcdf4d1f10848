"""madang opinion-map: 표 파일 하나로 의견 지도를, 틀린 파일에는 줄 번호를 낸다."""

import json

import pytest

from tests.sense.test_opinion_map import two_camps

HEAD = "participant,statement,vote\n"


@pytest.fixture
def votes(tmp_path):
    file = tmp_path / "votes.csv"
    file.write_text(HEAD + "".join(f"{who},{what},{vote}\n" for who, what, vote in two_camps()), encoding="utf-8")
    return file


def printed(said):
    return json.loads(next(line for line in said.splitlines() if line.startswith("{")))


def test_JSON으로_지도_전체를_찍고_데이터베이스는_필요_없다(program, votes):
    shown = program("opinion-map", str(votes), "--seed", "3", "--json", DATABASE_URL="sqlite:////nowhere/x.sqlite3")
    assert shown.ends() == 0
    drawn = printed(shown.said)
    assert {"components", "statements", "participants", "silhouette", "groups", "consensus", "divisive"} <= set(drawn)
    assert len(drawn["components"]) == 2
    assert {len(axis) for axis in drawn["components"]} == {len(drawn["statements"])} == {12}
    assert drawn["groups"] == 2
    assert set(drawn["participants"][0]) >= {"participant", "x", "y", "group"}
    assert {one["group"] for one in drawn["participants"]} == {0, 1, None}
    assert sorted(drawn["consensus"]) == ["s10", "s11"]
    assert set(drawn["silhouette"]) == {"2", "3", "4", "5"}
    again = program("opinion-map", str(votes), "--seed", "3", "--json")
    assert again.ends() == 0
    assert printed(again.said) == drawn


def test_사람이_읽을_요약도_낸다(program, votes):
    shown = program("opinion-map", str(votes), "--groups", "2")
    assert shown.ends() == 0
    assert "참여자 60명 · 의견 12개" in shown.said
    assert "무리 2개" in shown.said
    assert "모두 같은 뜻: s1" in shown.said


@pytest.mark.parametrize(
    ("content", "arguments", "words"),
    [
        (HEAD + "a,s,1\na,s,7\n", [], "3번째 줄: 표는 1(동의), 0(넘김), -1(반대) 가운데 하나여야 해요: ‘7’"),
        (HEAD, [], "표가 하나도 없어서"),
        (HEAD + "a,s,1\nb,s,1\n", ["--groups", "2"], "2무리로 나눌 수 없어요"),
        (HEAD + "a,s,1\n", ["--groups", "0"], "1부터 1000까지의 수를"),
        (HEAD + "a,s,1\n", ["--seed", "-1"], "0부터 4294967295까지의 수를"),
        (HEAD + "a,s,1\n", ["--left-out", "t"], "파일에 없어요: t"),
        ("wrong\n", [], "1번째 줄: 참여자 열(participant)이 없어요. 있는 열: wrong"),
        (None, [], "파일이 없어요"),
    ],
)
def test_안_되면_까닭을_말하고_아무것도_찍지_않는다(program, tmp_path, content, arguments, words):
    file = tmp_path / "votes.csv"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    refused = program("opinion-map", str(file), "--json", *arguments)
    assert refused.ends() != 0
    assert words in refused.said
    assert "Traceback" not in refused.said
    assert "components" not in refused.said


def test_도움말은_부르는_이름을_쓴다(program):
    shown = program("opinion-map", "--help")
    assert shown.ends() == 0
    assert "usage: manage.py opinion-map" in shown.said or "usage: madang opinion-map" in shown.said
