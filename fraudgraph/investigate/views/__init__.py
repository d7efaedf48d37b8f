"""What each screen says, as frozen values: every figure of a screen is a field here, unrounded. `cli` renders them.

Bits are integers of 2^-20 bit (`fraudgraph.model.rings.BIT`); times are UTC microseconds; None is "not known", never
zero. Tuples hold every row: a screen that shows fewer says how many it left out.
"""

from fraudgraph.investigate.views.checks import ChecksView, FramingView, Grade, Least, Needed
from fraudgraph.investigate.views.doctor import DoctorView
from fraudgraph.investigate.views.expand import Closed, ExpandView, Reached, Step, Way
from fraudgraph.investigate.views.forgotten import ForgottenView
from fraudgraph.investigate.views.hubs import Compared, HeldRow, HubKind, HubRow, HubsView
from fraudgraph.investigate.views.judged import Judged, JudgedView, LabelsView, NotedView, RefusedLabel, Touched, Words
from fraudgraph.investigate.views.node import AccountNode, HolderRow, IdentifierNode, Known
from fraudgraph.investigate.views.nodes import AccountRow, IdentifierRow, NodesView
from fraudgraph.investigate.views.path import PathStep, PathView, Stop
from fraudgraph.investigate.views.reach import Reach, RingReach, Spread
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
from fraudgraph.investigate.views.search import Found, SearchView, Sort
from fraudgraph.investigate.views.status import KindCount, StatusView
from fraudgraph.investigate.views.timeline import Shut, Subject, TimelineView
from fraudgraph.investigate.views.why import Against, Drop, Reason, Standing, WhyView
from fraudgraph.investigate.views.whys import LinkRow, SharedOne, WhysView

__all__ = [
    "AccountNode",
    "AccountRow",
    "Against",
    "BandTotal",
    "CellTotals",
    "ChecksView",
    "Claimed",
    "Claims",
    "Closed",
    "Compared",
    "DoctorView",
    "Drop",
    "ExpandView",
    "ForgottenView",
    "Found",
    "FramingView",
    "Grade",
    "HeldRow",
    "HolderRow",
    "HubKind",
    "HubRow",
    "HubsView",
    "IdentifierNode",
    "IdentifierRow",
    "Judged",
    "JudgedView",
    "KindCount",
    "Known",
    "LabelsView",
    "Least",
    "LinkRow",
    "LinkedBy",
    "MemberRow",
    "MembersView",
    "MixRow",
    "MixTable",
    "Needed",
    "NodesView",
    "NotedView",
    "PathStep",
    "PathView",
    "Reach",
    "Reached",
    "Reason",
    "RefusedLabel",
    "RingReach",
    "RingRow",
    "RingView",
    "RingsView",
    "SearchView",
    "SharedOne",
    "Shut",
    "Sort",
    "Spread",
    "Standing",
    "StatusView",
    "Step",
    "Stop",
    "Subject",
    "TierTotal",
    "TimelineView",
    "Touched",
    "Way",
    "WhyView",
    "WhysView",
    "Words",
]
