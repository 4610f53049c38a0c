package command_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meguri/app/program"
	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// A copy from before brings back who was erased since, on request and by time: the first start erases both again.
func TestARestoreBringsNobodyBackWhoWasErased(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := apptest.New(t, db)
		start := func() { p.Start(func(c *program.Config) { c.DataDir = apptest.DataDir(t) }) }
		start()
		p.Write(func(tx *models.Tx) error {
			return tx.Privacy().Add(&models.PrivacyNotice{
				EventID: p.Event.ID, Keep: models.ProposedKeep, Texts: map[string]string{},
			}, 0)
		})
		asks, _, _ := p.SignUp(p.Event, "who-asks@example.jp")
		p.SignUp(p.Event, "whose-time-is-over@example.jp")
		p.RunJobs()
		file := filepath.Join(t.TempDir(), "meguri.backup")
		if _, err := apptest.Command(t, db, "backup", file); err != nil {
			t.Fatal(err)
		}
		p.Client().Post(paths.OfAttendee(asks).Erase(), "sure", "true")
		staff := p.As(models.RoleOrganizer)
		page := staff.Get(paths.OfStaffEvent("here").Privacy()).Body.String()
		_, request, _ := strings.Cut(page, paths.OfStaffEvent("here").ErasureRequest(""))
		request, _, _ = strings.Cut(request, `"`)
		staff.Post(paths.OfStaffEvent("here").ErasureRequest(request), "decision", "erase")
		p.RunJobs()
		p.Advance(10 * time.Minute)
		p.RunJobs()
		apptest.Equal(t, "people after the erasure", p.Registrations(p.Event), 1)
		if _, err := apptest.Command(t, db, "restore", "--force", file); err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "people of the copy", p.Registrations(p.Event), 2)
		start()
		if err := p.Nightly(); err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "people after the start", p.Registrations(p.Event), 1)
		p.SetClock(p.Event.EndsAt.AddDate(1, 0, 2))
		if err := p.Nightly(); err != nil {
			t.Fatal(err)
		}
		for place, content := range modelstest.Dump(t, db) {
			if strings.Contains(content, "who-asks@") || strings.Contains(content, "whose-time-is-over@") {
				t.Errorf("an address is still in %s", place)
			}
		}
	})
}
