"""Cases that had a department before hands were kept: it has held them since they were last assigned, or opened."""

from django.db import migrations


def open_hands(apps, schema_editor):
    Case, Hand = apps.get_model("procedures", "Case"), apps.get_model("procedures", "Hand")
    Entry = apps.get_model("audit", "Entry")
    for case in Case.objects.exclude(department=None).filter(hands=None).iterator(chunk_size=500):
        assigned = Entry.objects.filter(subject=f"case:{case.key}", verb="case.assign").order_by("-pk").first()
        since = assigned.at if assigned else case.opened_at
        Hand.objects.create(
            case=case, department_id=case.department_id, part="lead", since=since, until=case.closed_at,
            outcome="ended" if case.closed_at else "",
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("procedures", "0003_late_reasons_and_saved_filters"), ("audit", "0002_story_index")]
    operations = [migrations.RunPython(open_hands, migrations.RunPython.noop)]
