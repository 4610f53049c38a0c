package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"meguri/handlers"
	"meguri/handlers/web"
	"meguri/models"
	"meguri/models/modelstest"
)

// belongings are the ids of what the other organization's event has, by the part of a route's path that its parameter follows.
type belongings map[string]string

// furnish gives the other event one of everything that an address can name.
func (b *building) furnish() belongings {
	b.t.Helper()
	person := modelstest.Registration(b.t, b.db, b.other, "venue")
	kind, session := b.kindAt(b.other, "online"), &models.SessionInput{New: true}
	session.TitleJa, session.Kind, session.StartsAt, session.EndsAt = "講演", models.SessionTalk, b.other.StartsAt, b.other.EndsAt
	session.RoomName, session.TrackName = "会議室", "本線"
	survey, question := &models.Survey{EventID: b.other.ID, TitleJa: "アンケート", State: models.SurveyDraft}, &models.Question{Slug: "q", Kind: models.QuestionShortText, TitleJa: "問い"}
	mail := &models.Mail{Cause: "foreign", Kind: "registration_confirmed", EventID: &b.other.ID, RegistrationID: &person.ID, ToAddress: "a@b.example", Locale: "ja"}
	b.write(func(tx *models.Tx) error {
		for _, err := range []error{tx.Sessions().Save(b.other, session, 0), tx.Surveys().Create(survey), tx.Questions().Add(survey, question), tx.Mails().Queue(mail)} {
			if err != nil {
				return err
			}
		}
		_, err := tx.CheckIns().Insert([]models.CheckIn{{ID: "foreign-scan", EventID: b.other.ID, RegistrationID: &person.ID, Door: "main", Direction: models.DirectionIn, Result: models.CheckInAdmitted, ScannedAt: tx.Now}})
		return err
	})
	q := b.db.Query(b.t.Context())
	members, err := q.Members().AtEvent(b.other)
	tokens, tokenErr := q.Tokens().OfEvent(b.other)
	logins, loginErr := q.Logins().OfAccount(b.stranger)
	rooms, roomErr := q.Rooms().OfEvent(b.other)
	if err != nil || tokenErr != nil || loginErr != nil || roomErr != nil || len(members)*len(tokens)*len(rooms) == 0 {
		b.t.Fatal(err, tokenErr, loginErr, roomErr, logins)
	}
	return belongings{"people": person.ID, "types": kind.ID, "agenda": session.ID, "sessions": session.ID, "surveys": survey.ID, "questions": question.ID, "mails": mail.ID,
		"checkins": "foreign-scan", "members": members[0].ID, "tokens": tokens[0].ID, "rooms": rooms[0].ID, "tracks": *session.TrackID}
}

func (b *building) kindAt(event *models.Event, slug string) *models.TicketType {
	b.t.Helper()
	kind, err := b.db.Query(b.t.Context()).TicketTypes().BySlug(event, slug)
	if err != nil {
		b.t.Fatal(err)
	}
	return kind
}

// foreign is a route's address at the own event with what belongs to the other; ok is false where the route names no such thing.
func (b *building) foreign(path string, theirs belongings) (address string, ok bool) {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		switch {
		case part == ":slug" && parts[i-1] == "organizations":
			parts[i] = b.event.Slug + "-host"
		case part == ":slug":
			parts[i] = b.event.Slug
		case part == ":name":
			parts[i] = "ticket.png"
		case strings.HasPrefix(part, ":"):
			id, known := theirs[parts[i-1]]
			if !known {
				return "", false
			}
			parts[i], ok = id, true
		}
	}
	return strings.Join(parts, "/"), ok
}

// Every route of the table that names a thing by its id is asked for one of another organization, by somebody who may do everything at their own event.
func TestNoRouteReachesWhatBelongsToAnother(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		theirs := b.furnish()
		before := b.state(theirs)
		tried := 0
		for _, route := range handlers.Routes() {
			address, ok := b.foreign(route.Path, theirs)
			if !ok || strings.Contains(route.Path, ":token") || strings.HasPrefix(route.Path, "/api/v1/surveys") { // asked about in TestEveryRouteAdmitsWhomItsTableSays
				continue
			}
			tried++
			for _, who := range [][]string{b.asOwner(), {"Authorization", "Bearer " + b.tokens[models.RoleOwner]}} {
				if who[0] == "Authorization" && route.Access.Kind != web.MayAPI {
					continue
				}
				answer := b.request(route.Method, address, "version=1", append(who, "Content-Type", "application/x-www-form-urlencoded")...)
				if answer.Code != http.StatusNotFound {
					t.Errorf("%s %s: %d %s", route.Method, route.Path, answer.Code, answer.Header().Get("Location"))
				}
			}
		}
		if after := b.state(theirs); tried < 30 || before != after {
			t.Errorf("after %d addresses: %q, was %q", tried, after, before)
		}
	})
}

