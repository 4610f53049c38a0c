package summary

import (
	"slices"
	"time"

	"meguri/app/service/pdf"
	"meguri/models"
)

// onFile is what is on file of a person's attendance.
type onFile struct {
	scans     []models.CheckIn
	presences []models.Presence
	// words are those that the person gave in time.
	words map[string]bool
	// owesSurvey says that the person was asked to answer a survey and has not.
	owesSurvey bool
}

// ofPeople reads what is on file of some people, by their ids.
func ofPeople(q *models.Query, ids ...string) (map[string]*onFile, error) {
	scans, err := q.CheckIns().OfRegistrations(ids)
	if err != nil {
		return nil, err
	}
	presences, err := q.Presences().OfRegistrations(ids)
	if err != nil {
		return nil, err
	}
	words, err := q.AttendanceWords().GivenBy(ids)
	if err != nil {
		return nil, err
	}
	owing, err := q.SurveyInvitations().Owing(ids)
	if err != nil {
		return nil, err
	}
	files := make(map[string]*onFile, len(ids))
	for _, id := range ids {
		files[id] = &onFile{scans[id], presences[id], words[id], owing[id]}
	}
	return files, nil
}

// attendance is when the attendee was at the venue and online, and which sessions they attended.
func attendance(q *models.Query, e *models.Event, r *models.Registration) (a pdf.Attendance, err error) {
	sessions, err := q.Sessions().OfEvent(e)
	if err != nil {
		return a, err
	}
	files, err := ofPeople(q, r.ID)
	if err != nil {
		return a, err
	}
	return files[r.ID].attendance(e, sessions), nil
}

func (f *onFile) attendance(e *models.Event, sessions []models.Session) (a pdf.Attendance) {
	days, online := venueDays(e, f.scans), models.PresentIntervals(f.presences)
	a.OnlineMinutes = minutes(models.Within(online, hours(e))) // the minutes before and after it are none of the event
	for _, day := range days {
		a.Venue = append(a.Venue, day.visit())
	}
	a.Sessions = attended(sessions, slices.Concat(intervalsOf(days)...), online)
	return a
}

// present is when the person was there, at the venue or online.
func (f *onFile) present(e *models.Event) []models.Interval {
	venue := slices.Concat(intervalsOf(venueDays(e, f.scans))...)
	return models.JoinIntervals(append(venue, models.PresentIntervals(f.presences)...))
}

func hours(e *models.Event) models.Interval {
	return models.Interval{From: e.StartsAt, Until: e.EndsAt}
}

// attended computes the attendance of each session, but breaks and booths.
func attended(sessions []models.Session, venue, online []models.Interval) (list []pdf.AttendedSession) {
	for _, session := range sessions {
		if session.Kind == models.SessionBreak || session.Kind == models.SessionBooth {
			continue
		}
		span := models.Interval{From: session.StartsAt, Until: session.EndsAt}
		list = append(list, pdf.AttendedSession{
			Session:  session,
			InPerson: models.Within(venue, span) > 0,
			Minutes:  minutes(models.Within(online, span)),
		})
	}
	return list
}

func minutes(d time.Duration) int { return int(d.Round(time.Minute) / time.Minute) }
