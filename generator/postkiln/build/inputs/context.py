"""What the arguments of any request are read against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from postkiln.build.options import VariableRoles
from postkiln.build.variables import CollectionVariables
from postkiln.model.template import Spelling, Variable


@dataclass(frozen=True, slots=True)
class Context:
    """What the parameters of any request are read against.

    `literals` are the secrets that were written out, by variable.
    """

    roles: VariableRoles
    values: CollectionVariables
    spelling: Spelling
    literals: Mapping[Variable, str] = field(default_factory=dict[Variable, str])
