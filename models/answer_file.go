package models

import (
	"time"

	"gorm.io/gorm/clause"
)

// AnswerFile is a file that a person sent as their answer to a question of the event's form. The answer is its name.
type AnswerFile struct {
	RegistrationID string `gorm:"primaryKey"`
	Question       string `gorm:"primaryKey"` // slug
	EventID        string
	Name           string
	ContentType    string
	Size           int // bytes
	Content        []byte
	CreatedAt      time.Time
}

type (
	// AnswerFileQuery reads files that are answers.
	AnswerFileQuery struct{ q *Query }
	// AnswerFileStore reads and writes files that are answers.
	AnswerFileStore struct {
		AnswerFileQuery
		tx *Tx
	}
)

// AnswerFiles reads files that are answers.
func (q *Query) AnswerFiles() AnswerFileQuery { return AnswerFileQuery{q} }

// AnswerFiles reads and writes files that are answers.
func (tx *Tx) AnswerFiles() AnswerFileStore { return AnswerFileStore{tx.Query.AnswerFiles(), tx} }

// OfRegistration lists a person's files without what is in them, by question.
func (store AnswerFileQuery) OfRegistration(r *Registration) (list []AnswerFile, err error) {
	return list, store.q.g.Omit("content").Where("registration_id = ?", r.ID).Order("question").Find(&list).Error
}

// Whole lists a person's files with what is in them, by question.
func (store AnswerFileQuery) Whole(r *Registration) (list []AnswerFile, err error) {
	return list, store.q.g.Where("registration_id = ?", r.ID).Order("question").Find(&list).Error
}

// One finds the file that is a person's answer to a question.
func (store AnswerFileQuery) One(r *Registration, question string) (*AnswerFile, error) {
	var file AnswerFile
	err := store.q.g.Where("registration_id = ? AND question = ?", r.ID, question).Take(&file).Error
	return &file, notFound(err)
}

// Set stores a file in place of the one that was the answer before.
func (store AnswerFileStore) Set(file *AnswerFile) error {
	file.Size, file.CreatedAt = len(file.Content), store.tx.Now
	return store.tx.g.Clauses(clause.OnConflict{UpdateAll: true}).Create(file).Error
}

// followAnswers removes files to whose questions the person has no answer any more.
func (store AnswerFileStore) followAnswers(r *Registration) error {
	gone := store.tx.g.Where("registration_id = ?", r.ID)
	kept := make([]string, 0, len(r.Answers))
	for question := range r.Answers {
		kept = append(kept, question)
	}
	if len(kept) > 0 {
		gone = gone.Where("question NOT IN ?", kept)
	}
	return gone.Delete(&AnswerFile{}).Error
}
