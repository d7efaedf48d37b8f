"""What each screen says, as frozen values: every figure of a screen is a field here, unrounded. `cli` renders them.

Bits are integers of 2^-20 bit (`fraudgraph.model.rings.BIT`); times are UTC microseconds; None is "not known", never
zero. Tuples hold every row: a screen that shows fewer says how many it left out.
"""

from fraudgraph.investigate.views.checks import ChecksView, FramingView, Grade, Least, Needed
from fraudgraph.investigate.views.forgotten import ForgottenView
from fraudgraph.investigate.views.judged import Judged, JudgedView, LabelsView, NotedView, Reach, RefusedLabel, Words
from fraudgraph.investigate.views.node import AccountNode, HolderRow, IdentifierNode, Known
from fraudgraph.investigate.views.ring import (
    CellTotals,
    Claimed,
    Claims,
    LinkedBy,
    MemberRow,
    MembersView,
    MixRow,
    MixTable,
    RingView,
    TierTotal,
)
from fraudgraph.investigate.views.rings import BandTotal, RingRow, RingsView
from fraudgraph.investigate.views.status import KindCount, StatusView
from fraudgraph.investigate.views.why import Against, Drop, Reason, Standing, WhyView

__all__ = [
    "AccountNode",
    "Against",
    "BandTotal",
    "CellTotals",
    "ChecksView",
    "Claimed",
    "Claims",
    "Drop",
    "ForgottenView",
    "FramingView",
    "Grade",
    "HolderRow",
    "IdentifierNode",
    "Judged",
    "JudgedView",
    "KindCount",
    "Known",
    "LabelsView",
    "Least",
    "LinkedBy",
    "MemberRow",
    "MembersView",
    "MixRow",
    "MixTable",
    "Needed",
    "NotedView",
    "Reach",
    "Reason",
    "RefusedLabel",
    "RingRow",
    "RingView",
    "RingsView",
    "Standing",
    "StatusView",
    "TierTotal",
    "WhyView",
    "Words",
]
