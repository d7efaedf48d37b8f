"""Names that other systems give to our columns, the likeliest first, and what the values under them may look like."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fraudgraph.ingest.recognise.looks import Look

_IDS = (Look.IDS, Look.WORDS, Look.COUNTS, Look.EMAILS, Look.SINCE_1970)
_TIMES = (Look.TIMES, Look.LOCAL_TIMES, Look.SINCE_1970)
_NAMES = (Look.WORDS, Look.IDS, Look.TEXT)
_COUNTS = (Look.COUNTS,)


@dataclass(frozen=True, slots=True)
class Known:
    """names: what else the column is called; looks: what its values may look like; alone: looks that tell it without
    a name; key: every row must have its own.
    """

    names: tuple[str, ...]
    looks: tuple[Look, ...]
    alone: tuple[Look, ...] = ()
    key: bool = False


def _known(names: str, looks: tuple[Look, ...], alone: tuple[Look, ...] = (), key: bool = False) -> Known:
    return Known(tuple(names.split()), looks, alone, key)


_ACCOUNT = _known(
    "account acct_id acct customer_id customer user_id user end_user userid uid member_id member client_id"
    " subscriber_id tenant_id owner_id profile_id wallet username login actor_id principal_id actor_user_uid user_uid",
    _IDS,
)
_AT = _known(
    "timestamp ts time created created_at event_time event_timestamp occurred_at datetime request_time start_time"
    " started_at start logged_at received_at requested_at date start_time_unix_nano time_dt",
    _TIMES,
    (Look.TIMES, Look.LOCAL_TIMES),
)
_INSTRUMENT = _known(
    "card_fingerprint payment_fingerprint payment_method_id payment_method payment_token card_token card_id pm_id"
    " instrument_id instrument payment_source source_id bank_account_id token pm card",
    (Look.IDS, Look.COUNTS, Look.SINCE_1970),
)
_COUNTRY = _known(
    "country_code billing_country geo_country country_iso iso_country region_code", (Look.WORDS, Look.IDS)
)
_KIND = _known("identifier_kind identifier_type type", (Look.WORDS, Look.IDS))
_VALUE = _known("identifier identifier_value", (*_IDS, Look.ADDRESSES))

COLUMNS: Mapping[str, Mapping[str, Known]] = {
    "exchanges": {
        "account_id": _ACCOUNT,
        "at": _AT,
        "ip": _known(
            "ip_address client_ip remote_addr remote_address remote_ip source_ip src_ip client_address user_ip"
            " caller_ip requester_ip_address ipaddress x_forwarded_for forwarded_for src_endpoint_ip address",
            (Look.ADDRESSES,),
            (Look.ADDRESSES,),
        ),
        "payment_instrument": _INSTRUMENT,
        "prompt_fingerprint": _known("prompt_hash prompt_sha256 prompt_digest template_hash template_id", (Look.IDS,)),
        "prompt": _known(
            "messages prompt_text user_prompt input_text input_messages input question request_text query",
            (Look.TEXT, Look.MESSAGES),
            (Look.MESSAGES,),
        ),
        "model": _known("model_name model_group request_model response_model model_id engine deployment", _NAMES),
        "capability": _known("use_case feature task_type task topic category", _NAMES),
        "input_tokens": _known("prompt_tokens tokens_in n_input_tokens request_tokens token_in", _COUNTS),
        "output_tokens": _known("completion_tokens tokens_out n_output_tokens response_tokens token_out", _COUNTS),
        "outcome": _known("status result disposition response_status state", (Look.WORDS,)),
        "session_id": _known("session conversation_id chat_id thread_id session_uid", _IDS),
        "request_id": _known(
            "req_id request call_id call message_id event_id event_uid metadata_uid span_id uuid id", _IDS, key=True
        ),
    },
    "payments": {
        "account_id": _ACCOUNT,
        "payment_instrument": _INSTRUMENT,
        "paid_at": _known("payment_time payment_date charged_at " + " ".join(_AT.names), _TIMES, _AT.alone),
        "outcome": _known("status result payment_status charge_status state", (Look.WORDS,)),
        "amount_minor": _known(
            "amount_cents amount_in_cents cents minor_units amount total price gross value", (Look.COUNTS, Look.AMOUNTS)
        ),
        "currency": _known("currency_code iso_currency ccy", (Look.WORDS, Look.IDS)),
    },
    "accounts": {
        "account_id": _known("id " + " ".join(_ACCOUNT.names), _IDS, key=True),
        "created_at": _known(
            "created signup_at signup_date signed_up_at registered_at registration_date joined_at date_joined"
            " creation_time",
            _TIMES,
        ),
        "country": _COUNTRY,
        "organization_id": _known("organisation_id org_id organization org company_id workspace_id team_id", _IDS),
        "email_domain": _known(
            "domain mail_domain email_host email email_address mail user_email", (*_NAMES, Look.EMAILS)
        ),
        "plan": _known("tier subscription plan_name product sku", _NAMES),
        "billing": _known("billing_type billing_mode", (Look.WORDS,)),
        "status": _known("account_status state", (Look.WORDS,)),
        "suspended_at": _known("banned_at blocked_at disabled_at deactivated_at closed_at", _TIMES),
    },
    "sightings": {
        "account_id": _ACCOUNT,
        "kind": _KIND,
        "value": _VALUE,
        "first_seen": _known("first first_at first_time min_time since", _TIMES),
        "last_seen": _known("last last_at last_time max_time until", _TIMES),
        "count": _known("n times hits events seen_count", _COUNTS),
    },
    "actions": {
        "account_id": _ACCOUNT,
        "action": _known("action_type enforcement decision event", (Look.WORDS, Look.IDS)),
        "at": _AT,
        "reason": _known("reason_code note comment policy", _NAMES),
    },
    "identifiers": {
        "kind": _KIND,
        "value": _VALUE,
        "asn": _known("as_number autonomous_system", (*_NAMES, Look.COUNTS)),
        "network_type": _known("connection_type ip_type", (Look.WORDS,)),
        "issuer": _known("bank issuing_bank isp", _NAMES),
        "prepaid": _known("is_prepaid", (Look.FLAGS,)),
        "country": _COUNTRY,
        "source": _known("provider list vendor", _NAMES),
        "as_of": _known("updated_at date observed_at", _TIMES),
    },
}
KINDS: Mapping[str, Known] = {
    "device": _known(
        "device_id device_fingerprint device_hash visitor_id machine_id browser_fingerprint hardware_id device_uid",
        (Look.IDS, Look.COUNTS),
    ),
    "phone": _known("phone_number phone_hash msisdn mobile", (Look.IDS, Look.COUNTS, Look.SINCE_1970)),
}
"""Further identifiers of an account, worth a kind of their own."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "exchanges": {
        "served": "success succeeded successful ok completed complete done 200 true finished stop",
        "error": "failure failed error errored timeout 500 502 503 504 429 rate_limited throttled false",
        "blocked": "blocked denied forbidden 403 401 rejected",
        "refused": "refused refusal content_filter filtered flagged moderated",
    },
    "payments": {
        "ok": "paid succeeded success successful ok captured settled complete completed approved",
        "declined": "failed failure declined rejected canceled cancelled expired blocked incomplete",
        "refunded": "refunded refund partially_refunded reversed",
        "disputed": "disputed chargeback charged_back dispute",
    },
}
"""Words of others for our outcomes."""


_SAY_NOTHING = frozenset({"id", "uid", "name", "type", "value", "status", "state", "count", "code", "text"})
"""The last parts of so many paths that they tell nothing by themselves."""


def plain_name(name: str) -> str:
    """`CustomerID`, `customer-id` and `Customer ID` as `customer_id`; what stands in brackets goes, dots are parts."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", name)
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", bare)
    return re.sub(r"[^0-9A-Za-z]+", "_", parts).strip("_").lower()


def place(name: str, target: str, known: Known) -> float | None:
    """How well a name fits: 1 for our own, less for each of the others in their order, None for none. Of a path its
    last parts count, a little less.
    """
    names = {known_name: at for at, known_name in enumerate((target, *known.names))}
    parts = [plain_name(part) for part in name.split(".")]
    for start in range(len(parts)):
        last = "_".join(part for part in parts[start:] if part)
        at = None if start and last in _SAY_NOTHING else names.get(last)
        if at is not None:
            return 1.0 - 0.01 * at - 0.05 * (start > 0) - 0.2 * (at > 0)
    return None
