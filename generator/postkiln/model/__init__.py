"""The endpoint model: what the API is. `build` makes an `Api` of a `Collection`."""

from postkiln.model.build import build as build
