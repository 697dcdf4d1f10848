
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_residents_by_hash'),
        ('procedures', '0004_hands_of_cases_already_assigned'),
    ]

    operations = [
        migrations.AddField(
            model_name='duty',
            name='round',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='duty',
            name='visit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duties', to='procedures.stagevisit'),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.UniqueConstraint(fields=('visit', 'round'), name='one_duty_a_round'),
        ),
    ]
