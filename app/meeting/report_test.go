package meeting

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
	"meguri/models/text"
)

// held is an event of two hours with some people.
type held struct {
	*models.Event
	people map[string]*models.Registration
}

func hold(t *testing.T, db *models.DB) *held {
	t.Helper()
	h := &held{modelstest.Summit(t, db, "summit"), map[string]*models.Registration{}}
	h.person(
		t,
		db,
		"K7QX-M2RD",
		text.Name{Family: "山田", Given: "花子", FamilyKana: "ヤマダ", GivenKana: "ハナコ"},
		"hanako@attendee.example",
	)
	h.person(
		t,
		db,
		"BBBB-2222",
		text.Name{Family: "佐藤", Given: "健", FamilyKana: "サトウ", GivenKana: "タケシ"},
		"home@attendee.example",
	)
	h.person(
		t,
		db,
		"CCCC-3333",
		text.Name{Family: "佐藤", Given: "翔", FamilyKana: "サトウ", GivenKana: "ショウ"},
		"home@attendee.example",
	)
	h.person(
		t,
		db,
		"DDDD-4444",
		text.Name{Family: "髙﨑", Given: "澪", FamilyKana: "タカサキ", GivenKana: "ミオ"},
		"mio@attendee.example",
	)
	h.person(
		t,
		db,
		"FFFF-5555",
		text.Name{Family: "鈴木", Given: "一郎", FamilyKana: "スズキ", GivenKana: "イチロウ"},
		"a@attendee.example",
	)
	h.person(
		t,
		db,
		"GGGG-6666",
		text.Name{Family: "鈴木", Given: "一郎", FamilyKana: "スズキ", GivenKana: "カズロウ"},
		"b@attendee.example",
	)
	h.person(t, db, "HHHH-7777", text.Name{Family: "Nguyễn", Given: "Văn An"}, "an@attendee.example")
	return h
}

func (h *held) person(t *testing.T, db *models.DB, code string, name text.Name, email string) {
	t.Helper()
	r := modelstest.Registration(t, db, h.Event, "online")
	modelstest.Write(t, db, func(tx *models.Tx) error {
		stored := *r
		stored.Code, stored.Name, stored.Email, stored.EmailKey = code, name, email, email
		h.people[code] = &stored
		return tx.Registrations().Update(&stored)
	})
}

// row is a line of a Zoom report, with minutes from the start of the event.
func (h *held) row(name, email string, from, until int) string {
	at := func(minute int) string {
		return h.Local(h.StartsAt.Add(time.Duration(minute) * time.Minute)).Format("2006/01/02 15:04:05")
	}
	return fmt.Sprintf("%s,%s,%s,%s,0,Yes\n", name, email, at(from), at(until))
}

const zoomHead = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"

func (h *held) upload(t *testing.T, s *Service, rows ...string) (*models.MeetingReport, bool) {
	t.Helper()
	report, known, err := s.Upload(t.Context(), h.Event, "staff", "report.csv",
		strings.NewReader(zoomHead+strings.Join(rows, "")), &UploadInput{TimeZone: h.TimeZone})
	if err != nil {
		t.Fatal(err)
	}
	return report, known
}

func TestPeopleAreFoundByHowTheyAreCalledInAMeeting(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := hold(t, db)
		m, err := newMatcher(db.Query(t.Context()), h.Event)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			name, email, code string
			by                models.FoundBy
		}{
			{"K7QX-M2RD 山田 花子", "", "K7QX-M2RD", models.FoundByCode},
			{"ｋ７ｑｘ－ｍ２ｒｄ", "", "K7QX-M2RD", models.FoundByCode},
			{"K7QX-M2RD 佐藤 健", "", "", models.FoundNot}, // a code and another name
			{"iPhone", "HANAKO@attendee.example", "K7QX-M2RD", models.FoundByEmail},
			{"たけし 佐藤健", "home@attendee.example", "BBBB-2222", models.FoundByEmail},
			{"佐藤", "home@attendee.example", "", models.FoundNot}, // one of two with the address
			{"0123 山田花子", "", "K7QX-M2RD", models.FoundByName},
			{"A-07_山田　花子さん", "", "K7QX-M2RD", models.FoundByName},
			{"川崎市役所 山田 花子（市民課）", "", "K7QX-M2RD", models.FoundByName},
			{"花子 山田", "", "K7QX-M2RD", models.FoundByName},
			{"高崎澪", "", "DDDD-4444", models.FoundByName},
			{"an nguyen van", "", "", models.FoundNot},
			{"Nguyen Van An", "", "HHHH-7777", models.FoundByName},
			{"たかさき みお", "", "DDDD-4444", models.FoundByReading},
			{"Hanako Yamada", "", "K7QX-M2RD", models.FoundByReading},
			{"鈴木一郎", "", "", models.FoundNot}, // there are two
			{"鈴木 かずろう", "", "", models.FoundNot},
			{"すずき かずろう", "", "GGGG-6666", models.FoundByReading},
			{"山田", "", "", models.FoundNot},
			{"", "", "", models.FoundNot},
		} {
			r, by := m.find(&models.MeetingGuest{Name: c.name, Email: c.email})
			code := ""
			if r != nil {
				code = r.Code
			}
			if code != c.code || by != c.by {
				t.Errorf("%q <%s> is %q by %q, not %q by %q", c.name, c.email, code, by, c.code, c.by)
			}
		}
	})
}

