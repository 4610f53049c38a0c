package models

// CopyParts gives the event to everything that belongs to from and is not about people: partners, ticket types, wordings, doors, agenda, surveys.
func (store EventStore) CopyParts(from, to *Event) error {
	for _, step := range []func(from, to *Event) error{store.copyPartners, store.copyTicketTypes, store.copyConsents, store.copyDoors, store.tx.Sessions().CopyAll, store.copySurveys} {
		if err := step(from, to); err != nil {
			return err
		}
	}
	return nil
}

func (store EventStore) copyPartners(from, to *Event) error {
	if err := store.LoadPartners(from); err != nil {
		return err
	}
	partners := make([]EventOrganization, len(from.Partners))
	for i, p := range from.Partners {
		partners[i] = EventOrganization{EventID: to.ID, OrganizationID: p.OrganizationID, Part: p.Part, Position: p.Position}
	}
	return store.ReplacePartners(to, partners)
}

func (store EventStore) copyTicketTypes(from, to *Event) error {
	list, err := store.tx.TicketTypes().OfEvent(from)
	for _, t := range list {
		t.ID, t.EventID, t.Taken, t.OpensAt, t.ClosesAt = "", to.ID, 0, nil, nil
		if err := store.tx.TicketTypes().Create(&t); err != nil {
			return err
		}
	}
	return err
}

func (store EventStore) copyConsents(from, to *Event) error {
	list, err := store.tx.ConsentTexts().OfEvent(from)
	for _, c := range list {
		c.EventID = to.ID
		if err := store.tx.ConsentTexts().Add(&c); err != nil {
			return err
		}
	}
	return err
}

func (store EventStore) copyDoors(from, to *Event) error {
	list, err := store.tx.Doors().OfEvent(from)
	for _, d := range list {
		d.ID, d.EventID = "", to.ID
		if err := store.tx.Doors().Create(&d); err != nil {
			return err
		}
	}
	return err
}

func (store EventStore) copySurveys(from, to *Event) error {
	list, err := store.tx.Surveys().OfEvent(from)
	for _, s := range list {
		questions := s.Questions
		copied := Survey{EventID: to.ID, TitleJa: s.TitleJa, TitleEn: s.TitleEn, IntroJa: s.IntroJa, IntroEn: s.IntroEn, OpensAfterEvent: s.OpensAfterEvent}
		if err := store.tx.Surveys().Create(&copied); err != nil {
			return err
		}
		for _, q := range questions {
			q.ID, q.SurveyID = NewID(), copied.ID
			if err := store.tx.g.Create(&q).Error; err != nil {
				return err
			}
		}
	}
	return err
}
