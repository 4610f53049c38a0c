package command_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meguri/app/lottery"
	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// recordOfSessions is the published record of a lottery of sessions in which a family applied: drawn, and before.
func recordOfSessions(t *testing.T, db *models.DB) (drawn, closed []byte) {
	t.Helper()
	start := time.Now()
	t.Cleanup(func() { db.SetClock(time.Now) })
	e := modelstest.Summit(t, db, "summit")
	local := func(hours int) string {
		return e.Local(start.Add(time.Duration(hours) * time.Hour)).Format(check.LocalLayout)
	}
	in := &lottery.Input{Of: "sessions", Limit: "2", OpensAt: local(-1), ClosesAt: local(24), DrawsAt: local(48)}
	for _, hours := range []int{0, 0, 2} { // two at the same time
		from := e.StartsAt.Add(time.Duration(hours) * time.Hour)
		s := modelstest.Session(t, db, e, models.Session{TitleEn: "Session", StartsAt: from, EndsAt: from.Add(time.Hour)})
		modelstest.Write(t, db, func(tx *models.Tx) error {
			return tx.SessionPlaces().Save(&models.SessionPlaces{SessionID: s.ID, EventID: e.ID, Capacity: 2})
		})
		in.Sessions = append(in.Sessions, s.ID)
	}
	lots := lottery.New(db, link.New([]byte("a key of the test's")), lottery.Options{})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(lots.Save(t.Context(), e, in))
	must(lots.Publish(t.Context(), e))
	lead := modelstest.Registration(t, db, e, "online")
	child := modelstest.Registration(t, db, e, "online")
	modelstest.Write(t, db, func(tx *models.Tx) error {
		now, err := tx.Registrations().Lock(e, child.ID)
		if err != nil {
			return err
		}
		now.RepresentativeID = &lead.ID
		return tx.Registrations().Update(now)
	})
	must(lots.Wish(t.Context(), e, lead, &lottery.WishInput{Wishes: in.Sessions, With: []string{child.ID}}))
	for range 3 {
		must(lots.Wish(t.Context(), e, modelstest.Registration(t, db, e, "online"), &lottery.WishInput{Wishes: in.Sessions}))
	}
	files := [2][]byte{}
	for i, kind := range []string{lottery.JobClose, lottery.JobDraw} {
		at := start.Add(time.Duration(i+1) * 25 * time.Hour)
		db.SetClock(func() time.Time { return at })
		for _, job := range lots.Jobs() {
			if job.Name == kind {
				must(job.Do(t.Context(), &models.Job{Payload: e.ID}))
			}
		}
		var err error
		files[i], err = lots.RecordFile(t.Context(), e)
		must(err)
	}
	return files[1], files[0]
}

func TestThePublishedRecordOfASessionLotteryIsVerified(t *testing.T) {
	db := modelstest.OnSQLite(t)
	drawn, closed := recordOfSessions(t, db)
	verify := func(content []byte, flags ...string) (string, error) {
		file := write(t, filepath.Join(t.TempDir(), "lottery.json"), content)
		return apptest.Command(t, db, append([]string{"lottery", "verify", file}, flags...)...)
	}
	said, err := verify(drawn, "--why")
	if err != nil {
		t.Fatal(err)
	}
	expectText(t, said, "summit: 4 entries")
	expectText(t, said, "the organizer could have chosen the result")
	expectText(t, said, ": turn 4 of 4, ")
	expectText(t, said, " left for 2")
	if lines := strings.Count(said, ": turn "); lines != 4 {
		t.Errorf("%d sentences for 4 entries:\n%s", lines, said)
	}
	for name, change := range map[string][2]string{
		"a size":   {`"size": 2`, `"size": 1`},
		"the rule": {`"places": 2`, `"places": 1`},
	} {
		if _, err := verify([]byte(strings.Replace(string(drawn), change[0], change[1], 1))); err == nil {
			t.Errorf("nobody sees that %s was changed", name)
		}
	}
	if _, err := verify(closed); err == nil {
		t.Error("a list that is not drawn is verified")
	}
}