func minutesOf(t *testing.T, db *models.DB, r *models.Registration) int {
	t.Helper()
	durations, err := db.Query(t.Context()).Presences().Durations([]string{r.ID})
	if err != nil {
		t.Fatal(err)
	}
	return int(durations[r.ID] / time.Minute)
}

func TestAReportIsTakenOnceAndUndoneAsAWhole(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h, s := hold(t, db), New(db)
		hanako, mio := h.people["K7QX-M2RD"], h.people["DDDD-4444"]
		modelstest.Write(t, db, func(tx *models.Tx) error { // was in the room for ten minutes, too
			return tx.Presences().Beat(hanako, "tab", time.Minute)
		})
		rows := []string{h.row("山田花子", "", 0, 30), h.row("0123 山田花子", "", 20, 40), h.row("澪ちゃん", "", 0, 15)}
		report, _ := h.upload(t, s, rows...)
		page, err := s.Page(t.Context(), h.Event, report.ID, Shown{}, 50)
		if err != nil {
			t.Fatal(err)
		}
		if page.Gain != 40 || page.People != 1 || page.Counts[ShowOpen] != 1 || page.Beside {
			t.Errorf("the dry run says %d minutes for %d, %v", page.Gain, page.People, page.Counts)
		}
		if minutesOf(t, db, hanako) != 0 {
			t.Error("a dry run changes attendance")
		}
		must(t, s.Take(t.Context(), h.Event, report.ID))
		if err := s.Take(t.Context(), h.Event, report.ID); models.CodeOf(err) != models.CodeConflict {
			t.Errorf("taken twice: %v", err)
		}
		guest := page.Guests[0]
		must(t, s.Choose(t.Context(), h.Event, report.ID, &ChoiceInput{Guest: guest.Number, Person: mio.ID}))
		if a, b := minutesOf(t, db, hanako), minutesOf(t, db, mio); a != 40 || b != 15 {
			t.Errorf("%d and %d minutes", a, b)
		}
		if again, known := h.upload(t, s, rows...); !known || again.ID != report.ID {
			t.Error("the same file is read once more")
		}
		later, _ := h.upload(t, s, append(rows, h.row("山田花子", "", 50, 60))...) // the report of a longer meeting
		must(t, s.Take(t.Context(), h.Event, later.ID))
		if got := minutesOf(t, db, hanako); got != 50 {
			t.Errorf("what two reports say is counted as %d minutes", got)
		}
		must(t, s.Undo(t.Context(), h.Event, later.ID))
		must(t, s.Undo(t.Context(), h.Event, report.ID))
		if a, b := minutesOf(t, db, hanako), minutesOf(t, db, mio); a != 0 || b != 0 {
			t.Errorf("%d and %d minutes are left", a, b)
		}
		must(t, s.Discard(t.Context(), h.Event, report.ID))
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhoIsNoAttendeeIsPassedOver(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h, s := hold(t, db), New(db)
		report, _ := h.upload(t, s, h.row("山田花子", "", 0, 30))
		must(t, s.Choose(t.Context(), h.Event, report.ID, &ChoiceInput{Guest: 1, Pass: true}))
		if err := s.Take(t.Context(), h.Event, report.ID); models.CodeOf(err) != models.CodeConflict {
			t.Errorf("a report without anybody is taken: %v", err)
		}
		must(t, s.Choose(t.Context(), h.Event, report.ID, &ChoiceInput{Guest: 1, Person: h.people["BBBB-2222"].ID}))
		must(t, s.Take(t.Context(), h.Event, report.ID))
		if got := minutesOf(t, db, h.people["BBBB-2222"]); got != 30 {
			t.Errorf("%d minutes", got)
		}
		other := modelstest.Summit(t, db, "other")
		stranger := modelstest.Registration(t, db, other, "online")
		in := &ChoiceInput{Guest: 1, Person: stranger.ID}
		if err := s.Choose(t.Context(), h.Event, report.ID, in); models.CodeOf(err) != models.CodeNotFound {
			t.Errorf("somebody of another event is chosen: %v", err)
		}
		if _, err := s.Page(t.Context(), other, report.ID, Shown{}, 50); models.CodeOf(err) != models.CodeNotFound {
			t.Errorf("another event shows the report: %v", err)
		}
		must(t, s.clear(t.Context(), &models.Job{Payload: report.ID}))
		page, err := s.Page(t.Context(), h.Event, report.ID, Shown{}, 50)
		if err != nil || page.Guests[0].Name != "" || !page.Cleared() {
			t.Errorf("the name stays: %v", err)
		}
		if got := minutesOf(t, db, h.people["BBBB-2222"]); got != 30 {
			t.Errorf("%d minutes are left with the names", got)
		}
	})
}
