from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0006_top_opinions_along_their_own_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='forum',
            name='opens_on',
            field=models.DateField(null=True),
        ),
    ]
