package registration

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/ask"
	"meguri/app/service/ticket"
	"meguri/models"
)

// AttendeePage is what attendees see of their own registration.
type AttendeePage struct {
	Registration *models.Registration
	Input        *CorrectInput
	// QR is the ticket, nil for who has no place.
	QR *ticket.QR
	// Position is the position in the waiting list, 0 for who does not wait.
	Position    int
	TicketTypes []models.TicketType
	Sessions    []models.Session
	Surveys     []models.Survey // to answer now
	// Materials and Next, the host's next event, are there once the event has ended.
	Materials   []models.Material
	Next        *models.Event
	RoomOpensAt time.Time
	RoomOpen    bool
	// Until is how far away the event is, nil once it has begun.
	Until *Until
	// IsToday says that the event is on this day, by its own clock, and has not ended.
	IsToday bool
	Ended   bool
	// CanChange says that the ticket type may be changed, and the place given back. IsInside says that it could be, if the
	// attendee were not inside now.
	CanChange, IsInside bool
	// CanCancel says that the place may be given back, also while the event waits for new dates.
	CanCancel bool
	// Companions are those whom the attendee registered. SharesAddress says that somebody else registered the attendee,
	// and has their mails.
	Companions    []Companion
	SharesAddress bool
	// AddressChange is the address that waits to be confirmed, nil for none.
	AddressChange *models.AddressChange
	// Book reads the attendee's answers. Asked says that the event's form has questions for them, and MayAnswer that they
	// may change what they answered.
	*ask.Book
	Asked, MayAnswer bool
	// WantsFile says that a file is needed that the attendee has not sent yet.
	WantsFile bool
	// Accessibility is what the attendee asks for to take part, with the answers, and NeedsUntil by when they should.
	Accessibility []models.AccessibilityRequest
	NeedsUntil    *time.Time
	// Joint are the joint uses of the attendee's data, with what they say.
	Joint []JointChoice
	// JointEnded are those that are over, of which the attendee was told.
	JointEnded []*models.JointUse
	// SignsUp says that there are sessions that people sign up for.
	SignsUp bool
	now     time.Time
}

// Until is how many days there are until an event by its own clock. Key is "today", "tomorrow" or "days".
type Until struct {
	Key  string
	Days int
}

func until(event *models.Event, now time.Time) *Until {
	if !now.Before(event.StartsAt) || event.IsPostponed() {
		return nil
	}
	days := daysBetween(event.Local(now), event.Local(event.StartsAt))
	switch days {
	case 0:
		return &Until{Key: "today"}
	case 1:
		return &Until{Key: "tomorrow", Days: 1}
	}
	return &Until{"days", days}
}

// daysBetween counts the midnights between two times of one clock.
func daysBetween(from, to time.Time) int {
	day := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	return int(day(to).Sub(day(from)) / (24 * time.Hour))
}

// AttendeePage reads the attendee's page. The attendee calls it, through the mailed link.
func (s *Service) AttendeePage(
	ctx context.Context, event *models.Event, r *models.Registration,
) (*AttendeePage, error) {
	q := s.db.Query(ctx)
	page := &AttendeePage{
		Registration: r,
		Input:        correctInputOf(r),
		now:          q.Now,
		RoomOpensAt:  event.LiveRoomHours().From,
		RoomOpen:     event.LiveRoomIsOpen(q.Now),
		Until:        until(event, q.Now),
		IsToday:      event.IsToday(q.Now),
		Ended:        event.Ended(q.Now),
		CanChange:    r.Live() && checkOpen(event, q.Now) == nil,
	}
	if err := page.read(q, event); err != nil {
		return page, err
	}
	if err := s.readCompanions(q, page); err != nil || r.State != models.RegistrationConfirmed {
		return page, err
	}
	if page.Ended {
		if err := page.readAfter(q, event); err != nil {
			return page, err
		}
	}
	var err error
	page.QR, err = s.TicketQR(ctx, event, r)
	return page, err
}

// readCompanions reads whom the attendee registered, or whether somebody else registered them: then the address is not
// theirs, and not shown.
func (s *Service) readCompanions(q *models.Query, page *AttendeePage) (err error) {
	if page.Companions, err = s.listCompanions(q, page.Registration, s.Link); err != nil {
		return err
	}
	page.SharesAddress, err = q.Registrations().SharesAddress(page.Registration)
	if page.SharesAddress {
		page.Input.Email = ""
	}
	return err
}

