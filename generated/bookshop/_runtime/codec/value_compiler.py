"""The codec compiler. In: what an annotation admits. Out: a Python function that decodes it.

It has two modes. A fast decoder takes a value and ignores differences; a checked decoder
takes its path and a context too, and reports them. Both return the same for all data.

An expression of the function is written as text; see `function_source` for what may be in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from .decoders import (
    Candidate,
    choose_among,
    ignore_differences,
    report_text,
    report_type,
)
from .function_source import FunctionSource
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

_DEEPEST: Final = 20
"""How deep lists and dicts are nested in one expression; Python parses less than 100."""


def compile_type(json_type: JsonType, *, checked: bool) -> Decoder:
    """The decoder of any JSON value; what is not admitted stays as it is."""
    writer = DecoderWriter(checked=checked)
    return writer.compile_expression(writer.decode_expression(json_type, _VALUE))


def _compile_conversion(conversion: Conversion) -> Decoder:
    """The checked decoder of a value that has the type which the conversion is for."""
    writer = DecoderWriter(checked=True)
    return writer.compile_expression(writer.convert_expression(conversion, _VALUE))


@dataclass(frozen=True, slots=True)
class Operand:
    """What an expression decodes: the name of the value, and the source of its path.

    `depth` is the number of loops around it, which numbers the names of the next loop.
    """

    name: str
    path: str
    depth: int = 0

    @property
    def key(self) -> str:
        """The name of the index or key of an entry."""
        return f"key{self.depth}"

    @property
    def parent_path(self) -> str:
        """The name of the path of the list or dict that an entry is in."""
        return f"path{self.depth}"

    def entry(self) -> Operand:
        """An entry of this list or dict, in a loop over it."""
        depth = self.depth + 1
        return Operand(f"item{depth}", f"(path{depth}, key{depth})", depth)


_VALUE: Final = Operand("value", "path")


class DecoderWriter:
    """Writes the expressions of one decoder.

    Whatever depends on the mode is here: a checked decoder passes the path and the context
    on, tests the type of every value, and reports what it did not expect.
    """

    def __init__(self, *, checked: bool) -> None:
        self.checked = checked
        self.source = FunctionSource()

    def compile(self, argument: str, body: Iterable[str]) -> Decoder:
        """The decoder that has these lines."""
        parameters = argument + self._if_checked(", path, context")
        return self.source.compile(parameters, body)

    def compile_expression(self, expression: str) -> Decoder:
        """The decoder that returns this expression of `value`."""
        return self.compile("value", [f"return {expression}"])

    def decode_expression(self, json_type: JsonType, operand: Operand) -> str:
        """The expression of the operand's value, decoded."""
        if self._is_kept(json_type):
            return operand.name
        if operand.depth == _DEEPEST:
            decoder = compile_type(json_type, checked=self.checked)
            return self._call_expression(decoder, operand)
        # Each test is written in front of those so far: the last one added is made first.
        text = self._fallback(json_type, operand)
        for kind, conversion in json_type.changed().items():
            converted = self.convert_expression(conversion, operand)
            test = self._type_test(operand, kind)
            text = f"{converted} if {test} else {text}"
        unchanged = json_type.unchanged()
        if self.checked and unchanged:
            tests = [self._type_test(operand, kind) for kind in unchanged]
            is_unchanged = " or ".join(tests)
            text = f"{operand.name} if {is_unchanged} else {text}"
        return f"({text})"

    def convert_expression(self, conversion: Conversion, operand: Operand) -> str:
        """The expression of the operand's value, which has the type for it, converted."""
        match conversion:
            case AsIs():
                return operand.name
            case Parse():
                return self._parse_expression(conversion, operand)
            case ModelOf(plan):
                decoder = self._model_decoder(plan)
                return f"{decoder}({self._arguments(operand)})"
            case ListOf(item):
                return self._list_expression(item, operand)
            case DictOf(value):
                return self._dict_expression(value, operand)
            case OneOf(candidates):
                choice = self._choice_decoder(candidates)
                return self._call_expression(choice, operand)

    def _is_kept(self, json_type: JsonType) -> bool:
        """Whether every value is decoded to itself and nothing is reported."""
        if self.checked:
            return json_type.conversions is None
        return not json_type.changed()

    def _type_test(self, operand: Operand, kind: type) -> str:
        return f"type({operand.name}) is {self.source.add_constant(kind)}"

    def _fallback(self, json_type: JsonType, operand: Operand) -> str:
        """The expression of a value that is not admitted, or need not be tested."""
        if not self.checked:
            return operand.name
        types = frozenset(json_type.conversions or ())
        report = report_type(json_type.expected, types)
        return self._call_expression(report, operand)

    def _parse_expression(self, conversion: Parse, operand: Operand) -> str:
        otherwise = operand.name
        if self.checked:
            report = report_text(conversion.expected)
            otherwise = self._call_expression(report, operand)
        parse = self.source.add_constant(conversion.parse)
        return f"({parse}({operand.name}) or {otherwise})"

    def _list_expression(self, item: JsonType, operand: Operand) -> str:
        copy = f"{operand.name}.copy()"
        if self._is_kept(item):
            return copy
        entry = operand.entry()
        decoded = self.decode_expression(item, entry)
        new_list = f"[{decoded} {self._list_loop(operand, entry)}]"
        if item.changed():
            return new_list
        # Nearly all lists have items of the right types, and are copied much faster.
        types = self.source.add_constant(frozenset(item.unchanged()))
        is_right = f"{types}.issuperset(map(type, {operand.name}))"
        return f"({copy} if {is_right} else {new_list})"

    def _list_loop(self, operand: Operand, entry: Operand) -> str:
        if not self.checked:
            return f"for {entry.name} in {operand.name}"
        loop = f"for {entry.key}, {entry.name} in enumerate({operand.name})"
        return f"{_path_loop(operand, entry)} {loop}"

    def _dict_expression(self, value: JsonType, operand: Operand) -> str:
        if self._is_kept(value):
            return f"{operand.name}.copy()"
        entry = operand.entry()
        decoded = self.decode_expression(value, entry)
        loop = self._dict_loop(operand, entry)
        return f"{{{entry.key}: {decoded} {loop}}}"

    def _dict_loop(self, operand: Operand, entry: Operand) -> str:
        loop = f"for {entry.key}, {entry.name} in {operand.name}.items()"
        if not self.checked:
            return loop
        return f"{_path_loop(operand, entry)} {loop}"

    def _choice_decoder(self, conversions: Sequence[Conversion]) -> Decoder:
        """The decoder of a union. A fast one needs the checks too, to find what fits."""
        candidates = list(map(_candidate, conversions))
        choose = choose_among(candidates)
        if self.checked:
            return choose
        return ignore_differences(choose)

    def _model_decoder(self, plan: ModelPlan) -> str:
        """The name of the model's decoder, in this mode.

        It is compiled with its first call: the model may contain itself, or be defined
        later than the one that contains it.
        """
        make = partial(plan.decoder, checked=self.checked)
        return self.source.add_deferred(make)

    def _call_expression(self, decoder: Decoder, operand: Operand) -> str:
        function = self.source.add_constant(decoder)
        return f"{function}({self._arguments(operand)})"

    def _arguments(self, operand: Operand) -> str:
        return operand.name + self._if_checked(f", {operand.path}, context")

    def _if_checked(self, text: str) -> str:
        """The text in a checked decoder, nothing in a fast one."""
        if self.checked:
            return text
        return ""


def _path_loop(operand: Operand, entry: Operand) -> str:
    """A loop of one round, which makes the path of a list or dict once for all entries."""
    return f"for {entry.parent_path} in [{operand.path}]"


def _candidate(conversion: Conversion) -> Candidate:
    decode = _compile_conversion(conversion)
    match conversion:
        case ModelOf(plan):
            return Candidate(decode, plan.keys)
        case _:
            return Candidate(decode)
