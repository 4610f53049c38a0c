package registration

import (
	"context"
	"strconv"
	"time"

	"meguri/app/service/link"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// confirmAddressWithin is how long the link works that confirms a new address.
const confirmAddressWithin = 3 * 24 * time.Hour

// factChange is the key, in a mail's data, of the id of the change.
const factChange = "change"

// AddressChanges are the addresses that attendees want instead of theirs. Each waits until the link that was mailed to
// it is followed: until then the old address stays, so that a slip of the pen or a forwarded link takes nobody's mails.
type AddressChanges struct{ s *Service }

// AddressChangesOf are those of the registrations.
func AddressChangesOf(s *Service) AddressChanges { return AddressChanges{s} }

// ask stores that a registration shall have the address of wanted, mails that one the link, and tells the old one. The
// caller has locked the registration.
func (a AddressChanges) ask(tx *models.Tx, event *models.Event, r, wanted *models.Registration) error {
	if err := a.check(tx, event, r, wanted); err != nil {
		return err
	}
	waiting, err := tx.AddressChanges().OfRegistration(r)
	if err != nil {
		return err
	}
	if waiting != nil && waiting.EmailKey == wanted.EmailKey {
		return a.mail(tx, r, waiting)
	}
	if err := mayMailNew(tx, r.EventID, wanted.EmailKey); err != nil {
		return err
	}
	if err := tx.Mails().DropWaiting(r, MailConfirmAddress); err != nil {
		return err
	}
	change := &models.AddressChange{
		RegistrationID: r.ID, Email: wanted.Email, EmailKey: wanted.EmailKey, ExpiresAt: tx.Now.Add(confirmAddressWithin),
	}
	if err := tx.AddressChanges().Replace(change); err != nil {
		return err
	}
	asked := tx.Emit(models.ActivityAddressAsked, r)
	note := map[string]string{"email": change.Email}
	if err := a.s.mail(tx, r, MailAddressAsked, change.ID, asked, note); err != nil {
		return err
	}
	return a.queue(tx, r, change, asked)
}

// check tells at once what confirming would refuse.
func (a AddressChanges) check(tx *models.Tx, event *models.Event, r, wanted *models.Registration) error {
	moved := *r
	moved.EmailKey = wanted.EmailKey
	_, err := tx.Registrations().OfPerson(&moved)
	switch {
	case err == nil:
		return models.InvalidFields(map[string]string{"email": "registration.same_person"})
	case models.CodeOf(err) != models.CodeNotFound:
		return err
	}
	live, err := tx.Registrations().LiveOfAddress(r.EventID, wanted.EmailKey)
	if err == nil && live >= event.AddressLimit {
		err = tooManyOfAddress(event, live)
	}
	return err
}

// queue mails the link to the new address. Until it is known whose that is, the mail names nobody.
func (a AddressChanges) queue(
	tx *models.Tx, r *models.Registration, change *models.AddressChange, activity string,
) error {
	cause := change.ID + ":" + strconv.FormatInt(tx.Now.Unix(), 10)
	m := letter(r, MailConfirmAddress, cause, activity, map[string]string{
		factChange: change.ID, "days": strconv.Itoa(int(confirmAddressWithin / (24 * time.Hour))),
	})
	m.ToAddress, m.ToName = change.Email, ""
	return tx.Mails().Queue(m)
}

// mail mails the link once more, unless it was mailed a moment ago.
func (a AddressChanges) mail(tx *models.Tx, r *models.Registration, change *models.AddressChange) error {
	if tx.Now.Sub(change.MailedAt) < linkPause {
		return nil
	}
	if err := mayMailNew(tx, r.EventID, change.EmailKey); err != nil {
		return err
	}
	if err := tx.AddressChanges().Mailed(change); err != nil {
		return err
	}
	return a.queue(tx, r, change, tx.Emit(models.ActivityAddressAsked, r))
}

// Resend mails the link once more. The attendee calls it. Where nothing waits any more it changes nothing. Errors:
// TooMany where the address was mailed too often today.
func (a AddressChanges) Resend(ctx context.Context, event *models.Event, id string) error {
	return a.s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := tx.Registrations().Lock(event, id)
		if err != nil {
			return err
		}
		change, err := tx.AddressChanges().OfRegistration(r)
		if err != nil || change == nil || !r.Live() {
			return err
		}
		return a.mail(tx, r, change)
	})
}

