package models

import (
	"time"

	"gorm.io/gorm"
)

// MessageState is the state of a message.
type MessageState string

// The states.
const (
	MessageDraft     MessageState = "draft"
	MessageScheduled MessageState = "scheduled"
	// MessageAutomatic sends itself at a time that follows from the event's; MessageOff would.
	MessageAutomatic MessageState = "automatic"
	MessageOff       MessageState = "off"
	MessageSending   MessageState = "sending" // its mails are being queued
	MessageSent      MessageState = "sent"    // they all are
)

// Message is what staff write to attendees of an event, in one or both languages (Markdown).
type Message struct {
	ID      string
	EventID string
	// Preset names the ready-made message that it is, nil for one that staff began.
	Preset    *string
	State     MessageState
	SubjectJa string
	SubjectEn string
	BodyJa    string
	BodyEn    string
	Audience  Audience `gorm:"serializer:json"`
	// News is what nobody needs to take part: it has a way out, and does not reach who took it.
	News bool
	// Urgent goes at any hour, and to whom others were sent just before; see Event.QuietAt.
	Urgent bool
	// SendAt is when it is to be sent, nil for a draft.
	SendAt *time.Time
	// AccountID is of who wrote it last, nil for a ready-made one that nobody changed.
	AccountID *string
	Version   int
	CreatedAt time.Time
	UpdatedAt time.Time
	StartedAt *time.Time
	QueuedAt  *time.Time
	// StoppedAt is when staff stopped it while its mails left, nil where they did not.
	StoppedAt *time.Time
}

// PresetName names the ready-made message that it is, "" for one that staff began.
func (m *Message) PresetName() string {
	if m.Preset == nil {
		return ""
	}
	return *m.Preset
}

// Editable reports whether it may still be changed.
func (m *Message) Editable() bool { return m.State != MessageSending && m.State != MessageSent }

// Audience is to whom a message goes: who the filter of the list of people chooses when it is sent. It is stored, so
// its fields have names of their own.
type Audience struct {
	Query        string            `json:"query,omitempty"`
	TicketTypeID string            `json:"ticket_type,omitempty"`
	State        RegistrationState `json:"state,omitempty"`
	Mode         Mode              `json:"mode,omitempty"`
	Attended     Attended          `json:"attended,omitempty"`
	NeedsOnly    bool              `json:"needs,omitempty"`
	// Organization is what they belong to, Answered whether they answered the survey.
	Organization string   `json:"organization,omitempty"`
	Answered     Answered `json:"answered,omitempty"`
	// SurveyID is of the survey that is meant, "" for the latest.
	SurveyID      string        `json:"survey,omitempty"`
	TagIDs        []string      `json:"tags,omitempty"`
	Answers       []GivenAnswer `json:"answers,omitempty"`
	OnlineAtLeast int           `json:"online,omitempty"`
	MailFailed    bool          `json:"mail_failed,omitempty"`
	NoEmail       bool          `json:"no_email,omitempty"`
	Made          *Interval     `json:"made,omitempty"`
	Cancelled     *Interval     `json:"cancelled,omitempty"`
	// NoOrganization is for those who wrote none.
	NoOrganization bool     `json:"no_organization,omitempty"`
	Way            EntryWay `json:"way,omitempty"`
	// Chosen goes to the people who were chosen one by one; see MessageStore.Choose. The other fields are empty then.
	Chosen bool `json:"chosen,omitempty"`
}

// Answered says whether people answered the surveys that they were asked to answer.
type Answered string

// Whether people answered. Who was asked nothing is in neither.
const (
	AnsweredYes Answered = "yes"
	AnsweredNot Answered = "no"
)

// Filter is the audience as the list of people has it.
func (a *Audience) Filter() RegistrationFilter {
	f := RegistrationFilter{
		Query: a.Query, TicketTypeID: a.TicketTypeID, State: a.State, Mode: a.Mode, Attended: a.Attended,
		NeedsOnly: a.NeedsOnly, Organization: a.Organization, TagIDs: a.TagIDs, Answers: a.Answers,
		OnlineAtLeast: a.OnlineAtLeast, MailFailed: a.MailFailed, NoEmail: a.NoEmail, Made: a.Made,
		Cancelled: a.Cancelled, NoOrganization: a.NoOrganization, Way: a.Way,
	}
	if a.Answered != "" {
		f.Survey = &OfSurvey{SurveyID: a.SurveyID, Answered: a.Answered == AnsweredYes}
	}
	return f
}

