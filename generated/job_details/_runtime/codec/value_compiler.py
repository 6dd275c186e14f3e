"""The codec compiler. In: what an annotation admits. Out: a Python function that decodes it.

It has two modes. A fast decoder takes a value and ignores differences; a checked decoder
takes its path and a context too, and reports them. Both return the same for all data.

The functions are source text. It has numbered names only: keys, types and functions come
in through the namespace. No text from outside becomes code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from .choice import Candidate, choose_among
from .context import ignore_differences
from .json_types import (
    AsIs,
    Conversion,
    Decoder,
    DictOf,
    JsonType,
    ListOf,
    ModelOf,
    ModelPlan,
    OneOf,
    Parse,
)
from .mismatch import report_text, report_type

_DEEPEST: Final = 20
"""How deep lists and dicts are nested in one expression; Python parses less than 100."""


def compile_type(json_type: JsonType, *, checked: bool) -> Decoder:
    """The decoder of any JSON value; what is not admitted stays as it is."""
    writer = Writer(checked=checked)
    return writer.function("value", [f"return {writer.decoded(json_type, _ROOT)}"])


def _compile_conversion(conversion: Conversion) -> Decoder:
    """The checked decoder of a value that has the type which the conversion is for."""
    writer = Writer(checked=True)
    return writer.function("value", [f"return {writer.converted(conversion, _ROOT)}"])


@dataclass(frozen=True, slots=True)
class Operand:
    """What an expression decodes: the name of the value, and the source of its path.

    `depth` is the number of loops around it, which numbers the names of the next loop.
    """

    name: str
    path: str
    depth: int = 0

    def entry(self) -> Operand:
        """An entry of this list or dict, in a loop over it."""
        depth = self.depth + 1
        return Operand(f"item{depth}", f"(path{depth}, key{depth})", depth)


_ROOT: Final = Operand("value", "path")


class Writer:
    """Writes the source of one function, and collects the namespace that it needs.

    Whatever depends on the mode is here: a checked decoder passes the path and the context
    on, tests the type of every value, and reports what it did not expect.
    """

    def __init__(self, *, checked: bool) -> None:
        self.checked = checked
        self._namespace: dict[str, Any] = {}
        self._count = 0

    def function(self, argument: str, body: Iterable[str]) -> Decoder:
        """The function of these lines."""
        parameters = argument + self._more(", path, context")
        source = "\n    ".join([f"def decode({parameters}):", *body])
        exec(source, self._namespace)  # noqa: S102 - see the module docstring
        decoder: Decoder = self._namespace["decode"]
        return decoder

    def constant(self, value: Any) -> str:
        """A numbered name for the value."""
        self._count += 1
        name = f"x{self._count}"
        self._namespace[name] = value
        return name

    def decoded(self, json_type: JsonType, operand: Operand) -> str:
        """The expression of the operand's value, decoded."""
        if self._stays(json_type):
            return operand.name
        if operand.depth == _DEEPEST:
            return self._call(compile_type(json_type, checked=self.checked), operand)
        text = self._unexpected(json_type, operand)
        for kind, conversion in json_type.changed().items():
            converted = self.converted(conversion, operand)
            text = f"{converted} if {self._has_type(operand, kind)} else {text}"
        unchanged = json_type.unchanged()
        if self.checked and unchanged:
            tests = [self._has_type(operand, kind) for kind in unchanged]
            text = f"{operand.name} if {' or '.join(tests)} else {text}"
        return f"({text})"

    def converted(self, conversion: Conversion, operand: Operand) -> str:
        """The expression of the operand's value, which has the type for it, converted."""
        match conversion:
            case AsIs():
                return operand.name
            case Parse():
                return self._parse(conversion, operand)
            case ModelOf(plan):
                return f"{self._deferred(plan)}({self._arguments(operand)})"
            case ListOf(item):
                return self._list(item, operand)
            case DictOf(value):
                return self._dict(value, operand)
            case OneOf(candidates):
                return self._call(self._choice(candidates), operand)

    def _stays(self, json_type: JsonType) -> bool:
        """Whether every value is decoded to itself and nothing is reported."""
        if self.checked:
            return json_type.conversions is None
        return not json_type.changed()

    def _has_type(self, operand: Operand, kind: type) -> str:
        return f"type({operand.name}) is {self.constant(kind)}"

    def _unexpected(self, json_type: JsonType, operand: Operand) -> str:
        """The expression of a value that is not admitted, or need not be tested."""
        if not self.checked:
            return operand.name
        types = frozenset(json_type.conversions or ())
        return self._call(report_type(json_type.expected, types), operand)

    def _parse(self, conversion: Parse, operand: Operand) -> str:
        otherwise = operand.name
        if self.checked:
            otherwise = self._call(report_text(conversion.expected), operand)
        return f"({self.constant(conversion.parse)}({operand.name}) or {otherwise})"

    def _list(self, item: JsonType, operand: Operand) -> str:
        copy = f"{operand.name}.copy()"
        if self._stays(item):
            return copy
        entry = operand.entry()
        loop = f"for {entry.name} in {operand.name}"
        if self.checked:
            keys_and_items = f"key{entry.depth}, {entry.name}"
            loop = f"for {keys_and_items} in enumerate({operand.name})"
        text = f"[{self.decoded(item, entry)} {self._path_loop(operand)}{loop}]"
        if item.changed():
            return text
        # Items of the right types are the rule, and a copy is much faster than a loop.
        types = self.constant(frozenset(item.unchanged()))
        fits = f"{types}.issuperset(map(type, {operand.name}))"
        return f"({copy} if {fits} else {text})"

    def _dict(self, value: JsonType, operand: Operand) -> str:
        if self._stays(value):
            return f"{operand.name}.copy()"
        entry = operand.entry()
        key = f"key{entry.depth}"
        loop = f"for {key}, {entry.name} in {operand.name}.items()"
        decoded = self.decoded(value, entry)
        return f"{{{key}: {decoded} {self._path_loop(operand)}{loop}}}"

    def _path_loop(self, operand: Operand) -> str:
        """Gives the operand's path a name inside a comprehension, made once for it."""
        return self._more(f"for path{operand.depth + 1} in [{operand.path}] ")

    def _choice(self, conversions: Sequence[Conversion]) -> Decoder:
        """The decoder of a union. A fast one needs the checks too, to find what fits."""
        choose = choose_among([_candidate(each) for each in conversions])
        if self.checked:
            return choose
        return ignore_differences(choose)

    def _deferred(self, plan: ModelPlan) -> str:
        """A name that becomes that of the model's decoder with the first call of it.

        Not before, because the model may need this very function, or be defined later.
        """
        namespace, checked = self._namespace, self.checked

        def compile_first(*arguments: Any) -> Any:
            decode = plan.decoder(checked=checked)
            namespace[name] = decode
            return decode(*arguments)

        name = self.constant(compile_first)
        return name

    def _call(self, decoder: Decoder, operand: Operand) -> str:
        return f"{self.constant(decoder)}({self._arguments(operand)})"

    def _arguments(self, operand: Operand) -> str:
        return operand.name + self._more(f", {operand.path}, context")

    def _more(self, text: str) -> str:
        """The text in a checked decoder, nothing in a fast one."""
        if self.checked:
            return text
        return ""


def _candidate(conversion: Conversion) -> Candidate:
    decode = _compile_conversion(conversion)
    match conversion:
        case ModelOf(plan):
            return Candidate(decode, plan.keys)
        case _:
            return Candidate(decode)
