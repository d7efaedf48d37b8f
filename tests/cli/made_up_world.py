"""A made-up world for screens: people, a firm, a campus, rings; names that are long, Chinese, Japanese, or hostile.

The same bytes every time. The clock of whoever loads and sweeps it is made up too (see `tests.cli.screens`).
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2026, 4, 22, tzinfo=UTC)
DAYS = 45
ODD = (
    "acct_\u202e0441",
    "账户_春天_07",
    "アカウント・第十二",
    "acct_\x1b[2J_cleared",
    "[/]acct[red]",
    "=HYPERLINK(1)",
    "\u0430cct_7f3a91c2",
    "account-of-a-platform-with-very-long-ids-0000000000000001",
    "account-of-a-platform-with-very-long-ids-0000000000000002",
    "계정_서울_3",
    "a b  c",
    'says "hello"',
    "acct\u200b_zero",
    "é́́́́clair",
)
"""Among the members of the large ring."""
MAPPING = """\
[exchanges]
ignore = ["note"]
[exchanges.kinds]
device = "device"
[kinds.device]
family = "ownership"
forgeability = "device"
causes = "a lab, a shared computer"
[[hubs]]
kind = "ip"
value = "198.51.100.9"
reason = "carrier \\u001b[31mgateway"
[[hubs]]
kind = "prompt_fingerprint"
value = "tpl_starter"
reason = "the starter kit of the docs"
"""


@dataclass
class World:
    """Rows of every table."""

    draw: random.Random = field(default_factory=lambda: random.Random(20260606))
    accounts: list[dict[str, object]] = field(default_factory=list)
    exchanges: list[dict[str, object]] = field(default_factory=list)
    payments: list[dict[str, object]] = field(default_factory=list)
    identifiers: list[dict[str, object]] = field(default_factory=list)
    actions: list[dict[str, object]] = field(default_factory=list)

    def name(self) -> str:
        """An id as platforms make them."""
        return f"acct_{self.draw.getrandbits(32):08x}"

    def opens(self, account: str, day: float, **known: object) -> None:
        """An account."""
        row = {"account_id": account, "created_at": stamp(day), "country": "US", "plan": "pro", "billing": "self_serve"}
        self.accounts.append({**row, "email_domain": "mail.example", "status": "open", **known})

    def pays(self, account: str, day: float, card: str, outcome: str = "ok") -> None:
        """A payment."""
        row = {"account_id": account, "payment_instrument": card, "paid_at": stamp(day), "outcome": outcome}
        self.payments.append({**row, "amount_minor": 2000, "currency": "USD"})

    def asks(self, account: str, day: float, ip: str, prompt: str, **more: object) -> None:
        """An exchange."""
        number = len(self.exchanges)
        row = {"account_id": account, "at": stamp(day), "ip": ip, "prompt_fingerprint": prompt, "outcome": "served"}
        self.exchanges.append({**row, "model": "medium-4", "device": None, "request_id": f"req_{number:06d}", **more})

    def write(self, folder: Path) -> Path:
        """One NDJSON file a table, and the mapping file; the folder."""
        folder.mkdir(parents=True)
        for table in ("accounts", "exchanges", "payments", "identifiers", "actions"):
            rows = "".join(json.dumps(row) + "\n" for row in getattr(self, table))
            (folder / f"{table}.ndjson").write_text(rows, encoding="utf-8")
        return folder


def stamp(day: float) -> str:
    """So many days after START."""
    return (START + timedelta(days=day)).isoformat(timespec="milliseconds")


def world() -> World:
    """All of it."""
    made = World()
    _people(made)
    _campaign(made)
    _little_ring(made)
    _firm(made)
    _readers(made)
    made.identifiers += [
        {"kind": "ip", "value": "203.0.113.1", "asn": "AS64500", "network_type": "hosting", "country": "NL"},
        {"kind": "ip", "value": "203.0.113.2", "asn": "AS64500", "network_type": "hosting", "country": "NL"},
        {"kind": "payment_instrument", "value": "pm_支付宝_0", "issuer": "银行 \u202ebank", "prepaid": "true"},
    ]
    return made


def _people(made: World) -> None:
    """At home with a card of their own; now and then behind the carrier's gateway or with the starter kit."""
    for n in range(1200):
        account, born = made.name(), -made.draw.uniform(5, 400)
        made.opens(account, born, country=made.draw.choice(("US", "BR", "DE", "JP")))
        made.pays(account, max(0.0, born), f"pm_{made.draw.getrandbits(40):010x}")
        for _ in range(made.draw.randrange(3, 14)):
            day = made.draw.uniform(0, DAYS)
            ip = "198.51.100.9" if made.draw.random() < 0.2 else f"192.0.{3 + n % 250}.{10 + n // 250}"
            prompt = "tpl_starter" if made.draw.random() < 0.3 else f"tpl_{made.draw.getrandbits(44):011x}"
            capability = made.draw.choice(("chat", "software engineering", "translation"))
            made.asks(account, day, ip, prompt, capability=capability)


