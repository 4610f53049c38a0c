package stage

import (
	"testing"
	"time"

	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestAnAttendanceWordIsGivenInTime(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		now := time.Date(2027, 11, 28, 4, 0, 0, 0, time.UTC)
		db.SetClock(func() time.Time { return now })
		event := modelstest.Summit(t, db, "summit-"+models.NewID())
		r := modelstest.Registration(t, db, event, "online")
		s := New(db, link.New([]byte("a key")))
		give := func(what, typed string, want models.Code) {
			t.Helper()
			if got := models.CodeOf(s.GiveWord(t.Context(), event, r, typed)); got != want {
				t.Errorf("%s: %q, want %q", what, got, want)
			}
		}
		give("before there is one", "めぐり", models.CodeConflict)
		for _, bad := range []WordInput{{}, {Word: "めぐり", Minutes: "7"}, {Word: "めぐり", Minutes: "x"}} {
			if got := models.CodeOf(s.SetWord(t.Context(), event, &bad)); got != models.CodeInvalid {
				t.Errorf("%+v: %q", bad, got)
			}
		}
		if err := s.SetWord(t.Context(), event, &WordInput{Word: "めぐりTea", Minutes: "5"}); err != nil {
			t.Fatal(err)
		}
		give("another word", "まわり", models.CodeInvalid)
		give("nothing", "", models.CodeInvalid)
		give("in other kana, width and case", " メグリｔｅａ ", "")
		give("twice", "めぐりtea", "")
		if open, err := s.OpenWord(t.Context(), event, r); err != nil || open == nil || !open.Given {
			t.Errorf("the word is not taken for given: %+v, %v", open, err)
		}

		now = now.Add(2 * time.Minute)
		if err := s.SetWord(t.Context(), event, &WordInput{Word: "輪"}); err != nil {
			t.Fatal(err)
		}
		give("the word before", "めぐりtea", models.CodeInvalid)
		now = now.Add(10 * time.Minute)
		give("too late", "輪", models.CodeConflict)

		words, err := db.Query(t.Context()).AttendanceWords().OfEvent(event)
		if err != nil || len(words) != 2 || words[0].Given != 1 || words[1].Given != 0 {
			t.Errorf("given: %+v, %v", words, err)
		}
	})
}
