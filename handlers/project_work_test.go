package handlers_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"meguri/app/project"
	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// teamed is a project with a second person in its team, who does not lead.
type teamed struct {
	*started
	second              *apptest.Client
	secondOwn, deskWork string
	ownWork, secondWork string
}

func withTeam(p *apptest.Program) *teamed {
	p.T.Helper()
	s := &teamed{started: startProject(p), second: p.Client()}
	s.coordinator.LeadsTo(s.coordinator.Post(s.desk+"/team", "name", "二人目 次郎", "email", "second@teams.example", "role",
		"member"), s.desk)
	for _, m := range mailsOf(p, project.MailJoined) {
		if own := regexp.MustCompile(paths.TeamPrefix + `[\w.-]+`).FindString(p.Text(m)); own != s.own {
			s.secondOwn = own
		}
	}
	s.deskWork, s.ownWork, s.secondWork = s.desk+"/work", s.own+"/work", s.secondOwn+"/work"
	return s
}

func teamID(own string) string {
	return strings.Split(strings.TrimPrefix(own, paths.TeamPrefix), ".")[0]
}

func linkIn(c *apptest.Client, page, pattern string) string {
	c.T.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(c.Get(page).Body.String())
	if found == nil {
		c.T.Fatalf("nothing like %s on %s", pattern, page)
	}
	return found[1]
}

// Tasks are added by all, change hands, are done, come back; whose a task is hears once that it is overdue.
func TestTasksOfATeam(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := withTeam(p)
		due := s.local(time.DateOnly, 1)
		s.person.LeadsTo(s.person.Post(s.ownWork+"/tasks", "task", "<b>名簿</b>を比べる", "member", teamID(s.secondOwn),
			"due_on", due, "phase", "work"), s.ownWork)
		s.coordinator.LeadsTo(s.coordinator.Post(s.deskWork+"/tasks", "task", "会場をとる", "member", "", "due_on", ""),
			s.deskWork)
		page := s.second.Get(s.secondWork)
		s.second.Wants(page, http.StatusOK, "&lt;b&gt;名簿&lt;/b&gt;を比べる", "会場をとる", "担当者なし", "作業")
		apptest.Lacks(t, "a page of the team", page.Body.String(), "梅田", offerer, "second@teams.example")
		s.coordinator.Wants(s.coordinator.Get(s.deskWork), http.StatusOK, "二人目 次郎")
		for _, bad := range [][]string{
			{"task", ""}, {"task", "x", "member", models.NewAnonymousID()}, {"task", "x", "due_on", "2025-02-31"},
			{"task", "x", "phase", "nirvana"}, {"task", strings.Repeat("長", 121)},
		} {
			apptest.Equal(t, fmt.Sprint(bad), s.person.Post(s.ownWork+"/tasks", bad...).Code, http.StatusUnprocessableEntity)
		}
		task := linkIn(s.second, s.secondWork, `action="(`+s.secondWork+`/tasks/[\w-]+)/state"`)
		mine := strings.Replace(task, s.secondWork, s.ownWork, 1)
		s.second.Wants(s.second.Get(task), http.StatusOK, "タスクを変更する")
		// Two at once: the second one is told.
		s.second.LeadsTo(s.second.Post(task+"/state", "version", "1", "state", "done"), s.secondWork)
		s.person.Wants(s.person.Post(mine+"/state", "version", "1", "state", "dropped"), http.StatusUnprocessableEntity,
			"ほかの方が先に変更しました")
		s.person.Wants(s.person.Get(s.ownWork), http.StatusOK, "終わったタスク 1件", "完了")
		s.person.Wants(s.person.Post(mine+"/state", "version", "2", "state", "burnt"), http.StatusUnprocessableEntity)
		s.person.LeadsTo(s.person.Post(mine+"/state", "version", "2", "state", "open"), s.ownWork)
		// Overdue: once, and only to whose it is.
		p.Advance(72 * time.Hour)
		mailsOf(p, project.MailTask)
		mails := mailsOf(p, project.MailTask)
		var to []string
		for _, m := range mails {
			to = append(to, m.ToAddress)
		}
		apptest.Equal(t, "mails", strings.Join(to, " "), "second@teams.example")
		s.person.Wants(s.person.Get(s.ownWork), http.StatusOK, "期日超過")
		// The template, once.
		s.person.LeadsTo(s.person.Post(s.ownWork+"/template"), s.ownWork)
		s.person.LeadsTo(s.person.Post(s.ownWork+"/template"), s.ownWork)
		body := s.person.Get(s.ownWork).Body.String()
		apptest.Equal(t, "tasks of the template", strings.Count(body, "<b>説明会の日時と場所を決める</b>"), 1)
	})
}

