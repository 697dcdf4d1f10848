"""Every path through the reference procedures, as an operator lives it: event file in, cases out, by the command."""

import re

import pytest

from tests.flows.scenarios import SCENARIOS

NUMBER = re.compile(r"^(\d+)번째 줄: (.*)$", re.M)


def lives_through(madang, scenario, folder):
    """Replay it; lines that must be refused are, by number and reason, and only those."""
    if scenario.preset:
        madang("procedures", "install", scenario.preset)
    if not scenario.refused:
        return madang("replay", scenario.file, *scenario.until)
    first = madang("replay", scenario.file, *scenario.until, fails=True)
    [(number, reason)] = NUMBER.findall(first.err)
    assert int(number) == min(scenario.refused)[0]
    assert madang("cases", "--json").records == [], "a bad line must change nothing"
    refused = folder / "거절된 줄.jsonl"
    said = madang("replay", scenario.file, *scenario.until, "--skip-bad", "--refused", refused, fails=True)
    found = [(int(number), reason) for number, reason in NUMBER.findall(said.err)]
    assert [number for number, _ in found] == [number for number, _ in scenario.refused]
    for (_, reason), (_, word) in zip(found, scenario.refused, strict=True):
        assert word in reason
    assert refused.read_text("utf-8").splitlines() == [scenario.lines[number - 1] for number, _ in found]
    return said


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_사건_파일을_넣으면_건은_손으로_셈한_그대로다(scenario, madang, tmp_path):
    lives_through(madang, scenario, tmp_path)
    found = madang("cases", "--json").records
    assert found == scenario.cases, scenario.file.with_suffix(".expected.json").name
