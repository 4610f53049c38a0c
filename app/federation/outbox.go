package federation

import (
	"cmp"
	"context"
	"encoding/json"
	"html"
	"slices"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/paths"
	"meguri/app/service/signedfeed"
	"meguri/models"
)

// ActivityType is the media type of what followers in the Fediverse read (ActivityPub, 3.2).
const ActivityType = "application/activity+json"

const (
	activityStreams = "https://www.w3.org/ns/activitystreams"
	everybody       = activityStreams + "#Public"
	perOutboxPage   = 50
	// tombstonesStay is how long followers can read that an event was withdrawn.
	tombstonesStay = 90 * 24 * time.Hour
)

// actor names the installation. It has no inbox: nobody writes to it.
type actor struct {
	Context []any  `json:"@context"`
	ID      string `json:"id"`
	Type    string `json:"type"`
	Name    string `json:"name"`
	URL     string `json:"url"`
	Outbox  string `json:"outbox"`
}

// collection is the outbox: a list that is read page by page.
type collection struct {
	Context []any  `json:"@context"`
	ID      string `json:"id"`
	Type    string `json:"type"`
	Total   int    `json:"totalItems"`
	First   string `json:"first,omitempty"`
	Last    string `json:"last,omitempty"`
}

type collectionPage struct {
	Context []any      `json:"@context"`
	ID      string     `json:"id"`
	Type    string     `json:"type"`
	PartOf  string     `json:"partOf"`
	Total   int        `json:"totalItems"`
	Next    string     `json:"next,omitempty"`
	Items   []activity `json:"orderedItems"`
}

// activity says that an event was published, changed or withdrawn. Object is the event as it is now, its id where it is
// gone, or in the activity that says so a tombstone.
type activity struct {
	Context   []any     `json:"@context,omitempty"`
	ID        string    `json:"id"`
	Type      string    `json:"type"`
	Actor     string    `json:"actor"`
	Published time.Time `json:"published"`
	To        []string  `json:"to"`
	Object    any       `json:"object"`
}

type eventObject struct {
	Context      []any       `json:"@context,omitempty"`
	ID           string      `json:"id"`
	Type         string      `json:"type"`
	Name         string      `json:"name"`
	Summary      string      `json:"summary,omitempty"`
	Content      string      `json:"content,omitempty"`
	URL          string      `json:"url"`
	StartTime    *time.Time  `json:"startTime,omitempty"`
	EndTime      *time.Time  `json:"endTime,omitempty"`
	Published    time.Time   `json:"published"`
	Updated      *time.Time  `json:"updated,omitempty"`
	AttributedTo string      `json:"attributedTo"`
	Location     *eventPlace `json:"location,omitempty"`
	Status       string      `json:"ical:status"`
	To           []string    `json:"to"`
}

type tombstone struct {
	Context    []any     `json:"@context,omitempty"`
	ID         string    `json:"id"`
	Type       string    `json:"type"`
	FormerType string    `json:"formerType"`
	Deleted    time.Time `json:"deleted"`
}

type eventPlace struct {
	Type    string `json:"type"`
	Name    string `json:"name,omitempty"`
	Address string `json:"address,omitempty"`
}

// statuses are the states of events in the words of calendars (RFC 5545, 3.8.1.11).
var statuses = map[signedfeed.State]string{
	signedfeed.StatePublished: "CONFIRMED", signedfeed.StateCancelled: "CANCELLED", signedfeed.StatePostponed: "TENTATIVE",
}

func contexts() []any {
	return []any{activityStreams, map[string]string{"ical": "http://www.w3.org/2002/12/cal/ical#"}}
}

// Actor names the installation to followers. Everybody may call it.
func (s *Service) Actor() ([]byte, error) {
	return json.Marshal(actor{
		contexts(), s.BaseURL + paths.Actor, "Service", cmp.Or(s.Name.Ja, s.Name.En), s.BaseURL, s.BaseURL + paths.Outbox,
	})
}

