package series

import (
	"cmp"
	"context"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// Next is the date of the next edition, as everybody may see it; nil where none is told.
func (s *Service) Next(ctx context.Context, series *models.Series) (*models.SeriesNext, error) {
	q := s.db.Query(ctx)
	n, err := q.Series().Next(series)
	if err != nil || n == nil {
		return nil, err
	}
	editions, err := q.Series().Events(series)
	if err != nil || !n.IsTold(editions, q.Now) {
		return nil, err
	}
	return n, nil
}

// ForCalendar is the date of the next edition for calendars: as it is told, or taken back and not over, so that those
// which know it take it out. It is nil for neither. Everybody may call it.
func (s *Service) ForCalendar(ctx context.Context, series *models.Series) (*models.SeriesNext, error) {
	q := s.db.Query(ctx)
	n, err := q.Series().Next(series)
	if err == nil && n.IsDropped() && n.EndsAt.After(q.Now) {
		return n, nil
	}
	if err != nil {
		return nil, err
	}
	return s.Next(ctx, series)
}

// turnOf is whose turn it is after the latest edition, nil where nobody can host.
func turnOf(members []models.SeriesMember, editions []models.Event) *models.Organization {
	if len(members) == 0 {
		return nil
	}
	for i := range editions { // the latest first
		for k := range members {
			if members[k].OrganizationID == editions[i].OrganizationID {
				return &members[(k+1)%len(members)].Organization
			}
		}
	}
	return &members[0].Organization
}

// NextInput is the date of the next edition as staff type it. Without a day there is none.
type NextInput struct {
	Version  int    `form:"version"`
	Host     string `form:"host"`
	TimeZone string `form:"time_zone"`
	Day      string `form:"day"`
	From     string `form:"from"`
	Until    string `form:"until"`
	PlaceJa  string `form:"place_ja"`
	PlaceEn  string `form:"place_en"`
	IsOnline bool   `form:"is_online"`
}

// nextInput is what is typed of a date; of a new one the zone is that of the latest edition.
func nextInput(n *models.SeriesNext, turn *models.Organization, editions []models.Event) *NextInput {
	in := &NextInput{TimeZone: models.DefaultZone.String()}
	if len(editions) > 0 {
		in.TimeZone = editions[0].TimeZone
	}
	if turn != nil {
		in.Host = turn.ID
	}
	if n == nil {
		return in
	}
	if n.IsDropped() {
		in.Version = n.Version
		return in
	}
	in.TimeZone = n.TimeZone
	starts, ends := n.Clock().Local(n.StartsAt), n.Clock().Local(n.EndsAt)
	in.Version, in.Day, in.PlaceJa, in.PlaceEn = n.Version, starts.Format(time.DateOnly), n.PlaceJa, n.PlaceEn
	in.IsOnline = n.IsOnline
	in.From, in.Until, in.Host = starts.Format(clock), ends.Format(clock), ""
	if n.HostID != nil {
		in.Host = *n.HostID
	}
	return in
}

// clock is how <input type=time> sends a time.
const clock = "15:04"

const maxPlace = 200

func (in *NextInput) read(c *check.Checker) *models.SeriesNext {
	n := &models.SeriesNext{
		PlaceJa:  c.Line("place_ja", in.PlaceJa, maxPlace, check.Optional),
		PlaceEn:  c.Line("place_en", in.PlaceEn, maxPlace, check.Optional),
		IsOnline: in.IsOnline,
	}
	zone, err := time.LoadLocation(cmp.Or(strings.TrimSpace(in.TimeZone), models.DefaultZone.String()))
	if err != nil || in.TimeZone == "Local" {
		c.Fault("time_zone", "event.zone_unknown")
		zone = models.DefaultZone
	}
	n.TimeZone = zone.String()
	at := func(field, typed string) (time.Time, bool) {
		found, err := time.ParseInLocation(time.DateOnly+" "+clock, in.Day+" "+strings.TrimSpace(typed), zone)
		if err != nil || found.Year() < 2000 || found.Year() > 2100 {
			c.Fault(field, "series.time_form")
			return time.Time{}, false
		}
		return found.UTC(), true
	}
	if readDay(c, "day", in.Day) == "" {
		return n
	}
	var hasStart, hasEnd bool
	if n.StartsAt, hasStart = at("from", in.From); strings.TrimSpace(in.Until) == "" {
		n.EndsAt = n.StartsAt.Add(time.Hour)
	} else if n.EndsAt, hasEnd = at("until", in.Until); hasStart && hasEnd && !n.EndsAt.After(n.StartsAt) {
		c.Fault("until", "series.ends_before")
	}
	return n
}

// readDay reads a day as <input type=date> sends it, "" for none.
func readDay(c *check.Checker, field, typed string) string {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return ""
	}
	if day, err := time.Parse(time.DateOnly, typed); err != nil || day.Year() < 2000 || day.Year() > 2100 {
		c.Fault(field, "need.date_form")
		return ""
	}
	return typed
}

// SaveNext stores the date of the next edition, or takes it back where no day is typed. Staff who may edit events of
// the organization that keeps the series, or whose turn it is, call it. Errors: NotFound; Forbidden for other members;
// Invalid with the fields at fault; Conflict where somebody else changed it since.
func (s *Service) SaveNext(ctx context.Context, o *models.Organization, id string, in *NextInput) error {
	c := check.New()
	in.Day = strings.TrimSpace(in.Day)
	typed := in.read(c)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		m, err := agreed(tx.Query, o, id)
		if err != nil {
			return err
		}
		may, err := maySetNext(tx.Query, m)
		if err != nil {
			return err
		}
		if !may {
			return models.NewError(models.CodeForbidden, "error.forbidden")
		}
		if in.Day == "" {
			if in.Version == 0 {
				return models.InvalidFields(map[string]string{"day": "field.required"})
			}
			return tx.Series().DropNext(&m.Series, in.Version)
		}
		n := *typed
		n.SeriesID = m.SeriesID
		if in.Host != "" {
			hosts, err := tx.Series().HasAgreed(m.SeriesID, in.Host)
			if err != nil {
				return err
			}
			if !hosts {
				return models.InvalidFields(map[string]string{"host": "field.choice"})
			}
			n.HostID = &in.Host
		}
		if err := tx.Series().SaveNext(&n, in.Version); err != nil {
			return err
		}
		return queueHosts(tx, &m.Series, &n, o)
	})
}

// maySetNext reports whether a member sets the next date: who keeps the series, who is named as the next host, and
// whose turn it is.
func maySetNext(q *models.Query, m *models.SeriesMember) (bool, error) {
	if m.Series.OrganizationID == m.OrganizationID {
		return true, nil
	}
	n, err := q.Series().Next(&m.Series)
	if err != nil {
		return false, err
	}
	if n != nil && n.HostID != nil && *n.HostID == m.OrganizationID {
		return true, nil
	}
	members, err := q.Series().Agreed(&m.Series)
	if err != nil {
		return false, err
	}
	editions, err := q.Series().Events(&m.Series)
	turn := turnOf(members, editions)
	return turn != nil && turn.ID == m.OrganizationID, err
}
