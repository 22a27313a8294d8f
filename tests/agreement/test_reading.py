"""What keeps the code readable is counted, not remembered: sizes, names, docstrings, empty __init__ files."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath

from tests.agreement import tree

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
MOST_MEDIAN = 130
NAMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}


def test_no_module_is_too_long() -> None:
    lengths = {name: len(text.splitlines()) for name, text in tree.modules().items()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}
    assert sorted(lengths.values())[len(lengths) // 2] <= MOST_MEDIAN


def test_no_function_is_too_long() -> None:
    found = {
        f"{name}:{node.lineno} {node.name}": length
        for name, module in tree.parsed().items()
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.body[0].lineno + 1) > LONGEST_FUNCTION
    }
    assert found == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [name for name, module in tree.parsed().items() if module.body and not ast.get_docstring(module)]
    assert silent == []


def test_a_module_has_a_name_that_says_something() -> None:
    assert [name for name in tree.modules() if PurePosixPath(name).stem in NAMELESS] == []


def test_init_files_are_empty_and_none_is_under_tests() -> None:
    inits = {name: text for name, text in tree.modules().items() if PurePosixPath(name).name == "__init__.py"}
    # One under tests would make `import collectors` load the tests instead of the code.
    assert [name for name in inits if name.startswith("tests/")] == []
    assert [name for name, text in inits.items() if text] == []


def test_nothing_is_left_for_later() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "X" * 3 + ":", "Not" + "ImplementedError")
    found = [f"{name}: {mark}" for name, text in tree.modules().items() for mark in marks if mark in text]
    assert found == []
