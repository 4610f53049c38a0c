package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/handlers"
	"meguri/models"
	"meguri/models/modelstest"
)

// belongings are the ids of what the other organization's event has, by the part of a route's path that its parameter
// follows.
type belongings map[string]string

// furnish gives the other event one of everything that an address can name.
func furnish(p *apptest.Program) belongings {
	p.T.Helper()
	person := modelstest.Registration(p.T, p.DB, p.Other, "venue")
	kind := p.TicketType(p.Other, "online")
	session := modelstest.Session(p.T, p.DB, p.Other, models.Session{
		TitleJa: "講演", StartsAt: p.Other.StartsAt, EndsAt: p.Other.EndsAt,
		Room: &models.Room{NameJa: "会議室"}, Track: &models.Track{NameJa: "本線"},
	})
	survey, question := &models.Survey{
		EventID: p.Other.ID,
		TitleJa: "アンケート",
		State:   models.SurveyDraft,
	}, &models.Question{
		Slug:    "q",
		Kind:    models.QuestionShortText,
		TitleJa: "問い",
	}
	mail := &models.Mail{
		Cause:          "foreign",
		Kind:           "registration_confirmed",
		EventID:        &p.Other.ID,
		RegistrationID: &person.ID,
		ToAddress:      "a@b.example",
		Locale:         "ja",
	}
	list := &models.Import{ID: models.NewID(), EventID: p.Other.ID, State: models.ImportChecked, Settings: "{}"}
	p.Write(func(tx *models.Tx) error {
		for _, err := range []error{
			tx.Surveys().Create(survey), tx.Questions().Add(survey, question), tx.Mails().Queue(mail),
			tx.Imports().Add(list),
		} {
			if err != nil {
				return err
			}
		}
		_, err := tx.CheckIns().
			Insert([]models.CheckIn{
				{
					ID:             "foreign-scan",
					EventID:        p.Other.ID,
					RegistrationID: &person.ID,
					Door:           "main",
					Direction:      models.DirectionIn,
					Result:         models.CheckInAdmitted,
					ScannedAt:      tx.Now,
				},
			})
		return err
	})
	q := p.DB.Query(p.T.Context())
	members, err := q.Members().AtEvent(p.Other)
	tokens, tokenErr := q.APITokens().OfEvent(p.Other)
	logins, loginErr := q.Logins().OfAccount(p.OtherOwner)
	rooms, roomErr := q.Rooms().OfEvent(p.Other)
	if err != nil || tokenErr != nil || loginErr != nil || roomErr != nil || len(members)*len(tokens)*len(rooms) == 0 {
		p.T.Fatal(err, tokenErr, loginErr, roomErr, logins)
	}
	return belongings{
		"people":    person.ID,
		"import":    list.ID,
		"types":     kind.ID,
		"agenda":    session.ID,
		"sessions":  session.ID,
		"surveys":   survey.ID,
		"questions": question.ID,
		"mails":     mail.ID,
		"checkins":  "foreign-scan",
		"members":   members[0].ID,
		"tokens":    tokens[0].ID,
		"rooms":     rooms[0].ID,
		"tracks":    *session.TrackID,
	}
}

// foreign is a route's address at the own event with what belongs to the other; ok is false where the route names no
// such thing.
func foreign(p *apptest.Program, path string, theirs belongings) (address string, ok bool) {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		switch {
		case part == ":slug" && parts[i-1] == "organizations":
			parts[i] = p.Event.Slug + "-host"
		case part == ":slug":
			parts[i] = p.Event.Slug
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

// Every route of the table that names a thing by its id is asked for one of another organization, by somebody who may
// do everything at their own event.
func TestNoRouteReachesWhatBelongsToAnother(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		theirs := furnish(p)
		before := state(p, theirs)
		tried := 0
		for _, route := range handlers.Routes() {
			address, ok := foreign(p, route.Path, theirs)
			if !ok || strings.Contains(route.Path, ":token") ||
				strings.HasPrefix(route.Path, "/api/v1/surveys") { // asked about in TestEveryRouteAdmitsWhomItsTableSays
				continue
			}
			tried++
			for _, who := range [][]string{p.AsOwner(), {"Authorization", "Bearer " + p.Tokens[models.RoleOwner]}} {
				if who[0] == "Authorization" && !isAPI(route) {
					continue
				}
				answer := p.Request(
					route.Method,
					address,
					"version=1",
					append(who, "Content-Type", "application/x-www-form-urlencoded")...)
				if answer.Code != http.StatusNotFound {
					t.Errorf("%s %s: %d %s", route.Method, route.Path, answer.Code, answer.Header().Get("Location"))
				}
			}
		}
		apptest.Equal(t, "what the other has", state(p, theirs), before)
		if tried < 30 {
			t.Errorf("only %d addresses were tried", tried)
		}
	})
}

