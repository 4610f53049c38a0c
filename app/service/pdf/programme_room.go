package pdf

import (
	"meguri/app/service/cover"
	"meguri/models"
)

// A programme of several rooms is set in two columns of blocks, a room each. Its measures, before they are scaled:
const (
	blockTitle = 22.0
	blockEnd   = 10.0
	lineHeight = 13.5
	sessionEnd = 3.0
	mostRows   = 18 // of a block, so that it fits beside others
	// smallestScale is how far a day is reduced to fit on what is left of its page.
	smallestScale = 0.82
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
				b.height += float64(len(title)+len(who))*lineHeight + sessionEnd
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
	if title = d.balancedLines(9.2, width, d.programmeTitle(s)); len(title) > 3 {
		title = d.few(9.2, width, 3, d.programmeTitle(s))
	}
	return title, d.few(8.2, width, 2, d.speakersOf(s))
}

// drawBlocks draws blocks in two columns of about equal height, on as many pages as they need, or a little smaller on
// this one.
func (d *document) drawBlocks(e *models.Event, list []block) {
	total, tallest := 0.0, 0.0
	for _, b := range list {
		total += b.height
		tallest = max(tallest, b.height)
	}
	scale := min(1, (bottom-d.y-4)/(total/2+tallest/2))
	if scale < smallestScale {
		scale = 1
	}
	for {
		top, low := d.y+4, 0.0
		for column := range 2 {
			d.y = top
			for len(list) > 0 && d.y+list[0].height*scale <= bottom && (column == 1 || d.y-top < total*scale/2) {
				d.drawBlock(e, margin+float64(column)*(columnWidth+columnGap), scale, &list[0])
				list = list[1:]
			}
			low = max(low, d.y)
		}
		d.y = low
		if len(list) == 0 {
			return
		}
		d.page()
		total = 0
		for _, b := range list {
			total += b.height
		}
	}
}

func (d *document) drawBlock(e *models.Event, x, scale float64, b *block) {
	c := cover.PaletteOf(e).Ground
	d.colour(int(c[0]), int(c[1]), int(c[2]))
	d.fillRectangle(x, d.y+4*scale, 3, 13*scale)
	d.ink()
	d.bold(func() { d.drawFitted(x+9, d.y+14.5*scale, columnWidth-9, 10.5*scale, 7, b.title) })
	d.y += blockTitle * scale
	size := 9.2 * max(scale, 0.9)
	for _, s := range b.sessions {
		title, who := d.inBlock(s)
		d.muted()
		times := d.texts.TimeSpan(e.Local(s.StartsAt), e.Local(s.EndsAt))
		d.drawFitted(x, d.y+(lineHeight-3.5)*scale, blockTime-6, size, 6, times)
		d.ink()
		for _, line := range title {
			d.y += lineHeight * scale
			d.drawLine(x+blockTime, d.y-3.5*scale, size, line)
		}
		d.muted()
		for _, line := range who {
			d.y += lineHeight * scale
			d.drawLine(x+blockTime, d.y-4*scale, 8.2*max(scale, 0.9), line)
		}
		d.y += sessionEnd * scale
	}
	d.y += blockEnd * scale
}