// AudienceOf is to whom a message goes that is written to those whom the filter chooses.
func AudienceOf(f *RegistrationFilter) Audience {
	a := Audience{
		Query: f.Query, TicketTypeID: f.TicketTypeID, State: f.State, Mode: f.Mode, Attended: f.Attended,
		NeedsOnly: f.NeedsOnly, Organization: f.Organization, TagIDs: f.TagIDs, Answers: f.Answers,
		OnlineAtLeast: f.OnlineAtLeast, MailFailed: f.MailFailed, NoEmail: f.NoEmail, Made: f.Made,
		Cancelled: f.Cancelled, NoOrganization: f.NoOrganization, Way: f.Way,
	}
	if f.Survey != nil {
		a.SurveyID, a.Answered = f.Survey.SurveyID, AnsweredNot
		if f.Survey.Answered {
			a.Answered = AnsweredYes
		}
	}
	return a
}

// Reach counts whom an audience reaches.
type Reach struct {
	Japanese, English int // by the language in which they are written to
	WithoutMail       int // who have no address
	Bounced           int // from whose address mails came back
}

// People is how many get a mail.
func (r *Reach) People() int { return r.Japanese + r.English }

// MessageQuery reads messages.
type MessageQuery struct{ q *Query }

// MessageStore reads and writes messages.
type MessageStore struct {
	MessageQuery
	tx *Tx
}

// Messages reads messages.
func (q *Query) Messages() MessageQuery { return MessageQuery{q} }

// Messages reads and writes messages.
func (tx *Tx) Messages() MessageStore { return MessageStore{tx.Query.Messages(), tx} }

// Reach counts the audience of a message as it is now. Who refuses the organization's news is not in the audience of
// news.
func (store MessageQuery) Reach(e *Event, m *Message) (*Reach, error) {
	var rows []struct {
		Locale           string
		HasMail, Bounced bool
		Count            int
	}
	err := store.audience(e, m).Model(&Registration{}).
		Select("locale, email <> '' AS has_mail, " + hasBounced + " AS bounced, COUNT(*) AS count").
		Group("1, 2, 3").Scan(&rows).Error
	var reach Reach
	for _, row := range rows {
		switch {
		case !row.HasMail:
			reach.WithoutMail += row.Count
		case row.Bounced:
			reach.Bounced += row.Count
		case row.Locale == "en":
			reach.English += row.Count
		default:
			reach.Japanese += row.Count
		}
	}
	return &reach, err
}

func (store MessageQuery) audience(e *Event, m *Message) *gorm.DB {
	g := store.q.Registrations().filtered(e, m.Audience.Filter())
	if m.Audience.Chosen {
		g = g.Where("id IN (SELECT registration_id FROM message_people WHERE message_id = ?)", m.ID)
	}
	if m.News {
		g = g.Where("email_key NOT IN (SELECT email_key FROM news_refusals WHERE organization_id = ?)", e.OrganizationID).
			Where("'mark:' || address_mark NOT IN (SELECT email_key FROM news_refusals WHERE organization_id = ?)",
				e.OrganizationID)
	}
	return g
}

// Addressees lists the audience after the registration with the id, in the order of ids, at most limit.
func (store MessageQuery) Addressees(e *Event, m *Message, after string, limit int) ([]Registration, error) {
	var list []Registration
	err := store.audience(e, m).Where("id > ? AND NOT "+hasBounced, after).Order("id").Limit(limit).Find(&list).Error
	return list, err
}

