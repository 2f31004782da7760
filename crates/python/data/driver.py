# SPDX-License-Identifier: MIT OR Apache-2.0
"""Runs the scripts of a semantic patch: requests come in on standard input, replies go out on standard output.

Both are frames: four bytes of length, most significant first, then that many bytes of JSON. All scripts share one set
of globals. What they print is caught and goes into the reply; what their children print goes to standard error.
"""
import copy
import io
import json
import os
import re
import sys
import types

requests = os.fdopen(os.dup(0), "rb")
replies = os.fdopen(os.dup(1), "wb")
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
os.dup2(2, 1)


# What a place is sent as, in order.
FIELDS = (
    "file", "current_element", "current_element_line", "current_element_column", "current_element_line_end",
    "current_element_column_end", "line", "column", "line_end", "column_end")


class Location:
    @classmethod
    def of(cls, fields):
        place = cls.__new__(cls)
        place.__dict__.update(fields)
        return place

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


class Sink(io.BytesIO):
    """What scripts print; also when they close it."""

    def close(self):
        pass

    def text(self):
        return as_text(self.getvalue().decode("utf-8", "backslashreplace"))


def as_text(value):
    """A value as text that can be sent."""
    return str(value).encode("utf-8", "backslashreplace").decode("utf-8")


class Code:
    """Code that a script has made, of a kind that it names."""

    def __init__(self, text):
        self.text = as_text(text)

    def __str__(self):
        return self.text


class Iteration:
    """Another run that a script asks for: on the same files unless it names some, under its own virtual names."""

    def __init__(self):
        self.wanted = {"files": None, "rules": [], "identifiers": {}, "extends": False}

    def set_files(self, files):
        if not isinstance(files, (list, tuple)) or not files or not all(isinstance(file, str) for file in files):
            raise TypeError("set_files() takes a list of the names of files")
        self.wanted["files"] = list(files)

    def add_virtual_rule(self, rule):
        if rule not in cocci.virtual_rules:
            raise ValueError("no `virtual %s` is declared" % (rule,))
        self.wanted["rules"].append(rule)

    def add_virtual_identifier(self, name, value):
        if not isinstance(name, str) or not isinstance(value, str):
            raise TypeError("add_virtual_identifier() takes two strings")
        if self.wanted["identifiers"].setdefault(name, value) != value:
            raise ValueError("virtual.%s has a value already" % name)

    def set_extend_virtual_ids(self, extends):
        self.wanted["extends"] = bool(extends)

    def register(self):
        cocci.iterations.append(json.loads(json.dumps(self.wanted)))


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


class Output:
    """What `cocci` can do that others may do in another way."""

    def include_match(self, included):
        cocci.included = included

    def register_match(self, included, messages):
        self.include_match(included)

    def combine(self, value, places):
        return Combined(value, places)

    def finalise(self):
        pass

    def print_main(self, *args):
        print_main(*args)

    def print_sec(self, *args):
        print_sec(*args)

    def print_secs(self, *args):
        print_secs(*args)


class Console(Output):
    def register_match(self, included, messages):
        self.include_match(included)
        for value, message in messages if included else ():
            p = value.location
            print("%s:%s:%s: %s - %s" % (p.file, p.line, p.column, message, value))


class Combined(str):
    """Code with its places."""

    def __new__(cls, value, places):
        made = super().__new__(cls, value)
        made.locations = list(places)
        made.location = made.locations[0]
        return made


class Cocci(Console):
    # All that are made are one: what is asked of any counts for the call at hand.
    cocci_file = ""
    current = ()
    virtual_rules = ()
    included = True
    is_over = False
    bound = ()
    iterations = []

    def exit(self):
        cocci.is_over = True

    def files(self):
        return list(cocci.current)

    def has_env_binding(self, rule, name):
        return [rule, name] in cocci.bound

    def make_ident(self, text):
        return Code(text)

    make_expr = make_type = make_stmt = make_pragmainfo = make_listlen = make_ident

    def make_stmt_with_env(self, env, text):
        return Code(text)

    def make_position(self, file, element, line, column, line_end, column_end):
        extent = (line, column, line_end, column_end)
        return [Location(file, element, extent, extent)]

    def verdict(self):
        return "exit" if self.is_over else "keep" if self.included else "drop"


def module(name, **members):
    made = types.ModuleType(name)
    made.__dict__.update(members)
    sys.modules[name] = made
    return made


