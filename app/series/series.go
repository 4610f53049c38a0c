// Package series keeps events that belong together: a series has a page and a calendar, and people who want to hear of
// its next event, or to be registered for it. An edition is an event of a series.
package series

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/text"
)

// Options come from other features and services. Register registers a follower for an event, and has told queue the
// mail of that in the same transaction; it is Conflict where the event has no place that is open to all in this way.
type Options struct {
	Links    link.Maker
	Register func(
		ctx context.Context, e *models.Event, f *models.SeriesFollower,
		told func(*models.Tx, *models.Registration) error,
	) error
}

// Service is the series of one database.
type Service struct {
	Options
	db *models.DB
}

// New makes the service.
func New(db *models.DB, options Options) *Service { return &Service{options, db} }

// Shown finds an announced series. Everybody may call it. Errors: NotFound.
func (s *Service) Shown(ctx context.Context, slug string) (*models.Series, error) {
	series, err := s.db.Query(ctx).Series().BySlug(slug)
	if err == nil && !series.IsAnnounced() {
		err = models.NewError(models.CodeNotFound, "error.not_found")
	}
	return series, err
}

// OfEvent finds the announced series of an event, nil for none. Who may see the event calls it.
func (s *Service) OfEvent(ctx context.Context, e *models.Event) (*models.Series, error) {
	series, err := s.db.Query(ctx).Series().OfEvent(e.ID)
	if err != nil || series == nil || !series.IsAnnounced() {
		return nil, err
	}
	return series, nil
}

// PublicEvents are the editions of a series that everybody may see, the latest first.
func (s *Service) PublicEvents(ctx context.Context, series *models.Series) ([]models.Event, error) {
	list, err := s.db.Query(ctx).Series().Events(series)
	return slices.DeleteFunc(list, func(e models.Event) bool {
		return !e.Public() || e.State == models.EventArchived
	}), err
}

// DeskPage is what staff see of the series of an event.
type DeskPage struct {
	// Series is nil where the event is in none; Choices are those that the host holds.
	Series  *models.Series
	Choices []models.Series
	Events  []models.Event
	// IsKeeper says that the host of the event keeps the series, and edits its page. Only then Told and Registered count.
	IsKeeper bool
	// Told and Registered count who follows the series: who wants to hear of it, and how many of them to be registered.
	Told, Registered int
	Input            *Input
}

// DeskPage reads it. Staff who may edit the event call it.
func (s *Service) DeskPage(ctx context.Context, e *models.Event) (*DeskPage, error) {
	q := s.db.Query(ctx)
	page := &DeskPage{}
	var err error
	if page.Choices, err = q.Series().OfHost(e.OrganizationID); err != nil {
		return nil, err
	}
	if page.Series, err = q.Series().OfEvent(e.ID); err != nil || page.Series == nil {
		return page, err
	}
	page.Input, page.IsKeeper = inputOf(page.Series), page.Series.OrganizationID == e.OrganizationID
	if page.Events, err = q.Series().Events(page.Series); err != nil {
		return nil, err
	}
	page.Events = slices.DeleteFunc(page.Events, func(other models.Event) bool {
		return other.State == models.EventDraft && other.OrganizationID != e.OrganizationID
	})
	if !page.IsKeeper {
		return page, nil
	}
	page.Told, page.Registered, err = q.Series().CountFollowers(page.Series)
	return page, err
}

// ChooseInput is the series that an event is to be in: one that its host holds, a new one with a title, or none.
type ChooseInput struct {
	Series  string `form:"series"`
	TitleJa string `form:"new_title_ja"`
	TitleEn string `form:"new_title_en"`
}

// NewSeries is the choice of a series that there is not yet.
const NewSeries = "new"

