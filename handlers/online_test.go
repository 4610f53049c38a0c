package handlers_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"meguri/app/program"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

const moveOnline = "/staff/events/here/online"

// moves sends the question's form as it is shown.
func moves(c *apptest.Client, path string) {
	c.T.Helper()
	page := c.Get(path)
	c.Wants(page, http.StatusOK)
	people := regexp.MustCompile(`name="people" value="(\d+)"`).FindStringSubmatch(page.Body.String())
	if people == nil {
		c.T.Fatal("the question names no number")
	}
	c.LeadsTo(c.Post(path, "people", people[1], "subject_ja", "会場について", "body_ja", "**大雨**のため変更します。"),
		"/staff/events/here")
}

// sequence is the SEQUENCE of a calendar file.
func sequence(t *testing.T, file string) int {
	t.Helper()
	found := regexp.MustCompile(`SEQUENCE:(\d+)`).FindStringSubmatch(file)
	if found == nil {
		t.Fatalf("no sequence in %s", file)
	}
	n, _ := strconv.Atoi(found[1])
	return n
}

func TestEverybodyIsMovedOnlineInAStormAndBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		atVenue, chose := newOwnPage(p, "venue", "a@b.example"), newOwnPage(p, "online", "c@d.example")
		staff := p.As(models.RoleOrganizer)
		calendar := func() string {
			return p.Request(http.MethodGet, "/r/"+atVenue.secret+"/calendar.ics", "").Body.String()
		}
		before := calendar()
		p.RunJobs()
		mails := len(p.Mails())
		staff.Wants(staff.Get(moveOnline), http.StatusOK, "会場の参加枠の1人", "ご自分でオンラインを選んだ1人", "切り替えて、1人にメールを送る")
		moves(staff, moveOnline)

		t.Run("all pages, calendars and search engines are told", func(t *testing.T) {
			p := p.With(t)
			public := p.Request(http.MethodGet, "/events/here", "").Body.String()
			apptest.Contains(t, "the event's page", public, "全員オンラインで開催します", "EventMovedOnline",
				"OnlineEventAttendanceMode", "VirtualLocation")
			apptest.Lacks(t, "the event's page", public, `"Place"`, "残り1席")
			atVenue.shows("the own page", []string{"会場にはお越しにならず", "オンライン会場"}, []string{ownQR})
			chose.shows("the own page of who chose online", []string{"お申し込みのとおり"}, []string{"お越しにならず"})
			now := calendar()
			apptest.Contains(t, "the calendar", now, "LOCATION:オンライン")
			apptest.Lacks(t, "the calendar", now, "川崎市役所")
			if sequence(t, now) <= sequence(t, before) {
				t.Error("calendars do not notice")
			}
			staff.Wants(staff.Get("/staff/events/here"), http.StatusOK, "全員オンラインで開催します", "会場の参加枠の1人も")
			staff.Wants(staff.Get("/staff/events/here/reception"), http.StatusOK, "オンラインで参加できること")
		})
		t.Run("who has a place at the venue gets one mail, with the way in and no ticket", func(t *testing.T) {
			p.With(t).RunJobs()
			list := p.Outbox("event_moved_online")
			if len(list) != 1 || len(p.Mails()) != mails+1 {
				t.Fatalf("%d of them, %d in all before, %d now", len(list), mails, len(p.Mails()))
			}
			apptest.Equal(t, "to", list[0].ToAddress, "a@b.example")
			text := mailText(p, &list[0])
			apptest.Contains(t, "the mail", text, "大雨", "/join", "オンライン")
			apptest.Lacks(t, "the mail", text, "受付コード")
		})
		t.Run("nobody registers for the venue meanwhile, nor moves there", func(t *testing.T) {
			p := p.With(t)
			body := apptest.RegistrationBody("late@b.example", "ticket_type", "venue")
			p.API("").Expect(http.StatusUnprocessableEntity, "invalid", http.MethodPost, apptest.RegistrationsPath, body)
			c := p.Client()
			c.Wants(c.Post("/r/"+chose.secret+"/change", "ticket_type", "venue"), http.StatusUnprocessableEntity)
		})
		t.Run("messages to who attends online reach all", func(t *testing.T) {
			for mode, want := range map[models.Mode]int{models.ModeOnline: 2, models.ModeVenue: 0} {
				n, err := p.DB.Query(t.Context()).Registrations().Count(p.Event, models.RegistrationFilter{Mode: mode}, 10)
				apptest.Equal(t, string(mode), n == want && err == nil, true)
			}
		})
		t.Run("their ticket still opens the door", func(t *testing.T) {
			scan := map[string]any{"id": "1", "ticket": atVenue.ticket, "direction": "in"}
			answer := p.With(t).API(models.RoleReceptionist).Expect(http.StatusOK, "", http.MethodPost,
				apptest.CheckInsPath, map[string]any{"scans": []any{scan}})
			apptest.Contains(t, "the answer", fmt.Sprint(answer), "admitted")
		})
		t.Run("once is enough", func(t *testing.T) {
			staff.LeadsTo(staff.With(t).Post(moveOnline, "people", "1", "subject_ja", "x", "body_ja", "y"), "/staff/events/here")
			p.With(t).RunJobs()
			apptest.Equal(t, "mails", len(p.Outbox("event_moved_online")), 1)
		})

		moves(staff, moveOnline+"/back")
		p.RunJobs()
		t.Run("back at the venue everything is as it was", func(t *testing.T) {
			p := p.With(t)
			atVenue.shows("the own page", []string{ownQR}, []string{"お越しにならず"})
			apptest.Equal(t, "back", len(p.Outbox("event_moved_back")), 1)
			apptest.Contains(t, "the calendar", calendar(), "川崎市役所")
			chose.shows("who chose online", []string{"オンライン会場"}, []string{"お越しにならず"})
			public := p.Request(http.MethodGet, "/events/here", "").Body.String()
			apptest.Lacks(t, "the event's page", public, "全員オンライン", "EventMovedOnline")
			apptest.Equal(t, "places taken", p.TicketType(p.Event, "venue").Taken, 1)
		})
	})
}

