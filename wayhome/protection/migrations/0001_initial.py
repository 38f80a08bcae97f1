import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import uuid
import wayhome.protection.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='DataKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('epoch', models.PositiveIntegerField(db_index=True)),
                ('wrapped', models.BinaryField(max_length=60)),
                ('made_on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='Officer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('login', models.CharField(max_length=40, unique=True)),
                ('display_name', models.CharField(max_length=80)),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('language', models.CharField(choices=[('uk', 'Українська'), ('ru', 'Русский'), ('en', 'English')], default='uk', max_length=2)),
                ('is_active', models.BooleanField(default=True)),
                ('is_demo', models.BooleanField(default=False)),
                ('stamp', models.CharField(default=wayhome.protection.models.new_stamp, editable=False, max_length=32)),
                ('made_at', models.DateTimeField()),
                ('suspended_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('login__regex', '^[a-z][a-z0-9.-]{1,39}$')), name='officer_login_form')],
            },
        ),
        migrations.CreateModel(
            name='EnrolmentLink',
            fields=[
                ('token_hash', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrolment_links', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__lte', django.db.models.expressions.CombinedExpression(models.F('made_at'), '+', models.Value(datetime.timedelta(days=1))))), name='enrolment_at_most_a_day')],
            },
        ),
        migrations.RunSQL(
            """
            GRANT SELECT, INSERT, UPDATE ON protection_officer TO bureau_web;
            GRANT SELECT, INSERT, UPDATE (used_at), DELETE ON protection_enrolmentlink TO bureau_web;
            -- A data key is renewed (epoch, wrapped) or deleted; it never becomes the key of something else.
            GRANT SELECT, INSERT, UPDATE (epoch, wrapped), DELETE ON protection_datakey TO bureau_web;
            """,
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
