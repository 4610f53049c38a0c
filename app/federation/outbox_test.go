package federation_test

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"meguri/app/federation"
	"meguri/app/program"
	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// told is an activity as a follower reads it.
type toldActivity struct {
	ID, Type, Actor, Published string
	To                         []string
	Object                     any
}

// object is the object that stands in it, nil where only its id does.
func (a *toldActivity) object() map[string]any {
	found, _ := a.Object.(map[string]any)
	return found
}

// objectID is the id of the object, whether that stands in it or not.
func (a *toldActivity) objectID() string {
	if id, ok := a.Object.(string); ok {
		return id
	}
	id, _ := a.object()["id"].(string)
	return id
}

// readOutbox reads the outbox as a follower would: from the first page on, as long as there is a next one.
func readOutbox(p *apptest.Program) (all []toldActivity) {
	t := p.T
	t.Helper()
	path := func(address string) string {
		rest, ok := strings.CutPrefix(address, apptest.BaseURL)
		if !ok {
			t.Fatalf("%q is elsewhere", address)
		}
		return rest
	}
	answer := p.Request(http.MethodGet, paths.Outbox, "", "Accept", "application/activity+json")
	p.Wants(answer, http.StatusOK)
	apptest.Equal(t, "its type", answer.Header().Get("Content-Type"), federation.ActivityType)
	var list struct {
		Context                   []any `json:"@context"`
		ID, Type, First, Last, Of string
		TotalItems                int
	}
	read(t, answer.Body.Bytes(), &list)
	if list.Type != "OrderedCollection" || list.ID != apptest.BaseURL+paths.Outbox || len(list.Context) == 0 ||
		list.Context[0] != any("https://www.w3.org/ns/activitystreams") {
		t.Fatalf("%+v", list)
	}
	last := ""
	for next := list.First; next != ""; {
		var page struct {
			ID, Type, PartOf, Next string
			TotalItems             int
			OrderedItems           []toldActivity
		}
		read(t, p.Request(http.MethodGet, path(next), "").Body.Bytes(), &page)
		if page.Type != "OrderedCollectionPage" || page.PartOf != list.ID || page.ID != next ||
			page.TotalItems != list.TotalItems || len(page.OrderedItems) == 0 {
			t.Fatalf("%+v", page)
		}
		all, last, next = append(all, page.OrderedItems...), next, page.Next
	}
	if len(all) != list.TotalItems {
		t.Errorf("%d activities instead of %d", len(all), list.TotalItems)
	}
	if len(all)%50 == 0 && last != list.Last {
		t.Errorf("the last page is %s instead of %s", last, list.Last)
	}
	seen := map[string]bool{}
	for i := range all {
		a := &all[i]
		published, err := time.Parse(time.RFC3339, a.Published)
		if err != nil || seen[a.ID] || a.Actor != apptest.BaseURL+paths.Actor || len(a.To) != 1 {
			t.Errorf("%+v", a)
		}
		seen[a.ID] = true
		if i > 0 && all[i-1].Published < published.Format(time.RFC3339) {
			t.Errorf("%s is older than the one before", a.ID)
		}
		var alone toldActivity
		read(t, p.Request(http.MethodGet, path(a.ID), "").Body.Bytes(), &alone)
		apptest.Equal(t, "the activity alone", alone.Type+alone.ID+alone.Published, a.Type+a.ID+a.Published)
	}
	return all
}

func idsOf(all []toldActivity) (ids []string) {
	for i := range all {
		ids = append(ids, all[i].ID)
	}
	return ids
}

// of are the kinds of activities of an event, the oldest first, with the last one.
func of(p *apptest.Program, all []toldActivity, e *models.Event) (kinds string, last *toldActivity) {
	for i := range all {
		if all[i].objectID() == apptest.BaseURL+paths.OfActivityObject(e.ID) {
			kinds = strings.TrimSpace(all[i].Type + " " + kinds)
			if last == nil {
				last = &all[i]
			}
		}
	}
	if last == nil {
		p.T.Fatalf("nothing is told of %s", e.Slug)
	}
	return kinds, last
}

