package journeys_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"meguri/app/poll"
	"meguri/app/testkit/apptest"
	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

const liveRoom = "/events/summit-next/live"

// room is the live room of the demo's next summit, with a phone in it and others who come without a browser.
type room struct {
	*demoServer
	t     *testing.T
	phone *browser.Page
	staff *browser.Page
	// guests are the cookies of others.
	guests []string
	said   int
}

func openRoom(t *testing.T) *room {
	t.Helper()
	server := serve(t, modelstest.OnSQLite(t))
	r := &room{demoServer: server, t: t}
	r.staff = server.staff(t, models.RoleOwner, browser.View{Width: 1280, Lang: "ja", SkipAxe: true})
	r.staff.Open("/staff/events/summit-next/room").Choose("live.state_open").Follow("live.save_state").Sees("live.is_open")
	_, err := modelstest.Pool(t, server.DB).ExecContext(t.Context(),
		"UPDATE voice_settings SET open = TRUE, review = 'after', per_minute = 100")
	if err != nil {
		t.Fatal(err)
	}
	ids := modelstest.Texts(t, server.DB, `SELECT r.id FROM registrations r JOIN events e ON e.id = r.event_id
		JOIN ticket_types t ON t.id = r.ticket_type_id
		WHERE e.slug = 'summit-next' AND r.state = 'confirmed' AND t.mode = 'online' ORDER BY r.id LIMIT 3`)
	for _, id := range ids[1:] {
		answer := r.request(http.MethodGet, "/r/"+server.MailedSecret(t, id)+"/join", "", nil)
		for _, cookie := range answer.Result().Cookies() {
			if cookie.Name == "meguri_room" {
				r.guests = append(r.guests, cookie.Name+"="+cookie.Value)
			}
		}
	}
	apptest.Equal(t, "guests", len(r.guests), 2)
	r.phone = server.browser.Visit(t, server.BaseURL, "phone", browser.View{Width: 390, Lang: "ja", SkipAxe: true})
	r.staff.Open("/staff") // where nothing listens
	r.phone.Open("/r/" + server.MailedSecret(t, ids[0]) + "/join").Sees("live.here")
	return r
}

