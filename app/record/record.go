// Package record is what an event shows of itself once it is over: a public page that staff open deliberately, of the
// parts that they choose.
//
// What people said is in it where they allowed it, and without their names. Other features bring its parts as a Part;
// app/program lists them. Who watches a recording by their own link is counted apart from who attended.
package record

import (
	"context"
	"slices"

	"meguri/app/service/check"
	"meguri/models"
)

// Part is a part of the record that another feature brings. Its words are record.part_ and its name, its template is
// record_ and its name in templates/partials/record.html.
type Part struct {
	Name models.RecordPart
	// Read reads what the part shows, and how many things those are; with 0 it is left out.
	Read func(ctx context.Context, event *models.Event) (data any, n int, err error)
}

// Service is the records of one database.
type Service struct {
	db    *models.DB
	parts []Part
}

// New makes the service. parts are those of other features.
func New(db *models.DB, parts ...Part) *Service {
	s := &Service{db: db}
	own := []Part{
		{models.RecordOutcome, readOutcome}, {models.RecordRecordings, s.readRecordings},
		{models.RecordMaterials, s.readMaterials}, {models.RecordAgenda, s.readAgenda},
	}
	all := slices.Concat(own, parts)
	for _, name := range models.RecordParts {
		if i := slices.IndexFunc(all, func(p Part) bool { return p.Name == name }); i >= 0 {
			s.parts = append(s.parts, all[i])
		}
	}
	return s
}

// Input is the record as its form has it.
type Input struct {
	Parts   []string `form:"parts"`
	IntroJa string   `form:"intro_ja"`
	IntroEn string   `form:"intro_en"`
	// Checked says that staff looked through the recordings for those who do not want to be in them.
	Checked bool `form:"checked"`
	// Do is one of the constants below.
	Do string `form:"do"`
}

// What a form asks for besides storing what was typed.
const (
	DoSave  = "save"
	DoOpen  = "open"
	DoClose = "close"
)

// maxIntro keeps the introduction to a page.
const maxIntro = 2000

// Save stores the record of an event, and opens or closes it. Staff who may edit the event call it. Errors: Invalid for
// the fields at fault, also where nothing is chosen to be shown; Conflict where it is opened before the event is over.
func (s *Service) Save(ctx context.Context, event *models.Event, in *Input) (*models.Record, error) {
	c := check.New()
	check.Choice(c, "do", in.Do, []string{DoSave, DoOpen, DoClose})
	record := &models.Record{
		EventID: event.ID,
		IntroJa: c.Text("intro_ja", in.IntroJa, maxIntro, check.Optional),
		IntroEn: c.Text("intro_en", in.IntroEn, maxIntro, check.Optional),
		Parts:   []models.RecordPart{},
	}
	for _, name := range models.RecordParts {
		if slices.Contains(in.Parts, string(name)) {
			record.Parts = append(record.Parts, name)
		}
	}
	if in.Do == DoOpen && len(record.Parts) == 0 {
		c.Fault("parts", "record.choose")
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	return record, s.db.InTx(ctx, func(tx *models.Tx) error {
		before, err := tx.Records().OfEvent(event)
		if err != nil {
			return err
		}
		record.PublishedAt, record.CheckedAt = before.PublishedAt, before.CheckedAt
		if err := checkRecordings(tx, event, record, in); err != nil {
			return err
		}
		switch {
		case in.Do == DoClose:
			record.PublishedAt = nil
		case in.Do == DoOpen && (!event.Ended(tx.Now) || event.State == models.EventDraft || event.WasCancelled()):
			return models.NewError(models.CodeConflict, "record.not_over")
		case in.Do == DoOpen && record.PublishedAt == nil:
			now := tx.Now.UTC()
			record.PublishedAt = &now
		}
		tx.Emit(models.ActivityEventChanged, event)
		return tx.Records().Save(record)
	})
}

// checkRecordings notes that staff looked through the recordings. Without, none are shown to everybody as long as
// somebody does not want to be in them.
func checkRecordings(tx *models.Tx, event *models.Event, record *models.Record, in *Input) error {
	refusing, err := tx.Registrations().RefuseRecording(event)
	if err != nil {
		return err
	}
	if in.Checked {
		now := tx.Now.UTC()
		record.CheckedAt = &now
	}
	if in.Do == DoOpen && record.Has(models.RecordRecordings) && !record.MayShowRecordings(refusing) {
		return models.InvalidFields(map[string]string{"checked": "record.look_first"})
	}
	return nil
}
