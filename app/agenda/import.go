package agenda

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/packed"
	"meguri/models"
	"meguri/models/text"
)

// ImportInput is a file of another program, and what is to be done with it.
type ImportInput struct {
	// Packed is the file as the page keeps it until it is taken.
	Packed string `form:"packed"`
	// Align moves all sessions by whole days, so that the first day of the file is that of the event.
	Align bool `form:"align"`
	// Remove deletes the sessions that are not in the file.
	Remove bool `form:"remove"`
	// Rooms are rooms of the file that the event does not have; As says what becomes of each: "" makes it, "-" leaves it
	// out, else it is the name of a room.
	Rooms []string `form:"room"`
	As    []string `form:"room_as"`

	content []byte
}

// Take takes an uploaded file.
func (in *ImportInput) Take(content []byte) {
	in.content, in.Packed = content, packed.Pack(content)
}

func (in *ImportInput) unpack() error {
	if in.content != nil {
		return nil
	}
	var err error
	if in.content, err = packed.Unpack(in.Packed); err != nil {
		return unreadable("agenda.import_none")
	}
	return nil
}

func (in *ImportInput) roomFor(name string) string {
	at := slices.Index(in.Rooms, name)
	if at < 0 || at >= len(in.As) || in.As[at] == "" {
		return name
	}
	if in.As[at] == "-" {
		return ""
	}
	return in.As[at]
}

// ImportPage is what would change.
type ImportPage struct {
	Input   *ImportInput
	Changes []models.AgendaChange
	// Same counts sessions that are as in the file. Absent are those that are not in it.
	Same   int
	Absent []models.Session
	// Faults are sessions of the file that cannot be taken.
	Faults []ImportFault
	// NewRooms are named in the file only.
	NewRooms []ImportRoom
	Rooms    []models.Room
	// NoID counts sessions without an id, Repeated ids that come twice, Repeats entries that come again and again.
	NoID, Repeated, Repeats int
	// Zone is the time zone of the file, where it is another one than the event's.
	Zone string
	// Languages are those that sessions of ours cannot have.
	Languages []string
	// Shortened counts texts that were too long.
	Shortened int
	// MayAlign says that all sessions are on other days than the event.
	MayAlign bool
	Warnings []Warning

	added, changed []models.Session
	versions       map[string]int
}

// ImportFault is a session that cannot be taken. Key is the text that says why.
type ImportFault struct{ Title, Key string }

// ImportRoom is a room that the event does not have. As is what was chosen for it.
type ImportRoom struct{ Name, As string }

// ImportPage shows what would change. Staff who may edit the event call it. Errors: Invalid for a file that cannot be
// read.
func (s *Service) ImportPage(ctx context.Context, e *models.Event, in *ImportInput) (*ImportPage, error) {
	q := s.db.Query(ctx)
	w, err := readWorking(q, e)
	if err != nil {
		return nil, err
	}
	page, err := s.importPage(e, w, in)
	if err != nil {
		return nil, err
	}
	page.Warnings, err = warnings(q, e, page.result(w))
	return page, err
}

func (s *Service) importPage(e *models.Event, w *working, in *ImportInput) (*ImportPage, error) {
	if err := in.unpack(); err != nil {
		return nil, err
	}
	read, err := s.readFile(e, in.content)
	if err != nil {
		return nil, err
	}
	page := &ImportPage{
		Input: in, Rooms: w.rooms, Repeats: read.repeats, versions: map[string]int{},
	}
	if read.zone != "" && read.zone != e.Zone().String() {
		page.Zone = read.zone
	}
	page.align(e, read.items)
	m := newMatcher(w.Sessions)
	speakers := namesInFiles(w)
	for i := range read.items {
		it := &read.items[i]
		found := m.match(it)
		page.count(m, it)
		page.take(e, w, it, found, read, speakers)
	}
	page.Absent = m.rest()
	models.SortChanges(page.Changes)
	return page, nil
}

// align moves the days of a file to those of the event, where that is asked for.
func (p *ImportPage) align(e *models.Event, items []item) {
	first := time.Time{}
	for i := range items {
		if at := items[i].from; !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	if first.IsZero() {
		return
	}
	days := int(e.DayOf(e.StartsAt).Sub(e.DayOf(first)).Hours() / 24)
	p.MayAlign = days != 0 && (first.Before(e.StartsAt.AddDate(0, 0, -1)) || first.After(e.EndsAt.AddDate(0, 0, 1)))
	if !p.Input.Align || !p.MayAlign {
		return
	}
	for i := range items {
		if it := &items[i]; !it.from.IsZero() {
			length := it.until.Sub(it.from)
			it.from = e.Local(it.from).AddDate(0, 0, days).UTC()
			it.until = it.from.Add(length)
		}
	}
}

func (p *ImportPage) count(m *matcher, it *item) {
	switch {
	case it.id == "":
		p.NoID++
	case m.ids[it.id]:
		p.Repeated++
		it.id = ""
	default:
		m.ids[it.id] = true
	}
}

func (p *ImportPage) noteRoom(w *working, it *item, s *models.Session) {
	if s.Room == nil && it.fields[inRoom] == "" {
		return
	}
	name := text.CleanTitle(it.fields[inRoom])
	isKnown := slices.ContainsFunc(w.rooms, func(r models.Room) bool { return r.HasName(name) })
	isListed := slices.ContainsFunc(p.NewRooms, func(r ImportRoom) bool { return r.Name == name })
	isAsked := slices.Contains(p.Input.Rooms, name)
	if s.Room != nil && isKnown || isListed || isKnown || s.Room == nil && !isAsked {
		return
	}
	as := ""
	if at := slices.Index(p.Input.Rooms, name); at >= 0 && at < len(p.Input.As) {
		as = p.Input.As[at]
	}
	p.NewRooms = append(p.NewRooms, ImportRoom{name, as})
}

// result is the agenda as it would be.
func (p *ImportPage) result(w *working) []models.Session {
	next := &working{
		drafts: map[string]*models.AgendaDraft{}, stored: map[string]*models.Session{},
		rooms: w.rooms, tracks: w.tracks, speakers: w.speakers,
	}
	for i := range p.added {
		next.list = append(next.list, models.AgendaDraft{ID: p.added[i].ID, Session: &p.added[i]})
	}
	for i := range p.changed {
		next.list = append(next.list, models.AgendaDraft{ID: p.changed[i].ID, Session: &p.changed[i]})
	}
	kept := slices.DeleteFunc(slices.Clone(w.Sessions), func(s models.Session) bool {
		return p.Input.Remove && slices.ContainsFunc(p.Absent, func(gone models.Session) bool { return gone.ID == s.ID })
	})
	next.fill(kept)
	return next.Sessions
}

// Takes counts what the button takes.
func (p *ImportPage) Takes() int {
	n := len(p.Changes)
	if p.Input.Remove {
		n += len(p.Absent)
	}
	return n
}
