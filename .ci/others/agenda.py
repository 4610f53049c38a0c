"""agenda.py BASE SLUG…: reads the agendas of events by programs of others, which must find the same sessions in each.

schedule.json by the tools of the c3voc, whose own schedule.xml must be as ours; agenda.ics by icalendar and by ics.py.
"""

import sys
import urllib.request
import xml.etree.ElementTree as ElementTree

import ics
import icalendar
from voc.schedule import Schedule

FIELDS = ("title", "subtitle", "date", "start", "duration", "room", "track", "language", "abstract")


def read(address):
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def of_xml(document):
    """The sessions of a schedule.xml, by their id."""
    sessions = {}
    for event in ElementTree.fromstring(document).iter("event"):
        fields = {name: (event.findtext(name) or "") for name in FIELDS}
        fields["persons"] = [person.text for person in event.iter("person")]
        sessions[event.get("guid")] = fields
    return sessions


def of_icalendar(text):
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return sorted((str(e["SUMMARY"]), e["DTSTART"].dt.timestamp(), e["DTEND"].dt.timestamp()) for e in events)


def of_ics(text):
    return sorted((e.name, e.begin.timestamp(), e.end.timestamp()) for e in ics.Calendar(text).events)


def same(what, ours, theirs):
    if ours != theirs:
        sys.exit(f"{what}: {ours!r} here, {theirs!r} there")


def check(base, slug):
    address = f"{base}/events/{slug}"
    schedule = Schedule.from_url(f"{address}/schedule.json")
    sessions = schedule.foreach_event(lambda event: event)
    ours, theirs = of_xml(read(f"{address}/schedule.xml")), of_xml(schedule.xml())
    same(f"{slug}, ids in XML", sorted(ours), sorted(theirs))
    same(f"{slug}, ids in JSON", sorted(ours), sorted(s["guid"] for s in sessions))
    for guid, fields in ours.items():
        for name, value in fields.items():
            same(f"{slug}, {name} of {fields['title']}", value, theirs[guid][name])
    text = read(f"{address}/agenda.ics")
    said = sorted((s["title"], s.start.timestamp(), s.end.timestamp()) for s in sessions)
    same(f"{slug}, icalendar", of_icalendar(text), said)
    same(f"{slug}, ics.py", of_ics(text), said)
    print(f"{slug}: {len(said)} sessions by c3voc-schedule-tools, icalendar and ics.py")


for name in sys.argv[2:]:
    check(sys.argv[1], name)
