package agenda

import (
	"context"
	"slices"

	"meguri/models"
)

// Person is a speaker with the sessions that name them.
type Person struct {
	models.Speaker
	Sessions []models.Session
}

// People reads the speakers of an event with their sessions. Staff who may edit the event call it.
func (s *Service) People(ctx context.Context, e *models.Event) ([]Person, error) {
	return people(s.db.Query(ctx), e)
}

func people(q *models.Query, e *models.Event) ([]Person, error) {
	speakers, err := q.Speakers().OfEvent(e)
	if err != nil {
		return nil, err
	}
	sessions, err := q.Sessions().OfEvent(e)
	list := make([]Person, len(speakers))
	for i, speaker := range speakers {
		list[i].Speaker = speaker
		for _, session := range sessions {
			isIn := func(link models.SessionSpeaker) bool { return link.SpeakerID == speaker.ID }
			if slices.ContainsFunc(session.Speakers, isIn) {
				list[i].Sessions = append(list[i].Sessions, session)
			}
		}
	}
	return list, err
}

// PersonPage is the form of a speaker, nil for a new one, and the others, of whom one may be the same person.
type PersonPage struct {
	Person *Person
	Others []Person
	Input  *PersonInput
}

// PersonPage reads the form of a speaker, or makes that of a new one for "". Staff who may edit the event call it.
// Errors: NotFound.
func (s *Service) PersonPage(ctx context.Context, e *models.Event, id string) (*PersonPage, error) {
	page := &PersonPage{Input: &PersonInput{ID: models.NewID()}}
	if id == "" {
		return page, nil
	}
	list, err := s.People(ctx, e)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].ID == id {
			page.Person, page.Input = &list[i], personInputOf(&list[i].Speaker)
		} else {
			page.Others = append(page.Others, list[i])
		}
	}
	if page.Person == nil {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	return page, nil
}

// MergePage shows two speakers who may be one person, and what they would be.
type MergePage struct {
	Person, Other *Person
	// Merged are the sessions of both.
	Merged []models.Session
}

// MergePage reads two speakers of an event. Staff who may edit the event call it. Errors: NotFound.
func (s *Service) MergePage(ctx context.Context, e *models.Event, id, other string) (*MergePage, error) {
	page, err := s.PersonPage(ctx, e, id)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(page.Others, func(p Person) bool { return p.ID == other })
	if at < 0 || page.Person == nil {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	merged := &MergePage{Person: page.Person, Other: &page.Others[at], Merged: slices.Clone(page.Person.Sessions)}
	for _, session := range merged.Other.Sessions {
		if !slices.ContainsFunc(merged.Merged, func(known models.Session) bool { return known.ID == session.ID }) {
			merged.Merged = append(merged.Merged, session)
		}
	}
	return merged, nil
}
