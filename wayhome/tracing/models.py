"""The tables of families' questions. Every word of a family lies sealed; the rest is ids, days, states and bits."""

import uuid

from django.db import models

from wayhome.tracing.states import CandidateState, EnvelopeState, LetterKind, Says, State


class InboxEnvelope(models.Model):
    """One row is one envelope the courier brought, under the id it had in the portal: the same one twice is one.

    envelope: still closed with the bureau's key; empty once opened, because what it held then lies under a key of its
    own. reason: why it was set aside, as a slug. try_after: a message may overtake its question and is tried again.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    envelope = models.BinaryField(null=True)
    day = models.DateField()
    state = models.CharField(max_length=12, choices=EnvelopeState, default=EnvelopeState.ARRIVED)
    reason = models.CharField(max_length=24, blank=True)
    arrived_at = models.DateTimeField()
    try_after = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["try_after"], condition=models.Q(state=EnvelopeState.ARRIVED), name="tracing_envelope_waits"
            )
        ]


class TracingRequest(models.Model):
    """One row is one family's question. Two relatives of one man are two rows that do not know of each other.

    data_key: opens everything sealed here; empty once the family withdrew. locator_mac, speaks_mac: keyed hashes, by
    which a message finds its question and proves that its writer holds the code. looks: how often the clock has looked.
    told_person, told_until: about whom a word lies in her slot now, and when it makes way for a short line; the moment
    is drawn at random, so that a wish taken back looks like any other case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=16, unique=True)
    state = models.CharField(max_length=16, choices=State, default=State.RECEIVED)
    data_key = models.OneToOneField("protection.DataKey", on_delete=models.PROTECT, related_name="+", null=True)
    locator_mac = models.BinaryField(max_length=32, unique=True)
    speaks_mac = models.BinaryField(max_length=32)
    filed_on = models.DateField()
    look_again_on = models.DateField(null=True, db_index=True)
    looks = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    told_person = models.ForeignKey("registry.PersonHeld", on_delete=models.PROTECT, related_name="+", null=True)
    told_until = models.DateTimeField(null=True)


class RequestVersion(models.Model):
    """One row is a question as it stood after one writing. sealed: `content.Question`. Nothing is overwritten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(TracingRequest, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    sealed = models.BinaryField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "version"], name="tracing_one_row_per_version")]


class Message(models.Model):
    """One row is something the family wrote afterwards. sealed: her words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(TracingRequest, on_delete=models.PROTECT, related_name="messages")
    sealed = models.BinaryField()
    came_on = models.DateField()
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.UUIDField(null=True)


class Candidate(models.Model):
    """One row: this person held may be the one sought. Evidence, never an answer.

    bits, certain: as the matcher weighed them last. above_threshold: two readers must agree (`rules.TWO_READERS_FROM`).
    round: grows when doubt returns; round_id names the round in the log.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(TracingRequest, on_delete=models.PROTECT, related_name="candidates")
    person = models.ForeignKey("registry.PersonHeld", on_delete=models.PROTECT, related_name="+")
    bits = models.FloatField()
    certain = models.CharField(max_length=12)
    above_threshold = models.BooleanField()
    state = models.CharField(max_length=12, choices=CandidateState, default=CandidateState.OPEN)
    round = models.PositiveIntegerField(default=1)
    round_id = models.UUIDField(default=uuid.uuid4)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "person"], name="tracing_candidate_once")]


class Verdict(models.Model):
    """One row is what one reader said in one round. A changed mind is another row. sealed: because.

    place: 1 for the first voice of a round, 2 for the next.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="verdicts")
    round = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    by = models.UUIDField()
    says = models.CharField(max_length=12, choices=Says)
    sealed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidate", "round", "place"], name="tracing_one_voice_after_the_other")
        ]


class Letter(models.Model):
    """One row is one letter, as it was signed. sealed: its text, the signed statement and the check code.

    number: 1 for the first letter to this family. person: of whom it brings word; empty for letters that say nothing of
    anyone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(TracingRequest, on_delete=models.PROTECT, related_name="letters")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=LetterKind)
    dated = models.DateField()
    person = models.ForeignKey("registry.PersonHeld", on_delete=models.PROTECT, related_name="+", null=True)
    sealed = models.BinaryField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="tracing_one_letter_after_the_other"),
            models.UniqueConstraint(
                fields=["request", "kind", "dated"],
                condition=models.Q(kind__in=[LetterKind.RECEIVED, LetterKind.NO_NEWS, LetterKind.ASKS]),
                name="tracing_clocked_letter_once",
            ),
        ]


class Talk(models.Model):
    """One row: a person of the bureau is to speak with this family. sealed: why; the row looks the same for all."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(TracingRequest, on_delete=models.PROTECT, related_name="talks")
    sealed = models.BinaryField()
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    done_by = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)


class RequestChange(models.Model):
    """One row says: whom this question seeks has changed. The matcher reads the rows in order of their number.

    Written only by `changes.record_changes`, which makes the order of numbers the order of commits.
    """

    number = models.BigAutoField(primary_key=True)
    request_id = models.UUIDField()
    at = models.DateTimeField()


class MatchPosition(models.Model):
    """How far along each change log the questions have been matched anew: one row for "held", one for "sought"."""

    side = models.CharField(primary_key=True, max_length=8)
    number = models.BigIntegerField(default=0)
