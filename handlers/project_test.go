package handlers_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"meguri/app/project"
	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// started is a project of the event with one person in its team.
type started struct {
	*apptest.Program
	coordinator, person *apptest.Client
	need, desk, own     string
}

const projectsHome = "/staff/events/here/projects"

// acceptedNeed is a need with an accepted offer, and its desk.
func acceptedNeed(p *apptest.Program, more ...string) string {
	p.T.Helper()
	shown, desk := openNeed(p, more...)
	own := sendOffer(p, shown)
	p.Client().Post(own)
	coordinator := p.As(models.RoleCoordinator)
	coordinator.LeadsTo(coordinator.Post(answerAt(coordinator, desk), "version", "1", "to", "accepted"), desk)
	return desk
}

func offerOn(c *apptest.Client, form string) string {
	c.T.Helper()
	found := regexp.MustCompile(`name="offer" value="([\w-]+)"`).FindStringSubmatch(c.Get(form).Body.String())
	if found == nil {
		c.T.Fatal("no offer to choose")
	}
	return found[1]
}

func versionOf(c *apptest.Client, page string) string {
	c.T.Helper()
	return regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(c.Get(page).Body.String())[1]
}

func startProject(p *apptest.Program) *started {
	p.T.Helper()
	s := &started{Program: p, coordinator: p.As(models.RoleCoordinator), person: p.Client(), need: acceptedNeed(p)}
	form, offer := s.need+"/project", offerOn(s.coordinator, s.need+"/project")
	answer := s.coordinator.Post(form, "version", versionOf(s.coordinator, form), "title", "名簿を一つに", "aim", "当番が早く帰る",
		"scope", "", "started_on", "2025-09-01", "offer", offer, "lead", offer)
	apptest.Equal(p.T, "status", answer.Code, http.StatusSeeOther)
	s.desk = answer.Header().Get("Location")
	mails := mailsOf(p, project.MailJoined)
	apptest.Equal(p.T, "mails to the team", len(mails), 1)
	s.own = regexp.MustCompile(paths.TeamPrefix + `[\w.-]+`).FindString(p.Text(mails[0]))
	return s
}

// enter sends the form of hours with some fields changed.
func (s *started) enter(more ...string) (status int, body string) {
	s.T.Helper()
	fields := append([]string{
		"form_id", models.NewAnonymousID(), "when", "yesterday", "length", "60", "time", "own", "words", "名簿を比べた",
	}, more...)
	sent := map[string]string{}
	var keys []string
	for i := 0; i < len(fields); i += 2 {
		if _, known := sent[fields[i]]; !known {
			keys = append(keys, fields[i])
		}
		sent[fields[i]] = fields[i+1]
	}
	var pairs []string
	for _, key := range keys {
		pairs = append(pairs, key, sent[key])
	}
	answer := s.person.Post(s.own+"/hours", pairs...)
	return answer.Code, answer.Body.String()
}

func (s *started) enters(more ...string) {
	s.T.Helper()
	if status, body := s.enter(more...); status != http.StatusSeeOther {
		s.T.Fatalf("%d: %s", status, body)
	}
}

func (s *started) refuses(want string, more ...string) {
	s.T.Helper()
	status, body := s.enter(more...)
	apptest.Equal(s.T, "status", status, http.StatusUnprocessableEntity)
	apptest.Contains(s.T, "the page", body, want)
}

// hours are all hours of the project, the oldest day first.
func (s *started) hours() []models.HourEntry {
	s.T.Helper()
	list, err := s.DB.Query(s.T.Context()).Hours().At(models.NeedPlace{OrganizationID: s.Event.OrganizationID},
		&models.HourFilter{}, 1000)
	if err != nil {
		s.T.Fatal(err)
	}
	return list
}

func (s *started) local(layout string, days int) string {
	return s.DB.Now().In(models.DefaultZone).AddDate(0, 0, days).Format(layout)
}

