package audit

import (
	"strings"

	"meguri/models"
	"meguri/models/text"
)

// maxNamed is how many people a search for a name finds: of more, nobody reads the record.
const maxNamed = 1000

// choose is the filter of the record, with the ids that the names it searches for have now. A person is searched for in
// the record of an event; in that of an organization it is colleagues.
func (in *FilterInput) choose(q *models.Query, scope Scope) (models.AuditFilter, error) {
	f := in.filter(scope)
	name := text.SearchQuery(in.Name)
	if name == "" {
		return f, nil
	}
	accounts, err := namedAccounts(q, f, name)
	if err != nil {
		return f, err
	}
	f.Named = append([]string{}, accounts...)
	if scope.Event == nil {
		return f, nil
	}
	people, err := q.Registrations().List(scope.Event, models.RegistrationFilter{Query: in.Name}, maxNamed)
	for i := range people {
		f.Named = append(f.Named, people[i].ID)
	}
	return f, err
}

// namedAccounts are the accounts and tokens of the record whose name has the folded text in it.
func namedAccounts(q *models.Query, f models.AuditFilter, name string) (found []string, err error) {
	actors, err := q.Audits().Actors(f)
	if err != nil {
		return nil, err
	}
	accounts, err := q.Audits().Accounts(f)
	if err != nil {
		return nil, err
	}
	ids := append(actors, accounts...)
	names, err := q.Audits().Names(nil, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if strings.Contains(text.SearchQuery(names.Actor(id)), name) {
			found = append(found, id)
		}
	}
	return found, nil
}
