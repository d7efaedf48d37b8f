"""Two small populations for the whole folder; they are only read."""

import pytest

from fraudgraph.simulate import Simulated, simulate

SCALE = 0.02


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    """The campaign at a fiftieth of its size."""
    return simulate("campaign", tmp_path_factory.mktemp("simulated") / "out", scale=SCALE, seed=7)


@pytest.fixture(scope="session")
def early(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Simulated]:
    """An early campaign at a hundredth of its size, in every format."""
    folder = tmp_path_factory.mktemp("early")
    return {f: simulate("campaign-150k", folder / f, scale=0.01, format=f) for f in ("parquet", "csv", "ndjson")}
