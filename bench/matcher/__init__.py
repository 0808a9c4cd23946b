"""Pools to measure on, replays, and the bars of the matcher with what stands beside each."""
