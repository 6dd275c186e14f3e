"""Import lines of generated modules: what their source needs, in isort's order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from postkiln.python.syntax.layout import import_line
from postkiln.python.syntax.source import NO_IMPORTS, Import, Source, code
from postkiln.python.view import ClassView, Constant


def needed_by(texts: Iterable[Source]) -> frozenset[Import]:
    """What a module that holds these texts must import."""
    return NO_IMPORTS.union(*(text.imports for text in texts))


def client_imports(
    constants: Iterable[Constant],
    classes: Iterable[ClassView],
    typing_imports: Iterable[Source],
    package: Source,
) -> tuple[Source, ...]:
    """The import lines of `client.py` or of a resource module."""
    texts = (*_texts(constants, classes), *typing_imports)
    return import_lines(needed_by(texts), package)


def _texts(
    constants: Iterable[Constant], classes: Iterable[ClassView]
) -> Iterable[Source]:
    """The code of a module; docstrings need nothing."""
    yield from (each.text for each in constants)
    for cls in classes:
        yield cls.base
        for function in cls.functions:
            yield function.head
            yield function.body


def import_lines(needed: Iterable[Import], package: Source) -> tuple[Source, ...]:
    """The lines at the top of a module, a blank one between the library and the package.

    `package` is the one that the module is in, named from the root of the client ("").
    """
    library: list[Import] = []
    own: list[Import] = []
    for each in needed:
        if each.is_own:
            own.append(_relative(each, package))
        else:
            library.append(each)
    blank = [Source("")] if library and own else []
    return (*_lines(library), *blank, *_lines(own))


def _relative(needed: Import, package: Source) -> Import:
    """An import of the client's own, as a module in `package` spells it."""
    module = needed.module
    inside = module.removeprefix(f"{package}.")
    if not package:
        relative = code(".", module)
    elif inside != module:
        relative = code(".", Source(inside))
    else:
        relative = code("..", module)
    return replace(needed, module=relative)


def _lines(needed: Iterable[Import]) -> Iterable[Source]:
    # The order of isort: `import` before `from`, and constants before classes in a line.
    in_order = sorted(needed, key=lambda each: (_line_key(each), _name_key(each)))
    for _, together in groupby(in_order, key=_line_key):
        yield _line(tuple(together))


def _line_key(needed: Import) -> tuple[bool, str, str]:
    """Imports with the same key are one line; what has an alias stands alone."""
    is_from = needed.name != ""
    return (is_from, needed.module, needed.alias)


def _name_key(needed: Import) -> tuple[bool, str]:
    is_constant = needed.name.isupper()
    return (not is_constant, needed.name)


def _line(together: Sequence[Import]) -> Source:
    first = together[0]
    alias = code(" as ", first.alias) if first.alias else Source("")
    if not first.name:
        return code("import ", first.module, alias)
    names = [code(each.name, alias) for each in together]
    return import_line(first.module, names)
