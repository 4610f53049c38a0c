package rally_test

import (
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

func TestMain(m *testing.M) { os.Exit(apptest.Main(m)) }

const (
	desk   = "/staff/events/here/rally"
	public = "/events/here/rally"
)

// begun is a program while a rally of two places goes on.
type begun struct {
	*apptest.Program
	staff *apptest.Client
	codes []string
}

func begin(t *testing.T, p *apptest.Program) *begun {
	t.Helper()
	p.SetClock(p.Event.StartsAt.Add(10 * time.Minute))
	b := &begun{Program: p, staff: p.As(models.RoleOrganizer)}
	b.staff.Wants(b.staff.Post(desk, "open", "true", "needed", ""), http.StatusUnprocessableEntity, "先に、スタンプの場所を")
	for _, name := range []string{"川の展示", "まちの相談所"} {
		b.staff.LeadsTo(b.staff.Post(desk+"/places", "name_ja", name, "name_en", ""), desk)
	}
	b.staff.LeadsTo(b.staff.Post(desk, "open", "true", "needed", "", "prize_ja", "手ぬぐい"), desk)
	places, err := p.DB.Query(t.Context()).Rallies().Places(p.Event)
	if err != nil {
		t.Fatal(err)
	}
	for _, place := range places {
		b.codes = append(b.codes, place.Code)
	}
	return b
}

// cardCode is the code on the card of a browser.
func cardCode(t *testing.T, guest *apptest.Client) string {
	t.Helper()
	return strings.TrimSpace(apptest.Document(t, guest.With(t).Get(public)).Find(".code b").Text())
}

func TestAWalkInCollectsStampsAndGetsThePrizeOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := begin(t, p)
		guest := p.Client()
		guest.Wants(guest.Get(public), http.StatusOK, "0 / 2")
		guest.Wants(guest.Get(public+"/"+b.codes[0]), http.StatusOK, "川の展示", "スタンプを押す")
		guest.Wants(guest.Get(public), http.StatusOK, "0 / 2") // reading stamps nothing
		for range 2 {
			guest.LeadsTo(guest.Post(public+"/"+b.codes[0]), public)
		}
		guest.Wants(guest.Get(public), http.StatusOK, "1 / 2", "あと1個")
		code := cardCode(t, guest)
		b.staff.Wants(b.staff.Get(desk+"/desk?card="+code), http.StatusOK, "1 / 2", "あと1個")
		b.staff.Wants(b.staff.Post(desk+"/desk", "card", code), http.StatusUnprocessableEntity, "まだそろっていません")

		guest.LeadsTo(guest.Post(public+"/"+b.codes[1]), public)
		guest.Wants(guest.Get(public), http.StatusOK, "スタンプがそろいました", "手ぬぐい")
		// As a scanner reads the QR code of the card.
		scanned := "https%3A%2F%2Fmeguri.example%2Fstaff%2Fevents%2Fhere%2Frally%2Fdesk%3Fcard%3D" + code
		b.staff.Wants(b.staff.Get(desk+"/desk?card="+scanned), http.StatusOK, "景品をお渡しください")

		var handed, refused int
		var wait sync.WaitGroup
		var mutex sync.Mutex
		for range 4 {
			wait.Go(func() {
				answer := p.As(models.RoleReceptionist).With(t).Post(desk+"/desk", "card", strings.ToLower(code))
				mutex.Lock()
				defer mutex.Unlock()
				switch answer.Code {
				case http.StatusSeeOther:
					handed++
				case http.StatusUnprocessableEntity:
					refused++
				}
			})
		}
		wait.Wait()
		apptest.Equal(t, "handed out", handed, 1)
		apptest.Equal(t, "refused", refused, 3)
		guest.Wants(guest.Get(public), http.StatusOK, "景品をお渡ししました")
		page := apptest.Document(t, b.staff.Get(desk)).Find(".board-numbers dd").Text()
		apptest.Equal(t, "people, complete, prizes", page, "111")
		b.staff.LeadsTo(b.staff.Post(desk+"/desk/undo", "card", code), desk+"/desk?card="+code)
		b.staff.LeadsTo(b.staff.Post(desk+"/desk", "card", code), desk+"/desk?card="+code)
	})
}

