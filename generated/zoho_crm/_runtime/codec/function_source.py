"""Python functions from source text. In: lines, and the values they name. Out: a function.

This is the only place that runs text as code. The lines are made of literals in this
package, of numbered names, and of the field names of classes that exist. Everything else
(keys, types, functions) is a constant, which is a value and never text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


class FunctionSource:
    """The names that the lines of one function use."""

    def __init__(self) -> None:
        self._namespace: dict[str, Any] = {}
        self._count = 0

    def add_constant(self, value: Any) -> str:
        """A new name for the value."""
        self._count += 1
        name = f"x{self._count}"
        self._namespace[name] = value
        return name

    def add_deferred(self, make: Callable[[], Callable[..., Any]]) -> str:
        """A new name for the function that `make` returns, which the first call calls."""

        def call_first(*arguments: Any) -> Any:
            made = make()
            self._namespace[name] = made
            return made(*arguments)

        name = self.add_constant(call_first)
        return name

    def compile(self, parameters: str, body: Iterable[str]) -> Callable[..., Any]:
        """The function of these lines."""
        text = "\n    ".join([f"def function({parameters}):", *body])
        exec(text, self._namespace)  # noqa: S102 - see the module docstring
        function: Callable[..., Any] = self._namespace["function"]
        return function
