package reception

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/rows"
	"meguri/models"
	"meguri/models/text"
)

// DoorRow is a door as a row of the form, as it was typed.
type DoorRow struct {
	Key            string // the door's id, or one that the page made for a new one
	NameJa, NameEn string
	// Leads is what the door leads to: "event", or "day:", "room:" or "session:" with which.
	Leads             string
	OpensAt, ClosesAt string
	Types             []string
	Tag               string
	Capacity, WarnAt  string
	Stops, Delete     bool
	IsNew             bool
}

// HasType reports whether a ticket type is ticked.
func (r *DoorRow) HasType(slug string) bool { return slices.Contains(r.Types, slug) }

// DoorsPage is the doors of an event as rows, and what they may be set to.
type DoorsPage struct {
	Rows     []DoorRow
	Types    []models.TicketType
	Rooms    []models.Room
	Sessions []models.Session
	Tags     []models.Tag
	Days     []string
}

const doorTime = "2006-01-02T15:04"

// DoorsPage reads the doors. typed are the rows that were typed and not stored, nil for none. Staff who may edit the
// event call it.
func (s *Service) DoorsPage(ctx context.Context, event *models.Event, typed []DoorRow) (*DoorsPage, error) {
	q := s.db.Query(ctx)
	page := &DoorsPage{Rows: typed, Days: days(event)}
	doors, err := q.Doors().OfEvent(event)
	if err != nil {
		return nil, err
	}
	if typed == nil {
		for i := range doors {
			page.Rows = append(page.Rows, doorRow(event, &doors[i]))
		}
		page.Rows = append(page.Rows, DoorRow{Key: models.NewAnonymousID(), Leads: "event", IsNew: true})
	}
	if page.Types, err = q.TicketTypes().OfEvent(event); err != nil {
		return nil, err
	}
	if page.Rooms, err = q.Rooms().OfEvent(event); err != nil {
		return nil, err
	}
	if page.Sessions, err = q.Sessions().OfEvent(event); err != nil {
		return nil, err
	}
	page.Tags, err = q.Tags().OfEvent(event)
	return page, err
}

// days are the days of an event by its time zone.
func days(event *models.Event) (list []string) {
	const most = 31
	for at := event.Local(event.StartsAt); len(list) < most && at.Before(event.EndsAt); at = at.AddDate(0, 0, 1) {
		list = append(list, at.Format(time.DateOnly))
	}
	last := event.Local(event.EndsAt).Format(time.DateOnly)
	if len(list) > 0 && list[len(list)-1] < last && len(list) < most {
		list = append(list, last)
	}
	return list
}

func doorRow(event *models.Event, d *models.Door) DoorRow {
	row := DoorRow{
		Key: d.ID, NameJa: d.NameJa, NameEn: d.NameEn, Types: d.Types(), Tag: d.Tag, Stops: d.Stops, Leads: "event",
	}
	switch d.Scope {
	case models.DoorOfEvent:
	case models.DoorOfDay:
		row.Leads = "day:" + d.Day
	case models.DoorOfRoom:
		row.Leads = "room:" + d.RoomID
	case models.DoorOfSession:
		row.Leads = "session:" + d.SessionID
	}
	for into, at := range map[*string]*time.Time{&row.OpensAt: d.OpensAt, &row.ClosesAt: d.ClosesAt} {
		if at != nil {
			*into = event.Local(*at).Format(doorTime)
		}
	}
	for into, n := range map[*string]*int{&row.Capacity: d.Capacity, &row.WarnAt: d.WarnAt} {
		if n != nil {
			*into = strconv.Itoa(*n)
		}
	}
	return row
}

// ReadDoors reads the rows that a form brings.
func ReadDoors(values url.Values) (list []DoorRow) {
	for _, row := range rows.Read(values) {
		list = append(list, DoorRow{
			Key: row.Key, NameJa: row.One("name_ja"), NameEn: row.One("name_en"), Leads: row.One("leads"),
			OpensAt: row.One("opens_at"), ClosesAt: row.One("closes_at"), Types: row.All("types"), Tag: row.One("tag"),
			Capacity: row.One("capacity"), WarnAt: row.One("warn_at"), Stops: row.Has("stops"), Delete: row.Deleted(),
			IsNew: row.Has("new"),
		})
	}
	return list
}

// isBlank reports whether a new row was left empty.
func (r *DoorRow) isBlank() bool {
	return r.IsNew && strings.TrimSpace(r.NameJa+r.NameEn+r.OpensAt+r.ClosesAt+r.Capacity+r.WarnAt+r.Tag) == ""
}

