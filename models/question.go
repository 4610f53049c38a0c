package models

// QuestionKind is how a question is answered. app/service/question implements the kinds.
type QuestionKind string

// The question kinds.
const (
	QuestionSingle    QuestionKind = "single"
	QuestionMultiple  QuestionKind = "multiple"
	QuestionScale5    QuestionKind = "scale5"  // 1 to 5
	QuestionScale10   QuestionKind = "scale10" // 0 to 10
	QuestionShortText QuestionKind = "short"
	QuestionLongText  QuestionKind = "long"
	// QuestionRanking puts options into an order.
	QuestionRanking QuestionKind = "ranking"
	// QuestionNPS asks from 0 to 10 whether somebody would recommend something, with fixed words for its ends.
	QuestionNPS    QuestionKind = "nps"
	QuestionNumber QuestionKind = "number"
	QuestionDate   QuestionKind = "date"
	// QuestionMatrix has a row for each option, each with a scale from 1 to 5.
	QuestionMatrix QuestionKind = "matrix"
	// QuestionStatement is a text without an answer, QuestionSection a heading that begins a page.
	QuestionStatement QuestionKind = "statement"
	QuestionSection   QuestionKind = "section"
	// QuestionAgree is a statement with a box to tick.
	QuestionAgree QuestionKind = "agree"
	// Answers of these name who gave them: only forms of registration ask them.
	QuestionTime         QuestionKind = "time"
	QuestionPhone        QuestionKind = "phone"
	QuestionOrganization QuestionKind = "organization"
	QuestionFile         QuestionKind = "file"
	QuestionAddress      QuestionKind = "address" // with its postal code
)

// Question is one question of a survey. Slug names its column in exports.
type Question struct {
	ID       string
	SurveyID string
	Slug     string
	Kind     QuestionKind
	Required bool
	TitleJa  string
	TitleEn  string
	HelpJa   string
	HelpEn   string
	Options  []Option `gorm:"serializer:json"`
	// Describes marks a question about the person who answers, such as their sector or age.
	Describes bool
	Settings  QuestionSettings `gorm:"serializer:json"`
	Position  int
}

// QuestionSettings are what only some kinds of questions have.
type QuestionSettings struct {
	// Least and Most are the limits of a number, "" for none.
	Least string `json:"least,omitempty"`
	Most  string `json:"most,omitempty"`
	// UnitJa and UnitEn stand behind the field of a number.
	UnitJa string `json:"unit_ja,omitempty"`
	UnitEn string `json:"unit_en,omitempty"`
	// Limit is how many options may be chosen, 0 for any number.
	Limit int `json:"limit,omitempty"`
	// Folded draws a choice of one as a list that opens, Shuffled draws options in an order of chance.
	Folded   bool `json:"folded,omitempty"`
	Shuffled bool `json:"shuffled,omitempty"`
	// Ends are the words for the two ends of the scale of a matrix, or none.
	Ends []Option `json:"ends,omitempty"`
	// ShowIf shows the question only to those who gave one of some answers before; nil shows it to all.
	ShowIf *ShowIf `json:"show_if,omitempty"`
}

// ShowIf is a condition: an earlier question, by its slug, and the values of it, one of which must be given.
type ShowIf struct {
	Question string   `json:"question"`
	Values   []string `json:"values"`
}

// Option is one choice of a question. Slug is the value in answers and exports.
type Option struct {
	Slug   string `json:"slug"`
	TextJa string `json:"text_ja"`
	TextEn string `json:"text_en"`
	// Other has a line in which people write what it is. Exclusive goes with no other option.
	Other     bool `json:"other,omitempty"`
	Exclusive bool `json:"exclusive,omitempty"`
}

// fill sets empty options, because GORM would store nil as NULL.
func (q *Question) fill() {
	if q.Options == nil {
		q.Options = []Option{}
	}
}

// QuestionQuery reads questions.
type QuestionQuery struct{ q *Query }

// QuestionStore reads and writes questions.
type QuestionStore struct {
	QuestionQuery
	tx *Tx
}

// Questions reads questions.
func (q *Query) Questions() QuestionQuery { return QuestionQuery{q} }

// Questions reads and writes questions.
func (tx *Tx) Questions() QuestionStore { return QuestionStore{tx.Query.Questions(), tx} }

// ByID finds one of the survey's questions.
func (store QuestionQuery) ByID(s *Survey, id string) (*Question, error) {
	var question Question
	err := store.q.g.Where("survey_id = ? AND id = ?", s.ID, id).Take(&question).Error
	return &question, notFound(err)
}

// Add stores a new question, last in its survey. An empty ID is made. It is CodeConflict if another question has the
// slug.
func (store QuestionStore) Add(s *Survey, q *Question) error {
	var last int
	err := store.tx.g.Model(&Question{}).
		Where("survey_id = ?", s.ID).
		Select("COALESCE(MAX(position), 0)").
		Scan(&last).
		Error
	if err != nil {
		return err
	}
	if q.ID == "" {
		q.ID = NewID()
	}
	q.SurveyID, q.Position = s.ID, last+1
	q.fill()
	return mustAffect(store.tx.g.Clauses(doNothing).Create(q), NewError(CodeConflict, "question.slug_taken"))
}

// Update stores a changed question. Its slug and position stay.
func (store QuestionStore) Update(q *Question) error {
	q.fill()
	return mustAffect(store.tx.g.Model(&Question{}).Where("survey_id = ? AND id = ?", q.SurveyID, q.ID).
		Select("kind", "required", "title_ja", "title_en", "help_ja", "help_en", "options", "describes", "settings").
		Updates(q), NewError(CodeNotFound, "error.not_found"))
}

// Delete removes a question.
func (store QuestionStore) Delete(q *Question) error {
	return mustAffect(
		store.tx.g.Where("survey_id = ? AND id = ?", q.SurveyID, q.ID).Delete(&Question{}),
		NewError(CodeNotFound, "error.not_found"),
	)
}

// Reorder puts the questions of a survey into the order of the list.
func (store QuestionStore) Reorder(questions []Question) error {
	for i, q := range questions {
		if err := store.tx.g.Model(&Question{}).Where("id = ?", q.ID).Update("position", i+1).Error; err != nil {
			return err
		}
	}
	return nil
}
