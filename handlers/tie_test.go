package handlers_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"meguri/app/project"
	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// keeps opens an account of an address in a browser of its own.
func keeps(p *apptest.Program, name, email string) *apptest.Client {
	p.T.Helper()
	secret := models.NewAnonymousID()
	modelstest.Write(p.T, p.DB, func(tx *models.Tx) error {
		a := &models.Account{
			Email: email, EmailKey: email, Name: name, PasswordHash: models.NoPassword, Locale: "ja", VerifiedAt: &tx.Now,
		}
		if err := tx.Accounts().Create(a); err != nil {
			return err
		}
		_, err := tx.Persons().AddLink(a.ID, func(string) string { return secret })
		return err
	})
	c := p.Client()
	c.LeadsTo(c.Post(paths.OpenMe(secret)), paths.Me)
	return c
}

// team is two people of a project, and the page of the second one.
type team struct {
	*apptest.Program
	project   *models.Project
	ann, ben  *models.TeamMember
	annPage   *apptest.Client
	everybody *apptest.Client
	benPerson *apptest.Client
	benTeam   string
}

func startTeam(p *apptest.Program) *team {
	p.T.Helper()
	s := &team{Program: p, everybody: p.Client(), benPerson: p.Client()}
	s.project = &models.Project{
		OrganizationID: p.Event.OrganizationID, Title: "名簿を一つに", TimeZone: "Asia/Tokyo", StartedOn: "2025-09-01",
	}
	s.ann = &models.TeamMember{
		Role: models.ProjectLead, Name: "青井 あん", Email: "ann@team.example", EmailKey: "ann@team.example",
	}
	s.ben = &models.TeamMember{
		Role: models.ProjectMember, Name: "別府 べん", Email: "ben@team.example", EmailKey: "ben@team.example",
	}
	modelstest.Write(p.T, p.DB, func(tx *models.Tx) error {
		if err := tx.Projects().Create(s.project); err != nil {
			return err
		}
		for _, m := range []*models.TeamMember{s.ann, s.ben} {
			m.ProjectID, m.Locale = s.project.ID, "ja"
			if err := tx.Projects().Join(m); err != nil {
				return err
			}
		}
		return nil
	})
	s.annPage = keeps(p, s.ann.Name, s.ann.Email)
	return s
}

func (s *team) ties() (list []models.Tie) {
	s.T.Helper()
	list, err := s.DB.Query(s.T.Context()).Ties().OfMembers([]string{s.ann.ID, s.ben.ID})
	if err != nil {
		s.T.Fatal(err)
	}
	return list
}

// declares says that Ben helped Ann, and finds the page to which his mail leads.
func (s *team) declares(more ...string) models.Tie {
	s.T.Helper()
	fields := append([]string{"kind", "helped", "of", s.ben.ID, "words", "表計算を教わった", "used", ""}, more...)
	s.annPage.LeadsTo(s.annPage.Post(paths.MeThread, fields...), paths.MeThread)
	mails := mailsOf(s.Program, project.MailTie)
	apptest.Equal(s.T, "mails", len(mails), 1)
	s.benTeam = regexp.MustCompile(paths.TeamPrefix + `[\w.-]+`).FindString(s.Text(mails[0]))
	return s.ties()[0]
}

// A tie is said by one, confirmed by the other, and shown by name once both agree; taking back works at once.
func TestATieIsShownByConsentOfBoth(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := startTeam(p)
		public := func() string {
			return s.everybody.Get("/circulation").Body.String() + s.everybody.Get("/api/v1/circulation").Body.String()
		}
		page := s.annPage.Get(paths.MeThread).Body.String()
		apptest.Lacks(t, "a name that is not shown to the team", page, s.ben.Name)
		tie := s.declares("shown", "true")
		apptest.Lacks(t, "before he confirms", s.annPage.Get(paths.MeThread).Body.String(), s.ben.Name)
		ben := s.benPerson
		ben.Wants(ben.Get(s.benTeam), http.StatusOK, s.ann.Name, "表計算を教わった", "確認する")
		step := s.benTeam + "/ties/" + tie.ID
		apptest.Lacks(t, "said by one alone", public(), s.ann.Name, s.ben.Name)
		ben.LeadsTo(ben.Post(step, "to", project.StepConfirm), s.benTeam)
		apptest.Lacks(t, "with the consent of one", public(), s.ann.Name, s.ben.Name)
		s.annPage.Wants(s.annPage.Get(paths.MeThread), http.StatusOK, s.ben.Name, "確認済み")
		ben.LeadsTo(ben.Post(step, "to", project.StepShow), s.benTeam)
		apptest.Contains(t, "with both", public(), s.ann.Name, s.ben.Name)
		ben.LeadsTo(ben.Post(step, "to", project.StepHide), s.benTeam)
		apptest.Lacks(t, "once one took the consent back", public(), s.ann.Name, s.ben.Name)
		ben.LeadsTo(ben.Post(step, "to", project.StepShow), s.benTeam)

		var file struct {
			Lines []struct{ Kind, Basis, Other, Words string }
		}
		answer := s.annPage.Get(paths.MeThreadJSON)
		if err := json.Unmarshal(answer.Body.Bytes(), &file); err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "the file", fmt.Sprint(file.Lines), "[{helped confirmed "+s.ben.Name+" 表計算を教わった}]")
		s.annPage.Wants(s.annPage.Get(paths.MeThreadCSV), http.StatusOK, "confirmed", s.ben.Name)

		s.annPage.LeadsTo(s.annPage.Post(paths.MeTie(tie.ID), "to", project.StepTakeBack), paths.MeThread)
		apptest.Lacks(t, "once she took it back", public()+ben.Get(s.benTeam).Body.String(), s.ann.Name, "表計算を教わった")
		s.annPage.Wants(s.annPage.Post(paths.MeTie(tie.ID), "to", project.StepShow), http.StatusNotFound)
	})
}

