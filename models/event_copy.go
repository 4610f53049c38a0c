package models

// CopyParts gives the event to everything that belongs to from and is not about people: partners, ticket types, wordings, doors, agenda, surveys.
func (tx *Tx) CopyParts(from, to *Event) error {
	for _, step := range []func(from, to *Event) error{tx.copyPartners, tx.copyTicketTypes, tx.copyConsents, tx.copyDoors, tx.copyAgenda, tx.copySurveys} {
		if err := step(from, to); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) copyPartners(from, to *Event) error {
	if err := tx.LoadPartners(from); err != nil {
		return err
	}
	partners := make([]EventOrganization, len(from.Partners))
	for i, p := range from.Partners {
		partners[i] = EventOrganization{EventID: to.ID, OrganizationID: p.OrganizationID, Part: p.Part, Position: p.Position}
	}
	return tx.ReplacePartners(to, partners)
}

func (tx *Tx) copyTicketTypes(from, to *Event) error {
	list, err := tx.TicketTypes(from)
	for _, t := range list {
		t.ID, t.EventID, t.Taken, t.OpensAt, t.ClosesAt = "", to.ID, 0, nil, nil
		if err := tx.CreateTicketType(&t); err != nil {
			return err
		}
	}
	return err
}

func (tx *Tx) copyConsents(from, to *Event) error {
	list, err := tx.ConsentTexts(from)
	for _, c := range list {
		c.EventID = to.ID
		if err := tx.AddConsentText(&c); err != nil {
			return err
		}
	}
	return err
}

func (tx *Tx) copyDoors(from, to *Event) error {
	list, err := tx.Doors(from)
	for _, d := range list {
		d.ID, d.EventID = NewID(), to.ID
		if err := tx.g.Create(&d).Error; err != nil {
			return err
		}
	}
	return err
}

func (tx *Tx) copySurveys(from, to *Event) error {
	list, err := tx.Surveys(from)
	for _, s := range list {
		questions := s.Questions
		copied := Survey{EventID: to.ID, TitleJa: s.TitleJa, TitleEn: s.TitleEn, IntroJa: s.IntroJa, IntroEn: s.IntroEn, OpensAfterEvent: s.OpensAfterEvent}
		if err := tx.CreateSurvey(&copied); err != nil {
			return err
		}
		for _, q := range questions {
			q.ID, q.SurveyID = NewID(), copied.ID
			if err := tx.g.Create(&q).Error; err != nil {
				return err
			}
		}
	}
	return err
}