cocci = Cocci()
coccinelle = module("coccinelle", Cocci=Cocci)
coccilib = module(
    "coccilib",
    __path__=[],
    report=module("coccilib.report", build_report=build_report, print_report=print_report),
    org=module(
        "coccilib.org", build_link=build_link, print_link=print_link, print_safe_link=print_safe_link,
        print_todo=print_todo, print_safe_todo=print_safe_todo, print_main=print_main, print_sec=print_sec,
        print_secs=print_secs),
    elems=module("coccilib.elems", Location=Location, TermList=TermList),
    output=module("coccilib.output", Output=Output, Console=Console),
    iteration=module("coccilib.iteration", Iteration=Iteration),
)
# Functions of scripts live in a module of their own, so that what stands above can not be overwritten by accident.
main = types.ModuleType("__main__")
main.__dict__.update(Cocci=Cocci, Iteration=Iteration, cocci=cocci, coccinelle=coccinelle, coccilib=coccilib)
sys.modules["__main__"] = main
compiled = {}
# What runs have left, by name, as far as no `finalize` rule has asked for it.
kept = {}


def compile_script(code, form, name):
    if name not in compiled:
        text = "(" + code.strip() + "\n)" if form == "eval" else code
        compiled[name] = compile(text, name, form, dont_inherit=True)
    return compiled[name]


def given(value, places):
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return tuple([Location.of(places[number]) for number in value])
    if "merged" in value:
        name = value["merged"]
        last = [coccinelle.__dict__[name]] if name in coccinelle.__dict__ else []
        return kept.pop(name, []) + last
    return TermList(value["list"], value["elements"])


def taken(value):
    if isinstance(value, Location):
        value = [value]
    if isinstance(value, (list, tuple)) and value and all(isinstance(p, Location) for p in value):
        return {"places": [p.to_json() for p in value]}
    return as_text(value)


def call(code, computes):
    """Runs a script on the variables that it has been given; None where it leaves nothing but what it prints."""
    value = eval(code, main.__dict__)
    computed = {name: taken(coccinelle.__dict__[name]) for name in computes if name in coccinelle.__dict__}
    if value is None and cocci.included and not (cocci.is_over or computed or cocci.iterations):
        return None
    return {"verdict": cocci.verdict(), "computed": computed,
            "value": "" if value is None else as_text(value), "truth": bool(value), "iterations": cocci.iterations}


def prepare(request, places, values, bound):
    cocci.included, cocci.is_over, cocci.bound, cocci.iterations = True, False, bound, []
    for name in request["virtual_rules"] + request["virtual_identifiers"]:
        main.__dict__[name] = name
    for name, value in zip(request["variables"], values):
        main.__dict__[name] = given(value, places)
    for name in request["computes"]:
        main.__dict__.pop(name, None)
        coccinelle.__dict__.pop(name, None)


def run(request, name):
    cocci.cocci_file, cocci.current = request["cocci"], request["files"]
    cocci.virtual_rules = request["virtual_rules"]
    done = []
    sink = Sink()
    printed = None
    try:
        code = compile_script(request["code"], request["form"], name)
        places = [dict(zip(FIELDS, row)) for row in request["places"]]
        for values, bound in request["calls"]:
            if printed is None or printed.closed:
                printed = io.TextIOWrapper(sink, "utf-8", "backslashreplace", write_through=True)
            sys.stdout = printed
            prepare(request, places, values, bound)
            done.append(call(code, request["computes"]))
            if cocci.is_over:
                break
    except BaseException as error:
        return {**failure(error, name), "output": sink.text()}
    return {"replies": done, "output": sink.text()}


def failure(error, name):
    """What was raised, and where: the innermost line of a script."""
    line = None
    if isinstance(error, SyntaxError) and error.filename == name:
        line = error.lineno
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in compiled:
            name, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    # Python counts lines from the beginning of the script.
    what = re.sub(r" \(detected at line \d+\)", "", error.msg) if isinstance(error, SyntaxError) else as_text(error)
    return {"error": type(error).__name__ + (": " + what if what else ""), "name": name, "line": line}


def keep(names):
    """Copies what a run has left."""
    for name in names:
        if name in coccinelle.__dict__:
            value = coccinelle.__dict__[name]
            try:
                value = copy.deepcopy(value)
            except Exception:
                pass  # What can not be copied is shared by the runs.
            kept.setdefault(name, []).append(value)
    return {"replies": [], "output": ""}


def serve():
    while True:
        head = requests.read(4)
        if len(head) < 4:
            break
        request = json.loads(requests.read(int.from_bytes(head, "big")))
        reply = keep(request["keep"]) if "keep" in request else run(request, request["name"])
        data = json.dumps(reply).encode("ascii")
        replies.write(len(data).to_bytes(4, "big") + data)
        replies.flush()


serve()
