"""The figures of a tree, each with its name, as they are printed.

In: texts by path. Out: lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import mean, median

from measure import imports, syntax, words
from measure.lines import lines
from measure.modules import Module, modules
from measure.trees import FLOW

ROOMY = 12  # modules in a folder; those with more are named
COMPLEX = 12  # the most complexity a function should have; those with more are named
SHOWN = 5  # how many of the largest are named


def figures(texts: Mapping[str, str], *, everything: bool = False) -> Iterator[str]:
    """Every figure, a line each; `everything` names all that is counted, not a few."""
    found = modules(texts)
    shown = None if everything else SHOWN
    yield from _sizes(found)
    yield from _density(found)
    yield from _expressions(found, shown)
    yield from _functions(found, shown)
    yield from _words(found, shown)
    yield from _imports(found, texts[FLOW], shown)


def _line(name: str, value: str, names: Sequence[str] = ()) -> str:
    more = f"  ({', '.join(names)})" if names else ""
    return f"{name:<46} {value:>8}{more}"


def _few(names: Sequence[str], shown: int | None) -> Sequence[str]:
    """The first few of some names, and how many more there are."""
    if shown is None or len(names) <= shown:
        return names
    return [*names[:shown], f"and {len(names) - shown} more"]


def _sizes(found: Sequence[Module]) -> Iterator[str]:
    sizes = [len(module.text.splitlines()) for module in found]
    yield _line("modules", f"{len(found):,}")
    yield _line("lines", f"{sum(sizes):,}")
    yield _line("lines a module, median / max", f"{median(sizes):g} / {max(sizes)}")
    held = Counter(module.folder for module in found if not module.is_package)
    crowded = [(count, name) for name, count in held.items() if count > ROOMY]
    named = [f"{name} {count}" for count, name in sorted(crowded, reverse=True)]
    yield _line("modules in a folder, max", str(max(held.values())))
    yield _line(f"folders with more than {ROOMY} modules", str(len(named)), named)


def _density(found: Sequence[Module]) -> Iterator[str]:
    counted = [lines(module) for module in found]
    code = sum(each.code for each in counted)
    documented = sum(each.docstring for each in counted)
    tokens = sum(each.tokens for each in counted)
    comments = sum(each.comments for each in counted)
    yield _line("code lines", f"{code:,}")
    yield _line("tokens a code line", f"{tokens / code:.2f}")
    yield _line("comments per 100 lines", f"{100 * comments / (code + documented):.2f}")


def _expressions(found: Sequence[Module], shown: int | None) -> Iterator[str]:
    code = sum(lines(module).code for module in found)
    for name, find in (
        ("comprehensions", syntax.comprehensions),
        ("nested comprehensions", syntax.nested_comprehensions),
        ("conditional expressions", syntax.conditionals),
        ("nested conditional expressions", syntax.nested_conditionals),
    ):
        places: list[str] = []
        for module in found:
            places.extend(f"{module.path}:{one.lineno}" for one in find(module.tree))
        named = _few(places, shown) if name.startswith("nested") else ()
        yield _line(name, f"{len(places):,}", named)
        yield _line(f"{name} per 1,000 lines", f"{1000 * len(places) / code:.1f}")


def _functions(found: Sequence[Module], shown: int | None) -> Iterator[str]:
    scores: list[tuple[int, str]] = []
    widths: list[tuple[int, str]] = []
    for module in found:
        for function in syntax.functions(module.tree):
            name = f"{module.path}.{function.name}"
            scores.append((syntax.complexity(function), name))
            widths.append((syntax.parameters(function), name))
    yield _line("functions", f"{len(scores):,}")
    yield from _largest("complexity", scores, COMPLEX, shown)
    yield from _largest("parameters", widths, 8, shown)


def _largest(
    name: str, counted: Sequence[tuple[int, str]], limit: int, shown: int | None
) -> Iterator[str]:
    numbers = [number for number, _ in counted]
    yield _line(f"{name}, mean", f"{mean(numbers):.2f}")
    yield _line(f"{name}, max", str(max(numbers)))
    above = sorted((each for each in counted if each[0] > limit), reverse=True)
    names = [f"{where} {number}" for number, where in above]
    yield _line(
        f"functions with {name} above {limit}", str(len(above)), _few(names, shown)
    )


def _words(found: Sequence[Module], shown: int | None) -> Iterator[str]:
    names, classes = words.module_names(found), words.class_names(found)
    yield _line("module names in two rooms", str(len(names)), _few([*names], shown))
    yield _line("class names defined twice", str(len(classes)), _few([*classes], shown))


def _imports(found: Sequence[Module], flow: str, shown: int | None) -> Iterator[str]:
    edges = imports.graph(found)
    for name, graph in (("modules", edges), ("folders", imports.folders(edges))):
        circles = [" <-> ".join(circle) for circle in imports.circles(graph)]
        yield _line(f"circles of {name}", str(len(circles)), _few(circles, shown))
    wrong = imports.against(edges, imports.read_flow(flow))
    yield _line("imports against the flow", str(len(wrong)), _few(wrong, shown))
