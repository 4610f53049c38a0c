// Package event makes, publishes, changes, cancels and copies events with their ticket types and consent texts.
package event

import (
	"context"
	"slices"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// Service is the events of one database.
type Service struct {
	db *models.DB
	// capacityChanged gives the places of a larger capacity to those who wait. The registration feature does it.
	capacityChanged func(tx *models.Tx, ticketTypeID string) error
	// published tells those who wait for an event of a series; nil for nobody.
	published func(tx *models.Tx, e *models.Event) error
}

// New makes the service.
func New(db *models.DB, capacityChanged func(tx *models.Tx, ticketTypeID string) error) *Service {
	return &Service{db: db, capacityChanged: capacityChanged}
}

// OnPublish has do called in each transaction that publishes an event.
func (s *Service) OnPublish(do func(tx *models.Tx, e *models.Event) error) { s.published = do }

// Create makes a draft event of one of the hosts, with ticket types for its venue and stream and a consent text on
// personal data. hosts are the organizations for which the caller may make events. in.ID is made by the client: a
// repeated request returns the first event. Errors: Invalid with the fields at fault; Forbidden for another host.
func (s *Service) Create(ctx context.Context, hosts []models.Organization, in *EventInput) (*models.Event, error) {
	host, ok := chooseHost(hosts, in.Organization)
	if !ok {
		return nil, models.NewError(models.CodeForbidden, "error.forbidden")
	}
	if made, err := s.findCreated(ctx, in.ID, host); err != nil || made != nil {
		return made, err
	}
	e, err := s.read(ctx, host, in)
	if err != nil {
		return nil, err
	}
	return e, s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Events().Create(e); err != nil {
			return err
		}
		tx.About(models.AuditSubject{EventID: e.ID})
		if err := in.savePartners(tx, e); err != nil {
			return err
		}
		return addDefaults(tx, e, in)
	})
}

// chooseHost returns the id of the host of a new event: the one asked for, or the only one. ok is false where it is
// none of hosts.
func chooseHost(hosts []models.Organization, id string) (host string, ok bool) {
	if id == "" && len(hosts) == 1 {
		return hosts[0].ID, true
	}
	return id, slices.ContainsFunc(hosts, func(o models.Organization) bool { return o.ID == id })
}

// findCreated finds the event that an earlier request with the id made for the organization; nil where there is none.
// Errors: Conflict where the event belongs to another organization.
func (s *Service) findCreated(ctx context.Context, id, organizationID string) (*models.Event, error) {
	if !models.ValidID(id) {
		return nil, nil
	}
	e, err := s.db.Query(ctx).Events().ByID(id)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		return nil, nil
	case err == nil && e.OrganizationID != organizationID:
		return nil, models.NewError(models.CodeConflict, "error.conflict")
	}
	return e, err
}

// read makes a draft event of what was typed.
func (s *Service) read(ctx context.Context, organizationID string, in *EventInput) (*models.Event, error) {
	c := check.New()
	e := &models.Event{
		ID:             validID(in.ID),
		OrganizationID: organizationID,
		State:          models.EventDraft,
		LiveRoomState:  models.LiveRoomAuto,
		RoomEmbeds:     true,
	}
	in.fill(c, e)
	in.checkPlaces(c)
	q := s.db.Query(ctx)
	if err := in.checkPartners(c, q, e); err != nil {
		return nil, err
	}
	if err := in.fillSlug(c, q, e); err != nil {
		return nil, err
	}
	return e, c.Err()
}

// validID returns an id that a client made, or "" where it is no valid id.
func validID(id string) string {
	if !models.ValidID(id) {
		return ""
	}
	return id
}

// checkPlaces notes faults of the places of the ticket types that a new event gets.
func (in *EventInput) checkPlaces(c *check.Checker) {
	places(c, "venue_places", in.VenuePlaces)
	places(c, "online_places", in.OnlinePlaces)
}

// addDefaults gives a new event ticket types and a consent text. The places were checked.
func addDefaults(tx *models.Tx, e *models.Event, in *EventInput) error {
	var types []models.TicketType
	c := check.New()
	if e.HasVenue() || !e.HasStream() {
		types = append(types, models.TicketType{
			Slug: "venue", Mode: models.ModeVenue, NameJa: "会場で参加", NameEn: "At the venue",
			Capacity: places(c, "venue_places", in.VenuePlaces),
		})
	}
	if e.HasStream() {
		types = append(types, models.TicketType{
			Slug: "online", Mode: models.ModeOnline, NameJa: "オンラインで参加", NameEn: "Online", Position: 1,
			Capacity: places(c, "online_places", in.OnlinePlaces),
		})
	}
	for i := range types {
		types[i].EventID = e.ID
		if err := tx.TicketTypes().Create(&types[i]); err != nil {
			return err
		}
	}
	return tx.ConsentTexts().Add(&models.ConsentText{
		EventID:  e.ID,
		Slug:     "privacy",
		Required: true,
		TextJa:   "お預かりする情報は、このイベントの運営とご連絡のためだけに使います。",
		TextEn:   "We use what you enter here only to run this event and to write to you about it.",
	})
}

