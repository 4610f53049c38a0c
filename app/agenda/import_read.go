package agenda

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"meguri/models"
	"meguri/models/text"
)

// item is a session of a file: what the file says, by field. A field that it does not know is not there.
type item struct {
	id     string
	fields map[field]string
	from   time.Time
	until  time.Time
}

// field is something that files tell of a session.
type field string

const (
	inTitle       field = "title_ja"
	inTitleEn     field = "title_en"
	inRoom        field = "room"
	inTrack       field = "track"
	inKind        field = "kind"
	inLanguage    field = "language"
	inDescription field = "description_ja"
	inSpeakers    field = "speakers" // one a line
	inCancelled   field = "cancelled"
)

// file is what was read.
type file struct {
	items []item
	// zone is the time zone that the file names, "" for none.
	zone string
	// repeats counts entries that come again and again, of which only the first is taken.
	repeats int
	// views are how a stored session looks in files of this format: a field that looks so says nothing new.
	views func(e *models.Event, s *models.Session) []map[field]string
}

// maxImported is the greatest number of sessions of a file.
const maxImported = 3000

func unreadable(key string, args ...any) error {
	return models.NewError(models.CodeInvalid, key, args...)
}

// readFile reads schedule.json, schedule.xml, iCalendar or xCal, told by what it begins with.
func (s *Service) readFile(e *models.Event, content []byte) (*file, error) {
	content = bytes.TrimPrefix(bytes.TrimSpace(content), []byte("\xef\xbb\xbf"))
	var read *file
	var err error
	switch {
	case bytes.HasPrefix(content, []byte("{")):
		read, err = readJSON(content)
	case bytes.HasPrefix(content, []byte("<")):
		read, err = s.readXML(e, content)
	case bytes.HasPrefix(bytes.ToUpper(content[:min(len(content), 20)]), []byte("BEGIN:VCALENDAR")):
		read, err = s.readCalendar(e, content)
	default:
		return nil, unreadable("agenda.import_unknown")
	}
	switch {
	case err != nil:
		return nil, err
	case len(read.items) == 0:
		return nil, unreadable("agenda.import_empty")
	case len(read.items) > maxImported:
		return nil, unreadable("agenda.import_many", "max", maxImported)
	}
	return read, nil
}

// fileSession is a session of schedule.json or schedule.xml, as programs of others write it.
type fileSession struct {
	ID       any          `json:"id"`
	GUID     string       `json:"guid"`
	Date     string       `json:"date"`
	Start    string       `json:"start"`
	Duration string       `json:"duration"`
	Room     string       `json:"room"`
	Title    string       `json:"title"`
	Subtitle string       `json:"subtitle"`
	Track    string       `json:"track"`
	Type     string       `json:"type"`
	Language string       `json:"language"`
	Abstract string       `json:"abstract"`
	About    string       `json:"description"`
	Persons  []filePerson `json:"persons"`
}

type filePerson struct {
	Public string `json:"public_name"`
	Full   string `json:"full_public_name"`
	Name   string `json:"name"`
}

func readJSON(content []byte) (*file, error) {
	var document struct {
		Schedule struct {
			Conference struct {
				Zone string `json:"time_zone_name"`
				Days []struct {
					Date  string                   `json:"date"`
					Rooms map[string][]fileSession `json:"rooms"`
				} `json:"days"`
			} `json:"conference"`
		} `json:"schedule"`
	}
	if err := json.Unmarshal(content, &document); err != nil {
		return nil, unreadable("agenda.import_json")
	}
	conference := document.Schedule.Conference
	read := &file{zone: conference.Zone, views: scheduleViews}
	for _, day := range conference.Days {
		for room, sessions := range day.Rooms {
			for i := range sessions {
				sessions[i].Room = cmp.Or(sessions[i].Room, room)
				read.add(&sessions[i], day.Date)
			}
		}
	}
	read.sort()
	return read, nil
}

// xmlFile is schedule.xml as programs of others write it.
type xmlFile struct {
	Zone string `xml:"conference>time_zone_name"`
	Days []struct {
		Date  string `xml:"date,attr"`
		Rooms []struct {
			Name   string `xml:"name,attr"`
			Events []struct {
				xmlSession

				IDText  string `xml:"id,attr"`
				About   string `xml:"description"`
				Persons []struct {
					Name string `xml:",chardata"`
				} `xml:"persons>person"`
			} `xml:"event"`
		} `xml:"room"`
	} `xml:"day"`
}

// readXML reads schedule.xml or xCal, told by the element that holds all others.
func (s *Service) readXML(e *models.Event, content []byte) (*file, error) {
	root, err := checkXML(content)
	switch {
	case err != nil:
		return nil, err
	case strings.EqualFold(root, "icalendar"):
		return s.readXCal(e, content)
	}
	return readScheduleXML(content)
}

