package handlers_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// given is what the ledger says, without what was taken back: a line for each hours.
func (s *started) given() (list []string) {
	s.T.Helper()
	ledger, err := s.DB.Query(s.T.Context()).Contributions().All()
	if err != nil {
		s.T.Fatal(err)
	}
	for i := range ledger {
		list = append(list, fmt.Sprint(ledger[i].Day, " ", ledger[i].Minutes))
	}
	slices.Sort(list)
	return list
}

func (s *started) entriesInLedger() (n int64) {
	s.T.Helper()
	modelstest.Write(s.T, s.DB, func(tx *models.Tx) error {
		mark, err := tx.Contributions().Mark()
		if err == nil {
			_, err = fmt.Sscan(mark, &n)
		}
		return err
	})
	return n
}

// The ledger says what approved hours say, whatever becomes of them; nothing in it is changed.
func TestTheLedgerFollowsApprovedHours(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := startProject(p)
		desk := projectsHome + "/hours"
		decide := func(to string, entries ...string) {
			t.Helper()
			fields := []string{"to", to, "words", "？"}
			for _, entry := range entries {
				fields = append(fields, "entry", entry)
			}
			s.coordinator.LeadsTo(s.coordinator.Post(desk, fields...), desk+"?")
		}
		s.enters()
		s.enters("length", "30")
		apptest.Equal(t, "waiting hours in the ledger", len(s.given()), 0)
		list, yesterday := s.hours(), s.local("2006-01-02", -1)
		decide("approved", list[0].ID+":1", list[1].ID+":1")
		apptest.Equal(t, "the ledger", fmt.Sprint(s.given()), fmt.Sprintf("[%s 30 %s 60]", yesterday, yesterday))
		apptest.Equal(t, "entries", s.entriesInLedger(), int64(2))

		decide("returned", list[0].ID+":2")
		apptest.Equal(t, "sent back", fmt.Sprint(s.given()), fmt.Sprintf("[%s 30]", yesterday))
		apptest.Equal(t, "entries: one takes another back", s.entriesInLedger(), int64(3))
		decide("approved", list[0].ID+":3")
		apptest.Equal(t, "approved again", len(s.given()), 2)

		before := s.entriesInLedger()
		modelstest.Write(t, p.DB, func(tx *models.Tx) error { return tx.Contributions().Settle(list[0].ProjectID) })
		apptest.Equal(t, "entries after it settled once more", s.entriesInLedger(), before)

		s.person.Wants(s.person.Post(s.own+"/erase"), http.StatusOK)
		apptest.Equal(t, "after the person was erased", len(s.given()), 2)
		modelstest.Write(t, p.DB, func(tx *models.Tx) error { return tx.Contributions().Settle(list[0].ProjectID) })
		apptest.Equal(t, "entries after that", s.entriesInLedger(), before)
	})
}

// Organizations are named once both agreed, hours and figures once five people stand behind them.
func TestTheCirculationNamesWhoAgreed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := startProject(p)
		helped := models.NewOrganization("助けられた会", "The Helped")
		modelstest.Write(t, p.DB, func(tx *models.Tx) error { return tx.Organizations().Create(&helped) })
		c, everybody := s.coordinator, p.Client()
		member := regexp.MustCompile(`name="member" value="([\w-]+)"`).FindStringSubmatch(c.Get(s.desk).Body.String())[1]
		organizations := s.desk + "/organizations"
		for _, wrong := range [][]string{
			{"helped", "nobody", "member", member, "for", ""}, {"helped", "", "member", member, "for", "nobody"},
			{"helped", "", "member", models.NewID(), "for", ""}, {"helped", "", "member", member},
		} {
			c.Wants(c.Post(organizations, wrong...), http.StatusUnprocessableEntity)
		}
		host := p.Event.OrganizationID
		c.LeadsTo(c.Post(organizations, "helped", helped.ID, "member", member, "for", host), s.desk)
		s.enters()
		c.Post(projectsHome+"/hours", "to", "approved", "entry", s.hours()[0].ID+":1")

		publish := func() {
			t.Helper()
			if err := p.Nightly(); err != nil {
				t.Fatal(err)
			}
		}
		publish()
		page := everybody.Get("/circulation")
		everybody.Wants(page, http.StatusOK, "プロボノの循環", "まだ出せません")
		apptest.Lacks(t, "the page before anybody agreed", page.Body.String(), helped.NameJa)
		modelstest.Write(t, p.DB, func(tx *models.Tx) error { return tx.Contributions().Agree(helped.ID, "someone", true) })
		apptest.Lacks(t, "the page while one agrees", everybody.Get("/circulation").Body.String(), helped.NameJa)
		organization, err := p.DB.Query(t.Context()).Organizations().ByID(host)
		if err != nil {
			t.Fatal(err)
		}
		own := "/staff/organizations/" + organization.Slug + "/circulation"
		owner := p.As(models.RoleOwner)
		owner.LeadsTo(owner.Post(own, "agrees", "true"), own)
		everybody.Wants(everybody.Get("/circulation"), http.StatusOK, helped.NameJa, "5人未満")
		everybody.Wants(everybody.Get("/api/v1/circulation"), http.StatusOK, `"hours":{"value":null,"n":0}`,
			`"to":"`+helped.Slug+`","projects":1,"hours":null`)
		everybody.Wants(everybody.Get("/circulation?year=1999"), http.StatusNotFound)
		everybody.Wants(everybody.Get("/circulation.xlsx"), http.StatusOK)

		owner.LeadsTo(owner.Post(own, "agrees", "false"), own)
		apptest.Lacks(t, "the page after one withdrew", everybody.Get("/circulation").Body.String(), helped.NameJa)
	})
}
