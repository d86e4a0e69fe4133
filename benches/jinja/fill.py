"""Fills the switch files of a build with Jinja2, for comparison: fill.py BUILD OUTPUT.

What a school's switches need is taken out of the files first and is not timed: blocks of lines, and for the blocks that
make up nearly all of a file (interfaces, VLANs) each line's variable words by kind of line. The template names each kind
of line once, as a person's would, with an `if` or a `for` round it. Timed: compiling the template, rendering and writing.
Every file must come out byte for byte as it was; the last line says so.
"""

import pathlib
import re
import sys
import time

import jinja2

VALUE = re.compile(r"\d|@secret")


def shape(line):
    """The constant words of a line, with {} for its values, and the values."""
    if line.lstrip().startswith("description "):
        return " description {}", [line.lstrip()[len("description "):]]
    words, values = [], []
    for word in line.split(" "):
        if VALUE.search(word) or (word == "to" and values):
            if words and words[-1] == "{}":
                values[-1] += " " + word
            else:
                words.append("{}")
                values.append(word)
        else:
            words.append(word)
    return " ".join(words), values


def blocks(text):
    """A file's lines, cut before each line that begins a block."""
    block = []
    for line in text.split("\n")[:-1]:
        if block and not line.startswith(" "):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def order(sequences):
    """One order of all kinds of line that respects that of each block as far as there is one."""
    before = {}
    for sequence in sequences:
        for at, kind in enumerate(sequence):
            before.setdefault(kind, set()).update(sequence[:at])
    done = []
    while before:
        free = sorted(kind for kind, earlier in before.items() if not earlier - set(done) - {kind})
        kind = free[0] if free else sorted(before)[0]
        done.append(kind)
        del before[kind]
    return done


def learn(files):
    """The template's source, and each file's data: one part of the template for each language and kind of block."""
    found = {}
    for text in files.values():
        for block in blocks(text):
            shapes = [shape(line)[0] for line in block]
            found.setdefault(part_of(text, block), {}).setdefault(tuple(dict.fromkeys(shapes)))
    found.pop(None, None)
    parts = {part: order(sequences) for part, sequences in found.items()}
    rank = {part: {kind: at for at, kind in enumerate(kinds)} for part, kinds in parts.items()}

    def section(text, block):
        part, data, seen = part_of(text, block), {}, []
        if part is None:
            return {"lines": block}
        for line in block:
            kind, values = shape(line)
            seen.append(rank[part][kind])
            data.setdefault(f"k{seen[-1]}", []).append(values)
        return {"part": part, "of": data} if seen == sorted(seen) else {"lines": block}

    source = "{% for b in blocks %}{% if b.lines %}{% for line in b.lines %}{{ line }}\n{% endfor %}"
    for part, kinds in parts.items():
        source += '{%% elif b.part == "%s" %%}{%% set of = b.of %%}' % part
        for at, kind in enumerate(kinds):
            pieces = kind.split("{}")
            line = pieces[0] + "".join("{{ v[%d] }}%s" % nth for nth in enumerate(pieces[1:]))
            loop = "for v in of.k%d" if len(pieces) > 1 else "if of.k%d"
            source += ("{%% " + loop + " %%}") % at + line + "\n{% end" + loop.split()[0] + " %}"
    source += "{% endif %}{% endfor %}"
    return source, {path: [section(text, block) for block in blocks(text)] for path, text in files.items()}


def part_of(text, block):
    """The part of the template that writes a block; None for one whose lines are given whole."""
    word = block[0].split(" ")[0]
    return f"{'comware' if text.startswith('#') else 'ios'} {word}" if word in ("interface", "vlan") else None


def main():
    build, output = map(pathlib.Path, sys.argv[1:])
    files = {path.relative_to(build): path.read_text() for path in sorted(build.glob("*/switches/*.cfg"))}
    source, data = learn(files)
    for path in files:
        (output / path).parent.mkdir(parents=True, exist_ok=True)
    start = time.process_time()
    template = jinja2.Environment(keep_trailing_newline=True).from_string(source)
    for path, found in data.items():
        (output / path).write_text(template.render(blocks=found))
    taken = time.process_time() - start
    same = sum((output / path).read_text() == text for path, text in files.items())
    lines = sum(text.count("\n") for text in files.values())
    print(f"Jinja2 {jinja2.__version__}: {len(files)} switch files, {lines} lines, "
          f"{taken / len(files) * 1e6:.0f} µs of CPU a switch; {same} are the same to the byte")
    if same != len(files):
        sys.exit("some files differ")


main()