func (r *room) request(method, path, cookie string, form url.Values) *httptest.ResponseRecorder {
	r.t.Helper()
	request := httptest.NewRequestWithContext(r.t.Context(), method, path, strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Cookie", cookie)
	recorder := httptest.NewRecorder()
	r.Handler.ServeHTTP(recorder, request)
	return recorder
}

// sends sends a form as a guest.
func (r *room) sends(guest int, path string, form url.Values) {
	r.t.Helper()
	if answer := r.request(http.MethodPost, liveRoom+path, r.guests[guest], form); answer.Code != http.StatusSeeOther {
		r.t.Fatalf("%s answers %d: %.300s", path, answer.Code, answer.Body)
	}
}

func (r *room) says(text string) {
	r.t.Helper()
	r.said++
	id := fmt.Sprintf("said-%d", r.said)
	r.sends(0, "/voices", url.Values{"id": {id}, "kind": {"opinion"}, "text": {text}})
}

// listens waits until the phone is connected.
func (r *room) listens() { r.phone.SeesAt(`html[data-live-connected]`) }

const shownVoices = "#voice-list .voice-text"

// A phone lies in a pocket, without a network for part of the time.
func TestAPhoneThatSleeps(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	r.phone.Open(liveRoom + "?order=newest")
	r.listens()
	r.says("起きているあいだの声")
	r.phone.Counts(shownVoices, "起きているあいだの声", 1)
	t.Run("it misses nothing and reads nothing twice", func(t *testing.T) {
		r.phone.Sleep()
		r.says("眠りはじめの声")
		r.Away(func() { r.says("電波のないあいだの声") })
		r.says("電波がもどったあとの声")
		time.Sleep(300 * time.Millisecond) // for what is sent after the answer
		r.phone.Wake()
		for _, said := range []string{"起きているあいだの声", "眠りはじめの声", "電波のないあいだの声", "電波がもどったあとの声"} {
			r.phone.Counts(shownVoices, said, 1)
		}
		r.listens()
		r.says("目がさめてからの声")
		r.phone.Counts(shownVoices, "目がさめてからの声", 1)
		r.phone.Counts(shownVoices, "電波のないあいだの声", 1).LostNetwork()
	})
	t.Run("it says so while the network is away", func(t *testing.T) {
		r.Away(func() {
			r.phone.Sees("live.link_lost")
			r.says("切れているあいだの声")
		})
		r.phone.Counts(shownVoices, "切れているあいだの声", 1).LostNetwork()
	})
}

// Somebody writes, or chooses, while others do.
func TestWhatSomebodyDoesInTheRoomStays(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	asked := r.asks("どちらにしますか")
	r.phone.Open(liveRoom)
	r.listens()
	t.Run("the line opens into the form, and what is written stays", func(*testing.T) {
		r.phone.PressAt("#voice-composer > summary").Focused("#text").Type("書きかけの声")
		r.says("ほかの人の声")
		r.phone.SeesAt("#voice-fresh a").Focused("#text")
		apptest.Equal(t, "what is written", r.phone.Says(`document.getElementById('text').value`), "書きかけの声")
	})
	t.Run("a choice in a poll stays while others answer and another poll opens", func(*testing.T) {
		r.phone.PressAt("#" + asked.place + " .poll-option:nth-of-type(2)")
		r.answers(0, asked, 0)
		r.counts(asked, 1)
		other := r.asks("もう一つの質問")
		time.Sleep(5 * time.Second) // within which all phones ask
		apptest.Equal(t, "the choice", r.chosen(asked), asked.options[1])
		r.phone.PressAt("#" + asked.place + " form button")
		r.counts(asked, 2)
		r.phone.SeesAt("#" + other.place)
	})
}

// The server starts again in the middle of a poll, and has lost all that it did not store.
func TestTheServerStartsAgainInAPoll(t *testing.T) {
	t.Parallel()
	r := openRoom(t)
	asked := r.asks("どちらにしますか")
	r.phone.Open(liveRoom)
	r.listens()
	r.answers(0, asked, 0)
	r.counts(asked, 1)
	r.phone.PressAt("#" + asked.place + " .poll-option:nth-of-type(2)")
	r.Restart(t)
	r.answers(0, asked, 0) // who is not sure that it came sends it again
	r.answers(1, asked, 1)
	r.listens()
	r.counts(asked, 2)
	apptest.Equal(t, "the choice that was not sent", r.chosen(asked), asked.options[1])
	r.phone.PressAt("#" + asked.place + " form button")
	r.phone.SeesAt("#" + asked.place + " .poll-own")
	r.counts(asked, 3)
	stored := modelstest.Texts(t, r.DB, "SELECT COUNT(*) FROM poll_answers WHERE poll_id = '"+asked.id+"'")
	apptest.Equal(t, "stored", stored, []string{"3"})
	r.phone.LostNetwork()
}

// question is a poll that is open: the id of its place on a page, and the values of its options.
type question struct {
	id, place string
	options   []string
}

// asks opens a poll with two answers.
func (r *room) asks(title string) *question {
	r.t.Helper()
	r.staff.Open("/staff/events/summit-next/polls/new").Fill("poll.title_ja", title).Fill("poll.options", "はい\nいいえ")
	r.staff.Follow("poll.save_and_open").Sees(title).Open("/staff")
	q := &question{id: modelstest.Texts(r.t, r.DB, "SELECT id FROM polls WHERE title_ja = '"+title+"'")[0]}
	q.place = "poll-" + q.id
	page := r.request(http.MethodGet, liveRoom+"/polls", r.guests[0], nil).Body.String()
	_, page, _ = strings.Cut(page, `id="`+q.place+`"`)
	radio := regexp.MustCompile(`type="radio" name="` + poll.Field + `" value="([^"]+)"`)
	for _, option := range radio.FindAllStringSubmatch(page, 2) {
		q.options = append(q.options, option[1])
	}
	apptest.Equal(r.t, "options", len(q.options), 2)
	return q
}

func (r *room) answers(guest int, q *question, option int) {
	r.t.Helper()
	r.sends(guest, "/polls/"+q.id, url.Values{poll.Field: {q.options[option]}})
}

// counts waits until the phone shows so many answers.
func (r *room) counts(q *question, answers int) {
	r.t.Helper()
	r.phone.Counts("#"+q.place+" [data-live-number]", strconv.Itoa(answers), 1)
}

// chosen is what the phone has chosen in a poll.
func (r *room) chosen(q *question) string {
	r.t.Helper()
	return r.phone.Says(`document.querySelector('#` + q.place + ` input:checked')?.value ?? ''`)
}
