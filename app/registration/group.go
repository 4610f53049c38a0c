package registration

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"meguri/models"
)

// group is a person and whom they register with them.
type group struct {
	first      *models.Registration
	companions []*models.Registration
	texts      []models.ConsentText
	// fit is that of SignUpInput.
	fit bool
	// sessions are the ids of those that each of all signs up for.
	sessions [][]string
	// made are those who were registered just now, and not before.
	made []*models.Registration
}

func (g *group) all() []*models.Registration {
	return append([]*models.Registration{g.first}, g.companions...)
}

// copy is for one run of a transaction, which changes the registrations.
func (g *group) copy() *group {
	first := *g.first
	copied := &group{first: &first, texts: g.texts, fit: g.fit, sessions: g.sessions}
	for _, r := range g.companions {
		companion := *r
		copied.companions = append(copied.companions, &companion)
	}
	return copied
}

// repeated is the answer to a request that made a registration before.
func repeated(q *models.Query, first *models.Registration, withCompanions bool) (Result, error) {
	result := Result{Outcome: OutcomeRepeated, Registration: first}
	if !withCompanions {
		return result, nil
	}
	list, err := q.Registrations().CompanionsOf(first)
	for i := range list {
		result.Companions = append(result.Companions, &list[i])
	}
	return result, err
}

// insertGroup stores a person and their companions, and gives them places. Whoever is registered already keeps what
// they have, and the mail says so. The places are taken last.
func (s *Service) insertGroup(tx *models.Tx, event *models.Event, g *group) (Result, error) {
	known, err := s.store(tx, event, g.first)
	if err != nil {
		return Result{}, err
	}
	result, made := Result{Outcome: OutcomeMade, Registration: g.first}, []*models.Registration{g.first}
	if known != nil {
		if known.RequestID == g.first.RequestID { // the same request, at the same moment
			return repeated(tx.Query, known, true)
		}
		result, made = Result{Outcome: OutcomeKnown}, nil
	}
	representative := g.first
	var names []string
	if known != nil {
		representative, names = known, append(names, known.Full(known.Locale))
	}
	for _, r := range g.companions {
		r.RepresentativeID = &representative.ID
		isKnown, err := s.store(tx, event, r)
		switch {
		case err != nil:
			return Result{}, err
		case isKnown != nil:
			names = append(names, r.Full(r.Locale))
		default:
			made = append(made, r)
		}
	}
	g.made = made
	if len(made) == 0 {
		return result, s.mailLink(tx, representative, MailKnown)
	}
	if result.Registration != nil {
		result.Companions = made[1:]
	}
	return result, s.placeGroup(tx, event, g, made, representative, names)
}

// placeGroup gives those who were stored their places, or positions in the waiting list, and mails their
// representative once. known are the names of who was registered before.
func (s *Service) placeGroup(
	tx *models.Tx, event *models.Event, g *group, made []*models.Registration,
	representative *models.Registration, known []string,
) error {
	live, err := tx.Registrations().LiveOfAddress(event.ID, representative.EmailKey)
	if err != nil {
		return err
	}
	if live > event.AddressLimit {
		return tooManyOfAddress(event, live-len(made))
	}
	registered := ""
	for _, r := range made {
		if err := tx.Consents().Give(r, g.texts); err != nil {
			return err
		}
		if id := tx.Emit(models.ActivityRegistered, r); registered == "" {
			registered = id
		}
	}
	if made[0].Application != nil {
		if err := useCodes(tx, event, made...); err != nil {
			return err
		}
		return apply(tx, made, representative, registered, s.mail)
	}
	if err := s.takePlaces(tx, event, made, g.fit); err != nil {
		return err
	}
	waiting, pending := 0, 0
	for _, r := range made {
		switch r.State {
		case models.RegistrationWaitlisted:
			waiting++
		case models.RegistrationPending:
			pending++
		default:
		}
	}
	data := map[string]string{"n": strconv.Itoa(len(made)), "known": strings.Join(known, ", ")}
	if pending > 0 {
		data["pending"] = strconv.Itoa(pending)
	}
	if waiting > 0 {
		data["waiting"] = strconv.Itoa(waiting)
	}
	if waiting > 0 && !g.fit {
		data["together"] = "true"
	}
	return s.mail(tx, representative, MailGroup, made[0].ID, registered, data)
}

