package pdf

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"meguri/app/service/chart"
	"meguri/app/service/consensus"
	"meguri/app/service/i18n"
	"meguri/app/service/markdown"
	"meguri/models"
)

// Report is what came of an event, in the words of one language. Its page and its file of tables show the same.
type Report struct {
	Event *models.Event
	// Photo is the uploaded cover, nil for the drawn one.
	Photo *models.Picture
	// Intro is Markdown.
	Intro    string
	Facts    []Fact
	Sections []ReportSection
	// Left says which parts have nothing in them, "" where all have something.
	Left     string
	IssuedAt time.Time
}

// Fact is a value with what it is.
type Fact struct{ Label, Value string }

// EventFacts are when and where an event takes place, and by whom.
func EventFacts(texts *i18n.Localizer, e *models.Event) []Fact {
	list := []Fact{
		{texts.T("pdf.when"), texts.When(e)},
		{texts.T("pdf.where"), place(texts, e)},
		{texts.T("pdf.host"), organizationName(texts, &e.Organization)},
		{texts.T("pdf.cohosts"), texts.List(partners(texts, e, models.PartCoHost))},
		{texts.T("pdf.partners"), texts.List(partners(texts, e, models.PartPartner))},
	}
	return slices.DeleteFunc(list, func(f Fact) bool { return f.Value == "" })
}

// ReportSection is a part of a report.
type ReportSection struct {
	Name   models.ReportPart
	Title  string
	Blocks []Block
	// Note is told below them.
	Note string
}

// Block is something that a report tells: what is set of it, in the order of its fields.
type Block struct {
	// Title is what it is about, Note how it is to be read; "" for none.
	Title, Note string
	Figures     []Figure
	// Text is Markdown.
	Text string
	Plot *Plot
	// Map is the picture of groups that answered alike.
	Map    *consensus.Drawing
	Table  *Table
	Bars   *Result
	Quotes []Quote
}

// Plot is numbers over time, one for each of its entries. Name says what Total is; When is the head of the first column
// of the table behind it.
type Plot struct {
	Unit, When, Name string
	Total            int
	Entries          []chart.Entry
}

// Table is a table whose cells are texts, whole numbers, Percent, times of the event's zone, or nil where there is
// none.
type Table struct {
	Head []string
	Rows [][]any
}

// Percent is a share of 100, rounded.
type Percent int

// Quote is what somebody said, with what is known of it.
type Quote struct{ Text, Note string }

// Cell is a cell of a table in words.
func Cell(texts *i18n.Localizer, cell any) string {
	switch v := cell.(type) {
	case nil:
		return "–"
	case string:
		return v
	case int:
		return texts.Number(v)
	case Percent:
		return strconv.Itoa(int(v)) + "%"
	case time.Time:
		return texts.DateTime(v)
	}
	return fmt.Sprint(cell)
}

// Report makes it.
func (m *Maker) Report(texts *i18n.Localizer, r *Report) ([]byte, error) {
	e := r.Event
	title := texts.Pick(e.TitleJa, e.TitleEn)
	d, err := m.document(texts, "report.title", e, texts.T("report.title"), r.IssuedAt)
	if err != nil {
		return nil, err
	}
	d.header = func() { d.coverLine(e) }
	d.addPage()
	d.cover(e, r.Photo, 0, 0, pageWidth, summaryCover)
	d.y = summaryCover + 12
	issued := texts.T("report.as_of", "date", texts.Date(e.Local(r.IssuedAt)))
	d.title(texts.T("report.title"), issued, title, 22)
	d.y += 2
	for _, f := range r.Facts {
		d.fact(inner, 72, 10, f.Label, f.Value)
	}
	if r.Intro != "" {
		d.y += 8
		d.prose(markdown.Plain(r.Intro))
	}
	for i := range r.Sections {
		d.reportSection(&r.Sections[i])
	}
	if r.Left != "" {
		d.y += 10
		d.muted()
		d.paragraph(margin, inner, 8.6, r.Left)
	}
	d.drawFooters(title + "　" + texts.T("report.title") + "　" + issued)
	return d.output()
}

func (d *document) reportSection(s *ReportSection) {
	d.heading(s.Title, d.beginning(&s.Blocks[0]))
	d.y += 2
	for i := range s.Blocks {
		d.reportBlock(&s.Blocks[i])
	}
	d.note(s.Note)
}
