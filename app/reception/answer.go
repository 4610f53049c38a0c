package reception

import (
	"time"

	"meguri/app/service/i18n"
	"meguri/models"
)

// Answer is an outcome as the API gives it and the page shows it.
type Answer struct {
	ID           string                 `json:"id"`
	Result       models.CheckInResult   `json:"result"`
	Conflict     models.CheckInConflict `json:"conflict,omitempty"`
	Since        *time.Time             `json:"since,omitempty"`
	Registration *Attendee              `json:"registration,omitempty"`
	Text         string                 `json:"text"`
	CanUndo      bool                   `json:"can_undo"`
	Undone       bool                   `json:"-"`
}

// Attendee is what a receptionist may know of an attendee.
type Attendee struct {
	ID            string                   `json:"id"`
	Code          string                   `json:"code"`
	State         models.RegistrationState `json:"state"`
	Name          string                   `json:"name"`
	Reading       string                   `json:"reading"`
	Organization  string                   `json:"organization"`
	TicketType    string                   `json:"ticket_type"` // slug
	TypeName      string                   `json:"ticket_type_name"`
	Mode          models.Mode              `json:"mode"`
	Accessibility string                   `json:"needs,omitempty"`
	Photo         models.PhotoConsent      `json:"photo,omitempty"`
	PhotoText     string                   `json:"photo_text,omitempty"`
}

// Answer describes the outcome in the language of texts.
func (o *Outcome) Answer(texts *i18n.Localizer, event *models.Event) *Answer {
	return &Answer{
		ID:           o.CheckIn.ID,
		Result:       o.CheckIn.Result,
		Conflict:     o.CheckIn.Conflict,
		Since:        o.Since,
		Registration: attendeeOf(o.Registration, texts, event),
		Text:         o.text(texts, event),
		CanUndo:      o.CheckIn.CanUndo(),
		Undone:       o.CheckIn.UndoneAt != nil,
	}
}

// since is when a person who is inside came in, with the date where that is of another day.
func (o *Outcome) since(texts *i18n.Localizer, event *models.Event) string {
	at := event.Local(*o.Since)
	if event.DayOf(*o.Since).Equal(event.DayOf(o.CheckIn.ScannedAt)) {
		return texts.Time(at)
	}
	return texts.ShortDate(at) + " " + texts.Time(at)
}

func (o *Outcome) text(texts *i18n.Localizer, event *models.Event) string {
	if o.Since != nil {
		return texts.T("reception.already_since", "time", o.since(texts, event))
	}
	switch c := &o.CheckIn; c.Conflict {
	case models.ConflictCancelled, models.ConflictWaitlisted, models.ConflictRevoked, models.ConflictOver,
		models.ConflictNotHere, models.ConflictClosed:
		return texts.T("reception.admitted_" + string(c.Conflict))
	case models.ConflictNotInside, models.ConflictOtherContent:
	}
	return texts.T("reception.result_" + string(o.CheckIn.Result))
}

func attendeeOf(r *models.Registration, texts *i18n.Localizer, event *models.Event) *Attendee {
	if r == nil {
		return nil
	}
	photo := ""
	if r.Photo != models.PhotoUnasked {
		photo = texts.T("reception.photo_" + string(r.Photo))
	}
	if photo == "" && r.Recording == models.PhotoNo {
		photo = texts.T("reception.recording_no")
	}
	return &Attendee{
		Photo:         r.Photo,
		PhotoText:     photo,
		ID:            r.ID,
		Code:          r.Code,
		State:         r.State,
		Name:          r.Full(texts.Lang),
		Reading:       r.Reading(),
		Organization:  r.Organization,
		TicketType:    r.TicketType.Slug,
		TypeName:      texts.Pick(r.TicketType.NameJa, r.TicketType.NameEn),
		Mode:          event.ModeOf(r.TicketType),
		Accessibility: r.Accessibility,
	}
}

// Attendee is the attendee of the scan. All fields are empty where there is none.
func (a Answer) Attendee() Attendee {
	if a.Registration == nil {
		return Attendee{}
	}
	return *a.Registration
}
