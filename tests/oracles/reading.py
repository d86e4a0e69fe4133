"""What the readers of switch configurations share: lines, errors with their numbers, VLAN ids, the answer's form.

Knows no device language. Entry points: Reading, answer.
"""

import json
import sys


class Reading:
    """The errors of one file, and the text that they stand in."""

    def __init__(self, text):
        self.errors = []
        self.lines = text.split("\n")
        if self.lines[-1] == "":
            self.lines.pop()
        else:
            self.error(len(self.lines), "the last line has no end")
        for number, line in enumerate(self.lines, 1):
            odd = sorted({character for character in line if not " " <= character <= "~"})
            if odd:
                self.error(number, "a session cannot carry %s" % ", ".join("U+%04X" % ord(c) for c in odd))
            if "?" in line:
                self.error(number, "a session takes ? for a question")
            if line != line.rstrip(" "):
                self.error(number, "blanks at the end")

    def error(self, number, text):
        """Notes an error at a line, which counts from 1."""
        self.errors.append({"line": number, "text": text})

    def vlan(self, number, word):
        """Returns the id that a word is, after having noted one that no VLAN has."""
        value = int(word)
        if not 1 <= value <= 4094:
            self.error(number, "VLAN %s is out of 1..4094" % word)
        return value


def utf8(path):
    """Returns a file's text; bytes that are no UTF-8 become what no session can carry."""
    with open(path, "rb") as file:
        return file.read().decode("utf-8", errors="replace")


def answer(title, read, arguments):
    """Answers the command line of a reader: --version, or files after --."""
    if arguments == ["--version"]:
        print(title)
        return
    for path in arguments[1:]:
        facts = read(utf8(path))
        print(json.dumps({"path": path, **facts}, sort_keys=True))
        sys.stdout.flush()
