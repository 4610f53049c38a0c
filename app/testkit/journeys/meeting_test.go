package journeys_test

import (
	"testing"

	"meguri/app/command/demo"
	"meguri/app/testkit/apptest"
	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// Staff bring in a report, choose whom nobody was found for by typing, pass over the host, and take it all back.
func TestReviewOfAMeetingReport(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	owner := apptest.NewClient(t, server.Handler)
	owner.SignIn("owner@meguri.example", demo.Password)
	q := server.DB.Query(t.Context())
	event, err := q.Events().BySlug("summit-2025")
	if err != nil {
		t.Fatal(err)
	}
	people, err := q.Registrations().List(event, models.RegistrationFilter{
		State: models.RegistrationConfirmed, Mode: models.ModeOnline,
	}, 1)
	if err != nil || len(people) == 0 {
		t.Fatal(err)
	}
	sought := people[0]
	report := "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n" +
		"iPad,,09/20/2025 01:00:00 PM,09/20/2025 01:30:00 PM,30\n" +
		"事務局,,09/20/2025 01:00:00 PM,09/20/2025 04:00:00 PM,180\n"
	for _, view := range []browser.View{{Width: 390, Lang: "ja"}, {Width: 1280, Lang: "en"}} {
		t.Run(view.Name(), func(t *testing.T) {
			path := owner.With(
				t,
			).Upload(
				"/staff/events/summit-2025/meetings",
				"file",
				[]byte(report),
				"time_zone",
				"Asia/Tokyo",
			).
				Header().Get(
				"Location",
			)
			p := server.staff(t, models.RoleOwner, view)
			p.Open("/staff/events/summit-2025/meetings").Examine("meetings")
			p.Open(path).Sees("iPad", "事務局", "meeting.would_nothing").Examine("meeting-open")
			p.PressAt("#q-1").Type(sought.Code).Sees(sought.Full(view.Lang)).Examine("meeting-found")
			p.FollowAt("#found-1 [name=person]").Misses("iPad")
			p.FollowAt("#guest-2 [name=pass]").Sees("meeting.by_staff")
			p.Follow("meeting.take").Sees("meeting.taken").Examine("meeting-taken")
			p.Follow("meeting.undo").Sees("meeting.undone")
			p.Follow("meeting.discard").Sees("meeting.discarded")
		})
	}
}
