"""DuckDB alone: the exchanges of a folder aggregated to edges, account x identifier, with count, first and last."""

import sys
from pathlib import Path

import duckdb


def main(folder: Path, memory: str) -> None:
    """Aggregate the same three kinds as a load and a sweep see, and throw the result away."""
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{memory}'")
    connection.execute(f"SET temp_directory = '{folder.parent / 'spill'}'")
    exchanges = f"read_parquet('{folder}/exchanges-*.parquet')"
    for column in ("ip", "prompt_fingerprint"):
        edges = (
            f'SELECT account_id, {column}, count(*) AS n, min("at") AS a, max("at") AS z FROM {exchanges} GROUP BY ALL'
        )
        rows, total = connection.execute(f"SELECT count(*), sum(n) FROM ({edges})").fetchall()[0]
        print(column, rows, total)
    payments = f"SELECT account_id, payment_instrument, count(*) AS n FROM '{folder}/payments.parquet' GROUP BY ALL"
    print("payment_instrument", connection.execute(f"SELECT count(*) FROM ({payments})").fetchall()[0][0])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
