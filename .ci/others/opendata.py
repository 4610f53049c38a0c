"""opendata.py BASE FOLDER: reads the demo's feeds by feedparser, and compares the columns of its list with a municipality's in FOLDER."""

import csv
import glob
import io
import sys
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

ours = next(csv.reader(io.StringIO(read("/events.csv").decode("utf-8-sig"))))
for name in glob.glob(folder + "/events-*.csv") if folder else []:
    with open(name, encoding="utf-8-sig", newline="") as file:
        theirs = next(csv.reader(file))
    print(name, "has the same", len(theirs), "columns" if ours == theirs else "columns: FAULTY")
    failed = failed or ours != theirs
sys.exit(failed)