// From a need with an accepted offer to a team, hours, their approval, a sheet and a certificate.
func TestAProjectFromItsNeedToACertificate(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := startProject(p)
		c := s.coordinator
		c.Wants(c.Get(s.need), http.StatusOK, "名簿を一つに", "進行中", "決定")
		c.Wants(c.Get(s.desk), http.StatusOK, "梅田 うめ", "リーダー", offerer, "キックオフ")
		c.Wants(c.Get(projectsHome), http.StatusOK, "名簿を一つに", "1人")
		s.person.Wants(s.person.Get(s.own), http.StatusOK, "活動時間を入力する", "当番が早く帰る")
		apptest.Lacks(t, "the own page", s.person.Get(s.own).Body.String(), offerer)
		s.enters()
		s.enters("when", "day", "day", s.local(time.DateOnly, -2), "length", "times", "from", "19:00", "until", "21:30",
			"time", "work")
		list := s.hours()
		apptest.Equal(t, "entries", len(list), 2)
		s.person.Wants(s.person.Get(s.own+"/certificate.pdf"), http.StatusConflict)
		desk := projectsHome + "/hours"
		c.Wants(c.Get(desk), http.StatusOK, "名簿を比べた", "19:00–21:30", "勤務時間内")
		c.Wants(c.Post(desk, "to", "approved"), http.StatusUnprocessableEntity, "1件以上お選びください。")
		c.Wants(c.Post(desk, "to", "returned", "entry", list[1].ID+":1"), http.StatusUnprocessableEntity, "理由をお書きください")
		c.LeadsTo(c.Post(desk, "to", "approved", "entry", list[0].ID+":1"), desk+"?")
		c.LeadsTo(c.Post(desk, "to", "returned", "entry", list[1].ID+":1", "words", "長さは合っていますか"), desk+"?")
		mails := mailsOf(p, project.MailReturned)
		apptest.Equal(t, "mails", len(mails), 1)
		apptest.Contains(t, "the mail", p.Text(mails[0]), "長さは合っていますか")
		s.person.Wants(s.person.Get(s.own), http.StatusOK, "差し戻し", "承認済み")
		// What is sent back is no hours until it is corrected.
		entry := s.own + "/hours/" + list[1].ID
		s.person.Wants(s.person.Get(entry), http.StatusOK, "長さは合っていますか")
		s.person.LeadsTo(s.person.Post(entry, "form_id", models.NewAnonymousID(), "version", "2", "when", "yesterday",
			"length", "30", "time", "own"), s.own)
		s.person.Wants(s.person.Post(entry, "form_id", models.NewAnonymousID(), "version", "2", "when", "yesterday",
			"length", "30", "time", "own"), http.StatusUnprocessableEntity, "ほかの画面で変更されました")
		month := list[0].Day[:7]
		for _, by := range []string{"person", "project"} {
			c.Wants(c.Get(projectsHome+"/sheet?month="+month+"&by="+by), http.StatusOK, "2.5")
			for _, ending := range []string{"pdf", "xlsx"} {
				file := c.Get(projectsHome + "/sheet." + ending + "?month=" + month + "&by=" + by)
				apptest.Equal(t, ending, file.Code, http.StatusOK)
			}
		}
		for _, file := range []string{"/sheet.pdf?month=" + month, "/sheet.xlsx?month=" + month, "/certificate.pdf"} {
			apptest.Equal(t, file, s.person.Get(s.own+file).Code, http.StatusOK)
		}
		code := regexp.MustCompile(`/certificates/hours/([\w.-]+)`).FindStringSubmatch(s.person.Get(s.own).Body.String())[1]
		everybody := p.Client()
		everybody.Wants(everybody.Get("/certificates/hours/"+code), http.StatusOK, "この証明書は有効です", "2.5時間", "梅田 うめ")
		everybody.Wants(everybody.Get("/certificates/hours/"+code+"x"), http.StatusOK, "確認できません")
		// The end of the project is the end of the need.
		c.LeadsTo(c.Post(s.desk+"/move", "version", "1", "to", "ended"), s.desk)
		c.Wants(c.Post(s.desk+"/move", "version", "1", "to", "stopped"), http.StatusUnprocessableEntity)
		c.Wants(c.Get(s.need), http.StatusOK, "完了")
		// Who is erased leaves numbers behind.
		s.person.Wants(s.person.Post(s.own+"/erase"), http.StatusOK, "数字としてだけ")
		s.person.Wants(s.person.Get(s.own), http.StatusNotFound)
		page := c.Get(s.desk)
		c.Wants(page, http.StatusOK, "お名前を削除した方（1番）", "2.5")
		apptest.Lacks(t, "the project", page.Body.String(), "梅田", offerer)
		apptest.Lacks(t, "the hours", c.Get(desk+"?state=approved").Body.String(), "名簿を比べた", "梅田")
		everybody.Wants(everybody.Get("/certificates/hours/"+code), http.StatusOK, "確認できません")
	})
}