// takePlaces gives people who were just stored as confirmed their places: all of them, or else as many as there are
// where fit is set, or none. Who gets none waits.
func (s *Service) takePlaces(tx *models.Tx, event *models.Event, made []*models.Registration, fit bool) error {
	need := map[string]int{}
	for _, r := range made {
		need[r.TicketTypeID] += placesOf(r)
	}
	if err := tx.TicketTypes().Lock(slices.Collect(maps.Keys(need))...); err != nil {
		return err
	}
	held := false
	for _, r := range made {
		if err := checkStillOpen(tx, r); err != nil {
			return err
		}
		isHeld, err := tx.WaitingList().IsHeld(r.TicketTypeID)
		if err != nil {
			return err
		}
		held = held || isHeld
	}
	if err := useCodes(tx, event, made...); err != nil {
		return err
	}
	all := false
	var err error
	if !held {
		if all, err = takeTogether(tx, need); err != nil {
			return err
		}
	}
	have := need
	if !all {
		have = map[string]int{}
	}
	if !all && fit && !held {
		if have, err = takeAsMany(tx, need); err != nil {
			return err
		}
	}
	together := models.NewID()
	for _, r := range made {
		if r.State == models.RegistrationPending {
			tx.Emit(models.ActivityPending, r)
			continue
		}
		have[r.TicketTypeID]--
		if have[r.TicketTypeID] >= 0 {
			tx.Emit(models.ActivityConfirmed, r)
			err = s.awaitConfirmation(tx, r)
		} else {
			if !fit {
				r.WaitsWith = &together
			}
			err = waitLast(tx, r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// placesOf is how many places a new registration takes at once.
func placesOf(r *models.Registration) int {
	if r.State == models.RegistrationPending {
		return 0
	}
	return 1
}

func waitLast(tx *models.Tx, r *models.Registration) error {
	if err := queueLast(tx, r); err != nil {
		return err
	}
	tx.Emit(models.ActivityWaitlisted, r)
	return tx.Registrations().Update(r)
}

// takeTogether takes places of several ticket types, by their ids, or none at all. The caller has locked them.
func takeTogether(tx *models.Tx, need map[string]int) (bool, error) {
	var taken []string
	for _, id := range slices.Sorted(maps.Keys(need)) {
		if need[id] == 0 {
			continue
		}
		ok, err := tx.TicketTypes().TakePlaces(id, need[id])
		if err != nil {
			return false, err
		}
		if !ok {
			for _, back := range taken {
				if err := tx.TicketTypes().GivePlacesBack(back, need[back]); err != nil {
					return false, err
				}
			}
			return false, nil
		}
		taken = append(taken, id)
	}
	return true, nil
}

// takeAsMany takes of each ticket type as many places as there are, and returns how many. The caller has locked them.
func takeAsMany(tx *models.Tx, need map[string]int) (map[string]int, error) {
	have := map[string]int{}
	for _, id := range slices.Sorted(maps.Keys(need)) {
		for range need[id] {
			taken, err := tx.TicketTypes().TakePlace(id)
			if err != nil {
				return nil, err
			}
			if !taken {
				break
			}
			have[id]++
		}
	}
	return have, nil
}

// promoteGroup gives places to all who wait for them together, where there are enough. The caller has taken one place
// of the ticket type held, "" for none; it is used, unless the result is false.
func (s *Service) promoteGroup(tx *models.Tx, id, held string) (bool, error) {
	ids, err := tx.WaitingList().TypesOfGroup(id)
	if err != nil {
		return false, err
	}
	if err := tx.TicketTypes().Lock(ids...); err != nil {
		return false, err
	}
	members, err := tx.WaitingList().Group(id)
	if err != nil || len(members) == 0 {
		return false, err
	}
	need := map[string]int{}
	for i := range members {
		need[members[i].TicketTypeID]++
	}
	if held != "" {
		need[held]--
	}
	taken, err := takeTogether(tx, need)
	if err != nil || !taken {
		return false, err
	}
	return true, s.confirmGroup(tx, members)
}

// confirmGroup stores that people who waited together have places, and mails their representative, and who has an
// address of their own by now.
func (s *Service) confirmGroup(tx *models.Tx, members []models.Registration) error {
	representative, promoted := &members[0], ""
	for i := range members {
		r := &members[i]
		if err := s.confirm(tx, r); err != nil {
			return err
		}
		promoted = tx.Emit(models.ActivityPromoted, r)
	}
	if id := representative.RepresentativeID; id != nil {
		var err error
		if representative, err = tx.Registrations().ByIDAnywhere(*id); err != nil {
			return err
		}
	}
	for i := range members {
		if r := &members[i]; r.EmailKey != representative.EmailKey {
			if err := s.mail(tx, r, MailPromoted, strconv.Itoa(r.Version), promoted, nil); err != nil {
				return err
			}
		}
	}
	data := map[string]string{"n": strconv.Itoa(len(members))}
	return s.mail(tx, representative, MailGroupPromoted, promoted, promoted, data)
}

// leaveGroup lets a person wait for nobody any more, and returns a function to call once that is stored: the others may
// have enough places now.
func (s *Service) leaveGroup(tx *models.Tx, r *models.Registration) (afterwards func() error) {
	if r.WaitsWith == nil {
		return func() error { return nil }
	}
	id := *r.WaitsWith
	r.WaitsWith = nil
	return func() error {
		if r.State == models.RegistrationApplied {
			return nil
		}
		may, err := tx.WaitingList().MayMoveUp(r.TicketTypeID)
		if err != nil || !may {
			return err
		}
		_, err = s.promoteGroup(tx, id, "")
		return err
	}
}
