"""Read files of SPSS by ReadStat (pyreadstat) and compare values, labels and missing kinds with the CSV files beside them.

Usage: spss.py FOLDER [FOLDER-OF-PSPP], with responses, texts and codebook; the second has what PSPP made CSV of."""
import csv
import os
import re
import sys

import pyreadstat

folder = sys.argv[1]


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def plain(value):
    """A cell as CSV writes it."""
    if value is None or value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


def text(value):
    """A cell of the CSV, which protects texts from being run as formulas; other files need not."""
    return re.sub(r"(^|[;\t\n])'", r"\1", value.replace("\r\n", "\n"))


def same(what, got, want):
    if got != want:
        sys.exit(f"{what}: {got!r}, the CSV has {want!r}")


def not_asked_in(meta):
    """The columns that declare -8 as missing: what people wrote may say it, too."""
    return [name for name, ranges in meta.missing_ranges.items() if any(str(r["lo"]) in ("-8", "-8.0") for r in ranges)]


def compare(name):
    frame, meta = pyreadstat.read_sav(f"{folder}/{name}.sav", user_missing=True)
    if name == "responses":  # what was not asked is a kind of missing of its own, and empty in the CSV
        for column in not_asked_in(meta):
            frame[column] = frame[column].where(~frame[column].isin([-8, "-8"]), "")
    table = rows(f"{folder}/{name}.csv")
    same(name + ", rows", len(frame), len(table))
    same(name + ", columns", list(frame.columns), list(table[0]))
    for got, want in zip(frame.to_dict("records"), table):
        for column, value in want.items():
            same(f"{name}, {column}", plain(got[column]).replace("\r\n", "\n"), text(value))
    return meta


meta = compare("responses")
compare("texts")
book = rows(f"{folder}/codebook.csv")
labels = 0
for row in book:
    if row["column"] not in meta.column_names or not row["value"]:
        continue
    values = {plain(value): label for value, label in meta.variable_value_labels[row["column"]].items()}
    same("label of " + row["column"] + "=" + row["value"], values[row["value"]], row["label_ja"])
    labels += 1
blank, not_asked = {"lo": "", "hi": ""}, {"lo": -8.0, "hi": -8.0}
declared = {"mode": [blank], "locale": [blank]}
if "reason__asked" in meta.column_names:
    declared |= {"reason": [blank, {"lo": "-8", "hi": "-8"}], "again__keynote": [not_asked]}
    frame, _ = pyreadstat.read_sav(f"{folder}/responses.sav", user_missing=True)
    for column in ("reason", "again__keynote"):
        asked = frame[column.split("__")[0] + "__asked"]
        same("not asked in " + column, [plain(value) == "-8" for value in frame[column]], [flag == 0 for flag in asked])
    same("the label of not asked", meta.variable_value_labels["again__keynote"][-8.0], "聞いていない（条件に当てはまらない）")
same("kinds of missing", {name: meta.missing_ranges[name] for name in declared}, declared)
print(f"{len(meta.column_names)} columns and {labels} labels are read as they were written (pyreadstat {pyreadstat.__version__})")

if os.path.exists(f"{folder}/hard.sav"):
    frame, meta = pyreadstat.read_sav(f"{folder}/hard.sav", user_missing=True)
    same("a long text", frame["long"][0], "あ" * 1000 + "終")
    same("lengths", [len(text) for text in frame["long"]], [1001, 0, 255, 256, 504])
    same("letters", list(frame["text"]), ["𠮷野家👍\n二行目", "", "é", " 前の空き", "a        b"])
    same("numbers", [plain(n) for n in frame["q1"]], ["1", "", "3.5", "1000", "-99"])
    same("names", list(frame.columns), ["response_id", "q1", "mode", "by_", "long", "text"])
    print("long texts, hard letters, numbers and names, too")

if len(sys.argv) > 2:
    for name in ("responses", "texts"):
        got, want = rows(f"{sys.argv[2]}/{name}.csv"), rows(f"{folder}/{name}.csv")
        same(name + " by PSPP, rows", len(got), len(want))
        for a, b in zip(got, want):
            for column, value in b.items():
                got = "" if column in not_asked_in(meta) and a[column].strip() == "-8" else a[column]
                same(f"{name} by PSPP, {column}", got.strip(), text(value).strip())
    print("PSPP reads the same values")
