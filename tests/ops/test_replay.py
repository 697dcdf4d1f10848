"""사건 파일 넣기: 나쁜 줄은 번호로 알리고, 같은 것은 두 번 넣어도 한 번이며, 언제 죽어도 다시 하면 끝까지 간다."""

import gzip
import json
import re

import pytest

from tests import eventfile
from tests.eventfile import batch, cast, event, opening, person, submit, withdraw, write

NUMBER = re.compile(r"^(\d+)번째 줄: (.*)$", re.M)
TWO = [*opening("하나", "두리"), submit("a"), cast("a", "하나"), cast("a", "두리")]


@pytest.fixture
def seoul(madang):
    madang("procedures", "install", "seoul-2019")
    return madang


def cases(madang):
    return madang("cases", "--json").records


def supports(madang):
    return {case["case"]: case["supports"] for case in cases(madang)}


BAD = {
    "글": (b"hello", "JSON"),
    "반쪽": (b'{"at": "2019-03-05T10:00:00+09:00", "do": "support.ca', "JSON"),
    "목록": (b"[1, 2]", "{…}"),
    "빈 것": (b"null", "{…}"),
    "UTF-8이 아닌 글": (b'{"at": "2019"}' + "하나".encode("euc-kr"), "UTF-8"),
    "때가 없음": (b'{"do": "support.cast", "proposal": "a", "by": "p"}', "at"),
    "시간대가 없음": (b'{"at": "2019-03-05T10:00:00", "do": "support.cast", "proposal": "a", "by": "p"}', "시간대"),
    "없는 날": (b'{"at": "2019-02-30T10:00:00+09:00", "do": "support.cast", "proposal": "a", "by": "p"}', "at"),
    "먼 미래": (b'{"at": "9999-03-05T10:00:00+09:00", "do": "support.cast", "proposal": "a", "by": "p"}', "해"),
    "모르는 일": (b'{"at": "2019-03-05T10:00:00+09:00", "do": "support.buy"}', "support.buy"),
    "일이 글이 아님": (b'{"at": "2019-03-05T10:00:00+09:00", "do": ["support.cast"]}', "모르는 일"),
    "누가가 없음": (b'{"at": "2019-03-05T10:00:00+09:00", "do": "support.cast", "proposal": "a"}', "by"),
    "누가가 수": (b'{"at": "2019-03-05T10:00:00+09:00", "do": "support.cast", "proposal": "a", "by": 7}', "by"),
    "수가 글": (b'{"at": "2019-03-05T10:00:00+09:00", "do": "support.batch", "proposal": "a", "count": "7"}', "count"),
    "수가 참": (b'{"at": "2019-03-05T10:00:00+09:00", "do": "support.batch", "proposal": "a", "count": true}', "count"),
    "이름에 빈칸": (b'{"at": "2019-03-05T10:00:00+09:00", "do": "support.cast", "proposal": "a b", "by": "p"}', "proposal"),
    "이름에 NUL": (b'{"at": "2019-03-05T10:00:00+09:00", "do": "support.cast", "proposal": "a\\u0000", "by": "p"}', "proposal"),
    "이름이 깨짐": (b'{"at": "2019-03-05T10:00:00+09:00", "do": "support.cast", "proposal": "\\ud800", "by": "p"}', "proposal"),
    "이름이 너무 김": (b'{"at": "2019-03-05T10:00:00+09:00", "do": "support.cast", "proposal": "' + b"a" * 65 + b'", "by": "p"}', "proposal"),
    "너무 깊음": (b'{"at": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "JSON"),
    "꽤 깊음": (b'{"at": "2019-03-05T10:00:00+09:00", "do": "support.cast", "proposal": "a", "by": "p", "x": ' + b"[" * 945 + b"]" * 945 + b"}", "겹"),
    "모르는 확인": (b'{"at": "2019-03-05T10:00:00+09:00", "do": "person.register", "person": "x", "verified": {"level": "blood"}}', "level"),
}  # fmt: skip


def test_나쁜_줄은_모두_번호와_이유로_알려지고_아무것도_바뀌지_않는다(seoul, tmp_path):
    good = eventfile.text(TWO).encode().splitlines()
    file = tmp_path / "나쁜.jsonl"
    file.write_bytes(b"\n".join([*good, *(line for line, _ in BAD.values()), *good]) + b"\n")
    said = seoul("replay", file, fails=True)
    shown = [(int(number), reason) for number, reason in NUMBER.findall(said.err)]
    assert [number for number, _ in shown] == list(range(7, 7 + len(shown)))
    assert len(shown) == min(20, len(BAD))
    for (_, reason), (name, (_, word)) in zip(shown, BAD.items(), strict=False):
        assert word in reason, name
    assert "Traceback" not in said.err
    assert cases(seoul) == []


def test_건너뛰라면_나쁜_줄만_빼고_넣고_그_줄들을_그대로_적어_둔다(seoul, tmp_path):
    good = eventfile.text(TWO).encode().splitlines()
    late = eventfile.text([cast("a", "하나", at="2019-05-01 10:00"), cast("a", "세라")]).encode().splitlines()
    file = tmp_path / "나쁜.jsonl"
    file.write_bytes(b"\n".join([*(line for line, _ in BAD.values()), *good, *late]))
    said = seoul("replay", file, "--skip-bad", fails=True)
    assert supports(seoul) == {"a": 2}
    refused = (tmp_path / "나쁜.refused.jsonl").read_bytes()
    assert refused == b"\n".join([*(line for line, _ in BAD.values()), *late]) + b"\n"
    assert f"{len(BAD) + 2}줄" in said.err


@pytest.mark.parametrize("named", [False, True], ids=["이름 없이", "이름을 붙여"])
def test_같은_파일을_두_번_넣어도_한_번_넣은_것과_같다(seoul, tmp_path, named):
    lines = [*TWO, withdraw("a", "두리"), batch("a", 60), cast("a", "두리", at="2019-03-06 10:00")]
    if named:
        lines = [{**line, "id": f"e{n}"} for n, line in enumerate(lines)]
    file = write(tmp_path / "사건.jsonl", lines)
    seoul("replay", file, "--until", "2019-06-01")
    before = cases(seoul)
    again = seoul("replay", file, "--until", "2019-06-01")
    assert f"이미 있던 것 {len(lines)}" in again.err
    assert cases(seoul) == before
    assert before[0]["supports"] == 62
    assert len(before[0]["marks"]) == 1


def test_똑같은_두_줄은_두_사건이고_이름이_같으면_한_사건이다(seoul, tmp_path):
    twice = [batch("a", 7), batch("a", 7)]
    named = [batch("b", 7, id="서명부-1"), batch("b", 7, at="2019-03-09 10:00", id="서명부-1"), batch("b", 1, id=None)]
    file = write(tmp_path / "사건.jsonl", [*opening("하나"), submit("a"), submit("b"), *twice, *named])
    seoul("replay", file)
    assert supports(seoul) == {"a": 14, "b": 8}
    seoul("replay", file)
    assert supports(seoul) == {"a": 14, "b": 8}


def test_파일을_이어_적어_다시_넣으면_새_줄만_들어간다(seoul, tmp_path):
    file = write(tmp_path / "사건.jsonl", TWO)
    seoul("replay", file)
    write(file, [*TWO, person("세라"), cast("a", "세라", at="2019-03-07 10:00")])
    assert "받아들임 2 · 이미 있던 것 6" in seoul("replay", file).err
    assert supports(seoul) == {"a": 3}


def test_뒤섞인_파일도_때의_차례로_들어간다(seoul, tmp_path):
    lines = [*TWO, submit("b", at="2019-03-06 09:00", by="두리"), batch("a", 48, at="2019-03-07 10:00")]
    seoul("replay", write(tmp_path / "거꾸로.jsonl", lines[::-1]), "--until", "2019-05-01")
    found = cases(seoul)
    assert [case["case"] for case in found] == ["a", "b"]
    assert found[0]["marks"] == [
        {"key": "ask-department", "at": "2019-03-07T10:00:00+09:00", "facts": {"supports": 50}}
    ]


def test_묶은_파일도_이름이_무엇이든_알아보고_넣는다(seoul, tmp_path):
    file = tmp_path / "사건.jsonl.gz"
    file.write_bytes(gzip.compress(eventfile.text(TWO).encode()))
    seoul("replay", file)
    assert supports(seoul) == {"a": 2}


def test_잘린_묶음은_까닭을_말하고_아무것도_바꾸지_않는다(seoul, tmp_path):
    file = tmp_path / "사건.jsonl.gz"
    file.write_bytes(gzip.compress(eventfile.text(TWO).encode())[:-12])
    said = seoul("replay", file, fails=True)
    assert "파일을 읽을 수 없어요" in said.err
    assert "Traceback" not in said.err
    assert cases(seoul) == []


def test_어느_때까지만_넣고_나중에_이어_넣으면_한번에_넣은_것과_같다(seoul, databases, tmp_path):
    from tests.processes import Madang

    lines = [*TWO, batch("a", 48, at="2019-03-07 10:00"), submit("b", at="2019-04-10 09:00"), cast("b", "두리", at="2019-04-11 09:00")]  # fmt: skip
    file = write(tmp_path / "사건.jsonl", lines)
    seoul("replay", file, "--until", "2019-03-05T10:00:00+09:00")
    assert supports(seoul) == {"a": 2}
    seoul("replay", file, "--until", "2019-04-05")
    assert [stage["outcome"] for stage in cases(seoul)[0]["stages"]] == ["reached", None]
    seoul("replay", file, "--until", "2019-06-01")
    once = Madang(databases.new(), tmp_path)
    once("procedures", "install", "seoul-2019")
    once("replay", file, "--until", "2019-06-01")
    assert cases(once) == cases(seoul)
    databases.drop(once.url)


@pytest.mark.parametrize(
    "raw", [b"", b"\n\n  \n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"], ids=["0바이트", "빈 줄", "표식만", "표식과 빈 줄"]
)
def test_빈_파일은_아무_일도_하지_않고_잘_끝난다(seoul, tmp_path, raw):
    file = tmp_path / "빈.jsonl"
    file.write_bytes(raw)
    assert "받아들임 0" in seoul("replay", file).err
    assert cases(seoul) == []


def test_윈도에서_온_파일도_그대로_들어간다(seoul, tmp_path):
    file = tmp_path / "윈도.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + eventfile.text(TWO).replace("\n", "\r\n").encode())
    seoul("replay", file)
    assert supports(seoul) == {"a": 2}


def test_10MB짜리_줄과_그보다_긴_줄도_번호로_알리고_뒤의_줄은_제_번호다(seoul, tmp_path):
    long = [submit("b", body="가" * 3_400_000), submit("c", body="가" * 6_000_000)]
    lines = [*TWO, *long, cast("nothing", "하나")]
    file = write(tmp_path / "긴.jsonl", lines)
    said = seoul("replay", file, "--skip-bad", fails=True)
    found = dict(NUMBER.findall(said.err))
    assert set(found) == {"7", "8", "9"}
    assert "60,000자" in found["7"]
    assert "16 MB" in found["8"]
    assert "nothing" in found["9"]
    assert supports(seoul) == {"a": 2}
    assert (tmp_path / "긴.refused.jsonl").read_bytes() == eventfile.text(lines[6:]).encode()


def test_제목과_내용의_나쁜_글자는_지워지고_줄은_들어간다(seoul, tmp_path):
    title = "\u202e<script>alert(1)</script>\u0000 자전거\ud800 \u200b도로"
    seoul("replay", write(tmp_path / "글.jsonl", [*opening("하나"), {**submit("a"), "title": "x"}]))
    raw = json.dumps(submit("b", title=title, body="\x00\x07가\ud800\n\n\n\n나\u2066"))
    (tmp_path / "나쁜글.jsonl").write_text(raw + "\n", "utf-8")
    seoul("replay", tmp_path / "나쁜글.jsonl")
    assert [case["title"] for case in cases(seoul)] == ["x", "<script>alert(1)</script> 자전거 도로"]


def test_없는_파일과_없는_절차는_한_문장으로_말한다(madang, tmp_path):
    assert "파일이 없어요" in madang("replay", tmp_path / "없음.jsonl", fails=True).err
    said = madang("replay", write(tmp_path / "사건.jsonl", TWO), fails=True)
    assert "4번째 줄: ‘seoul-2019’ 절차가 없어요" in said.err
    assert cases(madang) == []


def test_한_사람의_주소와_본인확인은_다른_사람이_쓸_수_없다(seoul, tmp_path):
    known = {"level": "resident", "born": 1990, "identifier": "900101-1234567"}
    lines = [
        person("하나", email="hana@gaon.example", verified=known),
        person("두리", email="Hana@Gaon.example"),
        person("두리", verified={**known, "identifier": " 900101-1234567 "}),
        person("두리", email="주소가 아님"),
        person("하나"),
        event("person.verify", "2019-03-02 09:00", person="세라", level="phone"),
    ]
    said = seoul("replay", write(tmp_path / "사람.jsonl", lines), "--skip-bad", fails=True)
    assert [number for number, _ in NUMBER.findall(said.err)] == ["2", "3", "4", "5", "6"]