// Outbox is the list of what followers are told, or a page of it: "" is the list itself, a number the activities up to
// it. The newest is first, and a page stays what it is while new ones come. Everybody may call it. Errors: NotFound
// for a page that there is not.
func (s *Service) Outbox(ctx context.Context, page string) ([]byte, error) {
	events, err := s.tell(ctx)
	if err != nil {
		return nil, err
	}
	q := s.db.Query(ctx)
	total, newest, last, err := q.Feeds().OutboxNumbers(perOutboxPage)
	if err != nil {
		return nil, err
	}
	address := s.BaseURL + paths.Outbox
	at := func(n int64) string { return address + "?page=" + strconv.FormatInt(n, 10) }
	if page == "" {
		list := collection{Context: contexts(), ID: address, Type: "OrderedCollection", Total: total}
		if total > 0 {
			list.First, list.Last = at(newest), at(last)
		}
		return json.Marshal(list)
	}
	from, err := strconv.ParseInt(page, 10, 64)
	if err != nil || from > newest {
		return nil, noActivity()
	}
	rows, err := q.Feeds().OutboxActivities(from, perOutboxPage+1)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, noActivity()
	}
	shown := collectionPage{
		Context: contexts(), ID: at(from), Type: "OrderedCollectionPage", PartOf: address, Total: total, Items: []activity{},
	}
	if len(rows) > perOutboxPage {
		shown.Next = at(rows[perOutboxPage].Number)
		rows = rows[:perOutboxPage]
	}
	for i := range rows {
		item, err := s.activity(q, events, &rows[i])
		if err != nil {
			return nil, err
		}
		shown.Items = append(shown.Items, *item)
	}
	return json.Marshal(shown)
}

func noActivity() error { return models.NewError(models.CodeNotFound, "error.not_found") }

// Activity is one of what followers are told. Everybody may call it. Errors: NotFound.
func (s *Service) Activity(ctx context.Context, number string) ([]byte, error) {
	events, err := s.tell(ctx)
	if err != nil {
		return nil, err
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return nil, noActivity()
	}
	q := s.db.Query(ctx)
	row, err := q.Feeds().OutboxActivity(n)
	if err != nil {
		return nil, err
	}
	if row == nil {
		return nil, noActivity()
	}
	found, err := s.activity(q, events, row)
	if err != nil {
		return nil, err
	}
	found.Context = contexts()
	return json.Marshal(found)
}

// Object is an event as followers know it, or the tombstone of one that is gone. Everybody may call it. Errors:
// NotFound.
func (s *Service) Object(ctx context.Context, id string) (content []byte, gone bool, err error) {
	events, err := s.tell(ctx)
	if err != nil {
		return nil, false, err
	}
	rows, err := s.db.Query(ctx).Feeds().OutboxOf(urn + id)
	if err != nil {
		return nil, false, err
	}
	if len(rows) == 0 {
		return nil, false, noActivity()
	}
	if e := events[urn+id]; e != nil {
		object := s.eventObject(e, rows)
		object.Context = contexts()
		content, err = json.Marshal(object)
		return content, false, err
	}
	grave := s.tombstone(&rows[len(rows)-1])
	grave.Context = contexts()
	content, err = json.Marshal(grave)
	return content, true, err
}

const urn = "urn:uuid:"

// tell notes what is new, changed or withdrawn since followers were told the last time, and returns our events by id.
func (s *Service) tell(ctx context.Context) (map[string]*signedfeed.Entry, error) {
	own, err := s.refresh(ctx)
	if err != nil {
		return nil, err
	}
	var feed signedfeed.Feed
	if err := json.Unmarshal([]byte(own.Content), &feed); err != nil {
		return nil, err
	}
	slices.SortStableFunc(feed.Entries, func(a, b signedfeed.Entry) int {
		return cmp.Or(a.UpdatedAt.Compare(b.UpdatedAt), cmp.Compare(a.ID, b.ID))
	})
	events, list := map[string]*signedfeed.Entry{}, []*signedfeed.Entry{}
	for i := range feed.Entries {
		if e := &feed.Entries[i]; e.Kind == signedfeed.KindEvent {
			events[e.ID], list = e, append(list, e)
		}
	}
	latest, err := s.db.Query(ctx).Feeds().LatestInOutbox()
	if err != nil {
		return nil, err
	}
	if added, forgotten, err := s.news(latest, list, s.db.Now()); err != nil || len(added)+len(forgotten) == 0 {
		return events, err
	}
	return events, s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Feeds().LockOwn(); err != nil {
			return err
		}
		latest, err := tx.Feeds().LatestInOutbox() // somebody else may have noted it meanwhile
		if err != nil {
			return err
		}
		added, forgotten, err := s.news(latest, list, tx.Now)
		if err != nil {
			return err
		}
		_, number, _, err := tx.Feeds().OutboxNumbers(perOutboxPage)
		if err != nil {
			return err
		}
		number = max(number, tx.Now.UnixMilli()) // also where the last ones were forgotten, none is given twice
		for i := range added {
			number++
			added[i].Number, added[i].ToldAt = number, tx.Now
			if err := tx.Feeds().AddToOutbox(&added[i]); err != nil {
				return err
			}
		}
		return tx.Feeds().ForgetInOutbox(forgotten)
	})
}

