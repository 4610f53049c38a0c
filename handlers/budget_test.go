package handlers_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"meguri/app/project"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

const budgetDesk = "/staff/organizations/here-host/budget"

// budgetFields are those of a form, some of them changed.
func budgetFields(more ...string) []string {
	fields := []string{
		"name", "FUJITRA10", "share", "10", "month_hours", "20", "period", "month", "counts", "work", "warn_at", "80",
		"from_month", "2025-01", "until_month", "",
	}
	for i := 0; i < len(more); i += 2 {
		for f := 0; f < len(fields); f += 2 {
			if fields[f] == more[i] {
				fields[f+1] = more[i+1]
				more[i] = ""
			}
		}
		if more[i] != "" {
			fields = append(fields, more[i], more[i+1])
		}
	}
	return fields
}

// budgeted is a project whose person is in the register of its organization, which gives two hours a month; it is noon
// of a day in the middle of a month.
func budgeted(p *apptest.Program) *started {
	p.T.Helper()
	s := startProject(p)
	now := p.DB.Now().In(models.DefaultZone)
	p.SetClock(time.Date(now.Year(), now.Month()+1, 20, 12, 0, 0, 0, models.DefaultZone))
	s.coordinator = p.As(models.RoleCoordinator) // what was signed in ends with the time
	organizer := p.As(models.RoleOrganizer)
	answer := organizer.Post("/staff/organizations/here-host/register", "family_name", "梅田", "given_name", "うめ", "email",
		offerer, "role", "member")
	apptest.Equal(p.T, "status", answer.Code, http.StatusSeeOther)
	organizer.LeadsTo(organizer.Post(budgetDesk+"/new", budgetFields()...), budgetDesk)
	return s
}

func (s *started) budgetMails() (near, over int) {
	s.T.Helper()
	return len(mailsOf(s.Program, project.MailBudgetNear)), len(mailsOf(s.Program, project.MailBudgetOver))
}

// A person is told before a budget is used up and when it is, once each; what is over it stays, and is approved only by
// who has seen that.
func TestHoursOverABudget(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := budgeted(p)
		s.person.Wants(s.person.Get(s.own), http.StatusOK, "FUJITRA10の枠", "0時間を使いました。枠は2時間です。")
		s.enters("time", "work", "length", "90")
		s.enters("time", "own", "length", "180") // which does not count
		near, _ := s.budgetMails()
		apptest.Equal(t, "mails that it is near", near, 0)
		form := models.NewAnonymousID()
		s.enters("form_id", form, "time", "work", "length", "10")
		s.enters("form_id", form, "time", "work", "length", "10") // which the network repeats
		s.person.Wants(s.person.Get(s.own), http.StatusOK, "枠の残りが少なくなりました", "1.67時間を使いました")
		s.enters("time", "work", "length", "60")
		s.enters("time", "work", "length", "30")
		near, over := s.budgetMails()
		apptest.Equal(t, "mails that it is near", near, 1)
		apptest.Equal(t, "mails that it is over", over, 1)
		mail := p.Text(mailsOf(p, project.MailBudgetOver)[0])
		apptest.Contains(t, "the mail", mail, "FUJITRA10", "2.67時間になりました", "0.67時間の超過", "月からの期間", s.own)
		s.person.Wants(s.person.Get(s.own), http.StatusOK, "枠を1.17時間超えています", "枠を0.67時間超過", "枠を0.5時間超過")

		c, desk := s.coordinator, projectsHome+"/hours"
		list := s.hours()
		page := c.Get(desk)
		c.Wants(page, http.StatusOK, "枠を0.67時間超過", `value="`+list[3].ID+`:1:over">`, `value="`+list[0].ID+`:1" checked>`)
		// Who did not see that they are over approves only the others.
		answer := c.Post(desk, "to", "approved", "entry", list[0].ID+":1", "entry", list[3].ID+":1")
		c.LeadsTo(answer, desk+"?")
		apptest.Contains(t, "what is told", strings.Join(answer.Header()["Set-Cookie"], " "), "hours.decided_over")
		after := s.hours()
		apptest.Equal(t, "the first", after[0].State, models.HoursApproved)
		apptest.Equal(t, "what is over", after[3].State, models.HoursWaiting)
		c.Wants(c.Post(desk, "to", "approved", "entry", list[3].ID+":1:other"), http.StatusUnprocessableEntity)
		c.LeadsTo(c.Post(desk, "to", "approved", "entry", list[3].ID+":1:over"), desk+"?")
		c.LeadsTo(c.Post(desk, "to", "returned", "words", "？", "entry", list[4].ID+":1"), desk+"?")
		apptest.Equal(t, "what is over", s.hours()[3].State, models.HoursApproved)

		// The secretary sees sums, and neither the project nor what was done.
		organizer := p.As(models.RoleOrganizer)
		organizer.Wants(organizer.Get(budgetDesk), http.StatusOK, "梅田 うめ", "超過", "0.67")
		table := organizer.Get(budgetDesk + ".csv").Body.String()
		apptest.Contains(t, "the table", table, "梅田 うめ", offerer, "2.5", "0.67")
		apptest.Lacks(t, "the table", table, "名簿を一つに", "名簿を比べた")
		apptest.Equal(t, "the workbook", organizer.Get(budgetDesk+".xlsx").Code, http.StatusOK)
		// Erased, nothing leads to the person.
		s.person.Post(s.own + "/erase")
		apptest.Lacks(t, "the table", organizer.Get(budgetDesk+".csv").Body.String(), "2.5")
	})
}

