package pdf

import (
	"time"

	"meguri/app/service/cloud"
	"meguri/app/service/i18n"
	"meguri/models"
)

// WordCloud is a word cloud on paper.
type WordCloud struct {
	Event *models.Event
	// Title says of what it is, Note how many texts it is made of.
	Title, Note string
	Words       []cloud.Word
	MadeAt      time.Time
}

// TextWidth is how wide a text is at size 1 in the face of the papers, which browsers have as wide.
func (m *Maker) TextWidth(text string) float64 {
	d := &document{maker: m, glyphs: map[rune]textGlyph{}, outlined: map[rune]glyph{}, set: map[string][]piece{}}
	sum := 0.0
	for _, r := range clean(text) {
		g := d.glyphOf(r)
		if !g.asText {
			g.width = em
		}
		sum += g.width
	}
	return sum / em
}

const (
	cloudOnPaper  = 380.0
	smallestPaper = 9.0
	largestPaper  = 54.0
	listColumns   = 3
	wordRow       = 17.0
)

// WordCloud draws a cloud and all of its words as a list.
func (m *Maker) WordCloud(texts *i18n.Localizer, w WordCloud) ([]byte, error) {
	d, err := m.document(texts, "pdf.words", w.Event, w.Title, w.MadeAt)
	if err != nil {
		return nil, err
	}
	d.page()
	title := texts.Pick(w.Event.TitleJa, w.Event.TitleEn)
	d.title(texts.T("pdf.words"), title, w.Title, 20)
	d.muted()
	d.drawLine(margin, d.y+10, 9.5, w.Note)
	d.y += 26
	placed := cloud.Layout(w.Words, cloud.Options{
		Width: inner, Height: cloudOnPaper, Smallest: smallestPaper, Largest: largestPaper, Measure: m.TextWidth,
	})
	for _, word := range placed.Words {
		d.cloudTone(word.Tone)
		d.isBold = word.Tone < 3
		d.drawLine(margin+word.X, d.y+word.Y, word.Size, word.Text)
	}
	d.isBold = false
	d.y += cloudOnPaper
	d.wordList(w.Words)
	d.drawFooters(title + "　" + texts.T("pdf.printed", "time", texts.DateTime(w.Event.Local(w.MadeAt))))
	return d.output()
}

func (d *document) cloudTone(tone int) {
	switch tone {
	case 1:
		d.accent()
	case 2:
		d.ink()
	default:
		d.muted()
	}
}

// wordList writes the words with their counts, column by column.
func (d *document) wordList(words []cloud.Word) {
	d.heading(d.texts.T("pdf.words_list"), 40)
	rows := min((len(words)+listColumns-1)/listColumns, int((bottom-d.y)/wordRow))
	const width, space = inner / listColumns, 24.0
	for i, word := range words[:min(len(words), rows*listColumns)] {
		x, y := margin+float64(i/rows)*width, d.y+float64(i%rows)*wordRow+12
		d.ink()
		d.drawFitted(x, y, width-space-30, 10, 6, word.Text)
		d.muted()
		d.drawRight(x+width-space, y, 10, d.texts.Number(word.Count))
	}
	d.y += float64(rows) * wordRow
}
