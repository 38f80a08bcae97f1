"""Envelopes in, replies out, drafts in between: three tables of sealed bytes, and who may do what with each."""

import uuid

from django.db import migrations, models

WALLS = """
ALTER TABLE mailbox_incoming ADD CONSTRAINT mailbox_incoming_size CHECK (octet_length(envelope) BETWEEN 4096 AND 65536);
ALTER TABLE mailbox_replyslot ADD CONSTRAINT mailbox_replyslot_size CHECK (octet_length(body) = 16384);
ALTER TABLE mailbox_replyslot ADD CONSTRAINT mailbox_replyslot_locator CHECK (locator ~ '^[0-9a-f]{32}$');
ALTER TABLE mailbox_draft ADD CONSTRAINT mailbox_draft_size CHECK (octet_length(body) BETWEEN 4096 AND 65536);
ALTER TABLE mailbox_draft ADD CONSTRAINT mailbox_draft_locator CHECK (locator ~ '^[0-9a-f]{32}$');
GRANT INSERT ON mailbox_incoming TO portal_web;
GRANT INSERT, SELECT ON mailbox_replyslot TO portal_web;
GRANT INSERT, SELECT, UPDATE, DELETE ON mailbox_draft TO portal_web;
GRANT SELECT, DELETE ON mailbox_incoming TO courier;
GRANT SELECT, UPDATE ON mailbox_replyslot TO courier;
"""


class Migration(migrations.Migration):
    dependencies = [("mailbox", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Incoming",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("envelope", models.BinaryField(max_length=65536)),
                ("day", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="ReplySlot",
            fields=[
                ("locator", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("body", models.BinaryField(max_length=16384)),
                ("version", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("locator", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("body", models.BinaryField(max_length=65536)),
                ("day", models.DateField(db_index=True)),
            ],
        ),
        migrations.RunSQL(WALLS, migrations.RunSQL.noop),
    ]
