"""The city's two procedures, made from the reference procedures."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from madang.rules.document import preset

Json = dict[str, Any]

GAON, PETITION = "gaon", "petition"
NOTES = {
    1: "가온시 시민제안을 엽니다. 공감 50이면 부서가 답하고 500이면 토론 의제 후보가 됩니다.",
    2: "지난 한 해 동안 토론 의제 후보가 된 제안이 손에 꼽을 만큼 적었습니다. 더 많은 제안이 토론에 오르도록 의제 후보 기준을 공감 "
    "500에서 300으로, 시장이 답하는 기준을 참여 5,000에서 1,000으로 낮춥니다. 이미 올라온 제안은 올라올 때의 기준 그대로 갑니다.",
}
PETITION_NOTE = "시민청원을 엽니다. 사전동의 20명이면 공개 여부를 검토하고, 공개된 뒤 30일 동안 300명이 동의하면 시장이 30일 안에 답합니다."


def gaon(version: int) -> Json:
    """가온시 시민제안: the numbers of Seoul in 2019, and from version 2 on lower ones, as Seoul's were in 2020."""
    data = deepcopy(preset("seoul-2019").data)
    data["name"] = {"ko": "가온시 시민제안", "en": "Gaon citizens' proposals"}
    data["source"] = "민주주의 서울(2019)의 기준을 따름"
    if version == 2:
        data["source"] = "민주주의 서울의 2020년 변경처럼 토론의 문턱을 낮춤"
        _threshold(data, "collecting", "agenda-candidate", 300)
        _threshold(data, "forum", "ask-mayor", 1000)
    return data


def petition() -> Json:
    """시민청원: the Blue House's second season, at a city's scale."""
    data = deepcopy(preset("bluehouse-2019").data)
    data["name"] = {"ko": "시민청원", "en": "Citizens' petitions"}
    data["summary"] = {
        "ko": "링크로만 사전동의 20명을 모으면 검토를 거쳐 공개됩니다. 공개된 날부터 30일 동안 300명이 동의하면 시장이 답합니다. 사전동의도 합계에 들어갑니다.",
        "en": "20 pre-consents gathered by link bring a petition to review and then to the public board; 300 within the 30 days "
        "that begin there oblige the mayor to answer. The pre-consents count towards the total.",
    }
    data["source"] = "청와대 국민청원(2019) 절차를 도시 규모에 맞춤"
    data["tracks"]["answer"]["name"] = {"ko": "시장 답변", "en": "Mayor's answer"}
    data["stages"]["gathering"]["exits"][0]["when"]["at_least"] = 20
    data["stages"]["review"]["deadline"] = {"days": 7}
    data["stages"]["answering"]["name"] = {"ko": "시장 답변", "en": "Mayor answers"}
    data["stages"]["answering"]["deadline"] = {"days": 30}
    _threshold(data, "collecting", "official-answer", 300)
    start = data["stages"]["collecting"]["starts"][0]
    start["name"] = {"ko": "시장 답변 요청", "en": "Mayor asked to answer"}
    return data


def _threshold(data: Json, stage: str, key: str, count: int) -> None:
    for start in data["stages"][stage]["starts"]:
        if start["key"] == key:
            start["when"]["at_least"] = count
            return
    raise LookupError(f"{stage} has no start {key!r}")