func TestAnAttendeesCardTakesWhatTheBrowserCollected(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		secret, _, _ := p.SignUp(p.Event, "hanako@mail.example")
		b := begin(t, p)
		guest := p.Client()
		guest.LeadsTo(guest.Post(public+"/"+b.codes[0]), public)
		guest.Wants(guest.Get(public), http.StatusOK, "このブラウザーに保存")
		guest.Wants(guest.Get("/r/"+secret), http.StatusOK, "スタンプカードを開く")
		guest.LeadsTo(guest.Post("/r/"+secret+"/rally"), public)
		guest.Wants(guest.Get(public), http.StatusOK, "1 / 2")
		apptest.Lacks(t, "the attendee's card", guest.Get(public).Body.String(), "このブラウザーに保存")
		own := cardCode(t, guest)

		other := p.Client() // another phone of the same person
		other.LeadsTo(other.Post("/r/"+secret+"/rally"), public)
		other.LeadsTo(other.Post(public+"/"+b.codes[1]), public)
		apptest.Equal(t, "the same card", cardCode(t, other), own)
		guest.Wants(guest.Get(public), http.StatusOK, "スタンプがそろいました")
	})
}

func TestNobodyCheats(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := begin(t, p)
		guest := p.Client()
		if len(b.codes[0]) < 20 || b.codes[0] == b.codes[1] {
			t.Errorf("codes %v can be guessed", b.codes)
		}
		guest.Wants(guest.Post(public+"/1"), http.StatusNotFound)
		guest.LeadsTo(guest.Post(public+"/"+b.codes[0]), public)

		t.Run("a card is not made up", func(t *testing.T) {
			for _, cookie := range []string{"x", models.NewID() + ".x", strings.Repeat("9", 4000)} {
				answer := p.With(t).Request(http.MethodGet, public, "", "Cookie", "meguri_rally="+cookie)
				apptest.Contains(t, "an empty card", answer.Body.String(), "0 / 2")
			}
		})
		t.Run("a code is good while the rally is on", func(t *testing.T) {
			p.SetClock(p.Event.StartsAt.Add(-time.Hour))
			guest.With(t).LeadsTo(guest.With(t).Post(public+"/"+b.codes[1]), public+"/"+b.codes[1])
			p.SetClock(p.Event.EndsAt.Add(time.Minute))
			guest.With(t).LeadsTo(guest.With(t).Post(public+"/"+b.codes[1]), public+"/"+b.codes[1])
			guest.With(t).Wants(guest.With(t).Get(public), http.StatusOK, "1 / 2")
		})
		t.Run("a closed rally is not there", func(t *testing.T) {
			p.SetClock(p.Event.StartsAt.Add(time.Hour))
			staff := p.As(models.RoleOrganizer).With(t)
			staff.LeadsTo(staff.Post(desk, "needed", ""), desk)
			guest.With(t).Wants(guest.With(t).Get(public), http.StatusNotFound)
			guest.With(t).Wants(guest.With(t).Post(public+"/"+b.codes[1]), http.StatusNotFound)
		})
	})
}

func TestPlacesKeepTheirCodes(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := begin(t, p)
		places, err := p.DB.Query(t.Context()).Rallies().Places(p.Event)
		if err != nil {
			t.Fatal(err)
		}
		b.staff.LeadsTo(b.staff.Post(desk+"/places/"+places[0].ID, "name_ja", "川と水の展示", "name_en", "River"), desk)
		p.Client().Wants(p.Client().Get(public+"/"+b.codes[0]), http.StatusOK, "川と水の展示")
		b.staff.Wants(b.staff.Post(desk+"/places", "name_ja", " ", "name_en", ""), http.StatusUnprocessableEntity, "名前を入力")
		b.staff.Wants(b.staff.Post(desk, "open", "true", "needed", "0"), http.StatusUnprocessableEntity)
		b.staff.Wants(
			b.staff.Post(desk, "open", "true", "needed", "", "opens_at", "2030-01-01T10:00", "closes_at", "2030-01-01T09:00"),
			http.StatusUnprocessableEntity,
			"開始より後",
		)
		guest := p.Client()
		guest.Post(public + "/" + b.codes[0])
		b.staff.Wants(b.staff.Post(desk+"/places/"+places[0].ID+"/delete"), http.StatusUnprocessableEntity, "削除できません")
		b.staff.LeadsTo(b.staff.Post(desk+"/places/"+places[1].ID+"/delete"), desk)
		file := b.staff.Get(desk + "/posters.pdf")
		apptest.Equal(t, "type", file.Header().Get("Content-Type"), "application/pdf")
		b.staff.Wants(b.staff.Get(desk+"/posters.pdf?place=elsewhere"), http.StatusNotFound)
	})
}
