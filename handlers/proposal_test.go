package handlers_test

import (
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

var proposed = regexp.MustCompile(
	`action="(/me/projects/[^"]+)"[^>]*><input type="hidden" name="proposal" value="([^"]+)"`,
)

// joinedAttendee is somebody who attended an event on two days, keeps an account, and is in the team of a project.
func joinedAttendee(p *apptest.Program) (s *started, k *keeper) {
	p.T.Helper()
	venue, _ := attended(p)
	k = &keeper{p.Client(), p, paths.OfAttendee(p.MailedSecret(venue)), "venue@mail.example"}
	k.Wants(k.Get(string(k.own)), http.StatusOK)
	k.LeadsTo(k.Post(k.own.Keep()), string(k.own))
	k.open(k.mailed())
	s = startProject(p)
	c := s.coordinator
	c.LeadsTo(c.Post(s.desk+"/team", "name", "会場 花", "email", k.email, "role", "member"), s.desk)
	return s, k
}

func (k *keeper) proposals() (list [][]string) {
	k.p.T.Helper()
	return proposed.FindAllStringSubmatch(k.Get(paths.Me).Body.String(), -1)
}

// What was attended is proposed for the project, is entered by one tap, waits for a coordinator, and is there once.
func TestHoursOfWhatWasAttended(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s, k := joinedAttendee(p)
		k.Wants(k.Get(paths.Me), http.StatusOK, "名簿を一つに", "09:50–10:30", "10:00–11:00", p.Event.TitleJa)
		list := k.proposals()
		apptest.Equal(t, "proposals", len(list), 2)
		apptest.Equal(t, "hours before anybody pressed a button", len(s.hours()), 0)
		// The same button by two browsers at once.
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() { k.LeadsTo(k.Post(list[0][1], "proposal", list[0][2], "time", "work"), paths.Me) })
		}
		group.Wait()
		hours := s.hours()
		apptest.Equal(t, "entries", len(hours), 1)
		apptest.Equal(t, "minutes", hours[0].Minutes, 40)
		apptest.Equal(t, "state", hours[0].State, models.HoursWaiting)
		apptest.Equal(t, "in working hours", hours[0].InWork, true)
		apptest.Equal(t, "proposals", len(k.proposals()), 1)
		// What the person entered by hand is not proposed, nor taken when it was proposed before.
		own := pathOf(t, k)
		answer := k.Post(own+"/hours", "form_id", models.NewAnonymousID(), "when", "day", "day",
			p.Event.EndsAt.In(models.DefaultZone).Format(time.DateOnly), "length", "60", "time", "own")
		k.LeadsTo(answer, own)
		apptest.Equal(t, "proposals", len(k.proposals()), 0)
		answer = k.Post(list[1][1], "proposal", list[1][2], "time", "own")
		apptest.Contains(t, "what is told", strings.Join(answer.Header()["Set-Cookie"], " "), "hours.proposal_gone")
		apptest.Equal(t, "entries", len(s.hours()), 2)
		k.Wants(k.Get(paths.MeExportJSON), http.StatusOK, `"title": "名簿を一つに"`, `"minutes": 40`, `"minutes": 60`)
	})
}

func pathOf(t *testing.T, k *keeper) string {
	t.Helper()
	own := regexp.MustCompile(`href="(` + paths.TeamPrefix + `[\w.-]+)"`).FindStringSubmatch(k.Get(paths.Me).Body.String())
	if own == nil {
		t.Fatal("no project")
	}
	return own[1]
}

// Nobody is proposed what another one attended, and what is long ago is proposed to nobody.
func TestWhoseAttendanceIsProposed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		other := keepAccount(p, "other@mail.example")
		s, k := joinedAttendee(p)
		list := k.proposals()
		p.Client().Post(paths.Me, "email", other.email)
		other.open(other.mailed())
		apptest.Lacks(t, "the other's page", other.Get(paths.Me).Body.String(), "名簿を一つに")
		p.Wants(other.Post(list[0][1], "proposal", list[0][2], "time", "own"), http.StatusNotFound)
		nobody := p.Client()
		nobody.LeadsTo(nobody.Post(list[0][1], "proposal", list[0][2], "time", "own"), paths.Me)
		k.LeadsTo(k.Post(list[0][1], "proposal", models.NewAnonymousID(), "time", "own"), paths.Me)
		k.LeadsTo(k.Post(list[0][1], "proposal", list[0][2], "time", "never"), paths.Me)
		// Without the consent that the registration is theirs.
		k.LeadsTo(k.Post(k.own.TakeApart()), string(k.own))
		apptest.Equal(t, "proposals", len(k.proposals()), 0)
		k.LeadsTo(k.Post(list[0][1], "proposal", list[0][2], "time", "own"), paths.Me)
		apptest.Equal(t, "entries", len(s.hours()), 0)
		p.Advance(10 * 24 * time.Hour)
		k.LeadsTo(k.Post(k.own.Keep()), string(k.own))
		later := &keeper{p.Client(), p, k.own, k.email}
		later.open(k.mailed())
		apptest.Equal(t, "proposals", len(later.proposals()), 2)
		p.Advance(5 * 24 * time.Hour)
		later.Wants(later.Get(paths.Me), http.StatusOK, "名簿を一つに")
		apptest.Equal(t, "proposals", len(later.proposals()), 0)
		apptest.Equal(t, "entries", len(s.hours()), 0)
	})
}
