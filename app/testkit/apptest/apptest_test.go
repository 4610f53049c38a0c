package apptest_test

import (
	"net/http"
	"os"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestMain(m *testing.M) { os.Exit(apptest.Main(m)) }

// The example of the package's documentation.
func TestAnOrganizerSeesWhoRegistered(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) { // on SQLite and on PostgreSQL
		p.SignUp(p.Event, "hanako@mail.example")
		staff := p.As(models.RoleOrganizer)
		list := staff.Get("/staff/events/here/people")
		staff.Wants(list, http.StatusOK, "髙橋 花子")
		if mails := p.Outbox("registration_confirmed"); len(mails) != 1 { // does the jobs that are due
			t.Errorf("%d mails", len(mails))
		}
		p.API(models.RoleAnalyst).Expect(http.StatusForbidden, "forbidden", "GET", apptest.RegistrationsPath, nil)
	})
}

func TestTheClockStandsAndPasses(t *testing.T) {
	p := apptest.New(t, modelstest.OnSQLite(t))
	at := time.Date(2030, time.May, 1, 4, 0, 0, 0, time.UTC)
	p.SetClock(at)
	apptest.Equal(t, "the time", p.DB.Now(), at)
	p.With(t).Advance(time.Hour)
	apptest.Equal(t, "an hour later, passed by a copy for a sub-test", p.DB.Now(), at.Add(time.Hour))
}

func TestAClientKeepsItsCookies(t *testing.T) {
	p := apptest.New(t, modelstest.OnSQLite(t))
	staff := p.As(models.RoleOwner)
	staff.Wants(staff.Get("/staff/account"), http.StatusOK)
	staff.LeadsTo(staff.Post("/staff/logout"), "/staff/login")
	staff.LeadsTo(staff.Get("/staff/account"), "/staff/login?next=%2Fstaff%2Faccount")
}

func TestMailsArriveAtTheServer(t *testing.T) {
	p := apptest.New(t, modelstest.OnSQLite(t))
	server := apptest.NewMailServer(t)
	p.SendMailTo("smtp://" + server.Address)
	p.SignUp(p.Event, "hanako@mail.example")
	p.RunJobs()
	if len(server.Mails) != 1 {
		t.Fatalf("%d mails", len(server.Mails))
	}
	apptest.Equal(t, "the envelope", server.Mails[0].To, "hanako@mail.example")
	apptest.Contains(t, "the subject", apptest.ParseMail(t, server.Mails[0].Content).Text("Subject"), "お申し込みを承りました")
}