// Withdraw leaves the address as it is: the link that was mailed ends. The attendee calls it.
func (a AddressChanges) Withdraw(ctx context.Context, event *models.Event, id string) error {
	return a.s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := tx.Registrations().Lock(event, id)
		if err != nil {
			return err
		}
		if err := tx.Mails().DropWaiting(r, MailConfirmAddress, MailAddressAsked); err != nil {
			return err
		}
		return tx.AddressChanges().Drop(r.ID)
	})
}

// Secret is what the link ends in that is mailed for a change.
func (a AddressChanges) Secret(id string) string { return a.s.links.AddressChange(id) }

// AddressPage is where a new address is confirmed. It tells nothing of the person: the link may have gone astray.
type AddressPage struct {
	Event *models.Event
	Email string
}

// Page reads it by the mailed secret. Whoever has the link calls it. Errors: NotFound where it works no more.
func (a AddressChanges) Page(ctx context.Context, secret string) (*AddressPage, error) {
	change, r, err := a.find(a.s.db.Query(ctx), secret)
	if err != nil {
		return nil, err
	}
	event, err := a.s.db.Query(ctx).Events().ByID(r.EventID)
	return &AddressPage{event, change.Email}, err
}

func (a AddressChanges) find(
	q *models.Query, secret string,
) (*models.AddressChange, *models.Registration, error) {
	dead := models.NewError(models.CodeNotFound, "registration.address_link_dead")
	id, ok := link.ID(secret)
	if !ok || !link.Equal(secret, a.s.links.AddressChange(id)) {
		return nil, nil, dead
	}
	change, err := q.AddressChanges().ByID(id)
	if err != nil || change == nil {
		return nil, nil, orDead(err, dead)
	}
	r, err := q.Registrations().ByIDAnywhere(change.RegistrationID)
	if err != nil {
		return nil, nil, orDead(err, dead)
	}
	return change, r, nil
}

func orDead(err, dead error) error {
	if err == nil || models.CodeOf(err) == models.CodeNotFound {
		return dead
	}
	return err
}

// Confirm moves the registration to the address that the secret was mailed to. Its page is opened by a new link that is
// mailed there: who was forwarded this one sees nothing. Errors: NotFound where it works no more; Invalid where the
// address has the person, or as many people as it may, by now; Conflict where the registration is closed.
func (a AddressChanges) Confirm(ctx context.Context, secret string) error {
	return a.s.db.InTx(ctx, func(tx *models.Tx) error {
		found, seen, err := a.find(tx.Query, secret)
		if err != nil {
			return err
		}
		r, err := tx.Registrations().Lock(&models.Event{ID: seen.EventID}, seen.ID)
		if err != nil {
			return err
		}
		change, _, err := a.find(tx.Query, secret) // of two at once, one moves it
		switch {
		case err != nil:
			return err
		case !r.Live():
			return models.NewError(models.CodeConflict, "registration.closed")
		case found.EmailKey == r.EmailKey:
			return tx.AddressChanges().Drop(r.ID)
		}
		if r.AddressConfirmedAt == nil {
			r.AddressConfirmedAt, r.ConfirmBy = &tx.Now, nil
		}
		return a.s.moveToAddress(tx, r, &models.Registration{Email: change.Email, EmailKey: change.EmailKey}, ByAttendee)
	})
}

// link leads to the page where the new address is confirmed.
func (a AddressChanges) link() mail.Link {
	secret := func(l *mail.Letter) string { return a.Secret(l.Data[factChange]) }
	return mail.Link{
		Button:  "mail.confirm_address",
		Address: func(l *mail.Letter) string { return l.BaseURL + paths.ConfirmAddress(secret(l)) },
		Secret:  secret,
	}
}
