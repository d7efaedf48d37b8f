"""Files that nobody has described yet: which table they are of and which column is which, as a draft to be checked."""

from fraudgraph.ingest.recognise.draft import Drafted, DraftedFile, draft_mapping

__all__ = ["Drafted", "DraftedFile", "draft_mapping"]
