package question

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"

	"meguri/models"
)

// Texts returns a text of the language files in Japanese and English.
type Texts func(key string, args ...any) (ja, en string)

// Column is one column of a download, and its entry in the codebook.
type Column struct {
	Name string `json:"name"`
	Type string `json:"type"` // id, code, integer, flag, number, date or text
	// Question is the slug of the column's question, "" if it has none.
	Question string `json:"question,omitempty"`
	TitleJa  string `json:"title_ja"`
	TitleEn  string `json:"title_en,omitempty"`
	NoteJa   string `json:"note_ja,omitempty"`
	NoteEn   string `json:"note_en,omitempty"`
	HelpJa   string `json:"help_ja,omitempty"`
	HelpEn   string `json:"help_en,omitempty"`
	Required bool   `json:"required"`
	// Kind is that of the question. Least and Most are the limits of a number, "" for none.
	Kind   models.QuestionKind `json:"kind,omitempty"`
	Least  string              `json:"least,omitempty"`
	Most   string              `json:"most,omitempty"`
	Values []Code              `json:"values,omitempty"`
	// Part is the slug of the option that the column is about, with its words, "" where it is about the whole question.
	Part   string `json:"-"`
	PartJa string `json:"-"`
	PartEn string `json:"-"`
	// Whole is the slug of the question that Question is a part of, or Question.
	Whole string `json:"-"`
	cell  func(values []string) any
	// Condition is of a column that says whether the question was asked: on whose answers it depends. Else it is nil.
	Condition *models.ShowIf `json:"-"`
	// Within is the condition of the section beside that of the question, nil where there is one of them.
	Within *models.ShowIf `json:"-"`
}

// WasAsked is the column that says of a question with a condition whether a response was asked it: what was not asked
// is missing for another reason than what was not answered. ok is false where everybody is asked.
func (q Question) WasAsked(texts Texts) (c Column, ok bool) {
	condition, within := q.Settings.ShowIf, q.Within
	if condition == nil {
		condition, within = q.Within, nil
	}
	if condition == nil || !q.Show().asks() {
		return c, false
	}
	c = Column{
		Name: shortName(q.Slug + "__asked"), Type: "flag", Question: q.Slug, Whole: q.Slug,
		TitleJa: q.TitleJa, TitleEn: q.TitleEn, Kind: q.Kind, Condition: condition, Within: within,
		Values: []Code{localizedCode("1", "export.asked_1", texts), localizedCode("0", "export.asked_0", texts)},
	}
	c.PartJa, c.PartEn = texts("export.asked")
	c.NoteJa, c.NoteEn = askedNote(condition, texts)
	if within != nil {
		ja, en := askedNote(within, texts)
		c.NoteJa, c.NoteEn = c.NoteJa+" / "+ja, c.NoteEn+" / "+en
	}
	return c, true
}

func askedNote(of *models.ShowIf, texts Texts) (ja, en string) {
	return texts("export.asked_note", "question", of.Question, "values", strings.Join(of.Values, ", "))
}

// IsApart reports whether the column is one of the table of texts, and not beside other answers: numbers and days can
// name a person as well as words do.
func (c *Column) IsApart() bool { return c.Type == "text" || c.Type == "number" || c.Type == "date" }

// Code is one value that a column may hold, with its meaning.
type Code struct {
	Value   string `json:"value"`
	LabelJa string `json:"label_ja"`
	LabelEn string `json:"label_en,omitempty"`
}

// Columns returns the columns of the question in a download.
func (q Question) Columns(texts Texts) []Column {
	k := kindOf(q.Kind)
	base := Column{
		Name:     q.Slug,
		Question: q.Slug,
		Whole:    cmp.Or(q.Of, q.Slug),
		TitleJa:  q.TitleJa,
		TitleEn:  q.TitleEn,
		HelpJa:   q.HelpJa,
		HelpEn:   q.HelpEn,
		Required: q.Required,
		Kind:     q.Kind,
		Least:    q.Settings.Least,
		Most:     q.Settings.Most,
		cell:     k.value,
	}
	list := k.columns(q, base, texts)
	for i := range list {
		list[i].Name = safeName(list[i].Name)
		if q.Of != "" {
			list[i].tellPart(&q)
		}
	}
	return list
}

// tellPart names the column of a part as those of options are named: the question, with the part in the note.
func (c *Column) tellPart(q *Question) {
	c.TitleJa, c.TitleEn, c.PartJa, c.PartEn = q.WholeJa, q.WholeEn, q.PartJa, q.PartEn
	c.NoteJa, c.NoteEn = besides(q.PartJa, c.NoteJa), besides(q.PartEn, c.NoteEn)
}

func besides(part, note string) string {
	if part == "" || note == "" {
		return part + note
	}
	return part + " / " + note
}

// reservedNames are words of the languages of Stata and SPSS, which are no names of columns there.
var reservedNames = regexp.MustCompile(
	`^(all|and|by|byte|double|eq|float|ge|gt|if|in|int|le|long|lt|ne|not|or|str[0-9]*|strl|` +
		`to|using|with)$`,
)

// safeName makes a name that every statistics program can read. No slug has two underscores.
func safeName(name string) string {
	if reservedNames.MatchString(name) {
		return name + "__q"
	}
	return shortName(name)
}

// longestName is how long a name may be that every statistics program can read; Stata takes the fewest characters.
const longestName = 32

// shortName makes a name that is too long short. What follows its beginning depends on the whole name, so that no other
// column has it.
func shortName(name string) string {
	if len(name) <= longestName {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	return name[:longestName-8] + "_" + hex.EncodeToString(sum[:])[:7]
}

// Cell returns the cell for the values of the column's question, nil if it was not answered.
func (c *Column) Cell(values []string) any {
	if len(values) == 0 || c.cell == nil {
		return nil
	}
	return c.cell(values)
}

func localizedCode(value, key string, texts Texts) Code {
	ja, en := texts(key)
	return Code{value, ja, en}
}
