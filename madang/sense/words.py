"""The words of Korean and English texts, without a dictionary: nouns freed of their particles, as far as the texts
themselves show that a particle is one.

``강아지를`` gives 강아지 because 강아지 also stands alone or with other particles; ``고양이`` stays whole, because 고양 does
neither. What ends like a verb and hides no noun says little about a subject and is left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

_WORD = re.compile(r"[가-힣]+|[a-z][a-z'’]*[a-z]|[^\W\d_가-힣a-zㄱ-ㆎ\u1100-\u11ff]{2,}")
PARTICLES = """은 는 이 가 을 를 의 에 에서 에게 에게서 께 께서 한테 으로 로 와 과 도 만 까지 부터 보다 처럼 조차 마저 밖에
이나 나 이라도 라도 이란 란 이며 며 이고 고 이랑 랑 에는 에도 에서는 에서도 에서의 에만 으로는 로는 으로도 로도 으로써 로써
으로서 로서 으로부터 로부터 에게는 에게도 들 들은 들이 들을 들의 들에게 들도 들과 들에 만을 만이 만은 까지도 까지는 부터는
이라는 라는 이라고 라고 이라면 라면 과의 와의 에대한 에대해 마다 대로 뿐 뿐만 뿐이 적 적인 적으로""".split()
VERBAL = """하다 하는 하고 하게 하지 하며 하면 하면서 하기 하여 하여야 하자 하려고 하려는 하도록 하던 하나 하니 하니까 하셔서
합니다 합시다 했다 했던 했고 했습니다 했는데 했으면 한다 한다고 한다는 한다면 한 할 함 함을 함에 해 해서 해야 해도 해라 해요 해주세요
해주십시오 해야합니다 했으나 하였습니다 하였고 하시는 하신 하세요 하십시오 하지만 하는데 하는지 하는것 하기를 하기에 하겠다 하겠습니다
되다 되는 되고 되게 되지 되며 되면 되어 되어야 되었다 되었고 되었습니다 됩니다 된 된다 된다고 된다는 될 됨 돼 돼서 돼야 됐다 됐고
됐습니다 되도록 되길 되기를 시켜 시켜야 시키는 시키고 시킨 시킬 시켜주세요 당한 당하는 당하고 당해 받는 받고 받은 받을
입니다 이다 인 이었다 이었습니다 였다 였습니다 인데 인지 이에요 예요 이지만 이므로 이니 이기 일까요 인가요 이며 임 없는 없이 없다 있는""".split()
# Only nouns take these; 는, 고, 면 … stand after verbs as well (키우는).
_NOMINAL = frozenset(
    "을 를 의 에 에서 에게 께서 으로 와 과 가 들 들이 들의 들을 들은 에는 에도 에서는 으로는 이라는 까지 부터 보다 처럼".split()
)
_BOUND = re.compile(r"[것거게데때곳점수줄바개차집돈말일물법약길](은|는|을|를|에|도|만|들|과|와)(은|는|도|서)?")
_LOOKS_VERBAL = re.compile(
    r"(니다|니까|세요|어요|아요|여요|해요|네요|군요|지요|까요|나요|에요|예요|이다|었다|았다|였다|겠다|한다|된다|는다|하다|되다|있다|없다|"
    r"어서|아서|여서|려고|면서|지만|도록|는데|은데|던데|거나|든지|더라도|으면|다면|라면|니까|므로|느라|다가|자마자|던|는|은|을|려|게|고|며|면|지|서|도|라|야|나|어|아|여|해|져|워|와|히)$"
)
_GRAMMAR = frozenset((*PARTICLES, *VERBAL))
_LONGEST = max(map(len, _GRAMMAR))
STOP = frozenset(
    """그리고 그러나 하지만 그래서 그런데 따라서 또한 또는 혹은 및 등 등등 즉 만약 만일 왜냐하면 때문 때문에 경우 이런 그런 저런 이러한
