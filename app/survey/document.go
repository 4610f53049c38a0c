package survey

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"meguri/app/service/check"
	"meguri/app/service/question"
	"meguri/models"
)

// Document is a survey as a file, without answers, times and ids. Slugs of questions and options stay, so that results
// of several editions can be compared by them.
type Document struct {
	Format    string             `json:"format"`
	Version   int                `json:"version"`
	TitleJa   string             `json:"title_ja"`
	TitleEn   string             `json:"title_en,omitempty"`
	IntroJa   string             `json:"intro_ja,omitempty"`
	IntroEn   string             `json:"intro_en,omitempty"`
	Questions []DocumentQuestion `json:"questions"`
}

// DocumentQuestion is a question of a Document.
type DocumentQuestion struct {
	Slug      string                  `json:"slug"`
	Kind      models.QuestionKind     `json:"kind"`
	Required  bool                    `json:"required,omitempty"`
	TitleJa   string                  `json:"title_ja"`
	TitleEn   string                  `json:"title_en,omitempty"`
	HelpJa    string                  `json:"help_ja,omitempty"`
	HelpEn    string                  `json:"help_en,omitempty"`
	Describes bool                    `json:"describes,omitempty"`
	Options   []models.Option         `json:"options,omitempty"`
	Settings  models.QuestionSettings `json:"settings,omitzero"`
}

const (
	documentFormat  = "meguri-survey"
	documentVersion = 1
	// MaxQuestions is how many a file may have.
	MaxQuestions = 300
	// MaxDocument is how long a file may be, in bytes.
	MaxDocument = 2 << 20
)

// DocumentOf is a survey as a file.
func DocumentOf(survey *models.Survey) *Document {
	d := &Document{
		Format: documentFormat, Version: documentVersion,
		TitleJa: survey.TitleJa, TitleEn: survey.TitleEn, IntroJa: survey.IntroJa, IntroEn: survey.IntroEn,
		Questions: []DocumentQuestion{},
	}
	for _, q := range survey.Questions {
		d.Questions = append(d.Questions, DocumentQuestion{
			q.Slug, q.Kind, q.Required, q.TitleJa, q.TitleEn, q.HelpJa, q.HelpEn, q.Describes, q.Options, q.Settings,
		})
	}
	return d
}

// Document is a survey as a file. Staff who may edit surveys call it. Errors: NotFound.
func (s *Writing) Document(ctx context.Context, event *models.Event, id string) (*Document, error) {
	survey, err := s.db.Query(ctx).Surveys().ByID(event, id)
	if err != nil {
		return nil, err
	}
	return DocumentOf(survey), nil
}

// FileField is the field of a form that has a file, and QuestionField that of what is wrong with a question in it,
// counted from 1.
const FileField = "file"

// QuestionField names the faults of a question of a file, counted from 1.
func QuestionField(n int) string { return fmt.Sprintf("question.%d", n) }

// Import makes a draft of a file. Staff who may edit surveys call it. Errors: Invalid, of the file or of its questions;
// nothing is stored then.
func (s *Writing) Import(ctx context.Context, event *models.Event, file []byte) (*models.Survey, error) {
	d, err := readDocument(file)
	if err != nil {
		return nil, err
	}
	questions, err := d.read()
	if err != nil {
		return nil, err
	}
	return s.create(ctx, event, d, questions)
}

// readDocument reads the JSON and nothing of what it means.
func readDocument(file []byte) (*Document, error) {
	fault := func(key string, args ...any) error {
		c := check.New()
		c.Fault(FileField, key, args...)
		return c.Err()
	}
	switch {
	case len(file) == 0:
		return nil, fault("sheet.file_none")
	case len(file) > MaxDocument:
		return nil, fault("sheet.file_long")
	}
	d := &Document{}
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(file, []byte("\ufeff"))))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(d)
	if _, more := decoder.Token(); err == nil && !errors.Is(more, io.EOF) {
		return nil, fault("sheet.file_broken")
	}
	_, unknown, isUnknown := strings.Cut(fmt.Sprint(err), "unknown field ")
	switch {
	case isUnknown:
		return nil, fault("sheet.file_unknown", "name", strings.Trim(unknown, `"`))
	case err != nil:
		return nil, fault("sheet.file_broken")
	case d.Format != documentFormat:
		return nil, fault("sheet.file_format")
	case d.Version != documentVersion:
		return nil, fault("sheet.file_version")
	case len(d.Questions) > MaxQuestions:
		return nil, fault("sheet.file_questions", "max", MaxQuestions)
	}
	return d, nil
}

