package agenda

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"meguri/app/service/markdown"
	"meguri/app/service/paths"
	"meguri/models"
)

// Schedule is an agenda in the format of https://c3voc.de/wiki/schedule, for JSON and XML.
type Schedule struct {
	Version    string             `json:"version"`
	BaseURL    string             `json:"base_url"`
	Conference scheduleConference `json:"conference"`
	// Changed is when something of it changed last.
	Changed time.Time `json:"-"`
}

// scheduleConference is the event.
type scheduleConference struct {
	Acronym  string         `json:"acronym"`
	Title    string         `json:"title"`
	Start    string         `json:"start"`
	End      string         `json:"end"`
	Days     int            `json:"daysCount"`
	Slot     string         `json:"timeslot_duration"`
	Zone     string         `json:"time_zone_name"`
	URL      string         `json:"url"`
	Rooms    []scheduleRoom `json:"rooms"`
	Schedule []scheduleDay  `json:"days"`
}

// scheduleRoom is a room, or the place of sessions without one.
type scheduleRoom struct {
	Name string `json:"name"`
	GUID string `json:"guid"`
}

// scheduleDay is one day's sessions by room.
type scheduleDay struct {
	Index int                          `json:"index"`
	Date  string                       `json:"date"`
	Start string                       `json:"day_start"`
	End   string                       `json:"day_end"`
	Rooms map[string][]scheduleSession `json:"rooms"`
	order []string
}

// scheduleSession is one item.
type scheduleSession struct {
	ID       int64            `json:"id"`
	GUID     string           `json:"guid"`
	Date     string           `json:"date"`
	Start    string           `json:"start"`
	Duration string           `json:"duration"`
	Room     string           `json:"room"`
	Slug     string           `json:"slug"`
	URL      string           `json:"url"`
	Title    string           `json:"title"`
	Subtitle string           `json:"subtitle"`
	Track    string           `json:"track"`
	Type     string           `json:"type"`
	Language string           `json:"language"`
	Abstract string           `json:"abstract"`
	About    string           `json:"description"`
	Persons  []schedulePerson `json:"persons"`
	Links    []string         `json:"links"`
	length   int              // minutes
}

// schedulePerson is a speaker: a person or a role.
type schedulePerson struct {
	ID   int64  `json:"id"`
	Name string `json:"public_name"`
}

// Schedule is the event's agenda in the exchange format.
func (s *Service) Schedule(ctx context.Context, e *models.Event, baseURL string) (*Schedule, error) {
	q := s.db.Query(ctx)
	sessions, err := q.Sessions().OfEvent(e)
	if err != nil {
		return nil, err
	}
	number, since, err := q.Agendas().Latest(e)
	if err != nil {
		return nil, err
	}
	schedule := NewSchedule(e, sessions, baseURL)
	schedule.Version, schedule.Changed = strconv.Itoa(number), lastChange(e, sessions, since)
	return schedule, nil
}

// lastChange is when something of the agenda changed last.
func lastChange(e *models.Event, sessions []models.Session, since time.Time) time.Time {
	changed := later(e.UpdatedAt, since)
	for i := range sessions {
		changed = later(changed, sessions[i].UpdatedAt)
	}
	return changed
}

// NewSchedule puts the sessions that take place into the exchange format, in Japanese. Of an event that was cancelled
// or put off none does; the format has no other field for that, so its title says it.
func NewSchedule(e *models.Event, sessions []models.Session, baseURL string) *Schedule {
	title := pick(e.TitleJa, e.TitleEn)
	if e.WasCancelled() {
		title, sessions = "【中止】"+title, nil
	}
	if e.IsPostponed() {
		title, sessions = "【延期】"+title, nil
	}
	c := scheduleConference{
		Acronym:  acronym(e.Slug),
		Title:    title,
		Slot:     "00:05",
		Zone:     e.Zone().String(),
		URL:      baseURL + string(paths.OfEvent(e.Slug)),
		Rooms:    []scheduleRoom{},
		Schedule: days(e, sessions),
	}
	c.Days = len(c.Schedule)
	c.Start, c.End = c.Schedule[0].Date, c.Schedule[c.Days-1].Date
	for i := range sessions {
		if s := &sessions[i]; s.CancelledAt == nil {
			c.add(e, s, baseURL)
		}
	}
	return &Schedule{Version: c.checksum(), BaseURL: baseURL + "/", Conference: c}
}

// checksum is the version: it differs after every change that readers of the format can see, also after a session was
// deleted or a room renamed, and after nothing else.
func (c *scheduleConference) checksum() string {
	content, _ := json.Marshal(c) // texts and numbers can always be written
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:6])
}

func (c *scheduleConference) add(e *models.Event, s *models.Session, baseURL string) {
	day := c.dayOf(e.DayOf(s.StartsAt).Format(time.DateOnly))
	if day == nil {
		return
	}
	room := roomOf(e, s)
	if !slices.ContainsFunc(c.Rooms, func(r scheduleRoom) bool { return r.Name == room.Name }) {
		c.Rooms = append(c.Rooms, room)
	}
	if day.Rooms[room.Name] == nil {
		day.order = append(day.order, room.Name)
	}
	day.Rooms[room.Name] = append(day.Rooms[room.Name], newScheduleSession(e, s, room.Name, baseURL))
}

