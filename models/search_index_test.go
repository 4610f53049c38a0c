package models_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"meguri/models"
	"meguri/models/modelstest"
	"meguri/models/text"
)

// insertNamed stores confirmed registrations with the names at the event.
func insertNamed(t testing.TB, db *models.DB, event *models.Event, names ...text.Name) []models.Registration {
	t.Helper()
	ticketType, err := db.Query(t.Context()).TicketTypes().BySlug(event, "online")
	if err != nil {
		t.Fatal(err)
	}
	list := make([]models.Registration, len(names))
	for i, name := range names {
		id := models.NewID()
		list[i] = models.Registration{
			ID: id, EventID: event.ID, TicketTypeID: ticketType.ID, RequestID: id, Code: id[24:], Name: name,
			State: models.RegistrationConfirmed, Email: "x@y.example", EmailKey: id, Sector: models.SectorOther, Locale: "ja",
			LinkNumber: 1, LinkHash: models.HashSecret(id), TicketSerial: 1, Answers: map[string]string{},
		}
	}
	inTx(t.(*testing.T), db, func(tx *models.Tx) error { return tx.Registrations().InsertMany(list) })
	return list
}

func found(t testing.TB, db *models.DB, event *models.Event, query string) []string {
	t.Helper()
	list, err := db.Query(t.Context()).Registrations().List(event, models.RegistrationFilter{Query: query}, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	slices.Sort(ids)
	return ids
}

// The index finds whom a look at every text would find, and nobody of another event.
func TestSearchFindsEveryPartOfEveryText(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event, other := modelstest.Summit(t, db, "summit"), modelstest.Summit(t, db, "other")
		letters := rapid.SampledFrom([]rune("林高橋さとうナコaoéüß'-ﾅ0_%"))
		draw := rapid.StringOfN(letters, 1, 6, -1)
		checks := 0
		var all []models.Registration
		rapid.Check(t, func(r *rapid.T) {
			if checks++; checks > 40 {
				return
			}
			name := text.Name{Family: draw.Draw(r, "family"), Given: draw.Draw(r, "given"), FamilyKana: draw.Draw(r, "kana")}
			all = append(all, insertNamed(t, db, event, name)...)
			insertNamed(t, db, other, name)
			query := draw.Draw(r, "query")
			var want []string
			for _, q := range text.SearchQueries(query) {
				for i := range all {
					if strings.Contains(all[i].SearchText, q) {
						want = append(want, all[i].ID)
					}
				}
			}
			slices.Sort(want)
			got := found(t, db, event, query)
			if len(text.SearchQueries(query)) > 0 && !slices.Equal(got, slices.Compact(want)) {
				r.Fatalf("%q finds %d people, want %d", query, len(got), len(want))
			}
		})
	})
}

func TestSearchFindsTheNewNameOnly(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		r := modelstest.Registration(t, db, event, "online")
		if got := found(t, db, event, "高橋"); len(got) != 1 {
			t.Errorf("%v before", got)
		}
		inTx(t, db, func(tx *models.Tx) error {
			r, err := tx.Registrations().Lock(event, r.ID)
			if err != nil {
				return err
			}
			r.Name = text.Name{Family: "林"}
			return tx.Registrations().Update(r)
		})
		if got := found(t, db, event, "林"); len(got) != 1 {
			t.Errorf("%v by the new name", got)
		}
		if got := found(t, db, event, "高橋"); len(got) != 0 {
			t.Errorf("%v by the old name", got)
		}
	})
}

// A name that thousands have is searched without the index.
func TestSearchFindsThousands(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		db.Rehearse(false)
		event := modelstest.Summit(t, db, "summit")
		names := make([]text.Name, 3100)
		for i := range names {
			names[i] = text.Name{Family: "佐藤", Given: fmt.Sprint("花子", i), FamilyKana: "サトウ"}
		}
		insertNamed(t, db, event, names...)
		if got := found(t, db, event, "さとう"); len(got) != len(names) {
			t.Errorf("%d people, want %d", len(got), len(names))
		}
		if got := found(t, db, event, "花子309"); len(got) != 11 {
			t.Errorf("%d people, want 11", len(got))
		}
	})
}

// Texts of before were folded in another way.
func TestSearchAfterTheMigration(t *testing.T) {
	modelstest.EachRelease055f3f5(t, func(t *testing.T, r *modelstest.Release) {
		if _, err := r.DB.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		event, err := r.DB.Query(t.Context()).Events().BySlug("summit-next")
		if err != nil {
			t.Fatal(err)
		}
		list, err := r.DB.Query(t.Context()).Registrations().List(event, models.RegistrationFilter{}, 500)
		if err != nil || len(list) == 0 {
			t.Fatal(err)
		}
		for i := range list {
			for _, query := range []string{list[i].Family, list[i].Reading(), list[i].Email, list[i].Code} {
				if !slices.Contains(found(t, r.DB, event, query), list[i].ID) {
					t.Fatalf("%q does not find %q", query, list[i].SearchText)
				}
			}
		}
	})
}

// Of a name that many have, pages are read one after another, in the order of the list.
func TestPagesOfAFrequentName(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		db.Rehearse(false)
		event := modelstest.Summit(t, db, "summit")
		names := make([]text.Name, 1100)
		for i := range names {
			names[i] = text.Name{Family: "佐藤", Given: fmt.Sprint("花子", i), FamilyKana: "サトウ"}
			names[i].GivenKana = strings.Repeat("ハ", i%7)
			if i%10 == 0 { // both pairs of the query's letters, but not the query
				names[i].FamilyKana = "サトミトウ"
			}
		}
		insertNamed(t, db, event, names...)
		filter, q := models.RegistrationFilter{Query: "さとう"}, db.Query(t.Context())
		var got []string
		for {
			page, err := q.Registrations().Page(event, filter, 60)
			if err != nil {
				t.Fatal(err)
			}
			if !page.About || page.Total != len(names) {
				t.Errorf("about %d: %v", page.Total, page.About)
			}
			for i := range page.List {
				got = append(got, page.List[i].ID)
			}
			if !page.HasNext {
				break
			}
			last := page.List[len(page.List)-1]
			filter.After, filter.AfterID = last.SortKey, last.ID
		}
		all, err := q.Registrations().List(event, models.RegistrationFilter{}, len(names))
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for i := range all {
			if all[i].FamilyKana == "サトウ" {
				want = append(want, all[i].ID)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d people, want %d in the order of the list", len(got), len(want))
		}
	})
}
