import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0007_the_day_it_is_to_open'),
    ]

    operations = [
        migrations.AddField(
            model_name='observation',
            name='corrects',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='corrections', to='forums.observation'),
        ),
        migrations.AddField(
            model_name='observation',
            name='withdrawn_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='observation',
            name='withdrawn_why',
            field=models.TextField(blank=True),
        ),
    ]
