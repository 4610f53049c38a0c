package handlers_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// attended is an event of two days, of which one person was at the venue on both and another one online for twenty
// minutes of the first.
func attended(p *apptest.Program) (venue, online string) {
	p.T.Helper()
	version := p.Event.Version
	p.Event.StartsAt = p.Event.StartsAt.Truncate(24 * time.Hour).Add(time.Hour) // ten o'clock in Tokyo
	p.Event.EndsAt = p.Event.StartsAt.Add(26 * time.Hour)
	p.Write(func(tx *models.Tx) error { return tx.Events().Update(p.Event, version) })
	at := func(minutes int) time.Time { return p.Event.StartsAt.Add(time.Duration(minutes) * time.Minute) }
	for title, from := range map[string]int{"はじまり": 0, "おわり": 24 * 60} {
		modelstest.Session(p.T, p.DB, p.Event, models.Session{
			TitleJa: title, StartsAt: at(from), EndsAt: at(from + 60), Kind: models.SessionTalk,
		})
	}
	_, venue, ticket := p.SignUpAs(p.Event, "venue", "venue@mail.example")
	_, online, _ = p.SignUpAs(p.Event, "online", "online@mail.example")
	for i, scan := range []struct {
		minute    int
		direction string
	}{{-10, "in"}, {30, "out"}, {24 * 60, "in"}, {24*60 + 60, "out"}} {
		p.SetClock(at(scan.minute))
		sent := map[string]any{"id": fmt.Sprint("s", i), "ticket": ticket, "direction": scan.direction}
		p.API(models.RoleReceptionist).Expect(http.StatusOK, "", http.MethodPost, apptest.CheckInsPath,
			map[string]any{"scans": []any{sent}})
	}
	r, err := p.DB.Query(p.T.Context()).Registrations().ByID(p.Event, online)
	if err != nil {
		p.T.Fatal(err)
	}
	for minute := range 21 {
		p.SetClock(at(10 + minute))
		p.Write(func(tx *models.Tx) error { return tx.Presences().Beat(r, "tab", 2*time.Minute) })
	}
	p.SetClock(p.Event.EndsAt.Add(time.Hour))
	p.Write(func(tx *models.Tx) error { // as the program does all the time
		_, err := tx.Presences().CountOnline(p.Event, 100)
		return err
	})
	return venue, online
}

// file reads a CSV file as rows of titled cells.
func file(t *testing.T, c *apptest.Client, path string) (rows []map[string]string) {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(c.Get(path).Body.String(), "\ufeff"))).ReadAll()
	if err != nil || len(lines) == 0 {
		t.Fatal(path, err)
	}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range line {
			row[lines[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// Attendance by person, mode, session and minutes is the same wherever it is told, with dates where there are two days.
func TestAttendanceIsTheSameEverywhere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		venue, online := attended(p)
		staff := p.As(models.RoleOrganizer)
		first, second := p.Event.Local(p.Event.StartsAt), p.Event.Local(p.Event.EndsAt)
		days := []string{first.Format("1月2日"), second.Format("1月2日")}

		t.Run("on the page of a person", func(t *testing.T) {
			page := apptest.Document(t, staff.With(t).Get("/staff/events/here/people/"+venue))
			var stays []string
			page.Find(".person-stay").Each(func(_ int, stay *goquery.Selection) {
				stays = append(stays, strings.Join(strings.Fields(stay.Text()), " "))
			})
			apptest.Equal(t, "stays", len(stays), 2)
			for i, want := range []string{"09:50–10:30", "10:00–11:00"} {
				apptest.Contains(t, "stay", stays[i], days[i], want, []string{"40分", "60分"}[i])
			}
			apptest.Contains(t, "sessions", page.Find(".person-sessions").Text(), "はじまり", "30分", "おわり", "60分")
			page = apptest.Document(t, staff.With(t).Get("/staff/events/here/people/"+online))
			apptest.Contains(t, "online", page.Find(".person-stay").Text(), days[0], "10:10–10:30", "20分")
		})
		t.Run("in the list and its file", func(t *testing.T) {
			list := apptest.Document(t, staff.With(t).Get("/staff/events/here/people")).Find("tbody").Text()
			apptest.Contains(t, "list", list, days[0], "20分")
			got := map[string]string{}
			for _, row := range file(t, staff.With(t), "/api/v1/events/here/registrations.csv") {
				got[row["メールアドレス"]] = strings.Join([]string{row["出席"], row["オンライン（分）"], row["参加した時間（分）"]}, " ")
				for _, session := range []string{"はじまり", "おわり"} {
					isIn := strings.Contains(row["参加したセッション"], session)
					if want := row["メールアドレス"] == "venue@mail.example" || session == "はじまり"; isIn != want {
						t.Errorf("%s in %q of %s", session, row["参加したセッション"], row["メールアドレス"])
					}
				}
			}
			apptest.Equal(t, "file", got, map[string]string{
				"venue@mail.example": "会場  90", "online@mail.example": "オンライン 20 20",
			})
		})
		t.Run("in the statistics", func(t *testing.T) {
			var got []string
			for _, row := range file(t, staff.With(t), statistics+"/sessions.csv") {
				got = append(got, strings.Join([]string{
					row["セッション"], row["出席"], row["会場"], row["オンライン"], row["両方"], row["平均（分）"],
				}, " "))
			}
			slices.Sort(got)
			apptest.Equal(t, "sessions", got, []string{"おわり 1 1 0 0 60", "はじまり 2 1 1 0 25"})
			page := staff.With(t).Get(statistics).Body.String()
			apptest.Contains(t, "page", page, "セッションごとの出席", "はじまり", "おわり")
		})
		t.Run("in the report", func(t *testing.T) {
			page := apptest.Document(t, staff.With(t).Get("/staff/events/here/report"))
			apptest.Contains(t, "report", page.Text(), "55") // minutes of the two on average
		})
	})
}