// news are what followers have to be told after the last of each event, and the events of which they need not hear any
// more: those that are over, and those that were withdrawn long ago.
func (s *Service) news(
	latest []models.OutboxActivity, list []*signedfeed.Entry, now time.Time,
) (added []models.OutboxActivity, forgotten []string, err error) {
	last := make(map[string]*models.OutboxActivity, len(latest))
	for i := range latest {
		last[latest[i].EntryID] = &latest[i]
	}
	for _, e := range list {
		sum, err := s.sumOfEvent(e)
		if err != nil {
			return nil, nil, err
		}
		told := models.OutboxActivity{EntryID: e.ID, Kind: models.OutboxCreate, Sum: sum, EndsAt: e.EndsAt}
		switch before := last[e.ID]; {
		case before == nil || before.Kind == models.OutboxDelete:
			added = append(added, told)
		case before.Sum != sum:
			told.Kind = models.OutboxUpdate
			added = append(added, told)
		}
		delete(last, e.ID)
	}
	for i := range latest {
		before := last[latest[i].EntryID]
		switch {
		case before == nil:
		case before.Kind == models.OutboxDelete && now.Sub(before.ToldAt) > tombstonesStay,
			before.Kind != models.OutboxDelete && before.EndsAt != nil && !before.EndsAt.After(now):
			forgotten = append(forgotten, before.EntryID)
		case before.Kind != models.OutboxDelete:
			added = append(added, models.OutboxActivity{
				EntryID: before.EntryID, Kind: models.OutboxDelete, EndsAt: before.EndsAt,
			})
		}
	}
	return added, forgotten, nil
}

// sumOfEvent tells versions of an event apart that followers would see.
func (s *Service) sumOfEvent(e *signedfeed.Entry) (string, error) {
	return sumOf(s.eventObject(e, nil))
}

var activityTypes = map[models.OutboxKind]string{
	models.OutboxCreate: "Create", models.OutboxUpdate: "Update", models.OutboxDelete: "Delete",
}

func (s *Service) activity(
	q *models.Query, events map[string]*signedfeed.Entry, row *models.OutboxActivity,
) (*activity, error) {
	told := &activity{
		ID: s.BaseURL + paths.OfActivity(row.Number), Type: activityTypes[row.Kind], Actor: s.BaseURL + paths.Actor,
		Published: row.ToldAt.UTC().Truncate(time.Second), To: []string{everybody}, Object: s.objectID(row.EntryID),
	}
	e := events[row.EntryID]
	switch {
	case row.Kind == models.OutboxDelete:
		told.Object = s.tombstone(row)
	case e != nil:
		rows, err := q.Feeds().OutboxOf(row.EntryID)
		if err != nil {
			return nil, err
		}
		told.Object = s.eventObject(e, rows)
	}
	return told, nil
}

func (s *Service) objectID(entryID string) string {
	return s.BaseURL + paths.OfActivityObject(strings.TrimPrefix(entryID, urn))
}

func (s *Service) tombstone(row *models.OutboxActivity) *tombstone {
	return &tombstone{
		ID: s.objectID(row.EntryID), Type: "Tombstone", FormerType: "Event", Deleted: row.ToldAt.UTC().Truncate(time.Second),
	}
}

// eventObject is an event, published and updated when followers were told so.
func (s *Service) eventObject(e *signedfeed.Entry, told []models.OutboxActivity) *eventObject {
	object := &eventObject{
		ID: s.objectID(e.ID), Type: "Event", Name: e.Event.Name, Summary: html.EscapeString(e.Event.Subtitle), URL: e.URL,
		StartTime: e.StartsAt, EndTime: e.EndsAt, AttributedTo: s.BaseURL + paths.Actor, Status: statuses[e.State],
		To: []string{everybody},
	}
	for i := range told {
		at := told[i].ToldAt.UTC().Truncate(time.Second)
		switch told[i].Kind {
		case models.OutboxCreate:
			object.Published, object.Updated = at, nil
		case models.OutboxUpdate:
			object.Updated = &at
		}
	}
	if e.Event.Description != "" {
		object.Content = "<p>" + strings.ReplaceAll(html.EscapeString(e.Event.Description), "\n", "<br>") + "</p>"
	}
	if e.Event.Location != "" {
		object.Location = &eventPlace{Type: "Place", Name: e.Event.Location}
		if e.Event.Address != nil {
			object.Location.Address = e.Event.Address.Full
		}
	}
	return object
}
