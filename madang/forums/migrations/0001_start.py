
import django.db.models.deletion
import madang.base.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0003_residents_by_hash'),
        ('procedures', '0004_hands_of_cases_already_assigned'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Forum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=madang.base.text.opaque_key, max_length=64, unique=True)),
                ('form', models.CharField(choices=[('pro_con', 'pro_con'), ('open', 'open'), ('experiment', 'experiment')], max_length=12)),
                ('question', models.CharField(max_length=300)),
                ('body', models.TextField(blank=True)),
                ('days', models.PositiveSmallIntegerField(null=True)),
                ('long_running', models.BooleanField(default=False)),
                ('opened_at', models.DateTimeField(null=True)),
                ('purpose', models.CharField(blank=True, choices=[('dispute', 'dispute'), ('ideas', 'ideas'), ('announce', 'announce')], max_length=12)),
                ('promised_on', models.DateField(null=True)),
                ('edition', models.PositiveIntegerField(default=0)),
                ('agreed_edition', models.PositiveIntegerField(null=True)),
                ('department_agreed_at', models.DateTimeField(null=True)),
                ('team_agreed_at', models.DateTimeField(null=True)),
                ('effect', models.TextField(blank=True)),
                ('difficulty', models.TextField(blank=True)),
                ('alternative', models.TextField(blank=True)),
                ('setup', models.TextField(blank=True)),
                ('finding', models.TextField(blank=True)),
                ('found_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forums', to='procedures.case')),
                ('department_agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('feeds', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='fed_by', to='forums.forum')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team_agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='forum', to='procedures.stagevisit')),
            ],
        ),
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('kind', models.CharField(choices=[('background', 'background'), ('for', 'for'), ('against', 'against'), ('data', 'data'), ('card', 'card'), ('file', 'file'), ('experiment', 'experiment')], max_length=12)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('text', models.TextField(blank=True)),
                ('rows', models.JSONField(default=list)),
                ('link', models.CharField(blank=True, max_length=300)),
                ('path', models.CharField(blank=True, max_length=200)),
                ('small_path', models.CharField(blank=True, max_length=200)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('media_type', models.CharField(blank=True, max_length=100)),
                ('size', models.PositiveIntegerField(null=True)),
                ('width', models.PositiveIntegerField(null=True)),
                ('height', models.PositiveIntegerField(null=True)),
                ('alt', models.CharField(blank=True, max_length=300)),
                ('key', models.CharField(default=madang.base.text.opaque_key, max_length=64, unique=True)),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='forums.forum')),
            ],
            options={
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ForumSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=madang.base.text.opaque_key, max_length=64, unique=True)),
                ('kind', models.CharField(choices=[('open_talk', 'open_talk'), ('debate', 'debate'), ('hearing', 'hearing'), ('workshop', 'workshop')], max_length=12)),
                ('title', models.CharField(max_length=200)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('place', models.CharField(max_length=200)),
                ('access', models.TextField(blank=True)),
                ('capacity', models.PositiveIntegerField()),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('cancelled_why', models.TextField(blank=True)),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='forums.forum')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ForumNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('offline', 'offline'), ('summary', 'summary')], default='offline', max_length=8)),
                ('text', models.TextField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='forums.forum')),
                ('session', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notes', to='forums.forumsession')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=madang.base.text.opaque_key, max_length=64, unique=True)),
                ('on', models.DateField()),
                ('text', models.TextField()),
                ('path', models.CharField(blank=True, max_length=200)),
                ('small_path', models.CharField(blank=True, max_length=200)),
                ('width', models.PositiveIntegerField(null=True)),
                ('height', models.PositiveIntegerField(null=True)),
                ('alt', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='observations', to='forums.forum')),
            ],
            options={
                'ordering': ['on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=madang.base.text.opaque_key, max_length=64, unique=True)),
                ('channel', models.CharField(choices=[('online', 'online'), ('paper', 'paper')], default='online', max_length=8)),
                ('sole', models.BooleanField(default=False)),
                ('position', models.CharField(blank=True, choices=[('for', 'for'), ('against', 'against'), ('other', 'other')], max_length=8)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('number', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField(null=True)),
                ('supports', models.PositiveIntegerField(default=0)),
                ('replies', models.PositiveIntegerField(default=0)),
                ('official', models.BooleanField(default=False)),
                ('state', models.CharField(default='shown', max_length=10)),
                ('gone_at', models.DateTimeField(null=True)),
                ('hidden_code', models.CharField(blank=True, max_length=20)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to=settings.AUTH_USER_MODEL)),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.department')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='forums.forum')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='forums.opinion')),
                ('session', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='opinions', to='forums.forumsession')),
            ],
        ),
        migrations.CreateModel(
            name='OpinionSupport',
            fields=[
                ('pk', models.CompositePrimaryKey('opinion_id', 'person_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('opinion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supporters', to='forums.opinion')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='OpinionVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('position', models.CharField(blank=True, max_length=8)),
                ('text', models.TextField()),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('opinion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier', to='forums.opinion')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('pk', models.CompositePrimaryKey('forum_id', 'person_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('first_way', models.CharField(max_length=10)),
                ('consent', models.BooleanField(default=False)),
                ('gender', models.CharField(blank=True, max_length=10)),
                ('age_band', models.CharField(blank=True, max_length=10)),
                ('area', models.CharField(blank=True, max_length=40)),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='forums.forum')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('seated', 'seated'), ('waiting', 'waiting'), ('left', 'left')], max_length=8)),
                ('at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('came', models.BooleanField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='forums.forumsession')),
            ],
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=madang.base.text.opaque_key, max_length=64, unique=True)),
                ('text', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('agree', models.PositiveIntegerField(default=0)),
                ('disagree', models.PositiveIntegerField(default=0)),
                ('passed', models.PositiveIntegerField(default=0)),
                ('state', models.CharField(default='shown', max_length=10)),
                ('gone_at', models.DateTimeField(null=True)),
                ('hidden_code', models.CharField(blank=True, max_length=20)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to=settings.AUTH_USER_MODEL)),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='forums.forum')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='StatementVote',
            fields=[
                ('pk', models.CompositePrimaryKey('statement_id', 'person_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('vote', models.SmallIntegerField()),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='forums.statement')),
            ],
        ),
        migrations.AddIndex(
            model_name='forum',
            index=models.Index(fields=['opened_at'], name='forum_opened'),
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(fields=['forum', 'parent', 'position', 'at', 'id'], name='opinion_by_time'),
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(fields=['forum', 'parent', 'supports', 'id'], name='opinion_by_supports'),
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(fields=['author', '-at'], name='opinion_by_author'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.UniqueConstraint(condition=models.Q(('author__isnull', False), ('sole', True)), fields=('forum', 'author'), name='one_position_a_person'),
        ),
        migrations.AddConstraint(
            model_name='opinionversion',
            constraint=models.UniqueConstraint(fields=('opinion', 'number'), name='one_opinion_a_number'),
        ),
        migrations.AddIndex(
            model_name='participant',
            index=models.Index(fields=['person', '-at'], name='participations_of'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(fields=['session', 'state', 'at'], name='registrations_in_turn'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.UniqueConstraint(fields=('session', 'person'), name='one_registration_a_person'),
        ),
        migrations.AddIndex(
            model_name='statement',
            index=models.Index(fields=['forum', 'at'], name='statement_by_time'),
        ),
    ]
