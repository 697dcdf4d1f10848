
import django.db.models.deletion
import madang.base.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('procedures', '0004_hands_of_cases_already_assigned'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=madang.base.text.opaque_key, max_length=64, unique=True)),
                ('at', models.DateTimeField()),
                ('picked_up', models.BooleanField(default=False)),
                ('reason', models.TextField(blank=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda_items', to='procedures.case')),
                ('lead', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bundled', to='agenda.agendaitem')),
                ('visit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='agenda_item', to='procedures.stagevisit')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
    ]