// days are the days from the first to the last on which the event takes place or a session starts (Event.DayOf).
func days(e *models.Event, sessions []models.Session) []scheduleDay {
	first, last := span(e, sessions)
	var list []scheduleDay
	for date := first; !date.After(last); date = date.AddDate(0, 0, 1) {
		list = append(list, scheduleDay{
			Index: len(list) + 1,
			Date:  date.Format(time.DateOnly),
			Start: e.Local(e.DayStart(date)).Format(time.RFC3339),
			End:   e.Local(e.DayStart(date.AddDate(0, 0, 1)).Add(-time.Second)).Format(time.RFC3339),
			Rooms: map[string][]scheduleSession{},
		})
	}
	return list
}

// span is the first and the last day. An end at the change of days belongs to the day before.
func span(e *models.Event, sessions []models.Session) (first, last time.Time) {
	first = e.DayOf(e.StartsAt)
	last = later(first, e.DayOf(e.EndsAt.Add(-time.Second)))
	for i := range sessions {
		if date := e.DayOf(sessions[i].StartsAt); sessions[i].CancelledAt == nil {
			first, last = earlier(first, date), later(last, date)
		}
	}
	return first, last
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func (c *scheduleConference) dayOf(date string) *scheduleDay {
	for i := range c.Schedule {
		if c.Schedule[i].Date == date {
			return &c.Schedule[i]
		}
	}
	return nil
}

// roomOf is the session's room. A session without one is online where the event has a stream, else at the venue.
func roomOf(e *models.Event, s *models.Session) scheduleRoom {
	switch {
	case s.Room != nil:
		return scheduleRoom{pick(s.Room.NameJa, s.Room.NameEn), s.Room.ID}
	case e.HasStream():
		return scheduleRoom{"Online", e.ID}
	}
	return scheduleRoom{pick(pick(e.VenueNameJa, e.VenueNameEn), "Venue"), e.ID}
}

func newScheduleSession(e *models.Event, s *models.Session, room, baseURL string) scheduleSession {
	length := int(s.EndsAt.Sub(s.StartsAt).Minutes())
	out := scheduleSession{
		ID:       number(s.ID),
		GUID:     s.ID,
		Date:     e.Local(s.StartsAt).Format(time.RFC3339),
		Start:    e.Local(s.StartsAt).Format("15:04"),
		Duration: fmt.Sprintf("%02d:%02d", length/60, length%60),
		length:   length,
		Room:     room,
		Slug:     acronym(e.Slug) + "-" + s.ID,
		URL:      sessionURL(e, s, baseURL),
		Title:    pick(s.TitleJa, s.TitleEn),
		Type:     string(s.Kind),
		Language: s.Language,
		Abstract: markdown.Plain(pick(s.DescriptionJa, s.DescriptionEn)),
		Persons:  persons(s.Speakers),
		Links:    []string{},
	}
	if s.TitleJa != "" {
		out.Subtitle = s.TitleEn
	}
	if s.Track != nil {
		out.Track = pick(s.Track.NameJa, s.Track.NameEn)
	}
	return out
}

// sessionURL is the address of a session: its own page, or where it stands in the agenda.
func sessionURL(e *models.Event, s *models.Session, baseURL string) string {
	if s.HasPage() {
		return baseURL + paths.OfEvent(e.Slug).Session(s.ID)
	}
	return baseURL + paths.OfEvent(e.Slug).Agenda() + "#" + s.ID
}

func persons(speakers []models.SessionSpeaker) []schedulePerson {
	list := make([]schedulePerson, len(speakers))
	for i, link := range speakers {
		speaker := link.Speaker
		organization := pick(speaker.OrganizationJa, speaker.OrganizationEn)
		name := strings.TrimSpace(organization + " " + pick(speaker.NameJa, speaker.NameEn))
		list[i] = schedulePerson{number(link.SpeakerID), name}
	}
	return list
}

// acronym is the slug as the format allows it: at least four letters, without hyphens.
func acronym(slug string) string {
	text := strings.ReplaceAll(slug, "-", "_")
	for len(text) < 4 {
		text += "_"
	}
	return text
}

// number is a positive integer made of an id. Older readers of the format want integers.
func number(id string) int64 {
	parsed, err := uuid.Parse(id)
	if err != nil {
		return 1
	}
	return int64(binary.BigEndian.Uint32(parsed[12:])>>1) + 1
}

func pick(first, second string) string {
	if first == "" {
		return second
	}
	return first
}

// JSON is the document of schedule.json.
func (s *Schedule) JSON() any {
	return map[string]any{
		"$schema":   "https://c3voc.de/schedule/schema.json",
		"generator": map[string]string{"name": "Meguri"},
		"schedule":  s,
	}
}
