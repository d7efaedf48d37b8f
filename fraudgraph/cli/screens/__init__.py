"""One module a screen: what the investigator asked, as lines, as JSON and as rows. Wording and columns follow one
standard.
"""
