"""A sealed record opens in its own row, at its own version, with its own key, with leave; never otherwise."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.protection.cast import HOUSE, NOON
from wayhome import audit
from wayhome.audit import ReadPermit
from wayhome.audit.errors import PermitSpent
from wayhome.protection import keyring, sealed
from wayhome.protection.errors import NotAuthentic
from wayhome.protection.models import DataKey
from wayhome.protection.padding import pad, padded_size, unpad

DANYLO = {"name": "Вигаданий Данило", "born": "1999-04", "of": ["нікого"]}
ROW = UUID(int=7)

Permits = Callable[[int], ReadPermit]


@pytest.fixture
def key(db: None) -> DataKey:
    (made,) = sealed.new_keys("person", 1, at=NOON)
    made.save()
    return made


def opened(blob: bytes, key: DataKey, permit: ReadPermit, **other: object) -> dict[str, Any]:
    where: dict[str, Any] = {"kind": "person", "id": ROW, "version": 1, **other}
    return sealed.open_sealed(blob, key=key, permit=permit, **where)


@pytest.fixture
def blob(key: DataKey) -> bytes:
    return sealed.seal(DANYLO, kind="person", id=ROW, version=1, key=key)


def test_what_was_sealed_is_what_is_opened(blob: bytes, key: DataKey, permit: Permits) -> None:
    assert opened(blob, DataKey.objects.get(pk=key.pk), permit(1)) == DANYLO


def test_nothing_readable_lies_in_it(blob: bytes) -> None:
    assert all(part.encode() not in blob for part in ("Данило", "1999", "name", "нікого"))


def test_equal_contents_look_different(key: DataKey) -> None:
    """Whoever compares two stolen copies does not see which records are equal."""
    one, other = (sealed.seal(DANYLO, kind="person", id=ROW, version=1, key=key) for _ in range(2))
    assert one != other


def test_the_length_does_not_tell_a_short_name_from_a_long_one(key: DataKey) -> None:
    short = sealed.seal({"name": "Ян"}, kind="person", id=ROW, version=1, key=key)
    longer = sealed.seal({"name": "Ян-Вигаданий Неіснуюч"}, kind="person", id=ROW, version=1, key=key)
    assert len(short) == len(longer)


@pytest.mark.parametrize(
    "other", [{"kind": "wish"}, {"id": UUID(int=8)}, {"version": 2}, {"version": 0}, {"kind": "perso", "id": ROW}]
)
def test_a_record_does_not_open_elsewhere(blob: bytes, key: DataKey, permit: Permits, other: dict[str, Any]) -> None:
    """Not in another row, not as another kind, not in place of a later version (T14)."""
    with pytest.raises(NotAuthentic) as refused:
        opened(blob, key, permit(1), **other)
    assert refused.value.__context__ is None or refused.value.__suppress_context__
    assert "Данило" not in str(refused.value)


def test_a_record_does_not_open_with_another_key(blob: bytes, permit: Permits) -> None:
    (another,) = sealed.new_keys("person", 1, at=NOON)
    with pytest.raises(NotAuthentic):
        opened(blob, another, permit(1))


def test_a_record_knows_its_key_by_name(blob: bytes, key: DataKey, permit: Permits) -> None:
    """The cipher does not tie a text to one key; so the key's id is under the seal as well (threats.md §4.2)."""
    twin = DataKey(id=uuid4(), kind=key.kind, epoch=key.epoch, made_on=key.made_on)
    bound_to = keyring._bound_to(twin.kind, twin.pk, twin.epoch)
    twin.wrapped = keyring.provider().wrap(twin.epoch, keyring.unwrap(key), bound_to)
    assert keyring.unwrap(twin) == keyring.unwrap(key)
    with pytest.raises(NotAuthentic):
        opened(blob, twin, permit(1))


def test_two_records_cannot_be_exchanged(key: DataKey, permit: Permits) -> None:
    """Even under the same data key."""
    theirs = sealed.seal({"name": "Інший"}, kind="person", id=UUID(int=8), version=1, key=key)
    with pytest.raises(NotAuthentic):
        opened(theirs, key, permit(1))


