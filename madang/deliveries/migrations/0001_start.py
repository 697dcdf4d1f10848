
import django.db.models.deletion
import madang.base.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('procedures', '0004_hands_of_cases_already_assigned'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=madang.base.text.opaque_key, max_length=64, unique=True)),
                ('plan', models.TextField(blank=True)),
                ('who', models.CharField(blank=True, max_length=200)),
                ('budget', models.CharField(blank=True, max_length=200)),
                ('planned_at', models.DateTimeField(null=True)),
                ('percent', models.PositiveSmallIntegerField(null=True)),
                ('result', models.TextField(blank=True)),
                ('before', models.TextField(blank=True)),
                ('after', models.TextField(blank=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='procedures.case')),
                ('visit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='delivery', to='procedures.stagevisit')),
            ],
            options={
                'verbose_name_plural': 'deliveries',
            },
        ),
        migrations.CreateModel(
            name='DeliveryUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('progress', models.TextField()),
                ('percent', models.PositiveSmallIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='updates', to='deliveries.delivery')),
                ('duty', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='procedures.duty')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('by', models.DateField(null=True)),
                ('done_on', models.DateField(null=True)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='deliveries.delivery')),
            ],
            options={
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PlanVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.TextField()),
                ('who', models.CharField(blank=True, max_length=200)),
                ('budget', models.CharField(blank=True, max_length=200)),
                ('until', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier', to='deliveries.delivery')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('pk', models.CompositePrimaryKey('delivery_id', 'person_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('verdict', models.CharField(choices=[('kept', 'kept'), ('partly', 'partly'), ('not', 'not')], max_length=8)),
                ('text', models.CharField(blank=True, max_length=1000)),
                ('at', models.DateTimeField()),
                ('state', models.CharField(default='shown', max_length=10)),
                ('key', models.CharField(default=madang.base.text.opaque_key, max_length=64, unique=True)),
                ('gone_at', models.DateTimeField(null=True)),
                ('hidden_code', models.CharField(blank=True, max_length=20)),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verdicts', to='deliveries.delivery')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
