"""Names as a person types them: an account, `kind:value`, a bare value, or `head…tail` as a table showed it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fraudgraph.errors import NotFound, UsageError
from fraudgraph.graph.walking import ACCOUNT_ID
from fraudgraph.investigate.desk import Desk
from fraudgraph.model.clean import Unreadable, read_address
from fraudgraph.model.safe_text import visible

ACCOUNT = "account"
_SHOWN = 3
Named = str | tuple[str, str]
"""An account, or (kind, value) of an identifier."""


@dataclass(frozen=True, slots=True)
class Several:
    """What several names mean, each once, in the order they were given; unknown: those that mean nothing here."""

    found: tuple[Named, ...]
    unknown: tuple[str, ...]

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts among them."""
        return tuple(one for one in self.found if isinstance(one, str))

    @property
    def identifiers(self) -> tuple[tuple[str, str], ...]:
        """The identifiers among them."""
        return tuple(one for one in self.found if not isinstance(one, str))


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


def named(at: Desk, text: str) -> Named:
    """An account, or (kind, value). NotFound with a near name; UsageError, naming what fits, where several do."""
    fitting = _fitting(at, text, _there(at, [text])) or _by_ends(at, text)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise UsageError(f"{text!r} is several things", hint=f"write {' or '.join(map(_typed, fitting[:_SHOWN]))}")
    raise NotFound(f"no account and no identifier {text!r} in the facts{_seen(at)}", hint=_meant(near_names(at, text)))


def all_named(at: Desk, texts: Sequence[str]) -> Several:
    """What many names mean, by whole names alone. NotFound, naming some, if not one is there; UsageError as `named`."""
    if len(texts) == 1:
        return Several((named(at, texts[0]),), ())
    there = _there(at, texts)
    found: dict[Named, None] = {}
    unknown = []
    for text in texts:
        fitting = _fitting(at, text, there)
        if len(fitting) > 1:
            raise UsageError(f"{text!r} is several things", hint=f"write {' or '.join(map(_typed, fitting[:_SHOWN]))}")
        found |= dict.fromkeys(fitting)
        unknown += [] if fitting else [text]
    if not found:
        raise NotFound(f"none of {_several(unknown)} in the facts{_seen(at)}", hint=_meant(near_names(at, unknown[0])))
    return Several(tuple(found), tuple(unknown))


def near_names(at: Desk, text: str) -> list[str]:
    """Accounts, then `kind:value`, that may have been meant, nearest first."""
    return [*at.graph.accounts_like(at.view, text), *map(_typed, at.graph.values_like(at.view, _value(at, text)[1]))]


def named_identifier(at: Desk, text: str) -> tuple[str, str]:
    """(kind, value) as typed: `kind:value` of a kind that is known need not have been seen, a bare value must. NotFound
    and UsageError as `named`.
    """
    kinds, value = _value(at, text)
    if kinds is not None and len(kinds) == 1 and kinds != (ACCOUNT,) and value:
        return kinds[0], _address(value) if kinds[0] == "ip" else value
    found = named(at, text)
    if isinstance(found, str):
        raise UsageError(f"{text!r} is an account", hint="write KIND:VALUE of an identifier")
    return found


def _there(at: Desk, texts: Sequence[str]) -> dict[str, list[str]]:
    """Spelling -> the sorts of what reads so, for every spelling of these texts."""
    asked = {spelling for text in texts for spelling in (text, *_spellings(_value(at, text)[1]))}
    there: dict[str, list[str]] = defaultdict(list)
    for sort, name, _ in at.graph.exact(at.view, sorted(asked)):
        there[name].append(sort)
    return there


def _fitting(at: Desk, text: str, there: Mapping[str, list[str]]) -> list[Named]:
    """What the text may name: exactly so, else by address."""
    kinds, value = _value(at, text)
    account = value if kinds else text
    found: list[Named] = []
    if kinds in (None, (ACCOUNT,)) and ACCOUNT_ID in there.get(account, ()):
        found.append(account)
    if kinds == (ACCOUNT,):
        return found
    for spelling in _spellings(value):
        known = [sort for sort in there.get(spelling, ()) if sort != ACCOUNT_ID and (not kinds or sort in kinds)]
        if known:
            return [*found, *((kind, spelling) for kind in known)]
    return found


def _spellings(value: str) -> tuple[str, ...]:
    """As typed, and as the facts write an address."""
    return tuple(dict.fromkeys((value, _address(value))))


def _value(at: Desk, text: str) -> tuple[tuple[str, ...] | None, str]:
    """(kinds that the text names before a colon, the rest), or (None, the text). `payment` names payment_instrument."""
    word, colon, rest = text.partition(":")
    if not colon:
        return None, text
    kinds = at.kinds_called.get(word)
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


def _by_ends(at: Desk, text: str) -> list[Named]:
    """Accounts and identifiers that begin and end like `head…tail`."""
    kinds, value = _value(at, text)
    head, tail = _parts(value)
    if not tail or kinds == (ACCOUNT,):
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


def _typed(name: Named) -> str:
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
