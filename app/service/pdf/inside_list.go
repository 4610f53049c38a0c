package pdf

import (
	"io"
	"strings"
	"time"

	"meguri/app/service/i18n"
	"meguri/models"
)

// InsideList is a printed list of who is inside, to tick off at the meeting point.
type InsideList struct {
	Event     *models.Event
	Places    []InsideGroup
	Total     int
	PrintedAt time.Time
}

// InsideGroup is a place with those who are there, in the order in which they are printed.
type InsideGroup struct {
	Name   string
	People []models.InsidePerson
}

// The list has two columns: it is read aloud, and must be short.
const (
	insideRow   = 24.0
	insideGap   = 18.0
	insideWidth = (inner - insideGap) / 2
)

type insideList struct {
	*document
	list   *InsideList
	title  string
	place  string
	column int
	top    float64
}

// InsideList makes the list and writes it to w.
func (m *Maker) InsideList(w io.Writer, texts *i18n.Localizer, l InsideList) error {
	d, err := m.document(texts, "inside.title", l.Event, texts.When(l.Event), l.PrintedAt)
	if err != nil {
		return err
	}
	page := &insideList{document: d, list: &l, title: texts.Pick(l.Event.TitleJa, l.Event.TitleEn)}
	d.header = page.head
	d.page()
	for i := range l.Places {
		page.group(&l.Places[i])
	}
	if len(l.Places) == 0 {
		d.ink()
		d.drawLine(margin, d.y+24, 12, texts.T("inside.nobody"))
	}
	d.drawFooters(texts.T("pdf.confidential"))
	return d.writeTo(w)
}

func (l *insideList) head() {
	at := l.texts.DateTime(l.list.Event.Local(l.list.PrintedAt))
	total := l.texts.T("inside.total_at", "n", l.texts.Number(l.list.Total), "time", at)
	l.listHead(pageWidth-margin, l.texts.T("inside.title"), l.title, total)
	l.rule()
	l.y += 4
	if l.place != "" {
		l.placeHead(l.texts.T("pdf.continued", "group", l.place))
	}
}

func (l *insideList) placeHead(text string) {
	l.ink()
	l.bold(func() { l.drawFitted(margin, l.y+16, inner, 12, 8, text) })
	l.y += 22
	l.hairline()
	l.top, l.column = l.y, 0
}

func (l *insideList) group(g *InsideGroup) {
	l.place = ""
	l.ensureSpace(22 + 2*insideRow)
	l.placeHead(l.texts.T("inside.place_count", "place", g.Name, "n", l.texts.Number(len(g.People))))
	l.place = g.Name
	for i := range g.People {
		isLong := l.width(7, g.People[i].Full(l.texts.Lang)) > insideWidth-nameSpace
		if l.column == 2 || (isLong && l.column > 0) {
			l.column = 0
			l.y += insideRow
		}
		l.ensureSpace(insideRow)
		if isLong { // a name is complete: it takes the row
			l.person(&g.People[i], inner)
			l.column = 2
			continue
		}
		l.person(&g.People[i], insideWidth)
		l.column++
	}
	l.y += insideRow + 6
	l.place = ""
}

// nameSpace is what a row needs beside the name: the box, and since when.
const nameSpace = 56.0

// person draws a box to tick, the reading, the name, and since when they are inside.
func (l *insideList) person(p *models.InsidePerson, width float64) {
	x := margin + float64(l.column)*(insideWidth+insideGap)
	l.tickBox(x+1, l.y+6)
	event, name := l.list.Event, p.Full(l.texts.Lang)
	since := l.texts.Time(event.Local(p.Since))
	l.muted()
	if !event.DayOf(p.Since).Equal(event.DayOf(l.list.PrintedAt)) {
		l.drawRight(x+width, l.y+7.5, 6.5, event.Local(p.Since).Format("1/2"))
	}
	if r := p.Reading(); !strings.Contains(name, r) {
		l.drawFitted(x+22, l.y+7.5, width-nameSpace, 6.5, 3, r)
	}
	l.drawRight(x+width, l.y+17, 8, since)
	l.ink()
	l.drawFitted(x+22, l.y+18.5, width-nameSpace, 10.5, 3, name)
}
