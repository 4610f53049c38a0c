// Package survey has the surveys of those who attended an event: questions, invitations, anonymous responses and
// results.
//
// Nobody can tell who answered what: of a person it is known that they answered; of a response, the mode of attendance
// and the language; nothing links the two, nor tells when: see docs/decisions/0016-no-order-of-answers.md. What is
// published is chosen once, when a survey closes: see Release.
package survey

import (
	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/models"
)

// Services are what is done with the surveys of one database. Each is in the file of its name, which says where the
// rest of it is.
type Services struct {
	Writing   *Writing
	Asking    *Asking
	Answering *Answering
	Reading   *Reading
	Exporting *Exporting
}

// New makes the services. links makes the links that open surveys to anyone.
func New(db *models.DB, texts *i18n.Bundle, links link.Maker) *Services {
	words, keys, rates := wording{texts}, secrets{links}, &rateSteps{}
	return &Services{
		Writing:   &Writing{wording: words, secrets: keys, db: db},
		Asking:    &Asking{secrets: keys, db: db},
		Answering: &Answering{secrets: keys, db: db, submissions: models.NewGathered(db, store)},
		Reading:   &Reading{wording: words, db: db, rates: rates},
		Exporting: &Exporting{wording: words, db: db, rates: rates},
	}
}

// wording has the words for what surveys tell, in both languages: columns, codes, facts, groups.
type wording struct{ texts *i18n.Bundle }

// secrets has the key of links and of sealed facts.
type secrets struct{ links link.Maker }
