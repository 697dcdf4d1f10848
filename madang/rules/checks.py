"""The checks of a would-be rule document: first its shape (``schema.json``), then what its names and rules mean."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from .conditions import CONDITIONS
from .meaning import Json, meaning_problems
from .problems import Problem, plain, pointer

DEEPEST = 24


@cache
def schema() -> Json:
    """The published JSON Schema of rule documents."""
    data: Json = json.loads(resources.files(__package__).joinpath("schema.json").read_text("utf-8"))
    return data


def _whole(validator: Any, pattern: str, value: object, _: Any) -> Iterator[ValidationError]:
    """``pattern`` without Python's leniency towards a line break at the end."""
    if isinstance(value, str) and (value.endswith("\n") or not re.search(pattern, value)):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def _integer(checker: Any, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@cache
def _validator() -> Any:
    """Draft 2020-12, stricter in two points: 30.0 is no whole number, a pattern means the whole text."""
    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", _integer)
    return extend(Draft202012Validator, {"pattern": _whole}, type_checker=types)(schema())


def check_document(data: object) -> list[Problem]:
    """Every problem of a would-be document: first its shape; when that is right, what its names and rules mean."""
    unfit = _too_deep(data) or _not_text(data)
    if unfit:
        return [unfit]
    shape: list[Problem] = []
    for error in _validator().iter_errors(data):
        shape += [problem for problem in _shape_problems(error) if problem not in shape]
    if shape:
        return sorted(shape, key=lambda p: p.path)
    assert isinstance(data, dict)
    return list(meaning_problems(data))


def _too_deep(data: object) -> Problem | None:
    """Whether something is nested so deep that nobody could have meant it (and no reader could follow)."""
    todo: list[tuple[str, object, int]] = [("", data, 0)]
    while todo:
        path, value, depth = todo.pop()
        if depth > DEEPEST:
            return Problem(path, "too-deep", {"limit": DEEPEST})
        if isinstance(value, dict):
            todo += [(f"{path}/{pointer(key)}", part, depth + 1) for key, part in value.items()]
        elif isinstance(value, list):
            todo += [(f"{path}/{index}", part, depth + 1) for index, part in enumerate(value)]
    return None


_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # no database keeps all of them, no reader sees any


def _not_text(data: object) -> Problem | None:
    """Whether a text in it holds what is no text."""
    todo: list[tuple[str, object]] = [("", data)]
    while todo:
        path, value = todo.pop()
        if isinstance(value, str) and _UNFIT.search(value):
            return Problem(path, "not-text", {})
        if isinstance(value, dict):
            todo += [(f"{path}/{pointer(_UNFIT.sub('�', key))}", part) for key, part in value.items()]
            todo += [(path, key) for key in value]
        elif isinstance(value, list):
            todo += [(f"{path}/{index}", part) for index, part in enumerate(value)]
    return None


TYPE_NAMES = {
    "object": "{…}",
    "array": "[…]",
    "string": "“text”",
    "integer": "1, 2, 3 …",
    "number": "1.5",
    "boolean": "true/false",
}
SIZES = {
    "minProperties": "too-few",
    "minItems": "too-few",
    "minLength": "too-few",
    "maxProperties": "too-many",
    "maxItems": "too-many",
    "maxLength": "too-many",
}


def _path(error: ValidationError) -> str:
    return "".join(f"/{pointer(part)}" for part in error.absolute_path)


def _properties(error: ValidationError) -> list[str]:
    """The names that the failing part of the schema knows."""
    return list(error.schema.get("properties", {})) if isinstance(error.schema, dict) else []


def _shape_problems(error: ValidationError) -> list[Problem]:
    """One schema error in our words. A wrong condition is told by the word it uses, not by all it might have been."""
    path, value, rule = _path(error), error.instance, str(error.validator)
    wanted: Any = error.validator_value
    if rule == "anyOf":
        return _condition_shape(error, path, value)
    if rule == "type":
        return [Problem(path, "type", {"expected": TYPE_NAMES.get(str(wanted), "?"), "value": plain(value)})]
    if rule in ("enum", "const"):
        allowed = wanted if rule == "enum" else [wanted]
        return [Problem(path, "enum", {"allowed": plain(allowed), "value": plain(value)})]
    if rule == "required":
        missing = [name for name in wanted if name not in value]
        return [Problem(path, "required", {"name": name, "allowed": plain(wanted)}) for name in missing]
    if rule == "additionalProperties":
        allowed = _properties(error)
        unknown = [name for name in value if name not in allowed]
        facts = {"allowed": plain(allowed)}
        return [Problem(f"{path}/{pointer(name)}", "unknown", {"name": name, **facts}) for name in unknown]
    if rule in ("minimum", "maximum"):
        return [Problem(path, rule, {"limit": wanted, "value": plain(value)})]
    if rule == "pattern":
        return [Problem(path, "pattern", {"allowed": str(wanted), "value": plain(value)})]
    if rule in ("minProperties", "maxProperties") and "working_days" in _properties(error):
        return [Problem(path, "one-unit", {})]
    if rule in SIZES:
        return [Problem(path, SIZES[rule], {"limit": wanted})]
    return [Problem(path, "repeated" if rule == "uniqueItems" else "shape", {"value": plain(value)})]


def _condition_shape(error: ValidationError, path: str, value: object) -> list[Problem]:
    if not isinstance(value, dict):
        return []  # told by "type" already
    word = next((word for word in CONDITIONS if word in value), None)
    if word is None:
        return [Problem(path, "condition", {"allowed": tuple(CONDITIONS)})]
    index = list(CONDITIONS).index(word)
    own = [sub for sub in error.context or () if sub.schema_path and sub.schema_path[0] == index]
    return [problem for sub in own for problem in _shape_problems(sub)]
