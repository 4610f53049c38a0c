package pdf

import (
	"bytes"
	"fmt"
	"image/color"
	"image/jpeg"
	"slices"

	"github.com/disintegration/imaging"

	"meguri/app/service/i18n"
	"meguri/models"
)

const (
	portraitSize  = 44.0
	portraitWidth = portraitSize + 10
	speakerEnd    = 12.0
)

// speakers tells who they are, of those about whom something is told or who have a portrait, in two columns.
func (d *document) speakers(p *Programme) {
	list := toldSpeakers(d.texts, p)
	if len(list) == 0 {
		return
	}
	d.heading(d.texts.T("pdf.speakers"), 60)
	for pair := range slices.Chunk(list, 2) {
		height := 0.0
		for _, s := range pair {
			height = max(height, d.heightOf(p, s))
		}
		d.ensureSpace(height)
		top := d.y
		for i, s := range pair {
			d.y = top
			d.aboutSpeaker(p, margin+float64(i)*(columnWidth+columnGap), s)
		}
		d.y = top + height
	}
}

func toldSpeakers(texts *i18n.Localizer, p *Programme) (list []*models.Speaker) {
	seen := map[string]bool{}
	for i := range p.Sessions {
		for n := range p.Sessions[i].Speakers {
			s := &p.Sessions[i].Speakers[n].Speaker
			isTold := texts.Pick(s.AboutJa, s.AboutEn) != "" || p.portraitOf(s) != nil
			if isTold && !seen[s.ID] {
				seen[s.ID] = true
				list = append(list, s)
			}
		}
	}
	return list
}

func (p *Programme) portraitOf(s *models.Speaker) *models.Picture {
	if s.PortraitID == nil {
		return nil
	}
	return p.Portraits[*s.PortraitID]
}

// textWidth is what portraits leave of a column. Where somebody has one, all texts begin beside it.
func (p *Programme) textWidth() float64 {
	if len(p.Portraits) == 0 {
		return columnWidth
	}
	return columnWidth - portraitWidth
}

// speakerLines are the name, what the speaker does and for whom, and what is told about them.
func (d *document) speakerLines(p *Programme, s *models.Speaker) (name string, does, about []string) {
	texts, width := d.texts, p.textWidth()
	name = texts.Pick(s.NameJa, s.NameEn)
	organization, role := texts.Pick(s.OrganizationJa, s.OrganizationEn), texts.Pick(s.RoleJa, s.RoleEn)
	if len(p.Portraits) == 0 {
		name, organization, role = d.speaker(s), "", "" // one line is enough where nothing stands beside it
	}
	if name == "" {
		name, organization = organization, ""
	}
	if text := texts.List(withoutEmpty([]string{organization, role})); text != "" {
		does = d.few(8.6, width, 2, text)
	}
	if text := texts.Pick(s.AboutJa, s.AboutEn); text != "" {
		about = d.few(9.2, width, 5, text)
	}
	return name, does, about
}

func (d *document) heightOf(p *Programme, s *models.Speaker) float64 {
	_, does, about := d.speakerLines(p, s)
	height := 17 + 12*float64(len(does)) + 14*float64(len(about))
	if len(p.Portraits) == 0 {
		return height + 7
	}
	return max(height, portraitSize) + speakerEnd
}

func (d *document) aboutSpeaker(p *Programme, x float64, s *models.Speaker) {
	if portrait := p.portraitOf(s); portrait != nil {
		d.portrait(portrait, x, d.y+2)
	}
	width := p.textWidth()
	x += columnWidth - width
	name, does, about := d.speakerLines(p, s)
	d.ink()
	d.bold(func() { d.drawFitted(x, d.y+12, width, bodySize, 7, name) })
	d.y += 17
	d.muted()
	for _, line := range does {
		d.drawLine(x, d.y+8, 8.6, line)
		d.y += 12
	}
	d.ink()
	for _, line := range about {
		d.y += 14
		d.drawLine(x, d.y-4, 9.2, line)
	}
}

// portrait draws a speaker's picture in a circle.
func (d *document) portrait(p *models.Picture, x, y float64) {
	printed, err := printedPortrait(p)
	if err != nil {
		d.fail(err)
		return
	}
	d.images = append(d.images, printed)
	const radius = portraitSize / 2
	d.ClipCircle(x+radius, y+radius, radius, false)
	d.RawWriteStr(fmt.Sprintf("q %.2f 0 0 %.2f %.2f %.2f cm /%s%d Do Q\n",
		portraitSize, portraitSize, x, pageHeight-y-portraitSize, imageName, len(d.images)))
	d.ClipEnd()
}

// printedPortrait is the small size of a portrait, 210 dots an inch: a JPEG as it is, and another on white.
func printedPortrait(p *models.Picture) (printedPhoto, error) {
	decoded, err := imaging.Decode(bytes.NewReader(p.Small))
	if err != nil {
		return printedPhoto{}, err
	}
	size := decoded.Bounds().Size()
	if p.ContentType == "image/jpeg" {
		return printedPhoto{p.Small, size.X, size.Y}, nil
	}
	var out bytes.Buffer
	onWhite := imaging.OverlayCenter(imaging.New(size.X, size.Y, color.White), decoded, 1)
	err = jpeg.Encode(&out, onWhite, &jpeg.Options{Quality: 85})
	return printedPhoto{out.Bytes(), size.X, size.Y}, err
}

// goodToKnow draws who may come, the way there and who is behind it, where it fits, or where there is a further page
// anyway.
func (d *document) goodToKnow(e *models.Event) {
	const labelWidth = 64
	texts, height := d.texts, 0.0
	facts := [][2]string{
		{"event.audience", texts.Pick(e.AudienceJa, e.AudienceEn)},
		{"event.access", texts.Pick(e.AccessJa, e.AccessEn)},
		{"event.bring", texts.Pick(e.BringJa, e.BringEn)},
		{"event.parking", texts.Pick(e.ParkingJa, e.ParkingEn)},
		{"pdf.host", organizationName(texts, &e.Organization)},
		{"pdf.cohosts", texts.List(partners(texts, e, models.PartCoHost))},
		{"pdf.partners", texts.List(partners(texts, e, models.PartPartner))},
	}
	for _, f := range facts {
		if f[1] != "" {
			height += float64(len(d.lines(bodySize, inner-labelWidth, f[1]))) * bodySize * leading
		}
	}
	const head = 60 // the heading, and what lines are rounded to
	if d.PageNo() == 1 && d.y+head+height > bottom {
		return
	}
	d.heading(texts.T("event.facts"), min(height, 60))
	for _, f := range facts {
		d.fact(inner, labelWidth, bodySize, texts.T(f[0]), f[1])
	}
}
