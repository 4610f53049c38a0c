package event

import (
	"context"
	"slices"
	"time"

	"meguri/models"
	"meguri/models/text"
)

// How many events a page lists.
const (
	frontOpen      = 24
	frontAnnounced = 12
	frontPast      = 5
	pastPage       = 30
)

// FrontInput is what visitors look for.
type FrontInput struct {
	Search string      `query:"q"`
	Month  string      `query:"month"` // 2006-01
	Mode   models.Mode `query:"mode"`
	Host   string      `query:"host"` // the slug of an organization
	Year   int         `query:"year"`
	Page   int         `query:"page"`
}

const monthLayout = "2006-01"

// IsFiltered reports whether anything is looked for.
func (in *FrontInput) IsFiltered() bool {
	return in.Search != "" || in.Month != "" || in.Mode != "" || in.Host != ""
}

// clean drops what is no choice of the form.
func (in *FrontInput) clean() {
	in.Search = text.CleanLine(in.Search)
	if runes := []rune(in.Search); len(runes) > maxLine {
		in.Search = string(runes[:maxLine])
	}
	if !slices.Contains(models.Modes, in.Mode) {
		in.Mode = ""
	}
	if _, err := time.Parse(monthLayout, in.Month); err != nil {
		in.Month = ""
	}
	in.Page = max(in.Page, 1)
}

// Card is one event of a list.
type Card struct {
	Event     *models.Event
	Offer     *Offer
	Materials []models.Material
}

// Kinds are the kinds of materials that there are.
func (c *Card) Kinds() (kinds []models.MaterialKind) {
	for _, m := range c.Materials {
		if !slices.Contains(kinds, m.Kind) {
			kinds = append(kinds, m.Kind)
		}
	}
	return kinds
}

// Year is a year of past events.
type Year struct{ Year, Events int }

// FrontPage is what the front page shows.
type FrontPage struct {
	Input *FrontInput
	// Host is the organization that is looked for.
	Host *models.Organization
	// Open can be registered for; Announced are full, closed, cancelled or not open yet.
	Open, Announced, Past []Card
	// Found counts the events to come on all pages, FoundPast those that are over.
	Found, FoundPast int
	HasNext          bool
	// Months, Hosts are what there is to choose; Years have past events, the latest first.
	Months []time.Time
	Hosts  []models.Organization
	Years  []Year
}

// FrontPage reads the front page.
func (s *Service) FrontPage(ctx context.Context, in *FrontInput) (*FrontPage, error) {
	in.clean()
	q := s.db.Query(ctx)
	page := &FrontPage{Input: in}
	f, err := page.filter(q)
	if err != nil {
		return nil, err
	}
	offset := (in.Page - 1) * frontOpen
	if page.Open, err = cards(q, models.PhaseOpen, f, offset, frontOpen); err != nil {
		return nil, err
	}
	if page.Announced, err = cards(q, models.PhaseAnnounced, f, (in.Page-1)*frontAnnounced, frontAnnounced); err != nil {
		return nil, err
	}
	if in.Page == 1 {
		if page.Past, err = cards(q, models.PhasePast, f, 0, frontPast); err != nil {
			return nil, err
		}
	}
	if err := page.count(q, f); err != nil {
		return nil, err
	}
	err = page.readChoices(q)
	return page, err
}

// filter reads what is looked for; an organization that is not there finds nothing.
func (page *FrontPage) filter(q *models.Query) (f models.PublicFilter, err error) {
	in := page.Input
	f.Mode = in.Mode
	if in.Month != "" {
		f.From, _ = time.ParseInLocation(monthLayout, in.Month, models.DefaultZone)
		f.From = f.From.UTC()
		f.Until = f.From.In(models.DefaultZone).AddDate(0, 1, 0).UTC()
	}
	if in.Search != "" {
		if f.IDs, err = q.Events().Matching(in.Search); err != nil {
			return f, err
		}
	}
	if in.Host == "" {
		return f, nil
	}
	page.Host, err = q.Organizations().BySlug(in.Host)
	if models.CodeOf(err) == models.CodeNotFound {
		in.Host, page.Host = "", nil
		return f, nil
	}
	if err == nil {
		f.OrganizationID = page.Host.ID
	}
	return f, err
}

