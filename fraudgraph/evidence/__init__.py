"""What leaves the case: the evidence subgraph of a ring, drawings of it, memberships; sanitised, deterministic, read
back, in the custody log.
"""