// Hours over the midnight of a month's end are of two periods; what was left is carried once.
func TestABudgetAtTheEndOfAMonth(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := budgeted(p)
		edit := budgetDesk + "/" + s.budget().ID
		now := p.DB.Now().In(models.DefaultZone)
		p.SetClock(time.Date(now.Year(), now.Month()+1, 5, 12, 0, 0, 0, models.DefaultZone))
		first := time.Date(now.Year(), now.Month()+1, 1, 0, 0, 0, 0, models.DefaultZone)
		last := first.AddDate(0, 0, -1)
		s.enters("when", "day", "day", last.Format(time.DateOnly), "length", "times", "from", "22:30", "until", "00:30",
			"time", "work")
		uses := func() []int {
			list := s.hours()
			b := s.budget()
			var left []int
			for _, u := range b.Uses(b.MonthMinutes, list, first.Format(models.MonthLayout))[12:] {
				left = append(left, u.Left())
			}
			return left[len(left)-2:]
		}
		apptest.Equal(t, "left", uses(), []int{30, 90})
		organizer := p.As(models.RoleOrganizer)
		organizer.LeadsTo(organizer.Post(edit, budgetFields("version", "1", "carries", "true")...), budgetDesk)
		// 120 of the month before are carried into the first, and 120 of it into the second.
		apptest.Equal(t, "left", uses(), []int{150, 210})
		s.person.Wants(s.person.Get(s.own), http.StatusOK, "前の期間から繰り越した2時間を含みます")
	})
}

func (s *started) budget() *models.HourBudget {
	s.T.Helper()
	list, err := s.DB.Query(s.T.Context()).HourBudgets().OfOrganization(s.Event.OrganizationID)
	if err != nil || len(list) == 0 {
		s.T.Fatal(list, err)
	}
	return &list[0]
}

// Hours of one person that arrive at the same moment are told once.
func TestABudgetUsedUpAtTheSameMoment(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := budgeted(p)
		var group sync.WaitGroup
		for i := range 4 {
			group.Go(func() {
				day := s.local(time.DateOnly, -2-i)
				status, body := s.enter("when", "day", "day", day, "length", "120", "time", "work")
				if status != http.StatusSeeOther {
					t.Error(status, body)
				}
			})
		}
		group.Wait()
		_, over := s.budgetMails()
		apptest.Equal(t, "mails that it is over", over, 1)
		apptest.Equal(t, "entries", len(s.hours()), 4)
	})
}