func readScheduleXML(content []byte) (*file, error) {
	var document xmlFile
	decoder := xml.NewDecoder(bytes.NewReader(content))
	if err := decoder.Decode(&document); err != nil {
		return nil, unreadable("agenda.import_xml")
	}
	read := &file{zone: document.Zone, views: scheduleViews}
	for _, day := range document.Days {
		for _, room := range day.Rooms {
			for i := range room.Events {
				x := &room.Events[i]
				s := fileSession{
					ID: x.IDText, GUID: x.GUID, Date: x.Date, Start: x.Start, Duration: x.Duration,
					Room: cmp.Or(x.Room, room.Name), Title: x.Title, Subtitle: x.Subtitle, Track: x.Track, Type: x.Type,
					Language: x.Language, Abstract: x.Abstract, About: x.About,
				}
				for _, person := range x.Persons {
					s.Persons = append(s.Persons, filePerson{Public: person.Name})
				}
				read.add(&s, day.Date)
			}
		}
	}
	read.sort()
	return read, nil
}

// deepest is how many elements may lie in each other.
const deepest = 30

// checkXML refuses what a schedule never has, and what may become much larger than it looks: entities, and depth. root
// is the name of the element that holds all others.
func checkXML(content []byte) (root string, err error) {
	decoder := xml.NewDecoder(bytes.NewReader(content))
	depth := 0
	for {
		token, err := decoder.RawToken()
		switch {
		case errors.Is(err, io.EOF):
			return root, nil
		case err != nil:
			return "", unreadable("agenda.import_xml")
		}
		switch t := token.(type) {
		case xml.Directive:
			return "", unreadable("agenda.import_entities")
		case xml.StartElement:
			root = cmp.Or(root, t.Name.Local)
			depth++
		case xml.EndElement:
			depth--
		}
		if depth > deepest {
			return "", unreadable("agenda.import_xml")
		}
	}
}

// add takes a session of a schedule. Its times are those of its date; without one, of its day and start.
func (f *file) add(s *fileSession, day string) {
	out := item{id: s.GUID, fields: map[field]string{}}
	if id := idText(s.ID); out.id == "" && id != "" && id != "0" {
		out.id = id
	}
	out.from = f.time(s, day)
	if length, ok := readDuration(s.Duration); ok && !out.from.IsZero() {
		out.until = out.from.Add(length)
	}
	about := strings.TrimSpace(withoutTags(s.Abstract))
	if more := strings.TrimSpace(withoutTags(s.About)); more != "" && more != about {
		about = strings.TrimSpace(about + "\n\n" + more)
	}
	var names []string
	for _, person := range s.Persons {
		name := text.CleanTitle(cmp.Or(person.Public, person.Full, person.Name))
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for name, value := range map[field]string{
		inTitle: s.Title, inTitleEn: s.Subtitle, inRoom: s.Room, inTrack: s.Track, inKind: s.Type,
		inLanguage: s.Language, inDescription: about, inSpeakers: strings.Join(names, "\n"),
	} {
		out.fields[name] = value
	}
	f.items = append(f.items, out)
}

// idText is an id, which programs write as a number or a text.
func idText(id any) string {
	switch v := id.(type) {
	case string:
		return strings.TrimSpace(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

func (f *file) time(s *fileSession, day string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05-0700", "2006-01-02T15:04Z07:00"} {
		if at, err := time.Parse(layout, s.Date); err == nil {
			return at.UTC()
		}
	}
	zone, err := time.LoadLocation(f.zone)
	if err != nil {
		return time.Time{}
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", day+" "+s.Start, zone)
	if err != nil {
		return time.Time{}
	}
	return at.UTC()
}

// readDuration reads 00:30, 01:00:00 as an hour in seconds is never written, or 2:01:30 with days.
func readDuration(s string) (time.Duration, bool) {
	var total time.Duration
	parts := strings.Split(strings.TrimSpace(s), ":")
	units := []time.Duration{24 * time.Hour, time.Hour, time.Minute}
	if len(parts) < 2 || len(parts) > 3 {
		return 0, false
	}
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return 0, false
		}
		total += time.Duration(n) * units[i+3-len(parts)]
	}
	return total, total > 0
}

var (
	paragraphTag = regexp.MustCompile(`(?i)</p>|<br\s*/?>`)
	anyTag       = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)
)

// withoutTags is a text without HTML, in which some programs write.
func withoutTags(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return anyTag.ReplaceAllString(paragraphTag.ReplaceAllString(s, "\n"), "")
}

// scheduleViews is how a session looks in our schedule.json and schedule.xml.
func scheduleViews(e *models.Event, s *models.Session) []map[field]string {
	f := &file{}
	room := roomOf(e, s)
	ours := newScheduleSession(e, s, room.Name, "")
	names := make([]filePerson, len(ours.Persons))
	for i, person := range ours.Persons {
		names[i].Public = person.Name
	}
	f.add(&fileSession{
		Room: ours.Room, Title: ours.Title, Subtitle: ours.Subtitle, Track: ours.Track, Type: ours.Type,
		Language: ours.Language, Abstract: ours.Abstract, Persons: names,
	}, "")
	return []map[field]string{f.items[0].fields}
}

// sort puts items into the order of time: programs write rooms in any order.
func (f *file) sort() { sortItems(f.items) }

func sortItems(items []item) {
	slices.SortStableFunc(items, func(a, b item) int {
		return cmp.Or(a.from.Compare(b.from), cmp.Compare(a.id, b.id))
	})
}
