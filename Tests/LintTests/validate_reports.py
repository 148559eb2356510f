"""Reads rendered reports as their consumers do.

    python3 Tests/LintTests/validate_reports.py Tests/LintTests/Corpus/reports

Takes a folder of folders, each with one report in every format, named `<format>.txt`. What a public
schema, a runner or a parser demands of a format is checked, and every format has to tell the same
findings as `json` does. Needs jsonschema and junitparser; with sarif-om and markdown-it-py the names
of SARIF's members and the table of the summary are checked against those too.
"""

import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

import jsonschema
import junitparser

try:
    import attr
    import sarif_om
except ImportError:
    sarif_om = None
try:
    from markdown_it import MarkdownIt
except ImportError:
    MarkdownIt = None

MATCHER = Path(__file__).resolve().parents[2] / ".github" / "mtl-matcher.json"


def closed(properties, required=(), **more):
    """The schema of an object that has no members but those."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


def array(items, **more):
    return {"type": "array", "items": items, **more}


def one_of(*words):
    return {"enum": list(words)}


STRING = {"type": "string"}
TEXT = {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 0}
ONE = {"type": "integer", "minimum": 1}
CODE = {"type": "string", "pattern": "^MTL[0-9]{3,}$"}
HASH = {"type": "string", "pattern": "^[0-9a-f]{32}$"}


# What each format's schema demands.

PLACE = closed({"row": ONE, "column": ONE}, ["row", "column"])
FIX = closed(
    {
        "applicability": one_of("safe", "unsafe", "display-only"),
        "message": TEXT,
        "edits": array(
            closed(
                {"location": PLACE, "end_location": PLACE, "content": STRING},
                ["location", "end_location", "content"],
            )
        ),
    },
    ["applicability", "message", "edits"],
)
ITEM = {
    "code": CODE,
    "name": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
    "severity": one_of("error", "warning", "note"),
    "message": TEXT,
    "filename": TEXT,
    "location": PLACE,
    "end_location": PLACE,
    "byte_offset": COUNT,
    "label": STRING,
    "related": array(
        closed(
            {"message": STRING, "filename": TEXT, "location": PLACE, "end_location": PLACE},
            ["message", "filename", "location", "end_location"],
        )
    ),
    "notes": array(STRING),
    "fix": {"anyOf": [{"type": "null"}, FIX]},
    "fingerprint": HASH,
}
JSON_ITEM = closed(ITEM, ITEM)
HIDDEN_ITEM = closed({**ITEM, "reason": {"type": ["string", "null"]}}, [*ITEM, "reason"])
JSON_REPORT = {
    "format_version": {"const": 1},
    "version": TEXT,
    "files": COUNT,
    "changed": array(TEXT),
    "errors": COUNT,
    "warnings": COUNT,
    "notes": COUNT,
    "diagnostics": array(JSON_ITEM),
    "suppressed": array(HIDDEN_ITEM),
}

GITLAB_POSITION = closed({"line": ONE, "column": ONE}, ["line"])
GITLAB = array(
    closed(
        {
            "description": TEXT,
            "check_name": TEXT,
            "fingerprint": TEXT,
            "severity": one_of("info", "minor", "major", "critical", "blocker"),
            "location": closed(
                {
                    "path": {"type": "string", "pattern": r"^(?!/)(?!\./[^:#])"},
                    "lines": closed({"begin": ONE, "end": ONE}, ["begin"]),
                    "positions": closed(
                        {"begin": GITLAB_POSITION, "end": GITLAB_POSITION}, ["begin"]
                    ),
                },
                ["path"],
                oneOf=[{"required": ["lines"]}, {"required": ["positions"]}],
            ),
        },
        ["description", "check_name", "fingerprint", "severity", "location"],
    )
)

RD_POSITION = closed({"line": ONE, "column": ONE}, ["line"])
RD_RANGE = closed({"start": RD_POSITION, "end": RD_POSITION}, ["start"])
RD_SEVERITY = one_of("UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO")
RD_SOURCE = closed({"name": TEXT, "url": TEXT}, ["name"])
RDJSON = closed(
    {
        "source": RD_SOURCE,
        "severity": RD_SEVERITY,
        "diagnostics": array(
            closed(
                {
                    "message": TEXT,
                    "location": closed({"path": TEXT, "range": RD_RANGE}, ["path"]),
                    "severity": RD_SEVERITY,
                    "source": RD_SOURCE,
                    "code": closed({"value": TEXT, "url": TEXT}, ["value"]),
                    "suggestions": array(
                        closed({"range": RD_RANGE, "text": STRING}, ["range", "text"])
                    ),
                    "original_output": STRING,
                },
                ["message", "location"],
            )
        ),
    },
    ["diagnostics"],
)

# The part of SARIF 2.1.0 that a linter writes; the public schema forbids other members too.
URI = {"type": "string", "pattern": r"^(?:[A-Za-z0-9\-._~/!$&'()*+,;=:@]|%[0-9A-F]{2})+$"}
S_TEXT = closed({"text": TEXT, "markdown": TEXT}, ["text"])
S_MESSAGE = closed(
    {"text": STRING, "markdown": STRING, "id": STRING, "arguments": array(STRING)},
    anyOf=[{"required": ["text"]}, {"required": ["id"]}],
)
S_ARTIFACT = closed({"uri": URI, "uriBaseId": STRING, "index": {"type": "integer"}})
S_REGION = closed(
    {
        "startLine": ONE,
        "startColumn": ONE,
        "endLine": ONE,
        "endColumn": ONE,
        "byteOffset": COUNT,
        "byteLength": COUNT,
        "snippet": {"type": "object"},
    }
)
S_PHYSICAL = closed(
    {"artifactLocation": S_ARTIFACT, "region": S_REGION}, ["artifactLocation"]
)
S_LOCATION = closed(
    {"id": {"type": "integer", "minimum": -1}, "physicalLocation": S_PHYSICAL, "message": S_MESSAGE}
)
S_LEVEL = one_of("none", "note", "warning", "error")
S_RULE = closed(
    {
        "id": TEXT,
        "name": STRING,
        "shortDescription": S_TEXT,
        "fullDescription": S_TEXT,
        "help": S_TEXT,
        "helpUri": {"type": "string", "format": "uri"},
        "defaultConfiguration": closed({"level": S_LEVEL, "enabled": {"type": "boolean"}}),
        "properties": {
            "type": "object",
            "properties": {
                "tags": array(TEXT, uniqueItems=True, maxItems=20),
                "precision": one_of("very-high", "high", "medium", "low"),
                "problem.severity": one_of("error", "warning", "recommendation"),
            },
        },
    },
    ["id"],
)
S_FIX = closed(
    {
        "description": S_MESSAGE,
        "artifactChanges": array(
            closed(
                {
                    "artifactLocation": S_ARTIFACT,
                    "replacements": array(
                        closed(
                            {
                                "deletedRegion": S_REGION,
                                "insertedContent": closed({"text": STRING}),
                            },
                            ["deletedRegion"],
                        ),
                        minItems=1,
                    ),
                },
                ["artifactLocation", "replacements"],
            ),
            minItems=1,
            uniqueItems=True,
        ),
    },
    ["artifactChanges"],
)
S_RESULT = closed(
    {
        "ruleId": TEXT,
        "ruleIndex": {"type": "integer", "minimum": -1},
        "level": S_LEVEL,
        "kind": one_of(
            "notApplicable", "pass", "fail", "review", "open", "informational"
        ),
        "message": S_MESSAGE,
        "locations": array(S_LOCATION),
        "relatedLocations": array(S_LOCATION, uniqueItems=True, maxItems=1000),
        "partialFingerprints": {"type": "object", "additionalProperties": STRING},
        "fixes": array(S_FIX, uniqueItems=True),
        "suppressions": array(
            closed(
                {"kind": one_of("inSource", "external"), "justification": STRING}, ["kind"]
            ),
            uniqueItems=True,
        ),
    },
    ["message"],
)
SARIF = closed(
    {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": array(
            closed(
                {
                    "tool": closed(
                        {
                            "driver": closed(
                                {
                                    "name": TEXT,
                                    "version": TEXT,
                                    "semanticVersion": TEXT,
                                    "informationUri": {"type": "string", "format": "uri"},
                                    "rules": array(S_RULE, uniqueItems=True, maxItems=25000),
                                },
                                ["name"],
                            )
                        },
                        ["driver"],
                    ),
                    "columnKind": one_of("utf16CodeUnits", "unicodeCodePoints"),
                    "invocations": array(
                        closed({"executionSuccessful": {"type": "boolean"}}, ["executionSuccessful"])
                    ),
                    "results": array(S_RESULT, maxItems=25000),
                },
                ["tool", "results"],
            ),
            minItems=1,
            maxItems=20,
        ),
    },
    ["version", "runs"],
)

BASELINE = closed(
    {
        "format_version": {"const": 1},
        "findings": array(
            closed({"path": TEXT, "code": CODE, "fingerprint": HASH}, ["path", "code", "fingerprint"])
        ),
    },
    ["format_version", "findings"],
)


def check(value, schema):
    jsonschema.Draft7Validator(schema).validate(value)


def read(path):
    return path.read_bytes().decode("utf-8")


def strict(text):
    """JSON without repeated keys and without a byte-order mark."""

    def pairs(found):
        assert len({key for key, _ in found}) == len(found), "a key stands twice"
        return dict(found)

    assert not text.startswith("\ufeff")
    return json.loads(text, object_pairs_hook=pairs)


# Each reader answers the findings as (code, line, column), the parts that a format lacks left out.


def read_json(text):
    report = strict(text)
    check(report, closed(JSON_REPORT, JSON_REPORT))
    counts = Counter(item["severity"] for item in report["diagnostics"])
    for severity in ["error", "warning", "note"]:
        assert counts[severity] == report[severity + "s"]
    return [
        (item["code"], item["location"]["row"], item["location"]["column"])
        for item in report["diagnostics"]
    ]


def read_json_lines(text):
    items = [strict(line) for line in text.splitlines()]
    for item in items:
        check(item, JSON_ITEM)
    return [(i["code"], i["location"]["row"], i["location"]["column"]) for i in items]


def read_gitlab(text):
    report = strict(text)
    check(report, GITLAB)
    prints = [item["fingerprint"] for item in report]
    assert len(set(prints)) == len(prints), "GitLab drops findings of one fingerprint"
    found = []
    for item in report:
        begin = item["location"]["positions"]["begin"]
        found.append((item["description"].split(":")[0], begin["line"], begin["column"]))
    return found


def read_rdjson(text):
    report = strict(text)
    check(report, RDJSON)
    return [
        (item["code"]["value"], item["location"]["range"]["start"]["line"])
        for item in report["diagnostics"]
    ]


SARIF_CLASSES = {
    "runs": "Run",
    "tool": "Tool",
    "driver": "ToolComponent",
    "rules": "ReportingDescriptor",
    "defaultConfiguration": "ReportingConfiguration",
    "invocations": "Invocation",
    "results": "Result",
    "message": "Message",
    "locations": "Location",
    "relatedLocations": "Location",
    "physicalLocation": "PhysicalLocation",
    "artifactLocation": "ArtifactLocation",
    "region": "Region",
    "deletedRegion": "Region",
    "insertedContent": "ArtifactContent",
    "fixes": "Fix",
    "artifactChanges": "ArtifactChange",
    "replacements": "Replacement",
    "suppressions": "Suppression",
    "shortDescription": "MultiformatMessageString",
    "fullDescription": "MultiformatMessageString",
    "help": "MultiformatMessageString",
}


def check_members(value, name):
    """Holds an object's members against the object model that was made from the public schema."""
    fields = getattr(sarif_om, name).__attrs_attrs__
    names = {field.metadata["schema_property_name"] for field in fields}
    assert set(value) <= names, f"{name} has no {set(value) - names}"
    # What the schema demands has no default.
    needed = {f.metadata["schema_property_name"] for f in fields if f.default is attr.NOTHING}
    assert needed <= set(value), f"{name} needs {needed - set(value)}"
    for key, inner in value.items():
        if key in SARIF_CLASSES:
            for item in inner if isinstance(inner, list) else [inner]:
                check_members(item, SARIF_CLASSES[key])