그러한 저러한 어떤 어떻게 무엇 무슨 누가 누구 언제 어디 우리 우리나라 저희 저는 제가 나는 내가 너무 너무나 매우 아주 정말 정말로 진짜
가장 더욱 더 덜 많이 많은 많다 모든 모두 다시 다른 같은 같이 함께 위해 위한 위하여 대한 대해 대하여 관한 관련 통해 통한 따른 따라
지금 현재 이제 오늘 어제 내일 당시 이후 이전 정도 이상 이하 사실 생각 말씀 부탁 안녕 감사 청원 청원인 국민청원 대통령 대통령님 국민 정부
문제 사람 사람들 것 거 게 수 줄 때 곳 점 바 중 후 전 이것 그것 저것 여기 거기 저기 이거 그거 아니 없이 있는 없는 하는 되는 않는 않고
않은 아닌 아니라 있다 없다 하나 둘 한번 여러 각 매 몇 조금 그냥 계속 자꾸 항상 절대 반드시 꼭 제발 물론 오히려 이미 아직 바로 직접
것이 것으로 것이다 것인 것인지 것이라 것과 것처럼 이에 이를 이는 이와 이로 일이 있지 있게 있고 있도록 있으며 있으면 있음 위해서 알고 알게 보고 보면 보니
대해서 통해서 그것이 무엇이 저의 제게 나의 내게 저에게 힘든 어려운 좋은 나쁜 새로운 큰 작은 높은 낮은 이해 노력 정말로 상태 발생 요구 포함 확인
못하 등의 없어 만원 때의 달라 바랍니다 바라 되지
지난 이번 최근 동안 가지 분들 제대 제대로 인해 인한 의해 의한 이라 열심히 시작 요청 마음 현실 대한민국 나라 국가 얼마 사이 모습 하루
이야기 만큼 마찬가지 정도로 가능하다 요즘 그때 이때 먼저 우선 일단 솔직히 아예 전혀 별로 거의 약간 이렇게 그렇게 저렇게
의견 제안 찬성 반대 동의 필요 가능 사용 진행 이유 내용 부분 방법 상황 관계 결과 일부 전체 대부분 특히 예를 들어 본인 자신 자기 해당
the a an and or but if then than that this these those there here is are was were be been being am do does did doing have has had having
i me my we us our you your he him his she her it its they them their what which who whom whose when where why how all any both each few more
most other some such no nor not only own same so too very can could will would should shall may might must just of at by for with about
against between into through during before after above below to from up down in out on off over under again further once as because until
while also get got make made let like one two even still yet much many well want need think people don't doesn't isn't aren't can't won't
didn't wasn't it's i'm that's there's they're we're you're i've we've he's she's let's really going go us every""".split()
)


def plain(text: str) -> str:
    """One form for all widths and cases."""
    return unicodedata.normalize("NFKC", text).casefold()


class Vocabulary:
    """Learned from texts: which ends of Korean words are particles. Remembers how often each word stands for a noun."""

    def __init__(self, texts: Iterable[str]) -> None:
        seen = {word for text in texts for word in _WORD.findall(plain(text))}
        self._alone = seen
        self._ends: dict[str, set[str]] = defaultdict(set)
        for word in seen:
            if "가" <= word[0] <= "힣":
                for ending in _endings(word):
                    self._ends[word[: -len(ending)]].add(ending)
        self._known: dict[str, str] = {}

    def words(self, text: str) -> list[str]:
        """The words that carry meaning, in order; nouns freed of their particles."""
        return [word for raw in _WORD.findall(plain(text)) if (word := self.noun(raw))]

    def noun(self, raw: str) -> str:
        """A single word freed of its particle; empty for what carries little meaning."""
        found = self._known.get(raw)
        if found is None:
            found = self._known[raw] = self._find(raw)
        return found

    def _find(self, raw: str) -> str:
        if raw in STOP or raw in _GRAMMAR or _BOUND.fullmatch(raw):
            return ""
        if not "가" <= raw[0] <= "힣":
            return raw.removesuffix("'s").removesuffix("’s") if len(raw) > 2 else ""
        verbal = False
        for ending in _endings(raw):  # the longest first
            stem = raw[: -len(ending)]
            if self._is_noun(stem, ending):
                inner = self._find(stem) if stem != raw and len(stem) > 2 else stem
                return "" if stem in STOP or inner in STOP else inner or ""
            verbal = verbal or ending in VERBAL
        if verbal or len(raw) < 2 or _LOOKS_VERBAL.search(raw):
            return raw if raw in self._alone and self._standing(raw) and not verbal else ""
        return raw

    def _is_noun(self, stem: str, ending: str) -> bool:
        """Stands alone, or with a particle that only nouns take; and with another ending than this one in any case."""
        others = {end for end in self._ends[stem] if end[0] != ending[0]} if stem in self._ends else set()
        alone = stem in self._alone
        nominal = ending in _NOMINAL or not _NOMINAL.isdisjoint(others)
        return (alone and bool(others)) or (nominal and bool(others))

    def _standing(self, word: str) -> bool:
        """Takes several particles, so it is a noun although it ends like a verb (바다, 학교, 제도)."""
        return len({end for end in self._ends.get(word, ()) if end in PARTICLES}) > 1


def _endings(word: str) -> list[str]:
    """The particles and endings with which a word ends, the longest first; two letters stay."""
    return [word[at:] for at in range(max(2, len(word) - _LONGEST), len(word)) if word[at:] in _GRAMMAR]
