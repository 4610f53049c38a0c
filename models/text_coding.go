package models

import (
	"cmp"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// TextCode is a code of the codebook of a question's free texts.
type TextCode struct {
	ID       string
	SurveyID string
	Slug     string // of the question
	Name     string
	// Meaning says which texts have the code.
	Meaning  string
	Position int
}

// TextCoding is the codes that a coder gave to a text, none where no code fits.
type TextCoding struct {
	SurveyID string
	Slug     string
	TextID   string
	// CoderID is the account that read it; DecidedTogether for what coders settled where they differed.
	CoderID string
	Codes   []string `gorm:"serializer:json"`
}

// DecidedTogether is the CoderID of what coders settled.
const DecidedTogether = ""

// FreeTexts lists what people wrote to a question of a released survey, in the order of random ids; at most limit
// texts.
func (store SurveyQuery) FreeTexts(s *Survey, slug string, limit int) (list []SurveyText, err error) {
	err = store.q.g.Where("survey_id = ? AND slug = ?", s.ID, slug).Order("id").Limit(limit).Find(&list).Error
	return list, err
}

// FreeText finds one of them.
func (store SurveyQuery) FreeText(s *Survey, slug, id string) (*SurveyText, error) {
	var t SurveyText
	err := store.q.g.Where("survey_id = ? AND slug = ? AND id = ?", s.ID, slug, id).Take(&t).Error
	return &t, notFound(err)
}

// CountReviewed counts the texts of a survey that staff looked at.
func (store SurveyQuery) CountReviewed(s *Survey) (int, error) {
	var n int64
	err := store.q.g.Model(&SurveyText{}).Where("survey_id = ? AND reviewed = ?", s.ID, true).Count(&n).Error
	return int(n), err
}

// ReviewText stores that staff looked at a text, with what they left of it. What was there before is gone.
func (store SurveyStore) ReviewText(t *SurveyText) error {
	store.tx.AfterCommit(store.tx.db.EmptyLog)
	return store.tx.g.Model(&SurveyText{}).Where("survey_id = ? AND slug = ? AND id = ?", t.SurveyID, t.Slug, t.ID).
		Updates(map[string]any{"value": t.Value, "reviewed": true}).Error
}

// TextCodingQuery reads the codes of free texts.
type TextCodingQuery struct{ q *Query }

// TextCodingStore reads and writes the codes of free texts.
type TextCodingStore struct {
	TextCodingQuery
	tx *Tx
}

// TextCodings reads the codes of free texts.
func (q *Query) TextCodings() TextCodingQuery { return TextCodingQuery{q} }

// TextCodings reads and writes the codes of free texts.
func (tx *Tx) TextCodings() TextCodingStore { return TextCodingStore{tx.Query.TextCodings(), tx} }

// Codes lists the codebook of a question in its order.
func (store TextCodingQuery) Codes(s *Survey, slug string) (list []TextCode, err error) {
	err = store.q.g.Where("survey_id = ? AND slug = ?", s.ID, slug).Order("position, id").Find(&list).Error
	return list, err
}

// All lists the codings of a question's texts.
func (store TextCodingQuery) All(s *Survey, slug string) (list []TextCoding, err error) {
	err = store.q.g.Where("survey_id = ? AND slug = ?", s.ID, slug).Order("text_id, coder_id").Find(&list).Error
	return list, err
}

// CodesOf lists the codes of all questions of a survey, each question's in its order.
func (store TextCodingQuery) CodesOf(s *Survey) (map[string][]TextCode, error) {
	var list []TextCode
	err := store.q.g.Where("survey_id = ?", s.ID).Order("slug, position, id").Find(&list).Error
	of := map[string][]TextCode{}
	for i := range list {
		of[list[i].Slug] = append(of[list[i].Slug], list[i])
	}
	return of, err
}

// byText are the codings of a question by text, of which all who read it gave the same codes, or not.
func (store TextCodingQuery) byText(s *Survey, slug, how string) *gorm.DB {
	return store.q.g.Model(&TextCoding{}).Where("survey_id = ? AND slug = ?", s.ID, slug).Group("text_id").
		Having("MIN(codes) " + how + " MAX(codes)")
}

// Agreed counts how many of a question's texts have which codes, of those to which all who read them gave the same: it
// reads a row for each combination of codes, and not for each text.
func (store TextCodingQuery) Agreed(s *Survey, slug string) (list []AgreedCodes, err error) {
	err = store.q.g.Table("(?) AS agreed", store.byText(s, slug, "=").Select("MIN(codes) AS codes")).
		Select("codes, COUNT(*) AS texts").Group("codes").Scan(&list).Error
	return list, err
}

// AgreedCodes are the codes that so many texts have.
type AgreedCodes struct {
	Codes []string `gorm:"serializer:json"`
	Texts int
}

// Differing lists the codings of a question's texts to which not all gave the same codes.
func (store TextCodingQuery) Differing(s *Survey, slug string) (list []TextCoding, err error) {
	err = store.q.g.Where("survey_id = ? AND slug = ?", s.ID, slug).
		Where("text_id IN (?)", store.byText(s, slug, "<>").Select("text_id")).Order("text_id, coder_id").Find(&list).Error
	return list, err
}

// HasAny reports whether a survey has a code for any of its texts.
func (store TextCodingQuery) HasAny(s *Survey) (bool, error) {
	var n int64
	err := store.q.g.Model(&TextCode{}).Where("survey_id = ?", s.ID).Limit(1).Count(&n).Error
	return n > 0, err
}

// SaveCodes stores the codebook of a question in the order of the list: codes without an id are new, those that are not
// in it go.
func (store TextCodingStore) SaveCodes(s *Survey, slug string, list []TextCode) error {
	kept := []string{""}
	for i := range list {
		code := &list[i]
		code.ID = cmp.Or(code.ID, NewID())
		code.SurveyID, code.Slug, code.Position = s.ID, slug, i
		kept = append(kept, code.ID)
	}
	err := store.tx.g.Where("survey_id = ? AND slug = ? AND id NOT IN ?", s.ID, slug, kept).Delete(&TextCode{}).Error
	if err != nil || len(list) == 0 {
		return err
	}
	return store.tx.g.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.AssignmentColumns([]string{"name", "meaning", "position"}),
	}).Create(list).Error
}

// Save stores what a coder gave to texts, in place of what they gave before.
func (store TextCodingStore) Save(list []TextCoding) error {
	if len(list) == 0 {
		return nil
	}
	for i := range list {
		slices.Sort(list[i].Codes)
		if list[i].Codes == nil {
			list[i].Codes = []string{}
		}
	}
	return store.tx.g.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "survey_id"}, {Name: "slug"}, {Name: "text_id"}, {Name: "coder_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"codes"}),
	}).CreateInBatches(list, insertBatch).Error
}
