package registration

import (
	"context"
	"strconv"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// Caller is who changes a registration.
type Caller int

// The callers.
const (
	// ByAttendee is who came by a mailed link.
	ByAttendee Caller = iota + 1
	// ByNewcomer is who has just registered and has not opened the mailed link yet.
	ByNewcomer
	// ByStaff is staff who may edit people.
	ByStaff
)

// CorrectAddress gives a new registration another address, where the first one was mistyped. Whoever made it calls it,
// before the mailed link is opened. Errors are those of Correct.
func (s *Service) CorrectAddress(ctx context.Context, r *models.Registration, in *LinkInput) error {
	c := check.New()
	corrected := &models.Registration{}
	corrected.Email, corrected.EmailKey = c.Email("email", in.Email, check.Required)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := tx.Registrations().Lock(&models.Event{ID: r.EventID}, r.ID)
		if err != nil || r.EmailKey == corrected.EmailKey {
			return err
		}
		if !r.Live() || r.AddressConfirmedAt != nil {
			return models.NewError(models.CodeConflict, "registration.closed")
		}
		if err := mayMailNew(tx, r.EventID, corrected.EmailKey); err != nil {
			return err
		}
		return s.moveToAddress(tx, r, corrected, ByNewcomer)
	})
}

// mayMailNew returns TooMany where an address had too many mails about the event today to have a registration move to
// it.
func mayMailNew(tx *models.Tx, eventID, emailKey string) error {
	mailed, err := tx.Mails().ToAddressAbout(eventID, emailKey, tx.Now.Add(-24*time.Hour))
	if err == nil && mailed >= mailsToNewAddress {
		err = models.NewError(models.CodeTooMany, "registration.address_mailed_often")
	}
	return err
}

// moveToAddress stores r with the address of corrected, mails that one a new link, and tells the former one. The ticket
// stays.
func (s *Service) moveToAddress(tx *models.Tx, r, corrected *models.Registration, by Caller) error {
	former := *r
	r.Email, r.EmailKey = corrected.Email, corrected.EmailKey
	s.makeLink(r)
	if by != ByAttendee { // somebody else may have got the old one
		r.PreviousLinkHash = nil
	}
	changed := tx.Emit(models.ActivityAddressChanged, r)
	if err := tx.AddressChanges().Drop(r.ID); err != nil {
		return err
	}
	if err := tx.Registrations().Update(r); err != nil {
		return samePerson(err, by)
	}
	if err := s.moveCompanions(tx, &former, r, by); err != nil {
		return samePerson(err, by)
	}
	if err := checkLimit(tx, r, by); err != nil {
		return err
	}
	cause := "address:" + strconv.Itoa(r.Version)
	if err := s.queueMail(tx, &former, MailMoved, cause, changed, nil); err != nil {
		return err
	}
	return s.queueMail(tx, r, MailLink, cause, changed, nil)
}

// moveCompanions gives those the new address, and new links, whom a person registered and whose mails went to the
// former one. The mail with the person's link has theirs.
func (s *Service) moveCompanions(tx *models.Tx, former, r *models.Registration, by Caller) error {
	companions, err := tx.Registrations().CompanionsOf(r)
	for i := range companions {
		c := &companions[i]
		if c.EmailKey != former.EmailKey || c.EmailKey == "" {
			continue
		}
		c.Email, c.EmailKey = r.Email, r.EmailKey
		s.makeLink(c)
		if by != ByAttendee {
			c.PreviousLinkHash = nil
		}
		if err := tx.Registrations().Update(c); err != nil {
			return err
		}
	}
	return err
}

// samePerson tells an attendee what to do where the address and name have another registration. Staff may compare them.
func samePerson(err error, by Caller) error {
	if models.CodeOf(err) != models.CodeInvalid || by == ByStaff {
		return err
	}
	return models.InvalidFields(map[string]string{"email": "registration.same_person"})
}

// checkLimit refuses that a registration moves to an address that has as many people as it may, unless staff move it.
func checkLimit(tx *models.Tx, r *models.Registration, by Caller) error {
	if by == ByStaff {
		return nil
	}
	event, err := tx.Events().ByID(r.EventID)
	if err != nil {
		return err
	}
	live, err := tx.Registrations().LiveOfAddress(r.EventID, r.EmailKey)
	if err == nil && live > event.AddressLimit {
		err = tooManyOfAddress(event, live-1)
	}
	return err
}
