package registration

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/attendance"
	"meguri/app/service/filter"
	"meguri/models"
	"meguri/models/text"
)

// List is one page of an event's registrations, in 五十音 order.
type List struct {
	Registrations []models.Registration
	// Next is the FilterInput.After of the next page, "" on the last one.
	Next string
}

// List lists at most limit registrations that the filter chooses. Staff who may see people call it.
func (s *Service) List(ctx context.Context, event *models.Event, in *FilterInput, limit int) (*List, error) {
	q := s.db.Query(ctx)
	filter, err := in.Read(q, event)
	if err != nil {
		return nil, err
	}
	return listPage(q, event, filter, limit)
}

func listPage(q *models.Query, event *models.Event, f models.RegistrationFilter, limit int) (*List, error) {
	rows, err := q.Registrations().List(event, f, limit+1)
	if err != nil {
		return nil, err
	}
	if len(rows) <= limit {
		return &List{Registrations: rows}, nil
	}
	return &List{Registrations: rows[:limit], Next: filter.CursorAfter(&rows[limit-1])}, nil
}

// ListPage is one page of the list, with the filter and its choices.
type ListPage struct {
	Registrations []models.Registration
	Filter        *FilterInput
	Sort          models.RegistrationSort
	// Number is that of the page, Offset how many people are before it, HasNext says that people are after it.
	Number, Offset int
	HasNext        bool
	// FromIndex is the index of the first person of the row of the syllabary that was asked for, -1 for none.
	FromIndex int
	// Total counts what the filter chooses on all pages; More says that there are more than were counted, About that it is
	// about so many.
	Total       int
	More, About bool
	// Choices and States are what may be chosen in the filter. Relaxed are ways out of one that chooses nobody.
	filter.Choices
	States  []models.RegistrationState
	Relaxed []filter.Relaxed
	// Views are the event's named lists, and View is the one that is shown, nil for none.
	Views []models.PeopleView
	View  *models.PeopleView
	// TagsOf and NotesOf are of the registrations of the page, by id: all tags, and the latest note.
	TagsOf  map[string][]models.Tag
	NotesOf map[string]models.Note
	// EnteredNames are the names of those who entered people at the door, by their ids.
	EnteredNames map[string]string
	// Admissions and Online are of the registrations of the page, by id, once the event's day has come: who came to the
	// venue, and how long who was in the online room.
	Admissions map[string]models.Admission
	Online     map[string]time.Duration
	// Archive is who watched recordings afterwards, by registration; nil before the event is over.
	Archive map[string]*models.ArchiveView
	// Sessions are those that people of the page attended, by registration; nil for an event without an agenda.
	Sessions map[string][]attendance.Session
	// HasDay says that the event's day has come.
	HasDay bool
}

// dayBefore is how long before an event its people may come.
const dayBefore = 24 * time.Hour

// ListPage is one page of the event's registrations. Staff who may see people call it. Errors: Invalid for what is no
// filter, order or page.
func (s *Service) ListPage(ctx context.Context, event *models.Event, in *FilterInput, limit int) (*ListPage, error) {
	q := s.db.Query(ctx)
	f, err := in.Read(q, event)
	if err != nil {
		return nil, err
	}
	page := &ListPage{Filter: in, Sort: f.Sort, FromIndex: -1, States: models.RegistrationStates}
	if page.Number, err = in.PageNumber(); err != nil {
		return nil, err
	}
	if err := page.goToRow(q, event, f, limit); err != nil {
		return nil, err
	}
	page.Offset = (page.Number - 1) * limit
	read, err := q.Registrations().Sorted(event, f, page.Offset, limit)
	if err != nil {
		return nil, err
	}
	page.Registrations, page.HasNext = read.List, read.HasNext
	page.Total, page.More, page.About = read.Total, read.More, read.About
	choices, err := filter.ChoicesOf(q, event)
	if err != nil {
		return nil, err
	}
	page.Choices = *choices
	if err := page.readViews(q, event); err != nil {
		return nil, err
	}
	if len(page.Registrations) == 0 && page.Number == 1 {
		page.Relaxed, err = in.Relax(q, event)
		return page, err
	}
	if err := page.readMarks(q); err != nil {
		return nil, err
	}
	err = page.readDay(q, event)
	return page, err
}

// readViews reads the event's named lists.
func (page *ListPage) readViews(q *models.Query, event *models.Event) (err error) {
	page.Views, err = q.PeopleViews().OfEvent(event)
	for i := range page.Views {
		if page.Views[i].ID == page.Filter.View {
			page.View = &page.Views[i]
		}
	}
	return err
}

