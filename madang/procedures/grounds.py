"""The seven grounds on which something is no proposal (국민제안규정 제2조), as reason codes with their texts.

A matter is routed away under one of them, with a reason in words that everyone can read, and where it can be taken.
"""

from __future__ import annotations

from madang.base.errors import N_

GROUNDS: dict[str, str] = {
    "owned": N_("(가) 다른 사람이 이미 특허권이나 저작권 같은 권리를 가진 것"),
    "adopted": N_("(나) 이미 채택된 제안과 내용이 같은 것"),
    "under-way": N_("(다) 이미 시행하고 있거나 시행하기로 정해진 것"),
    "not-applicable": N_("(라) 통상적인 상식으로 볼 때 적용하기 어려운 것"),
    "complaint": N_("(마) 단순한 주의 환기, 진정, 비판, 건의이거나 불만을 나타낸 것"),
    "private": N_("(바) 특정 개인이나 단체의 이익, 또는 광고를 위한 것"),
    "not-ours": N_("(사) 기관의 사무에 관한 것이 아닌 것"),
}

# Where a matter can be taken instead: code → name and address. Anything else is written out.
PLACES: dict[str, tuple[str, str]] = {
    "epeople": (N_("국민신문고"), "https://www.epeople.go.kr/"),
    "complaint": (N_("우리 기관의 민원 창구"), ""),
}