def test_every_single_bit_counts(blob: bytes, key: DataKey, permit: Permits) -> None:
    """Flip any one bit of the record: it does not open."""
    leave = permit(len(blob) * 8)
    accepted = 0
    for bit in range(len(blob) * 8):
        altered = bytearray(blob)
        altered[bit // 8] ^= 1 << bit % 8
        try:
            opened(bytes(altered), key, leave)
            accepted += 1
        except NotAuthentic:
            pass
    assert accepted == 0


def test_every_single_bit_of_the_wrapped_key_counts(blob: bytes, key: DataKey, permit: Permits) -> None:
    leave = permit(len(key.wrapped) * 8)
    wrapped = bytes(key.wrapped)
    accepted = 0
    for bit in range(len(wrapped) * 8):
        altered = bytearray(wrapped)
        altered[bit // 8] ^= 1 << bit % 8
        key.wrapped = bytes(altered)
        try:
            opened(blob, key, leave)
            accepted += 1
        except NotAuthentic:
            pass
    assert accepted == 0


@pytest.mark.parametrize("length", [0, 1, 2, 13, 14, 29, 30])
def test_a_cut_off_record_does_not_open(blob: bytes, key: DataKey, permit: Permits, length: int) -> None:
    with pytest.raises(NotAuthentic):
        opened(blob[:length], key, permit(1))


def test_a_key_moved_to_another_row_does_not_unwrap(key: DataKey) -> None:
    """A wrapped key is bound to its own row: exchanged in the database, it opens nothing."""
    (another,) = sealed.new_keys("person", 1, at=NOON)
    another.wrapped = key.wrapped
    with pytest.raises(NotAuthentic):
        keyring.unwrap(another)


def test_no_record_opens_beyond_the_permit(blob: bytes, key: DataKey, permit: Permits) -> None:
    leave = permit(1)
    opened(blob, key, leave)
    with pytest.raises(PermitSpent):
        opened(blob, key, leave)


def test_a_failed_opening_uses_up_the_permit_too(blob: bytes, key: DataKey, permit: Permits) -> None:
    """Otherwise a permit for one record could be tried on a thousand."""
    leave = permit(1)
    with pytest.raises(NotAuthentic):
        opened(blob[:-1], key, leave)
    with pytest.raises(PermitSpent):
        opened(blob, key, leave)


def test_an_erased_record_stays_closed(blob: bytes, key: DataKey, permit: Permits) -> None:
    sealed.erase(key, by=HOUSE, at=NOON, reason="made without ground")
    assert not DataKey.objects.filter(pk=key.pk).exists()
    (entry,) = audit.log_of(key.pk)
    assert (entry.act, entry.reason) == ("record_erased", "made without ground")


def test_what_json_cannot_say_is_refused(key: DataKey) -> None:
    with pytest.raises((TypeError, ValueError)):
        sealed.seal({"number": float("nan")}, kind="person", id=ROW, version=1, key=key)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), json_values, max_size=4))
def test_any_content_comes_back_as_it_was(key: DataKey, permit: Permits, content: dict[str, Any]) -> None:
    content = json.loads(json.dumps(content))
    blob = sealed.seal(content, kind="person", id=ROW, version=1, key=key)
    assert opened(blob, key, permit(1)) == content


@given(st.integers(0, 10**7))
def test_padding_costs_little_and_hides_the_length(size: int) -> None:
    """Never shorter; up to 512 bytes in steps of 64; above at most 12 % longer; growing with the content."""
    padded = padded_size(size)
    assert padded >= max(size, 64)
    assert padded <= max(size + 63, 64) if size <= 512 else padded <= size * 1.12
    assert padded_size(size + 1) >= padded


@given(st.binary(max_size=3_000))
def test_padding_comes_off_again(content: bytes) -> None:
    assert unpad(pad(content)) == content


@pytest.mark.parametrize("padded", [b"", b"\0\0", bytes(63), b"\xff" * 64, b"\0\0\0\1ab" + bytes(58)])
def test_padding_we_did_not_write_yields_nothing(padded: bytes) -> None:
    with pytest.raises(NotAuthentic):
        unpad(padded)
