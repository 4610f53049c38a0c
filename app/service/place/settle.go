package place

import (
	"time"

	"meguri/models"
)

// settling is what Settle does in one transaction.
type settling struct {
	tx    *models.Tx
	event *models.Event
	// undone are the registrations for which something was undone; noted those of whom it is noted what they had.
	undone, noted map[string]bool
}

// Settle brings what people signed up for into line with whether they have a place at the event, at the end of the
// transaction in which that changed: who left it leaves its sessions, who only waits for it waits for them too, who has
// a place now gets those that are free, and for whom something was undone has again what they had, as far as it is
// free.
func Settle(tx *models.Tx, moved models.Moved) error {
	list, err := tx.SessionPlaces().OfRegistrations(moved.IDs)
	if err != nil {
		return err
	}
	former, err := tx.SessionPlaces().Former(moved.Undone)
	if err != nil || len(list)+len(former) == 0 {
		return err
	}
	var ids []string
	for i := range list {
		ids = append(ids, list[i].SessionID)
	}
	for i := range former {
		ids = append(ids, former[i].SessionID)
	}
	if err := tx.SessionPlaces().Lock(ids...); err != nil {
		return err
	}
	one, err := tx.Registrations().ByIDAnywhere(moved.IDs[0])
	if err != nil {
		return err
	}
	event, err := tx.Events().ByID(one.EventID)
	if err != nil {
		return err
	}
	w := &settling{tx: tx, event: event, undone: map[string]bool{}, noted: map[string]bool{}}
	for _, id := range moved.Undone {
		w.undone[id] = true
	}
	if err := w.bringBack(former); err != nil {
		return err
	}
	for i := range list {
		s, err := tx.SessionPlaces().Find(list[i].SessionID, list[i].RegistrationID) // as it is now that it is locked
		if err != nil {
			return err
		}
		if s == nil {
			continue
		}
		if err := w.settle(s, &list[i].Registration); err != nil {
			return err
		}
	}
	return nil
}

func (w *settling) settle(s *models.SessionSignUp, r *models.Registration) error {
	switch {
	case r.MergedInto != nil:
		return w.inherit(s, *r.MergedInto)
	case !r.Live():
		return w.leave(s)
	}
	isFor, err := w.isFor(s.SessionID, r)
	if err != nil {
		return err
	}
	switch {
	case !isFor:
		if err := w.leave(s); err != nil {
			return err
		}
		return mail(w.tx, w.event, s, MailLeft, map[string]string{FactSession: s.SessionID})
	case r.State == models.RegistrationConfirmed && s.State == models.SignUpWaiting:
		return Fill(w.tx, w.event, s.SessionID)
	case r.State != models.RegistrationConfirmed && s.State == models.SignUpTaken:
		return w.queue(s)
	}
	return nil
}

// isFor reports whether people of the ticket type that the person has now can sign up for the session.
func (w *settling) isFor(sessionID string, r *models.Registration) (bool, error) {
	p, err := w.tx.SessionPlaces().Of(w.event, sessionID)
	if err != nil {
		return false, err
	}
	o := Offer{Places: p}
	return o.IsFor(w.event, &r.TicketType), nil
}

// note notes what a person had, once their row is gone. What they lost at an earlier time is forgotten.
func (w *settling) note(f *models.FormerSignUp) error {
	if !w.noted[f.RegistrationID] {
		w.noted[f.RegistrationID] = true
		if err := w.tx.SessionPlaces().ForgetFormerOf(f.RegistrationID); err != nil {
			return err
		}
	}
	return w.tx.SessionPlaces().PutFormer(f)
}

// leave takes a person out of a session, and notes what they had.
func (w *settling) leave(s *models.SessionSignUp) error {
	f := models.FormerOf(s)
	if err := leave(w.tx, w.event, s); err != nil {
		return err
	}
	return w.note(f)
}

// queue puts who has no place at the event any more into the session's line: at its end, or where they stood where
// their place at the event is undone.
func (w *settling) queue(s *models.SessionSignUp) error {
	f := models.FormerOf(s)
	s.State, s.ReplyBy = models.SignUpWaiting, nil
	if !w.undone[s.RegistrationID] {
		s.QueuedAt = time.Time{}
		if err := w.note(f); err != nil {
			return err
		}
	}
	if err := w.tx.SessionPlaces().Put(s); err != nil {
		return err
	}
	if err := w.tx.SessionPlaces().GiveBack(s.SessionID); err != nil {
		return err
	}
	return Fill(w.tx, w.event, s.SessionID)
}

// inherit gives what a registration signed up for to the one of the same person that stays: the better of what the two
// have.
func (w *settling) inherit(s *models.SessionSignUp, keptID string) error {
	known, err := w.tx.SessionPlaces().Find(s.SessionID, keptID)
	if err != nil {
		return err
	}
	f := models.FormerOf(s)
	f.KeptID = &keptID
	if known != nil {
		f.KeptState, f.KeptQueuedAt = known.State, &known.QueuedAt
	}
	if known != nil && known.State == models.SignUpTaken {
		if err := leave(w.tx, w.event, s); err != nil {
			return err
		}
		return w.note(f)
	}
	if err := w.tx.SessionPlaces().Delete(s); err != nil {
		return err
	}
	kept := *s
	kept.RegistrationID = keptID
	if known != nil && s.State == models.SignUpWaiting && known.QueuedAt.Before(s.QueuedAt) {
		kept.QueuedAt = known.QueuedAt
	}
	if err := w.tx.SessionPlaces().Put(&kept); err != nil {
		return err
	}
	return w.note(f)
}
