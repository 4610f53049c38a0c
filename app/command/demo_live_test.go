package command_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"meguri/app/command/demo"
	"meguri/app/member"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// A day that is played goes through pages and API alone; what it says it did is in the database.
func TestADayIsPlayed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		served := apptest.ServeDemo(t, db)
		var said strings.Builder
		event, err := db.Query(t.Context()).Events().BySlug("summit-next")
		if err != nil {
			t.Fatal(err)
		}
		in := member.TokenInput{Name: "a day", Role: models.RoleReceptionist, Days: 1}
		token, _, err := member.New(db, member.Passwords{}).NewToken(t.Context(), event, in, nil)
		if err != nil {
			t.Fatal(err)
		}
		const people = 40
		before := votesAt(t, db, event)
		done, err := demo.Live(t.Context(), demo.LiveOptions{
			Base: served.BaseURL, Event: "summit-next", Token: token, Email: demo.Staff[0].Email, People: people, Speed: 1e6,
			Out: &said, Link: func(_ context.Context, id string) (string, error) { return served.MailedSecret(t, id), nil },
		})
		if err != nil {
			t.Fatalf("%v\n%s", err, said.String())
		}
		for name, n := range map[string]int{
			"signed up": done.SignedUp - people, "voices": done.Voices - 150, "promises": done.Promises - people*3/10,
			"captions": done.Captions - 44,
		} {
			apptest.Equal(t, name+", beside what was planned", n, 0)
		}
		for name, n := range map[string]int{
			"checked in": done.Admitted, "joined": done.Joined, "published": done.Published, "votes": done.Votes,
			"answers to polls": done.PollAnswers, "reactions": done.Reactions, "cards": done.Cards,
		} {
			if n == 0 {
				t.Errorf("no %s:\n%s", name, said.String())
			}
		}
		captions, err := db.Query(t.Context()).Captions().Latest(event, time.Time{}, 100)
		apptest.Equal(t, "captions in the database", len(captions), done.Captions)
		apptest.Equal(t, "error", err, nil)
		apptest.Equal(t, "votes in the database", votesAt(t, db, event)-before, done.Votes)
	})
}

func votesAt(t *testing.T, db *models.DB, event *models.Event) (votes int) {
	t.Helper()
	sides, err := db.Query(t.Context()).Posts().VoteSides(event)
	if err != nil {
		t.Fatal(err)
	}
	return sides.Venue + sides.Online
}

// stopper ends a day once something is said.
type stopper struct {
	strings.Builder
	at   string
	stop context.CancelFunc
}

func (s *stopper) Write(p []byte) (int, error) {
	if strings.Contains(string(p), s.at) {
		s.stop()
	}
	return s.Builder.Write(p)
}

// Ctrl+C leaves nothing open behind, and who plays on meets the same people, of whom nobody says anything twice.
func TestADayThatIsStoppedGoesOnWithTheSamePeople(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		served := apptest.ServeDemo(t, db)
		q := db.Query(t.Context())
		event, err := q.Events().BySlug("summit-next")
		if err != nil {
			t.Fatal(err)
		}
		in := member.TokenInput{Name: "a day", Role: models.RoleReceptionist, Days: 1}
		token, _, err := member.New(db, member.Passwords{}).NewToken(t.Context(), event, in, nil)
		if err != nil {
			t.Fatal(err)
		}
		const people = 12
		plays := func(until string) {
			t.Helper()
			ctx, stop := context.WithCancel(t.Context())
			out := &stopper{at: until, stop: stop}
			_, err := demo.Live(ctx, demo.LiveOptions{
				Base: served.BaseURL, Event: event.Slug, Token: token, Email: demo.Staff[0].Email, People: people, Speed: 1e6,
				Out: out, Link: func(_ context.Context, id string) (string, error) { return served.MailedSecret(t, id), nil },
			})
			if err != nil || ctx.Err() == nil {
				t.Fatalf("%v\n%s", err, out.String())
			}
		}
		before, err := q.Registrations().LiveIDs(event)
		apptest.Equal(t, "error", err, nil)
		plays("poll opened")
		polls, err := db.Query(t.Context()).Polls().OfEvent(event)
		apptest.Equal(t, "error", err, nil)
		for i := range polls {
			apptest.Equal(t, "a poll after the stop is open", polls[i].StateAt(db.Now()) == models.PollOpen, false)
		}
		present, err := db.Query(t.Context()).Presences().CountNow(event, time.Minute)
		apptest.Equal(t, "error", err, nil)
		apptest.Equal(t, "people in the room after the stop", present, 0)

		plays("cards opened")
		after, err := db.Query(t.Context()).Registrations().LiveIDs(event)
		apptest.Equal(t, "error", err, nil)
		apptest.Equal(t, "people who came", len(after)-len(before), people)
		posts, err := db.Query(t.Context()).Posts().List(event, models.PostFilter{Limit: 1000})
		apptest.Equal(t, "error", err, nil)
		said := map[string]bool{}
		for i := range posts {
			if said[posts[i].Text] {
				t.Errorf("said twice: %s", posts[i].Text)
			}
			said[posts[i].Text] = true
		}
	})
}