// Hours twice, over midnight, in the future, more than a day has, long ago: told, and nothing is stored.
func TestHoursThatCannotBeAreRefused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := startProject(p)
		times := func(days int, from, until string) []string {
			return []string{"when", "day", "day", s.local(time.DateOnly, days), "length", "times", "from", from, "until", until}
		}
		s.refuses("長さをお選びください。", "length", "")
		s.refuses("長さをお選びください。", "length", "5000")
		s.refuses("日付", "when", "day", "day", "2025-02-31")
		s.refuses("まだ入力できません", times(1, "09:00", "10:00")...)
		s.refuses("まだ入力できません", times(0, s.DB.Now().In(models.DefaultZone).Add(-time.Minute).Format("15:04"),
			s.DB.Now().In(models.DefaultZone).Add(time.Minute).Format("15:04"))...)
		s.refuses("1年より前", "when", "day", "day", s.local(time.DateOnly, -400))
		s.refuses("同じです", times(-2, "09:00", "09:00")...)
		s.refuses("19:30", times(-2, "25:00", "26:00")...)
		s.refuses("読み込み直して", "form_id", "x")
		s.refuses("14日より前", "when", "day", "day", s.local(time.DateOnly, -20))
		apptest.Equal(t, "entries", len(s.hours()), 0)
		s.enters("when", "day", "day", s.local(time.DateOnly, -20), "reason", "出張でした")
		// Over midnight are two days.
		s.enters(times(-3, "22:00", "01:30")...)
		list := s.hours()
		apptest.Equal(t, "entries", len(list), 3)
		apptest.Equal(t, "the first day", list[1].Minutes, 120)
		apptest.Equal(t, "the second day", list[2].Minutes, 90)
		apptest.Equal(t, "the second day", list[2].Day, s.local(time.DateOnly, -2))
		// The same hours twice.
		s.refuses("と重なっています", times(-2, "01:00", "02:00")...)
		s.refuses("と重なっています", times(-3, "23:00", "23:30")...)
		s.enters(times(-2, "01:30", "02:00")...)
		s.enters()
		s.refuses("同じ長さの記録がすでにあります")
		s.enters("again", "true")
		// A form that the network repeats is one.
		form := models.NewAnonymousID()
		s.enters("form_id", form, "length", "120")
		s.enters("form_id", form, "length", "120")
		apptest.Equal(t, "entries", len(s.hours()), 7)
		// More than 24 hours in a day.
		s.refuses("24時間を超えます", times(-1, "00:00", "21:00")...)
		s.enters(times(-1, "00:00", "20:00")...)
	})
}

// The same form sent at the same moment, and two overlapping ones: one of each is stored.
func TestHoursSentAtTheSameMoment(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := startProject(p)
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				s.enter("when", "day", "day", s.local(time.DateOnly, -2), "length", "times", "from", "10:00", "until", "12:00")
			})
		}
		group.Wait()
		apptest.Equal(t, "entries", len(s.hours()), 1)
	})
}

// Two coordinators decide at once: what one has seen before the other decided stays as it is.
func TestHoursDecidedByTwo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := startProject(p)
		s.enters()
		s.enters("length", "30")
		list, desk := s.hours(), projectsHome+"/hours"
		s.coordinator.LeadsTo(s.coordinator.Post(desk, "to", "returned", "words", "？", "entry", list[0].ID+":1"), desk+"?")
		owner := p.As(models.RoleOwner)
		answer := owner.Post(desk, "to", "approved", "entry", list[0].ID+":1", "entry", list[1].ID+":1")
		owner.LeadsTo(answer, desk+"?")
		apptest.Contains(t, "what is told", strings.Join(answer.Header()["Set-Cookie"], " "), "hours.decided_partly")
		after := s.hours()
		apptest.Equal(t, "the first", after[0].State, models.HoursReturned)
		apptest.Equal(t, "the second", after[1].State, models.HoursApproved)
		foreign := strings.Replace(list[0].ID, list[0].ID[:8], "00000000", 1)
		owner.Wants(owner.Post(desk, "to", "approved", "entry", foreign+":1"), http.StatusNotFound)
	})
}