// Choose puts an event into a series that its host holds, or takes it out of the one it is in. Staff who may edit the
// event call it. Errors: Invalid with the fields at fault.
func (s *Service) Choose(ctx context.Context, e *models.Event, in *ChooseInput) error {
	c := check.New()
	made := &models.Series{OrganizationID: e.OrganizationID}
	if in.Series == NewSeries {
		made.TitleJa = c.Line("new_title_ja", in.TitleJa, maxTitle, check.Optional)
		made.TitleEn = c.Line("new_title_en", in.TitleEn, maxTitle, check.Optional)
		if made.TitleJa == "" && made.TitleEn == "" {
			c.Fault("new_title_ja", "field.required")
		}
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		id := in.Series
		switch id {
		case "":
		case NewSeries:
			series := *made
			if err := create(tx, &series); err != nil {
				return err
			}
			id = series.ID
		default:
			holds, err := tx.Series().HasAgreed(id, e.OrganizationID)
			if err != nil {
				return err
			}
			if !holds {
				return models.InvalidFields(map[string]string{"series": "field.choice"})
			}
		}
		if err := tx.Editions().Set(e.ID, id); err != nil {
			return err
		}
		return s.Announced(tx, e)
	})
}

// create stores a new series under an address that is free.
func create(tx *models.Tx, series *models.Series) error {
	base := text.Slug(series.TitleEn)
	if !slugs.MatchString(base) {
		base = "series-" + models.NewID()[:8]
	}
	for n := 0; ; n++ {
		series.Slug = base
		if n > 0 {
			series.Slug = base + "-" + string(rune('a'+n%26))
		}
		taken, err := tx.Series().SlugTaken(series.Slug, "")
		if err != nil {
			return err
		}
		if !taken {
			return tx.Series().Create(series)
		}
		if n == 25 {
			base = "series-" + models.NewAnonymousID()
		}
	}
}

// Input is what staff type about a series.
type Input struct {
	Version int    `form:"version"`
	Slug    string `form:"slug"`
	TitleJa string `form:"title_ja"`
	TitleEn string `form:"title_en"`
	AboutJa string `form:"about_ja"`
	AboutEn string `form:"about_en"`
	// Announced gives the series its page.
	Announced bool `form:"announced"`
}

func inputOf(s *models.Series) *Input {
	return &Input{s.Version, s.Slug, s.TitleJa, s.TitleEn, s.AboutJa, s.AboutEn, s.IsAnnounced()}
}

const (
	maxTitle = 200
	maxAbout = 4000
)

var slugs = regexp.MustCompile(`^[a-z0-9](-?[a-z0-9]){2,59}$`)

// Save stores what staff typed about the series of an event. Staff who may edit the event call it. Errors: Invalid
// with the fields at fault; Forbidden where another organization keeps the series; Conflict where the event is in none,
// and where somebody else changed the series since.
func (s *Service) Save(ctx context.Context, e *models.Event, in *Input) error {
	c := check.New()
	changed := models.Series{
		Slug:    strings.ToLower(strings.TrimSpace(in.Slug)),
		TitleJa: c.Line("title_ja", in.TitleJa, maxTitle, check.Optional),
		TitleEn: c.Line("title_en", in.TitleEn, maxTitle, check.Optional),
		AboutJa: c.Text("about_ja", in.AboutJa, maxAbout, check.Optional),
		AboutEn: c.Text("about_en", in.AboutEn, maxAbout, check.Optional),
	}
	if changed.TitleJa == "" && changed.TitleEn == "" {
		c.Fault("title_ja", "field.required")
	}
	if !slugs.MatchString(changed.Slug) {
		c.Fault("slug", "event.slug_form")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		series, err := tx.Series().OfEvent(e.ID)
		if err != nil {
			return err
		}
		if series == nil {
			return models.NewError(models.CodeConflict, "series.none")
		}
		if series.OrganizationID != e.OrganizationID {
			return models.NewError(models.CodeForbidden, "error.forbidden")
		}
		stored := changed
		stored.ID = series.ID
		if stored.AnnouncedAt = series.AnnouncedAt; stored.AnnouncedAt == nil && in.Announced {
			stored.AnnouncedAt = &tx.Now
		}
		if !in.Announced {
			stored.AnnouncedAt = nil
		}
		taken, err := tx.Series().SlugTaken(stored.Slug, stored.ID)
		if err != nil {
			return err
		}
		if taken {
			return models.InvalidFields(map[string]string{"slug": "series.slug_taken"})
		}
		return tx.Series().Update(&stored, in.Version)
	})
}
