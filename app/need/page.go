package need

import (
	"context"
	"slices"

	"meguri/app/service/check"
	"meguri/models"
)

// perPage is how many needs a page of the list has, and mostWaiting how many of those that wait for long are named.
const (
	perPage     = 50
	mostWaiting = 10
)

// Filter is what a list of needs is narrowed by; it may be wrong, as it is typed into an address.
type Filter struct {
	Search       string           `query:"q"`
	Theme        models.NeedTheme `query:"theme"`
	Effort       models.Effort    `query:"effort"`
	Way          models.NeedWay   `query:"way"`
	State        models.NeedState `query:"state"`
	Organization string           `query:"organization"`
	Until        string           `query:"until"`
	Page         int              `query:"page"`
	Sort         models.NeedOrder `query:"sort"`
}

// IsSet reports whether the filter leaves anything out.
func (f *Filter) IsSet() bool {
	return f.Search != "" || f.Theme != "" || f.Effort != "" || f.Way != "" || f.State != "" || f.Organization != "" ||
		f.Until != ""
}

// chosen is the filter without what is none.
func (f *Filter) chosen() *models.NeedFilter {
	c := check.New()
	out := &models.NeedFilter{
		Search: c.Line("q", f.Search, maxLine, check.Optional), Organization: f.Organization, Until: day(c, "until", f.Until),
	}
	out.Theme = known(f.Theme, models.NeedThemes)
	out.Effort = known(f.Effort, models.Efforts)
	out.Way = known(f.Way, models.NeedWays)
	out.State = known(f.State, models.NeedStates)
	out.Order = known(f.Sort, models.NeedOrders)
	if c.Err() != nil {
		out.Search = ""
	}
	return out
}

func known[T ~string](value T, all []T) T {
	if slices.Contains(all, value) {
		return value
	}
	return ""
}

// ListPage is the list of needs for everybody.
type ListPage struct {
	Needs  []models.Need
	Total  int
	Number int
	Filter *Filter
}

// HasNext reports whether there is a page after this one.
func (p *ListPage) HasNext() bool { return p.Number*perPage < p.Total }

// PerPage is how many a page has at most.
func (p *ListPage) PerPage() int { return perPage }

// ListPage reads it. Everybody may call it. Of a filter, what is none chooses all.
func (s *Service) ListPage(ctx context.Context, f *Filter) (*ListPage, error) {
	q, chosen := s.db.Query(ctx).Needs(), f.chosen()
	chosen.State = ""
	page := &ListPage{Filter: f, Number: min(max(f.Page, 1), 1000)}
	var err error
	if page.Total, err = q.CountPublic(chosen); err != nil {
		return nil, err
	}
	page.Needs, err = q.Public(chosen, (page.Number-1)*perPage, perPage)
	return page, err
}

// Shown finds a need that everybody may see. Errors: NotFound.
func (s *Service) Shown(ctx context.Context, id string) (*models.Need, error) {
	return s.db.Query(ctx).Needs().Shown(id)
}

// BoardPage is a page of the needs of a place for its coordinators.
type BoardPage struct {
	Needs []models.Need
	// Total is how many the filter finds, Number which page of them this is.
	Total, Number int
	Counts        map[models.NeedState]int
	Filter        *Filter
	// Waiting are open for long, and nobody is talked with.
	Waiting []models.Need
}

// HasNext reports whether there is a page after this one.
func (p *BoardPage) HasNext() bool { return p.Number*perPage < p.Total }

// Count is how many needs have a state.
func (p *BoardPage) Count(state models.NeedState) int { return p.Counts[state] }

// BoardPage reads it. Who may edit needs there calls it.
func (s *Service) BoardPage(ctx context.Context, at models.NeedPlace, f *Filter) (*BoardPage, error) {
	q := s.db.Query(ctx)
	page := &BoardPage{Filter: f, Number: min(max(f.Page, 1), 1000)}
	var err error
	if page.Counts, err = q.Needs().Count(at); err != nil {
		return nil, err
	}
	chosen := f.chosen()
	if page.Total, err = q.Needs().CountBoard(at, chosen); err != nil {
		return nil, err
	}
	if page.Needs, err = q.Needs().Board(at, chosen, (page.Number-1)*perPage, perPage); err != nil {
		return nil, err
	}
	page.Waiting, err = q.Needs().Waiting(at, mostWaiting)
	return page, err
}

// DeskPage is one need for its coordinators.
type DeskPage struct {
	*models.Need
	Gaps []Gap
	// VoiceText is what was said in the room where the need came from a voice, "" where the room is not shown it any more:
	// then VoiceGone.
	VoiceText string
	VoiceGone bool
	// Waits says that it is open for long, and nobody is talked with.
	Waits bool
}

// IsReady reports whether it may be opened.
func (p *DeskPage) IsReady() bool { return IsReady(p.Gaps) }

// DeskPage reads it. Who may edit needs there calls it. Errors: NotFound.
func (s *Service) DeskPage(ctx context.Context, at models.NeedPlace, id string) (*DeskPage, error) {
	q := s.db.Query(ctx)
	n, err := q.Needs().At(at, id)
	if err != nil {
		return nil, err
	}
	page := &DeskPage{Need: n, Gaps: Readiness(n, q.Now), Waits: n.WaitsLong(q.Now)}
	if n.PostID == nil || n.EventID == nil {
		return page, nil
	}
	post, err := q.Posts().InEvent(&models.Event{ID: *n.EventID}, *n.PostID)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		return page, nil
	case err != nil:
		return nil, err
	case post.State.IsSaid():
		page.VoiceText = post.Text
	default:
		page.VoiceGone = true
	}
	return page, nil
}

// Fresh is what the form of a new need begins with: nothing, or the words of a voice. Who may edit needs there calls
// it. Errors: NotFound for a voice that the event has not; Conflict for one that the room is not shown.
func (s *Service) Fresh(ctx context.Context, at models.NeedPlace, voice string) (*Input, error) {
	if voice == "" || at.EventID == "" {
		return &Input{}, nil
	}
	post, err := voiceAt(s.db.Query(ctx), at, voice)
	if err != nil {
		return nil, err
	}
	return &Input{Trouble: post.Text, Voice: post.ID}, nil
}

// IsAsked reports whether somebody looks after the needs of an event. Who may see the event calls it.
func (s *Service) IsAsked(ctx context.Context, e *models.Event) (bool, error) {
	return s.db.Query(ctx).Needs().HasCoordinator(e)
}
