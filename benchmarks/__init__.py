"""Benchmarks that anyone can rerun; results are data files with versions and machine beside them."""
