"""The reasons for which something is reported or hidden: a short list of codes, each with a sentence everyone can read."""

from __future__ import annotations

from madang.base.errors import N_

# code → (name, what it means)
REASONS: dict[str, tuple[str, str]] = {
    "abuse": (N_("욕설·비방"), N_("사람을 모욕하거나 차별하고 괴롭히는 말이에요.")),
    "personal": (N_("개인정보"), N_("전화번호나 주소처럼 누군가의 개인정보가 드러나요.")),
    "false": (N_("허위 사실"), N_("사실이 아닌 것을 사실처럼 말해요.")),
    "advertising": (N_("광고·도배"), N_("광고이거나 같은 글을 되풀이해 올린 것이에요.")),
    "off-topic": (N_("주제와 무관"), N_("이곳에서 다루는 일과 상관이 없어요.")),
    "copyright": (N_("저작권 침해"), N_("다른 사람의 글이나 그림을 허락 없이 썼어요.")),
    "other": (N_("그 밖의 이유"), N_("위에 없는 이유예요. 설명을 함께 적어요.")),
}
FLAGS: dict[str, str] = {
    "words": N_("주의할 말"),
    "links": N_("링크"),
    "repeated": N_("되풀이된 글"),
    "personal": N_("개인정보"),
    "moderator": N_("직접 살펴봄"),
}
