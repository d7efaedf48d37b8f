"""Write exports of a made-up platform: Stripe's payments.csv and customers.csv, LiteLLM's spend.ndjson; and truth.csv.

4,600 users, of whom one operator runs 140. The columns are those that Stripe and LiteLLM document; the values are made
up. Standard library only and seeded, so the same seed gives the same bytes:

    python generate.py FOLDER [SEED] [SCALE]
"""

import csv
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2026, 4, 1, tzinfo=UTC)
DAYS = 60
PEOPLE, FIRM, RING = 4_400, 60, 140
ACCOUNTS_A_CARD, RING_ADDRESSES, RING_TEMPLATES = 10, 25, 10
CAMPUS = "198.51.100.9"
PAYMENTS = (
    "id", "Description", "Seller Message", "Created (UTC)", "Amount", "Amount Refunded", "Currency",
    "Converted Amount", "Converted Amount Refunded", "Fee", "Tax", "Converted Currency", "Mode", "Status",
    "Statement Descriptor", "Customer ID", "Customer Description", "Customer Email", "Captured", "Card ID",
    "Card Last4", "Card Brand", "Card Funding", "Card Exp Month", "Card Exp Year", "Card Name", "Card Address Line1",
    "Card Address Line2", "Card Address City", "Card Address State", "Card Address Country", "Card Address Zip",
    "Card Issue Country", "Card Fingerprint", "Card CVC Status", "Card AVS Zip Status", "Card AVS Line1 Status",
    "Card Tokenization Method", "Disputed Amount", "Dispute Status", "Dispute Reason", "Dispute Date (UTC)",
    "Dispute Evidence Due (UTC)", "Invoice ID", "Payment Source Type", "Destination", "Transfer", "Interchange Costs",
    "Merchant Service Charge", "Transfer Group", "PaymentIntent ID", "user_id (metadata)",
)  # fmt: skip
CUSTOMERS = (
    "id", "Description", "Email", "Name", "Created (UTC)", "Delinquent", "Card ID", "Card Last4", "Card Brand",
    "Card Funding", "Card Issue Country", "Currency", "Plan", "user_id (metadata)",
)  # fmt: skip
VERBS = ("explain", "translate", "summarise", "rewrite", "compare", "plan", "check", "list", "describe", "name")
THINGS = ("recipe", "letter", "trip", "poem", "invoice", "garden", "lesson", "meeting", "novel", "budget", "song")
WORDS = ("small", "old", "quiet", "green", "early", "formal", "short", "local", "clever", "honest", "winter", "cheap")
TASKS = ("parser", "linker", "cache", "tokenizer", "router", "allocator", "planner", "compiler", "indexer", "sampler")


@dataclass(frozen=True, slots=True)
class Card:
    """A card by its fingerprint; funding: credit, debit or prepaid."""

    fingerprint: str
    funding: str
    country: str


@dataclass(frozen=True, slots=True)
class User:
    """One account. addresses, templates: what its calls come from and say."""

    user_id: str
    group: str
    created: datetime
    country: str
    email: str
    card: Card
    addresses: tuple[str, ...]
    templates: tuple[str, ...]
    calls: int
    plan: str