// Columns are those that the list is shown with: of the named list, or the account's own.
func (page *ListPage) Columns(account *models.Account) []string {
	if page.View != nil {
		return columnsIn(page.View.Columns)
	}
	return ColumnsOf(account)
}

// IsChanged reports whether the list is another one than its name stands for.
func (page *ListPage) IsChanged() bool {
	if page.View == nil {
		return false
	}
	query := page.Filter.Query()
	query.Del("view")
	return query.Encode() != page.View.Query
}

func (page *ListPage) ids() []string {
	ids := make([]string, len(page.Registrations))
	for i := range page.Registrations {
		ids[i] = page.Registrations[i].ID
	}
	return ids
}

// readMarks reads how staff marked the people of the page.
func (page *ListPage) readMarks(q *models.Query) (err error) {
	if page.TagsOf, err = q.Tags().OfRegistrations(page.ids()); err != nil {
		return err
	}
	if page.NotesOf, err = q.Notes().Latest(page.ids()); err != nil {
		return err
	}
	isWalkIn := func(r models.Registration) bool { return r.EntryWay == models.EntryWalkIn }
	if len(page.Registrations) > 0 && slices.ContainsFunc(page.Registrations, isWalkIn) {
		page.EnteredNames, err = q.Registrations().EnteredNames(&models.Event{ID: page.Registrations[0].EventID})
	}
	return err
}

// goToRow turns to the page on which the row of the syllabary begins that was asked for.
func (page *ListPage) goToRow(q *models.Query, event *models.Event, filter models.RegistrationFilter, limit int) error {
	if page.Filter.From == "" || !page.ByName() {
		return nil
	}
	key := text.RowStart(page.Filter.From)
	if filter.Sort.Desc {
		key = text.RowEnd(page.Filter.From)
	}
	before, err := q.Registrations().CountBefore(event, filter, key)
	page.Number, page.FromIndex = before/limit+1, before%limit
	if err != nil || before == 0 || page.FromIndex > 0 {
		return err
	}
	// After the last person of a full page there may be nobody: then the end of the list is shown.
	read, err := q.Registrations().Sorted(event, filter, before, 1)
	if err == nil && len(read.List) == 0 {
		page.Number, page.FromIndex = page.Number-1, -1
	}
	return err
}

// ByName reports whether the list is in 五十音 order, in one direction or the other.
func (page *ListPage) ByName() bool { return page.Sort.By == "" || page.Sort.By == models.SortName }

func (page *ListPage) readDay(q *models.Query, event *models.Event) (err error) {
	page.HasDay = q.Now.After(event.StartsAt.Add(-dayBefore))
	if !page.HasDay {
		return nil
	}
	ids := page.ids()
	if event.NamesVenue() {
		if page.Admissions, err = q.Admissions().OfRegistrations(event, ids); err != nil {
			return err
		}
	}
	if event.HasStream() {
		if page.Online, err = q.Presences().Durations(ids); err != nil {
			return err
		}
	}
	if err := page.readSessions(q, event, ids); err != nil {
		return err
	}
	if event.Ended(q.Now) {
		page.Archive, err = q.ArchiveViews().OfRegistrations(ids)
	}
	return err
}

func (page *ListPage) readSessions(q *models.Query, event *models.Event, ids []string) error {
	of, err := attendance.Read(q, event)
	if err != nil {
		return err
	}
	if len(of.Sessions) == 0 {
		return nil
	}
	files, err := attendance.Files(q, ids...)
	page.Sessions = make(map[string][]attendance.Session, len(ids))
	for id, file := range files {
		page.Sessions[id] = attendance.Attended(of.Of(file).Sessions)
	}
	return err
}

// CameAt is when the person came to the venue, nil where they did not.
func (page *ListPage) CameAt(id string) *time.Time {
	if admission, ok := page.Admissions[id]; ok {
		return &admission.FirstAt
	}
	return nil
}

// ArchiveMinutes is for how long the person watched recordings afterwards, 0 for who did not.
func (page *ListPage) ArchiveMinutes(id string) int {
	if seen := page.Archive[id]; seen != nil {
		return seen.Minutes()
	}
	return 0
}

// OnlineMinutes is how long the person was in the online room, 0 for who was not; less than a minute counts as one.
func (page *ListPage) OnlineMinutes(id string) int {
	return minutesOf(page.Online[id])
}