// Addressee is the person with the number, from 0, of the audience in 五十音 order, nil after the last one. Who has no
// address is left out.
func (store MessageQuery) Addressee(e *Event, m *Message, number int) (*Registration, error) {
	var list []Registration
	err := store.audience(e, m).Preload("TicketType").Where("email <> '' AND NOT " + hasBounced).Order("sort_key, id").
		Offset(number).Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// Choose has a message go to those whom the filter chooses now, and returns how many.
func (store MessageStore) Choose(e *Event, m *Message, f RegistrationFilter) (int, error) {
	chosen := store.tx.Registrations().filtered(e, f).Model(&Registration{}).Select("id")
	result := store.tx.g.Exec(`INSERT INTO message_people (message_id, registration_id)
		SELECT ?, id FROM (?) AS chosen WHERE TRUE ON CONFLICT DO NOTHING`, m.ID, chosen)
	return int(result.RowsAffected), result.Error
}

// ChooseLike has a message go to those for whom another one was chosen.
func (store MessageStore) ChooseLike(m, other *Message) error {
	return store.tx.g.Exec(`INSERT INTO message_people (message_id, registration_id)
		SELECT ?, registration_id FROM message_people WHERE message_id = ?`, m.ID, other.ID).Error
}

// Chosen lists whom a message was chosen for in 五十音 order, at most limit.
func (store MessageQuery) Chosen(e *Event, m *Message, limit int) ([]Registration, error) {
	if !m.Audience.Chosen {
		return nil, nil
	}
	var list []Registration
	err := store.audience(e, m).Order("sort_key, id").Limit(limit).Find(&list).Error
	return list, err
}

// OnlyOnline reports whether all for whom a message was chosen take part online.
func (store MessageQuery) OnlyOnline(m *Message) (bool, error) {
	var others int64
	err := store.q.g.Table("message_people").
		Joins("JOIN registrations ON registrations.id = message_people.registration_id").
		Joins("JOIN ticket_types ON ticket_types.id = registrations.ticket_type_id").
		Where("message_id = ? AND ticket_types.mode <> ?", m.ID, ModeOnline).Limit(1).Count(&others).Error
	return others == 0, err
}

// OfEvent lists the event's messages: those to come first, then the others, the latest first.
func (store MessageQuery) OfEvent(e *Event, limit int) ([]Message, error) {
	var list []Message
	err := store.q.g.Where("event_id = ?", e.ID).Order("created_at DESC, id DESC").Limit(limit).Find(&list).Error
	return list, err
}

// InEvent finds one of the event's messages.
func (store MessageQuery) InEvent(e *Event, id string) (*Message, error) {
	return store.find("event_id = ? AND id = ?", e.ID, id)
}

// ByID finds a message, for sending it.
func (store MessageQuery) ByID(id string) (*Message, error) { return store.find("id = ?", id) }

// ByPreset finds the event's message that a ready-made one became.
func (store MessageQuery) ByPreset(e *Event, preset string) (*Message, error) {
	return store.find("event_id = ? AND preset = ?", e.ID, preset)
}

func (store MessageQuery) find(where string, args ...any) (*Message, error) {
	var m Message
	err := store.q.g.Where(where, args...).Take(&m).Error
	return &m, notFound(err)
}

// MailTallies counts the mails of messages by message and state.
func (store MessageQuery) MailTallies(ids []string) (map[string]map[MailState]int, error) {
	var rows []struct {
		OfMessage string
		State     MailState
		Count     int
	}
	err := store.q.g.Model(&Mail{}).Select("of_message, state, COUNT(*) AS count").
		Where(store.q.inList("of_message", ids)).Group("of_message, state").Scan(&rows).Error
	tallies := make(map[string]map[MailState]int, len(ids))
	for _, row := range rows {
		if tallies[row.OfMessage] == nil {
			tallies[row.OfMessage] = map[MailState]int{}
		}
		tallies[row.OfMessage][row.State] = row.Count
	}
	return tallies, err
}

// Mails lists the mails of a message after the one with the id, in a state or in all ("").
func (store MessageQuery) Mails(m *Message, state MailState, after string, limit int) ([]Mail, error) {
	g := store.q.g.Where("of_message = ? AND id > ?", m.ID, after)
	if state != "" {
		g = g.Where("state = ?", state)
	}
	var list []Mail
	err := g.Order("id").Limit(limit).Find(&list).Error
	return list, err
}

// Add stores a new message. It reports false where its id, or a message of the preset, is there already.
func (store MessageStore) Add(m *Message) (bool, error) {
	m.Version, m.CreatedAt, m.UpdatedAt = 1, store.tx.Now, store.tx.Now
	result := store.tx.g.Clauses(doNothing).Create(m)
	return result.RowsAffected == 1, result.Error
}

// Save stores changed texts, audience and state of one that is not sent yet. It is CodeConflict if it was changed since
// version, or began to be sent.
func (store MessageStore) Save(m *Message, version int) error {
	m.Version, m.UpdatedAt = version+1, store.tx.Now
	return mustAffect(
		store.tx.g.Model(&Message{}).Where("id = ? AND event_id = ? AND version = ?", m.ID, m.EventID, version).
			Where("state NOT IN ?", []MessageState{MessageSending, MessageSent}).
			Select("state", "subject_ja", "subject_en", "body_ja", "body_en", "audience", "news", "urgent", "send_at",
				"account_id", "version", "updated_at").Updates(m),
		NewError(CodeConflict, "message.changed_meanwhile"),
	)
}

// Start records that a scheduled message is being sent. It reports false where it is no longer scheduled.
func (store MessageStore) Start(m *Message) (bool, error) {
	result := store.tx.g.Model(&Message{}).Where("id = ? AND state = ?", m.ID, MessageScheduled).
		Updates(map[string]any{"state": MessageSending, "started_at": store.tx.Now, "version": gorm.Expr("version + 1")})
	return result.RowsAffected == 1, result.Error
}

// Finish records that all mails of a message are queued.
func (store MessageStore) Finish(m *Message) error {
	return store.tx.g.Model(&Message{}).Where("id = ? AND state = ?", m.ID, MessageSending).
		Updates(map[string]any{"state": MessageSent, "queued_at": store.tx.Now}).Error
}

// Stop has the mails of a message that wait stay here, those that are to be queued too, and returns how many that were.
// A mail that is just being sent is not held. It is CodeConflict where it was stopped before, or did not start.
func (store MessageStore) Stop(m *Message) (int, error) {
	err := mustAffect(
		store.tx.g.Model(&Message{}).Where("id = ? AND state IN ? AND stopped_at IS NULL", m.ID,
			[]MessageState{MessageSending, MessageSent}).Update("stopped_at", store.tx.Now),
		NewError(CodeConflict, "message.stopped_before"),
	)
	if err != nil {
		return 0, err
	}
	const waits = `SELECT 'mail:' || id FROM mails WHERE of_message = ? AND state = ?`
	err = store.tx.g.Exec("DELETE FROM jobs WHERE state = ? AND (locked_until IS NULL OR locked_until < ?) AND cause IN ("+
		waits+")", JobWaiting, store.tx.Now, m.ID, MailQueued).Error
	if err != nil {
		return 0, err
	}
	result := store.tx.g.Model(&Mail{}).Where("of_message = ? AND state = ?", m.ID, MailQueued).
		Where("NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.cause = 'mail:' || mails.id AND jobs.state = ?)", JobWaiting).
		Update("state", MailStopped)
	return int(result.RowsAffected), result.Error
}

// ReleasePreset lets another message take the place of a ready-made one that was sent.
func (store MessageStore) ReleasePreset(m *Message) error {
	return store.tx.g.Model(&Message{}).Where("id = ?", m.ID).Update("preset", nil).Error
}

// Delete removes a message that was not sent. It is CodeConflict for one that was.
func (store MessageStore) Delete(m *Message) error {
	return mustAffect(
		store.tx.g.Where("id = ? AND event_id = ? AND state IN ?", m.ID, m.EventID,
			[]MessageState{MessageDraft, MessageScheduled, MessageAutomatic, MessageOff}).Delete(&Message{}),
		NewError(CodeConflict, "message.changed_meanwhile"),
	)
}

// retried are the states of mails that Retry sends again.
var retried = []MailState{MailFailed, MailBounced}

// canGo is true of a mail to whose person's address something may be delivered.
const canGo = `NOT EXISTS (SELECT 1 FROM registrations
	JOIN bounced_addresses ON bounced_addresses.email_key = registrations.email_key
	WHERE registrations.id = mails.registration_id)`

// Retry queues the mails of a message that were given up or came back once more, to the addresses that people have now.
// It returns how many.
func (store MessageStore) Retry(m *Message) (int, error) {
	var ids []string
	failed := store.tx.g.Model(&Mail{}).Where("of_message = ? AND state IN ? AND "+canGo, m.ID, retried)
	if err := failed.Order("id").Pluck("id", &ids).Error; err != nil || len(ids) == 0 {
		return 0, err
	}
	err := store.tx.g.Exec(`UPDATE mails SET state = ?, attempts = 0, last_error = '', bounce = '', bounced_at = NULL,
		to_address = COALESCE((SELECT email FROM registrations WHERE id = mails.registration_id), to_address)
		WHERE of_message = ? AND state IN ? AND `+canGo, MailQueued, m.ID, retried).Error
	if err != nil {
		return 0, err
	}
	causes := make([]string, len(ids))
	for i, id := range ids {
		causes[i] = "mail:" + id
	}
	if err := store.tx.g.Where(store.tx.inList("cause", causes)).Delete(&Job{}).Error; err != nil {
		return 0, err
	}
	return len(ids), store.tx.Jobs().addMails(ids, store.tx.Now)
}

// Around lists the published events that are not over before from and begin before until.
func (store EventQuery) Around(from, until time.Time) ([]Event, error) {
	var list []Event
	err := store.q.g.Where("state = ? AND ends_at > ? AND starts_at < ?", EventPublished, from.UTC(), until.UTC()).
		Order("starts_at, id").Find(&list).Error
	return list, err
}

// RefusesNews reports whether a registration's address wants no news of the event's organization.
func (store MessageQuery) RefusesNews(e *Event, r *Registration) (bool, error) {
	var n int64
	err := store.q.g.Table("news_refusals").
		Where("organization_id = ? AND email_key IN ?", e.OrganizationID, []string{r.EmailKey, "mark:" + r.AddressMark}).
		Count(&n).Error
	return n > 0, err
}

// RefuseNews records that a registration's address wants no news of the event's organization.
func (store MessageStore) RefuseNews(r *Registration) error {
	return store.tx.g.Exec(`INSERT INTO news_refusals (organization_id, email_key, created_at)
		SELECT organization_id, ?, ? FROM events WHERE id = ? ON CONFLICT DO NOTHING`,
		r.EmailKey, store.tx.Now, r.EventID).Error
}
