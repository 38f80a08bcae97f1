import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import uuid
from django.db import migrations, models


APPEND_ONLY = ("audit_logrow", "audit_sealrow", "audit_checkpointrow")

# A statement trigger: even a command that would touch no row is refused.
REFUSE = """
    CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'The log only grows: % on % is refused.', TG_OP, TG_TABLE_NAME;
    END
    $$;
""" + "".join(
    f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();"
    for table in APPEND_ONLY
)

# The sealer's list is written by the database itself, so no code path can forget a row.
WAITING = """
    CREATE FUNCTION audit_row_waits() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO audit_pendingrow (row_id) VALUES (NEW.id);
        RETURN NULL;
    END
    $$;
    CREATE TRIGGER audit_logrow_waits AFTER INSERT ON audit_logrow FOR EACH ROW EXECUTE FUNCTION audit_row_waits();
"""

# The site cannot choose a row's number.
NUMBERS = """
    ALTER TABLE audit_logrow ALTER COLUMN number DROP DEFAULT;
    ALTER TABLE audit_logrow ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY;
"""

GRANTS = """
    GRANT SELECT, INSERT ON audit_logrow, audit_sealrow, audit_checkpointrow TO bureau_web;
    GRANT SELECT, INSERT, DELETE ON audit_pendingrow TO bureau_web;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CheckpointRow',
            fields=[
                ('size', models.BigIntegerField(primary_key=True, serialize=False)),
                ('head', models.BinaryField(max_length=32)),
                ('at', models.DateTimeField()),
                ('key_id', models.CharField(max_length=16)),
                ('signature', models.BinaryField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='PendingRow',
            fields=[
                ('row_id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='SealRow',
            fields=[
                ('position', models.BigIntegerField(primary_key=True, serialize=False)),
                ('row_id', models.UUIDField(unique=True)),
                ('leaf', models.BinaryField(max_length=32)),
                ('head', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='LogRow',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField(db_default=0, editable=False, unique=True)),
                ('at', models.DateTimeField()),
                ('act', models.CharField(max_length=40)),
                ('by_kind', models.CharField(max_length=8)),
                ('by_id', models.CharField(max_length=36)),
                ('subjects', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('count', models.PositiveIntegerField()),
                ('scope', models.JSONField(default=dict)),
                ('reason', models.CharField(max_length=200)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['subjects'], name='audit_logrow_subjects')],
            },
        ),
        *(migrations.RunSQL(sql, reverse_sql=migrations.RunSQL.noop) for sql in (NUMBERS, REFUSE, WAITING, GRANTS)),
    ]
