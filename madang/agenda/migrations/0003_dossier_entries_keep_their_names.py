"""Entries of a dossier get names of their own, and are kept when they are taken out."""

import madang.base.text
from django.db import migrations, models


def name_them(apps, schema_editor):
    entries = apps.get_model("agenda", "DossierEntry").objects
    for entry in entries.filter(key=None).only("pk").iterator():
        entries.filter(pk=entry.pk).update(key=madang.base.text.opaque_key())


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0002_dossiers_panels_meetings'),
    ]

    operations = [
        migrations.AddField(
            model_name='dossierentry',
            name='removed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='dossierentry',
            name='key',
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.RunPython(name_them, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name='dossierentry',
            name='key',
            field=models.CharField(default=madang.base.text.opaque_key, max_length=64, unique=True),
        ),
    ]
