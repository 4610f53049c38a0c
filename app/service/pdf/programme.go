package pdf

import (
	"slices"
	"strings"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/ticket"
	"meguri/models"
)

// Programme is the content of a printed programme.
type Programme struct {
	Event *models.Event
	// Photo is the uploaded cover, nil for the drawn one.
	Photo    *models.Picture
	Sessions []models.Session // by time, with rooms and speakers
	// Portraits are those of speakers, by id.
	Portraits map[string]*models.Picture
	// QR leads to the event's page, which has the newest agenda.
	QR        *ticket.QR
	PrintedAt time.Time
}

const (
	programmeCover = 104.0
	programmeCode  = 62.0
)

// Programme makes a handout: what takes place when, by day and, where there are several, by room, and who speaks.
func (m *Maker) Programme(texts *i18n.Localizer, p Programme) ([]byte, error) {
	e := p.Event
	d, err := m.document(texts, "pdf.programme", e, texts.When(e), p.PrintedAt)
	if err != nil {
		return nil, err
	}
	title := texts.Pick(e.TitleJa, e.TitleEn)
	d.header = func() { d.coverLine(e) }
	d.addPage()
	d.cover(e, p.Photo, 0, 0, pageWidth, programmeCover)
	d.y = programmeCover + 10
	d.title(texts.T("pdf.programme"), d.hosts(e), title, 22)
	d.programmeFacts(&p)
	if rooms := byRoom(p.Sessions); len(rooms) > 1 {
		d.roomColumns(e, p.Sessions)
	} else {
		d.sessionRows(e, p.Sessions)
	}
	d.speakers(&p)
	d.goodToKnow(e)
	d.fillPage()
	d.drawFooters(title + "　" + texts.T("pdf.printed", "time", texts.DateTime(e.Local(p.PrintedAt))))
	return d.output()
}

// programmeFacts draws when, where and for whom, with the code of the event's page at the right.
func (d *document) programmeFacts(p *Programme) {
	e, texts, top := p.Event, d.texts, d.y
	const labelWidth = 64
	width := inner - programmeCode - 40
	where := d.place(e)
	if address := texts.Pick(e.VenueAddressJa, e.VenueAddressEn); address != "" {
		where += "\n" + address
	}
	for _, fact := range []struct{ label, value string }{
		{"pdf.when", texts.When(e)},
		{"pdf.where", where},
		{"pdf.fee", texts.Pick(e.FeeJa, e.FeeEn)},
		{"pdf.support", texts.Pick(e.SupportJa, e.SupportEn)},
		{"pdf.contact", strings.Join(withoutEmpty([]string{e.ContactPhone, e.ContactEmail}), "　")},
	} {
		d.fact(width, labelWidth, bodySize, texts.T(fact.label), fact.value)
	}
	d.qr(pageWidth-margin-programmeCode, top+6, programmeCode, p.QR)
	d.muted()
	d.drawFittedRight(pageWidth-margin, top+programmeCode+18, programmeCode+40, 8, 6, texts.T("pdf.newest_agenda"))
	d.y = max(d.y, top+programmeCode+22)
}

// sessionRows draws the sessions below each other, under their day where there are several.
func (d *document) sessionRows(e *models.Event, sessions []models.Session) {
	day, needsDates := "", e.NeedsDates(sessions)
	if !needsDates {
		d.heading(d.texts.T("pdf.agenda_title"), 60)
	}
	for i := range sessions {
		if today := d.texts.ShortDate(e.Local(sessions[i].StartsAt)); needsDates && today != day {
			day = today
			d.heading(day, 60)
		}
		d.sessionRow(e, &sessions[i])
	}
}

// sessionRow draws the time, the title and who speaks.
func (d *document) sessionRow(e *models.Event, s *models.Session) {
	const timeWidth, size = 84.0, 10.5
	width := inner - timeWidth
	lines := d.few(size, width, 3, d.programmeTitle(s))
	who := d.few(8.8, width, 3, d.speakersOf(s))
	height := 6 + float64(len(lines))*15.5 + float64(len(who))*13
	d.ensureSpace(height)
	y := d.y + 14.5
	d.muted()
	d.drawFitted(margin, y, timeWidth-6, size, 6, d.texts.TimeSpan(e.Local(s.StartsAt), e.Local(s.EndsAt)))
	if s.Kind != models.SessionBreak {
		d.ink()
	}
	d.isBold = s.Kind != models.SessionBreak
	for _, line := range lines {
		d.drawLine(margin+timeWidth, y, size, line)
		y += 15.5
	}
	d.isBold = false
	d.muted()
	for _, line := range who {
		d.drawLine(margin+timeWidth, y-2, 8.8, line)
		y += 13
	}
	d.y += height
	d.hairline()
}

func (d *document) programmeTitle(s *models.Session) string {
	title := d.texts.Pick(s.TitleJa, s.TitleEn)
	if s.CancelledAt != nil {
		return d.texts.T("pdf.cancelled_title", "title", title)
	}
	return title
}

// speakersOf names who speaks, with what they do and the organization.
func (d *document) speakersOf(s *models.Session) string {
	names := make([]string, len(s.Speakers))
	for i := range s.Speakers {
		names[i] = d.speaker(&s.Speakers[i].Speaker)
	}
	return d.texts.List(names)
}

func (d *document) speaker(s *models.Speaker) string {
	texts := d.texts
	name := texts.Pick(s.NameJa, s.NameEn)
	organization, role := texts.Pick(s.OrganizationJa, s.OrganizationEn), texts.Pick(s.RoleJa, s.RoleEn)
	about := texts.List(withoutEmpty([]string{organization, role}))
	if name == "" || about == "" {
		return name + about
	}
	return texts.T("pdf.speaker", "name", name, "about", about)
}

// roomSessions are the sessions of a room. A room without a name has those that are everywhere.
type roomSessions struct {
	room     *models.Room
	sessions []*models.Session
}

func byRoom(sessions []models.Session) (list []roomSessions) {
	places := map[string]int{}
	for i := range sessions {
		id := ""
		if room := sessions[i].Room; room != nil {
			id = room.ID
		}
		at, ok := places[id]
		if !ok {
			at, places[id] = len(list), len(list)
			list = append(list, roomSessions{room: sessions[i].Room})
		}
		list[at].sessions = append(list[at].sessions, &sessions[i])
	}
	slices.SortStableFunc(list, func(a, b roomSessions) int { return roomOrder(a.room) - roomOrder(b.room) })
	return list
}

func roomOrder(r *models.Room) int {
	if r == nil {
		return -1
	}
	return r.Position
}
