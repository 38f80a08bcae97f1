"""What the public zone keeps. Nothing here can be opened by anyone who holds only this database."""

import uuid

from django.db import models


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
