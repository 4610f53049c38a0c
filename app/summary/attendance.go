package summary

import (
	"meguri/app/service/attendance"
	"meguri/models"
)

// onFile is what is on file of a person's attendance.
type onFile struct {
	*attendance.File
	// owesSurvey says that the person was asked to answer a survey and has not.
	owesSurvey bool
}

// ofPeople reads what is on file of some people, by their ids.
func ofPeople(q *models.Query, ids ...string) (map[string]*onFile, error) {
	of, err := attendance.Files(q, ids...)
	if err != nil {
		return nil, err
	}
	owing, err := q.SurveyInvitations().Owing(ids)
	if err != nil {
		return nil, err
	}
	files := make(map[string]*onFile, len(ids))
	for _, id := range ids {
		files[id] = &onFile{of[id], owing[id]}
	}
	return files, nil
}

// attendanceOf is when the attendee was at the venue and online, and which sessions they attended.
func attendanceOf(q *models.Query, e *models.Event, r *models.Registration) (a attendance.Attendance, err error) {
	event, err := attendance.Read(q, e)
	if err != nil {
		return a, err
	}
	files, err := attendance.Files(q, r.ID)
	if err != nil {
		return a, err
	}
	return event.Of(files[r.ID]), nil
}
