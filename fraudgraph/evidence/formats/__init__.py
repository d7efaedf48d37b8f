"""One file a format: how a subgraph is written. Bytes depend on the subgraph alone."""
