"""The arguments that an address takes: the whole of it, or the variables of its path.

In: a request whose texts were placed. Out: their `Parameter`s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from postkiln.build.options import VariableRoles
from postkiln.build.request import addresses
from postkiln.build.request.decision import Becomes, Decision
from postkiln.build.request.descriptions import choices_of
from postkiln.build.request.requests import RequestTemplate
from postkiln.build.samples import hinted, samples_of, shape_of
from postkiln.build.variables import CollectionVariables
from postkiln.model.api import Parameter, Place, Sample
from postkiln.model.template import Kind, Spelling, Variable
from postkiln.postman.collection import Entry, Url
from postkiln.secrets import detect as secrets
from postkiln.shapes.lattice import PLAIN


@dataclass(frozen=True, slots=True)
class Context:
    """What the parameters of any request are read against.

    `literals` are the secrets that were written out, by variable.
    """

    roles: VariableRoles
    values: CollectionVariables
    spelling: Spelling
    literals: Mapping[Variable, str] = field(default_factory=dict[Variable, str])


def path_parameters(
    request: RequestTemplate, context: Context, urls: Sequence[Url]
) -> Iterator[Parameter]:
    """The parameters in the order of the path; `urls` are those behind saved answers."""
    yield from _PathReader(request, context, urls).address_parameters()


@dataclass(frozen=True, slots=True)
class _PathReader:
    request: RequestTemplate
    context: Context
    urls: Sequence[Url]

    def address_parameters(self) -> Iterator[Parameter]:
        """The whole address where that is an argument, and the variables of the path."""
        address = self.request.address_variable
        if address is not None:
            yield self._address_parameter(address)
        seen = self._seen_in_paths()
        entries = _variable_entries(self.request)
        for variable, decision in self.request.path.items():
            if decision.becomes is not Becomes.CREDENTIAL:
                entry = entries.get(variable.name)
                is_path = variable.kind is Kind.PATH
                yield self._path_parameter(
                    variable,
                    decision,
                    entry if is_path else None,
                    tuple(seen.get(variable, ())),
                )

    def _address_parameter(self, variable: Variable) -> Parameter:
        own = self.context.values.sample(variable)
        return Parameter(
            place=Place.VARIABLE,
            key=self.context.spelling.name(variable),
            label="url",
            required=True,
            shape=PLAIN,
            samples=() if own is None else (own,),
            description=self.context.values.description(variable),
            row="path: a variable that is the whole address",
        )

    def _seen_in_paths(self) -> Mapping[Variable, Mapping[str, None]]:
        seen: dict[Variable, dict[str, None]] = {}
        for url in self.urls:
            found = addresses.align(self.request.address.segments, url)
            for variable, value in found.items():
                seen.setdefault(variable, {})[value] = None
        return seen

    def _path_parameter(
        self,
        variable: Variable,
        decision: Decision,
        entry: Entry | None,
        examples: tuple[str, ...],
    ) -> Parameter:
        """`entry` is what the item says of a variable, `examples` what calls gave it."""
        name, values = self.context.spelling.name(variable), self.context.values
        own = self.request.samples.get(variable)
        described = "" if entry is None else entry.description
        if own is None and entry is not None:
            own = entry.value
        sample: Sample = own
        if own is None and variable.kind is Kind.COLLECTION:
            sample, described = values.sample(variable), values.description(variable)
        if isinstance(sample, str):
            sample = secrets.sample(variable.name, sample)
        samples = (
            samples_of(variable.name, examples[:1]) if sample is None else (sample,)
        )
        shown = [sample] if isinstance(sample, str) else []
        hint = PLAIN if entry is None else hinted([entry])
        is_option = decision.becomes.is_option
        return Parameter(
            place=Place.PATH,
            key=name,
            label=variable.name,
            required=not is_option,
            shape=shape_of((*shown, *examples), values, hint),
            samples=samples,
            sent=sample is not None,
            written=self.request.written.get(variable),
            option=name if is_option else None,
            choices=choices_of(described),
            description=secrets.masked(described),
            row=decision.row,
        )


def _variable_entries(request: RequestTemplate) -> dict[str | None, Entry]:
    """What the item says of its path variables, by name."""
    url = request.item.item.request.url
    return {} if url is None else {each.key: each for each in url.variables}
