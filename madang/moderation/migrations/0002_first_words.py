"""A modest list to begin with; operators change it under /staff/moderation/words."""

from django.db import migrations

WORDS = [
    ("시발", "시발점,시발역,시발택시,시발 자동차,시발자동차,시발전", 2), ("씨발", "", 2), ("씨팔", "", 2), ("시팔", "", 2), ("쓰발", "", 2), ("ㅅㅂ", "", 2),
    ("ㅆㅂ", "", 2), ("tlqkf", "", 2), ("아시발", "", 2), ("개시발", "", 2), ("병신", "병신년,병신일", 2), ("븅신", "", 2),
    ("ㅂㅅ", "", 2), ("qudtls", "", 2), ("지랄", "", 2), ("ㅈㄹ", "", 2), ("개새끼", "", 2), ("개색기", "", 2), ("개쉐이", "", 2),
    ("씹새", "", 2), ("좆같", "", 2), ("존나", "", 1), ("ㅈㄴ", "", 1), ("닥쳐라", "", 1), ("꺼져라", "", 1), ("미친놈", "", 2), ("미친년", "", 2),
    ("쌍년", "", 2), ("쌍놈", "", 2), ("창녀", "창녀촌,창녕", 2), ("느금마", "", 2), ("니애미", "", 2), ("엠창", "", 2),
    ("한남충", "", 2), ("김치녀", "", 2), ("맘충", "", 2), ("틀딱", "", 2), ("급식충", "", 2), ("짱깨", "", 2), ("쪽바리", "", 2),
    ("똥꼬충", "", 2), ("찢어죽", "", 3), ("죽여버린다", "", 3), ("죽여버리겠", "", 3), ("칼로찌", "", 3), ("자살해라", "", 3),
    ("바카라", "", 2), ("토토사이트", "", 2), ("먹튀검증", "", 2), ("작업대출", "", 2), ("조건만남", "", 2),
]  # fmt: skip


def add(apps, schema_editor):
    word = apps.get_model("moderation", "Word")
    word.objects.bulk_create([word(text=text, ordinary=ordinary, severity=severity) for text, ordinary, severity in WORDS])


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_start")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