func (page *FrontPage) count(q *models.Query, f models.PublicFilter) error {
	open, err := q.Events().CountListed(models.PhaseOpen, f)
	if err != nil {
		return err
	}
	announced, err := q.Events().CountListed(models.PhaseAnnounced, f)
	if err != nil {
		return err
	}
	page.Found = open + announced
	page.HasNext = open > page.Input.Page*frontOpen || announced > page.Input.Page*frontAnnounced
	page.FoundPast, err = q.Events().CountListed(models.PhasePast, f)
	return err
}

func (page *FrontPage) readChoices(q *models.Query) error {
	for _, phase := range []models.Phase{models.PhaseOpen, models.PhaseAnnounced} {
		starts, err := q.Events().Starts(phase, models.PublicFilter{})
		if err != nil {
			return err
		}
		for _, at := range starts {
			at = at.In(models.DefaultZone)
			month := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, models.DefaultZone)
			if !slices.ContainsFunc(page.Months, month.Equal) {
				page.Months = append(page.Months, month)
			}
		}
	}
	slices.SortFunc(page.Months, time.Time.Compare)
	var err error
	if page.Hosts, err = q.Events().Hosts(models.PhaseOpen, models.PhaseAnnounced); err != nil {
		return err
	}
	page.Years, err = years(q)
	return err
}

// years counts the past events by the year of their start, the latest first.
func years(q *models.Query) (list []Year, err error) {
	starts, err := q.Events().Starts(models.PhasePast, models.PublicFilter{})
	for _, at := range slices.Backward(starts) {
		year := at.In(models.DefaultZone).Year()
		if len(list) == 0 || list[len(list)-1].Year != year {
			list = append(list, Year{Year: year})
		}
		list[len(list)-1].Events++
	}
	return list, err
}

// PastPage is a year of past events.
type PastPage struct {
	Input *FrontInput
	Years []Year
	Cards []Card
	// Page counts from 1; Pages is how many there are.
	Page, Pages int
}

// PastPage reads the past events of a year, by default the latest that has any.
func (s *Service) PastPage(ctx context.Context, in *FrontInput) (*PastPage, error) {
	in.clean()
	q := s.db.Query(ctx)
	page := &PastPage{Input: in, Page: in.Page, Pages: 1}
	var err error
	if page.Years, err = years(q); err != nil || len(page.Years) == 0 {
		return page, err
	}
	at := slices.IndexFunc(page.Years, func(y Year) bool { return y.Year == in.Year })
	if at < 0 {
		at, in.Year = 0, page.Years[0].Year
	}
	page.Pages = (page.Years[at].Events + pastPage - 1) / pastPage
	page.Page = min(in.Page, page.Pages)
	// Events are of the year in which they begin.
	f := models.PublicFilter{
		StartFrom: time.Date(in.Year, 1, 1, 0, 0, 0, 0, models.DefaultZone).UTC(),
		Until:     time.Date(in.Year+1, 1, 1, 0, 0, 0, 0, models.DefaultZone).UTC(),
	}
	page.Cards, err = cards(q, models.PhasePast, f, (page.Page-1)*pastPage, pastPage)
	return page, err
}

// cards reads a list of events with what they offer, or what they left behind.
func cards(q *models.Query, phase models.Phase, f models.PublicFilter, offset, limit int) ([]Card, error) {
	events, err := q.Events().Listed(phase, f, offset, limit)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	types, err := q.TicketTypes().OfEvents(events)
	if err != nil {
		return nil, err
	}
	waiting, err := waitingFor(q, types)
	if err != nil {
		return nil, err
	}
	materials := map[string][]models.Material{}
	if phase == models.PhasePast {
		if materials, err = q.Materials().ShownOf(events); err != nil {
			return nil, err
		}
	}
	list := make([]Card, len(events))
	for i, e := range events {
		list[i] = Card{Event: e, Offer: offerOf(e, types[e.ID], waiting, q.Now), Materials: materials[e.ID]}
	}
	return list, nil
}

// waitingFor counts who waits for the types that are full.
func waitingFor(q *models.Query, types map[string][]models.TicketType) (map[string]int, error) {
	var full []string
	for _, list := range types {
		for i := range list {
			if list[i].FreePlaces() == 0 {
				full = append(full, list[i].ID)
			}
		}
	}
	if len(full) == 0 {
		return nil, nil
	}
	return q.Registrations().WaitingFor(full)
}