// state is what a stranger might have changed.
func state(p *apptest.Program, theirs belongings) string {
	p.T.Helper()
	q := p.DB.Query(p.T.Context())
	person, err := q.Registrations().ByID(p.Other, theirs["people"])
	if err != nil {
		p.T.Fatal(err)
	}
	members, _ := q.Members().AtEvent(p.Other)
	tokens, _ := q.APITokens().OfEvent(p.Other)
	surveys, _ := q.Surveys().OfEvent(p.Other)
	sessions, _ := q.Sessions().OfEvent(p.Other)
	rooms, _ := q.Rooms().OfEvent(p.Other)
	tracks, _ := q.Tracks().OfEvent(p.Other)
	kinds, _ := q.TicketTypes().OfEvent(p.Other)
	scan, err := q.CheckIns().ByID(p.Other, "foreign-scan")
	if err != nil || len(members)*len(tokens)*len(surveys)*len(sessions)*len(rooms)*len(tracks)*len(kinds) == 0 {
		p.T.Fatal(err, "something is gone")
	}
	return strings.Join(
		[]string{
			string(person.State),
			person.Full("ja"),
			person.LinkHash,
			string(surveys[0].State),
			sessions[0].TitleJa,
			rooms[0].NameJa,
			tracks[0].NameJa,
			kinds[0].NameJa,
			sessions[0].UpdatedAt.Format(
				time.RFC3339Nano,
			),
			map[bool]string{true: "undone", false: "not undone"}[scan.UndoneAt != nil],
		},
		" | ",
	)
}

// What a form's fields name is looked up at the own event too.
func TestNoFieldReachesWhatBelongsToAnother(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		theirs := furnish(p)
		before := state(p, theirs)
		secret, id, _ := p.SignUp(p.Event, "a@b.example")
		p.Wants(
			p.Form("/staff/events/here/reception/undo", url.Values{"id": {"foreign-scan"}}, p.AsOwner()...),
			http.StatusNotFound,
		)
		for name, values := range map[string]url.Values{
			"rooms":  {"id": {theirs["rooms"]}, "name_ja": {"奪われた部屋"}},
			"tracks": {"id": {theirs["tracks"]}, "name_ja": {"奪われた流れ"}},
		} {
			if answer := p.Form("/staff/events/here/"+name, values, p.AsOwner()...); answer.Code < 400 {
				t.Errorf("%s: %d", name, answer.Code)
			}
		}
		scan := p.Request(
			http.MethodPost, apptest.CheckInsPath,
			`{"scans":[{"id":"1","registration_id":"`+theirs["people"]+`"},{"id":"foreign-scan","registration_id":"`+id+`"}]}`,
			"Content-Type", "application/json", "Authorization", "Bearer "+p.Tokens[models.RoleReceptionist],
		)
		p.Wants(scan, http.StatusOK, `"result":"unknown"`, `"result":"admitted"`)
		if strings.Contains(scan.Body.String(), theirs["people"]) {
			t.Errorf("the other's person is told: %s", scan.Body)
		}
		p.Wants(p.Form("/r/"+secret+"/change", url.Values{"ticket_type": {theirs["types"]}}), http.StatusUnprocessableEntity)
		p.Wants(p.Request(http.MethodGet, "/r/"+secret+"/survey/"+theirs["surveys"], ""), http.StatusNotFound)
		p.Wants(p.Form("/r/"+secret+"/survey/"+theirs["surveys"], url.Values{"q": {"x"}}), http.StatusNotFound)
		apptest.Equal(t, "what the other has", state(p, theirs), before)
	})
}

// Somebody else's login is not ended by its id.
func TestNobodyEndsAnothersLogin(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		secret := p.Login(p.OtherOwner)
		logins, err := p.DB.Query(t.Context()).Logins().OfAccount(p.OtherOwner)
		if err != nil || len(logins) == 0 {
			t.Fatal(err)
		}
		for _, login := range logins {
			p.Form("/staff/account/logins/"+login.ID+"/end", url.Values{}, p.AsOwner()...)
		}
		p.Form("/staff/account/logins/end", url.Values{}, p.AsOwner()...)
		p.Wants(p.Request(http.MethodGet, "/staff/account", "", "Cookie", apptest.LoginCookie+"="+secret), http.StatusOK)
	})
}
