package place

import (
	"cmp"
	"slices"

	"meguri/models"
)

// bringBack gives people what they had in sessions before what was undone, those first who signed up first: their place
// where one is free, else their old place in line, and it is noted that the place was lost.
func (w *settling) bringBack(former []models.FormerSignUp) error {
	slices.SortFunc(former, func(a, b models.FormerSignUp) int {
		return cmp.Or(a.QueuedAt.Compare(b.QueuedAt), cmp.Compare(a.RegistrationID, b.RegistrationID))
	})
	var filled []string
	for i := range former {
		f := &former[i]
		r, err := w.tx.Registrations().ByID(w.event, f.RegistrationID)
		if err != nil {
			return err
		}
		isFor, err := w.isFor(f.SessionID, r)
		if err != nil {
			return err
		}
		if !r.Live() || !isFor || f.LostAt != nil {
			continue
		}
		if f.KeptID != nil {
			err = w.part(f, r)
		} else {
			err = w.putBack(f, r)
		}
		if err != nil {
			return err
		}
		filled = append(filled, f.SessionID)
	}
	slices.Sort(filled)
	for _, id := range slices.Compact(filled) {
		if err := Fill(w.tx, w.event, id); err != nil {
			return err
		}
	}
	return nil
}

// putBack gives a person what they had. One conditional statement decides whether their place is free.
func (w *settling) putBack(f *models.FormerSignUp, r *models.Registration) error {
	known, err := w.tx.SessionPlaces().Find(f.SessionID, r.ID)
	if err != nil {
		return err
	}
	if known != nil && known.State == models.SignUpTaken {
		return w.tx.SessionPlaces().ForgetFormer(f.SessionID, r.ID)
	}
	s, had := f.SignUp(), f.State == models.SignUpTaken
	s.State = models.SignUpWaiting
	if had && r.State == models.RegistrationConfirmed {
		taken, err := w.tx.SessionPlaces().Take(f.SessionID)
		if err != nil {
			return err
		}
		if taken {
			return w.give(s)
		}
	}
	s.ReplyBy = nil
	if err := w.tx.SessionPlaces().Put(s); err != nil {
		return err
	}
	if !had {
		return w.tx.SessionPlaces().ForgetFormer(f.SessionID, r.ID)
	}
	f.LostAt, f.KeptID = &w.tx.Now, nil
	return w.tx.SessionPlaces().PutFormer(f)
}

// give stores that a person has a place again that was taken for them. Who had yet to say that they come is asked anew.
func (w *settling) give(s *models.SessionSignUp) error {
	if err := w.tx.SessionPlaces().ForgetFormer(s.SessionID, s.RegistrationID); err != nil {
		return err
	}
	if s.ReplyBy == nil {
		s.State = models.SignUpTaken
		return w.tx.SessionPlaces().Put(s)
	}
	session, err := w.tx.Sessions().ByID(w.event, s.SessionID)
	if err != nil {
		return err
	}
	rules, err := w.tx.WaitingList().Rules(w.event.ID)
	if err != nil {
		return err
	}
	return promote(w.tx, w.event, session, s, rules)
}

// part gives two registrations that were one again what each had. A place that one of them brought goes with it.
func (w *settling) part(f *models.FormerSignUp, r *models.Registration) error {
	kept, err := w.tx.SessionPlaces().Find(f.SessionID, *f.KeptID)
	if err != nil {
		return err
	}
	if kept == nil || f.KeptState == models.SignUpTaken {
		return w.putBack(f, r)
	}
	isFirst := f.State == models.SignUpTaken || f.KeptState == "" || f.QueuedAt.Before(*f.KeptQueuedAt)
	isGiven := kept.State == models.SignUpTaken && isFirst && r.State == models.RegistrationConfirmed
	own := f.SignUp()
	if isGiven {
		own.State, own.ReplyBy = models.SignUpTaken, kept.ReplyBy
		kept.State, kept.ReplyBy = models.SignUpWaiting, nil
	}
	switch {
	case f.KeptState != "":
		kept.QueuedAt = *f.KeptQueuedAt
		err = w.tx.SessionPlaces().Put(kept)
	default:
		err = leave(w.tx, w.event, kept)
	}
	if err != nil {
		return err
	}
	if !isGiven {
		return w.putBack(f, r)
	}
	if err := w.tx.SessionPlaces().Put(own); err != nil {
		return err
	}
	return w.tx.SessionPlaces().ForgetFormer(f.SessionID, r.ID)
}
