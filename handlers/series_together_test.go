package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// together is a series that the organization here keeps, with an event of it, and the other asked to hold it, too.
type together struct {
	*attack
	series       *models.Series
	mine, theirs paths.HeldSeries
	minutes      string
	outsider     *apptest.Client
	outsiders    paths.HeldSeries
	otherID      string
}

const secretAction = "会場の見積もりを取り寄せる"

func eachTogether(t *testing.T, test func(t *testing.T, s *together)) {
	t.Helper()
	eachAttack(t, func(t *testing.T, a *attack) {
		s := &together{attack: a, otherID: a.Other.OrganizationID, minutes: paths.OfStaffEvent(a.Event.Slug).Minutes()}
		s.series = &models.Series{OrganizationID: a.Event.OrganizationID, Slug: "exchange", TitleJa: "団体の交流会"}
		third := &models.Organization{Slug: "third-host", NameJa: "第三の団体", Sector: models.SectorOther}
		a.Account("third@mail.example", "Third", chosen)
		a.Write(func(tx *models.Tx) error {
			s.series.AnnouncedAt = &tx.Now
			if err := tx.Series().Create(s.series); err != nil {
				return err
			}
			if err := tx.Organizations().Create(third); err != nil {
				return err
			}
			account, err := tx.Accounts().ByEmail("third@mail.example")
			if err != nil {
				return err
			}
			other, err := tx.Organizations().ByID(s.otherID)
			if err != nil {
				return err
			}
			other.NameJa = "名乗る前の団体"
			if err := tx.Organizations().Update(other); err != nil {
				return err
			}
			err = tx.Members().Add(&models.Member{
				AccountID: account.ID, OrganizationID: &third.ID, Role: models.RoleOwner,
			})
			if err != nil {
				return err
			}
			return tx.Editions().Set(a.Event.ID, s.series.ID)
		})
		s.outsider = a.Client()
		s.outsider.SignIn("third@mail.example", chosen)
		s.mine = paths.OfStaffOrganization("here-host").OneSeries(s.series.ID)
		s.theirs = paths.OfStaffOrganization("elsewhere-host").OneSeries(s.series.ID)
		s.outsiders = paths.OfStaffOrganization("third-host").OneSeries(s.series.ID)
		test(t, s)
	})
}

// join asks the other organization, and has it agree.
func (s *together) join() {
	s.T.Helper()
	s.here.LeadsTo(s.here.Post(s.mine.Members(), "organization", "elsewhere-host"), string(s.mine))
	s.mallory.LeadsTo(s.mallory.Post(s.theirs.Answer(), "answer", "accept"), string(s.theirs))
}

// act writes down something that the other organization is to do.
func (s *together) act() *models.SeriesAction {
	s.T.Helper()
	due := s.DB.Now().AddDate(0, 0, 10).In(models.DefaultZone).Format(time.DateOnly)
	s.here.LeadsTo(s.here.Post(s.minutes+"/actions", "what", secretAction, "organization", s.otherID, "due_on", due),
		s.minutes)
	return s.action()
}

func (s *together) action() *models.SeriesAction {
	s.T.Helper()
	list, err := s.DB.Query(s.T.Context()).SeriesActions().OfSeries(s.series.ID)
	if err != nil || len(list) != 1 {
		s.T.Fatal(len(list), err)
	}
	return list[0]
}

