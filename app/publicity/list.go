package publicity

import (
	"context"
	"strings"
	"time"

	"meguri/app/service/feed"
	"meguri/app/service/i18n"
	"meguri/app/service/opendata"
	"meguri/app/service/paths"
	"meguri/app/service/table"
	"meguri/models"
)

// List is a list of public events: all of them, or those of an organization or a series.
type List struct {
	Host   *models.Organization
	Series *models.Series
	filter models.PublicFilter
}

// How many events lists have. A feed is read again and again.
const (
	mostInFeed = 50
	mostInFile = 2000
)

// All is the list of all public events.
func (s *Service) All() *List { return &List{} }

// OfHost is the list of an organization's events. Everybody may call it. Errors: NotFound.
func (s *Service) OfHost(ctx context.Context, slug string) (*List, error) {
	host, err := s.db.Query(ctx).Organizations().BySlug(slug)
	if err != nil {
		return nil, err
	}
	return &List{Host: host, filter: models.PublicFilter{OrganizationID: host.ID}}, nil
}

// OfSeries is the list of the events of an announced series. Everybody may call it. Errors: NotFound.
func (s *Service) OfSeries(ctx context.Context, slug string) (*List, error) {
	series, err := s.db.Query(ctx).Series().BySlug(slug)
	if err == nil && !series.IsAnnounced() {
		err = models.NewError(models.CodeNotFound, "error.not_found")
	}
	if err != nil {
		return nil, err
	}
	return &List{Series: series, filter: models.PublicFilter{SeriesID: series.ID}}, nil
}

// Table is the list as open data: the events that are not over, the next first.
func (s *Service) Table(ctx context.Context, l *List) (table.Table, error) {
	q := s.db.Query(ctx)
	events, err := q.Events().ToCome(l.filter, models.ByStart, mostInFile)
	if err != nil {
		return table.Table{}, err
	}
	list, err := s.published(ctx, events)
	return opendata.Table(list, q.Now), err
}

// Published are the public events that are not over, the next first, with what open data say of them.
func (s *Service) Published(ctx context.Context) ([]opendata.Event, error) {
	events, err := s.db.Query(ctx).Events().ToCome(models.PublicFilter{}, models.ByStart, mostInFile)
	if err != nil {
		return nil, err
	}
	return s.published(ctx, events)
}

// Feed is the list for readers of news: the events that are not over, the last announced first. self is its address
// without the base.
func (s *Service) Feed(ctx context.Context, texts *i18n.Localizer, l *List, self string) (*feed.Feed, error) {
	events, err := s.db.Query(ctx).Events().ToCome(l.filter, models.ByAnnouncement, mostInFeed)
	if err != nil {
		return nil, err
	}
	f := l.feed(texts)
	f.URL, f.Self = s.BaseURL+f.URL, s.BaseURL+self
	for _, e := range events {
		f.Entries = append(f.Entries, s.entry(texts, e))
	}
	return f, nil
}

// feed is the feed without its events; its URL is a path.
func (l *List) feed(texts *i18n.Localizer) *feed.Feed {
	f := &feed.Feed{
		Title: texts.T("publicity.feed_all"), About: texts.T("publicity.feed_about"), Lang: texts.Lang, URL: paths.Home,
	}
	if l.Host != nil {
		f.Title = texts.T("publicity.feed_host", "host", texts.Pick(l.Host.NameJa, l.Host.NameEn))
		f.URL = paths.Home + "?host=" + l.Host.Slug
	}
	if l.Series != nil {
		f.Title, f.URL = texts.Pick(l.Series.TitleJa, l.Series.TitleEn), string(paths.OfSeries(l.Series.Slug))
	}
	return f
}

func (s *Service) entry(texts *i18n.Localizer, e *models.Event) feed.Entry {
	published := e.CreatedAt
	if e.PublishedAt != nil {
		published = *e.PublishedAt
	}
	updated := published
	if e.UpdatedAt.After(updated) {
		updated = e.UpdatedAt
	}
	title := texts.Pick(e.TitleJa, e.TitleEn)
	if key := stamp(e); key != "" {
		title = texts.T("publicity.feed_stamp", "stamp", texts.T(key), "title", title)
	}
	return feed.Entry{
		ID: "urn:uuid:" + e.ID, Title: title, URL: s.url(e), Published: published, Updated: updated.Truncate(time.Second),
		Author: texts.Pick(e.Organization.NameJa, e.Organization.NameEn),
		About:  joined("\n", texts.When(e), whereOf(texts, e), texts.Pick(e.SummaryJa, e.SummaryEn)),
	}
}

// stamp is the key of what is no longer as announced, "" for nothing.
func stamp(e *models.Event) string {
	switch {
	case e.WasCancelled():
		return "event.offer_cancelled"
	case e.IsPostponed():
		return "event.offer_postponed"
	}
	return ""
}

// joined joins the texts that are not empty.
func joined(by string, list ...string) string {
	var full []string
	for _, text := range list {
		if text = strings.TrimSpace(text); text != "" {
			full = append(full, text)
		}
	}
	return strings.Join(full, by)
}
