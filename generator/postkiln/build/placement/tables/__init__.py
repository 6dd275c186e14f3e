"""The tables of placement, a module each, and the terms that their rows use.

A row is a function of a frozen record of facts. `texts` says what kind a text is (a sample,
a word, a place holder, a variable), `names` what the name of a variable or of a key says.
"""
