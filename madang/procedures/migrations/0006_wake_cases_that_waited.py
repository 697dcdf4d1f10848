"""Cases that came to a stage this project could not run yet (decision 0005) go on at the next tick.

Their open visits are marked as waiting; the case is due at once, and whoever advances it starts the clock then.
"""

from django.db import migrations
from django.db.models import F

KINDS = ("forum", "task", "execute")


def wake(apps, schema_editor):
    StageVisit = apps.get_model("procedures", "StageVisit")
    Case = apps.get_model("procedures", "Case")
    waiting = StageVisit.objects.filter(left=None, due=None, kind__in=KINDS)
    for visit in waiting.iterator():
        visit.facts = {**visit.facts, "waits": True}
        visit.save(update_fields=["facts"])
    Case.objects.filter(pk__in=waiting.values("case")).update(wake_at=F("touched_at"))


class Migration(migrations.Migration):
    dependencies = [("procedures", "0005_reports_owed_in_rounds")]
    operations = [migrations.RunPython(wake, migrations.RunPython.noop)]