// SaveDoors stores the doors as they are in the rows, in their order. Devices hear of it when they next ask. Staff who
// may edit the event call it. Errors: Invalid with the fields at fault, each with the key of its row.
func (s *Service) SaveDoors(ctx context.Context, event *models.Event, typed []DoorRow) error {
	page, err := s.DoorsPage(ctx, event, typed)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		stored, err := tx.Doors().OfEvent(event)
		if err != nil {
			return err
		}
		c := check.New()
		var gone []string
		for i := range typed {
			row := &typed[i]
			was := slices.IndexFunc(stored, func(d models.Door) bool { return d.ID == row.Key })
			switch {
			case row.Delete && was >= 0:
				gone = append(gone, row.Key)
				continue
			case row.Delete || row.isBlank():
				continue
			}
			door := row.read(c, event, page)
			door.EventID, door.Position = event.ID, i
			if !c.OK() {
				continue
			}
			if was >= 0 {
				door.ID = row.Key
				err = tx.Doors().Update(door)
			} else {
				door.Slug = newSlug(stored)
				stored = append(stored, *door)
				err = tx.Doors().Create(door)
			}
			if err != nil {
				return err
			}
		}
		if err := c.Err(); err != nil {
			return err
		}
		return tx.Doors().Delete(event, gone)
	})
}

// newSlug is a slug that no door has: the first one is the main door.
func newSlug(doors []models.Door) string {
	slug := mainDoor
	for n := len(doors) + 1; slices.ContainsFunc(doors, func(d models.Door) bool { return d.Slug == slug }); n++ {
		slug = "door-" + strconv.Itoa(n)
	}
	return slug
}

const (
	maxDoorName = 60
	mostInside  = 1_000_000
)

func (r *DoorRow) read(c *check.Checker, event *models.Event, page *DoorsPage) *models.Door {
	field := func(name string) string { return rows.Field(name, r.Key) }
	d := &models.Door{
		NameJa: c.Line(field("name_ja"), r.NameJa, maxDoorName, check.Required),
		NameEn: c.Line(field("name_en"), r.NameEn, maxDoorName, check.Optional),
		Tag:    c.Line(field("tag"), r.Tag, maxDoorName, check.Optional), Stops: r.Stops,
		OpensAt:  optional(c.LocalTime(field("opens_at"), r.OpensAt, event.Zone(), check.Optional)),
		ClosesAt: optional(c.LocalTime(field("closes_at"), r.ClosesAt, event.Zone(), check.Optional)),
	}
	if d.OpensAt != nil && d.ClosesAt != nil && !d.ClosesAt.After(*d.OpensAt) {
		c.Fault(field("closes_at"), "door.closes_before")
	}
	if strings.TrimSpace(r.Capacity) != "" {
		n := c.Int(field("capacity"), r.Capacity, 1, mostInside, check.Required)
		d.Capacity = &n
	}
	if strings.TrimSpace(r.WarnAt) != "" {
		n := c.Int(field("warn_at"), r.WarnAt, 1, mostInside, check.Required)
		d.WarnAt = &n
	}
	if d.Stops && d.Capacity == nil {
		c.Fault(field("capacity"), "door.stops_needs")
	}
	for _, slug := range r.Types {
		if !slices.ContainsFunc(page.Types, func(t models.TicketType) bool { return t.Slug == slug }) {
			c.Fault(field("types"), "field.choice")
		}
	}
	d.TicketTypes = strings.Join(r.Types, " ")
	key := text.SearchQuery(d.Tag)
	if d.Tag != "" && !slices.ContainsFunc(page.Tags, func(t models.Tag) bool { return t.NameKey == key }) {
		c.Fault(field("tag"), "door.no_tag")
	}
	if !r.readScope(d, page) {
		c.Fault(field("leads"), "field.choice")
	}
	return d
}

// readScope reads what the door leads to, and reports false for what the event has not got.
func (r *DoorRow) readScope(d *models.Door, page *DoorsPage) bool {
	kind, which, _ := strings.Cut(r.Leads, ":")
	switch d.Scope = models.DoorScope(kind); d.Scope {
	case models.DoorOfEvent:
		return true
	case models.DoorOfDay:
		d.Day = which
		return slices.Contains(page.Days, which)
	case models.DoorOfRoom:
		d.RoomID = which
		return slices.ContainsFunc(page.Rooms, func(room models.Room) bool { return room.ID == which })
	case models.DoorOfSession:
		i := slices.IndexFunc(page.Sessions, func(session models.Session) bool { return session.ID == which })
		if i < 0 {
			return false
		}
		d.SessionID = which
		if room := page.Sessions[i].RoomID; room != nil {
			d.RoomID = *room
		}
		return true
	}
	return false
}

func optional(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}

// RowList are the rows for templates, which need their methods.
func (p *DoorsPage) RowList() []*DoorRow {
	list := make([]*DoorRow, len(p.Rows))
	for i := range p.Rows {
		list[i] = &p.Rows[i]
	}
	return list
}
