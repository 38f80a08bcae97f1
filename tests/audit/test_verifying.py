"""The log shows every kind of tampering: with the rows, with the seals, with the end, with the whole history.

The one who tampers here has every right over the database, and no trigger stops him. In two tests he has the key too.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection

from tests.audit.cast import IRYNA, NOON
from wayhome import audit
from wayhome.audit import checkpoints, keyfiles
from wayhome.audit.acts import Act
from wayhome.audit.canonical import START, next_head
from wayhome.audit.checkpoints import Checkpoint
from wayhome.audit.errors import KeyFileError
from wayhome.audit.verifying import Problem

Owner = psycopg.Connection[Any]


@pytest.fixture
def sealed_log(committed: None, write_rows: Callable[[int], None]) -> Checkpoint:
    """Twelve sealed rows under a checkpoint."""
    write_rows(12)
    assert audit.seal_pending(NOON) == 12
    made = audit.sign_checkpoint(NOON)
    assert made is not None
    return made


def problems(*witnessed: Checkpoint) -> set[Problem]:
    return {finding.problem for finding in audit.verify(witnessed).findings}


def row_at(owner: Owner, position: int) -> UUID:
    row = owner.execute("SELECT row_id FROM audit_sealrow WHERE position = %s", [position]).fetchone()
    assert row is not None
    return UUID(str(row[0]))


def rechain(owner: Owner) -> None:
    """Work the whole chain out anew from the leaves as they stand."""
    head = START
    for position, leaf in owner.execute("SELECT position, leaf FROM audit_sealrow ORDER BY position").fetchall():
        head = next_head(head, leaf)
        owner.execute("UPDATE audit_sealrow SET head = %s WHERE position = %s", [head, position])


def test_an_untouched_log_is_sound(sealed_log: Checkpoint) -> None:
    found = audit.verify([sealed_log])
    assert found.is_sound
    assert (found.size, found.head, found.waiting, found.checkpoints, found.witnessed) == (
        12,
        sealed_log.head,
        0,
        1,
        1,
    )


def test_an_empty_log_is_sound(committed: None) -> None:
    assert audit.verify().is_sound


def test_rows_that_wait_are_counted_and_are_no_fault(sealed_log: Checkpoint, write_rows: Callable[[int], None]) -> None:
    write_rows(3)
    found = audit.verify()
    assert (found.is_sound, found.waiting) == (True, 3)


@pytest.mark.parametrize(
    "change",
    [
        "number = DEFAULT",
        "at = at + interval '1 microsecond'",
        "act = 'signed_in'",
        "by_kind = 'process'",
        "by_id = '22222222-2222-4222-8222-222222222222'",
        "subjects = '{}'",
        "subjects = subjects || gen_random_uuid()",
        "count = count + 1",
        """scope = '{"step": 5000}'""",
        """scope = scope || '{"more": 1}'""",
        """scope = '{"step": "3"}'""",
        "reason = 'answering  a letter'",
    ],
)
def test_any_changed_field_is_found_at_its_row(sealed_log: Checkpoint, owner: Owner, change: str) -> None:
    """The finding names the row and its place in the chain."""
    row_id = row_at(owner, 4)
    owner.execute(f"UPDATE audit_logrow SET {change} WHERE id = %s", [row_id])  # noqa: S608
    (finding,) = audit.verify().findings
    assert (finding.problem, finding.position, finding.row_id) == (Problem.ROW_CHANGED, 4, row_id)


def test_a_deleted_row_is_found(sealed_log: Checkpoint, owner: Owner) -> None:
    row_id = row_at(owner, 7)
    owner.execute("DELETE FROM audit_logrow WHERE id = %s", [row_id])
    (finding,) = audit.verify().findings
    assert (finding.problem, finding.position, finding.row_id) == (Problem.ROW_MISSING, 7, row_id)


def test_a_row_given_another_id_is_found(sealed_log: Checkpoint, owner: Owner) -> None:
    owner.execute("UPDATE audit_logrow SET id = gen_random_uuid() WHERE id = %s", [row_at(owner, 2)])
    assert problems() == {Problem.ROW_MISSING, Problem.ROW_INSERTED}


def test_a_row_deleted_with_its_seal_is_found(sealed_log: Checkpoint, owner: Owner) -> None:
    owner.execute("DELETE FROM audit_logrow WHERE id = %s", [row_at(owner, 7)])
    owner.execute("DELETE FROM audit_sealrow WHERE position = 7")
    assert problems() == {Problem.SEAL_MISSING, Problem.CHAIN_BROKEN}


def test_a_row_inserted_in_the_middle_is_found(sealed_log: Checkpoint, owner: Owner) -> None:
    """Slipped in without the sealer's list."""
    owner.execute(
        "INSERT INTO audit_logrow (id, number, at, act, by_kind, by_id, subjects, count, scope, reason)"
        " OVERRIDING SYSTEM VALUE SELECT gen_random_uuid(), -number, at, act, by_kind, by_id, subjects, count, scope,"
        " reason FROM audit_logrow WHERE id = %s",
        [row_at(owner, 5)],
    )
    assert problems() == {Problem.ROW_INSERTED}


