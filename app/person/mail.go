package person

import "meguri/models"

// MailLink is the kind of the mail with the link that opens an account of a person.
const MailLink = "person_link"

// factLink is the key, in a mail's data, of the id of the link.
const factLink = "link"

// queueLink queues the mail with a link, to the address with which it was asked for: the first one may be dead.
func queueLink(tx *models.Tx, account *models.Account, email string, l *models.AccountLink) error {
	return tx.Mails().Queue(&models.Mail{
		Cause: MailLink + ":" + l.ID, Kind: MailLink, AccountID: &account.ID, ToAddress: email, ToName: account.Name,
		Locale: account.Locale, Data: map[string]string{factLink: l.ID},
	})
}
