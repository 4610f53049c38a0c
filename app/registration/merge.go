package registration

import (
	"context"

	"meguri/models"
)

// MergeInput says which of two registrations stays, and of which one it has each field from then on, by their ids. A
// field that is "" stays.
type MergeInput struct {
	First        string `form:"first"`
	Second       string `form:"second"`
	Keep         string `form:"keep"`
	Name         string `form:"name"`
	Email        string `form:"email"`
	Phone        string `form:"phone"`
	Organization string `form:"organization"`
	Needs        string `form:"needs"`
}

// other is the id of the one that does not stay.
func (in *MergeInput) other() string {
	if in.Keep == in.First {
		return in.Second
	}
	return in.First
}

// taken lists the fields that the one that stays takes over.
func (in *MergeInput) taken() (fields []string) {
	other := in.other()
	fields = []string{}
	for _, field := range []struct{ name, from string }{
		{"name", in.Name}, {"email", in.Email}, {"phone", in.Phone}, {"organization", in.Organization}, {"needs", in.Needs},
	} {
		if field.from == other {
			fields = append(fields, field.name)
		}
	}
	return fields
}

// exchange exchanges fields of two registrations. Doing it twice changes nothing.
func exchange(a, b *models.Registration, fields []string) {
	for _, field := range fields {
		switch field {
		case "name":
			a.Name, b.Name = b.Name, a.Name
		case "email":
			a.Email, b.Email, a.EmailKey, b.EmailKey = b.Email, a.Email, b.EmailKey, a.EmailKey
		case "phone":
			a.Phone, b.Phone, a.PhoneKey, b.PhoneKey = b.Phone, a.Phone, b.PhoneKey, a.PhoneKey
		case "organization":
			a.Organization, b.Organization = b.Organization, a.Organization
		case "needs":
			a.Accessibility, b.Accessibility = b.Accessibility, a.Accessibility
		}
	}
}

// Merge makes two registrations of a person one. The other one is cancelled, its place goes to who has waited longest,
// its notes and tags go to the one that stays, and its link and its ticket are those of that. The person is mailed.
// Staff who may edit people call it. Errors: Conflict where one of them has no place and waits for none, or where the
// other one was admitted, has a place that the one that stays has not, or has companions.
func (d Duplicates) Merge(ctx context.Context, event *models.Event, in *MergeInput) error {
	if in.Keep == "" || (in.Keep != in.First && in.Keep != in.Second) || in.First == in.Second {
		return models.InvalidFields(map[string]string{"keep": "field.choice"})
	}
	return d.s.db.InTx(ctx, func(tx *models.Tx) error {
		kept, merged, err := d.lock(tx, event, in.Keep, in.other())
		if err != nil {
			return err
		}
		if err := mayMerge(tx, event, kept, merged); err != nil {
			return err
		}
		tx.About(models.AuditSubject{Kind: models.SubjectRegistration, ID: kept.ID})
		return d.merge(tx, kept, merged, in.taken())
	})
}

// lock locks two registrations of the event and their ticket types.
func (d Duplicates) lock(
	tx *models.Tx, event *models.Event, keptID, mergedID string,
) (kept, merged *models.Registration, err error) {
	seen, err := tx.Registrations().ByID(event, mergedID)
	if err != nil {
		return nil, nil, err
	}
	if kept, err = d.s.lock(tx, event, keptID, seen.TicketTypeID); err != nil {
		return nil, nil, err
	}
	merged, err = tx.Registrations().Lock(event, mergedID)
	if err == nil && merged.TicketTypeID != seen.TicketTypeID {
		err = models.NewError(models.CodeConflict, "error.conflict")
	}
	return kept, merged, err
}

func mayMerge(tx *models.Tx, event *models.Event, kept, merged *models.Registration) error {
	refuse := func(key string) error { return models.NewError(models.CodeConflict, key) }
	switch {
	case event.Ended(tx.Now):
		return refuse("registration.closed")
	case !kept.Live(), !merged.Live():
		return refuse("registration.merge_not_live")
	case merged.State == models.RegistrationConfirmed && kept.State != models.RegistrationConfirmed:
		return refuse("registration.merge_place")
	}
	admitted, err := tx.Admissions().OfRegistrations(event, []string{merged.ID})
	if err != nil {
		return err
	}
	if len(admitted) > 0 {
		return refuse("registration.merge_admitted")
	}
	companions, err := tx.Registrations().CompanionsOf(merged)
	for i := range companions {
		if companions[i].Live() {
			return refuse("registration.merge_companions")
		}
	}
	return err
}

