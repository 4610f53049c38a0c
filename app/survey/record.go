package survey

import (
	"iter"
	"slices"
	"time"

	"meguri/models"
)

// Record is a response in JSON. An answer is a number, a code, a list of codes, or null. Texts are in rows of named
// surveys alone, and so are times; a person is where names may be seen.
type Record struct {
	ID         string         `json:"response_id"`
	Person     *RecordPerson  `json:"person,omitempty"`
	Mode       any            `json:"mode"`
	Locale     any            `json:"locale"`
	AnsweredAt *time.Time     `json:"answered_at,omitempty"`
	ChangedAt  *time.Time     `json:"changed_at,omitempty"`
	Answers    map[string]any `json:"answers"`
	// NotAsked are the questions whose condition the answers do not meet, Unknown those of which the answers as they are
	// published do not say it. Any other null is a question that was asked and left out.
	NotAsked []string `json:"not_asked,omitempty"`
	Unknown  []string `json:"unknown_whether_asked,omitempty"`
	number   int64
}

// RecordPerson is who gave a response.
type RecordPerson struct {
	RegistrationID string `json:"registration_id"`
	Code           string `json:"code"`
	FamilyName     string `json:"family_name"`
	GivenName      string `json:"given_name"`
	Organization   string `json:"organization"`
}

// Records are the responses. Each says where a later request goes on: see Part.
func (s *Export) Records() iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		asked := s.newRowMaker().asked
		for response, err := range s.stored() {
			if err != nil {
				yield(Record{}, err)
				return
			}
			record, err := s.record(response, asked)
			if !yield(record, err) || err != nil {
				return
			}
		}
	}
}

func (s *Export) record(r *models.StoredResponse, asked []askedPlace) (Record, error) {
	answers, err := r.Answers(nil)
	given, values := map[string][]string{}, map[string]any{}
	for _, answer := range answers {
		given[answer.Slug] = slices.Clone(answer.Values) // the next row overwrites them
	}
	for _, q := range s.questions {
		if s.named || !q.Show().Written {
			values[q.Slug] = q.Value(given[q.Slug])
		}
	}
	record := Record{ID: r.ID, Mode: known(string(r.Mode)), Locale: known(r.Locale), Answers: values}
	for i := range asked {
		switch slugs := s.parts(asked[i].column.Whole); asked[i].flag(answers) {
		case 0:
			record.NotAsked = append(record.NotAsked, slugs...)
		case nil:
			record.Unknown = append(record.Unknown, slugs...)
		}
	}
	if signed := r.Signed; signed != nil {
		answered, changed := signed.AnsweredAt.UTC(), signed.ChangedAt.UTC()
		record.AnsweredAt, record.ChangedAt, record.number = &answered, &changed, signed.Number
		if s.names {
			record.Person = &RecordPerson{
				signed.RegistrationID, signed.Code, signed.Name.Family, signed.Name.Given, signed.Organization,
			}
		}
	}
	return record, err
}

// parts are the questions that a question asks: the rows of a matrix, and else itself.
func (s *Export) parts(whole string) (slugs []string) {
	for i := range s.questions {
		if q := &s.questions[i]; q.Slug == whole || q.Of == whole {
			slugs = append(slugs, q.Slug)
		}
	}
	return slugs
}
