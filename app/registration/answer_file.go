package registration

import (
	"context"
	"maps"
	"slices"

	"meguri/app/service/ask"
	"meguri/app/service/question"
	"meguri/app/service/upload"
	"meguri/models"
)

// FileField is a question for a file, and the file that was sent, nil for none.
type FileField struct {
	question.Question
	File *models.AnswerFile
}

// fileFields are the questions for files that a person is asked, after what they answered.
func fileFields(asked *ask.Form, r *models.Registration, files []models.AnswerFile) (list []FileField) {
	answers := question.Answers{}
	for slug, answer := range r.Answers {
		answers[slug] = models.SplitAnswer(answer)
	}
	for _, q := range asked.For(r.TicketType.Slug) {
		if q.Kind != models.QuestionFile || !q.IsShown(answers) {
			continue
		}
		field := FileField{Question: q}
		if i := slices.IndexFunc(files, func(f models.AnswerFile) bool { return f.Question == q.Slug }); i >= 0 {
			field.File = &files[i]
		}
		list = append(list, field)
	}
	return list
}

// File finds the file that is a person's answer to a question, with what is in it. Staff who may see people call it,
// and the attendee for their own. Errors: NotFound.
func (as Answers) File(ctx context.Context, event *models.Event, id, slug string) (*models.AnswerFile, error) {
	q := as.s.db.Query(ctx)
	r, err := q.Registrations().ByID(event, id)
	if err != nil {
		return nil, err
	}
	return q.AnswerFiles().One(r, slug)
}

// SetFile stores a file in place of the one that the person sent before; nil content removes it. The attendee calls
// it, through the mailed link. Errors: NotFound where they are not asked for one; Invalid beside the question's field
// for what is not taken, with what to do; Conflict where it is too late.
func (as Answers) SetFile(
	ctx context.Context, event *models.Event, id, slug, name string, content []byte,
) error {
	var sent *upload.Document
	if content != nil {
		var err error
		if sent, err = upload.ReadDocument(FileFieldName(slug), name, content); err != nil {
			return err
		}
	}
	return as.s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := as.s.lock(tx, event, id)
		if err != nil {
			return err
		}
		asked, err := ask.Read(tx.Query, event)
		if err != nil {
			return err
		}
		isAsked := func(f FileField) bool { return f.Slug == slug }
		if !slices.ContainsFunc(fileFields(asked, r, nil), isAsked) {
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
		if err := as.mayChange(tx, event, r); err != nil {
			return err
		}
		return storeFile(tx, r, slug, asked.Number, sent)
	})
}

// storeFile stores a file as the answer to a question, or removes it where sent is nil.
func storeFile(tx *models.Tx, r *models.Registration, slug string, version int, sent *upload.Document) error {
	r.Answers, r.FormVersion = maps.Clone(r.Answers), max(r.FormVersion, version)
	if r.Answers == nil {
		r.Answers = map[string]string{}
	}
	delete(r.Answers, slug)
	if sent != nil {
		r.Answers[slug] = sent.Name
	}
	if err := tx.Registrations().Update(r); err != nil {
		return err
	}
	tx.Emit(models.ActivityChanged, r)
	if err := tx.Registrations().AnswersChanged(r); err != nil || sent == nil {
		return err
	}
	return tx.AnswerFiles().Set(&models.AnswerFile{
		RegistrationID: r.ID, EventID: r.EventID, Question: slug,
		Name: sent.Name, ContentType: sent.ContentType, Content: sent.Content,
	})
}

// FileFieldName is the name of the field of a question for a file.
func FileFieldName(slug string) string { return "file_" + slug }
