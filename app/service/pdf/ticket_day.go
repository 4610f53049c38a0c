package pdf

import (
	"strings"

	"meguri/models"
)

// section is a part of a column: a heading, and what it says.
type section struct {
	title string
	draw  func(x, width float64)
}

// paragraphs is a section of texts, each on lines of its own; nothing where all are empty.
func (d *document) paragraphs(titleKey string, list ...string) []section {
	text := strings.Join(withoutEmpty(list), "\n")
	if text == "" {
		return nil
	}
	return []section{{d.texts.T(titleKey), func(x, width float64) { d.few10(x, width, 7, text) }}}
}

func withoutEmpty(list []string) (kept []string) {
	for _, text := range list {
		if text = strings.TrimSpace(text); text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}

const (
	bodySize = 10.0
	bodyLine = 15.5
)

// few10 draws a text in at most so many lines of the size of body text.
func (d *document) few10(x, width float64, most int, text string) {
	d.ink()
	for _, line := range d.few(bodySize, width, most, text) {
		d.y += bodyLine
		d.drawLine(x, d.y-4, bodySize, line)
	}
}

// few breaks a text into at most so many lines; the last one is shortened.
func (d *document) few(size, width float64, most int, text string) []string {
	lines := d.lines(size, width, text)
	if len(lines) > most {
		lines = lines[:most]
		lines[most-1] = d.shorten(size, width, lines[most-1]+"…")
	}
	return lines
}

// column draws sections below each other from y on, as long as there is room, and returns where it ends.
func (d *document) column(x, y, width float64, list []section) float64 {
	d.y = y
	for _, s := range list {
		if d.y > bottom-50 {
			break
		}
		d.ink()
		d.y += 16
		d.bold(func() { d.drawLine(x, d.y-2, 11.5, s.title) })
		d.y += 3
		s.draw(x, width)
		d.y += 11
	}
	return d.y
}

// onTheDay draws the lower half of a ticket in two columns, and lines to write on in what is left of it.
func (d *document) onTheDay(t *Ticket) {
	const gap = 26.0
	left, right := inner*0.54-gap/2, inner*0.46-gap/2
	top := d.y
	low := d.column(margin, top, left, append(d.wayThere(t), d.changes(t)...))
	low = max(low, d.column(margin+left+gap, top, right, d.dayOnTicket(t)))
	d.y = low
	if low < bottom-50 {
		d.noteLines(margin, inner, d.texts.T("pdf.notes"), bottom+4)
	}
	d.footer(d.texts.Pick(t.Event.TitleJa, t.Event.TitleEn)+"　"+d.texts.T("pdf.ticket")+" "+t.Registration.Code, "")
}

// wayThere tells where to go: the address, a map to open with a phone, how to get there. Online it tells how to enter.
func (d *document) wayThere(t *Ticket) []section {
	e, texts := t.Event, d.texts
	if t.Event.ModeOf(t.Registration.TicketType) != models.ModeVenue {
		return d.paragraphs("pdf.way_in", texts.T("pdf.ticket_online_show"), texts.T("pdf.ticket_online_paper"))
	}
	address, access := texts.Pick(e.VenueAddressJa, e.VenueAddressEn), texts.Pick(e.AccessJa, e.AccessEn)
	parking := texts.Pick(e.ParkingJa, e.ParkingEn)
	label := texts.T("pdf.parking")
	if parking != "" && !strings.Contains(strings.ToLower(parking), strings.ToLower(label)) {
		parking = texts.T("pdf.labelled", "label", label, "text", parking)
	}
	draw := func(x, width float64) { d.drawWay(t, x, width, address, access, parking) }
	return []section{{texts.T("pdf.way_there"), draw}}
}

func (d *document) drawWay(t *Ticket, x, width float64, address, access, parking string) {
	top, textWidth := d.y, width
	if t.Map != nil {
		textWidth -= mapSide + 20
		d.qr(x+width-mapSide, top+6, mapSide, t.Map)
		d.muted()
		d.drawAround(x+width-mapSide/2, top+mapSide+18, 8.6, d.texts.T("pdf.map"))
	}
	d.ink()
	d.bold(func() {
		for _, line := range d.few(12.5, textWidth, 3, d.texts.Pick(t.Event.VenueNameJa, t.Event.VenueNameEn)) {
			d.y += 18
			d.drawLine(x, d.y-4, 12.5, line)
		}
	})
	size := 11.5
	for size > 9 && len(d.lines(size, textWidth, address)) > 2 {
		size -= 0.5
	}
	for _, line := range d.balancedLines(size, textWidth, address) {
		d.y += 17
		d.drawLine(x, d.y-4, size, line)
	}
	if t.Map != nil {
		d.y = max(d.y, top+mapSide+22)
	}
	if text := strings.Join(withoutEmpty([]string{access, parking}), "\n"); text != "" {
		d.few10(x, width, 6, text)
	}
}

// changes tells what to do if plans change, and whom to ask.
func (d *document) changes(t *Ticket) []section {
	e, mode := t.Event, string(t.Event.ModeOf(t.Registration.TicketType))
	list := d.paragraphs("pdf.if_plans_change", d.texts.T("pdf.ticket_"+mode+"_change"))
	host := organizationName(d.texts, &e.Organization)
	return append(list, d.paragraphs("pdf.contact", host, e.ContactPhone, e.ContactEmail)...)
}

// dayOnTicket has the times of the day, what to bring, and what to know at the door.
func (d *document) dayOnTicket(t *Ticket) []section {
	e, texts, mode := t.Event, d.texts, string(t.Event.ModeOf(t.Registration.TicketType))
	var list []section
	if times := d.timesOf(t); len(times) > 0 {
		list = append(list, section{texts.T("pdf.on_the_day"), func(x, width float64) { d.times(x, width, times) }})
	}
	if mode == string(models.ModeVenue) {
		list = append(list, d.paragraphs("pdf.bring", texts.Pick(e.BringJa, e.BringEn))...)
		list = append(list, d.paragraphs("pdf.at_the_door",
			texts.T("pdf.ticket_venue_show"), texts.T("pdf.ticket_venue_paper"))...)
	}
	return append(list, d.paragraphs("pdf.support", texts.Pick(e.SupportJa, e.SupportEn))...)
}

// timeOfDay is a line of the day: a time and what begins then.
type timeOfDay struct{ time, text string }

// maxTimes is up to how many sessions a ticket lists.
const maxTimes = 9

// timesOf has the sessions of a short agenda, after the doors. Parallel sessions would need their rooms: those events
// have a programme of their own.
func (d *document) timesOf(t *Ticket) []timeOfDay {
	e, texts := t.Event, d.texts
	var list []timeOfDay
	if e.DoorsOpenAt != nil && t.Event.ModeOf(t.Registration.TicketType) == models.ModeVenue {
		list = append(list, timeOfDay{texts.Time(e.Local(*e.DoorsOpenAt)), texts.T("pdf.doors")})
	}
	for _, line := range shortAgenda(t.Sessions) {
		title := texts.Pick(line.session.TitleJa, line.session.TitleEn)
		if line.others {
			title = texts.T("pdf.and_others", "title", title)
		}
		list = append(list, timeOfDay{texts.Time(e.Local(line.session.StartsAt)), title})
	}
	return list
}

// agendaLine is a session of a short agenda; others says that more of its kind follow it.
type agendaLine struct {
	session *models.Session
	others  bool
}

// shortAgenda is what takes place, in few lines: sessions of a kind that follow each other are one where there are
// many. It is empty where that is still too long, or sessions run beside each other.
func shortAgenda(sessions []models.Session) (list []agendaLine) {
	for i := range sessions {
		s := &sessions[i]
		if s.CancelledAt != nil || s.Kind == models.SessionBooth {
			continue
		}
		if n := len(list); n > 0 && s.StartsAt.Before(list[n-1].session.EndsAt) {
			return nil
		}
		list = append(list, agendaLine{session: s})
	}
	if len(list) > maxTimes {
		list = firstOfKinds(list)
	}
	if len(list) > maxTimes {
		return nil
	}
	return list
}

// firstOfKinds keeps the first of neighbours of one kind, as of five talks.
func firstOfKinds(list []agendaLine) (kept []agendaLine) {
	for _, line := range list {
		n := len(kept) - 1
		if n >= 0 && kept[n].session.Kind == line.session.Kind && line.session.Kind != models.SessionDiscussion {
			kept[n].others = true
			continue
		}
		kept = append(kept, line)
	}
	return kept
}

func (d *document) times(x, width float64, list []timeOfDay) {
	const timeWidth = 40.0
	d.ink()
	size := bodySize // the same for all
	for _, line := range list {
		size = max(8.6, min(size, (width-timeWidth)/d.width(1, clean(line.text))))
	}
	for _, line := range list {
		d.y += bodyLine
		d.bold(func() { d.drawLine(x, d.y-4, size, line.time) })
		d.drawFitted(x+timeWidth, d.y-4, width-timeWidth, size, size, line.text)
	}
}

// noteLines draws a heading and lines to write on from here down to low.
func (d *document) noteLines(x, width float64, title string, low float64) {
	d.muted()
	d.y += 14
	d.drawLine(x, d.y-2, 9, title)
	const distance = 24.0
	d.SetDrawColor(206, 197, 188)
	d.SetLineWidth(0.5)
	d.SetDashPattern([]float64{0.6, 2.4}, 0)
	for d.y += distance - 4; d.y <= low; d.y += distance {
		d.Line(x, d.y, x+width, d.y)
	}
	d.SetDashPattern(nil, 0)
	d.y = low
}