// A meeting is arranged by who leads, answered, moved, called off; calendars follow.
func TestMeetingsOfATeam(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := withTeam(p)
		form := func(days int, from, until string, more ...string) []string {
			return append([]string{
				"title", "中間の確認", "day", s.local(time.DateOnly, days), "from", from, "until", until, "place", "市役所 3階",
				"url", "https://meet.example/abc",
			}, more...)
		}
		apptest.Equal(t, "who does not lead", s.second.Post(s.secondWork+"/meetings", form(5, "10:00", "11:00")...).Code,
			http.StatusForbidden)
		apptest.Equal(t, "the form for them", s.second.Get(s.secondWork+"/meetings").Code, http.StatusForbidden)
		s.person.Wants(s.person.Get(s.ownWork+"/meetings"), http.StatusOK, "打ち合わせを設定する")
		s.person.Wants(s.person.Post(s.ownWork+"/meetings", form(5, "11:00", "11:00")...), http.StatusUnprocessableEntity,
			"開始時刻よりあと")
		s.person.Wants(s.person.Post(s.ownWork+"/meetings", form(-5, "10:00", "11:00")...), http.StatusUnprocessableEntity,
			"過去の日時")
		s.person.Wants(s.person.Post(s.ownWork+"/meetings", form(5, "x", "")...), http.StatusUnprocessableEntity)
		answer := s.person.Post(s.ownWork+"/meetings", form(5, "10:00", "11:00", "agenda", "進み具合\n\n次にすること")...)
		apptest.Equal(t, "status", answer.Code, http.StatusSeeOther)
		mine := answer.Header().Get("Location")
		theirs := strings.Replace(mine, s.ownWork, s.secondWork, 1)
		apptest.Equal(t, "invitations", len(mailsOf(p, project.MailMeeting)), 2)
		calendarOf := func(m models.Mail) string {
			files := p.Letter(m).Attachments
			apptest.Equal(t, "attachments", len(files), 1)
			return unfolded(files[0].Content)
		}
		contains(t, "the entry", calendarOf(mailsOf(p, project.MailMeeting)[0]), "METHOD:PUBLISH", "SEQUENCE:0",
			"DTSTART;TZID=Asia/Tokyo:"+strings.ReplaceAll(s.local(time.DateOnly, 5), "-", "")+"T100000", "STATUS:CONFIRMED")
		s.second.Wants(s.second.Get(theirs), http.StatusOK, "進み具合", "参加しますか")
		s.second.LeadsTo(s.second.Post(theirs+"/reply", "says", "yes"), theirs)
		s.second.Wants(s.second.Post(theirs+"/reply", "says", "perhaps"), http.StatusUnprocessableEntity)
		s.coordinator.Wants(s.coordinator.Get(s.deskWork), http.StatusOK, "参加 1人", "お返事待ち 1人")
		feed := linkIn(s.second, s.secondWork, `href="(/project/calendar/[\w.-]+)"`)
		if strings.Contains(feed, strings.TrimPrefix(s.secondOwn, paths.TeamPrefix)) {
			t.Error("the calendar has the secret of the page")
		}
		anybody := p.Client()
		calendar := unfolded(anybody.Get(feed).Body.Bytes())
		contains(t, "the feed", calendar, "中間の確認", "SEQUENCE:0", "https://meet.example/abc")
		apptest.Lacks(t, "the feed", calendar, "/project/", "second@")
		apptest.Equal(t, "another secret", anybody.Get(feed+"x").Code, http.StatusNotFound)
		// Words change: nobody is asked again. The time changes: all are.
		s.person.LeadsTo(s.person.Post(mine+"/edit", form(5, "10:00", "11:00", "version", "1", "agenda", "次にすること")...), mine)
		apptest.Equal(t, "mails of a move", len(mailsOf(p, project.MailMoved)), 0)
		s.person.Wants(s.person.Post(mine+"/edit", form(6, "14:00", "15:00", "version", "1")...),
			http.StatusUnprocessableEntity, "ほかの方が先に変更しました")
		s.person.LeadsTo(s.person.Post(mine+"/edit", form(6, "14:00", "15:00", "version", "2")...), mine)
		apptest.Equal(t, "mails of a move", len(mailsOf(p, project.MailMoved)), 2)
		s.coordinator.Wants(s.coordinator.Get(s.deskWork), http.StatusOK, "お返事待ち 2人")
		contains(t, "the feed", unfolded(anybody.Get(feed).Body.Bytes()), "SEQUENCE:2", "T140000")
		// Minutes by anybody of the team.
		s.second.LeadsTo(s.second.Post(theirs+"/minutes", "version", "3", "minutes", "来週までに案を出す"), theirs)
		s.person.Wants(s.person.Get(mine), http.StatusOK, "来週までに案を出す")
		// Called off.
		apptest.Equal(t, "who does not lead", s.second.Post(theirs+"/cancel", "version", "4").Code, http.StatusForbidden)
		s.person.LeadsTo(s.person.Post(mine+"/cancel", "version", "4"), mine)
		s.person.Wants(s.person.Post(mine+"/cancel", "version", "5"), http.StatusUnprocessableEntity, "中止になっています")
		s.second.Wants(s.second.Post(theirs+"/reply", "says", "no"), http.StatusUnprocessableEntity, "中止になっています")
		contains(t, "the feed", unfolded(anybody.Get(feed).Body.Bytes()), "STATUS:CANCELLED", "SEQUENCE:3")
		off := mailsOf(p, project.MailCalledOff)
		apptest.Equal(t, "mails of a cancellation", len(off), 2)
		contains(t, "the entry", calendarOf(off[0]), "METHOD:CANCEL", "STATUS:CANCELLED", "ATTENDEE:mailto:"+off[0].ToAddress)
		// Who leaves has neither calendar nor meetings.
		s.coordinator.LeadsTo(s.coordinator.Post(s.desk+"/team/"+teamID(s.secondOwn), "version", "1", "do", "leave"), s.desk)
		apptest.Equal(t, "the feed of who left", anybody.Get(feed).Code, http.StatusNotFound)
		apptest.Equal(t, "the meeting for who left", s.second.Get(theirs).Code, http.StatusNotFound)
		page := s.second.Get(s.secondWork)
		s.second.Wants(page, http.StatusOK, "チームから離れている")
		apptest.Lacks(t, "the work for who left", page.Body.String(), "中間")
		s.second.Wants(s.second.Post(s.secondWork+"/tasks", "task", "x"), http.StatusUnprocessableEntity)
	})
}

