"""The words of the domain as frozen values. Standard library only."""
