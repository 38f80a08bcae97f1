"""The tables of the log. They only grow: the site's role may add and read, and triggers refuse everything else."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class LogRow(models.Model):
    """One act or one reading.

    No name, place or number of a person is here. `subjects` are keyed pseudonyms: with the key one can ask "who
    looked at this person?", without it the log is not a list of prisoners. More than 64 subjects are only counted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Reading order, given by the database (GENERATED ALWAYS AS IDENTITY in the first migration). Gaps are normal: a
    # rolled back act leaves one. The order that is proved is the position in SealRow.
    number = models.BigIntegerField(unique=True, editable=False, db_default=0)
    at = models.DateTimeField()
    act = models.CharField(max_length=40)
    by_kind = models.CharField(max_length=8)
    by_id = models.CharField(max_length=36)
    subjects = ArrayField(models.UUIDField(), default=list)
    count = models.PositiveIntegerField()
    scope = models.JSONField(default=dict)
    reason = models.CharField(max_length=200)

    class Meta:
        indexes = [GinIndex(fields=["subjects"], name="audit_logrow_subjects")]


class PendingRow(models.Model):
    """A log row not yet taken into the chain. Written by a trigger on LogRow, removed by the sealer."""

    row_id = models.UUIDField(primary_key=True, editable=False)


class SealRow(models.Model):
    """One link of the chain: the row's fingerprint, and the fingerprint of everything up to and including it.

    No foreign key to LogRow on purpose: a seal must outlive a row that somebody deletes, to say that it is missing.
    """

    position = models.BigIntegerField(primary_key=True)  # 1, 2, 3 … without a gap
    row_id = models.UUIDField(unique=True)
    leaf = models.BinaryField(max_length=32)
    head = models.BinaryField(max_length=32)


class CheckpointRow(models.Model):
    """Our signature under the first `size` links. Witnesses keep copies and notice if we later tell another story."""

    size = models.BigIntegerField(primary_key=True)
    head = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=64)
