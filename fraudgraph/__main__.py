"""`python -m fraudgraph` runs the command line."""

from fraudgraph.cli.main import entry

if __name__ == "__main__":
    entry()
