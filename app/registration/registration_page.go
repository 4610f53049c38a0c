package registration

import (
	"context"
	"slices"

	"meguri/app/service/ask"
	"meguri/app/service/attendance"
	"meguri/models"
)

// RegistrationPage is what staff see of a registration.
type RegistrationPage struct {
	Registration *models.Registration
	Input        *CorrectInput
	// Position is the position in the waiting list, 0 for who does not wait.
	Position    int
	TicketTypes []models.TicketType
	Consents    []models.ConsentText
	Mails       []models.Mail
	CheckIns    []models.CheckIn
	// EnteredBy is the name of who registered the person for them, "" where nobody did, or is gone.
	EnteredBy string
	// Representative registered the person with themselves, nil where nobody did; Companions are those whom they did.
	Representative *models.Registration
	Companions     []models.Registration
	// Kept is the registration that stays in place of this one, nil for none. Merged are those that this one is in place
	// of.
	Kept   *models.Registration
	Merged []models.Registration
	// OfAddress counts the live registrations of the address, 0 where they are not more than the event allows.
	OfAddress int
	doors     []models.Door
	// Bounce is why mails to the address came back, "" where they did not.
	Bounce models.Bounce
	// TimeLine is what happened, the latest first. Notes are in it, too.
	TimeLine []Moment
	Notes    []models.WrittenNote
	// Stays are when the person was there, on the Scale of the event. SeveralDays says that times need their dates.
	Stays       []Stay
	SeveralDays bool
	Scale       models.Interval
	// Attended are the sessions that the person attended.
	Attended []attendance.Session
	// Surveys are those to which the person was invited, and whether they answered: never when.
	Surveys []models.SurveyAnswered
	// Tags are the person's, AllTags those of the event.
	Tags, AllTags []models.Tag
	online        []models.Interval
	// AddressChange is the address that the person has to confirm, nil for none.
	AddressChange *models.AddressChange
	// Book reads the person's answers.
	*ask.Book
	files []models.AnswerFile
	// LostSessions are places in sessions that undoing could not bring back; the person waits for them.
	LostSessions []models.FormerSignUp
}

// HasFile reports whether the answer to a question is a file.
func (p *RegistrationPage) HasFile(slug string) bool {
	return slices.ContainsFunc(p.files, func(f models.AnswerFile) bool { return f.Question == slug })
}

// Door finds a door of the event by its slug, or nil: a device may name one that the event does not have.
func (p *RegistrationPage) Door(slug string) *models.Door {
	if i := slices.IndexFunc(p.doors, func(d models.Door) bool { return d.Slug == slug }); i >= 0 {
		return &p.doors[i]
	}
	return nil
}

// RegistrationPage reads one of the event's registrations. Staff who may see people call it.
func (s *Service) RegistrationPage(ctx context.Context, event *models.Event, id string) (*RegistrationPage, error) {
	q := s.db.Query(ctx)
	r, err := q.Registrations().ByID(event, id)
	if err != nil {
		return nil, err
	}
	page := &RegistrationPage{Registration: r, Input: correctInputOf(r)}
	if page.EnteredBy, err = enteredBy(q, r); err != nil {
		return nil, err
	}
	if page.Position, err = q.WaitingList().Position(r); err != nil {
		return nil, err
	}
	if page.TicketTypes, err = q.TicketTypes().OfEvent(event); err != nil {
		return nil, err
	}
	if err := page.readGroup(q, event); err != nil {
		return nil, err
	}
	if err := page.readHistory(q, event); err != nil {
		return nil, err
	}
	if page.files, err = q.AnswerFiles().OfRegistration(r); err != nil {
		return nil, err
	}
	if page.LostSessions, err = q.SessionPlaces().Lost(r); err != nil {
		return nil, err
	}
	page.Book, err = ask.OpenBook(q, event)
	return page, err
}

// readGroup reads who came with the person, and how many people have their address.
func (p *RegistrationPage) readGroup(q *models.Query, event *models.Event) (err error) {
	r := p.Registration
	if p.Companions, err = q.Registrations().CompanionsOf(r); err != nil {
		return err
	}
	if r.RepresentativeID != nil {
		p.Representative, err = q.Registrations().ByID(event, *r.RepresentativeID)
		if err != nil && models.CodeOf(err) != models.CodeNotFound {
			return err
		}
	}
	if p.Merged, err = q.Duplicates().MergedInto(r.ID); err != nil {
		return err
	}
	if r.MergedInto != nil {
		if p.Kept, err = q.Registrations().Kept(r); err != nil {
			return err
		}
	}
	if r.Email == "" {
		return nil
	}
	n, err := q.Registrations().LiveOfAddress(event.ID, r.EmailKey)
	if n > event.AddressLimit {
		p.OfAddress = n
	}
	return err
}

// readHistory reads what happened to the person of the registration.
func (p *RegistrationPage) readHistory(q *models.Query, event *models.Event) (err error) {
	if p.Consents, err = q.Consents().OfRegistration(p.Registration); err != nil {
		return err
	}
	if p.Mails, err = q.Mails().OfRegistration(p.Registration); err != nil {
		return err
	}
	if p.Bounce, err = q.Mails().BounceOf(p.Registration); err != nil {
		return err
	}
	if p.AddressChange, err = q.AddressChanges().OfRegistration(p.Registration); err != nil {
		return err
	}
	if p.CheckIns, err = q.CheckIns().OfRegistration(p.Registration); err != nil {
		return err
	}
	if p.doors, err = q.Doors().OfEvent(event); err != nil {
		return err
	}
	if err := p.readStays(q, event); err != nil {
		return err
	}
	if p.Surveys, err = q.SurveyInvitations().OfRegistration(p.Registration); err != nil {
		return err
	}
	if err := p.readTags(q, event); err != nil {
		return err
	}
	return p.readTimeLine(q)
}

func (p *RegistrationPage) readTags(q *models.Query, event *models.Event) (err error) {
	if p.AllTags, err = q.Tags().OfEvent(event); err != nil {
		return err
	}
	tags, err := q.Tags().OfRegistrations([]string{p.Registration.ID})
	p.Tags = tags[p.Registration.ID]
	return err
}