// mailText is the text of a mail as it would leave.
func mailText(p *apptest.Program, m *models.Mail) string {
	p.T.Helper()
	staff := p.As(models.RoleOrganizer)
	return staff.Get("/staff/events/here/mails/"+m.ID).Body.String() +
		staff.Get("/staff/events/here/mails/"+m.ID+"/body").Body.String()
}

func TestTheMoveAndItsMailsSurviveACrashBetween(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		newOwnPage(p, "venue", "a@b.example")
		newOwnPage(p, "venue", "b@b.example")
		p.RunJobs()
		before := len(p.Mails())
		moves(p.As(models.RoleOrganizer), moveOnline)
		apptest.Equal(t, "mails that the move itself queued", len(p.Mails())-before, 0)
		p.Start(func(*program.Config) {}) // the process is another: nothing but the database is left
		p.RunJobs()
		apptest.Equal(t, "mails", len(p.Outbox("event_moved_online")), 2)
		p.RunJobs()
		apptest.Equal(t, "mails once more", len(p.Outbox("event_moved_online")), 2)
	})
}

func TestAMailThatWasOvertakenByTheMoveBackIsNotSent(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		newOwnPage(p, "venue", "a@b.example")
		p.RunJobs()
		staff := p.As(models.RoleOrganizer)
		moves(staff, moveOnline)
		moves(staff, moveOnline+"/back")
		p.RunJobs()
		apptest.Equal(t, "that it is online", len(kept(p.Outbox("event_moved_online"))), 0)
		apptest.Equal(t, "that it is at the venue", len(kept(p.Outbox("event_moved_back"))), 1)
	})
}

// kept are the mails that were not overtaken.
func kept(mails []models.Mail) (list []models.Mail) {
	for _, m := range mails {
		if m.State == models.MailKept || m.State == models.MailSent {
			list = append(list, m)
		}
	}
	return list
}

func TestTheQuestionBeforeMovingIsAskedAgainWhereItNamedOthers(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		newOwnPage(p, "venue", "a@b.example")
		staff := p.As(models.RoleOrganizer)
		staff.Wants(staff.Post(moveOnline, "people", "0", "subject_ja", "件名", "body_ja", "本文"),
			http.StatusUnprocessableEntity, "対象の人数が変わりました（いまは1人）", "本文")
		staff.Wants(staff.Post(moveOnline, "people", "1", "subject_ja", "", "body_ja", ""), http.StatusUnprocessableEntity)
		staff.Wants(staff.Post(moveOnline, "people", "1", "subject_ja", strings.Repeat("長", 300), "body_ja", "x"),
			http.StatusUnprocessableEntity)
		staff.LeadsTo(staff.Get(moveOnline+"/back"), "/staff/events/here")
		p.ChangeEvent(func(e *models.Event) { e.StreamURL = "" })
		staff.LeadsTo(staff.Get(moveOnline), "/staff/events/here")
		apptest.Equal(t, "mails", len(p.Outbox("event_moved_online")), 0)
	})
}

// TestChangingTheModeChangesAllThatFollowsFromIt: what somebody gets who changes from the venue to online by
// themselves.
func TestChangingTheModeChangesAllThatFollowsFromIt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		own := newOwnPage(p, "venue", "a@b.example")
		p.RunJobs()
		c := p.Client()
		c.LeadsTo(c.Post("/r/"+own.secret+"/change", "ticket_type", "online"), "/r/"+own.secret)
		p.RunJobs()
		own.shows("the own page", []string{"オンライン会場"}, []string{`id="ticket"`})
		apptest.Equal(t, "the place at the venue", p.TicketType(p.Event, "venue").Taken, 0)
		calendar := p.Request(http.MethodGet, "/r/"+own.secret+"/calendar.ics", "").Body.String()
		apptest.Contains(t, "the calendar", calendar, "LOCATION:オンライン")
		list := p.Outbox("registration_changed")
		if len(list) != 1 {
			t.Fatalf("%d mails", len(list))
		}
		text := mailText(p, &list[0])
		apptest.Contains(t, "the mail", text, "/join")
		apptest.Lacks(t, "the mail", text, "受付コード")
		p.Advance(p.Event.StartsAt.Add(-59 * time.Minute).Sub(p.DB.Now()))
		n, err := p.DB.Query(t.Context()).Registrations().Count(p.Event,
			models.RegistrationFilter{Mode: models.ModeOnline, State: models.RegistrationConfirmed}, 10)
		apptest.Equal(t, "who is reminded of the room", n == 1 && err == nil, true)
	})
}