def test_a_backdated_row_is_found_even_when_sealed(sealed_log: Checkpoint) -> None:
    """Written through the front door, but with the time of another day."""
    audit.record(Act.PERSON_OPENED, by=IRYNA, at=NOON - timedelta(days=1))
    audit.seal_pending(NOON)
    (finding,) = audit.verify().findings
    assert (finding.problem, finding.position) == (Problem.ROW_LATE, 13)


def test_two_swapped_rows_are_found(sealed_log: Checkpoint, owner: Owner) -> None:
    one, other = row_at(owner, 3), row_at(owner, 9)
    owner.execute("UPDATE audit_sealrow SET row_id = gen_random_uuid() WHERE position = 3")
    owner.execute("UPDATE audit_sealrow SET row_id = %s WHERE position = 9", [one])
    owner.execute("UPDATE audit_sealrow SET row_id = %s WHERE position = 3", [other])
    assert [finding.position for finding in audit.verify().findings] == [3, 9]


def test_two_swapped_links_are_found(sealed_log: Checkpoint, owner: Owner) -> None:
    for old, new in ((3, 1003), (9, 3), (1003, 9)):
        owner.execute("UPDATE audit_sealrow SET position = %s WHERE position = %s", [new, old])
    assert problems() == {Problem.CHAIN_BROKEN}


def test_a_chain_worked_out_anew_breaks_its_checkpoint(sealed_log: Checkpoint, owner: Owner) -> None:
    """Without the key he can join the chain again, but not sign it."""
    owner.execute("UPDATE audit_logrow SET reason = '' WHERE id = %s", [row_at(owner, 4)])
    owner.execute("UPDATE audit_sealrow SET leaf = %s WHERE position = 4", [bytes(32)])
    rechain(owner)
    assert problems() == {Problem.ROW_CHANGED, Problem.CHECKPOINT_BROKEN}


@pytest.mark.parametrize(
    "change", ["at = at + interval '1 second'", "head = '\\x00'", "signature = '\\x00'", "key_id = 'another'"]
)
def test_an_altered_checkpoint_is_found(sealed_log: Checkpoint, owner: Owner, change: str) -> None:
    owner.execute(f"UPDATE audit_checkpointrow SET {change}")  # noqa: S608
    assert problems() == {Problem.CHECKPOINT_BROKEN}


def test_a_cut_off_end_is_found_by_our_own_checkpoint(sealed_log: Checkpoint, owner: Owner) -> None:
    cut(owner, after=8)
    assert problems() == {Problem.CHECKPOINT_BROKEN}


def cut(owner: Owner, *, after: int) -> None:
    owner.execute(
        "DELETE FROM audit_logrow WHERE id IN (SELECT row_id FROM audit_sealrow WHERE position > %s)", [after]
    )
    owner.execute("DELETE FROM audit_sealrow WHERE position > %s", [after])


def test_a_cut_off_end_without_a_trace_needs_the_witness(sealed_log: Checkpoint, owner: Owner) -> None:
    """Alone, a log put back to an older state looks sound: that is why others keep checkpoints."""
    cut(owner, after=8)
    owner.execute("DELETE FROM audit_checkpointrow")
    assert problems() == set()
    assert problems(sealed_log) == {Problem.TRUNCATED}


