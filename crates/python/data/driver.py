# SPDX-License-Identifier: MIT OR Apache-2.0
"""Runs the scripts of a semantic patch: requests come in on standard input, replies go out on standard output.

Both are frames: four bytes of length, most significant first, then that many bytes of JSON. All scripts share one set
of globals. What they print is caught and goes into the reply; what their children print goes to standard error.
"""
import io
import json
import os
import sys
import types

requests = os.fdopen(os.dup(0), "rb")
replies = os.fdopen(os.dup(1), "wb")
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
os.dup2(2, 1)


class Location:
    def __init__(self, file, current_element, element_extent, extent):
        self.file = file
        self.current_element = current_element
        (self.current_element_line, self.current_element_column,
         self.current_element_line_end, self.current_element_column_end) = map(str, element_extent)
        self.line, self.column, self.line_end, self.column_end = map(str, extent)

    def to_json(self):
        around = (self.current_element_line, self.current_element_column,
                  self.current_element_line_end, self.current_element_column_end)
        own = (self.line, self.column, self.line_end, self.column_end)
        return [self.file, self.current_element, [int(n) for n in around], [int(n) for n in own]]


class TermList:
    def __init__(self, expr, elements):
        self.expr = expr
        self.elements = tuple(elements)

    def __getitem__(self, index):
        return self.elements[index]

    def __len__(self):
        return len(self.elements)

    def __str__(self):
        return self.expr


class Code:
    """Code that a script has made, of a kind that it names."""

    def __init__(self, text):
        self.text = text

    def __str__(self):
        return self.text


def one(place):
    return place[0] if isinstance(place, (list, tuple)) else place


def build_report(p, msg):
    return "%s:%s:%s-%s: %s" % (p.file, p.line, p.column, p.column_end, msg)


def print_report(p, msg="ERROR"):
    print(build_report(p, msg))


def build_link(p, msg, color):
    where = "%s::face=%s::linb=%s::colb=%s::cole=%s" % (p.file, color, p.line, p.column, p.column_end)
    return "[[view:%s][%s]]" % (where, msg)


def place_of(p):
    return "%s::%s" % (p.file, p.line)


def without_brackets(msg):
    return msg.replace("[", "@(").replace("]", ")")


def print_link(p, msg="", color="ovl-face1"):
    print(build_link(p, msg or place_of(p), color))


def print_safe_link(p, msg="", color="ovl-face1"):
    print_link(p, without_brackets(msg), color)


def print_todo(p, msg="", color="ovl-face1"):
    print("* TODO " + build_link(p, msg or place_of(p), color))


def print_safe_todo(p, msg="", color="ovl-face1"):
    print_todo(p, without_brackets(msg), color)


def print_main(msg, p, color="ovl-face1"):
    print_todo(one(p), "%s %s" % (msg, place_of(one(p))), color)


def print_sec(msg, p, color="ovl-face2"):
    print_link(one(p), msg, color)


def print_secs(msg, ps, color="ovl-face2"):
    for p in ps:
        print_link(p, msg, color)


class Cocci:
    def __init__(self):
        self.cocci_file = ""
        self.file = ""
        self.verdict = "keep"
        self.bound = ()

    def include_match(self, included):
        if self.verdict != "exit":
            self.verdict = "keep" if included else "drop"

    def exit(self):
        self.verdict = "exit"

    def files(self):
        return [self.file] if self.file else []

    def has_env_binding(self, rule, name):
        return [rule, name] in self.bound

    def print_main(self, *args):
        print_main(*args)

    def print_sec(self, *args):
        print_sec(*args)

    def print_secs(self, *args):
        print_secs(*args)

    def make_ident(self, text):
        return Code(text)

    make_expr = make_type = make_stmt = make_pragmainfo = make_listlen = make_ident

    def make_stmt_with_env(self, env, text):
        return Code(text)

    def make_position(self, file, element, line, column, line_end, column_end):
        extent = (line, column, line_end, column_end)
        return [Location(file, element, extent, extent)]


def module(name, **members):
    made = types.ModuleType(name)
    made.__dict__.update(members)
    sys.modules[name] = made
    return made


cocci = Cocci()
coccinelle = types.SimpleNamespace()
coccilib = module(
    "coccilib",
    __path__=[],
    report=module("coccilib.report", build_report=build_report, print_report=print_report),
    org=module(
        "coccilib.org", build_link=build_link, print_link=print_link, print_safe_link=print_safe_link,
        print_todo=print_todo, print_safe_todo=print_safe_todo, print_main=print_main, print_sec=print_sec,
        print_secs=print_secs),
    elems=module("coccilib.elems", Location=Location, TermList=TermList),
)
# Functions of scripts live in a module of their own, so that what stands above can not be overwritten by accident.
main = types.ModuleType("__main__")
main.__dict__.update(cocci=cocci, coccinelle=coccinelle, coccilib=coccilib)
sys.modules["__main__"] = main
compiled = {}


def compile_script(code, form, name):
    key = code, form
    if key not in compiled:
        text = "(" + code.strip() + "\n)" if form == "eval" else code
        compiled[key] = compile(text, name, form, dont_inherit=True)
    return compiled[key]


def given(value):
    if isinstance(value, str):
        return value
    if "places" in value:
        return tuple(Location(*place) for place in value["places"])
    return TermList(value["list"], value["elements"])


def taken(value):
    if isinstance(value, Location):
        value = [value]
    if isinstance(value, (list, tuple)) and value and all(isinstance(p, Location) for p in value):
        return {"places": [p.to_json() for p in value]}
    return str(value)


def call(code, request, variables):
    cocci.verdict = "keep"
    main.__dict__.update((name, given(value)) for name, value in variables.items())
    for name in request["computes"]:
        main.__dict__.pop(name, None)
    coccinelle.__dict__.clear()
    sys.stdout = io.StringIO()
    value = eval(code, main.__dict__)
    computed = {name: taken(coccinelle.__dict__[name]) for name in request["computes"] if name in coccinelle.__dict__}
    return {"output": sys.stdout.getvalue(), "verdict": cocci.verdict, "computed": computed,
            "value": "" if value is None else str(value), "truth": bool(value)}


def run(request, name):
    cocci.cocci_file, cocci.file = request["cocci"], request["file"]
    code = compile_script(request["code"], request["form"], name)
    done = []
    for variables in request["calls"]:
        done.append(call(code, request, variables))
        if cocci.verdict == "exit":
            break
    return {"replies": done}


def failure(error, name):
    """What was raised, and on which line of the script."""
    line = error.lineno if isinstance(error, SyntaxError) and error.filename == name else None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            line = trace.tb_lineno
        trace = trace.tb_next
    what = error.msg if isinstance(error, SyntaxError) else str(error)
    return {"error": type(error).__name__ + (": " + what if what else ""), "line": line}


def serve():
    while True:
        head = requests.read(4)
        if len(head) < 4:
            break
        request = json.loads(requests.read(int.from_bytes(head, "big")))
        name = request["name"]
        try:
            reply = run(request, name)
        except BaseException as error:
            reply = failure(error, name)
        data = json.dumps(reply).encode("ascii")
        replies.write(len(data).to_bytes(4, "big") + data)
        replies.flush()


serve()
