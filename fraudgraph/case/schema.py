"""The ledger's tables, version by version. `PRAGMA user_version` carries the version, `application_id` says whose file
it is. A new ledger runs every step, an older one those that it lacks, so both end with the same tables, letter by
letter.
"""

APPLICATION_ID = 0x66726447
"""`frdG` in the SQLite header."""

_LOADS = """
CREATE TABLE loads (
  load_id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, mapping_sha256 TEXT, key_id TEXT, reject_file TEXT,
  notes TEXT NOT NULL
) STRICT;
CREATE TABLE load_tables (
  load_id INTEGER NOT NULL REFERENCES loads, table_name TEXT NOT NULL,
  read INTEGER NOT NULL, used INTEGER NOT NULL, duplicate INTEGER NOT NULL, superseded INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  PRIMARY KEY (load_id, table_name),
  CHECK (read = used + duplicate + superseded + rejected),
  CHECK (min(used, duplicate, superseded, rejected) >= 0)
) STRICT, WITHOUT ROWID;
CREATE TABLE load_files (
  load_id INTEGER NOT NULL REFERENCES loads, position INTEGER NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL, format TEXT NOT NULL, table_name TEXT NOT NULL, rows INTEGER NOT NULL,
  PRIMARY KEY (load_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE load_columns (
  load_id INTEGER NOT NULL REFERENCES loads, position INTEGER NOT NULL, table_name TEXT NOT NULL,
  source_column TEXT NOT NULL,
  disposition TEXT NOT NULL CHECK (disposition IN ('mapped', 'ignored', 'unknown')), target TEXT,
  PRIMARY KEY (load_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE segments (
  segment_id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, table_name TEXT NOT NULL,
  load_id INTEGER NOT NULL REFERENCES loads,
  rows INTEGER NOT NULL, bytes INTEGER NOT NULL, min_us INTEGER, max_us INTEGER, columns TEXT NOT NULL,
  live INTEGER NOT NULL DEFAULT 1 CHECK (live IN (0, 1))
) STRICT;
CREATE TABLE superseded (
  load_id INTEGER NOT NULL REFERENCES loads, sha256 TEXT NOT NULL REFERENCES segments (sha256),
  rows INTEGER NOT NULL CHECK (rows > 0),
  PRIMARY KEY (load_id, sha256)
) STRICT, WITHOUT ROWID;
CREATE TABLE kinds (
  kind TEXT PRIMARY KEY, family TEXT NOT NULL, show TEXT NOT NULL, hard_to_fake INTEGER NOT NULL, derived_from TEXT,
  lifetime_days INTEGER, hub INTEGER NOT NULL, causes TEXT NOT NULL, load_id INTEGER REFERENCES loads
) STRICT;
CREATE TABLE hubs (
  kind TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL, set_by TEXT NOT NULL, at_us INTEGER NOT NULL,
  PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""

_CUSTODY = """
CREATE TABLE custody (
  seq INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL,
  detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER custody_is_not_edited BEFORE UPDATE ON custody
BEGIN SELECT RAISE(ABORT, 'the custody log is append-only'); END;
CREATE TRIGGER custody_is_not_cut BEFORE DELETE ON custody
BEGIN SELECT RAISE(ABORT, 'the custody log is append-only'); END;
"""

_SWEEPS = """
CREATE TABLE sweeps (
  sweep_id INTEGER PRIMARY KEY, status TEXT NOT NULL, as_of_us INTEGER NOT NULL, window_us INTEGER,
  seed INTEGER NOT NULL,
  segments_sha256 TEXT NOT NULL, started_us INTEGER NOT NULL, finished_us INTEGER NOT NULL, doc TEXT NOT NULL
) STRICT;
CREATE TABLE rings (ring_id INTEGER PRIMARY KEY, born_sweep INTEGER NOT NULL REFERENCES sweeps) STRICT;
CREATE TABLE sweep_rings (
  sweep_id INTEGER NOT NULL REFERENCES sweeps, ring_id INTEGER NOT NULL REFERENCES rings, rank INTEGER NOT NULL,
  band TEXT NOT NULL, ring_class TEXT NOT NULL, accounts INTEGER NOT NULL, ring_bits INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (sweep_id, ring_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE members (
  sweep_id INTEGER NOT NULL REFERENCES sweeps, account_id TEXT NOT NULL, ring_id INTEGER NOT NULL,
  cell INTEGER NOT NULL, tier TEXT NOT NULL, member_class TEXT NOT NULL, in_queue INTEGER NOT NULL,
  member_bits INTEGER NOT NULL, kind_bits TEXT NOT NULL, role TEXT,
  PRIMARY KEY (sweep_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_of_ring ON members (sweep_id, ring_id);
CREATE TABLE ring_identifiers (
  sweep_id INTEGER NOT NULL REFERENCES sweeps, ring_id INTEGER NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
  holders INTEGER NOT NULL, inside INTEGER NOT NULL, bits INTEGER NOT NULL,
  PRIMARY KEY (sweep_id, ring_id, kind, value)
) STRICT, WITHOUT ROWID;
CREATE TABLE lineage (
  sweep_id INTEGER NOT NULL REFERENCES sweeps, ring_id INTEGER NOT NULL, event TEXT NOT NULL, other_ring_id INTEGER,
  accounts INTEGER NOT NULL
) STRICT;
CREATE INDEX lineage_of_sweep ON lineage (sweep_id, ring_id);
CREATE TABLE judgements (
  judgement_id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, actor TEXT NOT NULL, subject_type TEXT NOT NULL,
  subject TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL, sweep_id INTEGER,
  retracted_by INTEGER REFERENCES judgements
) STRICT;
CREATE TABLE notes (
  note_id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, actor TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
"""

_CHECKS = """
CREATE TABLE sweep_checks (sweep_id INTEGER PRIMARY KEY REFERENCES sweeps, doc TEXT NOT NULL) STRICT;
CREATE TABLE ring_checks (
  sweep_id INTEGER NOT NULL REFERENCES sweeps, ring_id INTEGER NOT NULL REFERENCES rings, stability REAL,
  doc TEXT NOT NULL,
  PRIMARY KEY (sweep_id, ring_id)
) STRICT, WITHOUT ROWID;
ALTER TABLE kinds ADD COLUMN forgeability TEXT NOT NULL DEFAULT 'unknown';
UPDATE kinds SET forgeability = CASE
  WHEN hard_to_fake THEN CASE kind WHEN 'payment_instrument' THEN 'payment' WHEN 'phone' THEN 'phone' ELSE 'device' END
  ELSE CASE kind WHEN 'ip' THEN 'network' WHEN 'prompt_fingerprint' THEN 'text' ELSE 'unknown' END
END;
"""

_WORDS = """
ALTER TABLE judgements ADD COLUMN salt TEXT NOT NULL DEFAULT '';
CREATE INDEX judgements_of_subject ON judgements (subject_type, subject);
ALTER TABLE notes ADD COLUMN subject_type TEXT NOT NULL DEFAULT '';
ALTER TABLE notes ADD COLUMN salt TEXT NOT NULL DEFAULT '';
CREATE INDEX notes_of_subject ON notes (subject_type, subject);
CREATE TABLE forgotten (
  forgotten_id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, actor TEXT NOT NULL, what TEXT NOT NULL, subject TEXT,
  reason TEXT NOT NULL, last_sweep INTEGER NOT NULL, erased_us INTEGER, done_us INTEGER,
  CHECK ((subject IS NULL) = (erased_us IS NOT NULL))
) STRICT;
"""

STEPS = (_LOADS + _CUSTODY + _SWEEPS, _CHECKS, _WORDS)
"""What leads from each version to the next; the first one makes version 1."""
VERSION = len(STEPS)
"""A case of a higher version is refused and not touched; a change of the tables above adds a step."""


def ddl(version: int = VERSION) -> str:
    """The tables of a version."""
    return "".join(STEPS[:version])