// An organization is named, sees the series and hosts its editions by its own yes alone, and no longer than it stays.
func TestAnOrganizationHoldsASeriesByItsOwnYes(t *testing.T) {
	eachTogether(t, func(t *testing.T, s *together) {
		public, name := string(paths.OfSeries("exchange")), "名乗る前の団体"
		choose := func() int {
			return s.mallory.Post(atOther+"/series", "series", s.series.ID).Code
		}
		s.mallory.Wants(s.mallory.Get(string(s.theirs)), http.StatusNotFound)
		apptest.Equal(t, "to put an event into it uninvited", choose(), http.StatusUnprocessableEntity)
		s.mallory.Wants(s.mallory.Post(s.theirs.Answer(), "answer", "accept"), http.StatusNotFound)

		s.here.LeadsTo(s.here.Post(s.mine.Members(), "organization", name), string(s.mine))
		s.here.Wants(s.here.Post(s.mine.Members(), "organization", name), http.StatusConflict)
		s.here.Wants(s.here.Post(s.mine.Members(), "organization", "nobody"), http.StatusUnprocessableEntity)
		s.mallory.Wants(s.mallory.Get(string(s.theirs)), http.StatusOK, "お誘いが届いています")
		apptest.Lacks(t, "what it sees before its yes", s.mallory.Get(string(s.theirs)).Body.String(), "対応事項</h2>")
		apptest.Equal(t, "to put an event into it before its yes", choose(), http.StatusUnprocessableEntity)
		apptest.Lacks(t, "the page before its yes", s.Client().Get(public).Body.String(), name)
		s.here.Wants(s.here.Post(s.theirs.Answer(), "answer", "accept"), http.StatusNotFound) // in its name

		s.mallory.LeadsTo(s.mallory.Post(s.theirs.Answer(), "answer", "accept"), string(s.theirs))
		s.Client().Wants(s.Client().Get(public), http.StatusOK, name)
		apptest.Equal(t, "to put an event into it", choose(), http.StatusSeeOther)
		s.Client().Wants(s.Client().Get(public), http.StatusOK, string(paths.OfEvent(s.Other.Slug)))
		// who keeps the series changes its page, and nobody else; nor who asks and orders.
		s.mallory.Wants(s.mallory.Post(atOther+"/series/edit", "version", "1", "slug", "mine-now", "title_ja", "奪う"),
			http.StatusForbidden)
		s.mallory.Wants(s.mallory.Post(s.theirs.Members(), "organization", "third-host"), http.StatusForbidden)
		s.mallory.Wants(s.mallory.Post(s.theirs.Member(s.Event.OrganizationID), "do", "remove"), http.StatusForbidden)
		s.here.Wants(s.here.Post(s.mine.Answer(), "answer", "leave"), http.StatusSeeOther) // who keeps it cannot leave
		s.here.Wants(s.here.Get(string(s.mine)), http.StatusOK)

		s.mallory.LeadsTo(s.mallory.Post(s.theirs.Answer(), "answer", "leave"),
			paths.OfStaffOrganization("elsewhere-host").Series())
		s.mallory.Wants(s.mallory.Get(string(s.theirs)), http.StatusNotFound)
		apptest.Lacks(t, "the page once it left", s.Client().Get(public).Body.String(), name,
			string(paths.OfEvent(s.Other.Slug)))
	})
}