// An event is created once, each change of it is an update of its own, and it is deleted when it is withdrawn: whoever
// reads again finds what was there under the same ids, and nothing of what was taken back.
func TestTheOutboxTellsWhatBecameOfEvents(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SetClock(p.DB.Now())
		change := func(title string) {
			p.Write(func(tx *models.Tx) error {
				e, err := tx.Events().ByID(p.Event.ID)
				if err != nil {
					return err
				}
				e.TitleJa = title
				return tx.Events().Update(e, e.Version)
			})
			p.Advance(time.Minute)
		}
		first := readOutbox(p)
		again := readOutbox(p)
		apptest.Equal(t, "read twice", strings.Join(idsOf(again), " "), strings.Join(idsOf(first), " "))
		kinds, one := of(p, first, p.Event)
		apptest.Equal(t, "a new event", kinds, "Create")
		object := one.object()
		for name, want := range map[string]any{
			"type": "Event", "url": apptest.BaseURL + string(paths.OfEvent(p.Event.Slug)), "ical:status": "CONFIRMED",
			"attributedTo": apptest.BaseURL + paths.Actor, "published": one.Published, "updated": nil,
		} {
			apptest.Equal(t, name, object[name], want)
		}

		change("ひみつの名前の集い")
		second := readOutbox(p)
		change("ふつうの名前の集い")
		p.Advance(time.Hour)
		third := readOutbox(p)
		kinds, last := of(p, third, p.Event)
		apptest.Equal(t, "a changed event", kinds, "Create Update Update")
		apptest.Equal(t, "its name", last.object()["name"], any("ふつうの名前の集い"))
		apptest.Equal(t, "when it was updated", last.object()["updated"], any(last.Published))
		apptest.Equal(t, "when it was published", last.object()["published"], any(one.Published))
		for _, id := range append(idsOf(first), idsOf(second)...) {
			if !slices.Contains(idsOf(third), id) {
				t.Errorf("%s is gone", id)
			}
		}
		for i := range third {
			if name := fmt.Sprint(third[i].object()["name"]); strings.Contains(name, "ひみつ") {
				t.Errorf("%s still says %s", third[i].ID, name)
			}
		}

		p.Write(func(tx *models.Tx) error {
			err := tx.Events().SetState(p.Other, models.EventCancelled, map[string]any{}, models.EventPublished)
			return cmp.Or(err, tx.Events().SetState(p.Event, models.EventDraft, map[string]any{}, models.EventPublished))
		})
		p.Advance(time.Minute)
		fourth := readOutbox(p)
		kinds, last = of(p, fourth, p.Other)
		apptest.Equal(t, "a cancelled event", kinds+fmt.Sprint(last.object()["ical:status"]), "Create UpdateCANCELLED")
		kinds, last = of(p, fourth, p.Event)
		apptest.Equal(t, "a withdrawn event", kinds, "Create Update Update Delete")
		apptest.Equal(t, "what is left", last.object()["type"], any("Tombstone"))
		apptest.Equal(t, "what it was", last.object()["formerType"], any("Event"))
		apptest.Equal(t, "when it went", last.object()["deleted"], any(last.Published))
		gone := p.Request(http.MethodGet, paths.OfActivityObject(p.Event.ID), "")
		p.Wants(gone, http.StatusGone, "Tombstone")
		all := p.Request(http.MethodGet, strings.TrimPrefix(apptest.BaseURL+paths.Outbox, apptest.BaseURL), "").Body.String()
		for i := range fourth {
			all += fmt.Sprint(fourth[i])
		}
		if strings.Contains(all, "ふつうの名前") {
			t.Error("the outbox still says what was withdrawn")
		}
		apptest.Equal(t, "read twice", strings.Join(idsOf(readOutbox(p)), " "), strings.Join(idsOf(fourth), " "))

		p.Write(func(tx *models.Tx) error {
			return tx.Events().SetState(p.Event, models.EventPublished, map[string]any{}, models.EventDraft)
		})
		p.Advance(time.Minute)
		kinds, _ = of(p, readOutbox(p), p.Event)
		apptest.Equal(t, "an event that is back", kinds, "Create Update Update Delete Create")
		p.Wants(p.Request(http.MethodGet, paths.OfActivityObject(p.Event.ID), ""), http.StatusOK, "ふつうの名前の集い")
		p.Advance(400 * 24 * time.Hour)
		apptest.Equal(t, "when all is over", len(readOutbox(p)), 0)
	})
}

// A page stays what it is while new activities come, and what is sent to us is not taken.
func TestTheOutboxIsReadPageByPage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := apptest.New(t, db)
		p.Start(func(*program.Config) {})
		for i := range 60 {
			modelstest.Summit(t, db, fmt.Sprintf("page-%d", i))
		}
		p.SetClock(db.Now())
		p.Advance(time.Minute)
		before := readOutbox(p)
		if len(before) < 60 {
			t.Fatalf("%d activities", len(before))
		}
		modelstest.Summit(t, db, "later")
		p.Advance(time.Minute)
		after := readOutbox(p)
		apptest.Equal(t, "what was there", strings.Join(idsOf(after[1:]), " "), strings.Join(idsOf(before), " "))
		for _, none := range []string{
			"?page=0", "?page=-1", "?page=x", "?page=99999999999999999999", "/1", "/x", "/events/x",
		} {
			p.Wants(p.Request(http.MethodGet, paths.Outbox+none, ""), http.StatusNotFound)
		}
		who := p.Request(http.MethodGet, paths.Actor, "")
		p.Wants(who, http.StatusOK, paths.Outbox)
		if strings.Contains(who.Body.String(), "inbox") {
			t.Error("the actor has an inbox")
		}
		for _, path := range []string{paths.Outbox, paths.Actor, "/inbox"} {
			if sent := p.Request(http.MethodPost, path, `{}`); sent.Code < http.StatusBadRequest {
				t.Errorf("%s takes something: %d", path, sent.Code)
			}
		}
	})
}
