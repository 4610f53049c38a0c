package models

import (
	"iter"
	"math/rand/v2"

	"gorm.io/gorm"
)

// Response has the anonymous answers of one person. Its id is random, it has no time, and its place among the rows is
// random: see ResponseStore.Add.
type Response struct {
	SurveyID string
	ID       string
	// Mode is how the person attended the event.
	Mode   Mode
	Locale string
	// Answers has the values given to each question, by its slug: an option's slug, a number, or text. A multiple choice
	// has several. A question without an answer is not in it.
	Answers map[string][]string
	// Sealed are the facts that travel with it, encrypted, until the survey is released; then they are among Answers.
	Sealed string
}

// responseRow is a response as it is stored.
type responseRow struct {
	SurveyID string
	ID       string
	Mode     Mode
	Locale   string
	Answers  string
	Sealed   string
}

// TableName is the table of responses.
func (responseRow) TableName() string { return "responses" }

func (r *Response) row() responseRow {
	return responseRow{r.SurveyID, r.ID, r.Mode, r.Locale, formatAnswers(r.Answers), r.Sealed}
}

// shuffledWithEach is how many stored responses are written anew with new ones. Up to this number the order of rows is
// wholly random; in a larger survey the newest is one of so many at least.
const shuffledWithEach = 128

// ResponseQuery reads responses.
type ResponseQuery struct{ q *Query }

// ResponseStore reads and writes responses.
type ResponseStore struct {
	ResponseQuery
	tx *Tx
}

// Responses reads responses.
func (q *Query) Responses() ResponseQuery { return ResponseQuery{q} }

// Responses reads and writes responses.
func (tx *Tx) Responses() ResponseStore { return ResponseStore{tx.Query.Responses(), tx} }

// Add stores responses to one survey under new random ids. It also rewrites the responses with the ids that follow, all
// in a random order, so that at no time the order of rows, in a dump or in the files, shows who answered before whom.
// The caller must have locked the survey: see SurveyStore.LockRow.
func (store ResponseStore) Add(list ...*Response) error {
	if len(list) == 0 {
		return nil
	}
	added := make([]responseRow, len(list))
	for i, r := range list {
		r.ID = NewAnonymousID()
		added[i] = r.row()
	}
	rows, err := store.following(&added[0])
	if err != nil {
		return err
	}
	if err := store.delete(&added[0], rows); err != nil {
		return err
	}
	rows = append(rows, added...)
	//nolint:gosec // the generator of math/rand/v2 itself is seeded by the system and cannot be foretold (ChaCha8)
	rand.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	store.tx.AfterCommit(store.tx.db.EmptyLog)
	return store.tx.g.Create(&rows).Error
}

// following lists the responses after one, in the order of ids, and from the first one on after the last.
func (store ResponseStore) following(r *responseRow) ([]responseRow, error) {
	var rows, first []responseRow
	err := store.tx.g.Where("survey_id = ? AND id > ?", r.SurveyID, r.ID).
		Order("id").Limit(shuffledWithEach).Find(&rows).Error
	if err != nil || len(rows) == shuffledWithEach {
		return rows, err
	}
	err = store.tx.g.Where("survey_id = ? AND id < ?", r.SurveyID, r.ID).
		Order("id").Limit(shuffledWithEach - len(rows)).Find(&first).Error
	return append(rows, first...), err
}

// delete removes the rows that follow the added one.
func (store ResponseStore) delete(added *responseRow, rows []responseRow) error {
	if len(rows) == 0 {
		return nil
	}
	last := rows[len(rows)-1].ID
	after := "id > ? AND id <= ?"
	if last < added.ID { // from the first one on again
		after = "(id > ? OR id <= ?)"
	}
	return store.tx.g.Where("survey_id = ? AND "+after, added.SurveyID, added.ID, last).Delete(&responseRow{}).Error
}

// Shuffle rewrites all responses of a survey in the order of their random ids, in which they are also read.
func (store ResponseStore) Shuffle(s *Survey) error {
	for _, step := range []struct {
		statement string
		values    []any
	}{
		{"CREATE TEMPORARY TABLE shuffled AS SELECT * FROM responses WHERE survey_id = ?", []any{s.ID}},
		{"DELETE FROM responses WHERE survey_id = ?", []any{s.ID}},
		{`INSERT INTO responses (survey_id, id, mode, locale, answers, sealed)
			SELECT survey_id, id, mode, locale, answers, sealed FROM shuffled ORDER BY id`, nil},
		{"DROP TABLE shuffled", nil},
	} {
		if err := store.tx.g.Exec(step.statement, step.values...).Error; err != nil {
			return err
		}
	}
	store.tx.AfterCommit(store.tx.db.EmptyLog)
	return nil
}

// Count counts a survey's responses. Those of a named or confidential one are signed until it is released.
func (store ResponseQuery) Count(s *Survey) (int, error) {
	if s.IsSigned() && s.Release == nil {
		return store.q.SignedResponses().Count(s)
	}
	var n int64
	err := store.q.g.Model(&responseRow{}).Where("survey_id = ?", s.ID).Count(&n).Error
	return int(n), err
}

// Each iterates over the survey's responses in the order of their random ids. No other query may run meanwhile.
func (store ResponseQuery) Each(s *Survey) iter.Seq2[*Response, error] {
	return func(yield func(*Response, error) bool) {
		for stored, err := range store.EachStored(s) {
			if err != nil {
				yield(nil, err)
				return
			}
			r := &Response{SurveyID: s.ID, ID: stored.ID, Mode: stored.Mode, Locale: stored.Locale}
			r.Answers, err = parseAnswers(stored.answers)
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// StoredResponse is a response whose answers are read only when they are asked for.
type StoredResponse struct {
	ID     string
	Mode   Mode
	Locale string
	// Signed is who gave it, of a named survey whose rows are read as they were given, else nil.
	Signed  *Signed
	answers string
	values  []string
}

// Answers appends the answers to a list. Their values are overwritten by the next call.
func (r *StoredResponse) Answers(list []Answer) (answers []Answer, err error) {
	answers, r.values, err = readAnswers(list, r.values[:0], r.answers)
	return answers, err
}

// EachStored is Each for those who read many responses and keep none: it yields the same variable each time. It reads
// without GORM's reflection, which takes longer than the database.
func (store ResponseQuery) EachStored(s *Survey) iter.Seq2[*StoredResponse, error] {
	return func(yield func(*StoredResponse, error) bool) {
		rows, err := store.q.g.Raw(
			"SELECT id, mode, locale, answers FROM responses WHERE survey_id = ? ORDER BY id", s.ID,
		).Rows()
		if err != nil {
			yield(nil, err)
			return
		}
		defer rows.Close()
		row := &StoredResponse{}
		for rows.Next() {
			err := rows.Scan(&row.ID, &row.Mode, &row.Locale, &row.answers)
			if !yield(row, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// InsertMany stores responses as they are, in the order of the list, for demo data and tests.
func (store ResponseStore) InsertMany(list []Response) error {
	rows := make([]responseRow, len(list))
	for i := range list {
		rows[i] = list[i].row()
	}
	return store.tx.g.Session(&gorm.Session{}).CreateInBatches(rows, insertBatch).Error
}
