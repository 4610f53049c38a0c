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
	number     int64
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
		for response, err := range s.stored() {
			if err != nil {
				yield(Record{}, err)
				return
			}
			record, err := s.record(response)
			if !yield(record, err) || err != nil {
				return
			}
		}
	}
}

func (s *Export) record(r *models.StoredResponse) (Record, error) {
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