// Help at home begins with what is agreed in writing; a need has one project at a time; a new link ends the old one.
func TestWhatAProjectNeedsToBegin(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := startProject(p)
		c := s.coordinator
		form := s.need + "/project"
		c.Wants(c.Get(form), http.StatusOK, "すでに進んでいます")
		c.Wants(c.Post(form, "version", "9", "title", "x", "aim", "y", "started_on", "2025-09-01", "offer",
			models.NewAnonymousID()), http.StatusUnprocessableEntity)
		c.Wants(c.Post(s.desk+"/team", "name", "二人目", "email", offerer, "role", "member"), http.StatusUnprocessableEntity,
			"すでにチームにいます")
		c.LeadsTo(c.Post(s.desk+"/team", "name", "二人目", "email", "second@teams.example", "role", "member"), s.desk)
		s.person.Wants(s.person.Get(s.own), http.StatusOK, "お名前を出していない方（2番）")
		apptest.Lacks(t, "the own page", s.person.Get(s.own).Body.String(), "二人目")
		mails := mailsOf(p, project.MailJoined)
		second := regexp.MustCompile(paths.TeamPrefix + `[\w.-]+`).FindString(p.Text(mails[0]))
		if second == s.own {
			second = regexp.MustCompile(paths.TeamPrefix + `[\w.-]+`).FindString(p.Text(mails[1]))
		}
		other := p.Client()
		other.LeadsTo(other.Post(second+"/name", "shows_name", "true"), second)
		s.person.Wants(s.person.Get(s.own), http.StatusOK, "二人目")
		member := s.desk + "/team/" + strings.Split(strings.TrimPrefix(second, paths.TeamPrefix), ".")[0]
		c.Wants(c.Post(member, "version", "2", "do", "destroy"), http.StatusUnprocessableEntity)
		c.LeadsTo(c.Post(member, "version", "2", "do", "link"), s.desk)
		other.Wants(other.Get(second), http.StatusNotFound)
		c.LeadsTo(c.Post(member, "version", "3", "do", "leave"), s.desk)
		c.LeadsTo(c.Post(s.desk+"/phases", "version", "1", "planned_on", "2025-09-01", "planned_on", "", "planned_on", "",
			"planned_on", "", "planned_on", "", "done_on", "2025-09-02", "done_on", "", "done_on", "", "done_on", "",
			"done_on", "", "skipped", "team"), s.desk)
		s.person.Wants(s.person.Get(s.own), http.StatusOK, "行いません", "済み")
		c.Wants(c.Post(s.desk+"/phases", "version", "1"), http.StatusUnprocessableEntity)
	})
}

// The list is narrowed by words, year and state, in pages; what is typed wrongly leaves nothing out.
func TestTheListOfProjects(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := startProject(p)
		s.enters("length", "120")
		list := s.hours()
		p.Write(func(tx *models.Tx) error {
			for i := range 120 {
				former := &models.Project{
					OrganizationID: p.Event.OrganizationID, EventID: &p.Event.ID, Title: fmt.Sprintf("過去の取り組み%03d", i),
					Aim: "みんなのため", TimeZone: "Asia/Tokyo", StartedOn: fmt.Sprintf("%d-04-01", 2020+i%5),
				}
				if err := tx.Projects().Create(former); err != nil {
					return err
				}
			}
			return nil
		})
		c := s.coordinator
		page := c.Get(projectsHome)
		c.Wants(page, http.StatusOK, "121件", "3ページ中1ページ目", `href="`+projectsHome+`?page=2"`)
		apptest.Lacks(t, "a list without approved hours", page.Body.String(), "12か月")
		apptest.Equal(t, "rows", strings.Count(page.Body.String(), "<tr>"), 51)
		c.Wants(c.Get(projectsHome+"?q=名簿"), http.StatusOK, "1件", "名簿を一つに")
		c.Wants(c.Get(projectsHome+"?q=０４２&year=2022"), http.StatusOK, "1件", "過去の取り組み042")
		c.Wants(c.Get(projectsHome+"?q=042&year=2021"), http.StatusOK, "0件", "この条件のプロジェクトは、ありません。")
		c.Wants(c.Get(projectsHome+"?state=ended"), http.StatusOK, "この条件のプロジェクトは、ありません。")
		c.Wants(c.Get(projectsHome+"?page=99&year=x&state=y"), http.StatusOK, "121件", "3ページ中3ページ目")
		c.Wants(c.Get(projectsHome+"?page=-1"), http.StatusOK, "3ページ中1ページ目")
		c.LeadsTo(c.Post(projectsHome+"/hours", "to", "approved", "entry", list[0].ID+":1"), projectsHome+"/hours?")
		c.Wants(c.Get(projectsHome), http.StatusOK, "承認済みの活動時間（12か月）", "勤務時間内 0　勤務時間外 2")
	})
}