// Update changes an event. Staff who may edit it call it. Errors: Invalid with the fields at fault, also where a
// published event would lose the venue or the stream of its ticket types, and, at "tell", where its time or place
// changes and in does not say whether to mail those who registered; Conflict where somebody else changed the event
// since in.Version. current gets the address of the changed event.
func (s *Service) Update(ctx context.Context, current *models.Event, in *EventInput) error {
	e := *current
	if err := s.readChange(ctx, current, &e, in); err != nil {
		return err
	}
	if isMove(current, &e) || e.TitleJa != current.TitleJa || e.TitleEn != current.TitleEn {
		e.Sequence++
	}
	if e.State == models.EventPublished && !e.StartsAt.Equal(current.StartsAt) {
		e.PreviousStartsAt = &current.StartsAt
	}
	err := s.db.InTx(ctx, func(tx *models.Tx) error { return update(tx, current, &e, in) })
	if err == nil {
		current.Slug = e.Slug
	}
	return err
}

func update(tx *models.Tx, current, e *models.Event, in *EventInput) error {
	if err := tx.Events().Update(e, in.Version); err != nil {
		return err
	}
	if e.Slug != current.Slug {
		if err := tx.Events().SetSlug(current, e.Slug); err != nil {
			return err
		}
	}
	activityID := tx.Emit(models.ActivityEventChanged, e)
	if err := in.savePartners(tx, e); err != nil {
		return err
	}
	if in.MoveAgenda && reschedules(current, e) {
		if err := moveParts(tx, current, e); err != nil {
			return err
		}
	}
	if !isMove(current, e) || !in.Notify || !e.IsAnnounced() {
		return nil
	}
	return notifyAll(tx, e, mailChanged, activityID, timeAndPlace(current))
}

// readChange fills the input into changed, a copy of the event.
func (s *Service) readChange(ctx context.Context, current, changed *models.Event, in *EventInput) error {
	c, q := check.New(), s.db.Query(ctx)
	in.fill(c, changed)
	if err := in.checkPartners(c, q, changed); err != nil {
		return err
	}
	if err := in.fillSlug(c, q, changed); err != nil {
		return err
	}
	if changed.IsPostponed() && reschedules(current, changed) {
		c.Fault("starts_at", "event.postponed_dates")
	}
	if !changed.IsAnnounced() || !c.OK() {
		return c.Err()
	}
	types, err := q.TicketTypes().OfEvent(current)
	if err != nil {
		return err
	}
	if hasMode(types, models.ModeOnline) && current.HasStream() && !changed.HasStream() {
		c.Fault("stream_url", missingStream)
	}
	if hasMode(types, models.ModeVenue) && current.NamesVenue() && !changed.NamesVenue() {
		c.Fault("venue_name_ja", "event.missing_venue")
	}
	if err := in.ask(c, q, current, changed); err != nil {
		return err
	}
	return c.Err()
}

// fillSlug stores the address that was typed, or makes one for an event that has none.
func (in *EventInput) fillSlug(c *check.Checker, q *models.Query, e *models.Event) (err error) {
	typed := strings.ToLower(strings.TrimSpace(in.Slug))
	switch {
	case typed == "" && e.Slug == "" && c.OK():
		e.Slug, err = makeSlug(q, e)
		return err
	case typed == "" || typed == e.Slug:
		return nil
	}
	e.Slug = checkSlug(c, typed)
	return refuseTaken(c, q, e.Slug, e.ID)
}

// ask asks whether to mail those who registered, where time or place changes and it was not asked yet.
func (in *EventInput) ask(c *check.Checker, q *models.Query, current, changed *models.Event) error {
	if in.Asked || in.Notify || !isMove(current, changed) || !c.OK() {
		return nil
	}
	people, err := q.Registrations().CountLive(current)
	if people > 0 {
		c.Fault("tell", "event.tell_ask", "n", people)
	}
	return err
}

func isMove(from, to *models.Event) bool { return reschedules(from, to) || relocates(from, to) }

func reschedules(from, to *models.Event) bool {
	return !from.StartsAt.Equal(to.StartsAt) || !from.EndsAt.Equal(to.EndsAt) || from.TimeZone != to.TimeZone
}

func relocates(from, to *models.Event) bool {
	return from.VenueNameJa != to.VenueNameJa || from.VenueNameEn != to.VenueNameEn ||
		from.VenueAddressJa != to.VenueAddressJa || from.VenueAddressEn != to.VenueAddressEn ||
		from.HasStream() != to.HasStream()
}

// shift returns a function that moves times as far as the event's start moved, by the local clock: the session at 14:00
// of an event that starts at 13:00 stays at 14:00, also where the clocks were changed in between.
func shift(from, to *models.Event) func(time.Time) time.Time {
	by := models.WallClock(to.Local(to.StartsAt)).Sub(models.WallClock(from.Local(from.StartsAt)))
	return func(t time.Time) time.Time {
		return models.AtClock(models.WallClock(from.Local(t)).Add(by), to.Zone()).UTC()
	}
}