def test_a_history_rewritten_with_the_key_needs_the_witness(sealed_log: Checkpoint, owner: Owner) -> None:
    """With the signing key stolen everything here can be made to agree; what a witness holds cannot."""
    owner.execute("DELETE FROM audit_logrow WHERE id = %s", [row_at(owner, 12)])
    owner.execute("DELETE FROM audit_sealrow WHERE position = 12")
    owner.execute("DELETE FROM audit_checkpointrow")
    audit.record(Act.SIGNED_IN, by=IRYNA, at=NOON)
    audit.seal_pending(NOON)
    assert audit.sign_checkpoint(NOON) is not None
    assert problems() == set()
    assert problems(sealed_log) == {Problem.REWRITTEN}


def test_a_witness_with_a_foreign_checkpoint_is_named(sealed_log: Checkpoint) -> None:
    """Somebody else's signature proves nothing against us, but we want to know."""
    key = Ed25519PrivateKey.generate()
    foreign = checkpoints.sign(12, bytes(32), NOON, key)
    assert problems(foreign) == {Problem.WITNESS_BROKEN}


def test_a_row_removed_before_it_was_sealed_is_found(
    sealed_log: Checkpoint, owner: Owner, write_rows: Callable[[int], None]
) -> None:
    write_rows(1)
    owner.execute("DELETE FROM audit_logrow WHERE id IN (SELECT row_id FROM audit_pendingrow)")
    assert audit.seal_pending(NOON) == 0
    assert problems() == {Problem.ROW_MISSING}


def test_many_findings_are_counted_and_the_first_hundred_told(
    committed: None, owner: Owner, write_rows: Callable[[int], None]
) -> None:
    write_rows(130)
    audit.seal_pending(NOON)
    owner.execute("UPDATE audit_logrow SET reason = 'x'")
    found = audit.verify()
    assert (found.found, len(found.findings)) == (130, 100)


def test_two_do_not_seal_at_once(sealed_log: Checkpoint, owner: Owner, write_rows: Callable[[int], None]) -> None:
    """While another process seals, this one does nothing; afterwards nothing is lost."""
    write_rows(2)
    owner.execute("SELECT pg_advisory_lock(%s)", [0x57_41_59_4C])
    assert audit.seal_pending(NOON) == 0
    assert audit.sign_checkpoint(NOON) is None
    owner.execute("SELECT pg_advisory_unlock(%s)", [0x57_41_59_4C])
    assert audit.seal_pending(NOON) == 2


def test_nothing_new_is_not_signed_again(sealed_log: Checkpoint) -> None:
    assert audit.sign_checkpoint(NOON) is None


def test_more_rows_than_one_batch_are_sealed_in_order(committed: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_logrow (id, at, act, by_kind, by_id, subjects, count, scope, reason)"
            " SELECT gen_random_uuid(), now(), 'signed_in', 'process', 'x', '{}', 0, '{}', ''"
            " FROM generate_series(1, 4500)"
        )
    assert audit.seal_pending(NOON) == 4500
    assert audit.verify().is_sound
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT number - lag(number) OVER (ORDER BY position) AS step FROM audit_sealrow s"
            " JOIN audit_logrow l ON l.id = s.row_id) AS steps WHERE step < 0"
        )
        assert cursor.fetchone() == (0,)


def test_a_lost_signing_key_is_said_and_not_replaced(sealed_log: Checkpoint, write_rows: Callable[[int], None]) -> None:
    """A new key in its place would make every earlier checkpoint look forged."""
    kept = keyfiles.load(settings.WAYHOME_KEYS, "log-checkpoint", 32)
    keyfiles.destroy(settings.WAYHOME_KEYS, "log-checkpoint")
    write_rows(1)
    audit.seal_pending(NOON)
    with pytest.raises(KeyFileError, match="missing"):
        audit.sign_checkpoint(NOON)
    keyfiles.write_new(settings.WAYHOME_KEYS, "log-checkpoint", kept)
    assert audit.sign_checkpoint(NOON) is not None


def test_a_checkpoint_survives_being_printed(sealed_log: Checkpoint) -> None:
    assert Checkpoint.from_text(sealed_log.to_text()) == sealed_log


@pytest.mark.parametrize("text", ["", "hello", "wayhome log checkpoint 1\nx\ny\nz\nk\ns\n", "\n" * 5])
def test_another_text_is_no_checkpoint(text: str) -> None:
    with pytest.raises(checkpoints.CheckpointUnreadable):
        Checkpoint.from_text(text)


def test_unknown_people_have_no_log(committed: None) -> None:
    assert audit.log_of(uuid4()) == []
