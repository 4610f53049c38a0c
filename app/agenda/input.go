package agenda

import (
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// SessionInput is what staff type about a session. One of the two titles may be empty. A room or track with an unknown
// name is made.
type SessionInput struct {
	// ID is the id of a new session. The client makes it, so that a repeated request makes one session; "" for none.
	ID string `form:"id"`
	// Version is the version of the session that was edited.
	Version int `form:"version"`

	TitleJa string `form:"title_ja" label:"agenda.title_ja"`
	TitleEn string `form:"title_en" label:"agenda.title_en"`
	// StartsAt and EndsAt are on the clock of the event's time zone.
	StartsAt      string             `form:"starts_at" label:"event.starts_at"`
	EndsAt        string             `form:"ends_at" label:"event.ends_at"`
	Kind          models.SessionKind `form:"kind"`
	Language      string             `form:"language"`
	Room          string             `form:"room" label:"agenda.room"`
	Track         string             `form:"track" label:"agenda.track"`
	Recorded      bool               `form:"recorded"`
	DescriptionJa string             `form:"description_ja" label:"agenda.description_ja"`
	DescriptionEn string             `form:"description_en" label:"agenda.description_en"`

	SpeakersInput

	// ImportID is the id in the file that a session comes from, "" for none. Forms do not have it.
	ImportID string
}

// Languages are the languages in which a session may be held.
var Languages = []string{"ja", "en", "both"}

const (
	maxLine = 200 // characters
	maxText = 10_000
)

// inputOf is a session as its form shows it.
func inputOf(e *models.Event, s *models.Session) *SessionInput {
	in := &SessionInput{
		Version:       s.Version,
		TitleJa:       s.TitleJa,
		TitleEn:       s.TitleEn,
		StartsAt:      e.Local(s.StartsAt).Format(check.LocalLayout),
		EndsAt:        e.Local(s.EndsAt).Format(check.LocalLayout),
		Kind:          s.Kind,
		Language:      s.Language,
		Recorded:      s.Recorded,
		DescriptionJa: s.DescriptionJa,
		DescriptionEn: s.DescriptionEn,
		SpeakersInput: speakersInputOf(s.Speakers),
	}
	if s.Room != nil {
		in.Room = s.Room.NameJa
	}
	if s.Track != nil {
		in.Track = s.Track.NameJa
	}
	return in
}

// session checks the input and makes the session. Its room, track and speakers have no ids yet.
func (in *SessionInput) session(e *models.Event) (*models.Session, error) {
	c := check.New()
	s := &models.Session{
		TitleJa:       c.Line("title_ja", in.TitleJa, maxLine, check.Optional),
		TitleEn:       c.Line("title_en", in.TitleEn, maxLine, check.Optional),
		StartsAt:      c.LocalTime("starts_at", in.StartsAt, e.Zone(), check.Required),
		EndsAt:        c.LocalTime("ends_at", in.EndsAt, e.Zone(), check.Required),
		Kind:          check.Choice(c, "kind", in.Kind, models.SessionKinds),
		Language:      check.Choice(c, "language", in.Language, Languages),
		Recorded:      in.Recorded,
		Speakers:      in.speakers(c),
		DescriptionJa: c.Text("description_ja", in.DescriptionJa, maxText, check.Optional),
		DescriptionEn: c.Text("description_en", in.DescriptionEn, maxText, check.Optional),
	}
	s.ImportID = in.ImportID
	if models.ValidID(in.ID) {
		s.ID = in.ID
	}
	if name := c.Line("room", in.Room, maxLine, check.Optional); name != "" {
		s.Room = &models.Room{NameJa: name}
	}
	if name := c.Line("track", in.Track, maxLine, check.Optional); name != "" {
		s.Track = &models.Track{NameJa: name}
	}
	if s.TitleJa == "" && s.TitleEn == "" {
		c.Fault("title_ja", "field.required")
	}
	if c.OK("starts_at", "ends_at") {
		checkTimes(c, e, s.StartsAt, s.EndsAt)
	}
	return s, c.Err()
}

// checkTimes allows a session from a day before the event to a day after it.
func checkTimes(c *check.Checker, e *models.Event, from, until time.Time) {
	switch {
	case !until.After(from):
		c.Fault("ends_at", "event.ends_before")
	case until.Before(e.StartsAt.AddDate(0, 0, -1)) || from.After(e.EndsAt.AddDate(0, 0, 1)):
		c.Fault("starts_at", "agenda.outside")
	}
}

// NamesInput is what staff type about the event's rooms or tracks: the names of each, in order.
type NamesInput struct {
	IDs     []string `form:"id"`
	NamesJa []string `form:"name_ja"`
	NamesEn []string `form:"name_en"`
	// Places and Walks are how many people each room takes and how many minutes it is away, "" where that is not known.
	Places []string `form:"places"`
	Walks  []string `form:"walk_minutes"`
}

// Complete reports whether the form has both names of each.
func (in *NamesInput) Complete() bool {
	return len(in.NamesJa) == len(in.IDs) && len(in.NamesEn) == len(in.IDs)
}
