
import django.db.models.deletion
import madang.base.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0001_start'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Panel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=madang.base.text.opaque_key, max_length=64, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('size', models.PositiveSmallIntegerField()),
                ('targets', models.JSONField(default=list)),
                ('made_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('seed', models.CharField(blank=True, max_length=200)),
                ('drawn_at', models.DateTimeField(null=True)),
                ('report', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='DossierEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(choices=[('policies', 'policies'), ('similar', 'similar'), ('departments', 'departments'), ('research', 'research'), ('press', 'press'), ('opinion', 'opinion')], max_length=12)),
                ('side', models.CharField(blank=True, max_length=8)),
                ('text', models.TextField()),
                ('source', models.CharField(blank=True, max_length=200)),
                ('link', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='agenda.agendaitem')),
            ],
            options={
                'ordering': ['section', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=madang.base.text.opaque_key, max_length=64, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('starts_at', models.DateTimeField()),
                ('place', models.CharField(blank=True, max_length=200)),
                ('minutes', models.TextField(blank=True)),
                ('edition', models.PositiveIntegerField(default=0)),
                ('published_at', models.DateTimeField(null=True)),
                ('panel', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='meetings', to='agenda.panel')),
            ],
            options={
                'ordering': ['-starts_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='DossierCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='agenda.agendaitem')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('item', 'code'), name='one_check_a_code')],
            },
        ),
        migrations.CreateModel(
            name='Discussed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('first', models.JSONField(default=dict)),
                ('last', models.JSONField(default=dict)),
                ('notes', models.TextField(blank=True)),
                ('majority_percent', models.CharField(blank=True, max_length=10)),
                ('decision', models.CharField(blank=True, max_length=40)),
                ('decided_at', models.DateTimeField(null=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='discussed', to='agenda.agendaitem')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='discussed', to='agenda.meeting')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'item'), name='one_item_a_meeting')],
            },
        ),
        migrations.CreateModel(
            name='PoolMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=60)),
                ('attributes', models.JSONField(default=dict)),
                ('state', models.CharField(default='pool', max_length=10)),
                ('state_at', models.DateTimeField()),
                ('seed', models.CharField(blank=True, max_length=200)),
                ('panel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='agenda.panel')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaced_by', to='agenda.poolmember')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('panel', 'number'), name='one_member_a_number')],
            },
        ),
    ]
