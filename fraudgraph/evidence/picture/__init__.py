"""A ring as a drawing: who stands where, and what carries it. Computed once, for every format that draws.

Cells stand apart. Inside a cell, accounts stand around the identifier that is hardest to forge (`clusters`), clusters
that share much stand near each other (`layout`), and what holds the ring together is large (`bearing`).
"""

from fraudgraph.evidence.picture.picture import Beside, Picture, picture_of

__all__ = ["Beside", "Picture", "picture_of"]
