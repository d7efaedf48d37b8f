"""The JSON documents of the commands, as types: screens return them, `docs/schemas` is made of them.

Names of fields are an interface. A field may be added; one that goes, or changes its
meaning, raises `SCHEMA_VERSION`.
"""
