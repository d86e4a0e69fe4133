"""Judges cloud-init NoCloud seeds: folders with user-data, meta-data and perhaps network-config.

Knows nothing of the formats itself: user-data goes to the installed cloud-init's schema and network-config through
its own parser and its networkd renderer. Adds what they let pass: top-level keys that the schema does not name, keys
given twice, keys of an ethernet that the parser has no use for. Entry point: main. Prints one JSON object a line.
"""

import contextlib
import glob
import io
import json
import logging
import os
import sys

import yaml
from cloudinit import version
from cloudinit.config import schema
from cloudinit.net import network_state, networkd

# Keys of `ethernets: NAME:` that cloud-init 22.4 hands on; it drops others in silence.
ETHERNET = {
    "match", "set-name", "wakeonlan", "dhcp4", "dhcp6", "addresses", "gateway4", "gateway6", "nameservers", "mtu",
    "routes", "dhcp4-overrides", "dhcp6-overrides", "accept-ra", "renderer", "macaddress", "optional",
}


class Twice(yaml.SafeLoader):
    """A loader that refuses a key given twice in one mapping."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, "key given twice: %s" % key.value, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def load(path, errors):
    """Returns the file's mapping, or None after having noted why there is none."""
    try:
        with open(path, encoding="utf-8") as file:
            value = yaml.load(file, Loader=Twice)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        errors.append({"line": mark.line + 1 if mark else 0, "text": "%s: %s" % (os.path.basename(path), error)})
        return None
    if not isinstance(value, dict):
        errors.append({"line": 0, "text": "%s: not a mapping" % os.path.basename(path)})
        return None
    return value


def judge_user_data(path, known, shape, errors):
    """Holds user-data against the schema, then its top-level keys against the schema's."""
    printed = io.StringIO()
    try:
        # It prints deprecations, and their heading even when there are none.
        with contextlib.redirect_stdout(printed):
            schema.validate_cloudconfig_file(path, shape)
    except (schema.SchemaValidationError, RuntimeError) as error:
        errors.append({"line": 0, "text": "user-data: %s" % error})
        return
    deprecated = printed.getvalue().partition("deprecations:")[2].strip()
    if deprecated:
        errors.append({"line": 0, "text": "user-data: deprecated: %s" % deprecated})
    value = load(path, errors)
    for key in value or {}:
        if key not in known:
            errors.append({"line": 0, "text": "user-data: cloud-init has no top-level key %s" % key})


def judge_meta_data(path, errors):
    """Wants an instance and a host name: without the first a guest never knows that it was reconfigured."""
    value = load(path, errors)
    if value is None:
        return
    for key in ("instance-id", "local-hostname"):
        if not isinstance(value.get(key), str) or not value[key]:
            errors.append({"line": 0, "text": "meta-data: %s is missing or no text" % key})
    for key in value:
        if key not in ("instance-id", "local-hostname"):
            errors.append({"line": 0, "text": "meta-data: unknown key %s" % key})


def judge_network(path, errors):
    """Has cloud-init parse and render the configuration as it would at boot."""
    value = load(path, errors)
    if value is None:
        return
    for name, device in (value.get("ethernets") or {}).items():
        for key in device:
            if key not in ETHERNET:
                errors.append({"line": 0, "text": "network-config: %s: unknown key %s" % (name, key)})
    try:
        state = network_state.parse_net_config_data(value)
        if state is None:
            raise ValueError("no version that cloud-init knows")
        networkd.Renderer({})._render_content(state)
    except Exception as error:  # whatever cloud-init raises would be raised at boot
        errors.append({"line": 0, "text": "network-config: %s: %s" % (type(error).__name__, error)})


def main(arguments):
    if arguments == ["--version"]:
        print("cloud-init %s" % version.version_string())
        return
    # cloud-init warns on the standard error about what it then ignores: such a warning is a refusal here.
    said = io.StringIO()
    logging.basicConfig(stream=said, level=logging.WARNING, format="%(message)s")
    shape = schema.get_schema()
    known = set()
    for reference in shape["allOf"]:
        known |= set(shape["$defs"][reference["$ref"].split("/")[-1]].get("properties", {}))
    for folder in arguments[1:]:
        errors = []
        judge_user_data(os.path.join(folder, "user-data"), known, shape, errors)
        judge_meta_data(os.path.join(folder, "meta-data"), errors)
        if os.path.exists(os.path.join(folder, "network-config")):
            judge_network(os.path.join(folder, "network-config"), errors)
        for extra in sorted(glob.glob(os.path.join(folder, "*"))):
            if os.path.basename(extra) not in ("user-data", "meta-data", "network-config", "vendor-data"):
                errors.append({"line": 0, "text": "%s: NoCloud reads no such file" % os.path.basename(extra)})
        errors += [{"line": 0, "text": line} for line in said.getvalue().splitlines()]
        said.seek(0)
        said.truncate()
        print(json.dumps({"path": folder, "errors": errors}))


main(sys.argv[1:])