// state is what a stranger might have changed.
func (b *building) state(theirs belongings) string {
	b.t.Helper()
	q := b.db.Query(b.t.Context())
	person, err := q.Registrations().ByID(b.other, theirs["people"])
	if err != nil {
		b.t.Fatal(err)
	}
	members, _ := q.Members().AtEvent(b.other)
	tokens, _ := q.Tokens().OfEvent(b.other)
	surveys, _ := q.Surveys().OfEvent(b.other)
	sessions, _ := q.Sessions().OfEvent(b.other)
	rooms, _ := q.Rooms().OfEvent(b.other)
	tracks, _ := q.Tracks().OfEvent(b.other)
	kinds, _ := q.TicketTypes().OfEvent(b.other)
	scan, err := q.CheckIns().ByID(b.other, "foreign-scan")
	if err != nil || len(members)*len(tokens)*len(surveys)*len(sessions)*len(rooms)*len(tracks)*len(kinds) == 0 {
		b.t.Fatal(err, "something is gone")
	}
	return strings.Join([]string{string(person.State), person.Full("ja"), person.LinkHash, string(surveys[0].State), sessions[0].TitleJa, rooms[0].NameJa, tracks[0].NameJa, kinds[0].NameJa,
		sessions[0].UpdatedAt.Format(time.RFC3339Nano), map[bool]string{true: "undone", false: "not undone"}[scan.UndoneAt != nil]}, " | ")
}

// What a form's fields name is looked up at the own event too.
func TestNoFieldReachesWhatBelongsToAnother(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		theirs := b.furnish()
		before := b.state(theirs)
		secret, id, _ := b.signUp(b.event, "a@b.example")
		b.wants(b.form("/staff/events/here/reception/undo", url.Values{"id": {"foreign-scan"}}, b.asOwner()...), http.StatusNotFound)
		for name, values := range map[string]url.Values{"rooms": {"id": {theirs["rooms"]}, "name_ja": {"奪われた部屋"}}, "tracks": {"id": {theirs["tracks"]}, "name_ja": {"奪われた流れ"}}} {
			if answer := b.form("/staff/events/here/"+name, values, b.asOwner()...); answer.Code < 400 {
				t.Errorf("%s: %d", name, answer.Code)
			}
		}
		scan := b.request(http.MethodPost, scansPath, `{"scans":[{"id":"1","registration_id":"`+theirs["people"]+`"},{"id":"foreign-scan","registration_id":"`+id+`"}]}`,
			"Content-Type", "application/json", "Authorization", "Bearer "+b.tokens[models.RoleReceptionist])
		b.wants(scan, http.StatusOK, `"result":"unknown"`, `"result":"admitted"`)
		if strings.Contains(scan.Body.String(), theirs["people"]) {
			t.Errorf("the other's person is told: %s", scan.Body)
		}
		b.wants(b.form("/r/"+secret+"/change", url.Values{"ticket_type": {theirs["types"]}}), http.StatusUnprocessableEntity)
		b.wants(b.request(http.MethodGet, "/r/"+secret+"/survey/"+theirs["surveys"], ""), http.StatusNotFound)
		b.wants(b.form("/r/"+secret+"/survey/"+theirs["surveys"], url.Values{"q": {"x"}}), http.StatusNotFound)
		if after := b.state(theirs); before != after {
			t.Errorf("%q, was %q", after, before)
		}
	})
}

// Somebody else's login is not ended by its id.
func TestNobodyEndsAnothersLogin(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		secret := b.login(b.stranger)
		logins, err := b.db.Query(t.Context()).Logins().OfAccount(b.stranger)
		if err != nil || len(logins) == 0 {
			t.Fatal(err)
		}
		for _, login := range logins {
			b.form("/staff/account/logins/"+login.ID+"/end", url.Values{}, b.asOwner()...)
		}
		b.form("/staff/account/logins/end", url.Values{}, b.asOwner()...)
		b.wants(b.request(http.MethodGet, "/staff/account", "", "Cookie", "meguri_login="+secret), http.StatusOK)
	})
}
