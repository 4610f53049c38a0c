package lottery

import (
	"context"

	"meguri/app/service/draw"
	"meguri/app/service/place"
	"meguri/models"
)

// StaffPage is what staff see.
type StaffPage struct {
	*Published
	Input *Input
	// All are the ticket types that may be drawn by lot, Sessions those with places.
	All      []models.TicketType
	Sessions []place.Offer
	// PartyRows are for the form: as many as there may be.
	PartyRows []models.LotteryParty
	Marks     MarksInput
	// Applied counts applications and people now.
	Applications, Applied int
	Names                 map[string]string
}

// StaffPage reads it. Staff who may edit the event call it.
func (s *Service) StaffPage(ctx context.Context, e *models.Event) (*StaffPage, error) {
	q := s.db.Query(ctx)
	p, err := publish(q, e)
	if err != nil {
		return nil, err
	}
	page := &StaffPage{Published: p}
	if page.All, err = q.TicketTypes().OfEvent(e); err != nil {
		return nil, err
	}
	offered, err := place.Read(q, e, nil)
	if err != nil {
		return nil, err
	}
	page.Sessions = offered.Offers
	page.Input = inputOf(e, p.Lottery, p.Parties, page.All, page.Sessions)
	page.PartyRows = append(page.PartyRows, p.Parties...)
	for len(page.PartyRows) < MaxParties {
		page.PartyRows = append(page.PartyRows, models.LotteryParty{})
	}
	if p.Lottery == nil {
		return page, nil
	}
	err = page.readApplicants(q, e)
	return page, err
}

func (p *StaffPage) readApplicants(q *models.Query, e *models.Event) error {
	applicants, err := q.Lotteries().Applicants(p.Lottery)
	if err != nil {
		return err
	}
	people, err := q.Lotteries().PeopleWhoApplied(e, p.Lottery)
	if err != nil {
		return err
	}
	p.Applications, p.Applied = len(applicationsOf(applicants)), len(people)
	p.Marks, err = marksOf(q, e, applicants)
	return err
}

// OwnPage is what somebody sees who applied.
type OwnPage struct {
	*Published
	Entry *models.LotteryEntry
	// Row is what was drawn, nil before, and for who withdrew before the list was published.
	Row *Row
	// Wishes are the wishes by name.
	Wishes []draw.Type
	// Lead applied for the person too, nil for who applied alone or is the one; With are those for whom they applied.
	Lead *models.Registration
	With []models.Registration
}

// Listed is the entry in the list, nil before it is published.
func (p *OwnPage) Listed() *draw.Entry {
	if p.Row == nil {
		return nil
	}
	return p.Row.Entry
}

// OwnPage reads it; nil for who did not apply. The attendee calls it.
func (s *Service) OwnPage(ctx context.Context, e *models.Event, r *models.Registration) (*OwnPage, error) {
	q := s.db.Query(ctx)
	entry, err := q.Lotteries().EntryOf(r)
	if err != nil || entry == nil {
		return nil, err
	}
	p, err := publish(q, e)
	if err != nil || p.Lottery == nil {
		return nil, err
	}
	page := &OwnPage{Published: p, Entry: entry}
	if p.Lottery.OfSessions {
		if err := page.readFamily(q, e, r); err != nil || page.Entry == nil {
			return nil, err
		}
		entry = page.Entry
	}
	for _, wish := range entry.Wishes {
		if t := p.typeOf(wish); t != nil {
			page.Wishes = append(page.Wishes, *t)
		}
	}
	if rows := p.Rows(entry.Code, 1); len(rows) == 1 {
		page.Row = &rows[0]
	}
	return page, nil
}

// readFamily reads the application for sessions that a person is in, and who is in it.
func (p *OwnPage) readFamily(q *models.Query, e *models.Event, r *models.Registration) (err error) {
	if p.Entry, err = leadOf(q, p.Lottery, r.ID); err != nil || p.Entry == nil {
		return err
	}
	if p.Entry.RegistrationID != r.ID {
		if p.Lead, err = q.Registrations().ByID(e, p.Entry.RegistrationID); models.CodeOf(err) == models.CodeNotFound {
			return nil
		}
		return err
	}
	with, err := q.Lotteries().EntriesWith(p.Lottery, r.ID)
	if err != nil {
		return err
	}
	ids := make([]string, len(with))
	for i := range with {
		ids[i] = with[i].RegistrationID
	}
	p.With, err = q.Registrations().ByIDs(e, ids)
	return err
}

// Type puts what was typed in place of the stored parties, for a form that is shown again.
func (p *StaffPage) Type(names, emails []string) {
	for i := range p.PartyRows {
		p.PartyRows[i].Name, p.PartyRows[i].Email = "", ""
		if i < len(names) {
			p.PartyRows[i].Name = names[i]
		}
		if i < len(emails) {
			p.PartyRows[i].Email = emails[i]
		}
	}
}