def read_sarif(text):
    log = strict(text)
    check(log, SARIF)
    if sarif_om:
        check_members(log, "SarifLog")
    found = []
    for run in log["runs"]:
        rules = run["tool"]["driver"]["rules"]
        assert len({rule["id"] for rule in rules}) == len(rules)
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            ids = [place["id"] for place in result.get("relatedLocations", [])]
            assert len(set(ids)) == len(ids)
            message = result["message"]["text"]
            unpaired = message.replace("{{", "").replace("}}", "")
            assert "{" not in unpaired and "}" not in unpaired, "a placeholder"
            assert not re.search(r"(?<!\\)\]\(", message), "a link"
            region = result["locations"][0]["physicalLocation"]["region"]
            start = (region["startLine"], region["startColumn"])
            assert start <= (region["endLine"], region["endColumn"])
            if not result["suppressions"]:
                found.append((result["ruleId"], *start))
    return found


def read_junit(text):
    root = ElementTree.fromstring(text)
    assert root.tag == "testsuites" and len(root) > 0
    totals = Counter()
    for suite in root:
        assert suite.tag == "testsuite" and len(suite) > 0, "viewers call an empty suite no tests"
        names = [(case.get("classname"), case.get("name")) for case in suite]
        assert len(set(names)) == len(names), "viewers hold tests of one name to be one"
        kinds = Counter(child.tag for case in suite for child in case)
        assert set(kinds) <= {"failure", "skipped", "system-out"}
        assert int(suite.get("tests")) == len(suite)
        assert int(suite.get("failures")) == kinds["failure"]
        assert int(suite.get("skipped")) == kinds["skipped"]
        assert suite.get("errors") == "0"
        totals["tests"] += len(suite)
        totals["failures"] += kinds["failure"]
    assert {key: int(root.get(key)) for key in totals} == dict(totals)
    parsed = junitparser.JUnitXml.fromstring(text.encode())
    assert (parsed.tests, parsed.failures) == (totals["tests"], totals["failures"])
    found = []
    for suite in parsed:
        for case in suite:
            if any(isinstance(result, junitparser.Skipped) for result in case.result):
                continue
            if case.result or case.system_out:
                code = re.match(r"org\.mtl\.(MTL\d+)", case.name).group(1)
                element = case._elem
                found.append((code, int(element.get("line")), int(element.get("column"))))
    return found


