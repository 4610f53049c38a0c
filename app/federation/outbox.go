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
const ActivityType = "application/activity+json; charset=utf-8"

const (
	activityStreams = "https://www.w3.org/ns/activitystreams"
	everybody       = activityStreams + "#Public"
	perOutboxPage   = 50
	mostOutboxPages = signedfeed.MostEntries/perOutboxPage + 1
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
	Prev    string     `json:"prev,omitempty"`
	Items   []activity `json:"orderedItems"`
}

// activity says that an event was published, or changed since.
type activity struct {
	ID        string      `json:"id"`
	Type      string      `json:"type"`
	Actor     string      `json:"actor"`
	Published time.Time   `json:"published"`
	To        []string    `json:"to"`
	Object    eventObject `json:"object"`
}

type eventObject struct {
	ID           string      `json:"id"`
	Type         string      `json:"type"`
	Name         string      `json:"name"`
	Summary      string      `json:"summary,omitempty"`
	Content      string      `json:"content,omitempty"`
	URL          string      `json:"url"`
	StartTime    *time.Time  `json:"startTime,omitempty"`
	EndTime      *time.Time  `json:"endTime,omitempty"`
	Updated      time.Time   `json:"updated"`
	AttributedTo string      `json:"attributedTo"`
	Location     *eventPlace `json:"location,omitempty"`
	Status       string      `json:"ical:status"`
	To           []string    `json:"to"`
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

// Outbox is the list of our events, or a page of it: "" is the list itself. What changed last is first. Everybody may
// call it. Errors: NotFound for a page that there is not.
func (s *Service) Outbox(ctx context.Context, page string) ([]byte, error) {
	events, err := s.ownEvents(ctx)
	if err != nil {
		return nil, err
	}
	address := s.BaseURL + paths.Outbox
	at := func(n int) string { return address + "?page=" + strconv.Itoa(n) }
	pages := (len(events) + perOutboxPage - 1) / perOutboxPage
	if page == "" {
		list := collection{Context: contexts(), ID: address, Type: "OrderedCollection", Total: len(events)}
		if pages > 0 {
			list.First, list.Last = at(1), at(pages)
		}
		return json.Marshal(list)
	}
	number, err := strconv.Atoi(page)
	if err != nil || number < 1 || number > min(pages, mostOutboxPages) {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	shown := collectionPage{
		Context: contexts(), ID: at(number), Type: "OrderedCollectionPage", PartOf: address, Total: len(events),
		Items: []activity{},
	}
	if number > 1 {
		shown.Prev = at(number - 1)
	}
	if number < pages {
		shown.Next = at(number + 1)
	}
	from := (number - 1) * perOutboxPage
	for i := from; i < min(from+perOutboxPage, len(events)); i++ {
		shown.Items = append(shown.Items, s.activity(&events[i]))
	}
	return json.Marshal(shown)
}

// ownEvents are the events of our feed, the latest changed first.
func (s *Service) ownEvents(ctx context.Context) ([]signedfeed.Entry, error) {
	own, err := s.refresh(ctx)
	if err != nil {
		return nil, err
	}
	var feed signedfeed.Feed
	if err := json.Unmarshal([]byte(own.Content), &feed); err != nil {
		return nil, err
	}
	events := slices.DeleteFunc(feed.Entries, func(e signedfeed.Entry) bool { return e.Kind != signedfeed.KindEvent })
	slices.SortStableFunc(events, func(a, b signedfeed.Entry) int {
		return cmp.Or(b.UpdatedAt.Compare(a.UpdatedAt), cmp.Compare(a.ID, b.ID))
	})
	return events, nil
}

func (s *Service) activity(e *signedfeed.Entry) activity {
	to := []string{everybody}
	object := eventObject{
		ID: e.URL, Type: "Event", Name: e.Event.Name, Summary: e.Event.Subtitle, URL: e.URL, StartTime: e.StartsAt,
		EndTime: e.EndsAt, Updated: e.UpdatedAt, AttributedTo: s.BaseURL + paths.Actor, Status: statuses[e.State], To: to,
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
	// Each change of an event is an activity of its own, so that readers notice it.
	id := e.URL + "#" + strconv.FormatInt(e.UpdatedAt.Unix(), 10)
	return activity{id, "Create", s.BaseURL + paths.Actor, e.UpdatedAt, to, object}
}
