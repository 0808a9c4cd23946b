"""The matcher: who fits where, what a place is worth, and why. Pure: no clock, no disk, no network.

`matcher.Matcher` is the way in. The formulas and a worked example stand in docs/matching.md.
"""