func contains(t *testing.T, where, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		apptest.Contains(t, where, text, part)
	}
}

func unfolded(content []byte) string { return strings.ReplaceAll(string(content), "\r\n ", "") }

// brings posts a file.
func brings(c *apptest.Client, to, title string, content []byte) *httptest.ResponseRecorder {
	c.T.Helper()
	return c.Upload(to, "file", content, "file_title", title)
}

func picture(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 20, 20))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Files are what they are and not what they are called; what the project made is published once all agreed.
func TestFilesOfATeam(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := withTeam(p)
		for name, content := range map[string][]byte{
			"page.pdf": []byte("<!doctype html><script>alert(1)</script>"), "empty.pdf": {}, "x.exe": []byte("MZ\x90\x00"),
			"large.png": bytes.Repeat([]byte{0}, 5<<20+1),
		} {
			apptest.Equal(t, name, brings(s.person, s.ownWork+"/files", "献立", content).Code,
				http.StatusUnprocessableEntity)
		}
		apptest.Equal(t, "no name", brings(s.person, s.ownWork+"/files", "", picture(t)).Code,
			http.StatusUnprocessableEntity)
		s.person.LeadsTo(brings(s.person, s.ownWork+"/files", "献立の表", picture(t)), s.ownWork)
		mine := linkIn(s.person, s.ownWork, `href="(`+s.ownWork+`/files/[\w-]+)"`)
		id := mine[strings.LastIndex(mine, "/")+1:]
		theirs, desk := s.secondWork+"/files/"+id, s.deskWork+"/files/"+id
		for _, file := range []*httptest.ResponseRecorder{s.person.Get(mine), s.second.Get(theirs), s.coordinator.Get(desk)} {
			apptest.Equal(t, "status", file.Code, http.StatusOK)
			apptest.Contains(t, "how it is sent", file.Header().Get("Content-Disposition"), "attachment")
			apptest.Equal(t, "its type", file.Header().Get("X-Content-Type-Options"), "nosniff")
		}
		anybody := p.Client()
		public := paths.Deliverable(id)
		apptest.Equal(t, "not published", anybody.Get(public).Code, http.StatusNotFound)
		apptest.Equal(t, "who does not lead", s.second.Post(theirs+"/mark", "version", "1", "do", "deliverable").Code,
			http.StatusForbidden)
		apptest.Equal(t, "another's file", s.second.Post(theirs+"/remove").Code, http.StatusForbidden)
		s.coordinator.Wants(s.coordinator.Post(desk+"/mark", "version", "1", "do", "ask"), http.StatusUnprocessableEntity,
			"成果物にしたファイルだけ")
		s.second.Wants(s.second.Post(theirs+"/reply", "says", "yes"), http.StatusUnprocessableEntity)
		s.coordinator.LeadsTo(s.coordinator.Post(desk+"/mark", "version", "1", "do", "deliverable"), s.deskWork)
		s.coordinator.LeadsTo(s.coordinator.Post(desk+"/mark", "version", "2", "do", "ask"), s.deskWork)
		apptest.Equal(t, "who is asked", len(mailsOf(p, project.MailPublish)), 2)
		s.second.LeadsTo(s.second.Post(theirs+"/reply", "says", "yes"), s.secondWork)
		apptest.Equal(t, "with one of two", anybody.Get(public).Code, http.StatusNotFound)
		s.person.LeadsTo(s.person.Post(mine+"/reply", "says", "yes"), s.ownWork)
		apptest.Equal(t, "with both", anybody.Get(public).Code, http.StatusOK)
		host := ""
		p.Write(func(tx *models.Tx) error {
			o, err := tx.Organizations().ByID(p.Event.OrganizationID)
			if err != nil {
				return err
			}
			o.IsListed, host = true, string(paths.OfHost(o.Slug))
			return tx.Organizations().Update(o)
		})
		anybody.Wants(anybody.Get(host), http.StatusOK, "取り組みの成果", "献立の表")
		// A no takes it back at once; a yes brings it back.
		s.second.LeadsTo(s.second.Post(theirs+"/reply", "says", "no"), s.secondWork)
		apptest.Equal(t, "after a no", anybody.Get(public).Code, http.StatusNotFound)
		apptest.Lacks(t, "the page", anybody.Get(host).Body.String(), "献立の表")
		s.coordinator.Wants(s.coordinator.Get(s.deskWork), http.StatusOK, "公開しない：")
		s.second.LeadsTo(s.second.Post(theirs+"/reply", "says", "yes"), s.secondWork)
		apptest.Equal(t, "after a yes", anybody.Get(public).Code, http.StatusOK)
		s.person.LeadsTo(s.person.Post(mine+"/remove"), s.ownWork)
		apptest.Equal(t, "removed", anybody.Get(public).Code, http.StatusNotFound)
	})
}

