package models_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
	"meguri/models/text"
)

// insertMixed stores people of every state and ticket type, of whom many have the same name, or registered at the same
// moment, and some came.
func insertMixed(t *testing.T, db *models.DB, event *models.Event, count int) {
	t.Helper()
	types, err := db.Query(t.Context()).TicketTypes().OfEvent(event)
	if err != nil {
		t.Fatal(err)
	}
	list, came, online := make([]models.Registration, count), []models.Passage{}, []string{}
	for i := range list {
		id := models.NewID()
		list[i] = models.Registration{
			ID: id, EventID: event.ID, TicketTypeID: types[i%len(types)].ID, RequestID: id, Code: id[24:],
			State: models.RegistrationStates[i*7%11%len(models.RegistrationStates)],
			Name:  text.Name{Family: "佐藤", FamilyKana: []string{"サトウ", "アオキ", "ワダ", ""}[i*5%7%4], Given: fmt.Sprint("花子", i%9)},
			Email: "x@y.example", EmailKey: id, Sector: models.SectorOther, Locale: "ja", LinkNumber: 1,
			LinkHash: models.HashSecret(id), TicketSerial: 1, Answers: map[string]string{},
			CreatedAt: event.StartsAt.Add(-time.Duration(i*13%17) * time.Hour).UTC(),
		}
		if i%3 == 0 {
			list[i].Accessibility, list[i].Organization = "車いす", []string{"川崎市", "市民団体", ""}[i*3%7%3]
		}
		if i%5 == 0 {
			online = append(online, fmt.Sprintf("('%s', '%s', %d, '2027-01-02 03:04:05')", id, event.ID, i*7%11))
		}
		if i%4 == 0 {
			at := event.StartsAt.Add(time.Duration(i*29%101) * time.Second)
			came = append(came, models.Passage{
				RegistrationID: id, EventID: event.ID, TicketTypeID: list[i].TicketTypeID, CheckInID: models.NewID(), At: at,
			})
		}
	}
	modelstest.Write(t, db, func(tx *models.Tx) error {
		if err := tx.Registrations().InsertMany(list); err != nil {
			return err
		}
		_, err := tx.Admissions().Record(event, came)
		return err
	})
	pool := modelstest.Pool(t, db)
	for _, values := range online {
		const insert = "INSERT INTO online_times (registration_id, event_id, minutes, seen_at) VALUES "
		if _, err := pool.Exec(insert + values); err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever the list is sorted and filtered by, its pages have everybody once, in the order of the file.
func TestPagesOfASortedListHaveEverybodyOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event, other := modelstest.Summit(t, db, "summit"), modelstest.Summit(t, db, "other")
		insertMixed(t, db, event, 101)
		insertMixed(t, db, other, 10)
		venue, err := db.Query(t.Context()).TicketTypes().BySlug(event, "venue")
		if err != nil {
			t.Fatal(err)
		}
		for name, filter := range map[string]models.RegistrationFilter{
			"everybody":     {},
			"a state":       {State: models.RegistrationWaitlisted},
			"a ticket type": {TicketTypeID: venue.ID, State: models.RegistrationConfirmed},
			"a mode":        {Mode: models.ModeOnline},
			"who came":      {Attended: models.AttendedVenue},
			"who did not":   {Attended: models.AttendedNot},
			"needs":         {NeedsOnly: true},
			"a search":      {Query: "さとう"},
			"a part of it":  {Query: "花子3", State: models.RegistrationConfirmed},
			"nobody":        {Query: "zzz"},
		} {
			for _, by := range models.Sorts {
				for _, desc := range []bool{false, true} {
					filter.Sort = models.RegistrationSort{By: by, Desc: desc}
					t.Run(fmt.Sprintf("%s by %s, descending %v", name, by, desc), func(t *testing.T) {
						expectWalk(t, db, event, filter)
					})
				}
			}
		}
	})
}

func expectWalk(t *testing.T, db *models.DB, event *models.Event, filter models.RegistrationFilter) {
	t.Helper()
	const limit = 7
	q := db.Query(t.Context())
	var want, got []string
	for r, err := range q.Registrations().Each(event, filter) {
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, r.ID)
	}
	for hasNext := true; hasNext; {
		page, err := q.Registrations().Sorted(event, filter, len(got), limit)
		if err != nil {
			t.Fatal(err)
		}
		if page.Total != len(want) {
			t.Errorf("%d people in all, want %d", page.Total, len(want))
		}
		for i := range page.List {
			got = append(got, page.List[i].ID)
		}
		hasNext = page.HasNext && len(got) < 2*len(want)
	}
	// Who came at the same second, or was online as long, may be in any order.
	if filter.Sort.By == models.SortArrival || filter.Sort.By == models.SortOnline {
		slices.Sort(want)
		slices.Sort(got)
	}
	if !slices.Equal(want, got) {
		t.Errorf("%d people in another order than the %d of the file", len(got), len(want))
	}
}

func TestWhoComesBeforeARowOfTheSyllabary(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		insertNamed(t, db, event, text.Name{FamilyKana: "アオキ"}, text.Name{FamilyKana: "サトウ"}, text.Name{FamilyKana: "ワダ"})
		for _, c := range []struct {
			row  string
			desc bool
			want int
		}{{"さ", false, 1}, {"わ", false, 2}, {"さ", true, 2}, {"A", false, 3}} {
			filter := models.RegistrationFilter{Sort: models.RegistrationSort{Desc: c.desc}}
			n, err := db.Query(t.Context()).Registrations().CountBefore(event, filter, text.RowStart(c.row))
			if err != nil || n != c.want {
				t.Errorf("%+v: %d (%v)", c, n, err)
			}
		}
	})
}

// Of a name that many have, candidates are put in order before their texts are read.
func TestSortedPagesOfAFrequentName(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		db.Rehearse(false)
		event := modelstest.Summit(t, db, "summit")
		names := make([]text.Name, 1100)
		for i := range names {
			names[i] = text.Name{Family: "佐藤", Given: fmt.Sprint("花子", i), FamilyKana: "サトウ"}
			if i%10 == 0 { // both pairs of the query's letters, but not the query
				names[i].FamilyKana = "サトミトウ"
			}
		}
		insertNamed(t, db, event, names...)
		for _, by := range models.Sorts {
			filter := models.RegistrationFilter{Query: "さとう", Sort: models.RegistrationSort{By: by, Desc: true}}
			seen, q := map[string]bool{}, db.Query(t.Context())
			for offset, hasNext := 0, true; hasNext; offset += 300 {
				page, err := q.Registrations().Sorted(event, filter, offset, 300)
				if err != nil {
					t.Fatal(err)
				}
				for i := range page.List {
					seen[page.List[i].ID] = true
				}
				hasNext = page.HasNext && offset < len(names)
			}
			if want := len(names) * 9 / 10; len(seen) != want {
				t.Errorf("by %s: %d people, want %d", by, len(seen), want)
			}
		}
	})
}
