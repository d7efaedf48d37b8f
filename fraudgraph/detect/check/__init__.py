"""Sceptical questions to what detection found: does chance look like this, does it survive a loss, what holds it?

`shuffle` makes copies in which nobody works together, `resample` copies that lost a part of the sightings, `without`
copies that lack a kind. The whole scheme runs on each copy; `agreement` compares what comes out with what was found.
`framing` asks what an outsider would have to do to be taken for a member. All of it is arrays in, arrays out.
"""
