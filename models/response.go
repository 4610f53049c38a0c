package models

import (
	"encoding/json"
	"iter"
	"math/rand/v2"
	"strings"

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
}

// responseRow is a response as it is stored.
type responseRow struct {
	SurveyID string
	ID       string
	Mode     Mode
	Locale   string
	Answers  string
}

// TableName is the table of responses.
func (responseRow) TableName() string { return "responses" }

func (r *Response) row() (responseRow, error) {
	answers := r.Answers
	if answers == nil {
		answers = map[string][]string{}
	}
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(answers)
	return responseRow{r.SurveyID, r.ID, r.Mode, r.Locale, strings.TrimSuffix(text.String(), "\n")}, err
}

// shuffledWithEach is how many stored responses are written anew with each new one. Up to this number the order of rows
// is wholly random; in a larger survey the newest is one of so many.
const shuffledWithEach = 128

// Add stores a response under a new random id. It also rewrites the responses with the ids that follow, all in a random
// order, so that at no time the order of rows, in a dump or in the files, shows who answered before whom. The caller
// must have locked the survey: see SurveyStore.LockRow.
func (store ResponseStore) Add(r *Response) error {
	r.ID = NewAnonymousID()
	added, err := r.row()
	if err != nil {
		return err
	}
	rows, err := store.following(&added)
	if err != nil {
		return err
	}
	if err := store.delete(&added, rows); err != nil {
		return err
	}
	rows = append(rows, added)
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
		{`INSERT INTO responses (survey_id, id, mode, locale, answers)
			SELECT survey_id, id, mode, locale, answers FROM shuffled ORDER BY id`, nil},
		{"DROP TABLE shuffled", nil},
	} {
		if err := store.tx.g.Exec(step.statement, step.values...).Error; err != nil {
			return err
		}
	}
	store.tx.AfterCommit(store.tx.db.EmptyLog)
	return nil
}

// Count counts a survey's responses.
func (store ResponseQuery) Count(s *Survey) (int, error) {
	var n int64
	err := store.q.g.Model(&responseRow{}).Where("survey_id = ?", s.ID).Count(&n).Error
	return int(n), err
}

// CountByMode counts a survey's responses by mode.
func (store ResponseQuery) CountByMode(s *Survey) (map[Mode]int, error) {
	counts, err := store.countBy(s, "mode")
	byMode := map[Mode]int{}
	for value, n := range counts {
		byMode[Mode(value)] = n
	}
	return byMode, err
}

// CountByLocale counts a survey's responses by language.
func (store ResponseQuery) CountByLocale(s *Survey) (map[string]int, error) {
	return store.countBy(s, "locale")
}

func (store ResponseQuery) countBy(s *Survey, column string) (map[string]int, error) {
	var rows []struct {
		Value string
		Count int
	}
	err := store.q.g.Model(&responseRow{}).
		Select(column+" AS value, COUNT(*) AS count").
		Where("survey_id = ?", s.ID).
		Group(column).
		Scan(&rows).
		Error
	counts := map[string]int{}
	for _, row := range rows {
		counts[row.Value] = row.Count
	}
	return counts, err
}

// Each iterates over the survey's responses in the order of their random ids. It reads them in batches.
func (store ResponseQuery) Each(s *Survey) iter.Seq2[*Response, error] {
	const batchSize = 1000
	return func(yield func(*Response, error) bool) {
		for after := ""; ; {
			rows, err := store.batch(s, after, batchSize)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range rows {
				if !yield(rows[i].response()) {
					return
				}
			}
			if len(rows) < batchSize {
				return
			}
			after = rows[len(rows)-1].ID
		}
	}
}

// batch reads rows without GORM's reflection, which takes longer than the database.
func (store ResponseQuery) batch(s *Survey, after string, limit int) (list []responseRow, err error) {
	rows, err := store.q.g.Raw(`SELECT id, mode, locale, answers FROM responses WHERE survey_id = ? AND id > ?
		ORDER BY id LIMIT ?`, s.ID, after, limit).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list = make([]responseRow, 0, limit)
	for rows.Next() {
		row := responseRow{SurveyID: s.ID}
		if err := rows.Scan(&row.ID, &row.Mode, &row.Locale, &row.Answers); err != nil {
			return nil, err
		}
		list = append(list, row)
	}
	return list, rows.Err()
}

func (row *responseRow) response() (*Response, error) {
	r := &Response{SurveyID: row.SurveyID, ID: row.ID, Mode: row.Mode, Locale: row.Locale}
	var err error
	r.Answers, err = parseAnswers(row.Answers)
	return r, err
}

// InsertMany stores responses as they are, in the order of the list, for demo data and tests.
func (store ResponseStore) InsertMany(list []Response) error {
	rows := make([]responseRow, len(list))
	for i := range list {
		var err error
		if rows[i], err = list[i].row(); err != nil {
			return err
		}
	}
	return store.tx.g.Session(&gorm.Session{}).CreateInBatches(rows, insertBatch).Error
}
