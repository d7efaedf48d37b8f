"""The screen `doctor`."""

from dataclasses import dataclass

from fraudgraph.case.health import Finding, Health


@dataclass(frozen=True, slots=True)
class DoctorView:
    """Failures first, then warnings. damaged: names of failed checks that mean lost or changed facts, judgements or
    records.
    """

    findings: tuple[Finding, ...]
    damaged: tuple[str, ...]

    def of(self, health: Health) -> tuple[Finding, ...]:
        """The findings of one outcome."""
        return tuple(one for one in self.findings if one.health is health)
