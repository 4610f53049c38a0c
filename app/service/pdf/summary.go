package pdf

import (
	"strings"
	"time"

	"meguri/app/service/attendance"
	"meguri/app/service/cover"
	"meguri/app/service/i18n"
	"meguri/app/service/ticket"
	"meguri/models"
)

// Summary is the content of an attendee's summary: what happened, what came of it, and how they attended.
type Summary struct {
	attendance.Attendance
	Event *models.Event
	// Photo is the uploaded cover, nil for the drawn one.
	Photo        *models.Picture
	Registration *models.Registration
	Figures      []Figure
	// Outcome is what was decided: a line each, those of a list begin with "- ".
	Outcome   string
	Materials []models.Material
	Results   []Result
	// Own is the person's part in it, nil for none.
	Own *OwnPart
	// Next is the host's next event, nil for none.
	Next     *Next
	IssuedAt time.Time
}

// Figure is a number that is told large, with what it counts.
type Figure struct{ Value, Label string }

// Next is an event to come, and where its page is.
type Next struct {
	Event *models.Event
	Photo *models.Picture
	QR    *ticket.QR
}

// Result is a question of a survey with a count of its answers.
type Result struct {
	Question  string
	Responses int
	Mean      float64
	HasMean   bool
	Bars      []Bar
	// Points says that bars count points, of which all together are 100 %.
	Points bool
}

// Bar is one answer and how many people gave it.
type Bar struct {
	Label string
	Count int
}

const (
	summaryCover = 138.0
	// shortestNotes is the least height of lines to write on.
	shortestNotes = 150.0
	nextHeight    = 112.0
)

// Summary makes the summary. Parts without content are left out; lines to write on fill the last page.
func (m *Maker) Summary(texts *i18n.Localizer, s Summary) ([]byte, error) {
	e, r := s.Event, s.Registration
	d, err := m.document(texts, "pdf.summary", e, r.Full(texts.Lang), s.IssuedAt)
	if err != nil {
		return nil, err
	}
	title := texts.Pick(e.TitleJa, e.TitleEn)
	d.header, d.filler = func() { d.coverLine(e) }, d.fillPage
	d.addPage()
	d.cover(e, s.Photo, 0, 0, pageWidth, summaryCover)
	d.y = summaryCover + 12
	name := texts.T("pdf.honorific", "name", r.Full(texts.Lang))
	d.title(texts.T("pdf.summary"), texts.T("pdf.for", "name", name), title, 22)
	d.facts(&s)
	d.figures(s.Figures)
	d.sessions(&s)
	d.outcome(s.Outcome)
	d.own(s.Own)
	d.results("pdf.results", "pdf.results_note", s.Results)
	d.materials(s.Materials)
	d.ending(&s)
	issued := texts.T("pdf.issued", "date", texts.Date(e.Local(s.IssuedAt)))
	d.drawFooters(title + "　" + texts.T("pdf.summary") + "　" + issued)
	return d.output()
}

// coverLine draws the colours of the event at the top of a further page.
func (d *document) coverLine(e *models.Event) {
	p := cover.PaletteOf(e)
	for i, c := range []cover.Colour{p.Ground, p.Strong} {
		d.fill(c)
		from := pageWidth * 0.72 * float64(i)
		d.Rect(from, 0, pageWidth-from, 5, "F")
	}
	d.y = margin - 10
}

// fillPage draws lines to write on in what would be left empty of a page.
func (d *document) fillPage() {
	if d.y < bottom-90 {
		d.y += 10
		d.noteLines(margin, inner, d.texts.T("pdf.notes"), bottom)
	}
}

// facts draws when and where the event took place, its hosts, and how the person attended.
func (d *document) facts(s *Summary) {
	e, texts := s.Event, d.texts
	const labelWidth, size = 64, 10
	d.y += 2
	for _, f := range EventFacts(texts, e) {
		d.fact(inner, labelWidth, size, f.Label, f.Value)
	}
	d.fact(inner, labelWidth, size, texts.T("pdf.attended"), strings.Join(d.attendance(e, &s.Attendance), "\n"))
}

