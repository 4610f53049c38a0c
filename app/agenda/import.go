package agenda

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/base64"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"meguri/app/service/check"
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

// largest is how large a file may be when it is unpacked.
const largest = 16 << 20

// Take takes an uploaded file.
func (in *ImportInput) Take(content []byte) {
	var out bytes.Buffer
	writer := gzip.NewWriter(&out)
	_, _ = writer.Write(content) // a buffer takes everything
	_ = writer.Close()
	in.content, in.Packed = content, base64.StdEncoding.EncodeToString(out.Bytes())
}

func (in *ImportInput) unpack() error {
	if in.content != nil {
		return nil
	}
	packed, err := base64.StdEncoding.DecodeString(in.Packed)
	if err != nil || len(packed) == 0 {
		return unreadable("agenda.import_none")
	}
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return unreadable("agenda.import_none")
	}
	in.content, err = io.ReadAll(io.LimitReader(reader, largest))
	if err != nil {
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

// matcher finds the sessions of a file among those that there are: by id, or without one by title and start, or title.
type matcher struct {
	byID    map[string]*models.Session
	byTitle map[string]*models.Session
	taken   map[string]bool
	ids     map[string]bool
	all     []models.Session
}

func newMatcher(sessions []models.Session) *matcher {
	m := &matcher{byID: map[string]*models.Session{}, taken: map[string]bool{}, ids: map[string]bool{}, all: sessions}
	m.byTitle = byTitle(sessions)
	for i := range sessions {
		m.byID[sessions[i].ID] = &sessions[i]
	}
	for i := range sessions {
		if id := sessions[i].ImportID; id != "" {
			m.byID[id] = &sessions[i]
		}
	}
	return m
}

func (m *matcher) match(it *item) *models.Session {
	if it.id != "" && !m.ids[it.id] {
		if found := m.byID[it.id]; found != nil && !m.taken[found.ID] {
			m.taken[found.ID] = true
			return found
		}
		return nil
	}
	found := m.byTitle[text.FoldWidth(text.CleanTitle(it.fields[inTitle]))]
	if found == nil || m.taken[found.ID] {
		return nil
	}
	m.taken[found.ID] = true
	return found
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

func (m *matcher) rest() (list []models.Session) {
	for _, s := range m.all {
		if !m.taken[s.ID] {
			list = append(list, s)
		}
	}
	return list
}

// namesInFiles are the speakers by how our files name them.
func namesInFiles(w *working) map[string]models.Speaker {
	names := map[string]models.Speaker{}
	for i := range w.Sessions {
		for _, link := range w.Sessions[i].Speakers {
			names[persons([]models.SessionSpeaker{link})[0].Name] = link.Speaker
		}
	}
	return names
}

// take notes what a session of the file changes.
func (p *ImportPage) take(
	e *models.Event, w *working, it *item, found *models.Session, read *file, speakers map[string]models.Speaker,
) {
	session := &models.Session{ID: models.NewID(), Kind: models.SessionTalk, Language: "ja", ImportID: it.id}
	views := []map[field]string{{}}
	if found != nil {
		session, views = bare(found), read.views(e, found)
	}
	if !it.from.IsZero() {
		session.StartsAt = it.from
	}
	if !it.until.IsZero() {
		session.EndsAt = it.until
	}
	for _, name := range []field{
		inTitle, inTitleEn, inKind, inRoom, inTrack, inLanguage, inDescription, inSpeakers, inCancelled,
	} {
		value, isThere := it.fields[name]
		if isThere && !slices.ContainsFunc(views, func(view map[field]string) bool { return view[name] == value }) {
			p.set(e, session, name, value, speakers)
		}
	}
	if key := faultIn(e, session); key != "" {
		p.Faults = append(p.Faults, ImportFault{cmp.Or(session.TitleJa, it.id), key})
		return
	}
	p.noteRoom(w, it, session)
	var change *models.AgendaChange
	if found == nil {
		change = changeOf(nil, session)
		p.added = append(p.added, *session)
	} else if change = changeOf(found, session); change != nil {
		p.changed = append(p.changed, *session)
		p.versions[session.ID] = found.Version
	}
	if change == nil {
		p.Same++
		return
	}
	p.Changes = append(p.Changes, *change)
}

// set puts a value of a file into a session.
func (p *ImportPage) set(
	e *models.Event, s *models.Session, name field, value string, speakers map[string]models.Speaker,
) {
	switch name {
	case inTitle:
		s.TitleJa = p.line(value)
	case inTitleEn:
		s.TitleEn = p.line(value)
	case inKind:
		s.Kind = models.SessionKind(value)
		if !slices.Contains(models.SessionKinds, s.Kind) {
			s.Kind = kindOf(value, s.TitleJa)
		}
	case inRoom:
		s.Room = nil
		if room := p.Input.roomFor(p.line(placeWithoutVenue(e, value))); room != "" {
			s.Room = &models.Room{NameJa: room}
		}
	case inTrack:
		s.Track = nil
		if track := p.line(value); track != "" {
			s.Track = &models.Track{NameJa: track}
		}
	case inLanguage:
		p.setLanguage(s, value)
	case inDescription:
		s.DescriptionJa = p.shorten(text.CleanText(value), maxText)
	case inSpeakers:
		s.Speakers = p.people(value, speakers)
	case inCancelled:
		s.CancelledAt = nil
		if value != "" {
			s.CancelledAt = &e.UpdatedAt
		}
	}
}

func (p *ImportPage) setLanguage(s *models.Session, value string) {
	value = strings.ToLower(strings.TrimSpace(value))
	switch {
	case slices.Contains(Languages, value):
		s.Language = value
	case value != "" && !slices.Contains(p.Languages, value):
		p.Languages = append(p.Languages, value)
	}
}

func (p *ImportPage) line(value string) string { return p.shorten(text.CleanTitle(value), maxLine) }

func (p *ImportPage) shorten(value string, most int) string {
	if utf8.RuneCountInString(value) <= most {
		return value
	}
	p.Shortened++
	return string([]rune(value)[:most])
}

// people are speakers as a file names them, one a line.
func (p *ImportPage) people(value string, known map[string]models.Speaker) (list []models.SessionSpeaker) {
	for name := range strings.SplitSeq(value, "\n") {
		name = strings.TrimSpace(name)
		speaker, isKnown := known[name]
		if name == "" || len(list) == maxSpeakers {
			continue
		}
		if !isKnown {
			speaker = models.Speaker{NameJa: p.line(name)}
		}
		list = append(list, models.SessionSpeaker{Speaker: speaker})
	}
	return bare(&models.Session{Speakers: list}).Speakers
}

// placeWithoutVenue is a room as our calendar files name it, without the venue behind it.
func placeWithoutVenue(e *models.Event, place string) string {
	for _, venue := range []string{e.VenueNameJa, e.VenueNameEn} {
		if venue != "" {
			place = strings.TrimSuffix(place, ", "+venue)
		}
	}
	return place
}

// faultIn is the key of what keeps a session from being taken, "" for nothing.
func faultIn(e *models.Event, s *models.Session) string {
	switch {
	case s.TitleJa == "" && s.TitleEn == "":
		return "agenda.import_no_title"
	case s.StartsAt.IsZero() || s.EndsAt.IsZero():
		return "agenda.import_no_time"
	}
	c := check.New()
	checkTimes(c, e, s.StartsAt, s.EndsAt)
	switch {
	case c.OK("starts_at", "ends_at"):
		return ""
	case !s.EndsAt.After(s.StartsAt):
		return "event.ends_before"
	}
	return "agenda.outside"
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

// Import takes the sessions of a file, all that can be taken, or none: again by their ids, so that a second time
// changes nothing twice. Where everybody sees the agenda, it waits until it is published. Staff who may edit the event
// call it.
func (s *Service) Import(ctx context.Context, e *models.Event, in *ImportInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		w, err := readWorking(tx.Query, e)
		if err != nil {
			return err
		}
		page, err := s.importPage(e, w, in)
		if err != nil {
			return err
		}
		if page.Takes() == 0 {
			return models.NewError(models.CodeInvalid, "agenda.import_nothing")
		}
		if err := page.store(tx, e); err != nil || !in.Remove {
			return err
		}
		for i := range page.Absent {
			if err := remove(tx, e, page.Absent[i].ID); err != nil {
				return err
			}
		}
		return deleteUnused(tx, e)
	})
}

// store writes what was read. New sessions of a public agenda are written in few statements.
func (p *ImportPage) store(tx *models.Tx, e *models.Event) error {
	drafted, err := isDrafted(tx.Query, e)
	if err != nil {
		return err
	}
	var drafts []models.AgendaDraft
	book := &book{}
	for i := range p.added {
		session := p.added[i]
		if drafted {
			drafts = append(drafts, models.AgendaDraft{ID: session.ID, Session: &session, Version: 1})
			continue
		}
		if err := book.create(tx, e, &session); err != nil {
			return err
		}
	}
	if err := tx.Agendas().AddDrafts(e, drafts); err != nil {
		return err
	}
	for i := range p.changed {
		session := p.changed[i]
		if err := p.update(tx, e, &session, drafted); err != nil {
			return err
		}
	}
	return nil
}

func (p *ImportPage) update(tx *models.Tx, e *models.Event, session *models.Session, drafted bool) error {
	cancelled := session.CancelledAt != nil
	if err := store(tx, e, session, p.versions[session.ID]); err != nil {
		return err
	}
	if drafted {
		return cancelLater(tx, e, session.ID, cancelled)
	}
	stored, err := tx.Sessions().ByID(e, session.ID)
	if err != nil || (stored.CancelledAt != nil) == cancelled {
		return err
	}
	return setCancelled(tx, e, session.ID, cancelled)
}

func sortItems(items []item) {
	slices.SortStableFunc(items, func(a, b item) int {
		return cmp.Or(a.from.Compare(b.from), cmp.Compare(a.id, b.id))
	})
}