// InGroup counts the attendee and those of their companions who are live and can be cancelled with them, 0 for nobody.
func (p *AttendeePage) InGroup() (n int) {
	for i := range p.Companions {
		if c := &p.Companions[i]; c.Live() && c.Path != "" {
			n++
		}
	}
	if n > 0 && p.Registration.Live() {
		n++
	}
	return n
}

// AsksRecording reports whether the page asks what the person says to being in a recording.
func (p *AttendeePage) AsksRecording() bool { return len(models.Recorded(p.Sessions)) > 0 }

func (p *AttendeePage) read(q *models.Query, event *models.Event) (err error) {
	if p.Position, err = q.WaitingList().Position(p.Registration); err != nil {
		return err
	}
	if p.AddressChange, err = q.AddressChanges().OfRegistration(p.Registration); err != nil {
		return err
	}
	if err := p.readAnswers(q, event); err != nil {
		return err
	}
	if p.CanChange {
		if p.IsInside, err = q.Admissions().IsInside(event, p.Registration.ID); err != nil {
			return err
		}
		p.CanChange = !p.IsInside
	}
	p.CanCancel = p.CanChange || event.IsPostponed() && p.Registration.Live()
	p.CanChange = p.CanChange && p.Registration.State != models.RegistrationApplied
	if p.TicketTypes, err = offered(q, event, p.Registration); err != nil {
		return err
	}
	if p.Sessions, err = q.Sessions().OfEvent(event); err != nil {
		return err
	}
	if p.Joint, err = jointChoices(q, event, p.Registration); err != nil {
		return err
	}
	if p.JointEnded, err = jointEnded(q, p.Registration); err != nil {
		return err
	}
	places, err := q.SessionPlaces().OfEvent(event)
	if err != nil {
		return err
	}
	p.SignsUp = len(places) > 0
	p.Surveys, err = q.Surveys().OpenFor(event, p.Registration)
	return err
}

// readAnswers reads what the attendee answered in the form.
func (p *AttendeePage) readAnswers(q *models.Query, event *models.Event) (err error) {
	if p.Book, err = ask.OpenBook(q, event); err != nil {
		return err
	}
	settings, err := q.Forms().OfEvent(event)
	if err != nil {
		return err
	}
	if p.Accessibility, err = q.Accessibility().OfRegistration(p.Registration); err != nil {
		return err
	}
	for i := range p.Accessibility {
		if kind := p.Accessibility[i].Kind; kind != models.AccessibilityOther {
			p.Input.Asks = append(p.Input.Asks, kind)
		}
	}
	p.NeedsUntil = settings.NeedsUntil
	until := answersEnd(event, settings)
	p.Asked = len(p.Book.Latest().For(p.Registration.TicketType.Slug)) > 0
	for _, field := range fileFields(p.Book.Latest(), p.Registration, nil) {
		p.WantsFile = p.WantsFile || field.Required && p.Registration.Answers[field.Slug] == ""
	}
	p.MayAnswer = p.Asked && p.Registration.Live() && checkOpen(event, q.Now) == nil && q.Now.Before(until)
	return nil
}

// readAfter reads what the page shows once the event has ended.
func (p *AttendeePage) readAfter(q *models.Query, event *models.Event) (err error) {
	if p.Materials, err = q.Materials().Shown(event); err != nil {
		return err
	}
	p.Next, err = q.Events().NextOfHost(event)
	return err
}

// MayGoOnline says that an attendee for the venue could take part online instead, now and without waiting.
func (p *AttendeePage) MayGoOnline() bool {
	return p.Registration.TicketType.Mode == models.ModeVenue && p.anyOther(func(t *models.TicketType) bool {
		return t.Mode == models.ModeOnline && t.FreePlaces() != 0
	})
}

// SomeFull says that a ticket type that the attendee could change to is full.
func (p *AttendeePage) SomeFull() bool {
	return p.anyOther(func(t *models.TicketType) bool { return t.FreePlaces() == 0 })
}

func (p *AttendeePage) anyOther(is func(t *models.TicketType) bool) bool {
	return p.CanChange && slices.ContainsFunc(p.TicketTypes, func(t models.TicketType) bool {
		return t.ID != p.Registration.TicketTypeID && t.OpenAt(p.now) && is(&t)
	})
}