func (d Duplicates) merge(tx *models.Tx, kept, merged *models.Registration, taken []string) error {
	former := *merged
	hadPlace, left := merged.State == models.RegistrationConfirmed, d.s.leaveGroup(tx, merged)
	m := &models.Merge{
		MergedID: merged.ID, KeptID: kept.ID, Taken: taken, State: merged.State, QueuedAt: merged.QueuedAt,
	}
	exchange(kept, merged, taken)
	merged.State, merged.CancelledAt, merged.QueuedAt = models.RegistrationCancelled, &tx.Now, nil
	merged.MergedInto = &kept.ID
	if err := tx.Registrations().Update(merged); err != nil { // first: two live ones cannot have one name and address
		return err
	}
	if err := tx.Registrations().Update(kept); err != nil {
		return err
	}
	if err := returnCode(tx, merged); err != nil {
		return err
	}
	m.MergedVersion, m.KeptVersion = merged.Version, kept.Version
	if err := tx.Duplicates().AddMerge(m); err != nil {
		return err
	}
	if err := tx.Duplicates().MoveMarks(m); err != nil {
		return err
	}
	if err := d.mergePromises(tx, kept, merged); err != nil {
		return err
	}
	if err := tx.JointUses().Merge(merged, kept); err != nil {
		return err
	}
	if err := dropOvertaken(tx, merged); err != nil {
		return err
	}
	tx.Emit(models.ActivityMerged, merged)
	if err := d.tell(tx, kept, &former, MailMerged, tx.Emit(models.ActivityMerged, kept)); err != nil {
		return err
	}
	if hadPlace {
		return d.s.passPlaceOn(tx, merged.TicketTypeID)
	}
	return left()
}

// tell mails both addresses of a person, or the one.
func (d Duplicates) tell(tx *models.Tx, kept, other *models.Registration, kind, activity string) error {
	if err := d.s.queueMail(tx, kept, kind, activity, activity, nil); err != nil || other.EmailKey == kept.EmailKey {
		return err
	}
	return d.s.queueMail(tx, other, kind, activity, activity, nil)
}

// Unmerge makes two registrations of a merged one again, while nothing else has changed either. Staff who may edit
// people call it. Errors: NotFound for what was not merged; Conflict where something has changed since, or the event is
// closed; Full where the place was given away and there is no other one.
func (d Duplicates) Unmerge(ctx context.Context, event *models.Event, id string) error {
	return d.s.db.InTx(ctx, func(tx *models.Tx) error {
		m, err := tx.Duplicates().MergeOf(id)
		if err != nil {
			return err
		}
		kept, merged, err := d.lock(tx, event, m.KeptID, m.MergedID)
		if err != nil {
			return err
		}
		if err := mayUnmerge(tx, event, m, kept, merged); err != nil {
			return err
		}
		exchange(kept, merged, m.Taken)
		merged.State, merged.QueuedAt, merged.CancelledAt, merged.MergedInto = m.State, m.QueuedAt, nil, nil
		if err := tx.Registrations().Update(kept); err != nil {
			return err
		}
		if err := tx.Registrations().Update(merged); err != nil {
			return err
		}
		if err := returnCode(tx, merged); err != nil {
			return err
		}
		if err := tx.Duplicates().GiveMarksBack(m); err != nil {
			return err
		}
		if err := tx.JointUses().Unmerge(m, merged, kept); err != nil {
			return err
		}
		if err := tx.Duplicates().DeleteMerge(m); err != nil {
			return err
		}
		tx.Emit(models.ActivityUnmerged, merged)
		undone := tx.Emit(models.ActivityUnmerged, kept)
		if err := d.s.queueMail(tx, kept, MailUnmerged, undone, undone, nil); err != nil {
			return err
		}
		return d.s.queueMail(tx, merged, MailUnmerged, undone, undone, nil)
	})
}

// mayUnmerge takes the place that the merged one had.
func mayUnmerge(tx *models.Tx, event *models.Event, m *models.Merge, kept, merged *models.Registration) error {
	if err := checkOpen(event, tx.Now); err != nil {
		return err
	}
	if kept.Version != m.KeptVersion || merged.Version != m.MergedVersion {
		return models.NewError(models.CodeConflict, "registration.unmerge_changed")
	}
	if m.State != models.RegistrationConfirmed {
		return nil
	}
	taken, err := tx.TicketTypes().TakePlace(merged.TicketTypeID)
	if err == nil && !taken {
		err = models.NewError(models.CodeFull, "registration.unmerge_full")
	}
	return err
}
