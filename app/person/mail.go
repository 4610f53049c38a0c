package person

import (
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// The kinds of mail to people who keep an account.
const (
	MailLink    = "person_link"          // with the link that opens the account
	MailAddress = "person_address"       // to a further address, to confirm it
	MailAdded   = "person_address_added" // to the first address, once a further one opens the account
)

// The keys, in a mail's data, of the ids of the link and of the further address, and of that address.
const (
	factLink    = "link"
	factAddress = "address"
	factEmail   = "email"
)

// MailKinds are the kinds of mail of this feature. They are read by nobody but their person.
func (s *Service) MailKinds() []mail.Kind {
	link := func(l *mail.Letter) string { return s.Links.Person(l.Data[factLink]) }
	address := func(l *mail.Letter) string { return s.Links.PersonAddress(l.Data[factAddress]) }
	return []mail.Kind{
		{Name: MailLink, Audience: mail.Account, Link: mail.Link{
			Button:  "mail.person_link_button",
			Address: func(l *mail.Letter) string { return l.BaseURL + paths.OpenMe(link(l)) }, Secret: link,
		}},
		{Name: MailAddress, Audience: mail.Account, Link: mail.Link{
			Button:  "mail.person_address_button",
			Address: func(l *mail.Letter) string { return l.BaseURL + paths.ProveAddress(address(l)) }, Secret: address,
		}},
		{Name: MailAdded, Audience: mail.Account, Link: mail.Link{
			Button: "mail.person_address_added_button", Address: func(l *mail.Letter) string { return l.BaseURL + paths.Me },
		}},
	}
}

// queueLink queues the mail with a link, to the address with which it was asked for: the first one may be dead.
func queueLink(tx *models.Tx, account *models.Account, email string, l *models.AccountLink) error {
	return queue(tx, account, MailLink, l.ID, email, map[string]string{factLink: l.ID})
}

// queueAddress queues the mail that confirms a further address, once an hour. As nobody knows yet whose that is, it
// names nobody.
func queueAddress(tx *models.Tx, account *models.Account, a *models.AccountAddress) error {
	nameless := *account
	nameless.Name = ""
	return queue(tx, &nameless, MailAddress, a.ID+":"+tx.Now.UTC().Format("2006-01-02T15"), a.Email,
		map[string]string{factAddress: a.ID})
}

func queue(tx *models.Tx, to *models.Account, kind, cause, email string, data map[string]string) error {
	return tx.Mails().Queue(&models.Mail{
		Cause: kind + ":" + cause, Kind: kind, AccountID: &to.ID, ToAddress: email, ToName: to.Name, Locale: to.Locale,
		Data: data,
	})
}
