package lottery

import (
	"slices"

	"meguri/app/service/draw"
	"meguri/app/service/place"
	"meguri/models"
)

// drawnOffers are the sessions whose places wait for the draw, but for those that do not take place.
func drawnOffers(offered *place.List) (list []place.Offer) {
	for _, o := range offered.Offers {
		if o.Places.ByLottery && o.CancelledAt == nil {
			list = append(list, o)
		}
	}
	return list
}

// sessionTypes are what can be won of sessions, with those at the same time. Where only the way
// is too long, people decide themselves.
func sessionTypes(offers []place.Offer) []draw.Type {
	types := []draw.Type{}
	for i := range offers {
		o := &offers[i]
		t := draw.Type{Slug: o.ID, NameJa: o.TitleJa, NameEn: o.TitleEn, Places: o.Places.Free()}
		for _, c := range o.Clashes {
			isDrawn := slices.ContainsFunc(offers, func(other place.Offer) bool { return other.ID == c.Session.ID })
			if isDrawn && !c.IsWalk() {
				t.Clashes = append(t.Clashes, c.Session.ID)
			}
		}
		types = append(types, t)
	}
	return types
}

// sessionList is what the draw of sessions is made from: the wishes of who has a place at the event, as far as they can
// still be theirs.
func sessionList(tx *models.Tx, e *models.Event, l *models.Lottery) (*draw.List, error) {
	offered, err := place.Read(tx.Query, e, nil)
	if err != nil {
		return nil, err
	}
	list := &draw.List{Types: sessionTypes(drawnOffers(offered)), Entries: []draw.Entry{}, Rules: rulesOf(l)}
	applicants, err := tx.Lotteries().Applicants(l)
	if err != nil {
		return nil, err
	}
	people, err := tx.Lotteries().PeopleWhoApplied(e, l)
	if err != nil {
		return nil, err
	}
	past := map[string]models.Waiting{}
	for _, p := range people {
		past[p.ID] = p
	}
	open, err := openWishes(tx, e, offered, list.Types, applicants)
	if err != nil {
		return nil, err
	}
	applications := applicationsOf(applicants)
	for i := range applications {
		a := &applications[i]
		entry := models.Applicant{LotteryEntry: a.entry}
		if entry.Wishes = a.allMay(open); len(entry.Wishes) == 0 {
			continue
		}
		family := make([]models.Waiting, len(a.people))
		for j := range a.people {
			family[j] = past[a.people[j].RegistrationID]
		}
		list.Entries = append(list.Entries, entryOf(l, &entry, family))
	}
	return list, listTogether(tx, l, applications)
}

// openWishes tells of an applicant's wish whether it can be theirs: the session is drawn, is for people of their ticket
// type, and, where the event refuses that, not at the time of one that they have signed up for.
func openWishes(
	tx *models.Tx, e *models.Event, offered *place.List, drawn []draw.Type, applicants []models.Applicant,
) (func(a *models.Applicant, id string) bool, error) {
	types, err := tx.TicketTypes().OfEvent(e)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(applicants))
	for i := range applicants {
		ids[i] = applicants[i].RegistrationID
	}
	own := map[string][]string{}
	for chunk := range slices.Chunk(ids, 500) {
		list, err := tx.SessionPlaces().OfRegistrations(chunk)
		if err != nil {
			return nil, err
		}
		for i := range list {
			own[list[i].RegistrationID] = append(own[list[i].RegistrationID], list[i].SessionID)
		}
	}
	return func(a *models.Applicant, id string) bool {
		o := offered.Of(id)
		if o == nil || !slices.ContainsFunc(drawn, func(t draw.Type) bool { return t.Slug == id }) {
			return false
		}
		at := slices.IndexFunc(types, func(t models.TicketType) bool { return t.ID == a.TicketTypeID })
		return at >= 0 && o.IsFor(e, &types[at]) && !(offered.Rules.RefusesClashes && o.IsAtTimeOf(own[a.RegistrationID]))
	}, nil
}

// storeSessions gives the places that were drawn, and puts the others into line, in the order of their turns. Who has
// no place at the event any more is left out.
func (s *Service) storeSessions(tx *models.Tx, e *models.Event, l *models.Lottery, record *draw.Record) error {
	entered, err := tx.Lotteries().Entered(l)
	if err != nil {
		return err
	}
	people := map[string]*models.Registration{}
	for i := range entered {
		people[entered[i].ID] = &entered[i]
	}
	families, err := familiesByCode(tx, l)
	if err != nil {
		return err
	}
	lots := &place.Lots{
		Won: map[string][]string{}, Line: map[string][]string{}, Together: map[string]string{}, ReplyHours: l.ReplyHours,
	}
	entries := entriesOf(&record.List)
	for i := range record.Results {
		r := &record.Results[i]
		ids := families[r.Code]
		for _, won := range r.Won() {
			lots.Won[won] = append(lots.Won[won], ids...)
		}
		for _, wish := range record.List.Waits(entries[r.Code], r) {
			lots.Line[wish] = append(lots.Line[wish], ids...)
		}
		for _, id := range ids {
			if len(ids) > 1 {
				lots.Together[id] = ids[0]
			}
		}
	}
	if err := place.GiveLots(tx, e, lots, people); err != nil {
		return err
	}
	return addJob(tx, JobResults, l, tx.Now)
}

func entriesOf(list *draw.List) map[string]*draw.Entry {
	entries := make(map[string]*draw.Entry, len(list.Entries))
	for i := range list.Entries {
		entries[list.Entries[i].Code] = &list.Entries[i]
	}
	return entries
}
