"""Read the files of a survey by other programs and compare them with its CSV: Parquet by pyarrow and pandas, XLSX by
openpyxl, .sav by pyreadstat, and a file of Stata that pandas makes of it.

Usage: survey.py FOLDER, with responses and texts in each format, codes.xlsx, codebook.csv, and hard.parquet."""
import csv
import datetime
import json
import os
import re
import sys
import warnings

import openpyxl
import pandas
import pyarrow.parquet
import pyreadstat

folder = sys.argv[1]


def rows(name):
    with open(f"{folder}/{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def plain(value):
    """A cell as CSV writes it."""
    if isinstance(value, datetime.datetime):
        return str(value.date())
    if value is None or value != value:
        return ""
    return str(int(value)) if isinstance(value, (int, float)) and value == int(value) else str(value)


def text(value):
    # the CSV protects from formulas, other files need not
    return re.sub(r"(^|[;\t\n])'", r"\1", value.replace("\r\n", "\n"))


def same(what, got, want):
    if got != want:
        sys.exit(f"{what}: {got!r}, the CSV has {want!r}")


def compare(what, records, columns, name):
    want = rows(name)
    same(f"{what}, {name}, columns", list(columns), list(want[0]))
    same(f"{what}, {name}, rows", len(records), len(want))
    for got, row in zip(records, want):
        for column, value in row.items():
            same(f"{what}, {name}, {column}", plain(got[column]).replace("\r\n", "\n"), text(value))


def sheet(book, name):
    lines = list(book[name].iter_rows(values_only=True))
    return [dict(zip(lines[0], line)) for line in lines[1:]], lines[0]


for name in ("responses", "texts"):
    table = pyarrow.parquet.read_table(f"{folder}/{name}.parquet")
    compare("pyarrow", table.to_pylist(), table.column_names, name)
    frame = pandas.read_parquet(f"{folder}/{name}.parquet")
    compare("pandas", frame.to_dict("records"), frame.columns, name)
    compare("openpyxl", *sheet(openpyxl.load_workbook(f"{folder}/codes.xlsx"), name), name)
    frame = pandas.read_csv(f"{folder}/{name}.csv", keep_default_na=False)
    frame = frame.map(lambda value: text(value) if isinstance(value, str) else value)
    compare("pandas from CSV", frame.to_dict("records"), frame.columns, name)

# Nothing that was answered is read as missing, by the defaults of pandas, too; texts of named surveys may say "NA".
texts = {row["column"] for row in rows("codebook") if row["type"] == "text"}
codes = [c["name"] for c in json.loads(pyarrow.parquet.read_metadata(f"{folder}/responses.parquet").metadata[b"codebook"])]
frame = pandas.read_csv(f"{folder}/responses.csv")
for column in frame.columns:
    if column not in texts:
        same(f"missing in {column}", int(frame[column].isna().sum()), sum(row[column] == "" for row in rows("responses")))
    same("the codebook in the footer knows " + column, column in codes, True)

# Names and values go through a file of Stata as they are: pandas warns of a name that Stata does not take.
warnings.simplefilter("error")
frame, _ = pyreadstat.read_sav(f"{folder}/responses.sav")
frame.to_stata(f"{folder}/responses.dta", write_index=False, version=118)
warnings.simplefilter("default")
frame = pandas.read_stata(f"{folder}/responses.dta")
compare("pandas from Stata", frame.to_dict("records"), frame.columns, "responses")

people = openpyxl.load_workbook(f"{folder}/people.xlsx")
book, _ = sheet(openpyxl.load_workbook(f"{folder}/codes.xlsx"), "codebook")
labels = {(row["column"], plain(row["value"])): row["label_ja"] for row in book if row["type"] in ("code", "flag")}
lines = list(people["回答"].iter_rows(min_row=2, values_only=True))
for row, line in zip(rows("responses"), lines):
    for (column, value), word in zip(row.items(), line):
        same(f"the word of {column}", plain(word).replace("\r\n", "\n"), labels.get((column, value), text(value)) if value else "")
same("filters", [s.auto_filter.ref is not None for s in people], [True] * len(people.worksheets))

if os.path.exists(f"{folder}/hard.parquet"):
    frame = pyarrow.parquet.read_table(f"{folder}/hard.parquet").to_pylist()
    for i, row in enumerate(frame):
        want = [f"𠮷野家👍\n{i}", i - 3, None]
        if i % 4 == 1:
            want[0] = None
        elif i % 4 == 2:
            want[:2] = "", None
        elif i % 4 == 3:
            want[0] = "あ" * (i % 7)
        same(f"row {i} of hard.parquet", list(row.values()), want)
    same("rows of hard.parquet", len(frame), 20005)
print(f"Parquet, XLSX and CSV say the same (pyarrow {pyarrow.__version__}, pandas {pandas.__version__}, openpyxl {openpyxl.__version__})")