// What was declined stays declined and is asked no more; others than the two cannot do anything with a tie.
func TestWhatIsDeclinedIsNotAskedAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := startTeam(p)
		stranger := keeps(p, "他所 たにん", "stranger@team.example")
		stranger.Wants(stranger.Post(paths.MeThread, "kind", "helped", "of", s.ben.ID), http.StatusUnprocessableEntity)
		for _, wrong := range [][]string{
			{"kind", "loves", "of", s.ben.ID}, {"kind", "helped", "of", ""}, {"kind", "helped", "of", s.ann.ID},
			{"kind", "helped", "of", models.NewID()}, {"kind", "helped", "of", "x"},
			{"kind", "learned", "of", s.ben.ID, "used", models.NewID()},
			{"kind", "helped", "of", s.ben.ID, "words", "https://evil.example を見て"},
		} {
			s.annPage.Wants(s.annPage.Post(paths.MeThread, wrong...), http.StatusUnprocessableEntity)
		}
		tie := s.declares()
		stranger.Wants(stranger.Post(paths.MeTie(tie.ID), "to", project.StepConfirm), http.StatusNotFound)
		s.annPage.Wants(s.annPage.Post(paths.MeTie(tie.ID), "to", project.StepConfirm), http.StatusUnprocessableEntity)
		apptest.Lacks(t, "her own page", stranger.Get(paths.MeThread).Body.String(), s.ann.Name)
		step := s.benTeam + "/ties/" + tie.ID
		s.benPerson.LeadsTo(s.benPerson.Post(step, "to", project.StepDecline), s.benTeam)
		s.annPage.Wants(s.annPage.Get(paths.MeThread), http.StatusOK, "確認されませんでした")
		s.annPage.Wants(s.annPage.Post(paths.MeThread, "kind", "helped", "of", s.ben.ID), http.StatusUnprocessableEntity)
		s.annPage.Wants(s.annPage.Post(paths.MeTie(tie.ID), "to", project.StepTakeBack), http.StatusUnprocessableEntity)
		apptest.Equal(t, "mails", len(mailsOf(p, project.MailTie)), 1)
	})
}

// A person who is erased in the middle of a chain leaves the chain, and nothing that tells who they were: neither in
// the ledger nor in ties, in any table of a dump.
func TestAnErasedPersonLeavesTheChain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := startTeam(p)
		tie := s.declares("shown", "true", "words", "別府べんさんに表計算を教わった")
		ben := s.benPerson
		ben.LeadsTo(ben.Post(s.benTeam+"/ties/"+tie.ID, "to", project.StepConfirm, "shown", "true"), s.benTeam)
		helped := models.NewOrganization("助けられた会", "The Helped")
		modelstest.Write(t, p.DB, func(tx *models.Tx) error {
			if err := tx.Organizations().Create(&helped); err != nil {
				return err
			}
			s.project.HelpedID = &helped.ID
			if err := tx.Projects().SetOrganizations(s.project, nil); err != nil {
				return err
			}
			h := &models.HourEntry{
				ProjectID: s.project.ID, MemberID: s.ben.ID, FormID: models.NewAnonymousID(), Day: "2025-09-02", Minutes: 60,
			}
			if err := tx.Hours().Add(h); err != nil {
				return err
			}
			h.State = models.HoursApproved
			if err := tx.Hours().Update(h, h.Version); err != nil {
				return err
			}
			return tx.Contributions().Settle(s.project.ID)
		})
		ledger, _ := p.DB.Query(t.Context()).Contributions().All()
		giver := ledger[0].GiverID
		ben.Wants(ben.Post(s.benTeam+"/erase"), http.StatusOK)

		ledger, _ = p.DB.Query(t.Context()).Contributions().All()
		kept := fmt.Sprint(len(ledger), ledger[0].Minutes, ledger[0].GiverID == giver)
		apptest.Equal(t, "the ledger keeps", kept, "1 60 true")
		apptest.Equal(t, "ties", len(s.ties()), 1)
		for table, rows := range modelstest.Dump(t, p.DB) {
			if table[0] == '/' {
				continue // files of the database have what was written before, until they are written anew
			}
			text := fmt.Sprint(rows)
			if strings.Contains(text, "別府") || strings.Contains(text, "ben@team.example") {
				t.Errorf("%s tells who was erased", table)
			}
			if table == "givers" && strings.Contains(text, giver) {
				t.Error("the giver of the ledger leads to somebody")
			}
		}
		s.annPage.Wants(s.annPage.Get(paths.MeThread), http.StatusOK, "削除された方")
		apptest.Lacks(t, "the public page", s.everybody.Get("/circulation").Body.String(), "青井", "別府")
	})
}
