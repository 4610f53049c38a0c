package agenda

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"meguri/models"
	"meguri/models/text"
)

// Service edits the agendas of one database.
type Service struct{ db *models.DB }

// New makes the service.
func New(db *models.DB) *Service { return &Service{db} }

// Draft is what staff typed about a session. Times are on the event's clock. Speakers has one line each: organization | name or role, and, where there
// is an English form, | organization | name.
type Draft struct {
	ID                           string // of a new session, made by the client, so that a repeated request makes one; "" for none
	TitleJa, TitleEn             string
	DescriptionJa, DescriptionEn string
	StartsAt, EndsAt             string
	Kind                         models.SessionKind
	Language                     string
	Room, Track                  string
	Speakers                     string
}

// Languages are what a session may be held in.
var Languages = []string{"ja", "en", "both"}

const (
	maxLine     = 200
	maxText     = 10_000
	maxSpeakers = 30
	localLayout = "2006-01-02T15:04"
)

// Save makes a session (no id) or changes one that was read at version. Errors: Invalid with the fields at fault; Conflict where somebody else changed it.
func (s *Service) Save(ctx context.Context, e *models.Event, id string, version int, in Draft) error {
	if id == "" {
		return s.create(ctx, e, in)
	}
	before, err := s.db.Query(ctx).Sessions().ByID(e, id)
	if err != nil {
		return err
	}
	edit := models.SessionInput{Session: *before}
	if err := models.InvalidFields(in.fill(e, &edit)); err != nil {
		return err
	}
	if noticeable(before, &edit) {
		edit.Sequence++
	}
	return s.save(ctx, e, &edit, version)
}

func (s *Service) create(ctx context.Context, e *models.Event, in Draft) error {
	edit := models.SessionInput{New: true}
	if models.ValidID(in.ID) {
		edit.ID = in.ID
		if _, err := s.db.Query(ctx).Sessions().ByID(e, in.ID); models.CodeOf(err) != models.CodeNotFound {
			return err // the first request made it
		}
	}
	if err := models.InvalidFields(in.fill(e, &edit)); err != nil {
		return err
	}
	return s.save(ctx, e, &edit, 0)
}

func (s *Service) save(ctx context.Context, e *models.Event, edit *models.SessionInput, version int) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Sessions().Save(e, edit, version); err != nil {
			return err
		}
		tx.Emit(models.ActivitySessionChanged, &edit.Session)
		return nil
	})
}

// noticeable reports whether a calendar that has the session should take it again.
func noticeable(before *models.Session, after *models.SessionInput) bool {
	return !before.StartsAt.Equal(after.StartsAt) || !before.EndsAt.Equal(after.EndsAt) || before.TitleJa != after.TitleJa || before.TitleEn != after.TitleEn ||
		roomOf(before) != after.RoomName
}

func roomOf(s *models.Session) string {
	if s.Room == nil {
		return ""
	}
	return s.Room.NameJa
}

func (in *Draft) fill(e *models.Event, edit *models.SessionInput) map[string]string {
	faults := map[string]string{}
	s := &edit.Session
	s.TitleJa, s.TitleEn = text.CleanTitle(in.TitleJa), text.CleanTitle(in.TitleEn)
	s.DescriptionJa, s.DescriptionEn = text.CleanText(in.DescriptionJa), text.CleanText(in.DescriptionEn)
	s.Kind, s.Language, edit.RoomName, edit.TrackName = in.Kind, in.Language, text.CleanTitle(in.Room), text.CleanTitle(in.Track)
	if s.TitleJa == "" && s.TitleEn == "" {
		faults["title_ja"] = "field.required"
	}
	for field, text := range map[string]string{"title_ja": s.TitleJa, "title_en": s.TitleEn, "room": edit.RoomName, "track": edit.TrackName} {
		if utf8.RuneCountInString(text) > maxLine {
			faults[field] = "event.line_long"
		}
	}
	if len(s.DescriptionJa) > maxText || len(s.DescriptionEn) > maxText {
		faults["description_ja"] = "event.text_long"
	}
	if !slices.Contains(models.SessionKinds, s.Kind) {
		faults["kind"] = "field.choice"
	}
	if !slices.Contains(Languages, s.Language) {
		faults["language"] = "field.choice"
	}
	edit.People = speakers(in.Speakers, faults)
	in.times(e, s, faults)
	return faults
}

func (in *Draft) times(e *models.Event, s *models.Session, faults map[string]string) {
	read := func(text, field string) time.Time {
		at, err := time.ParseInLocation(localLayout, strings.TrimSpace(text), e.Zone())
		if err != nil {
			faults[field] = "field.time"
		} else if at.Format(localLayout) != strings.TrimSpace(text) {
			faults[field] = "event.no_such_time"
		}
		return at.UTC()
	}
	s.StartsAt, s.EndsAt = read(in.StartsAt, "starts_at"), read(in.EndsAt, "ends_at")
	switch {
	case faults["starts_at"] != "" || faults["ends_at"] != "":
	case !s.EndsAt.After(s.StartsAt):
		faults["ends_at"] = "event.ends_before"
	case s.EndsAt.Before(e.StartsAt.AddDate(0, 0, -1)) || s.StartsAt.After(e.EndsAt.AddDate(0, 0, 1)):
		faults["starts_at"] = "agenda.outside"
	}
}

func speakers(typed string, faults map[string]string) []models.Speaker {
	var list []models.Speaker
	for line := range strings.Lines(text.CleanText(typed)) {
		parts := strings.Split(strings.ReplaceAll(strings.TrimSpace(line), "｜", "|"), "|")
		for i := range parts {
			parts[i] = text.CleanTitle(parts[i])
		}
		if len(parts) == 1 {
			parts = []string{"", parts[0]}
		}
		parts = append(parts, "", "", "")
		if strings.Join(parts, "") != "" {
			list = append(list, models.Speaker{OrganizationJa: parts[0], NameJa: parts[1], OrganizationEn: parts[2], NameEn: parts[3]})
		}
		if utf8.RuneCountInString(line) > 4*maxLine {
			faults["speakers"] = "event.line_long"
		}
	}
	if len(list) > maxSpeakers {
		faults["speakers"] = "agenda.many_speakers"
	}
	return list
}

// Written is the speakers of a session as they are typed.
func Written(list []models.SessionSpeaker) string {
	lines := make([]string, len(list))
	for i, s := range list {
		lines[i] = strings.TrimRight(strings.Join([]string{s.Speaker.OrganizationJa, s.Speaker.NameJa, s.Speaker.OrganizationEn, s.Speaker.NameEn}, " | "), " |")
	}
	return strings.Join(lines, "\n")
}

// SetCancelled cancels a session, or lets it take place again.
func (s *Service) SetCancelled(ctx context.Context, e *models.Event, id string, cancelled bool) error {
	what := models.ActivitySessionRestored
	if cancelled {
		what = models.ActivitySessionCancelled
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		tx.Emit(what, &models.Session{ID: id, EventID: e.ID})
		return tx.Sessions().SetCancelled(e, id, cancelled)
	})
}

// Delete removes a session.
func (s *Service) Delete(ctx context.Context, e *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		tx.Emit(models.ActivitySessionDeleted, &models.Session{ID: id, EventID: e.ID})
		return tx.Sessions().Delete(e, id)
	})
}
