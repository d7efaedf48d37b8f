"""The command line: parse, call, return what to show; one module prints it."""
