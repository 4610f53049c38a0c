package registration

import (
	"time"

	"meguri/models"
)

// bulkWork is one batch of something that is done to several people, in its transaction.
type bulkWork struct {
	s      *Service
	tx     *models.Tx
	event  *models.Event
	action *models.BulkAction
	people []models.BulkPerson
	// registrations are those of the people, locked, by id; types the event's ticket types, by id.
	registrations map[string]*models.Registration
	types         map[string]models.TicketType
	steps         []step
}

// step is what is changed of one person.
type step struct {
	person *models.BulkPerson
	r      *models.Registration
	to     models.Placement
	// activity says what happened.
	activity models.ActivityKind
}

func (w *bulkWork) do() error {
	if w.action.Kind == models.BulkTag || w.action.Kind == models.BulkUntag {
		return w.tag()
	}
	if err := w.read(); err != nil {
		return err
	}
	decide := map[models.BulkKind]func() error{
		models.BulkMove: w.move, models.BulkConfirm: w.confirm, models.BulkCancel: w.cancel,
		models.BulkAccept: w.confirm, models.BulkDecline: w.cancel,
	}[w.action.Kind]
	if w.action.State == models.BulkUndoing {
		decide = w.undo
	}
	if err := decide(); err != nil {
		return err
	}
	return w.apply()
}

// ids are those of the people's registrations.
func (w *bulkWork) ids() []string {
	ids := make([]string, len(w.people))
	for i := range w.people {
		ids[i] = w.people[i].RegistrationID
	}
	return ids
}

// read locks the event's ticket types and then the people.
func (w *bulkWork) read() error {
	types, err := w.tx.TicketTypes().OfEvent(w.event)
	if err != nil {
		return err
	}
	typeIDs := make([]string, len(types))
	w.types = make(map[string]models.TicketType, len(types))
	for i := range types {
		typeIDs[i], w.types[types[i].ID] = types[i].ID, types[i]
	}
	if err := w.tx.TicketTypes().Lock(typeIDs...); err != nil {
		return err
	}
	w.registrations, err = w.tx.Registrations().LockMany(w.event, w.ids())
	return err
}

// refuse leaves a person as they are.
func (w *bulkWork) refuse(p *models.BulkPerson, key string) {
	p.State, p.Reason = models.BulkPersonRefused, key
	if w.action.State == models.BulkUndoing {
		p.State = models.BulkPersonKept
	}
}

// tag puts a tag on people or takes it off, or the other way round to undo that.
func (w *bulkWork) tag() error {
	isUndo := w.action.State == models.BulkUndoing
	changed, err := w.changeTag((w.action.Kind == models.BulkTag) != isUndo)
	if err != nil {
		return err
	}
	state, reason := models.BulkPersonDone, "bulk.has_tag"
	if w.action.Kind == models.BulkUntag {
		reason = "bulk.has_no_tag"
	}
	if isUndo {
		state, reason = models.BulkPersonUndone, "bulk.changed_since"
	}
	for i := range w.people {
		p := &w.people[i]
		if !changed[p.RegistrationID] {
			w.refuse(p, reason)
			continue
		}
		p.State, p.ChangedAt = state, &w.tx.Now
	}
	return w.record()
}

func (w *bulkWork) changeTag(put bool) (map[string]bool, error) {
	if w.action.TagName == "" { // erased
		return nil, nil
	}
	if put {
		tag, err := w.tx.Tags().Make(w.event, w.action.TagName)
		if err != nil {
			return nil, err
		}
		return w.tx.Tags().Put(tag, w.ids())
	}
	tag, err := w.tx.Tags().ByName(w.event, w.action.TagName)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return w.tx.Tags().TakeOff(tag, w.ids())
}

// refusal is the text key of why something cannot be done to a person, "" where it can, as far as places allow.
func refusal(kind models.BulkKind, r models.BriefRegistration, ticketTypeID string) string {
	switch {
	case kind == models.BulkTag || kind == models.BulkUntag:
		return ""
	case !r.State.Live():
		return "registration.not_live"
	case kind == models.BulkAccept || kind == models.BulkDecline:
		if r.State != models.RegistrationPending {
			return "approval.not_pending"
		}
	case r.State == models.RegistrationPending && kind != models.BulkCancel:
		return "approval.decide_first"
	case kind == models.BulkMove && r.TicketTypeID == ticketTypeID:
		return "registration.has_type"
	case kind == models.BulkConfirm && r.State == models.RegistrationConfirmed:
		return "bulk.is_confirmed"
	}
	return ""
}

