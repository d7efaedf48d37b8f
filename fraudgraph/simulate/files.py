"""Tables to files: Parquet, CSV or newline-delimited JSON, the same bytes for the same rows."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

FORMATS = {"parquet": ".parquet", "csv": ".csv", "ndjson": ".ndjson"}
UTC = pa.timestamp("us", tz="UTC")
NDJSON_ROWS = 200_000  # made as text at a time
RFC3339 = "%Y-%m-%dT%H:%M:%SZ"  # Arrow's %S has the microseconds


def write_table(table: pa.Table, path: Path, form: str) -> None:
    """Write a table; form: a key of FORMATS."""
    if form == "parquet":
        _write_parquet(table, path)
    elif form == "csv":
        pacsv.write_csv(_as_text(table), path, pacsv.WriteOptions(quoting_style="needed"))
    else:
        _write_ndjson(table, path)


def _write_parquet(table: pa.Table, path: Path) -> None:
    """One row group a file, dictionaries with all their words, statistics of times only.

    Those of a day's account ids and addresses would cost more than all the rest, and nobody asks for ranges of ids.
    """
    dictionary = [f.name for f in table.schema if pa.types.is_dictionary(f.type) or f.type == pa.int32()]
    times = [f.name for f in table.schema if f.type == UTC]
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=1,
        use_dictionary=dictionary,
        dictionary_pagesize_limit=1 << 27,
        column_encoding=dict.fromkeys(times, "DELTA_BINARY_PACKED"),
        row_group_size=1 << 21,
        write_statistics=times,
    )


def _as_text(table: pa.Table) -> pa.Table:
    """The same table with plain strings, and times as RFC 3339 with Z and microseconds."""
    columns = []
    for column in table.itercolumns():
        flat = column.combine_chunks()
        if pa.types.is_dictionary(flat.type):
            flat = flat.dictionary_decode()
        columns.append(pc.strftime(flat, RFC3339) if pa.types.is_timestamp(flat.type) else flat)
    return pa.table(columns, names=table.column_names)


def _write_ndjson(table: pa.Table, path: Path) -> None:
    """One object a line; empty values are left out. No value here needs an escape."""
    with path.open("wb") as out:
        for start in range(0, table.num_rows, NDJSON_ROWS):
            lines = _objects(_as_text(table.slice(start, NDJSON_ROWS)), table.schema)
            ends = np.frombuffer(lines.buffers()[1], np.int32)[lines.offset : lines.offset + len(lines) + 1]
            out.write(lines.buffers()[2][int(ends[0]) : int(ends[-1])])


def _objects(text: pa.Table, schema: pa.Schema) -> pa.StringArray:
    """Every row as one JSON object and a line end; numbers, by the schema, without quotes."""
    pieces: list[pa.Array] = []
    for field, column in zip(schema, text.itercolumns(), strict=True):
        quote = "" if pa.types.is_integer(field.type) else '"'
        words = column.combine_chunks().cast(pa.string())
        pieces.append(pc.binary_join_element_wise(f'"{field.name}":{quote}', words, quote, ""))
    objects = pc.binary_join_element_wise(*pieces, ",", null_handling="skip")
    return pc.binary_join_element_wise("{", objects, "}\n", "")
