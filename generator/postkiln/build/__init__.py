"""`Collection` -> `Api`: the passes, in the order of `build.py`."""

from postkiln.build.build import build as build