// figures draws numbers side by side, their labels in two lines at most.
func (d *document) figures(list []Figure) {
	const figureSize, figureLine = 8.6, 10.5
	if len(list) == 0 {
		return
	}
	d.y += 12
	width, rows := inner/float64(max(3, len(list))), 1
	for i, f := range list {
		x := margin + float64(i)*width
		d.colour(200, 120, 40)
		d.fillRectangle(x, d.y, 2, 36)
		d.ink()
		d.bold(func() { d.drawFitted(x+10, d.y+18, width-16, 20, 11, f.Value) })
		d.muted()
		labels := d.lines(figureSize, width-16, f.Label)
		labels = labels[:min(2, len(labels))]
		for k, line := range labels {
			d.drawLine(x+10, d.y+33+float64(k)*figureLine, figureSize, line)
		}
		rows = max(rows, len(labels))
	}
	d.y += 40 + float64(rows-1)*figureLine
}

// outcome draws what was decided.
func (d *document) outcome(text string) {
	if text == "" {
		return
	}
	d.heading(d.texts.T("pdf.outcome"), 40)
	d.y += 3
	d.prose(text)
}

// prose draws plain text: a line each, those of a list begin with "- ".
func (d *document) prose(text string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		item, isItem := strings.CutPrefix(line, "- ")
		x := margin
		if isItem {
			d.ensureSpace(bodyLine)
			d.accent()
			d.fillRectangle(x+2, d.y+6, 4, 4)
			x += 14
		}
		d.ink()
		if line == "" {
			d.y += 4
			continue
		}
		d.paragraph(x, pageWidth-margin-x, bodySize, item)
		d.y += 1.5
	}
}

// materials draws what can be read or watched later, and where.
func (d *document) materials(list []models.Material) {
	if len(list) == 0 {
		return
	}
	const kindWidth = 64.0
	d.heading(d.texts.T("pdf.materials"), 30)
	d.y += 3
	for _, m := range list {
		d.ensureSpace(30)
		d.muted()
		d.drawFitted(margin, d.y+12, kindWidth-8, 8.6, 6, d.texts.T("pdf.material_"+string(m.Kind)))
		d.ink()
		if title := d.texts.Pick(m.TitleJa, m.TitleEn); title != "" {
			d.drawFitted(margin+kindWidth, d.y+12, inner-kindWidth, bodySize, 8, title)
			d.y += 13
		}
		d.muted()
		d.drawFitted(margin+kindWidth, d.y+12, inner-kindWidth, 8.6, 6, m.URL)
		d.y += 17
	}
}

// ending fills the last page: questions to think about with lines below them, and the next event.
func (d *document) ending(s *Summary) {
	last := 0.0
	if s.Next != nil {
		last = nextHeight
	}
	d.ensureSpace(shortestNotes + last)
	d.toWriteOn(bottom - last)
	if s.Next != nil {
		d.next(s.Next)
	}
}

// toWriteOn draws up to three questions with lines, as many as have room.
func (d *document) toWriteOn(low float64) {
	d.heading(d.texts.T("pdf.write"), 0)
	questions := []string{"pdf.write_first", "pdf.write_second", "pdf.write_third"}
	const smallest = 62.0
	count := min(len(questions), max(1, int((low-d.y)/smallest)))
	each := (low - d.y) / float64(count)
	for i := range count {
		end := d.y + each
		d.noteLines(margin, inner, d.texts.T(questions[i]), end-6)
		d.y = end
	}
}

// next draws an event to come at the foot of the page, with its face and the code of its page.
func (d *document) next(n *Next) {
	const height, face, side = 78.0, 120.0, 58.0
	e, texts, top := n.Event, d.texts, bottom-78.0
	d.ink()
	d.bold(func() { d.drawLine(margin, top-9, 11.5, texts.T("pdf.next")) })
	d.cover(e, n.Photo, margin, top, face, height)
	d.SetDrawColor(214, 205, 196)
	d.SetLineWidth(0.8)
	d.Rect(margin, top, inner, height, "D")
	d.qr(pageWidth-margin-side-10, top+10, side, n.QR)
	x, width := margin+face+16, inner-face-side-46
	d.y = top + 8
	d.ink()
	d.bold(func() {
		for _, line := range d.few(12, width, 2, texts.Pick(e.TitleJa, e.TitleEn)) {
			d.y += 16
			d.drawLine(x, d.y-4, 12, line)
		}
	})
	d.drawFitted(x, d.y+11, width, 9.5, 7, texts.When(e))
	d.muted()
	d.drawFitted(x, d.y+25, width, 8.6, 6, d.place(e))
	d.y = bottom
}
