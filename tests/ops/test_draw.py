"""madang draw: 파일에서 읽어 뽑고, 무엇이 잘못됐는지 사람의 말로 알린다."""

import json

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def files(tmp_path):
    people, categories = tmp_path / "people.csv", tmp_path / "categories.csv"
    rows = [f"s{at},{'남' if at % 3 else '여'},{(at % 2 + 1) * 20}대" for at in range(30)]
    people.write_text("\n".join(["번호,성별,나이", *rows]), "cp949")
    categories.write_text(
        "category,name,min,max\n성별,남,3,3\n성별,여,3,3\n나이,20대,2,4\n나이,40대,2,4\n", "utf-8-sig"
    )
    return str(people), str(categories)


def told(capsys, *arguments, **options) -> str:
    call_command("draw", *arguments, **options)
    return capsys.readouterr().out


def test_JSON은_약속한_모양이고_같은_시드는_같은_사람을_뽑는다(files, capsys):
    first = json.loads(told(capsys, *files, size="6", seed="42", json=True))
    assert set(first) == {"probabilities", "panel", "seed", "report"}
    assert first["seed"] == "42"
    assert len(first["panel"]) == 6
    assert abs(sum(first["probabilities"].values()) - 6) < 1e-9
    assert {it["name"]: it["drawn"] for it in first["report"]["targets"]}["여"] == 3
    assert json.loads(told(capsys, *files, size="6", seed="42", json=True)) == first


def test_시드가_없으면_만들어_보여_주고_그것으로_다시_뽑을_수_있다(files, capsys):
    first = json.loads(told(capsys, *files, size="6", json=True))
    second = json.loads(told(capsys, *files, size="6", json=True))
    assert len(first["seed"]) == 32
    assert first["seed"] != second["seed"]
    assert json.loads(told(capsys, *files, size="6", seed=first["seed"], json=True)) == first


def test_읽기_쉬운_요약(files, capsys):
    said = told(capsys, *files, size="6", seed="42")
    assert "30명 가운데 6명을 뽑았어요. 씨앗: 42" in said
    assert "성별 · 여: 3명 (목표 3~3명, 신청 10명)" in said
    assert "뽑힐 확률: 가장 낮은 사람 15.00%, 가장 높은 사람 30.00%, 평균 20.00%" in said


def test_공개한_결과를_다시_확인한다(files, capsys, tmp_path):
    published = tmp_path / "draw.json"
    published.write_text(told(capsys, *files, size="6", seed="42", json=True), "utf-8")
    assert "공개된 그대로예요" in told(capsys, *files, size="6", check=published)
    published.write_text(published.read_text("utf-8").replace('"seed": "42"', '"seed": "43"'), "utf-8")
    with pytest.raises(CommandError, match="공개된 것과 달라요"):
        told(capsys, *files, size="6", check=published)
    published.write_text("no json", "utf-8")
    with pytest.raises(CommandError, match="추첨 결과 파일이 아니에요"):
        told(capsys, *files, size="6", check=published)


@pytest.mark.parametrize(
    ("size", "said"),
    [
        ("0", "뽑을 사람은 1명 이상이어야 해요. 지금은 0명이에요."),
        ("여섯", "‘--size’에는 0 이상의 정수를 적어 주세요. 지금은 ‘여섯’이에요."),
        ("31", "신청한 사람이 30명이라 31명을 뽑을 수 없어요."),
        ("5", "‘성별’의 최소를 모두 더하면 6명이라 뽑을 5명을 넘어요."),
    ],
)
def test_뽑을_수_없으면_까닭을_말하고_아무도_뽑지_않는다(files, capsys, size, said):
    with pytest.raises(CommandError) as refused:
        told(capsys, *files, size=size)
    assert said in str(refused.value)
    assert capsys.readouterr().out == ""


def test_명령줄에서_잘못되면_코드가_0이_아니고_속사정은_보이지_않는다(program, files):
    refused = program("draw", *files, "--size", "40")
    assert refused.ends() == 1
    assert "신청한 사람이 30명이라 40명을 뽑을 수 없어요." in refused.said
    assert "Traceback" not in refused.said
    english = program("draw", *files, "--size", "6", "--seed", "42", "--json", LC_ALL="en_US.UTF-8")
    assert english.ends() == 0
    assert json.loads(english.said)["seed"] == "42"  # nothing else stands in the output


def test_명령_목록과_웹을_부르는_데에는_계산기가_따라오지_않는다():
    import subprocess
    import sys

    code = "import sys, madang.ops.cli, madang.ops.management.commands.draw; print('highspy' in sys.modules, 'numpy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["False", "False"]
