"""Plans as git keeps them, `REV:path`: git is called as a program that reads, without a shell."""

from __future__ import annotations

import os
import subprocess

from kpiplan.cli.errors import WrongUseError
from kpiplan.language.yaml.decoding import MAX_BYTES
from kpiplan.language.yaml.nodes import shorten
from kpiplan.locales.english import Locale
from kpiplan.problems import nearest
from kpiplan.tuples import NamedTuple

HEAD = "HEAD"
_NO_GIT = "git is needed to read what is committed, and can't be run here"
# nothing is fetched, asked for or locked, whatever the repository says
_ENVIRON = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
_LONGEST = 250  # characters of a revision


class Committed(NamedTuple):
    """A file of a revision: the path in its tree (`./`: from the folder), and the folder that git runs in."""

    revision: str
    path: str
    folder: str = "."

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"{self.revision}:{self.path}"


def committed(name: str) -> Committed | None:
    """What a name asks of git; None where it names a file, or has no `:`."""
    revision, colon, path = name.partition(":")
    if not colon or os.path.exists(name):
        return None
    return Committed(revision, path)


def last_committed(file: str) -> Committed:
    """A file as the last commit has it."""
    real = os.path.realpath(file)
    return Committed(HEAD, f"./{os.path.basename(real)}", os.path.dirname(real))


def read_committed(asked: Committed, locale: Locale) -> bytes:
    """The bytes of a file of a revision, and one more than a plan may have at the most. Raises WrongUseError."""
    say = locale.say
    if not asked.path or "\0" in asked.name:
        raise WrongUseError(say("{name} names no file; write it as main:plan.yaml", name=shorten(asked.name, 80)))
    tree = _tree(asked, locale)
    found = _git(asked.folder, "cat-file", "blob", f"{tree}:{asked.path}", most=MAX_BYTES + 1)
    if found is None:
        raise WrongUseError(_no_file(asked, tree, locale))
    return found


def _tree(asked: Committed, locale: Locale) -> str:
    """What a revision holds, as git names it for itself. Raises WrongUseError."""
    say, revision = locale.say, asked.revision
    if _git(asked.folder, "rev-parse", "--git-dir") is None:
        where = os.path.realpath(asked.folder)
        raise WrongUseError(say("{name}: {folder} is in no git repository", name=asked.name, folder=where))
    if revision.startswith("-") or len(revision) > _LONGEST or not revision:
        raise WrongUseError(say("{revision} is no revision", revision=repr(shorten(revision, 80))))
    found = _git(asked.folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{tree}}")
    if found is None:
        raise WrongUseError(_no_revision(asked, locale))
    return found.decode().strip()


def _no_revision(asked: Committed, locale: Locale) -> str:
    if _git(asked.folder, "rev-parse", "--verify", "--quiet", HEAD) is None:
        return locale.say("{name}: nothing is committed yet", name=asked.name)
    known = (_git(asked.folder, "for-each-ref", "--format=%(refname:short)") or b"").decode(errors="replace").split()
    if near := nearest(asked.revision, known):
        text = "no revision {revision}; did you mean {near}?"
        return locale.say(text, revision=shorten(asked.revision, 80), near=near)
    return locale.say("no revision {revision}", revision=shorten(asked.revision, 80))


def _no_file(asked: Committed, tree: str, locale: Locale) -> str:
    """Why a revision has no file of this name, and which is meant perhaps: paths count from the top of it."""
    here, kind = f"./{asked.path}", _kind(asked, f"{tree}:{asked.path}")
    if kind == b"tree":
        return locale.say("{path} is a folder in {revision}, not a file", revision=asked.revision, path=asked.path)
    if not asked.path.startswith(".") and _kind(asked, f"{tree}:{here}") == b"blob":
        near: str | None = here
    else:
        folder, slash, base = asked.path.rpartition("/")
        listed = _git(asked.folder, "ls-tree", "--name-only", "-z", f"{tree}:{folder}") or b""
        alike = nearest(base, listed.decode(errors="replace").split("\0"))
        near = f"{folder}{slash}{alike}" if alike and alike != base else None
    if near:
        text = "{revision} has no file {path}; did you mean {revision}:{near}?"
        return locale.say(text, revision=asked.revision, path=asked.path, near=near)
    return locale.say("{revision} has no file {path}", revision=asked.revision, path=asked.path)


def _kind(asked: Committed, name: str) -> bytes:
    """What git calls a thing: blob, tree; nothing where it has none."""
    return (_git(asked.folder, "cat-file", "-t", name) or b"").strip()


def _git(folder: str, *words: str, most: int = 1_000_000) -> bytes | None:
    """What git prints, no more of it than is asked for; None where it fails. Raises WrongUseError without git."""
    command = ["git", "--no-pager", "--literal-pathspecs", *words]
    try:
        with subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **_ENVIRON},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as running:
            found = running.stdout.read(most) if running.stdout else b""
            cut = len(found) == most
            if cut:
                running.kill()
    except (FileNotFoundError, PermissionError, NotADirectoryError):
        raise WrongUseError(_NO_GIT) from None
    except (OSError, ValueError):
        return None
    return found if cut or running.returncode == 0 else None
