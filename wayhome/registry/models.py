"""The tables of people held. What tells of a person lies in sealed columns; the rest is ids, counts, times, codes."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wayhome.registry.states import Answer, AskWhy, Custody, OutFor, Purpose, RunState, Source, Why


class PersonHeld(models.Model):
    """One row is one person in this bureau's records, and no word about him.

    made_on: a day, not a moment, so that two stolen copies of the table do not show who came in which convoy.
    data_key: opens everything sealed about him; empty once he was erased, and then nothing opens it ever again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=16, unique=True)
    version = models.PositiveIntegerField(default=1)
    data_key = models.OneToOneField("protection.DataKey", on_delete=models.PROTECT, related_name="+", null=True)
    made_on = models.DateField()


class PersonVersion(models.Model):
    """One row is his identity as it stood after one writing. A correction is a new row; nothing is overwritten.

    sealed: an `Identity` and, for a correction, the officer's reason in words. by: "officer:…" or "process:…".
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(PersonHeld, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    sealed = models.BinaryField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    why = models.CharField(max_length=16, choices=Why)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="registry_one_row_per_version")]


class CustodyEvent(models.Model):
    """One row is one thing someone said happened to him (Art. 122(5)): what, who says so, on which day, as far as
    known.

    on_date: ISO 8601, perhaps shortened ("2024", "2024-05"), perhaps empty. sealed: place and note.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(PersonHeld, on_delete=models.PROTECT, related_name="custody_events")
    status = models.CharField(max_length=16, choices=Custody)
    source = models.CharField(max_length=16, choices=Source)
    on_date = models.CharField(max_length=10, blank=True)
    sealed = models.BinaryField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()


class Wish(models.Model):
    """One row is one answer he gave to one question on one day. His newest answer for a purpose is the one that is
    obeyed.

    sealed: who is meant by "only these", and who was present. language: in which language the question was put.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Which answer is the newest is counted by the database (GENERATED ALWAYS AS IDENTITY in the third migration), not
    # read off `at`: a clock that is set back must not bring an older answer into force again.
    number = models.BigIntegerField(unique=True, editable=False, db_default=0)
    person = models.ForeignKey(PersonHeld, on_delete=models.PROTECT, related_name="wishes")
    purpose = models.CharField(max_length=24, choices=Purpose)
    answer = models.CharField(max_length=16, choices=Answer)
    language = models.CharField(max_length=8)
    sealed = models.BinaryField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()


class SourceList(models.Model):
    """One row is one list the bureau was given, under a label ("camp roll, May") without any name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    label = models.CharField(max_length=120, unique=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()


class ImportRun(models.Model):
    """One row is one reading of one list: how far it came and how many rows went where. No file name, no value.

    report: the name of the report file inside HOME/reports, or empty if every row was read without a remark.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(SourceList, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=16, choices=RunState, default=RunState.READING)
    rows_total = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(default=0)
    already_known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    notes = models.PositiveIntegerField(default=0)
    report = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=80)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class SourceRow(models.Model):
    """One row is one line of one list and the person it became.

    row_mac: keyed hash of the line's cells, so the same line is known again without being readable. occurrence: 1 for
    the first line with these cells, 2 for the next equal one: two equal lines are two people.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(SourceList, on_delete=models.PROTECT, related_name="rows")
    row_mac = models.BinaryField(max_length=32)
    occurrence = models.PositiveIntegerField()
    person = models.OneToOneField(PersonHeld, on_delete=models.PROTECT, related_name="source_row")
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "row_mac", "occurrence"], name="registry_each_line_once")
        ]


class ImportDraft(models.Model):
    """One row is a file waiting for an officer's yes: sealed under a key of its own, erased after use or after a day.

    sealed: the file. options: the label, the sheet and the mapping the officer has chosen so far; sealed too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    data_key = models.OneToOneField("protection.DataKey", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    options = models.BinaryField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    erase_at = models.DateTimeField()


class Change(models.Model):
    """One row says: this person's searchable record changed. The matcher reads the rows in order of their number.

    Written only by `changes.record_changes`, which makes the order of numbers the order of commits. No foreign key, so
    that the row can outlive what it tells of.
    """

    number = models.BigAutoField(primary_key=True)
    person_id = models.UUIDField()
    at = models.DateTimeField()


class NamedRecipient(models.Model):
    """One row: an officer says that this enquirer is the one on line `line` of a wish "only these people".

    It holds for this one wish: when he answers anew, somebody names the recipient anew. recipient_id: a request's id.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wish = models.ForeignKey(Wish, on_delete=models.PROTECT, related_name="named_recipients")
    recipient_id = models.UUIDField()
    line = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()


class AskAgain(models.Model):
    """One row: on this day he is to be asked again. Done when he answered anew, or when a nearer day took its place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(PersonHeld, on_delete=models.PROTECT, related_name="ask_again")
    purpose = models.CharField(max_length=24, choices=Purpose)
    why = models.CharField(max_length=16, choices=AskWhy)
    due_on = models.DateField(db_index=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=models.Q(done_at=None), name="registry_one_open_question"
            )
        ]


class Release(models.Model):
    """One row is one thing that was let out: to whom, on what ground, about whom, what it says of him. Append-only.

    says: the purposes he was asked for; empty when nothing is said of anyone. version: which sealing of the outbox.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient_kind = models.CharField(max_length=16)
    recipient_id = models.UUIDField(db_index=True)
    ground = models.CharField(max_length=16, choices=OutFor)
    person = models.ForeignKey(PersonHeld, on_delete=models.PROTECT, related_name="releases", null=True)
    says = ArrayField(models.CharField(max_length=24), default=list)
    version = models.PositiveBigIntegerField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()


class OutboxItem(models.Model):
    """What lies, or will lie, in one family's reply slot: sealed to her key; the bureau cannot open it again.

    One row for each recipient: the next sealing takes the place of the last, with a higher version. sealed: the locator
    of the slot, under a key of its own. Waiting while version is above delivered_version. says, delivered_says: what he
    must have allowed for the bundle that waits, and for the one that lies in the slot now. problem: why it cannot be
    delivered, as a slug.
    """

    recipient_id = models.UUIDField(primary_key=True, editable=False)
    data_key = models.OneToOneField("protection.DataKey", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    body = models.BinaryField()
    version = models.PositiveBigIntegerField(default=1)
    delivered_version = models.PositiveBigIntegerField(default=0)
    person = models.ForeignKey(PersonHeld, on_delete=models.PROTECT, related_name="+", null=True)
    says = ArrayField(models.CharField(max_length=24), default=list)
    delivered_says = ArrayField(models.CharField(max_length=24), default=list)
    wanted_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=24, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["wanted_at"],
                condition=models.Q(version__gt=models.F("delivered_version"), problem=""),
                name="registry_outbox_waiting",
            )
        ]


class OutgoingSwitch(models.Model):
    """One row is one turn of the switch that stops everything outgoing. The newest row holds; none means "on"."""

    number = models.BigAutoField(primary_key=True)
    stopped = models.BooleanField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