// able are the people to whom the action can be done, as far as places allow. The others are refused.
func (w *bulkWork) able(isOpen bool) (list []step) {
	ticketTypeID := ""
	if w.action.TicketTypeID != nil {
		ticketTypeID = *w.action.TicketTypeID
	}
	for i := range w.people {
		p := &w.people[i]
		r := w.registrations[p.RegistrationID]
		if r == nil {
			w.refuse(p, "registration.not_live")
			continue
		}
		key := refusal(
			w.action.Kind, models.BriefRegistration{ID: r.ID, State: r.State, TicketTypeID: r.TicketTypeID},
			ticketTypeID)
		if key == "" && !isOpen {
			key = "registration.closed"
		}
		if key != "" {
			w.refuse(p, key)
			continue
		}
		list = append(list, step{person: p, r: r})
	}
	return list
}

// move gives people another ticket type; who gets no place waits for one or stays.
func (w *bulkWork) move() error {
	able := w.able(checkOpen(w.event, w.tx.Now) == nil)
	to := *w.action.TicketTypeID
	places, err := w.tx.TicketTypes().TakeUpTo(to, len(able))
	if err != nil {
		return err
	}
	for i := range able {
		able[i].activity = models.ActivityChanged
		able[i].to = models.Placement{State: models.RegistrationConfirmed, TicketTypeID: to, NewTicket: true}
		if i >= places {
			if !w.action.MayWait {
				w.refuse(able[i].person, "bulk.full")
				continue
			}
			able[i].to.State = models.RegistrationWaitlisted
		}
		w.steps = append(w.steps, able[i])
	}
	return nil
}

// confirm gives places to those who wait for one or for approval, in the order of the list.
func (w *bulkWork) confirm() error {
	able, wanted := w.able(checkOpen(w.event, w.tx.Now) == nil), map[string]int{}
	for i := range able {
		wanted[able[i].r.TicketTypeID]++
	}
	for id, n := range wanted {
		places, err := w.tx.TicketTypes().TakeUpTo(id, n)
		if err != nil {
			return err
		}
		wanted[id] = places
	}
	for i := range able {
		id := able[i].r.TicketTypeID
		able[i].activity = models.ActivityPromoted
		if w.action.Kind == models.BulkAccept {
			able[i].activity = models.ActivityAccepted
		}
		able[i].to = models.Placement{State: models.RegistrationConfirmed, TicketTypeID: id}
		switch {
		case wanted[id] > 0:
			wanted[id]--
		case w.action.Kind == models.BulkAccept && w.action.MayWait:
			able[i].to.State = models.RegistrationWaitlisted
		default:
			w.refuse(able[i].person, "bulk.full")
			continue
		}
		w.steps = append(w.steps, able[i])
	}
	return nil
}

// cancel cancels people, or declines those who wait for approval.
func (w *bulkWork) cancel() error {
	able := w.able(!w.event.Ended(w.tx.Now))
	activity, state := models.ActivityCancelled, models.RegistrationCancelled
	if w.action.Kind == models.BulkDecline {
		activity, state = models.ActivityDeclined, models.RegistrationDeclined
	}
	for i := range able {
		able[i].activity = activity
		able[i].to = models.Placement{
			State: state, TicketTypeID: able[i].r.TicketTypeID, NewTicket: true,
		}
		w.steps = append(w.steps, able[i])
	}
	return nil
}

// undo brings people back to what they were before, where nothing else has happened to them and places allow.
func (w *bulkWork) undo() error {
	var back []step
	for i := range w.people {
		p := &w.people[i]
		r := w.registrations[p.RegistrationID]
		if r == nil || !w.isAsLeft(r) {
			w.refuse(p, "bulk.changed_since")
			continue
		}
		to := models.Placement{
			State: p.BeforeState, TicketTypeID: p.BeforeTypeID, QueuedAt: p.BeforeQueuedAt, NewTicket: r.State.Live(),
		}
		back = append(back, step{p, r, to, models.ActivityRestored})
	}
	if err := w.leaveOutDoubles(&back); err != nil {
		return err
	}
	wanted := map[string]int{}
	for i := range back {
		if back[i].to.State == models.RegistrationConfirmed {
			wanted[back[i].to.TicketTypeID]++
		}
	}
	for id, n := range wanted {
		places, err := w.tx.TicketTypes().TakeUpTo(id, n)
		if err != nil {
			return err
		}
		wanted[id] = places
	}
	for i := range back {
		to := back[i].to
		if to.State == models.RegistrationConfirmed {
			if wanted[to.TicketTypeID] == 0 {
				w.refuse(back[i].person, "bulk.place_gone")
				continue
			}
			wanted[to.TicketTypeID]--
		}
		w.steps = append(w.steps, back[i])
	}
	return nil
}

