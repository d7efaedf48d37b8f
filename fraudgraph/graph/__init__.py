"""The graph store: who was seen with what, and what each account did."""
