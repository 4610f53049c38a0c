package registration

import (
	"slices"

	"meguri/app/service/ticket"
	"meguri/models"
)

// WalkIn registers somebody who stands at a door without a ticket, within the transaction that lets them in. The same
// request again gets the first answer. The registration is nil where no place is free and nobody said that they come in
// all the same; isOver says that they do. Package reception calls it. Errors: Invalid for a ticket type that the event
// has not got.
func (s *Service) WalkIn(
	tx *models.Tx, event *models.Event, w *models.WalkIn,
) (r *models.Registration, isOver bool, err error) {
	ticketType, err := s.typeOfWalkIn(tx, event, w)
	if err != nil {
		return nil, false, err
	}
	request := requestHash(w.RequestID)
	first, err := tx.Registrations().ByRequest(event, request) // once locked: it may come twice at once
	if models.CodeOf(err) != models.CodeNotFound {
		return first, false, err
	}
	isFull := ticketType.FreePlaces() == 0
	if isFull && !w.Over {
		return nil, false, nil
	}
	r = &models.Registration{
		RequestID:      request,
		EventID:        event.ID,
		TicketTypeID:   ticketType.ID,
		TicketType:     *ticketType,
		State:          models.RegistrationConfirmed,
		Name:           w.Name,
		Organization:   w.Organization,
		Locale:         w.Locale,
		EntryWay:       models.EntryWalkIn,
		EnteredBy:      w.EnteredBy,
		LinkNumber:     1,
		TicketSerial:   1,
		PrivacyVersion: event.PrivacyVersion,
	}
	r.SetNamesake()
	if err := s.joinGroup(tx, event, r, w); err != nil {
		return nil, false, err
	}
	return r, isFull, s.storeWalkIn(tx, event, r, w)
}

// typeOfWalkIn finds the ticket type and locks it: the places that are free now decide.
func (s *Service) typeOfWalkIn(tx *models.Tx, event *models.Event, w *models.WalkIn) (*models.TicketType, error) {
	types, err := tx.TicketTypes().OfEvent(event)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(types, func(t models.TicketType) bool { return t.Slug == w.TicketType })
	if i < 0 && w.Over { // they are inside, and the type was renamed since
		i = slices.IndexFunc(types, func(t models.TicketType) bool { return t.Mode == models.ModeVenue })
	}
	if i < 0 && w.Over && len(types) > 0 {
		i = 0
	}
	if i < 0 {
		return nil, models.InvalidFields(map[string]string{"ticket_type": "field.choice"})
	}
	if err := tx.TicketTypes().Lock(types[i].ID); err != nil {
		return nil, err
	}
	return tx.TicketTypes().ByID(event, types[i].ID)
}

// joinGroup puts a person into the group of whom they came with.
func (s *Service) joinGroup(tx *models.Tx, event *models.Event, r *models.Registration, w *models.WalkIn) error {
	if w.With == "" {
		return nil
	}
	with, err := tx.Registrations().ByRequest(event, requestHash(w.With))
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	if err == nil && with.EntryWay == models.EntryWalkIn {
		r.RepresentativeID = &with.ID
	}
	return err
}

func (s *Service) storeWalkIn(tx *models.Tx, event *models.Event, r *models.Registration, w *models.WalkIn) error {
	isNew := false
	for n := 0; n < 3 && !isNew; n++ { // a code may be taken
		r.Code, r.ConfirmedAt = ticket.NewCode(), &tx.Now
		s.identify(r)
		var err error
		if isNew, err = tx.Registrations().Insert(r); err != nil {
			return err
		}
	}
	if !isNew { // the same request came twice at once
		return models.ErrRunAgain
	}
	texts, err := tx.ConsentTexts().OfEvent(event)
	if err != nil {
		return err
	}
	given := slices.DeleteFunc(texts, func(t models.ConsentText) bool { return !slices.Contains(w.Consents, t.Slug) })
	if err := tx.Consents().Give(r, given); err != nil {
		return err
	}
	tx.Emit(models.ActivityRegistered, r)
	tx.Emit(models.ActivityConfirmed, r)
	return tx.TicketTypes().TakePlaceOver(r.TicketTypeID)
}
