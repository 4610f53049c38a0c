package api_test

import (
	"testing"
	"time"

	"meguri/app/publicity"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// A family signs up for sessions as it registers: each for their own, and for no two at the same time where the event
// refuses that.
func TestAPISignsUpForSessions(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := apptest.New(t, db)
		add := func(title string, minutes int) string {
			starts := p.Event.StartsAt.Add(time.Duration(minutes) * time.Minute)
			return modelstest.Session(t, db, p.Event, models.Session{
				TitleJa: title, StartsAt: starts, EndsAt: starts.Add(time.Hour), Room: &models.Room{NameJa: title},
			}).ID
		}
		first, same := add("一", 0), add("二", 30)
		err := db.InTx(t.Context(), func(tx *models.Tx) error {
			for _, id := range []string{first, same} {
				p := &models.SessionPlaces{SessionID: id, EventID: p.Event.ID, Capacity: 1}
				if err := tx.SessionPlaces().Save(p); err != nil {
					return err
				}
			}
			return tx.SessionPlaces().SaveRules(&models.SessionPlaceRules{EventID: p.Event.ID, RefusesClashes: true})
		})
		if err != nil {
			t.Fatal(err)
		}
		public := p.API("")
		const path = "/api/v1/events/here/sessions"
		list := public.Expect(200, "", "GET", path, nil)
		apptest.Equal[any](t, "whether clashes are refused", list["refuses_clashes"], true)
		told := list["items"].([]any)[0].(map[string]any)
		clash := told["clashes"].([]any)[0].(map[string]any)
		apptest.Equal(t, "the clash", []any{clash["id"], clash["kind"]}, []any{any(same), any("same_time")})

		family := func(address string, own, child []string) map[string]any {
			return apptest.RegistrationBody(address, "ticket_type", "online", "sessions", own, "companions", []any{
				map[string]any{"family_name": "佐藤", "given_name": "めい", "sessions": child},
			})
		}
		both := []string{first, same}
		wrong := public.Expect(422, "invalid", "POST", apptest.RegistrationsPath, family("a@mail.example", []string{}, both))
		if wrong["fields"].(map[string]any)["companions.0.sessions"] == nil {
			t.Errorf("the fault is at %v", wrong["fields"])
		}
		none := []string{models.NewID()}
		public.Expect(422, "invalid", "POST", apptest.RegistrationsPath, family("a@mail.example", none, []string{}))
		public.Expect(201, "", "POST", apptest.RegistrationsPath, family("a@mail.example", []string{first}, []string{same}))
		public.Expect(201, "", "POST", apptest.RegistrationsPath, family("b@mail.example", []string{}, []string{first}))
		for id, want := range map[string][2]int{first: {1, 1}, same: {1, 0}} {
			places, err := db.Query(t.Context()).SessionPlaces().Of(p.Event, id)
			if err != nil || [2]int{places.Taken, places.Waiting} != want {
				t.Errorf("%+v, %v; not %v", places, err, want)
			}
		}
		list = public.Expect(200, "", "GET", path, nil)
		told = list["items"].([]any)[0].(map[string]any)
		apptest.Equal(t, "what is left", []any{told["places"], told["waiting"]}, []any{any("full"), any(1.0)})
	})
}

// The API and open data say which places wait for a draw, and nobody signs up for them.
func TestAPIAndOpenDataSayWhatIsByLot(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := apptest.New(t, db)
		byLot := modelstest.Session(t, db, p.Event, models.Session{
			TitleJa: "抽選の回", StartsAt: p.Event.StartsAt, EndsAt: p.Event.StartsAt.Add(time.Hour),
		}).ID
		modelstest.Write(t, db, func(tx *models.Tx) error {
			err := tx.SessionPlaces().Save(&models.SessionPlaces{SessionID: byLot, EventID: p.Event.ID, Capacity: 1})
			if err != nil {
				return err
			}
			return tx.Lotteries().SetSessions(p.Event, []string{byLot})
		})
		public := p.API("")
		list := public.Expect(200, "", "GET", "/api/v1/events/here/sessions", nil)
		told := list["items"].([]any)[0].(map[string]any)
		apptest.Equal(t, "the session", []any{told["places"], told["open"]}, []any{any("lottery"), any(false)})
		body := apptest.RegistrationBody("lot@mail.example", "ticket_type", "online", "sessions", []string{byLot})
		wrong := public.Expect(422, "invalid", "POST", apptest.RegistrationsPath, body)
		if wrong["fields"].(map[string]any)["sessions"] == nil {
			t.Errorf("the fault is at %v", wrong["fields"])
		}
		published := publicity.New(db, publicity.Options{BaseURL: "https://here.example"})
		events, err := published.Published(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for i := range events {
			if events[i].SessionsByLot != (events[i].ID == p.Event.ID) || events[i].ByLot {
				t.Errorf("%s: by lot %v, sessions %v", events[i].Slug, events[i].ByLot, events[i].SessionsByLot)
			}
		}
	})
}
