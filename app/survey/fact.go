package survey

import (
	"encoding/json"
	"log/slog"
	"maps"
	"slices"
	"strings"

	"meguri/app/service/attendance"
	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/models"
)

// FactsField is the box of a form by which a person agrees that facts travel with their answers.
const (
	FactsField = "facts"
	agreed     = "yes"
)

// sealedLength is how long facts are before they are sealed, so that the length of what is sealed says nothing. All
// facts together are shorter.
const sealedLength = 256

// fillFacts takes the facts that may travel, as long as nobody was asked.
func (in *SettingsInput) fillFacts(c *check.Checker, survey *models.Survey) {
	if survey.OpenedAt != nil {
		return
	}
	survey.Facts = nil
	for _, fact := range models.SurveyFacts { // in this order
		if slices.Contains(in.Facts, fact) {
			survey.Facts = append(survey.Facts, fact)
		}
	}
	for _, fact := range in.Facts {
		if !slices.Contains(models.SurveyFacts, fact) {
			c.Fault(FactsField, "field.choice")
		}
	}
	describing := 0
	for i := range survey.Questions {
		if survey.Questions[i].Describes {
			describing++
		}
	}
	if len(survey.Facts) > 0 && describing+len(survey.Facts) > maxDescribing {
		c.Fault(FactsField, "survey_facts.many")
	}
}

// readFacts reads what is on file of a person who agrees: none for who does not, or has come by a link.
func readFacts(
	q *models.Query, event *models.Event, r *models.Registration, survey *models.Survey, given map[string][]string,
) (map[string][]string, error) {
	facts := map[string][]string{}
	if r == nil || first(given[FactsField]) != agreed {
		return facts, nil
	}
	for _, fact := range survey.Facts {
		value, err := factOf(q, event, r, fact)
		if err != nil {
			return nil, err
		}
		if value != "" {
			facts[fact.Slug()] = []string{value}
		}
	}
	return facts, nil
}

// factOf is the value of a fact of a person, "" where it is not known.
func factOf(q *models.Query, event *models.Event, r *models.Registration, fact models.SurveyFact) (string, error) {
	switch fact {
	case models.FactVisit:
		before, known, err := q.Registrations().CameBefore(event, r)
		switch {
		case err != nil || !known:
			return "", err
		case before:
			return "returning", nil
		}
		return "first", nil
	case models.FactSessions:
		return sessionsOf(q, event, r)
	}
	return string(r.Sector), nil
}

// sessionsOf says in steps how many sessions a person attended: the number itself would be rare.
func sessionsOf(q *models.Query, event *models.Event, r *models.Registration) (string, error) {
	held, err := attendance.Read(q, event)
	if err != nil {
		return "", err
	}
	files, err := attendance.Files(q, r.ID)
	if err != nil {
		return "", err
	}
	attended := 0
	of := held.Of(files[r.ID])
	for i := range of.Sessions {
		if of.Sessions[i].Attended() {
			attended++
		}
	}
	switch {
	case attended == 0:
		return "zero", nil
	case attended == 1:
		return "one", nil
	case attended <= 3:
		return "few", nil
	}
	return "many", nil
}

// addFacts adds facts to a response of a named or confidential survey, whose rows have the name anyway.
func addFacts(
	q *models.Query, event *models.Event, survey *models.Survey, r *models.Registration, response *models.Response,
	given map[string][]string,
) error {
	facts, err := readFacts(q, event, r, survey, given)
	for slug, values := range facts {
		response.Answers[slug] = values
	}
	return err
}

// sealFacts puts facts into an anonymous response so that who has the database and not the key reads nothing, not even
// whether the person agreed: together with the list of people facts would lead to who gave the answers.
func (s secrets) sealFacts(
	q *models.Query, event *models.Event, r *models.Registration, survey *models.Survey, response *models.Response,
	given map[string][]string,
) error {
	if len(survey.Facts) == 0 {
		return nil
	}
	facts, err := readFacts(q, event, r, survey, given)
	if err != nil {
		return err
	}
	written, err := json.Marshal(facts)
	if err != nil {
		return err
	}
	padded := string(written) + strings.Repeat(" ", max(0, sealedLength-len(written)))
	response.Sealed, err = s.links.Seal(survey.ID, padded)
	return err
}

// unsealFacts puts the facts of responses among their answers, in memory: what is stored of them is what a release
// leaves. Those that the key does not open, as it was changed since, are left out: the survey must close all the same.
func unsealFacts(q *models.Query, survey *models.Survey, links link.Maker, list []*models.Response) error {
	if len(survey.Facts) == 0 || survey.IsSigned() {
		return nil
	}
	sealed, err := q.Responses().Sealed(survey)
	if err != nil {
		return err
	}
	lost := 0
	for _, response := range list {
		if box := sealed[response.ID]; box != "" && !open(links, survey, box, response) {
			lost++
		}
	}
	if lost > 0 {
		slog.Error("facts of a survey are sealed with another key, and left out", "survey", survey.ID, "responses", lost)
	}
	return nil
}

// open adds sealed facts to the answers of a response, unless the key is another one.
func open(links link.Maker, survey *models.Survey, sealed string, response *models.Response) bool {
	written, err := links.Unseal(survey.ID, sealed)
	if err != nil {
		return false
	}
	var facts map[string][]string
	if json.Unmarshal([]byte(written), &facts) != nil {
		return false
	}
	maps.Copy(response.Answers, facts)
	return true
}

func factSlugs() (list []string) {
	for _, fact := range models.SurveyFacts {
		list = append(list, fact.Slug())
	}
	return list
}

func hasFact(answers map[string][]string) bool {
	return slices.ContainsFunc(factSlugs(), func(slug string) bool { return len(answers[slug]) > 0 })
}

func (s *Sheet) agrees() bool { return first(s.given[FactsField]) == agreed }

// AsksFacts says that the page asks whether facts may travel: the last one does.
func (s *Sheet) AsksFacts() bool { return len(s.Survey.Facts) > 0 && !s.HasNext() }

// FactNames are the keys of the words for the facts that the survey asks leave for.
func (s *Sheet) FactNames() (keys []string) {
	for _, fact := range s.Survey.Facts {
		keys = append(keys, "survey_facts.name_"+string(fact))
	}
	return keys
}