// The diary is of the team; who is erased leaves entries without a name, and may take them back before.
func TestADiaryOfATeam(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := withTeam(p)
		today := s.local(time.DateOnly, 0)
		for range 2 { // a network repeats it
			s.second.LeadsTo(s.second.Post(s.secondWork+"/diary", "day", today, "words", "聞き取りに行きました"), s.secondWork)
		}
		s.second.LeadsTo(s.second.Post(s.secondWork+"/diary", "day", today, "words", "取り消すこと"), s.secondWork)
		s.second.Wants(s.second.Post(s.secondWork+"/diary", "day", s.local(time.DateOnly, 2), "words", "x"),
			http.StatusUnprocessableEntity, "まだ来ていない日")
		s.second.Wants(s.second.Post(s.secondWork+"/diary", "day", "", "words", ""), http.StatusUnprocessableEntity)
		apptest.Equal(t, "a coordinator writes", s.coordinator.Post(s.deskWork+"/diary", "day", today, "words", "x").Code,
			http.StatusNotFound)
		body := s.person.Get(s.ownWork).Body.String()
		apptest.Equal(t, "entries", strings.Count(body, "聞き取りに行きました"), 1)
		apptest.Lacks(t, "a page of the team", body, "二人目 次郎")
		entry := linkIn(s.second, s.secondWork, `action="(`+s.secondWork+`/diary/[\w-]+/remove)"`)
		mine := strings.Replace(entry, s.secondWork, s.ownWork, 1)
		apptest.Equal(t, "another's entry", s.person.Post(mine).Code, http.StatusForbidden)
		s.second.LeadsTo(s.second.Post(entry), s.secondWork)
		s.second.Wants(s.second.Post(entry), http.StatusNotFound)
		s.coordinator.LeadsTo(s.coordinator.Post(s.deskWork+"/tasks", "task", "x", "member", teamID(s.secondOwn)), s.deskWork)
		s.second.Wants(s.second.Post(s.secondOwn+"/erase"), http.StatusOK, "数字としてだけ")
		apptest.Equal(t, "the work of who is erased", s.second.Get(s.secondWork).Code, http.StatusNotFound)
		page := s.coordinator.Get(s.deskWork)
		s.coordinator.Wants(page, http.StatusOK, "お名前を削除した方（2番）", "担当者なし")
		apptest.Lacks(t, "the work", page.Body.String(), "二人目", "second@teams.example")
	})
}

