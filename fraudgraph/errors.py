"""One base error: what happened, what was kept, what to do now; and the table of exit codes."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of every command."""

    OK = 0
    ERROR = 1
    USAGE = 2
    FINDINGS = 3
    ROWS_REJECTED = 4
    LOCKED = 5
    VERIFICATION_FAILED = 6
    STORE_VERSION = 7
    INTERRUPTED = 130


class FraudgraphError(Exception):
    """A mistake that a person can mend.

    message: one sentence with where and what; kept: what was kept or not (may be empty); hint: what to do now (may be
    empty).
    """

    exit_code: Exit = Exit.ERROR

    def __init__(self, message: str, *, kept: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.kept = kept
        self.hint = hint


class UsageError(FraudgraphError):
    """The command's words do not fit together."""

    exit_code = Exit.USAGE


class CaseLocked(FraudgraphError):
    """Another command writes to the case."""

    exit_code = Exit.LOCKED


class VerificationFailed(FraudgraphError):
    """A hash, a chain or a signature does not hold."""

    exit_code = Exit.VERIFICATION_FAILED


class StoreVersion(FraudgraphError):
    """The case was written by a newer version, or by something else."""

    exit_code = Exit.STORE_VERSION


class NotFound(FraudgraphError):
    """No account, identifier, ring or sweep of that name."""
