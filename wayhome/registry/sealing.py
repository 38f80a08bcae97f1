"""How this room's contents go into sealed columns: the kind of each, and what the sealed JSON holds."""

from typing import Any
from uuid import UUID

from wayhome.audit import ReadPermit
from wayhome.protection import sealed
from wayhome.protection.models import DataKey
from wayhome.registry.identity import Identity

PERSON, CUSTODY, WISH = "person", "custody", "wish"
DRAFT, DRAFT_OPTIONS = "import_draft", "import_options"
_FIRST = 1  # what is never rewritten stays at its first version


def seal_identity(identity: Identity, because: str, *, person_id: UUID, version: int, key: DataKey) -> bytes:
    content = {"identity": identity.to_json(), "because": because}
    return sealed.seal(content, kind=PERSON, id=person_id, version=version, key=key)


def open_identity(
    blob: bytes, *, person_id: UUID, version: int, key: DataKey, permit: ReadPermit
) -> tuple[Identity, str]:
    """The identity, and why it was corrected (empty for a first version)."""
    content = sealed.open_sealed(blob, kind=PERSON, id=person_id, version=version, key=key, permit=permit)
    return Identity.from_json(content["identity"]), content["because"]


def seal_words(kind: str, words: dict[str, str], *, id: UUID, key: DataKey) -> bytes:
    """Seal the words of a custody event or a wish under the person's own key: erased with him."""
    return sealed.seal(words, kind=kind, id=id, version=_FIRST, key=key)


def open_words(kind: str, blob: bytes, *, id: UUID, key: DataKey, permit: ReadPermit) -> dict[str, Any]:
    return sealed.open_sealed(blob, kind=kind, id=id, version=_FIRST, key=key, permit=permit)
