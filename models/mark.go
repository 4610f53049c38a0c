package models

// Marks count the parts of an event, for the menu of its staff pages.
type Marks struct {
	TicketTypes, Taken, Sessions int
	Surveys, EmptySurveys        int
	OpenSurveys, ClosedSurveys   int
	FailedMails                  int
	// Asked is how much of what people ask for to take part waits for an answer.
	Asked int
	// Clashes are two sessions at one time that need the same room or speaker.
	Clashes int
	// LatestSurvey is the id of the survey that was made last, "" where there is none.
	LatestSurvey string
}

// maxMarked is how far mails are counted: a mark is a small number.
const maxMarked = 100

// Marks reads what the menu tells, in one query that reads counters and short lists only.
func (store EventQuery) Marks(e *Event) (*Marks, error) {
	const together = `a.event_id = @event AND b.event_id = @event AND a.id < b.id AND a.starts_at < b.ends_at
		AND b.starts_at < a.ends_at AND a.cancelled_at IS NULL AND b.cancelled_at IS NULL`
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
		(SELECT COUNT(*) FROM accessibility_requests JOIN registrations ON registrations.id = registration_id AND `+isLive+`
			WHERE accessibility_requests.event_id = @event AND accessibility_requests.state = @asked) AS asked,
		(SELECT COUNT(*) FROM sessions a, sessions b WHERE `+together+`
			AND a.room_id = b.room_id AND (a.kind <> @booth OR b.kind <> @booth))
		+ (SELECT COUNT(*) FROM sessions a, sessions b, session_speakers x, session_speakers y WHERE `+together+`
			AND x.session_id = a.id AND y.session_id = b.id AND x.speaker_id = y.speaker_id) AS clashes,
		COALESCE((SELECT MAX(id) FROM surveys WHERE event_id = @event), '') AS latest_survey`,
		map[string]any{
			"event": e.ID, "open": SurveyOpen, "closed": SurveyClosed, "failed": MailFailed, "most": maxMarked,
			"asked": AccessibilityAsked,
			"booth": SessionBooth,
		}).Scan(&m).Error
	return &m, err
}

// Progress counts what the start page of an event tells besides its ticket types.
type Progress struct {
	// WaitingPartners were asked whether they may be named and have not answered.
	WaitingPartners int
	// Online is how many people were ever in the online room.
	Online int
	// Invited were asked to answer the survey that was made last, of whom Unanswered have not.
	Invited, Unanswered int
}

// Answered is how many answered.
func (p *Progress) Answered() int { return p.Invited - p.Unanswered }

// Progress reads it, each number from an index.
func (store EventQuery) Progress(e *Event) (*Progress, error) {
	const latest = "(SELECT MAX(id) FROM surveys WHERE event_id = @event)"
	var p Progress
	err := store.q.g.Raw(`SELECT
		(SELECT COUNT(*) FROM event_organizations
			WHERE event_id = @event AND accepted_at IS NULL AND declined_at IS NULL) AS waiting_partners,
		(SELECT COUNT(*) FROM (SELECT DISTINCT registration_id FROM presences WHERE event_id = @event) AS o) AS online,
		(SELECT COUNT(*) FROM invitations WHERE survey_id = `+latest+`) AS invited,
		(SELECT COUNT(*) FROM open_invitations WHERE survey_id = `+latest+`) AS unanswered`,
		map[string]any{"event": e.ID}).Scan(&p).Error
	return &p, err
}

// Places are the places of an event's ticket types together.
type Places struct {
	EventID         string
	Taken, Capacity int
	// Limited says that each ticket type has a number of places.
	Limited bool
}

// PlacesOf sums up the places of events, by their id.
func (store EventQuery) PlacesOf(events []Event) (map[string]Places, error) {
	ids := make([]string, len(events))
	for i := range events {
		ids[i] = events[i].ID
	}
	var list []Places
	err := store.q.g.Model(&TicketType{}).
		Select(`event_id, SUM(taken) AS taken, COALESCE(SUM(capacity), 0) AS capacity,
			COUNT(*) = COUNT(capacity) AS limited`).
		Where(store.q.inList("event_id", ids)).Group("event_id").Scan(&list).Error
	byID := make(map[string]Places, len(list))
	for _, p := range list {
		byID[p.EventID] = p
	}
	return byID, err
}