def read_checkstyle(text):
    root = ElementTree.fromstring(text)
    assert root.tag == "checkstyle" and root.get("version") == "4.3"
    found = []
    for file in root:
        assert file.tag == "file" and set(file.attrib) == {"name"}
        for error in file:
            assert error.tag == "error"
            assert set(error.attrib) == {"line", "column", "severity", "message", "source"}
            assert error.get("severity") in ["ignore", "info", "warning", "error"]
            code = error.get("source").removeprefix("mtl.")
            found.append((code, int(error.get("line")), int(error.get("column"))))
    return found


def unescape(text, pairs):
    for escape, character in pairs:
        text = text.replace(escape, character)
    return text


GITHUB_DATA = [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")]
GITHUB_PROPERTY = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")]
AZURE = [("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%")]


def read_github(text):
    """Reads commands as the runner does: up to the next `::`, split at `,` and the first `=`."""
    found = []
    ranks = []
    for line in text.splitlines():
        assert line.startswith("::"), line
        end = line.index("::", 2)
        command, _, rest = line[2:end].partition(" ")
        ranks.append(["error", "warning", "notice"].index(command))
        properties = {}
        for pair in rest.split(","):
            key, _, value = pair.partition("=")
            assert key not in properties, f"{key} stands twice"
            properties[key] = unescape(value, GITHUB_PROPERTY)
        lines = ["file", "line", "endLine", "title"]
        assert set(properties) in [set(lines), {*lines, "col", "endColumn"}], properties
        assert ("col" in properties) == (properties["line"] == properties["endLine"])
        assert unescape(line[end + 2 :], GITHUB_DATA)
        code = re.fullmatch(r"mtl \((MTL\d+)\)", properties["title"]).group(1)
        found.append((code, int(properties["line"])))
    assert ranks == sorted(ranks), "the worst come first"
    return found


def read_azure(text):
    """Reads commands as the agent does: up to the first `]`, split at `;` and the first `=`."""
    found = []
    for line in text.splitlines():
        assert line.startswith("##vso["), line
        end = line.index("]")
        command, _, rest = line[6:end].partition(" ")
        assert command == "task.logissue"
        pairs = [pair.partition("=") for pair in rest.split(";") if pair]
        properties = {key: unescape(value, AZURE) for key, _, value in pairs}
        wanted = {"type", "sourcepath", "linenumber", "columnnumber", "code"}
        assert set(properties) == wanted and len(pairs) == len(wanted), properties
        assert properties["type"] in ["error", "warning"]
        assert unescape(line[end + 1 :], AZURE)
        assert not set(";]") & set(line[end + 1 :]), "the agent's own tools escape those too"
        found.append(
            (properties["code"], int(properties["linenumber"]), int(properties["columnnumber"]))
        )
    return found


def read_concise(text):
    """Reads lines by the problem matcher, which passes notes over."""
    matchers = strict(MATCHER.read_text())["problemMatcher"]
    assert len({matcher["owner"] for matcher in matchers}) == len(matchers)
    pattern = matchers[0]["pattern"][0]
    assert {"regexp", "message"} <= set(pattern)
    found = []
    for line in text.splitlines():
        match = re.search(pattern["regexp"], line)
        if re.search(r": note\[MTL\d+\] ", line) and not match:
            line = line.replace(": note[", ": warning[", 1)
            match = re.search(pattern["regexp"], line)
        assert match, line
        part = {key: match.group(pattern[key]) for key in pattern if key != "regexp"}
        assert part["severity"] in ["error", "warning"] and part["file"] and part["message"]
        found.append((part["code"], int(part["line"]), int(part["column"])))
        colored = re.sub(r"((?:error|warning)\[MTL\d+\])", "\x1b[1;31m\\1\x1b[0m", line, count=1)
        assert re.search(pattern["regexp"], colored).group(pattern["code"]) == part["code"]
    return found


def read_pylint(text):
    found = []
    for line in text.splitlines():
        # What a build server looks for, and the codes behind it.
        assert re.fullmatch(r"(.*):(\d+): \[(\D\d*).*\] (.*)", line), line
        match = re.match(r"(.+?):(\d+): \[(MTL\d+)\(([a-z0-9-]+)\), \] (.+)$", line)
        found.append((match.group(3), int(match.group(2))))
    return found


def read_baseline(text):
    baseline = strict(text)
    check(baseline, BASELINE)
    order = [(e["path"], e["code"], e["fingerprint"]) for e in baseline["findings"]]
    assert order == sorted(order) and len(set(order)) == len(order)
    return None


def read_summary(text):
    assert len(text.encode()) < 1 << 20
    for line in text.splitlines():
        assert not line.startswith("|") or line.count("|") == 5, "viewers drop further cells"
    if MarkdownIt is None:
        return None
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(text)
    rows = [token for token in tokens if token.type == "tr_open"]
    cells = [token for token in tokens if token.type in ("th_open", "td_open")]
    assert len(cells) == 4 * len(rows)
    inner = [child for token in tokens for child in token.children or []]
    # The counts above the table are the program's own words and have code in backquotes.
    allowed = {"text", "html_inline", "code_inline", "softbreak", "text_special"}
    assert {child.type for child in inner} <= allowed, {child.type for child in inner}
    markup = {child.content for child in inner if child.type == "html_inline"}
    assert markup <= {"<code>", "</code>"}, markup
    return None


READERS = {
    "json": read_json,
    "json-lines": read_json_lines,
    "gitlab": read_gitlab,
    "rdjson": read_rdjson,
    "sarif": read_sarif,
    "junit": read_junit,
    "checkstyle": read_checkstyle,
    "github": read_github,
    "azure": read_azure,
    "concise": read_concise,
    "pylint": read_pylint,
    "baseline": read_baseline,
    "step-summary": read_summary,
}


def main():
    folders = sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir())
    failures = 0
    for folder in folders:
        wanted = read_json(read(folder / "json.txt"))
        for name, reader in READERS.items():
            try:
                text = read(folder / f"{name}.txt")
                found = reader(text)
                if found is not None:
                    width = len(found[0]) if found else 0
                    expected = sorted(entry[:width] for entry in wanted)
                    assert sorted(found) == expected or not (found or wanted), (found, expected)
                print(f"ok    {folder.name}/{name}")
            except Exception as error:  # each format is told of
                failures += 1
                print(f"FAILS {folder.name}/{name}: {type(error).__name__}: {error}")
    print(f"{failures} failed" if failures else f"all of {len(folders)} folders are right")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
