"""Holds JSON files against the JSON schema that stands in docs/ for each, by the jsonschema library.

Knows which file has which schema by the file's own word `format`; the list that OPSI takes has none, and is known by its
form. A file of lines has the definition of its name, and what names a thing stands once in it. Entry point: main. Prints one JSON object a file.
"""

import importlib.metadata
import json
import pathlib
import sys

import jsonschema

DOCS = pathlib.Path(__file__).resolve().parent.parent.parent / "docs"
SCHEMAS = {
    "preau-manifest/1": "manifest.schema.json",
    "preau-state/1": "state.schema.json",
    "preau-accounts/1": "accounts.schema.json",
    "opsi": "opsi.schema.json",
}
# The keys of a file of lines whose values stand once: each thing is said once.
LINES = {
    "network-devices": ("name", "ip_address"),
    "endpoints": ("mac_address",),
    "roles": ("group", "network_device", "Tunnel-Private-Group-Id"),
}
# Of a role no key alone, all of them together.
TOGETHER = {"roles"}


def validator(name, definition=None):
    """Returns what judges by a schema, or by a definition of it; the schema is judged itself first."""
    schema = json.loads((DOCS / name).read_text(encoding="utf-8"))
    if definition is not None:
        schema["$ref"] = "#/$defs/" + definition
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def judge_lines(path, name):
    """Returns the errors of a file of lines, a JSON object each."""
    keys = LINES.get(name)
    if keys is None:
        return [{"line": 0, "text": "lines without a schema"}]
    kept, errors, seen = validator("clearpass.schema.json", name), [], set()
    for number, line in enumerate(pathlib.Path(path).read_text(encoding="utf-8").splitlines(), 1):
        try:
            value = json.loads(line)
        except ValueError as error:
            errors.append({"line": number, "text": str(error)})
            continue
        found = ["%s: %s" % (error.json_path, error.message[:300]) for error in kept.iter_errors(value)]
        if not found:
            said = [(key, value[key]) for key in keys]
            for one in [tuple(said)] if name in TOGETHER else said:
                if one in seen:
                    found.append("%s stands twice" % (one,))
                seen.add(one)
        errors.extend({"line": number, "text": text} for text in found)
    return errors


def judge(path, validators):
    """Returns the errors of a file."""
    if path.endswith(".jsonl"):
        return judge_lines(path, pathlib.Path(path).stem)
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
