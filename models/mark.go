package models

// Marks count the parts of an event, for the menu of its staff pages.
type Marks struct {
	TicketTypes, Taken, Sessions int
	Surveys, EmptySurveys        int
	OpenSurveys, ClosedSurveys   int
	FailedMails                  int
	// LatestSurvey is the id of the survey that was made last, "" where there is none.
	LatestSurvey string
}

// maxMarked is how far mails are counted: a mark is a small number.
const maxMarked = 100

// Marks reads what the menu tells, in one query that reads counters and short lists only.
func (store EventQuery) Marks(e *Event) (*Marks, error) {
	const withoutQuestion = "NOT EXISTS (SELECT 1 FROM questions WHERE survey_id = surveys.id)"
	var m Marks
	err := store.q.g.Raw(`SELECT
		(SELECT COUNT(*) FROM ticket_types WHERE event_id = @event) AS ticket_types,
		(SELECT COALESCE(SUM(taken), 0) FROM ticket_types WHERE event_id = @event) AS taken,
		(SELECT COUNT(*) FROM sessions WHERE event_id = @event AND cancelled_at IS NULL) AS sessions,
		(SELECT COUNT(*) FROM surveys WHERE event_id = @event) AS surveys,
		(SELECT COUNT(*) FROM surveys WHERE event_id = @event AND `+withoutQuestion+`) AS empty_surveys,
		(SELECT COUNT(*) FROM surveys WHERE event_id = @event AND state = @open) AS open_surveys,
		(SELECT COUNT(*) FROM surveys WHERE event_id = @event AND state = @closed) AS closed_surveys,
		(SELECT COUNT(*) FROM (SELECT 1 FROM mails WHERE event_id = @event AND state = @failed LIMIT @most) AS f)
			AS failed_mails,
		COALESCE((SELECT MAX(id) FROM surveys WHERE event_id = @event), '') AS latest_survey`,
		map[string]any{
			"event": e.ID, "open": SurveyOpen, "closed": SurveyClosed, "failed": MailFailed, "most": maxMarked,
		}).Scan(&m).Error
	return &m, err
}