// isAsLeft reports whether a person still is as the action left them.
func (w *bulkWork) isAsLeft(r *models.Registration) bool {
	switch w.action.Kind {
	case models.BulkMove:
		return r.Live() && w.action.TicketTypeID != nil && r.TicketTypeID == *w.action.TicketTypeID
	case models.BulkConfirm:
		return r.State == models.RegistrationConfirmed
	case models.BulkCancel:
		return r.State == models.RegistrationCancelled
	case models.BulkAccept:
		return r.State == models.RegistrationConfirmed || r.State == models.RegistrationWaitlisted
	case models.BulkDecline:
		return r.State == models.RegistrationDeclined
	case models.BulkTag, models.BulkUntag:
	}
	return false
}

// leaveOutDoubles leaves those out who registered again since they were cancelled.
func (w *bulkWork) leaveOutDoubles(back *[]step) error {
	if w.action.Kind != models.BulkCancel && w.action.Kind != models.BulkDecline {
		return nil
	}
	again, err := w.tx.Registrations().SamePersonLives(w.ids())
	if err != nil {
		return err
	}
	kept := (*back)[:0]
	for _, s := range *back {
		if again[s.r.ID] {
			w.refuse(s.person, "bulk.registered_again")
			continue
		}
		kept = append(kept, s)
	}
	*back = kept
	return nil
}

// apply makes the steps, mails the people, and passes places on that became free.
func (w *bulkWork) apply() error {
	freed := map[string]int{}
	var ended []*models.Registration
	for i := range w.steps {
		s := &w.steps[i]
		if s.r.State == models.RegistrationConfirmed {
			freed[s.r.TicketTypeID]++
			if s.to.NewTicket {
				ended = append(ended, s.r)
			}
		}
		w.note(s)
	}
	if err := w.tx.Registrations().ReplaceTickets(ended); err != nil {
		return err
	}
	if err := w.put(); err != nil {
		return err
	}
	if err := w.returnCodes(); err != nil {
		return err
	}
	if err := w.askToConfirm(); err != nil {
		return err
	}
	if err := w.mail(); err != nil {
		return err
	}
	if err := w.record(); err != nil {
		return err
	}
	return w.passOn(freed)
}

// note notes what became of a person, and what they were before.
func (w *bulkWork) note(s *step) {
	s.person.Reason, s.person.ChangedAt = "", &w.tx.Now
	if w.action.State == models.BulkUndoing {
		s.person.State = models.BulkPersonUndone
		return
	}
	s.person.State = models.BulkPersonDone
	s.person.BeforeState, s.person.BeforeTypeID, s.person.BeforeQueuedAt = s.r.State, s.r.TicketTypeID, s.r.QueuedAt
}

// put stores where people are now. Who joins a waiting list comes after all others there, in the order of the list.
func (w *bulkWork) put() error {
	together := map[models.Placement][]string{}
	ends := map[string]time.Time{}
	for i := range w.steps {
		s := &w.steps[i]
		if s.to.State == models.RegistrationWaitlisted && s.to.QueuedAt == nil {
			at, known := ends[s.to.TicketTypeID]
			if !known {
				var err error
				if at, err = w.tx.WaitingList().End(s.to.TicketTypeID); err != nil {
					return err
				}
			}
			ends[s.to.TicketTypeID] = at.Add(time.Microsecond)
			s.to.QueuedAt = &at
		}
		together[s.to] = append(together[s.to], s.r.ID)
	}
	for to, ids := range together {
		if err := w.tx.Registrations().PutMany(ids, to); err != nil {
			return err
		}
	}
	return nil
}

// returnCodes counts the uses of codes again of those who began or ceased to be live.
func (w *bulkWork) returnCodes() error {
	var ids []string
	for i := range w.steps {
		if s := &w.steps[i]; s.r.EntryCodeID != nil && s.r.State.Live() != s.to.State.Live() {
			ids = append(ids, *s.r.EntryCodeID)
		}
	}
	return w.tx.EntryCodes().Recount(ids...)
}

// passOn gives places that became free to those who wait for them. An undo of confirming does not: it would confirm
// the same people again.
func (w *bulkWork) passOn(freed map[string]int) error {
	for id, n := range freed {
		isPassed := w.action.Kind != models.BulkConfirm || w.action.State != models.BulkUndoing
		for isPassed && n > 0 {
			promoted, err := w.s.promote(w.tx, id)
			if err != nil {
				return err
			}
			if !promoted {
				break
			}
			n--
		}
		if err := w.tx.TicketTypes().GivePlacesBack(id, n); err != nil {
			return err
		}
	}
	return nil
}
