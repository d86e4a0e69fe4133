"""Holds JSON files against the JSON schema that stands in docs/ for each, by the jsonschema library.

Knows which file has which schema by the file's own word `format`; the list that OPSI takes has none, and is known by its
form. Entry point: main. Prints one JSON object a file.
"""

import importlib.metadata
import json
import pathlib
import sys

import jsonschema

DOCS = pathlib.Path(__file__).resolve().parent.parent.parent / "docs"
SCHEMAS = {"preau-manifest/1": "manifest.schema.json", "preau-state/1": "state.schema.json", "opsi": "opsi.schema.json"}


def validator(name):
    """Returns what judges by a schema, which is judged itself first."""
    schema = json.loads((DOCS / name).read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def judge(path, validators):
    """Returns the errors of a file."""
    try:
        value = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    except ValueError as error:
        return [{"line": 0, "text": str(error)}]
    form = "opsi" if isinstance(value, list) else value.get("format") if isinstance(value, dict) else None
    kept = validators.get(form)
    if kept is None:
        return [{"line": 0, "text": "a format without a schema"}]
    return [{"line": 0, "text": "%s: %s" % (error.json_path, error.message[:300])} for error in kept.iter_errors(value)]


def main(arguments):
    """Answers --version, or judges the files after --."""
    if arguments == ["--version"]:
        print("jsonschema %s" % importlib.metadata.version("jsonschema"))
        return
    validators = {word: validator(name) for word, name in SCHEMAS.items()}
    for path in arguments[1:]:
        print(json.dumps({"path": path, "errors": judge(path, validators)}))


main(sys.argv[1:])
