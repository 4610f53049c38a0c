// Package report is the report of an event (実績報告書): numbers, what people said and answered, and what came of it, as
// staff hand it on. It is read once and shown as a page, a PDF and a workbook.
//
// Other features bring its parts; app/program lists them. What surveys tell is what their results pages tell.
package report

import (
	"context"
	"slices"

	"meguri/app/service/check"
	"meguri/app/service/i18n"
	"meguri/app/service/markdown"
	"meguri/app/service/pdf"
	"meguri/models"
)

// Part is a part of reports that another feature brings. Its words are report.part_ and its name; with report.note_ and
// its name, that stands below it.
type Part struct {
	Name models.ReportPart
	// Read reads what it tells, nothing where there is nothing to tell.
	Read func(ctx context.Context, texts *i18n.Localizer, event *models.Event) ([]pdf.Block, error)
}

// Service is the reports of one database.
type Service struct {
	db    *models.DB
	maker *pdf.Maker
	parts func() []Part
}

// New makes the service. parts are those of other features, made anew for each report: they may share what they read.
func New(db *models.DB, maker *pdf.Maker, parts func() []Part) *Service {
	return &Service{db, maker, parts}
}

func outcome(_ context.Context, texts *i18n.Localizer, event *models.Event) ([]pdf.Block, error) {
	text := texts.Pick(event.OutcomeJa, event.OutcomeEn)
	if markdown.Plain(text) == "" {
		return nil, nil
	}
	return []pdf.Block{{Text: text}}, nil
}

// Input is what a report has, as its form brings it.
type Input struct {
	Parts   []string `form:"parts"`
	IntroJa string   `form:"intro_ja"`
	IntroEn string   `form:"intro_en"`
}

// maxIntro keeps the introduction to a page.
const maxIntro = 2000

// Save stores what the report of an event has. Staff who may edit the event call it. Errors: Invalid for the fields at
// fault, also where no part is chosen.
func (s *Service) Save(ctx context.Context, event *models.Event, in *Input) error {
	c := check.New()
	stored := &models.Report{
		EventID: event.ID,
		IntroJa: c.Text("intro_ja", in.IntroJa, maxIntro, check.Optional),
		IntroEn: c.Text("intro_en", in.IntroEn, maxIntro, check.Optional),
		Parts:   []models.ReportPart{},
	}
	for _, name := range models.ReportParts {
		if slices.Contains(in.Parts, string(name)) {
			stored.Parts = append(stored.Parts, name)
		}
	}
	if len(stored.Parts) == 0 {
		c.Fault("parts", "report.choose")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		tx.Emit(models.ActivityEventChanged, event)
		return tx.Reports().Save(stored)
	})
}

// Page is the report with what its form has.
type Page struct {
	*pdf.Report
	// Over says that the event is over.
	Over bool
}

// Page reads the report, and what its form has. Who may see results calls it.
func (s *Service) Page(
	ctx context.Context, texts *i18n.Localizer, event *models.Event,
) (*Page, *Input, error) {
	q := s.db.Query(ctx)
	stored, err := q.Reports().OfEvent(event)
	if err != nil {
		return nil, nil, err
	}
	in := &Input{IntroJa: stored.IntroJa, IntroEn: stored.IntroEn}
	for _, name := range stored.Parts {
		in.Parts = append(in.Parts, string(name))
	}
	report, err := s.read(ctx, texts, event, stored)
	return &Page{report, event.Ended(q.Now)}, in, err
}

// Read reads the report in the language of texts. Who may see results calls it.
func (s *Service) Read(ctx context.Context, texts *i18n.Localizer, event *models.Event) (*pdf.Report, error) {
	stored, err := s.db.Query(ctx).Reports().OfEvent(event)
	if err != nil {
		return nil, err
	}
	return s.read(ctx, texts, event, stored)
}

// PDF makes the report on paper. Who may see results calls it.
func (s *Service) PDF(ctx context.Context, texts *i18n.Localizer, event *models.Event) ([]byte, error) {
	report, err := s.Read(ctx, texts, event)
	if err != nil {
		return nil, err
	}
	return s.maker.Report(texts, report)
}

func (s *Service) read(
	ctx context.Context, texts *i18n.Localizer, event *models.Event, stored *models.Report,
) (*pdf.Report, error) {
	q := s.db.Query(ctx)
	if err := q.Events().LoadPartners(event); err != nil {
		return nil, err
	}
	report := &pdf.Report{
		Event: event, Intro: texts.Pick(stored.IntroJa, stored.IntroEn), Facts: pdf.EventFacts(texts, event), IssuedAt: q.Now,
	}
	var err error
	if report.Photo, err = q.Pictures().CoverOf(event); err != nil {
		return nil, err
	}
	return report, s.addSections(ctx, texts, report, stored)
}

// addSections adds the parts that staff chose and that have something in them, and says which have not.
func (s *Service) addSections(
	ctx context.Context, texts *i18n.Localizer, report *pdf.Report, stored *models.Report,
) error {
	parts := append(s.parts(), Part{models.ReportOutcome, outcome})
	var left []string
	for _, name := range models.ReportParts {
		i := slices.IndexFunc(parts, func(p Part) bool { return p.Name == name })
		if i < 0 || !stored.Has(name) {
			continue
		}
		blocks, err := parts[i].Read(ctx, texts, report.Event)
		if err != nil {
			return err
		}
		title := texts.T("report.part_" + string(name))
		if len(blocks) == 0 {
			left = append(left, title)
			continue
		}
		section := pdf.ReportSection{Name: name, Title: title, Blocks: blocks}
		if key := "report.note_" + string(name); texts.Has(key) {
			section.Note = texts.T(key)
		}
		report.Sections = append(report.Sections, section)
	}
	if len(left) > 0 {
		report.Left = texts.T("report.left", "parts", texts.List(left))
	}
	return nil
}