// Nobody but the staff of organizations that hold a series sees what was agreed; each may change what is theirs.
func TestActionsAreForThoseWhoHoldTheSeries(t *testing.T) {
	eachTogether(t, func(t *testing.T, s *together) {
		s.join()
		a := s.act()
		for _, path := range []string{
			string(paths.OfSeries("exchange")), string(paths.OfSeries("exchange")) + "/calendar.ics",
			string(paths.OfEvent(s.Event.Slug)), string(paths.OfSeries("exchange")) + "/events.atom",
		} {
			apptest.Lacks(t, path, s.Client().Get(path).Body.String(), secretAction)
		}
		s.mallory.Wants(s.mallory.Get(string(s.theirs)), http.StatusOK, secretAction)
		analyst := s.As(models.RoleAnalyst)
		tick := func(p paths.HeldSeries, c *apptest.Client) int {
			return c.Post(p.Tick(a.ID), "version", "1", "state", "done").Code
		}
		apptest.Equal(t, "an outsider at their own place", tick(s.outsiders, s.outsider), http.StatusNotFound)
		apptest.Equal(t, "an outsider in another's", tick(s.theirs, s.outsider), http.StatusNotFound)
		apptest.Equal(t, "an analyst of the host", tick(s.mine, analyst), http.StatusForbidden)
		s.outsider.Wants(s.outsider.Get(string(s.outsiders)), http.StatusNotFound)
		s.outsider.Wants(s.outsider.Get(s.outsiders.Compared()), http.StatusNotFound)
		s.mallory.Wants(s.mallory.Get(s.minutes), http.StatusNotFound) // minutes are their host's
		s.mallory.Wants(s.mallory.Post(s.minutes+"/actions/"+a.ID, "version", "1", "what", "x", "organization", s.otherID),
			http.StatusNotFound)
		// whose it is, its own organization says.
		s.here.Wants(s.here.Post(s.mine.Assign(a.ID), "version", "1", "account", s.Staff[models.RoleOwner]),
			http.StatusForbidden)
		s.mallory.Wants(s.mallory.Post(s.theirs.Assign(a.ID), "version", "1", "account", s.Staff[models.RoleOwner]),
			http.StatusUnprocessableEntity)
		s.mallory.LeadsTo(s.mallory.Post(s.theirs.Tick(a.ID), "version", "1", "state", "done"), string(s.theirs))
		s.mallory.Wants(s.mallory.Post(s.theirs.Tick(a.ID), "version", "1", "state", "dropped"), http.StatusConflict)
		done := s.action()
		apptest.Equal(t, "the state", done.State, models.ActionDone)
		apptest.Equal(t, "who ticked it", *done.StateBy, s.OtherOwner)
		apptest.Equal(t, "for whom", *done.StateFor, s.otherID)
		s.here.LeadsTo(s.here.Post(s.minutes+"/actions/"+a.ID+"/state", "version", "2", "state", "open"), s.minutes)
	})
}

// Who took something on gets one mail before it is due, and one once it was.
func TestWhoTookSomethingOnIsReminded(t *testing.T) {
	eachTogether(t, func(t *testing.T, s *together) {
		s.join()
		a := s.act()
		s.mallory.LeadsTo(s.mallory.Post(s.theirs.Assign(a.ID), "version", "1", "account", s.OtherOwner), string(s.theirs))
		s.RunJobs()
		apptest.Equal(t, "mails at once", len(mailsOf(s.Program, "action_due")), 0)
		s.SetClock(a.Due().Add(-2 * 24 * time.Hour))
		s.RunJobs()
		s.mallory = s.AsAccount(s.OtherOwner)
		s.mallory.LeadsTo(s.mallory.Post(s.theirs.Assign(a.ID), "version", "2", "account", s.OtherOwner), string(s.theirs))
		s.RunJobs()
		apptest.Equal(t, "mails before it is due", len(mailsOf(s.Program, "action_due")), 1)
		told := s.Text(mailsOf(s.Program, "action_due")[0])
		apptest.Contains(t, "the mail", told, secretAction, a.Due().Format("期日：2006年1月2日"), string(s.theirs))
		s.SetClock(a.Due().Add(3 * 24 * time.Hour))
		s.RunJobs()
		apptest.Equal(t, "mails before it is due, later", len(mailsOf(s.Program, "action_due")), 1)
		apptest.Equal(t, "mails once it was due", len(mailsOf(s.Program, "action_overdue")), 1)
	})
}

func TestWhoLeftIsNotReminded(t *testing.T) {
	eachTogether(t, func(t *testing.T, s *together) {
		s.join()
		a := s.act()
		s.mallory.LeadsTo(s.mallory.Post(s.theirs.Assign(a.ID), "version", "1", "account", s.OtherOwner), string(s.theirs))
		s.mallory.LeadsTo(s.mallory.Post(s.theirs.Answer(), "answer", "leave"),
			paths.OfStaffOrganization("elsewhere-host").Series())
		s.SetClock(a.Due().Add(3 * 24 * time.Hour))
		s.RunJobs()
		told := len(mailsOf(s.Program, "action_due")) + len(mailsOf(s.Program, "action_overdue"))
		apptest.Equal(t, "mails to who left", told, 0)
	})
}