// What is typed wrongly is shown again; one budget at a time; nobody else sees or changes it.
func TestWhoSetsABudget(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := budgeted(p)
		organizer := p.As(models.RoleOrganizer)
		for field, typed := range map[string]string{
			"name": "", "share": "0", "month_hours": "長い", "period": "week", "counts": "", "warn_at": "101",
			"from_month": "2026-13", "until_month": "2024-12",
		} {
			answer := organizer.Post(budgetDesk+"/new", budgetFields(field, typed)...)
			organizer.Wants(answer, http.StatusUnprocessableEntity, `href="#`+field+`"`)
		}
		for _, typed := range []string{"NaN", "Inf", "-5", "1e9", "100.1"} {
			organizer.Wants(organizer.Post(budgetDesk+"/new", budgetFields("share", typed)...), http.StatusUnprocessableEntity)
		}
		organizer.Wants(organizer.Post(budgetDesk+"/new", budgetFields("from_month", "2030-01")...),
			http.StatusUnprocessableEntity, "この月には、別の枠があります")
		b := s.budget()
		edit := budgetDesk + "/" + b.ID
		organizer.LeadsTo(organizer.Post(edit, budgetFields("version", "1", "until_month", "2029-12")...), budgetDesk)
		organizer.LeadsTo(organizer.Post(budgetDesk+"/new", budgetFields("from_month", "2030-01")...), budgetDesk)
		organizer.Wants(organizer.Post(edit, budgetFields("version", "1")...), http.StatusUnprocessableEntity,
			"別の枠があります")
		organizer.Wants(organizer.Post(edit, budgetFields("version", "1", "until_month", "2028-12")...),
			http.StatusUnprocessableEntity, "ほかの方が先に変更しました")
		organizer.Wants(organizer.Get(budgetDesk+"?budget=nothing"), http.StatusNotFound)
		organizer.Wants(organizer.Get(budgetDesk+"?all=1&period=nonsense&budget="+b.ID), http.StatusOK, "梅田 うめ")

		// Somebody who works part-time.
		list, err := p.DB.Query(t.Context()).Affiliations().WithAddress(p.Event.OrganizationID, offerer)
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		person := edit + "/people/" + list[0].MemberID
		organizer.Wants(organizer.Post(person, "month_hours", "-1"), http.StatusUnprocessableEntity, "-1")
		organizer.LeadsTo(organizer.Post(person, "month_hours", "10"), budgetDesk)
		s.person.Wants(s.person.Get(s.own), http.StatusOK, "枠は1時間です")
		organizer.LeadsTo(organizer.Post(person, "month_hours", ""), budgetDesk)
		s.person.Wants(s.person.Get(s.own), http.StatusOK, "枠は2時間です")
		organizer.Wants(organizer.Get(edit+"/people/nobody"), http.StatusNotFound)

		for _, role := range []models.Role{models.RoleAnalyst, models.RoleModerator, models.RoleCoordinator} {
			other := p.As(role)
			for _, path := range []string{budgetDesk, budgetDesk + ".csv", edit, person} {
				other.Wants(other.Get(path), http.StatusForbidden)
			}
			other.Wants(other.Post(edit, budgetFields()...), http.StatusForbidden)
		}
		stranger := p.AsAccount(p.OtherOwner)
		stranger.Wants(stranger.Get(edit), http.StatusNotFound)
		foreign := "/staff/organizations/elsewhere-host/budget/" + b.ID
		stranger.Wants(stranger.Get(foreign), http.StatusNotFound)
		stranger.Wants(stranger.Post(foreign, budgetFields()...), http.StatusNotFound)
		stranger.Wants(stranger.Post(foreign+"/remove", "version", "2"), http.StatusNotFound)
		organizer.Wants(organizer.Post(edit+"/remove", "version", "1"), http.StatusUnprocessableEntity, "FUJITRA10")
		organizer.LeadsTo(organizer.Post(edit+"/remove", "version", "2"), budgetDesk)
		apptest.Lacks(t, "the own page", s.person.Get(s.own).Body.String(), "FUJITRA10")
	})
}

// Who gives hours for another organization uses that one's budget; who is not in its register uses none.
func TestWhoseBudgetHoursUse(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := budgeted(p)
		other := p.As(models.RoleOwner)
		var elsewhere string
		for _, o := range organizations(p) {
			if o.ID != p.Event.OrganizationID {
				elsewhere = o.ID
			}
		}
		member := strings.Split(strings.TrimPrefix(s.own, "/project/"), ".")[0]
		other.LeadsTo(other.Post(s.desk+"/organizations", "helped", "", "member", member, "for", elsewhere), s.desk)
		apptest.Lacks(t, "the own page", s.person.Get(s.own).Body.String(), "FUJITRA10")
		s.enters("time", "work", "length", "180")
		near, over := s.budgetMails()
		apptest.Equal(t, "mails", near+over, 0)
		apptest.Lacks(t, "the desk", s.coordinator.Get(projectsHome+"/hours").Body.String(), ":over")
	})
}

func organizations(p *apptest.Program) []models.Organization {
	p.T.Helper()
	list, err := p.DB.Query(p.T.Context()).Organizations().All()
	if err != nil {
		p.T.Fatal(err)
	}
	return list
}
