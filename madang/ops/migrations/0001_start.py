from django.core.management import call_command
from django.db import migrations, models


def make_attempts_table(apps, schema_editor):
    """The table of settings.CACHES, so that migrating is all there is to run."""
    call_command("createcachetable", "attempts", database=schema_editor.connection.alias, verbosity=0)


def drop_attempts_table(apps, schema_editor):
    schema_editor.execute("DROP TABLE attempts")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Worker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True)),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.RunPython(make_attempts_table, drop_attempts_table),
    ]
