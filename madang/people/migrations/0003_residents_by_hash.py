"""A resident is looked up by the hash alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_invitations_register_limits_and_seen_sessions")]

    operations = [
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(fields=["identity_hash"], name="resident_by_hash"),
        ),
    ]