// Minutes are a draft of their host until they are published; two who write at once lose nothing.
func TestMinutesArePublished(t *testing.T) {
	eachTogether(t, func(t *testing.T, s *together) {
		public := paths.OfEvent(s.Event.Slug).Minutes()
		s.here.Wants(s.here.Post(s.minutes, "version", "0", "publishes", "true"), http.StatusUnprocessableEntity)
		s.here.LeadsTo(s.here.Post(s.minutes, "version", "0", "text_ja", "一行目\n<b>二行目"), s.minutes)
		s.Client().Wants(s.Client().Get(public), http.StatusNotFound)
		apptest.Lacks(t, "the event's page", s.Client().Get(string(paths.OfEvent(s.Event.Slug))).Body.String(), public)
		second := s.here.Post(s.minutes, "version", "0", "text_ja", "別の方の文")
		s.here.Wants(second, http.StatusConflict, "別の方の文", "一行目")
		s.here.LeadsTo(s.here.Post(s.minutes, "version", "1", "text_ja", "一行目\n<b>二行目", "publishes", "true"), s.minutes)
		s.Client().Wants(s.Client().Get(public), http.StatusOK, "一行目", "&lt;b&gt;二行目")
		for _, path := range []string{string(paths.OfEvent(s.Event.Slug)), string(paths.OfSeries("exchange"))} {
			s.Client().Wants(s.Client().Get(path), http.StatusOK, public)
		}
		s.here.LeadsTo(s.here.Post(s.minutes, "version", "2", "text_ja", "一行目"), s.minutes)
		s.Client().Wants(s.Client().Get(public), http.StatusNotFound)
		for _, role := range []models.Role{models.RoleReceptionist, models.RoleModerator, models.RoleAnalyst} {
			s.As(role).Wants(s.As(role).Get(s.minutes), http.StatusForbidden)
		}
	})
}

// The next date is told until an event takes its place.
func TestTheNextDateIsToldUntilThereIsAnEvent(t *testing.T) {
	eachTogether(t, func(t *testing.T, s *together) {
		s.join()
		day := s.DB.Now().AddDate(0, 6, 0).In(models.DefaultZone).Format(time.DateOnly)
		calendar := func() string { return s.Client().Get(paths.OfSeries("exchange").Calendar()).Body.String() }
		set := func(c *apptest.Client, to paths.HeldSeries, version string, more ...string) int {
			return c.Post(to.Next(), append([]string{"version", version}, more...)...).Code
		}
		apptest.Equal(t, "no time", set(s.here, s.mine, "0", "day", day), http.StatusUnprocessableEntity)
		apptest.Equal(t, "no member hosts", set(s.here, s.mine, "0", "day", day, "from", "14:00", "host", models.NewID()),
			http.StatusUnprocessableEntity)
		// the other is next by turn, so it may; an outsider may not.
		apptest.Equal(t, "an outsider", set(s.outsider, s.outsiders, "0", "day", day, "from", "14:00"), http.StatusNotFound)
		apptest.Equal(t, "whose turn it is", set(s.mallory, s.theirs, "0", "day", day, "from", "14:00", "until", "16:00",
			"host", s.otherID, "place_ja", "中原市民館", "is_online", "true"), http.StatusSeeOther)
		apptest.Equal(t, "an older version", set(s.here, s.mine, "0", "day", day, "from", "15:00"), http.StatusConflict)
		apptest.Contains(t, "the calendar", calendar(), "STATUS:TENTATIVE", "中原市民館")
		s.Client().Wants(s.Client().Get(string(paths.OfSeries("exchange"))), http.StatusOK, "次回の予定", "中原市民館",
			"名乗る前の団体")
		s.ChangeEvent(func(e *models.Event) {
			e.StartsAt = s.DB.Now().AddDate(0, 6, 3)
			e.EndsAt = e.StartsAt.Add(time.Hour)
		})
		apptest.Lacks(t, "the calendar with the event", calendar(), "TENTATIVE")
		apptest.Equal(t, "an entry", strings.Count(calendar(), "BEGIN:VEVENT"), 1)
		s.MoveEvent(models.EventDraft, map[string]any{})
		apptest.Contains(t, "the calendar without it", calendar(), "TENTATIVE")
		apptest.Equal(t, "to take it back", set(s.here, s.mine, "1", "day", ""), http.StatusSeeOther)
		apptest.Lacks(t, "the calendar", calendar(), "TENTATIVE")
		apptest.Contains(t, "the calendar of who knew it", calendar(), "STATUS:CANCELLED", "SEQUENCE:1")
		public := string(paths.OfSeries("exchange"))
		apptest.Lacks(t, "the page", s.Client().Get(public).Body.String(), "中原市民館")
		apptest.Equal(t, "to set it anew, in Berlin", set(s.here, s.mine, "2", "day", day, "from", "14:00",
			"time_zone", "Europe/Berlin", "host", s.otherID), http.StatusSeeOther)
		apptest.Contains(t, "the calendar", calendar(), "STATUS:TENTATIVE", "SEQUENCE:2")
		s.Client().Wants(s.Client().Get(public), http.StatusOK, "14:00", "Europe/Berlin")
		s.here.Wants(s.here.Get(string(s.mine)), http.StatusOK, "14:00", "Europe/Berlin")
		apptest.Equal(t, "no zone", set(s.here, s.mine, "3", "day", day, "from", "14:00", "time_zone", "Mars/Base"),
			http.StatusUnprocessableEntity)
		s.mallory.Post(s.theirs.Answer(), "answer", "leave")
		apptest.Contains(t, "the calendar without its host", calendar(), "STATUS:TENTATIVE", "SEQUENCE:3")
		apptest.Lacks(t, "the calendar without its host", calendar(), "名乗る前の団体")
	})
}

