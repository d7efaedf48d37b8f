"""What each screen says, as frozen values: every figure of a screen is a field here, unrounded. `cli` renders them.

Bits are integers of 2^-20 bit (`fraudgraph.model.rings.BIT`); times are UTC microseconds; None is "not known", never
zero. Tuples hold every row: a screen that shows fewer says how many it left out.
"""
