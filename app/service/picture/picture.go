// Package picture draws the picture of an event that shows where its address is shared.
package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"sync"

	"meguri/app/service/cover"
	"meguri/app/service/i18n"
	"meguri/models"
)

// The size that sites ask for (Open Graph, 1.91:1), and the margin.
const (
	Width  = 1200
	Height = 630
	margin = 64
	inner  = Width - 2*margin
	// coverHeight is that of the event's cover at the top.
	coverHeight = 330
)

var (
	ground = color.RGBA{0xfb, 0xf7, 0xf1, 0xff}
	ink    = color.RGBA{0x1f, 0x1a, 0x17, 0xff}
	soft   = color.RGBA{0x57, 0x50, 0x4a, 0xff}
)

// Maker draws pictures, one at a time. It is safe for concurrent use.
type Maker struct {
	lock  sync.Mutex
	fonts func() ([]*fontFile, error)
}

// New makes a Maker. The fonts are read when they are first needed.
func New() *Maker { return &Maker{fonts: sync.OnceValues(loadFonts)} }

// Event is the picture of an event as PNG: its host, title, date and place, in the language of texts. photo is the
// uploaded cover, nil for the drawn one. stamp is the key of what stands on the cover, as that all places are taken, ""
// for nothing.
func (m *Maker) Event(texts *i18n.Localizer, e *models.Event, photo *models.Picture, stamp string) ([]byte, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	fonts, err := m.fonts()
	if err != nil {
		return nil, err
	}
	p := newPen(fonts)
	fill(p.image, p.image.Bounds(), ground)
	if err := p.drawCover(e, photo); err != nil {
		return nil, err
	}
	if stamp != "" {
		p.stamp(texts.T(stamp))
	}
	p.writeLine(coverHeight+56, 26, soft, texts.Pick(e.Organization.NameJa, e.Organization.NameEn))
	size, lines := p.fit(texts.Pick(e.TitleJa, e.TitleEn))
	y := coverHeight + 66
	for _, line := range lines {
		y += int(size * 1.28)
		p.write(margin, y, size, ink, line)
	}
	if !e.WasCancelled() { // the stamp says it
		p.writeLine(Height-74, 30, ink, texts.When(e))
	}
	p.writeLine(Height-32, 26, soft, place(texts, e))
	var out bytes.Buffer
	err = png.Encode(&out, p.image)
	return out.Bytes(), err
}

// stamp writes words on the lower left of the cover, on a plate that is read on any cover.
func (p *pen) stamp(words string) {
	const size, pad, height = 34, 28, 72
	words = p.shorten(size, inner-2*pad, words)
	plate := image.Rect(margin, coverHeight-height-36, margin+p.width(size, words)+2*pad, coverHeight-36)
	fill(p.image, plate, ink)
	p.write(plate.Min.X+pad, plate.Max.Y-24, size, ground, words)
}

// drawCover draws the uploaded cover, cut so that the point stays in sight that staff chose, or the drawn one.
func (p *pen) drawCover(e *models.Event, photo *models.Picture) error {
	box := image.Rect(0, 0, Width, coverHeight)
	if photo == nil {
		cover.Of(e, Width, coverHeight).Draw(p.image)
		return nil
	}
	cut, err := cover.Photo(photo, e, Width, coverHeight)
	if err == nil {
		draw.Draw(p.image, box, cut, image.Point{}, draw.Over)
	}
	return err
}

// place is where the event takes place, in one line.
func place(texts *i18n.Localizer, e *models.Event) string {
	var places []string
	if e.HasVenue() {
		places = append(places, texts.Pick(e.VenueNameJa, e.VenueNameEn))
	}
	if e.HasStream() {
		places = append(places, texts.T("event.online"))
	}
	return texts.List(places)
}

func fill(to draw.Image, area image.Rectangle, c color.Color) {
	draw.Draw(to, area, image.NewUniform(c), image.Point{}, draw.Src)
}
