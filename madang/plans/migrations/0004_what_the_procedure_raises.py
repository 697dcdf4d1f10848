from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_goals_are_measured")]

    operations = [
        migrations.AddField("todorule", "working", models.BooleanField(default=False)),
        migrations.AddField("todorule", "looked_at", models.DateTimeField(null=True)),
        migrations.AlterField("todo", "occasion", models.CharField(blank=True, max_length=200)),
        migrations.AddField("handovernote", "passed_at", models.DateTimeField(null=True)),
        migrations.AlterField("handovernote", "moved", models.JSONField(default=dict)),
    ]
