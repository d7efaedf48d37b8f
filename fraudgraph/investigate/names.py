"""Names as a person types them: an account, `kind:value`, a bare value, or `head…tail` as a table showed it."""

from collections.abc import Sequence

from fraudgraph.errors import NotFound, UsageError
from fraudgraph.investigate.desk import Desk
from fraudgraph.model.clean import Unreadable, read_address
from fraudgraph.model.safe_text import visible

ACCOUNT = "account"
_SHOWN = 3


def account_named(at: Desk, text: str) -> str:
    """The account that is meant; NotFound with a near name, UsageError where several fit."""
    text = text.removeprefix(f"{ACCOUNT}:") if not at.graph.has_account(at.view, text) else text
    if at.graph.has_account(at.view, text):
        return text
    head, tail = _parts(text)
    fitting = at.graph.accounts_like(at.view, head, tail) if tail else ()
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise UsageError(f"{text!r} fits {_several(fitting)}", hint="write the account out")
    near = at.graph.accounts_like(at.view, text)
    raise NotFound(f"no account {text!r} in the facts{_seen(at)}", hint=_meant(near))


def named(at: Desk, text: str) -> str | tuple[str, str]:
    """An account, or (kind, value). NotFound with a near name; UsageError, naming what fits, where several do."""
    fitting = list(_fitting(at, text))
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise UsageError(f"{text!r} is several things", hint=f"write {' or '.join(map(_typed, fitting[:_SHOWN]))}")
    near = [*at.graph.accounts_like(at.view, text), *map(_typed, at.graph.values_like(at.view, _value(at, text)[1]))]
    raise NotFound(f"no account and no identifier {text!r} in the facts{_seen(at)}", hint=_meant(near))


def _fitting(at: Desk, text: str) -> list[str | tuple[str, str]]:
    """What the text may name: exactly so, else by address, else by head and tail."""
    kinds, value = _value(at, text)
    found: list[str | tuple[str, str]] = []
    if kinds is None or kinds == (ACCOUNT,):
        account = value if kinds else text
        found += [account] if at.graph.has_account(at.view, account) else []
    if kinds == (ACCOUNT,):
        return found
    for spelling in dict.fromkeys((value, _address(value))):
        known = (kind for kind, _, _ in at.graph.find_values(at.view, spelling))
        there = [(kind, spelling) for kind in known if not kinds or kind in kinds]
        if there:
            return found + there
    return found or _by_ends(at, kinds, value)


def _value(at: Desk, text: str) -> tuple[tuple[str, ...] | None, str]:
    """(kinds that the text names before a colon, the rest), or (None, the text). `payment` names payment_instrument."""
    word, colon, rest = text.partition(":")
    if not colon:
        return None, text
    names = {kind.kind for kind in at.graph.population(at.view).kinds} | at.kinds.keys()
    kinds = tuple(sorted(name for name in names if word in (name, at.kind(name).word)))
    if kinds:
        return kinds, rest
    return ((ACCOUNT,), rest) if word == ACCOUNT else (None, text)


def _address(text: str) -> str:
    """The identifier of an address: normalised, an IPv6 address by its /64; any other text as it is."""
    try:
        address = read_address(text)
    except Unreadable:
        return text
    return text if address is None else address.net or address.text


def _by_ends(at: Desk, kinds: tuple[str, ...] | None, value: str) -> list[str | tuple[str, str]]:
    """Accounts and identifiers that begin and end like `head…tail`."""
    head, tail = _parts(value)
    if not tail:
        return []
    accounts = at.graph.accounts_like(at.view, head, tail) if not kinds else ()
    values = at.graph.values_like(at.view, head, tail)
    return [*accounts, *(name for name in values if not kinds or name[0] in kinds)]


def _parts(text: str) -> tuple[str, str]:
    for mark in ("…", "..."):
        head, found, tail = text.partition(mark)
        if found and head:
            return head, tail
    return text, ""


def _typed(name: str | tuple[str, str]) -> str:
    return f"{ACCOUNT}:{name}" if isinstance(name, str) else f"{name[0]}:{name[1]}"


def _several(names: Sequence[str]) -> str:
    shown = ", ".join(map(repr, names[:_SHOWN]))
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown


def _seen(at: Desk) -> str:
    return "" if at.sweep is None else " that the latest sweep saw"


def _meant(near: Sequence[str]) -> str:
    if near:
        return f"did you mean {visible(near[0])}?"
    return "see fraudgraph status for what is loaded, and for what the sweep did not see"
