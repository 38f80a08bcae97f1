"""The first table of the public zone: checkpoints of the bureau's log, append-only."""

import uuid

from django.db import migrations, models

WALLS = """
CREATE FUNCTION mailbox_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The table % only grows.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER mailbox_checkpoint_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON mailbox_witnessedcheckpoint
    FOR EACH STATEMENT EXECUTE FUNCTION mailbox_only_grows();
GRANT SELECT, INSERT ON mailbox_witnessedcheckpoint TO courier;
GRANT SELECT ON mailbox_witnessedcheckpoint TO portal_web;
"""
NO_WALLS = """
DROP TRIGGER mailbox_checkpoint_only_grows ON mailbox_witnessedcheckpoint;
DROP FUNCTION mailbox_only_grows();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="WitnessedCheckpoint",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("size", models.PositiveBigIntegerField()),
                ("head", models.BinaryField(max_length=32)),
                ("at", models.DateTimeField()),
                ("key_id", models.CharField(max_length=16)),
                ("signature", models.BinaryField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("size", "at", "head"), name="mailbox_checkpoint_once"),
                ],
            },
        ),
        migrations.RunSQL(WALLS, NO_WALLS),
    ]
