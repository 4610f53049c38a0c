package registration

import (
	"strconv"

	"meguri/models"
)

// askToConfirm gives those who get a place, and never opened a mailed link, as long as others to open it.
func (w *bulkWork) askToConfirm() error {
	by := confirmBy(w.event, w.tx.Now)
	if by == nil || w.action.State == models.BulkUndoing {
		return nil
	}
	var ids []string
	for i := range w.steps {
		s := &w.steps[i]
		isNew := s.to.State == models.RegistrationConfirmed && s.r.State != models.RegistrationConfirmed
		if !isNew || s.r.AddressConfirmedAt != nil || s.r.Email == "" {
			continue
		}
		r := *s.r
		r.ConfirmBy = by
		if err := w.s.awaitConfirmation(w.tx, &r); err != nil {
			return err
		}
		ids = append(ids, r.ID)
	}
	if len(ids) == 0 {
		return nil
	}
	return w.tx.Registrations().SetConfirmBy(ids, *by)
}

// mail tells people what happened. Who waits, and was not told yet of what is taken back, is told of neither; who has a
// place has a new ticket.
func (w *bulkWork) mail() error {
	if len(w.steps) == 0 {
		return nil
	}
	ids := make([]string, len(w.steps))
	for i := range w.steps {
		ids[i] = w.steps[i].r.ID
	}
	kinds := []string{MailChanged, MailWaitlisted}
	isUndo := w.action.State == models.BulkUndoing
	if isUndo {
		kinds = append(kinds, MailCancelled, MailPromoted, MailAccepted, MailDeclined)
	}
	untold, err := w.tx.Mails().DropWaitingOf(ids, kinds...)
	if err != nil {
		return err
	}
	var mails []*models.Mail
	for i := range w.steps {
		s := &w.steps[i]
		activity := w.tx.Emit(s.activity, s.r)
		if isUndo && untold[s.r.ID] && s.to.State != models.RegistrationConfirmed {
			continue
		}
		m, err := w.letter(s, activity)
		if err != nil {
			return err
		}
		mails = append(mails, m)
	}
	return w.tx.Mails().QueueBulk(mails)
}

// letter is the mail that tells a person where they are now.
func (w *bulkWork) letter(s *step, activity string) (*models.Mail, error) {
	r := *s.r
	r.State, r.TicketTypeID, r.QueuedAt, r.Version = s.to.State, s.to.TicketTypeID, s.to.QueuedAt, s.r.Version+1
	kind, data := MailChanged, map[string]string(nil)
	switch {
	case r.State == models.RegistrationCancelled:
		kind = MailCancelled
	case r.State == models.RegistrationDeclined:
		kind, data = MailDeclined, declineData(w.action.Reason)
	case r.State == models.RegistrationPending: // what was decided is taken back
		kind, data = MailPending, map[string]string{"again": "true"}
	case s.activity == models.ActivityAccepted && r.State == models.RegistrationConfirmed:
		kind = MailAccepted
	case s.activity == models.ActivityPromoted:
		kind = MailPromoted
	case r.State == models.RegistrationWaitlisted:
		kind = MailWaitlisted
		position, err := w.tx.WaitingList().Position(&r)
		if err != nil {
			return nil, err
		}
		data = map[string]string{"position": strconv.Itoa(position)}
	}
	return &models.Mail{
		Cause: mailCause(&r, kind, strconv.Itoa(r.Version)), Kind: kind, EventID: &r.EventID, RegistrationID: &s.r.ID,
		ActivityID: &activity, ToAddress: r.Email, ToName: r.Full(r.Locale), Locale: r.Locale, Data: data,
	}, nil
}

// bulkActions are what the record calls the actions.
var bulkActions = map[models.BulkKind]string{
	models.BulkTag: "person_tagged", models.BulkUntag: "person_untagged", models.BulkMove: "person_type_changed",
	models.BulkConfirm: "person_confirmed", models.BulkCancel: "person_cancelled",
	models.BulkAccept: "person_accepted", models.BulkDecline: "person_declined",
}

// record writes into the record to whom it was done.
func (w *bulkWork) record() error {
	action := bulkActions[w.action.Kind]
	if w.action.State == models.BulkUndoing {
		action = "person_bulk_undone"
	}
	var entries []models.AuditEntry
	for i := range w.people {
		p := &w.people[i]
		if p.ChangedAt == nil || !p.ChangedAt.Equal(w.tx.Now) {
			continue
		}
		e := models.AuditEntry{
			Action: action, Outcome: models.AuditDone, ActorKind: models.ActorNobody, EventID: w.event.ID,
			SubjectKind: models.SubjectRegistration, SubjectID: p.RegistrationID,
		}
		if w.action.AccountID != nil {
			e.ActorKind, e.ActorID = models.ActorAccount, *w.action.AccountID
		}
		entries = append(entries, e)
	}
	return w.tx.Audits().AddMany(entries)
}
