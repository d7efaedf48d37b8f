"""Time as evidence: moments (who, when, on which thread of work) become identifiers like any other.

Each module says which coincidences are surprising at the data's own pace, never looking at who shares what else. The
law then weighs them among all others. Decision 0008 has the reasons.
"""