def stamp(moment: datetime) -> str:
    """A time as Stripe's Dashboard exports it."""
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def token(chance: random.Random, length: int = 14) -> str:
    """Letters and digits."""
    return "".join(chance.choices("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=length))


def new_card(chance: random.Random, funding: str) -> Card:
    """A card that nobody had before."""
    return Card(token(chance, 16), funding, chance.choice(("US", "DE", "BR", "IN", "GB", "FR")))


def word(chance: random.Random) -> str:
    """A name that nobody else uses."""
    return "".join(chance.choices("bdfghklmnprstvaeiou", k=7))


def own_prompts(chance: random.Random) -> tuple[str, ...]:
    """What one person asks, and nobody else in these words."""
    return tuple(
        f"{chance.choice(VERBS).capitalize()} the {chance.choice(WORDS)} {chance.choice(THINGS)} of {word(chance)} and"
        f" the {chance.choice(WORDS)} {chance.choice(THINGS)} for {word(chance)}"
        for _ in range(6)
    )


def people(chance: random.Random, many: int) -> Iterator[User]:
    """Everybody else: own cards, now and then one of the family; own addresses, a campus, a popular starter prompt."""
    card = new_card(chance, "debit")
    for number in range(many):
        if chance.random() > 0.06:
            card = new_card(chance, chance.choice(("credit", "debit", "debit", "prepaid")))
        home = f"2001:db8:{number >> 8:x}:{number & 255:x}::{chance.randrange(1, 99):x}"
        mobile = f"203.0.{chance.randrange(64, 112)}.{chance.randrange(256)}"
        addresses = (home, mobile) if number % 40 else (CAMPUS, home)
        starter = ("Write a haiku about the first snow in our town",) if number % 15 == 0 else ()
        yield User(
            user_id=f"user_{number:05d}",
            group="",
            created=START + timedelta(seconds=chance.randrange(-300 * 86_400, 40 * 86_400)),
            country=card.country,
            email=f"{token(chance, 8).lower()}@{chance.choice(('mail.example', 'post.example', 'inbox.example'))}",
            card=card,
            addresses=addresses,
            templates=own_prompts(chance) + starter,
            calls=min(int(chance.paretovariate(1.1) * 5), 120),
            plan=chance.choice(("free", "pro", "pro")),
        )


def firm(chance: random.Random, many: int) -> Iterator[User]:
    """Sixty people of one company: one corporate card, one office, each with work of their own. Linked, not abusive."""
    card = new_card(chance, "credit")
    for number in range(many):
        yield User(
            user_id=f"user_f{number:04d}",
            group="firm",
            created=START + timedelta(seconds=chance.randrange(-200 * 86_400, 30 * 86_400)),
            country=card.country,
            email=f"{token(chance, 6).lower()}@firm.example",
            card=card,
            addresses=("192.0.2.10", f"2001:db8:f:{number:x}::1"),
            templates=own_prompts(chance),
            calls=chance.randint(5, 60),
            plan="team",
        )


def ring(chance: random.Random, many: int) -> Iterator[User]:
    """One operator: prepaid cards that are used for a few accounts each, rented servers, ten job templates."""
    cards = [new_card(chance, "prepaid") for _ in range(max(2, many // ACCOUNTS_A_CARD))]
    servers = [f"192.0.2.{100 + number}" for number in range(RING_ADDRESSES)]
    jobs = [
        f"You are an expert engineer. Solve task <N> of the {task} suite: reason step by step, write the patch, then"
        " state how you verified it."
        for task in TASKS[:RING_TEMPLATES]
    ]
    for number in range(many):
        burst = START + timedelta(days=10 + 4 * number // many, hours=3, seconds=chance.randrange(1_800))
        yield User(
            user_id=f"user_r{number:04d}",
            group="ring",
            created=burst,
            country=chance.choice(("US", "BR", "IN", "GB")),
            email=f"{token(chance, 9).lower()}@{chance.choice(('mail.example', 'post.example', 'quick.example'))}",
            card=cards[number % len(cards)],
            addresses=tuple(chance.sample(servers, 3)),
            templates=tuple(chance.sample(jobs, 4)),
            calls=chance.randint(60, 90),
            plan="pro",
        )


def calls_of(chance: random.Random, user: User) -> Iterator[dict[str, object]]:
    """Rows of LiteLLM_SpendLogs, as row_to_json writes them: times in UTC without saying so."""
    begin = max(user.created, START)
    span = max((START + timedelta(days=DAYS) - begin).total_seconds(), 3_600)
    key = token(chance, 24)
    for _ in range(user.calls):
        at = begin + timedelta(seconds=chance.random() * span)
        asked, answered = chance.randrange(20, 4_000), chance.randrange(20, 2_000)
        prompt = chance.choice(user.templates).replace("<N>", str(chance.randrange(100_000)))
        model = "large-4" if user.group == "ring" else chance.choice(("small-4", "medium-4", "large-4"))
        yield {
            "request_id": f"chatcmpl-{token(chance, 20)}", "call_type": "acompletion", "api_key": key,
            "spend": round((asked + 3 * answered) / 1e6, 6), "total_tokens": asked + answered, "prompt_tokens": asked,
            "completion_tokens": answered, "startTime": at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3],
            "endTime": (at + timedelta(seconds=4)).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3], "completionStartTime": None,
            "model": f"openai/{model}", "model_id": "", "model_group": model, "custom_llm_provider": "openai",
            "api_base": "", "user": user.user_id, "metadata": {"user_api_key_alias": None}, "cache_hit": "False",
            "cache_key": "", "request_tags": [], "team_id": None, "end_user": "",
            "requester_ip_address": chance.choice(user.addresses),
            "messages": [{"role": "user", "content": prompt}], "response": {}, "session_id": token(chance, 12),
            "status": "success" if chance.random() < 0.98 else "failure", "proxy_server_request": {},
        }  # fmt: skip


def payments_of(chance: random.Random, user: User) -> Iterator[dict[str, str]]:
    """Rows of payments.csv: two months of a plan; a card that is declined now and then, a refund, a dispute."""
    if user.plan == "free" and chance.random() < 0.7:
        return
    for month in range(2):
        at = max(user.created, START) + timedelta(days=29 * month, seconds=chance.randrange(3_600))
        if at >= START + timedelta(days=DAYS):
            return
        status = chance.choices(("Paid", "Failed", "Refunded"), (94, 5, 1))[0]
        disputed = user.group == "ring" and chance.random() < 0.08
        yield {
            "id": f"ch_{token(chance, 24)}", "Description": "Subscription update", "Created (UTC)": stamp(at),
            "Seller Message": "Payment complete." if status != "Failed" else "The bank did not return any details.",
            "Amount": "20.00", "Amount Refunded": "20.00" if status == "Refunded" else "0.00", "Currency": "usd",
            "Mode": "Live", "Status": status, "Customer ID": f"cus_{user.user_id}", "Customer Email": user.email,
            "Captured": "true", "Card ID": f"card_{token(chance, 24)}", "Card Last4": f"{chance.randrange(10_000):04d}",
            "Card Brand": "Visa", "Card Funding": user.card.funding, "Card Issue Country": user.card.country,
            "Card Fingerprint": user.card.fingerprint, "Dispute Status": "needs_response" if disputed else "",
            "Payment Source Type": "card", "PaymentIntent ID": f"pi_{token(chance, 24)}",
            "user_id (metadata)": user.user_id,
        }  # fmt: skip


def write_csv(path: Path, columns: Sequence[str], rows: list[dict[str, str]]) -> None:
    """A CSV file with these columns; what a row does not have is empty."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(folder: Path, seed: int = 20260601, scale: float = 1.0) -> None:
    """Write the four files. scale: times as many users."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    everybody, colleagues, planted = (round(scale * many) for many in (PEOPLE, FIRM, RING))
    users = [*people(chance, everybody), *firm(chance, colleagues), *ring(chance, planted)]
    chance.shuffle(users)
    calls = sorted((call for user in users for call in calls_of(chance, user)), key=lambda call: str(call["startTime"]))
    with (folder / "spend.ndjson").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(call) + "\n" for call in calls)
    paid = sorted((row for user in users for row in payments_of(chance, user)), key=lambda row: row["Created (UTC)"])
    write_csv(folder / "payments.csv", PAYMENTS, paid)
    customers = [
        {"id": f"cus_{user.user_id}", "Email": user.email, "Created (UTC)": stamp(user.created), "Currency": "usd",
         "Card Issue Country": user.country, "Plan": user.plan, "user_id (metadata)": user.user_id}
        for user in users
    ]  # fmt: skip
    write_csv(folder / "customers.csv", CUSTOMERS, customers)
    truth = [{"account_id": user.user_id, "group": user.group} for user in users if user.group]
    write_csv(folder / "truth.csv", ["account_id", "group"], truth)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20260601, float((sys.argv[3:] or ["1"])[0]))
