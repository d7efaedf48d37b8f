"""Bits from which tiers and classes are given, apart from what works them out: a screen that says them loads no
detection.
"""

OWNERSHIP_BITS, FAMILY_BITS = 8, 4
"""Class A: from ownership, and from another family. Core: FAMILY_BITS from each of two families."""
CORE_BITS, PERIPHERY_BITS = 12, 7
"""Member bits from which an account is core, and under which it is periphery."""
FRAMED = 4
"""So many identifiers of one kind a framer is thought to take on: whoever needs more leaves a trail of their own."""
