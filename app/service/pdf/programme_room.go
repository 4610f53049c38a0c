package pdf

import (
	"meguri/models"
)

// A programme of several rooms is set in two columns of blocks, a room each.
const (
	blockTitle = 22.0
	blockEnd   = 10.0
	lineHeight = 13.5
	mostRows   = 18 // of a block, so that it fits beside others
)

// block is a room with some of its sessions on a day.
type block struct {
	title    string
	sessions []*models.Session
	height   float64
}

// roomColumns draws the sessions by day and room.
func (d *document) roomColumns(e *models.Event, sessions []models.Session) {
	needsDates := e.NeedsDates(sessions)
	for len(sessions) > 0 {
		day, n := d.texts.ShortDate(e.Local(sessions[0].StartsAt)), 1
		for n < len(sessions) && d.texts.ShortDate(e.Local(sessions[n].StartsAt)) == day {
			n++
		}
		if !needsDates {
			day = d.texts.T("pdf.agenda_title")
		}
		blocks := d.blocks(e, sessions[:n])
		d.heading(day, blocks[0].height)
		d.drawBlocks(e, blocks)
		sessions = sessions[n:]
	}
}

func (d *document) blocks(e *models.Event, sessions []models.Session) (list []block) {
	for _, room := range byRoom(sessions) {
		title := d.texts.T("pdf.everywhere")
		if room.room != nil {
			title = d.texts.Pick(room.room.NameJa, room.room.NameEn)
		}
		for rest := room.sessions; len(rest) > 0; {
			n := min(len(rest), mostRows)
			b := block{title: title, sessions: rest[:n], height: blockTitle + blockEnd}
			for _, s := range b.sessions {
				title, who := d.inBlock(s)
				b.height += float64(len(title)+len(who))*lineHeight + 3
			}
			list = append(list, b)
			rest = rest[n:]
		}
	}
	return list
}

const blockTime = 70.0

// inBlock sets the title and the speakers of a session in a block.
func (d *document) inBlock(s *models.Session) (title, who []string) {
	width := columnWidth - blockTime
	return d.few(9.2, width, 3, d.programmeTitle(s)), d.few(8.2, width, 2, d.speakersOf(s))
}

// drawBlocks draws blocks in two columns of about equal height, on as many pages as they need.
func (d *document) drawBlocks(e *models.Event, list []block) {
	for {
		total := 0.0
		for _, b := range list {
			total += b.height
		}
		top, low := d.y+4, 0.0
		for column := range 2 {
			d.y = top
			for len(list) > 0 && d.y+list[0].height <= bottom && (column == 1 || d.y-top < total/2) {
				d.drawBlock(e, margin+float64(column)*(columnWidth+columnGap), &list[0])
				list = list[1:]
			}
			low = max(low, d.y)
		}
		d.y = low
		if len(list) == 0 {
			return
		}
		d.page()
	}
}

func (d *document) drawBlock(e *models.Event, x float64, b *block) {
	p := paletteOf(e)
	d.colour(p.ground[0], p.ground[1], p.ground[2])
	d.fillRectangle(x, d.y+4, 3, 13)
	d.ink()
	d.bold(func() { d.drawFitted(x+9, d.y+14.5, columnWidth-9, 10.5, 7, b.title) })
	d.y += blockTitle
	for _, s := range b.sessions {
		title, who := d.inBlock(s)
		d.muted()
		times := d.texts.TimeSpan(e.Local(s.StartsAt), e.Local(s.EndsAt))
		d.drawFitted(x, d.y+10, blockTime-6, 9.2, 6, times)
		d.ink()
		for _, line := range title {
			d.y += lineHeight
			d.drawLine(x+blockTime, d.y-3.5, 9.2, line)
		}
		d.muted()
		for _, line := range who {
			d.y += lineHeight
			d.drawLine(x+blockTime, d.y-4, 8.2, line)
		}
		d.y += 3
	}
	d.y += blockEnd
}

// speakers tells who they are, of those about whom something is told.
func (d *document) speakers(sessions []models.Session) {
	seen, first := map[string]bool{}, true
	for i := range sessions {
		for n := range sessions[i].Speakers {
			s := &sessions[i].Speakers[n].Speaker
			about := d.texts.Pick(s.AboutJa, s.AboutEn)
			if about == "" || seen[s.ID] {
				continue
			}
			seen[s.ID] = true
			if first {
				d.heading(d.texts.T("pdf.speakers"), 60)
				first = false
			}
			d.aboutSpeaker(d.speaker(s), about)
		}
	}
}

func (d *document) aboutSpeaker(name, about string) {
	lines := d.few(9.2, inner, 4, about)
	d.ensureSpace(22 + float64(len(lines))*14)
	d.ink()
	d.bold(func() { d.drawFitted(margin, d.y+14, inner, bodySize, 7, name) })
	d.y += 19
	for _, line := range lines {
		d.y += 14
		d.drawLine(margin, d.y-4, 9.2, line)
	}
	d.y += 5
}
