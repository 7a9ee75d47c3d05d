"""Addresses of databases, as variables of the environment hold them: what they say, and what of it may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

from kpiplan.exports.refusal import RefusalError
from kpiplan.tuples import NamedTuple

_SECRET = ("pass", "token", "secret", "key", "credential")  # in the names of settings
_LEAST = 4  # letters of a text that is hidden by itself


class Address(NamedTuple):
    """`scheme://user:password@host:port/path?settings`, unquoted. `path` are its parts."""

    scheme: str
    user: str
    password: str
    host: str
    port: int | None
    path: tuple[str, ...]
    settings: Mapping[str, str]
    text: str

    @property
    def place(self) -> str:
        """Where that is, as people may see it: without user, password and settings."""
        host = f"{self.host}:{self.port}" if self.port else self.host
        return f"{self.scheme}://{'/'.join((host, *self.path))}"

    @property
    def database(self) -> str:
        """The first part of the path."""
        return self.path[0] if self.path else ""

    def hidden(self, message: str) -> str:
        """The first line of what a driver says, without anything secret; nothing of it where too much could be."""
        line = next((line.strip() for line in message.splitlines() if line.strip()), "")
        secrets = [self.password, *(v for name, v in self.settings.items() if any(w in name.lower() for w in _SECRET))]
        for secret in filter(None, secrets):
            forms = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), repr(secret)[1:-1]}
            if any(form in line for form in forms):
                if len(secret) < _LEAST:
                    return ""
                for form in sorted(forms, key=len, reverse=True):
                    line = line.replace(form, "***")
        return line.replace(self.text, self.place)


def address_of(text: str, variable: str, schemes: tuple[str, ...]) -> Address:
    """The parts of an address. Raises RefusalError, which never shows the text, for what is none."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise RefusalError("bad-address", variable=variable) from None
    if parts.scheme not in schemes or "://" not in text:
        raise RefusalError("bad-address", variable=variable)
    return Address(
        parts.scheme,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        unquote(parts.hostname or ""),
        port,
        tuple(unquote(part) for part in parts.path.split("/")[1:] if part),
        dict(parse_qsl(parts.query)),
        text.strip(),
    )