// Who hosts next is told by mail, once for a day, where somebody else named them.
func TestWhoHostsNextIsTold(t *testing.T) {
	eachTogether(t, func(t *testing.T, s *together) {
		s.join()
		s.bosses()
		day := s.DB.Now().AddDate(0, 6, 0).In(models.DefaultZone).Format(time.DateOnly)
		for version, from := range []string{"14:00", "15:00"} {
			answer := s.here.Post(s.mine.Next(), "version", strconv.Itoa(version), "day", day, "from", from, "host", s.otherID)
			s.here.LeadsTo(answer, string(s.mine))
		}
		s.RunJobs()
		told := mailsOf(s.Program, "series_hosts")
		if len(told) != 1 || told[0].ToAddress != "boss@there.example" {
			t.Fatal("who was told:", told)
		}
		apptest.Contains(t, "the mail", s.Text(told[0]), string(s.theirs))
	})
}

// What nobody has, or who has it left, is told to the owners: it is not forgotten.
func TestWhatNobodyHasIsToldToTheOwners(t *testing.T) {
	eachTogether(t, func(t *testing.T, s *together) {
		s.join()
		s.bosses()
		a := s.act()
		s.SetClock(a.Due().Add(-2 * 24 * time.Hour))
		s.RunJobs()
		to := func(kind string) (list []string) {
			for _, m := range mailsOf(s.Program, kind) {
				list = append(list, m.ToAddress)
			}
			return list
		}
		apptest.Equal(t, "who hears that it is due", to("action_due"), []string{"boss@there.example"})
		s.mallory = s.AsAccount(s.OtherOwner)
		receptionist := s.Member(s.Other, models.RoleReceptionist)
		s.mallory.LeadsTo(s.mallory.Post(s.theirs.Assign(a.ID), "version", "1", "account", receptionist), string(s.theirs))
		s.Write(func(tx *models.Tx) error {
			list, err := tx.Members().OfAccountAt(receptionist, s.otherID)
			if err != nil {
				return err
			}
			return tx.Members().Remove(&list[0])
		})
		s.SetClock(a.Due().Add(3 * 24 * time.Hour))
		s.RunJobs()
		apptest.Equal(t, "who hears that it was due", to("action_overdue"), []string{"boss@there.example"})
	})
}

