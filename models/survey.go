package models

import (
	"encoding/json"
	"time"
)

// SurveyState is the state of a survey.
type SurveyState string

// The survey states. A closed survey may be opened again as long as it is not released.
const (
	SurveyDraft  SurveyState = "draft"
	SurveyOpen   SurveyState = "open"
	SurveyClosed SurveyState = "closed"
)

// Survey is a list of questions to the attendees of an event.
type Survey struct {
	ID      string
	EventID string
	State   SurveyState
	// Anonymity says whether answers lead to who gave them.
	Anonymity SurveyAnonymity
	// Facts are what may travel with a response of who agrees.
	Facts   []SurveyFact `gorm:"serializer:json"`
	TitleJa string
	TitleEn string
	IntroJa string
	IntroEn string
	// OpensAfterEvent makes the survey open automatically when the event ends.
	OpensAfterEvent bool
	// OpensAt makes the survey open automatically at a time.
	OpensAt  *time.Time
	ClosesAt *time.Time
	// Audience is whom the survey asks, AudienceSession the session whose people are asked.
	Audience        SurveyAudience
	AudienceSession string
	// Reminders are when those who have not answered are reminded, RemindedAt until when that was done.
	Reminders  []time.Time `gorm:"serializer:json"`
	RemindedAt *time.Time
	// LinkNumber counts the links by which anyone may answer, LinkOpen says that the last one does.
	LinkNumber int
	LinkOpen   bool
	OpenedAt   *time.Time
	ClosedAt   *time.Time
	// Release is what may be published, nil as long as nothing may.
	Release *SurveyRelease `gorm:"serializer:json"`
	// ResultsPublishedAt is when its numbers were put on the event's page, nil where they are not there.
	ResultsPublishedAt *time.Time
	Version            int
	CreatedAt          time.Time
	UpdatedAt          time.Time

	Questions []Question `gorm:"foreignKey:SurveyID;->"`
}

// Accepts reports whether the survey takes answers at the time.
func (s *Survey) Accepts(now time.Time) bool {
	return s.State == SurveyOpen && (s.ClosesAt == nil || now.Before(*s.ClosesAt))
}

// SurveyQuery reads surveys.
type SurveyQuery struct{ q *Query }

// SurveyStore reads and writes surveys.
type SurveyStore struct {
	SurveyQuery
	tx *Tx
}

// Surveys reads surveys.
func (q *Query) Surveys() SurveyQuery { return SurveyQuery{q} }

// Surveys reads and writes surveys.
func (tx *Tx) Surveys() SurveyStore { return SurveyStore{tx.Query.Surveys(), tx} }

// OfEvent lists the surveys of the event with their questions, the oldest first.
func (store SurveyQuery) OfEvent(e *Event) ([]Survey, error) {
	var list []Survey
	err := store.q.g.Preload("Questions", inPosition).Where("event_id = ?", e.ID).Order("created_at, id").Find(&list).Error
	return list, err
}

// ByID finds one of the event's surveys, with its questions.
func (store SurveyQuery) ByID(e *Event, id string) (*Survey, error) {
	var s Survey
	err := store.q.g.Preload("Questions", inPosition).Where("event_id = ? AND id = ?", e.ID, id).Take(&s).Error
	return &s, notFound(err)
}

// OfHost lists the surveys that were opened of the other events of the event's host, the newest first, with their
// questions.
func (store SurveyQuery) OfHost(e *Event, limit int) ([]Survey, error) {
	var list []Survey
	err := store.q.g.Preload("Questions", inPosition).
		Where("opened_at IS NOT NULL AND event_id IN (SELECT id FROM events WHERE organization_id = ? AND id <> ?)",
			e.OrganizationID, e.ID).
		Order("opened_at DESC, id").Limit(limit).Find(&list).Error
	return list, err
}

// EventOf finds the event that a survey belongs to.
func (store SurveyQuery) EventOf(id string) (*Event, error) {
	var s Survey
	if err := store.q.g.Select("event_id").Where("id = ?", id).Take(&s).Error; err != nil {
		return nil, notFound(err)
	}
	return store.q.Events().ByID(s.EventID)
}

// Create stores a new survey, without questions, as a draft unless a state is set.
func (store SurveyStore) Create(s *Survey) error {
	s.ID, s.Version, s.CreatedAt, s.UpdatedAt = NewID(), 1, store.tx.Now, store.tx.Now
	if s.State == "" {
		s.State = SurveyDraft
	}
	if s.Audience == "" {
		s.Audience = AskAttended
	}
	if s.Anonymity == "" {
		s.Anonymity = SurveyAnonymous
	}
	return store.tx.g.Omit("Questions").Create(s).Error
}

// Update stores the texts and times of a survey, whom it asks and its anonymity, but not its state.
func (store SurveyStore) Update(s *Survey) error {
	reminders, err := json.Marshal(s.Reminders)
	if err != nil {
		return err
	}
	facts, err := json.Marshal(s.Facts)
	if err != nil {
		return err
	}
	return store.change(s, nil, map[string]any{
		"title_ja": s.TitleJa, "title_en": s.TitleEn, "intro_ja": s.IntroJa, "intro_en": s.IntroEn,
		"opens_after_event": s.OpensAfterEvent, "opens_at": s.OpensAt, "closes_at": s.ClosesAt,
		"audience": s.Audience, "audience_session": s.AudienceSession, "reminders": string(reminders),
		"anonymity": s.Anonymity, "facts": string(facts),
	})
}

