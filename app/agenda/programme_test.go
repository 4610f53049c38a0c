package agenda_test

import (
	"fmt"
	"testing"
	"time"

	"meguri/app/agenda"
	"meguri/models"
)

func programmeEvent() *models.Event {
	at := time.Date(2027, 11, 27, 1, 0, 0, 0, time.UTC)
	return &models.Event{
		TimeZone: "Asia/Tokyo", StartsAt: at, EndsAt: at.Add(56 * time.Hour), State: models.EventPublished,
	}
}

func TestAProgrammeNamesAPartOnceAndARoomWhereThereAreSeveral(t *testing.T) {
	e := programmeEvent()
	hall, tent := &models.Room{ID: "hall"}, &models.Room{ID: "tent"}
	talks := &models.Track{ID: "talks"}
	at := func(day, hour int) time.Time {
		return e.StartsAt.AddDate(0, 0, day).Add(time.Duration(hour) * time.Hour)
	}
	session := func(day, hour int, kind models.SessionKind, room *models.Room, track *models.Track) models.Session {
		return models.Session{Kind: kind, StartsAt: at(day, hour), EndsAt: at(day, hour+1), Room: room, Track: track}
	}
	p := agenda.NewProgramme(e, []models.Session{
		session(0, 0, models.SessionOpening, hall, talks),
		session(0, 1, models.SessionBreak, hall, nil),
		session(0, 2, models.SessionTalk, hall, talks),
		session(1, 0, models.SessionStage, hall, nil),
		session(1, 0, models.SessionBooth, tent, nil),
	}, e.StartsAt.AddDate(0, 0, -9))
	if len(p.Days) != 2 || p.Total != 4 || !p.Days[0].Open || p.Days[1].Open {
		t.Fatalf("%d days, %d sessions", len(p.Days), p.Total)
	}
	first, second := p.Days[0], p.Days[1]
	if first.Room != hall || first.Rows[0].Part != talks || first.Rows[2].Part != nil || first.Rows[0].WithRoom {
		t.Errorf("the first day: %+v", first)
	}
	if second.Room != nil || !second.Rows[1].WithRoom || !second.Rows[1].WithKind || !second.Rows[1].Together {
		t.Errorf("the second day: %+v", second)
	}
}

func TestALongProgrammeShowsWhatIsToComeOfTheDayThatIsOn(t *testing.T) {
	e := programmeEvent()
	var sessions []models.Session
	for n := range 60 {
		from := e.StartsAt.AddDate(0, 0, n/30).Add(time.Duration(n%30) * 10 * time.Minute)
		sessions = append(sessions, models.Session{
			TitleJa: fmt.Sprint(n), Kind: models.SessionTalk, StartsAt: from, EndsAt: from.Add(10 * time.Minute),
		})
	}
	p := agenda.NewProgramme(e, sessions, e.StartsAt.AddDate(0, 0, 1).Add(95*time.Minute))
	if day := p.Days[0]; day.Open || !day.More || day.Rows[0].TitleJa != "0" || day.Total != 30 {
		t.Errorf("yesterday begins with %s", day.Rows[0].TitleJa)
	}
	if day := p.Days[1]; !day.Open || !day.Rows[0].IsOn || day.Rows[0].TitleJa != "39" || len(day.Rows) > 12 {
		t.Errorf("today begins with %s, %d rows", day.Rows[0].TitleJa, len(day.Rows))
	}
}
