"""What each process is told. A process that does not know an address or a folder cannot use it by mistake."""

import os
from collections.abc import Mapping

from wayhome.audit import keyfiles
from wayhome.protection import bureau_keys
from wayhome.run.home import Home

HANDED_ON = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "SSL_CERT_FILE", "TMPDIR")

MATCHER = ("WAYHOME_BUREAU_DATABASE_URL",)
WORKER = ("WAYHOME_BUREAU_DATABASE_URL", "WAYHOME_COURIER_DATABASE_URL")
BUREAU = ("WAYHOME_BUREAU_DATABASE_URL",)
PORTAL = ("WAYHOME_PORTAL_DATABASE_URL",)


def outside(*, demo: bool, plain_http: bool) -> dict[str, str]:
    """What is public: the same for every process."""
    out = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    out |= {"PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1", "TZ": "UTC"}
    if hosts := os.environ.get("WAYHOME_HOSTS"):
        out["WAYHOME_HOSTS"] = hosts
    if demo:
        out["WAYHOME_DEMO"] = "1"
    if plain_http:
        out["WAYHOME_PLAIN_HTTP"] = "1"
    return out


def inner(home: Home, addresses: Mapping[str, str], wanted: tuple[str, ...], base: Mapping[str, str]) -> dict[str, str]:
    """A process of the inner zone: the state folder with its keys, and only the databases it serves."""
    return {
        **base,
        **{name: addresses[name] for name in wanted},
        "WAYHOME_HOME": str(home.folder),
        "WAYHOME_MATCHER_SOCKET": str(home.matcher_socket),
    }


def public(home: Home, addresses: Mapping[str, str], base: Mapping[str, str]) -> dict[str, str]:
    """The family's site: its own database, the bureau's public keys, the pepper of the codes, and no folder of ours."""
    seal, sign = bureau_keys.public_halves(home.keys)
    # Not in the key folder: what belongs to the public zone must not lie among the keys that open things.
    pepper = keyfiles.load_or_make(home.portal, "pepper", 32)
    return {
        **base,
        **{name: addresses[name] for name in PORTAL},
        "WAYHOME_BUREAU_SEAL_KEY": seal.hex(),
        "WAYHOME_BUREAU_SIGN_KEY": sign.hex(),
        "WAYHOME_PORTAL_PEPPER": pepper.hex(),
    }


def site_secret(home: Home, site: str) -> dict[str, str]:
    """The lasting key that signs one site's cookies and form tokens; each site has another."""
    folder = home.folder / "secrets"
    return {"WAYHOME_SECRET_KEY": keyfiles.load_or_make(folder, f"site-{site}", 48).hex()}