// Lock keeps others from changing the survey until the transaction ends. It is CodeConflict if the state is not one of
// those given.
func (store SurveyStore) Lock(s *Survey, in ...SurveyState) error {
	return store.change(s, in, map[string]any{})
}

// LockRow keeps others from answering, inviting to or changing the survey until the transaction ends. It changes
// nothing.
func (store SurveyStore) LockRow(s *Survey) error {
	var ids []string
	return store.tx.g.Model(&Survey{}).Clauses(forUpdate).Where("id = ?", s.ID).Pluck("id", &ids).Error
}

// Open opens a survey. It is CodeConflict if it is open already, or released. A closing time in the past is removed.
func (store SurveyStore) Open(s *Survey) error {
	if s.Release != nil {
		return NewError(CodeConflict, "survey.released")
	}
	fields := map[string]any{"state": SurveyOpen, "closed_at": nil}
	if s.OpenedAt == nil {
		fields["opened_at"] = store.tx.Now
	}
	if s.ClosesAt != nil && !store.tx.Now.Before(*s.ClosesAt) {
		fields["closes_at"] = nil
	}
	return store.change(s, []SurveyState{SurveyDraft, SurveyClosed}, fields)
}

// Close closes a survey. It is CodeConflict if it is not open.
func (store SurveyStore) Close(s *Survey) error {
	return store.change(s, []SurveyState{SurveyOpen}, map[string]any{"state": SurveyClosed, "closed_at": store.tx.Now})
}

func (store SurveyStore) change(s *Survey, in []SurveyState, fields map[string]any) error {
	s.Version++
	fields["version"], fields["updated_at"] = s.Version, store.tx.Now
	g := store.tx.g.Model(&Survey{}).Where("id = ? AND version = ?", s.ID, s.Version-1)
	if len(in) > 0 {
		g = g.Where("state IN ?", in)
	}
	return mustAffect(g.Updates(fields), NewError(CodeConflict, "error.conflict"))
}

// PublishResults records that the numbers of the survey stand on the event's page, or do not.
func (store SurveyStore) PublishResults(s *Survey, published bool) error {
	var at *time.Time
	if published {
		at = &store.tx.Now
	}
	return store.tx.g.Model(&Survey{}).Where("id = ?", s.ID).Update("results_published_at", at).Error
}

// Delete removes a draft. It is CodeConflict if the survey was ever opened: it may have answers.
func (store SurveyStore) Delete(s *Survey) error {
	return mustAffect(
		store.tx.g.Where("id = ? AND state = ? AND opened_at IS NULL", s.ID, SurveyDraft).Delete(&Survey{}),
		NewError(CodeConflict, "survey.frozen"),
	)
}

// DueToOpen lists the drafts with questions that open automatically and whose event is over, or whose time has come.
func (store SurveyQuery) DueToOpen() ([]Survey, error) {
	var list []Survey
	err := store.q.g.Where(`state = ? AND (opens_after_event = ? OR opens_at <= ?)
		AND EXISTS (SELECT 1 FROM questions WHERE questions.survey_id = surveys.id)
		AND EXISTS (SELECT 1 FROM events WHERE events.id = surveys.event_id AND events.state = ?
			AND (opens_at <= ? OR events.ends_at <= ?))`,
		SurveyDraft, true, store.q.Now, EventPublished, store.q.Now, store.q.Now).
		Order("created_at, id").
		Limit(100).
		Find(&list).
		Error
	return list, err
}

// DueToClose lists the open surveys whose closing time has passed.
func (store SurveyQuery) DueToClose() ([]Survey, error) {
	var list []Survey
	err := store.q.g.Preload("Questions", inPosition).
		Where("state = ? AND closes_at <= ?", SurveyOpen, store.q.Now).
		Order("created_at, id").
		Limit(100).
		Find(&list).
		Error
	return list, err
}

// OpenSince lists the open surveys whose event ended between the time and now.
func (store SurveyQuery) OpenSince(ended time.Time) ([]Survey, error) {
	var list []Survey
	err := store.q.g.Where(`state = ? AND EXISTS (SELECT 1 FROM events
		WHERE events.id = surveys.event_id AND events.ends_at <= ? AND events.ends_at > ? AND events.state <> ?)`,
		SurveyOpen, store.q.Now, ended.UTC(), EventPostponed).
		Order("created_at, id").
		Limit(100).
		Find(&list).
		Error
	return list, err
}

// OpenFor lists the event's surveys that an attendee may answer now: they were asked, or are among those whom the
// survey asks, and have not answered yet. Who attended a session is asked first, as that is computed.
func (store SurveyQuery) OpenFor(e *Event, r *Registration) ([]Survey, error) {
	var open, list []Survey
	err := store.q.g.Where(`event_id = ? AND state = ? AND (closes_at IS NULL OR closes_at > ?)
		AND (NOT EXISTS (SELECT 1 FROM invitations
				WHERE invitations.survey_id = surveys.id AND invitations.registration_id = ?)
			OR EXISTS (SELECT 1 FROM open_invitations
				WHERE open_invitations.survey_id = surveys.id AND open_invitations.registration_id = ?))`,
		e.ID, SurveyOpen, store.q.Now, r.ID, r.ID).
		Order("created_at, id").
		Find(&open).
		Error
	for i := range open {
		var asked bool
		if asked, err = store.q.SurveyInvitations().Has(&open[i], r); err == nil && !asked {
			asked, err = store.q.SurveyInvitations().Includes(Asked{Survey: &open[i]}, r)
		}
		if err != nil {
			return nil, err
		}
		if asked {
			list = append(list, open[i])
		}
	}
	return list, err
}
