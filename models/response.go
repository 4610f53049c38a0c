package models

import (
	"iter"

	"gorm.io/gorm"
)

// Response has the anonymous answers of one person. Its id is random and its time is cut to the day, so that neither
// shows who it was.
type Response struct {
	ID       string
	SurveyID string
	// Mode is how the person attended the event.
	Mode   Mode
	Locale string
	// SubmittedOn is the day in the event's time zone, as in 2025-09-20.
	SubmittedOn string

	Answers []Answer `gorm:"foreignKey:ResponseID;->"`
}

// Answer is one value given to a question: an option's slug, a number, or text. A multiple choice has several.
type Answer struct {
	ResponseID string `gorm:"primaryKey"`
	QuestionID string `gorm:"primaryKey"`
	Position   int    `gorm:"primaryKey;autoIncrement:false"`
	Value      string
}

// Add stores a response with its answers, under a new random id.
func (store ResponseStore) Add(r *Response) error {
	r.ID = NewAnonymousID()
	if err := store.tx.g.Omit("Answers").Create(r).Error; err != nil || len(r.Answers) == 0 {
		return err
	}
	for i := range r.Answers {
		r.Answers[i].ResponseID = r.ID
	}
	return store.tx.g.Create(&r.Answers).Error
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
	err := store.q.g.Model(&Response{}).
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

// answers chooses the answers to a survey, of one mode where one is given.
func (store ResponseQuery) answers(s *Survey, mode Mode) *gorm.DB {
	g := store.q.g.Model(&Answer{}).
		Joins("JOIN responses ON responses.id = answers.response_id").
		Where("responses.survey_id = ?", s.ID)
	if mode != "" {
		g = g.Where("responses.mode = ?", mode)
	}
	return g
}

// ValueCount says how often a value was given to a question. Value is "" in the count of all responses with an answer.
type ValueCount struct {
	QuestionID string
	Value      string
	Count      int
}

// CountAnswered counts the responses with an answer to each question.
func (store ResponseQuery) CountAnswered(s *Survey, mode Mode) ([]ValueCount, error) {
	var list []ValueCount
	err := store.answers(s, mode).Select("answers.question_id, '' AS value, COUNT(DISTINCT answers.response_id) AS count").
		Group("answers.question_id").Scan(&list).Error
	return list, err
}

// CountValues counts each value that was given to the questions, but not the texts.
func (store ResponseQuery) CountValues(s *Survey, mode Mode) ([]ValueCount, error) {
	var list []ValueCount
	err := store.answers(s, mode).Joins("JOIN questions ON questions.id = answers.question_id").
		Where("questions.kind NOT IN ?", []QuestionKind{QuestionShortText, QuestionLongText}).
		Select("answers.question_id, answers.value, COUNT(*) AS count").
		Group("answers.question_id, answers.value").Scan(&list).Error
	return list, err
}

// Texts lists the texts given to a question, in the random order of the responses' ids.
func (store ResponseQuery) Texts(s *Survey, q *Question, mode Mode) ([]Answer, error) {
	var list []Answer
	err := store.answers(s, mode).
		Where("answers.question_id = ?", q.ID).
		Select("answers.*").
		Order("answers.response_id").
		Find(&list).
		Error
	return list, err
}

// Each iterates over the survey's responses with their answers, in the order of their random ids. It reads them in
// batches.
func (store ResponseQuery) Each(s *Survey) iter.Seq2[*Response, error] {
	const batchSize = 500
	return func(yield func(*Response, error) bool) {
		for after := ""; ; {
			var list []Response
			err := store.q.g.Preload("Answers", inPosition).
				Where("survey_id = ? AND id > ?", s.ID, after).
				Order("id").
				Limit(batchSize).
				Find(&list).
				Error
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range list {
				if !yield(&list[i], nil) {
					return
				}
			}
			if len(list) < batchSize {
				return
			}
			after = list[len(list)-1].ID
		}
	}
}

// Shuffle rewrites the survey's responses in the order of their random ids, so that the order of rows in the database's
// files or in a dump does not show who answered when.
func (store ResponseStore) Shuffle(s *Survey) error {
	var responses []Response
	err := store.tx.g.Preload("Answers", inPosition).Where("survey_id = ?", s.ID).Order("id").Find(&responses).Error
	if err != nil || len(responses) == 0 {
		return err
	}
	var answers []Answer
	for i := range responses {
		answers = append(answers, responses[i].Answers...)
		if err := store.tx.g.Where("id = ?", responses[i].ID).Delete(&Response{}).Error; err != nil {
			return err
		}
	}
	if err := store.tx.g.Omit("Answers").CreateInBatches(responses, 500).Error; err != nil || len(answers) == 0 {
		return err
	}
	return store.tx.g.CreateInBatches(answers, 500).Error
}