// The start page has the organizations of an account, their series, and what is to be done, the own first; not those
// of others.
func TestTheStartPageHasOrganizationsAndSeries(t *testing.T) {
	eachTogether(t, func(t *testing.T, s *together) {
		s.here.LeadsTo(s.here.Post(s.mine.Members(), "organization", "elsewhere-host"), string(s.mine))
		s.mallory.Wants(s.mallory.Get(paths.StaffHome), http.StatusOK, "名乗る前の団体", "団体の交流会", "お返事待ち")
		s.mallory.LeadsTo(s.mallory.Post(s.theirs.Answer(), "answer", "accept"), string(s.theirs))
		a := s.act()
		s.mallory.Wants(s.mallory.Get(paths.StaffHome), http.StatusOK, secretAction, "担当が未定", "次の集まり")
		coordinator := s.AsAccount(s.Member(s.Other, models.RoleCoordinator))
		page := coordinator.Get(paths.StaffHome)
		coordinator.Wants(page, http.StatusOK, "名乗る前の団体", "団体の交流会", string(s.theirs))
		apptest.Lacks(t, "what a coordinator cannot do", page.Body.String(), secretAction)
		receptionist := s.Member(s.Other, models.RoleReceptionist)
		s.mallory.LeadsTo(s.mallory.Post(s.theirs.Assign(a.ID), "version", "1", "account", receptionist), string(s.theirs))
		own := s.AsAccount(receptionist)
		own.Wants(own.Get(paths.StaffHome), http.StatusOK, secretAction)
		apptest.Lacks(t, "the page of others", s.mallory.Get(paths.StaffHome).Body.String(), secretAction)
		apptest.Lacks(t, "the page of another organization", s.here.Get(paths.StaffHome).Body.String(), secretAction)
		apptest.Lacks(t, "the page of an outsider", s.outsider.Get(paths.StaffHome).Body.String(), secretAction,
			"団体の交流会", "名乗る前の団体")
		s.mallory.Post(s.theirs.Answer(), "answer", "leave")
		apptest.Lacks(t, "the page once it left", own.Get(paths.StaffHome).Body.String(), secretAction, "団体の交流会")
	})
}

// The figures of another host's edition are seen once it shares them, and by who may see results.
func TestEditionsOfOthersAreComparedAsTheirHostsAgreed(t *testing.T) {
	eachTogether(t, func(t *testing.T, s *together) {
		s.join()
		s.mallory.Wants(s.mallory.Post(atOther+"/series", "series", s.series.ID), http.StatusSeeOther)
		analyst := s.As(models.RoleAnalyst)
		s.Write(func(tx *models.Tx) error {
			e, err := tx.Events().ByID(s.Other.ID)
			if err != nil {
				return err
			}
			version := e.Version
			e.TitleJa = "ほかの団体の回"
			return tx.Events().Update(e, version)
		})
		page := analyst.Get(s.mine.Compared())
		analyst.Wants(page, http.StatusOK, "1回あります")
		apptest.Lacks(t, "the page", page.Body.String(), "ほかの団体の回")
		s.mallory.LeadsTo(s.mallory.Post(s.theirs.Answer(), "answer", "shares", "shares", "true"), string(s.theirs))
		analyst.Wants(analyst.Get(s.mine.Compared()), http.StatusOK, "ほかの団体の回")
		apptest.Lacks(t, "links into it", analyst.Get(s.mine.Compared()).Body.String(), "/staff/events/elsewhere/")
		receptionist := s.As(models.RoleReceptionist)
		receptionist.Wants(receptionist.Get(s.mine.Compared()), http.StatusForbidden)
		s.mallory.LeadsTo(s.mallory.Post(s.theirs.Answer(), "answer", "shares"), string(s.theirs))
		apptest.Lacks(t, "the page again", analyst.Get(s.mine.Compared()).Body.String(), "ほかの団体の回")
	})
}