// Each sees and changes what is theirs, whatever id they name.
func TestWorkOfOthersIsClosed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := withTeam(p)
		s.person.LeadsTo(s.person.Post(s.ownWork+"/tasks", "task", "秘密の作業"), s.ownWork)
		task := linkIn(s.person, s.ownWork, `action="`+s.ownWork+`(/tasks/[\w-]+)/state"`)
		other := &models.Project{
			OrganizationID: p.Event.OrganizationID, EventID: &p.Event.ID, Title: "別の取り組み", Aim: "x", TimeZone: "Asia/Tokyo",
			StartedOn: "2025-01-01",
		}
		p.Write(func(tx *models.Tx) error { return tx.Projects().Create(other) })
		elsewhere := projectsHome + "/" + other.ID + "/work"
		apptest.Equal(t, "the task of another project", s.coordinator.Get(elsewhere+task).Code, http.StatusNotFound)
		apptest.Equal(t, "its change", s.coordinator.Post(elsewhere+task+"/state", "version", "1", "state", "done").Code,
			http.StatusNotFound)
		apptest.Equal(t, "a coordinator replies to nothing",
			s.coordinator.Post(s.deskWork+"/meetings/"+other.ID+"/reply", "says", "yes").Code, http.StatusNotFound)
		for _, role := range []models.Role{models.RoleAnalyst, models.RoleReceptionist} {
			c := p.As(role)
			apptest.Equal(t, string(role), c.Get(s.deskWork).Code, http.StatusForbidden)
			apptest.Equal(t, string(role), c.Post(s.deskWork+"/tasks", "task", "x").Code, http.StatusForbidden)
		}
		apptest.Equal(t, "a wrong secret", p.Client().Get(s.ownWork[:len(s.own)-1]+"x/work").Code, http.StatusNotFound)
		s.coordinator.LeadsTo(s.coordinator.Post(s.desk+"/move", "version", "1", "to", "ended"), s.desk)
		s.person.Wants(s.person.Post(s.ownWork+"/tasks", "task", "x"), http.StatusUnprocessableEntity, "終わっています")
		s.person.Wants(s.person.Get(s.ownWork), http.StatusOK, "このプロジェクトは終わっています")
		s.person.LeadsTo(s.person.Post(s.ownWork+"/diary", "day", s.local(time.DateOnly, 0), "words", "ふり返り"), s.ownWork)
	})
}

