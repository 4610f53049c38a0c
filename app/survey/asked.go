package survey

import (
	"slices"

	"meguri/app/service/attendance"
	"meguri/models"
)

// asked is whom a survey asks now. Who attended a session is computed, as for certificates and lists.
func asked(q *models.Query, event *models.Event, survey *models.Survey) (models.Asked, error) {
	asked := models.Asked{Survey: survey}
	if survey.Audience != models.AskSession {
		return asked, nil
	}
	held, err := attendance.Read(q, event)
	if err != nil {
		return asked, err
	}
	err = held.Each(q, models.RegistrationFilter{}, func(id string, a *attendance.Attendance) {
		if attendedSession(a, survey.AudienceSession) {
			asked.IDs = append(asked.IDs, id)
		}
	})
	return asked, err
}

func attendedSession(a *attendance.Attendance, id string) bool {
	return slices.ContainsFunc(a.Sessions, func(s attendance.Session) bool { return s.Session.ID == id && s.Attended() })
}

// isAsked reports whether a survey asks a person, without looking at everybody.
func isAsked(q *models.Query, event *models.Event, survey *models.Survey, r *models.Registration) (bool, error) {
	asked := models.Asked{Survey: survey}
	if survey.Audience == models.AskSession {
		held, err := attendance.Read(q, event)
		if err != nil {
			return false, err
		}
		files, err := attendance.Files(q, r.ID)
		if err != nil {
			return false, err
		}
		if a := held.Of(files[r.ID]); attendedSession(&a, survey.AudienceSession) {
			asked.IDs = []string{r.ID}
		}
	}
	return q.SurveyInvitations().Includes(asked, r)
}
