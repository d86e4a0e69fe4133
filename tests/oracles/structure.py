"""Compares the blocks that netutils finds in a switch configuration with those that the strict reader found.

netutils is others' work on many devices' files: where both see the same parents and children, no value of a manifest
has become a line, a block or a child of its own. Knows Comware, of which it tells the blocks by the `#` between them,
and IOS. Does not judge a line's meaning. Entry point: judge. Prints one JSON object a file.
"""

import importlib.metadata
import itertools
import sys

from netutils.config.compliance import parser_map

import comware
import ios
import reading


def judge(text):
    """Returns the errors: lines that one parser places otherwise than the other."""
    if any(line.lstrip(" ").startswith("sysname ") for line in text.split("\n")):
        name, own = "hp_comware", comware.read(text)
    else:
        name, own = "cisco_ios", ios.read(text)
    theirs = []
    try:
        lines = parser_map[name](text).config_lines
    except (IndexError, ValueError) as error:  # what it raises for a banner without end, a line without a parent
        return {"errors": [{"line": 0, "text": "netutils sees %s" % error}], "blocks": len(own["blocks"])}
    for line in lines:
        words = line.config_line.strip(" ")
        if words in ("end", "return") and not line.parents:
            continue
        theirs.append((tuple(parent.strip(" ") for parent in line.parents), words))
    ours = []
    for header, children in own["blocks"]:
        ours.append(((), header))
        ours.extend(((header,), child) for child in children)
    errors = []
    for mine, other in itertools.zip_longest(ours, theirs):
        if mine != other:  # the first: what follows is shifted
            errors.append({"line": 0, "text": "the reader sees %s, netutils sees %s" % (mine, other)})
            break
    return {"errors": errors, "blocks": len(own["blocks"])}


if __name__ == "__main__":
    reading.answer("netutils %s" % importlib.metadata.version("netutils"), judge, sys.argv[1:])
