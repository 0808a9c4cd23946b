"""A peer on its own data: Lern-Fair's matching history, replayed their way and ours.

The data (corona-school/backend, MIT) is not part of this project; its folder is an argument.
"""
