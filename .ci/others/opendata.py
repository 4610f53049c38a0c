"""opendata.py BASE FOLDER: reads the demo's feeds by feedparser, and holds its lists against a municipality's in FOLDER."""

import csv
import glob
import io
import re
import sys
import urllib.error
import urllib.request

import feedparser

base, folder = sys.argv[1], sys.argv[2]


def read(path):
    with urllib.request.urlopen(base + path) as answer:
        return answer.read()


failed = False
for path in (
    "/events.atom", "/events.rss", "/organizations/nec-probono/events.atom", "/series/kawasaki-summit/events.atom",
    "/series/kawasaki-summit/events.rss",
):
    try:
        feed = feedparser.parse(read(path))
    except urllib.error.HTTPError as error:
        print(path, error)
        failed = True
        continue
    whole = not feed.bozo and feed.entries and all(
        e.id and e.title and e.link.startswith(base) and e.get("published_parsed") and e.get("summary") for e in feed.entries
    )
    print(path, feed.version, len(feed.entries), "entries", "" if whole else "FAULTY " + str(feed.get("bozo_exception")))
    failed = failed or not whole

patterns = {"開始日": r"\d{4}-\d{2}-\d{2}", "終了日": r"\d{4}-\d{2}-\d{2}", "開始時刻": r"\d{2}:\d{2}", "終了時刻": r"\d{2}:\d{2}",
            "郵便番号": r"\d{7}", "定員": r"\d+", "料金(基本)": r"\d+", "URL": re.escape(base) + r"/\S+"}
for path in "/events.csv", "/nationwide.csv":
    ours, *rows = csv.reader(io.StringIO(read(path).decode("utf-8-sig")))
    wrong = [(name, row[ours.index(name)]) for row in rows for name, pattern in patterns.items()
             if row[ours.index(name)] and not re.fullmatch(pattern, row[ours.index(name)])]
    wrong += [("cells", len(row)) for row in rows if len(row) != len(ours)]
    wrong += [(name, "") for row in rows for name in ("NO", "名称", "URL", "主催団体") if not row[ours.index(name)]]
    print(path, len(rows), "rows", f"FAULTY {wrong}" if wrong or not rows else "")
    failed = failed or bool(wrong) or not rows
    for name in glob.glob(folder + "/events-*.csv") if folder else []:
        with open(name, encoding="utf-8-sig", newline="") as file:
            theirs = next(csv.reader(file))
        print(path, "has the", len(theirs), "columns of", name, "" if ours == theirs else "FAULTY")
        failed = failed or ours != theirs
sys.exit(failed)
