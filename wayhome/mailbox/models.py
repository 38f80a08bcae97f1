"""What the public zone keeps. Nothing here can be opened by anyone who holds only this database."""

import uuid

from django.db import models

from wayhome.seal.receipts import LOCATOR_SIZE
from wayhome.seal.sizes import REPLY_SIZE, TEXT_LIMIT

LOCATOR_DIGITS = LOCATOR_SIZE * 2


class WitnessedCheckpoint(models.Model):
    """One signed statement of the bureau about its log, as it was left here.

    The first witness: this database has another owner than the log's, so a log that is cut or rewritten later disagrees
    with what stands here. Two statements of one size with different heads are both kept; that is the evidence.
    Append-only by grants and by trigger. The signature is not checked here: the key lives in the other zone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    size = models.PositiveBigIntegerField()
    head = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["size", "at", "head"], name="mailbox_checkpoint_once")]


class Incoming(models.Model):
    """One sealed envelope on its way to the bureau; gone as soon as the courier says that the bureau has it.

    A question, a message and a withdrawal look alike here: no kind, no locator, no hour. The id is random.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    envelope = models.BinaryField(max_length=TEXT_LIMIT)
    day = models.DateField()


class ReplySlot(models.Model):
    """Where the letters of one receipt lie: the same 16 KiB from filing on, with letters in it or without.

    `locator` is hex and comes from the code; without the code nobody can say whose row it is. `version` grows with
    every sealing anew, and all slots are to be sealed anew together, so that it tells nothing of a single one.
    """

    locator = models.CharField(primary_key=True, max_length=LOCATOR_DIGITS)
    body = models.BinaryField(max_length=REPLY_SIZE)
    version = models.PositiveBigIntegerField(default=0)


class Draft(models.Model):
    """An unfinished question, sealed to the code it was begun with. `day` is when it was last written to."""

    locator = models.CharField(primary_key=True, max_length=LOCATOR_DIGITS)
    body = models.BinaryField(max_length=TEXT_LIMIT)
    day = models.DateField(db_index=True)