def _campaign(made: World) -> None:
    """Ninety accounts, signed up in bursts, on shared cards, addresses, devices and templates, all day long."""
    names = [*ODD, *(made.name() for _ in range(76))]
    for n, account in enumerate(names):
        day = (3, 17, 31)[n % 3] + n / 5000
        gone = {"status": "suspended", "suspended_at": stamp(day + 9)} if n % 9 == 4 else {}
        made.opens(account, day, email_domain="mail\u202emoc.example" if n % 2 else "post.example", **gone)
        if gone:
            made.actions.append(
                {"account_id": account, "action": "suspended", "at": stamp(day + 9), "reason": "规则 7"}
            )
        made.pays(account, day, f"pm_支付宝_{n // 6}", "declined" if n % 7 == 0 else "ok")
        for hour in range(int((9 if gone else min(20, DAYS - day - 1)) * 8)):
            _campaign_asks(made, account, n, day + hour / 8 + made.draw.random() / 9)


def _campaign_asks(made: World, account: str, n: int, day: float) -> None:
    device = {"device": f"设备-{n // 10}"} if n % 3 == 0 else {}
    model = {"model": "large-4" if made.draw.random() < 0.8 else "模型-大"}
    made.asks(
        account,
        day,
        f"203.0.113.{1 + (n + made.draw.randrange(3)) % 20}",
        f"tpl_{made.draw.choice(('шаблон', 'harvest', '収穫'))}_{made.draw.randrange(3)}",
        capability="agentic reasoning" if made.draw.random() < 0.7 else "software engineering",
        **model,
        **device,
    )


def _little_ring(made: World) -> None:
    """Fourteen accounts on three cards and two addresses, in the last fortnight only."""
    for n in range(14):
        account, born = made.name(), 30.5 + n / 500
        made.opens(account, born, country="BR")
        made.pays(account, born, f"pm_little_{n % 3}")
        for call in range(40):
            made.asks(account, born + call / 3, f"2001:db8:7::{n % 2}", f"tpl_little_{call % 4}", capability="chat")


def _firm(made: World) -> None:
    """Thirty people of one firm: an office, a card, contracts, working hours."""
    for n in range(30):
        account = made.name()
        known = {"billing": "invoiced", "organization_id": "org_株式会社ラボ", "email_domain": "lab.example"}
        made.opens(account, -200 - n, country="JP", **known)
        made.pays(account, 1, "pm_firm")
        for day in range(0, DAYS, 2):
            if day % 7 < 5:
                hour = made.draw.uniform(9, 18) / 24
                made.asks(account, day + hour, "192.0.2.77", f"tpl_{made.draw.getrandbits(44):011x}", capability="chat")


def _readers(made: World) -> None:
    """Ten strangers with one address and two templates in common: little to go by."""
    for n in range(10):
        account = made.name()
        made.opens(account, -3 - 11 * n)
        for call in range(6):
            made.asks(account, 5 + n + call, "203.0.112.200", f"tpl_book_{call % 2}", capability="translation")


def odd_rows() -> Iterator[str]:
    """A file of which some rows are rejected."""
    yield "account_id,at,ip"
    for n in range(40):
        yield f"acct_late_{n},2026-06-05T12:00:{n:02d}Z,192.0.2.{n}"
    yield "账户_late,2026-06-05 12:00:00,192.0.2.9"
    yield ",2026-06-05T12:00:00Z,192.0.2.9"


def bans() -> Iterator[str]:
    """Accounts that somebody banned; one label says the contrary, one account is not there."""
    yield "account_id,label,why"
    yield from (f"{account},banned,规则 7" for account in (ODD[1], ODD[2], ODD[7]))
    yield f"{ODD[9]},legit,a customer"
    yield "acct_of_another_platform,banned,"


def odd_columns() -> Iterator[str]:
    """An export with names of its own."""
    yield "Customer ID,Zeit,Client Address,Card Token,设备,Notes"
    for n in range(30):
        at = f"2026-05-{1 + n % 28:02d} 10:00:{n:02d}+02:00"
        yield f"cus_{n:04d},{at},203.0.113.{n},tok_{n % 7:012x},dev-{n % 9},x{n}"


def prompts() -> Iterator[str]:
    """Calls with what was said in them."""
    yield "account_id,at,prompt"
    for n in range(12):
        yield f"cus_{n % 4},2026-05-01T00:00:{n:02d}Z,Please summarise page {n} of the report that I sent you yesterday"