// read checks what the document says, as it is checked when it is typed.
func (d *Document) read() ([]question.Question, error) {
	c := check.New()
	d.TitleJa = documentLine(c, d.TitleJa, maxTitle, check.Required)
	d.TitleEn = documentLine(c, d.TitleEn, maxTitle, check.Optional)
	if len([]rune(d.IntroJa)) > maxIntro || len([]rune(d.IntroEn)) > maxIntro {
		c.Fault(FileField, "field.too_long", "max", maxIntro)
	}
	list := make([]question.Question, 0, len(d.Questions))
	describing := 0
	for i, q := range d.Questions {
		asked, fault, args := q.read(list)
		if fault != "" {
			c.Fault(QuestionField(i+1), fault, args...)
			continue
		}
		if asked.Describes {
			if describing++; describing > maxDescribing {
				c.Fault(QuestionField(i+1), "question.describes_many")
			}
		}
		list = append(list, *asked)
	}
	if err := c.Err(); err != nil { // what is left out would look like conditions about nothing
		return nil, err
	}
	faults := faultsBetween(list)
	for i := range list {
		if fault := faults[list[i].Slug]; fault != "" {
			c.Fault(QuestionField(i+1), fault)
		}
	}
	return list, c.Err()
}

// documentLine reads a title of the document, whose faults are those of the file.
func documentLine(c *check.Checker, typed string, longest int, requirement check.Requirement) string {
	return c.Line(FileField, typed, longest, requirement)
}

// read makes a question, or says what is wrong with it first.
func (q *DocumentQuestion) read(others []question.Question) (asked *question.Question, fault string, args []any) {
	written := question.Question{
		Slug: q.Slug, Kind: q.Kind, Required: q.Required, TitleJa: q.TitleJa, TitleEn: q.TitleEn,
		HelpJa: q.HelpJa, HelpEn: q.HelpEn, Options: q.Options, Describes: q.Describes, Settings: q.Settings,
	}
	asked, err := question.Restore(written, others, reserved...)
	var known *models.Error
	if !errors.As(err, &known) {
		return asked, "", nil
	}
	for _, field := range []string{"slug", "kind", "title_ja", "title_en", "options"} { // the first of several
		if known.Fields[field] != "" {
			return nil, known.Fields[field], known.ArgsOf(field)
		}
	}
	for field, fault := range known.Fields {
		return nil, fault, known.ArgsOf(field)
	}
	return nil, known.Key, known.Args
}

// create stores a draft.
func (s *Writing) create(
	ctx context.Context, event *models.Event, d *Document, questions []question.Question,
) (*models.Survey, error) {
	survey := &models.Survey{
		EventID: event.ID, TitleJa: d.TitleJa, TitleEn: d.TitleEn, IntroJa: d.IntroJa, IntroEn: d.IntroEn,
		OpensAfterEvent: !event.Ended(s.db.Now()),
	}
	return survey, s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Surveys().Create(survey); err != nil {
			return err
		}
		for i := range questions {
			row := &models.Question{}
			fillRow(row, &questions[i])
			if err := tx.Questions().Add(survey, row); err != nil {
				return err
			}
		}
		return nil
	})
}

// Earlier is a survey of another event of the host.
type Earlier struct {
	models.Survey

	Event *models.Event
}

// mostEarlier is how many earlier surveys are offered.
const mostEarlier = 50

// Earlier lists the surveys of other events of the same host that were opened, the newest first. Those were shown to
// attendees, so that whoever may edit surveys of this event may see their questions. Who may edit surveys calls it.
func (s *Writing) Earlier(ctx context.Context, event *models.Event) ([]Earlier, error) {
	q := s.db.Query(ctx)
	surveys, err := q.Surveys().OfHost(event, mostEarlier)
	if err != nil {
		return nil, err
	}
	events, list := map[string]*models.Event{}, make([]Earlier, 0, len(surveys))
	for _, survey := range surveys {
		of := events[survey.EventID]
		if of == nil {
			if of, err = q.Events().ByID(survey.EventID); err != nil {
				return nil, err
			}
			events[of.ID] = of
		}
		list = append(list, Earlier{survey, of})
	}
	return list, nil
}

// Copy makes a draft of a survey of another event: see Earlier. Staff who may edit surveys call it. Errors: Invalid
// where it is none of those.
func (s *Writing) Copy(ctx context.Context, event *models.Event, id string) (*models.Survey, error) {
	surveys, err := s.db.Query(ctx).Surveys().OfHost(event, mostEarlier)
	if err != nil {
		return nil, err
	}
	for i := range surveys {
		if surveys[i].ID == id {
			return s.create(ctx, event, DocumentOf(&surveys[i]), question.AllOf(surveys[i].Questions))
		}
	}
	return nil, models.InvalidFields(map[string]string{"survey": "field.choice"})
}
