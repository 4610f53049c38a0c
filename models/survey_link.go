package models

// ModeLink is the way of attending in the response of somebody who answered by the survey's link: nothing is known of
// them, nor whether they have answered by an invitation as well.
const ModeLink Mode = "link"

// surveyBrowser is the mark of a browser that has answered a survey by its link.
type surveyBrowser struct {
	SurveyID string
	Mark     string
}

// TableName is the table of marks.
func (surveyBrowser) TableName() string { return "survey_browsers" }

// HasLink reports whether some of the survey's responses may have come by its link.
func (s *Survey) HasLink() bool { return s.LinkNumber > 0 }

// AnyByID finds a survey of any event, with its questions. Its link leads to it.
func (store SurveyQuery) AnyByID(id string) (*Survey, error) {
	var s Survey
	err := store.q.g.Preload("Questions", inPosition).Where("id = ?", id).Take(&s).Error
	return &s, notFound(err)
}

// SetLink stores how many links of the survey were made, and whether the last one opens it. It is CodeConflict where
// the survey is released, or was changed meanwhile.
func (store SurveyStore) SetLink(s *Survey, number int, open bool) error {
	if s.Release != nil {
		return NewError(CodeConflict, "survey.released")
	}
	if s.IsSigned() && open {
		return NewError(CodeConflict, "survey_names.no_link")
	}
	s.LinkNumber, s.LinkOpen = number, open
	return store.change(s, nil, map[string]any{"link_number": number, "link_open": open})
}

// HasBrowserAnswered reports whether a browser has answered the survey by its link.
func (store SurveyQuery) HasBrowserAnswered(s *Survey, mark string) (bool, error) {
	var n int64
	err := store.q.g.Model(&surveyBrowser{}).Where("survey_id = ? AND mark = ?", s.ID, mark).Count(&n).Error
	return n > 0, err
}

// TakeBrowser marks a browser. It reports false if that was done, or if the link does not open the survey now. One
// conditional statement decides, also for two requests at the same time.
func (store SurveyStore) TakeBrowser(s *Survey, mark string) (bool, error) {
	result := store.tx.g.Exec(
		`INSERT INTO survey_browsers (survey_id, mark) SELECT surveys.id, ? FROM surveys
		WHERE surveys.id = ? AND surveys.state = ? AND surveys.link_open AND surveys.link_number = ?
		AND (surveys.closes_at IS NULL OR surveys.closes_at > ?)
		ON CONFLICT DO NOTHING`,
		mark, s.ID, SurveyOpen, s.LinkNumber, store.tx.Now,
	)
	return result.RowsAffected == 1, result.Error
}

// WithLink lists the event's surveys whose link opens them, the newest first.
func (store SurveyQuery) WithLink(e *Event) ([]Survey, error) {
	var list []Survey
	err := store.q.g.Where("event_id = ? AND link_open AND state <> ?", e.ID, SurveyClosed).
		Order("created_at DESC, id").Find(&list).Error
	return list, err
}

// forgetBrowsers removes the marks of a survey that nobody can answer any more.
func (store SurveyStore) forgetBrowsers(s *Survey) error {
	return store.tx.g.Where("survey_id = ?", s.ID).Delete(&surveyBrowser{}).Error
}
