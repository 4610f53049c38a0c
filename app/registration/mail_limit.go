package registration

import (
	"slices"
	"time"

	"meguri/models"
)

// dailyMails is how many mails of personalKinds one address gets in a day. Anyone may register an address that is not
// theirs, and could flood it by changing and cancelling.
const dailyMails = 30

// personalKinds are the kinds of mail that follow from what is done in the public forms and on the attendee's page.
var personalKinds = []string{
	MailConfirmed, MailWaitlisted, MailChanged, MailCancelled, MailLink, MailNewLink, MailKnown, MailGroup,
	MailGroupChanged, MailLimit, MailAddressAsked, MailPending,
}

// mailsToNewAddress is how many mails about an event an address may have had in a day when a registration moves to it.
// Whoever holds a registration could flood others by moving it from one address to another and back.
const mailsToNewAddress = 5

// mayMail reports whether the address may have another mail of the kind today. The first mail about an event is always
// sent: whoever fills an address's day with one event keeps it from no other.
func mayMail(tx *models.Tx, r *models.Registration, kind string) (bool, error) {
	if !slices.Contains(personalKinds, kind) {
		return true, nil
	}
	sent, err := tx.Mails().ToAddress(r, tx.Now.Add(-24*time.Hour), personalKinds...)
	return sent.Total < dailyMails || sent.OfEvent == 0, err
}

// dropOvertaken drops the mails about the registration's earlier changes that wait to be sent: the next one tells the
// newest state.
func dropOvertaken(tx *models.Tx, r *models.Registration) error {
	return tx.Mails().DropWaiting(r, MailChanged, MailWaitlisted)
}