// What somebody did in a team is in the file of their account, and told on the page of their registration.
func TestWorkInATeamIsTold(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, k := joinedAttendee(p)
		work := pathOf(t, k) + "/work"
		k.LeadsTo(k.Post(work+"/diary", "day", "2025-09-02", "words", "聞き取りに行きました"), work)
		k.LeadsTo(brings(k.Client, work+"/files", "聞き取りのまとめ", picture(t)), work)
		k.LeadsTo(k.Post(work+"/tasks", "task", "まとめを送る", "member", teamID(strings.TrimSuffix(work, "/work"))), work)
		told := []string{"聞き取りに行きました", "聞き取りのまとめ", "まとめを送る"}
		k.Wants(k.Get(paths.MeExportJSON), http.StatusOK, told...)
		k.Wants(k.Get(k.own.Data()), http.StatusOK, told...)
	})
}

// A project has the clock of its event: pages, mails and calendars tell meetings on it, and which one it is.
func TestMeetingsOnAnotherClock(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.ChangeEvent(func(e *models.Event) { e.TimeZone = "Europe/Berlin" })
		s := withTeam(p)
		berlin, err := time.LoadLocation("Europe/Berlin")
		if err != nil {
			t.Fatal(err)
		}
		day := p.DB.Now().In(berlin).AddDate(0, 0, 5)
		s.person.Wants(s.person.Get(s.ownWork+"/meetings"), http.StatusOK, "時刻は、Europe/Berlin、UTC&#43;")
		answer := s.person.Post(s.ownWork+"/meetings", "title", "中間の確認", "day", day.Format(time.DateOnly), "from", "10:00",
			"until", "11:00")
		apptest.Equal(t, "status", answer.Code, http.StatusSeeOther)
		page := answer.Header().Get("Location")
		said := map[string]string{"+0100": "Europe/Berlin、UTC+1", "+0200": "Europe/Berlin、UTC+2"}[day.Format("-0700")]
		s.person.Wants(s.person.Get(page), http.StatusOK, "10:00–11:00（"+strings.ReplaceAll(said, "+", "&#43;")+"）")
		m := mailsOf(p, project.MailMeeting)[0]
		contains(t, "the mail", p.Text(m), " 10:00（"+said+"）")
		contains(t, "its entry", unfolded(p.Letter(m).Attachments[0].Content),
			"DTSTART;TZID=Europe/Berlin:"+day.Format("20060102")+"T100000", "BEGIN:VTIMEZONE")
		s.person.LeadsTo(s.person.Post(page+"/cancel", "version", "1"), page)
		contains(t, "the mail of the end", p.Text(mailsOf(p, project.MailCalledOff)[0]), " 10:00（"+said+"）")
	})
}

// In Japan mails say so too: who reads them may be elsewhere.
func TestMeetingsInJapan(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := withTeam(p)
		answer := s.person.Post(s.ownWork+"/meetings", "title", "中間の確認", "day", s.local(time.DateOnly, 5), "from", "10:00",
			"until", "11:00")
		contains(t, "the mail", p.Text(mailsOf(p, project.MailMeeting)[0]), " 10:00（日本時間）")
		apptest.Lacks(t, "the page", s.person.Get(answer.Header().Get("Location")).Body.String(), "日本時間")
	})
}
