"""표 파일: 어느 판에서 왔든 읽고, 틀린 줄은 번호로 말한다."""

import gzip
import io

import pytest

from madang.sense.vote_file import MOST_PROBLEMS, read_votes


def read(content, encoding="utf-8"):
    return read_votes(io.BytesIO(content if isinstance(content, bytes) else content.encode(encoding)))


def cells(reading):
    assert reading.problems == []
    votes = reading.gathering.votes()
    table = votes.cells.tocoo()
    return {
        (votes.participants[r], votes.statements[c]): v
        for r, c, v in zip(table.row, table.col, table.data.tolist(), strict=True)
    }


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("participant,statement,vote\n하나,가,1\n두리,가,-1\n", "utf-8"),
        ("participant,statement,vote\r\n하나,가,1\r\n두리,가,-1.0\r\n\r\n", "utf-8-sig"),
        ("참여자;의견;표\n하나;가;+1\n두리;가;−1\n", "utf-8"),
        ("참여자\t의견\t표\n하나\t가\t1\n두리\t가\t-1\n", "cp949"),
        ("vote,comment-id,voter-id,more\n1,가,하나,x\n-1,가,두리\n", "utf-8"),
        ("Comment,Participant,vote_api_sign\n가,하나,1\n가,두리,-1\n", "utf-8"),
        ('participant,statement,vote\n"하나","가","1"\n두리,가,-1', "utf-8"),
    ],
)
def test_여러_모양의_파일을_읽는다(text, encoding):
    assert cells(read(text, encoding)) == {("하나", "가"): 1, ("두리", "가"): -1}
    assert cells(read(gzip.compress(text.encode(encoding)))) == {("하나", "가"): 1, ("두리", "가"): -1}


def test_때가_적혀_있으면_때가_늦은_표가_남는다():
    head = "timestamp,participant,statement,vote\n"
    assert cells(read(head + "20,a,s,1\n10,a,s,-1\n")) == {("a", "s"): 1}
    assert cells(read(head + "2024-01-01T10:00:00+09:00,a,s,1\n2024-01-01T01:30:00Z,a,s,-1\n")) == {("a", "s"): -1}
    assert cells(read("participant,statement,vote\na,s,1\na,s,-1\n")) == {("a", "s"): -1}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("a,s,2", "vote-wrong"),
        ("a,s,nan", "vote-wrong"),
        ("a,s,", "vote-wrong"),
        ("a,s", "vote-wrong"),
        ("a,s,0.5", "vote-wrong"),
        (",s,1", "participant-missing"),
        ("a,,1", "statement-missing"),
        ("a\u202e,s,1", "participant-wrong"),
        ("a," + "x" * 201 + ",1", "statement-wrong"),
    ],
)
def test_틀린_줄은_번호와_까닭을_말한다(row, code):
    reading = read(f"participant,statement,vote\nb,s,1\n\n{row}\nb,t,1\n")
    assert [(problem.line, problem.code) for problem in reading.problems] == [(4, code)]


@pytest.mark.parametrize("when", ["", "soon", "nan", "inf", "2024-13-01"])
def test_때를_읽을_수_없으면_말한다(when):
    reading = read(f"timestamp,participant,statement,vote\n{when},a,s,1\n")
    assert [(problem.line, problem.code) for problem in reading.problems] == [(2, "time-wrong")]


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"", ["empty"]),
        (b"\n\n", ["empty"]),
        (b"participant,statement,vote\n", ["empty"]),
        (b"who,what\n1,2\n", ["no-participant", "no-statement", "no-vote"]),
        (b"\x00\x01\x02", ["encoding"]),
        ("participant,statement,vote".encode("utf-16"), ["encoding"]),
        (gzip.compress(b"participant,statement,vote\na,s,1\n" * 99, mtime=0)[:-30], ["unreadable"]),
        (b"\x1f\x8bnothing", ["unreadable"]),
        (b'participant,statement,vote\n"' + b"x" * 200_000, ["unreadable"]),
    ],
)
def test_파일이_아예_아니면_그렇다고_말한다(content, codes):
    assert [problem.code for problem in read(content).problems] == codes


def test_틀린_줄이_아무리_많아도_처음_천_줄만_적고_나머지는_센다():
    reading = read("participant,statement,vote\n" + "a,s,9\n" * (MOST_PROBLEMS + 5))
    assert len(reading.problems) == MOST_PROBLEMS
    assert reading.more == 5


def test_얼마나_읽었는지_알린다():
    seen = []
    lines = "".join(f"p{at},s,1\n" for at in range(25_000))
    read_votes(io.BytesIO(b"participant,statement,vote\n" + lines.encode()), seen.append)
    assert sum(seen) == 25_000
    assert len(seen) == 3
