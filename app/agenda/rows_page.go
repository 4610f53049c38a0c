package agenda

import (
	"context"
	"time"

	"meguri/app/service/rows"
	"meguri/models"
)

// RowsPage is the agenda as staff edit it: a row for each session, and some for new ones.
type RowsPage struct {
	StaffPage

	Rows []Row
	// Blank is what a new row has; the client makes its key.
	Blank Row
	// English shows the English fields: some session has one.
	English bool
	KnownSpeakers

	// First and Last are the times of the whole agenda.
	First, Last time.Time
}

// Row is a row of the page.
type Row struct {
	RowInput

	// Number counts the rows from 1.
	Number int
	// Session is what is stored, nil for a new row.
	Session *models.Session
	// Clashes are about this session: the other one is B.
	Clashes []Clash
	// Theirs is what somebody else saved meanwhile, where it is not what was typed; Gone says that they deleted it.
	Theirs []rows.Difference
	Gone   bool
}

// RowsPage reads the agenda as rows. typed is what could not be stored, or nil. Staff who may edit the event call it.
func (s *Service) RowsPage(ctx context.Context, e *models.Event, typed *RowsInput) (*RowsPage, error) {
	staff, err := s.StaffPage(ctx, e)
	if err != nil {
		return nil, err
	}
	page := &RowsPage{StaffPage: *staff, Blank: Row{RowInput: RowInput{SessionInput: *blankInput()}}}
	page.Rows = rowsOf(e, staff.Sessions, typed)
	page.KnownSpeakers = speakersOf(staff.Sessions)
	page.Blank.Day = e.Local(e.StartsAt).Format(time.DateOnly)
	for i := range staff.Sessions {
		page.note(&staff.Sessions[i])
	}
	if typed == nil {
		page.addBlanks(rows.Blank)
	}
	for i := range page.Rows {
		row := &page.Rows[i]
		row.Number = i + 1
		row.Clashes = clashesWith(staff.Clashes, row.ID)
	}
	return page, nil
}

// OneRoom is the room in which all takes place, nil where there are others. A break needs none.
func (p *RowsPage) OneRoom() *models.Room {
	if len(p.Rooms) != 1 {
		return nil
	}
	for i := range p.Rows {
		row := &p.Rows[i]
		needsNone := row.Session == nil || row.Kind == models.SessionBreak
		if row.Room != p.Rooms[0].NameJa && (row.Room != "" || !needsNone) {
			return nil
		}
	}
	return &p.Rooms[0]
}

func blankInput() *SessionInput { return &SessionInput{Kind: models.SessionTalk, Language: "ja"} }

// note remembers what the page needs of all sessions.
func (p *RowsPage) note(s *models.Session) {
	p.English = p.English || s.TitleEn != ""
	if p.First.IsZero() {
		p.First = s.StartsAt
	}
	if s.EndsAt.After(p.Last) {
		p.Last = s.EndsAt
	}
}

func (p *RowsPage) addBlanks(n int) {
	for range n {
		row := p.Blank
		row.ID = models.NewID()
		row.Day = ""
		p.Rows = append(p.Rows, row)
	}
}

func rowsOf(e *models.Event, sessions []models.Session, typed *RowsInput) (list []Row) {
	shown := map[string]bool{}
	stored := make(map[string]*models.Session, len(sessions))
	for i := range sessions {
		stored[sessions[i].ID] = &sessions[i]
	}
	if typed != nil {
		for i := range typed.Rows {
			list = append(list, typedRow(e, &typed.Rows[i], stored[typed.Rows[i].ID]))
			shown[typed.Rows[i].ID] = true
		}
	}
	for i := range sessions {
		if s := &sessions[i]; !shown[s.ID] {
			list = append(list, Row{RowInput: rowOf(e, s), Session: s})
		}
	}
	return list
}

// typedRow shows a row as it was typed. Where somebody else changed the session, one that was not touched here shows
// their change, and another what they saved: sent again, it replaces that.
func typedRow(e *models.Event, typed *RowInput, stored *models.Session) Row {
	row := Row{RowInput: *typed, Session: stored}
	switch {
	case stored == nil && typed.Version > 0:
		row.Gone, row.Version, row.Was = true, 0, ""
	case stored == nil || typed.Version == stored.Version:
	case !typed.isTouched():
		row.RowInput = rowOf(e, stored)
	default:
		saved := rowOf(e, stored)
		row.Theirs = differences(typed, &saved)
		row.Version, row.Was = stored.Version, ""
	}
	return row
}

func differences(typed, saved *RowInput) []rows.Difference {
	of := func(label, typed, saved string) rows.Compared {
		return rows.Compared{Label: label, Typed: typed, Saved: saved}
	}
	return rows.Differences(
		of("agenda.start", typed.Day+" "+typed.Start, saved.Day+" "+saved.Start),
		of("agenda.minutes_head", typed.Minutes, saved.Minutes),
		of("agenda.title_ja", typed.TitleJa, saved.TitleJa),
		of("agenda.title_en", typed.TitleEn, saved.TitleEn),
		of("agenda.room", typed.Room, saved.Room),
		of("agenda.track", typed.Track, saved.Track),
		of("agenda.description_ja", typed.DescriptionJa, saved.DescriptionJa),
		of("agenda.description_en", typed.DescriptionEn, saved.DescriptionEn),
		of("agenda.speakers", typed.Names(), saved.Names()),
	)
}

// clashesWith are the clashes of a session, turned so that the other one is B.
func clashesWith(list []Clash, id string) (own []Clash) {
	for _, c := range list {
		switch id {
		case c.A.ID:
			own = append(own, c)
		case c.B.ID:
			c.A, c.B = c.B, c.A
			own = append(own, c)
		}
	}
	return own
}
