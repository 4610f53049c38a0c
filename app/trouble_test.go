package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

// ask sends one request to the building and returns status, header and body.
func (b *building) request(method, path, body string, header ...string) *httptest.ResponseRecorder {
	b.t.Helper()
	request := httptest.NewRequestWithContext(b.t.Context(), method, path, strings.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	recorder := httptest.NewRecorder()
	b.handler.ServeHTTP(recorder, request)
	return recorder
}

func (b *building) form(path string, values url.Values, header ...string) *httptest.ResponseRecorder {
	b.t.Helper()
	return b.request(http.MethodPost, path, values.Encode(), append(header, "Content-Type", "application/x-www-form-urlencoded")...)
}

func (b *building) asOwner() []string {
	return []string{"Cookie", "meguri_login=" + b.login(b.accounts[models.RoleOwner])}
}

// signUp registers a person by the API and returns the secret of the own page, the id and the ticket.
func (b *building) signUp(event *models.Event, email string) (secret, id, ticket string) {
	b.t.Helper()
	body := fmt.Sprintf(`{"ticket_type":"online","family_name":"髙橋","given_name":"花子","email":%q,"consents":["privacy"],"locale":"ja"}`, email)
	answer := b.request(http.MethodPost, "/api/v1/events/"+event.Slug+"/registrations", body, "Content-Type", "application/json")
	var made struct {
		ID, Ticket string
		ManageURL  string `json:"manage_url"`
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &made); err != nil || answer.Code != http.StatusCreated {
		b.t.Fatalf("%d %s %v", answer.Code, answer.Body, err)
	}
	return made.ManageURL[strings.LastIndex(made.ManageURL, "/")+1:], made.ID, made.Ticket
}

func (b *building) count(event *models.Event) int {
	b.t.Helper()
	n, err := b.db.Query(b.t.Context()).Registrations().Count(event, models.RegistrationFilter{}, 1000)
	if err != nil {
		b.t.Fatal(err)
	}
	return n
}

// internals are what no answer may show.
var internals = []string{"panic:", "goroutine ", "gorm.io", "sqlite3:", "pgconn", "SQLSTATE ", "template:", "runtime error", ".go:"}

func (b *building) wants(answer *httptest.ResponseRecorder, status int, texts ...string) {
	b.t.Helper()
	body := answer.Body.String()
	if answer.Code != status {
		b.t.Errorf("status %d, want %d: %.300s", answer.Code, status, body)
	}
	for _, text := range texts {
		if !strings.Contains(body, text) {
			b.t.Errorf("%q is not in %.2000s", text, body)
		}
	}
	for _, inside := range internals {
		if strings.Contains(strings.ToLower(body), strings.ToLower(inside)) {
			b.t.Errorf("the answer shows %q", inside)
		}
	}
}

func inBuilding(t *testing.T, test func(t *testing.T, b *building)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) { test(t, newBuilding(t, db)) })
}

func TestAddressesThatLeadNowhere(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		secret, id, _ := b.signUp(b.event, "a@b.example")
		_, foreign, _ := b.signUp(b.other, "a@b.example")
		altered := secret[:len(secret)-1] + map[bool]string{true: "B", false: "A"}[strings.HasSuffix(secret, "A")]
		for name, path := range map[string]string{
			"unknown event": "/events/nowhere", "unknown link": "/r/" + models.NewSecret(), "altered link": "/r/" + altered, "its ticket": "/r/" + altered + "/ticket.pdf",
			"zero byte": "/events/a%00b", "broken UTF-8": "/events/%ff", "a long one": "/events/" + strings.Repeat("x", 5000), "dots": "/static/x/../../etc/passwd",
			"unknown survey": "/r/" + secret + "/survey/" + models.NewID(), "not a survey": "/r/" + secret + "/survey/%27%20OR%201=1",
		} {
			answer := b.request(http.MethodGet, path, "")
			if answer.Code != http.StatusNotFound {
				t.Errorf("%s: %d", name, answer.Code)
			}
			b.wants(answer, answer.Code)
		}
		b.wants(b.request(http.MethodGet, "/staff/events/here/people/"+foreign, "", b.asOwner()...), http.StatusNotFound)
		b.wants(b.request(http.MethodGet, "/staff/events/here/people/"+id, "", b.asOwner()...), http.StatusOK, "髙橋")
		b.wants(b.form("/staff/events/here/people/"+foreign+"/cancel", url.Values{}, b.asOwner()...), http.StatusNotFound)
	})
}

func TestAReplacedLinkDoesNotWork(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		secret, _, _ := b.signUp(b.event, "a@b.example")
		b.wants(b.request(http.MethodGet, "/r/"+secret, ""), http.StatusOK, "髙橋 花子")
		b.wants(b.form("/events/here/link", url.Values{"email": {"Ａ@b.example "}}), http.StatusSeeOther)
		if len(b.outbox("link_again")) != 1 {
			t.Error("no link was mailed")
		}
		b.wants(b.request(http.MethodGet, "/r/"+secret, ""), http.StatusNotFound, "新しいリンク")
	})
}

func TestFormsTakeWhatPeopleType(t *testing.T) {
	whole := func(change func(url.Values)) url.Values {
		values := url.Values{"ticket_type": {"online"}, "family_name": {"髙橋"}, "given_name": {"花子"}, "family_name_kana": {"たかはし"}, "given_name_kana": {"ﾊﾅｺ"},
			"email": {"hanako@city.example"}, "sector": {"civil"}, "consents": {"privacy"}}
		change(values)
		return values
	}
	refused := map[string]struct {
		change func(url.Values)
		text   string
	}{
		"only spaces":       {func(v url.Values) { v.Set("family_name", " 　\t"); v.Set("given_name", "　") }, "<b>姓</b> 入力してください"},
		"10,000 characters": {func(v url.Values) { v.Set("family_name", strings.Repeat("長", 10_000)) }, "文字以内"},
		"kanji as reading":  {func(v url.Values) { v.Set("family_name_kana", "高橋") }, "ふりがな"},
		"no address":        {func(v url.Values) { v.Set("email", "花子") }, "メールアドレスの形"},
		"header injection":  {func(v url.Values) { v.Set("email", "a@b.example\r\nBcc: c@d.example") }, "メールアドレスの形"},
		"unknown type":      {func(v url.Values) { v.Set("ticket_type", "backstage") }, "選択肢から"},
		"zero bytes":        {func(v url.Values) { v.Set("ticket_type", "back\x00stage\xff") }, "選択肢から"},
		"unknown sector":    {func(v url.Values) { v.Set("sector", "<script>") }, "選択肢から"},
		"long needs":        {func(v url.Values) { v.Set("needs", strings.Repeat("あ", 1001)) }, "1,000文字以内"},
	}
	taken := map[string]func(url.Values){
		"capitals, spaces, full-width ＠":  func(v url.Values) { v.Set("email", " Hanako＠City.example　") },
		"control and right-to-left marks": func(v url.Values) { v.Set("family_name", "髙\x00橋\u202e\u200f"); v.Set("email", "b@c.example") },
		"HTML":                            func(v url.Values) { v.Set("family_name", `<script>alert(1)</script>`); v.Set("email", "c@c.example") },
		"an emoji":                        func(v url.Values) { v.Set("given_name", "まめ🌻"); v.Set("email", "d@c.example") },
		"a single name":                   func(v url.Values) { v.Set("given_name", ""); v.Del("given_name_kana"); v.Set("email", "e@c.example") },
		"broken UTF-8":                    func(v url.Values) { v.Set("organization", "\xff\xfe"); v.Set("email", "f@c.example") },
	}
	inBuilding(t, func(t *testing.T, b *building) {
		for name, c := range refused {
			t.Run(name, func(t *testing.T) {
				b := *b
				b.t = t
				values := whole(c.change)
				b.wants(b.form("/events/here/register", values), http.StatusUnprocessableEntity, c.text, `value="ﾊﾅｺ"`)
			})
		}
		if n := b.count(b.event); n != 0 {
			t.Fatalf("%d registrations of refused forms", n)
		}
		for name, change := range taken {
			t.Run(name, func(t *testing.T) {
				b := *b
				b.t = t
				b.wants(b.form("/events/here/register", whole(change)), http.StatusSeeOther)
			})
		}
		if n := b.count(b.event); n != len(taken) {
			t.Errorf("%d registrations, want %d", n, len(taken))
		}
		page := b.request(http.MethodGet, "/staff/events/here/people", "", b.asOwner()...)
		if strings.Contains(page.Body.String(), "<script>alert") {
			t.Error("a name ran as a script")
		}
		b.wants(page, http.StatusOK, "&lt;script&gt;", "まめ🌻", "髙橋")
	})
}

func TestADoubleClickMakesOneRegistration(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		values := url.Values{"id": {models.NewID()}, "ticket_type": {"online"}, "family_name": {"林"}, "email": {"a@b.example"}, "sector": {"other"}}
		for range 3 {
			b.wants(b.form("/events/here/register", values), http.StatusSeeOther)
		}
		if n := b.count(b.event); n != 1 {
			t.Errorf("%d registrations", n)
		}
	})
}

func TestAKnownAddressIsNotDisclosed(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		values := url.Values{"ticket_type": {"online"}, "family_name": {"林"}, "email": {"a@b.example"}, "sector": {"other"}}
		first := b.form("/events/here/register", values)
		second := b.form("/events/here/register", values)
		if first.Code != second.Code || first.Header().Get("Location") != second.Header().Get("Location") || first.Body.String() != second.Body.String() {
			t.Error("the two answers differ")
		}
		_, id, _ := b.signUp(b.event, "c@d.example")
		again := b.request(http.MethodPost, "/api/v1/events/here/registrations", `{"ticket_type":"online","family_name":"別人","email":"C@D.example"}`, "Content-Type", "application/json")
		b.wants(again, http.StatusAccepted)
		if strings.Contains(again.Body.String(), id) || b.count(b.event) != 2 {
			t.Errorf("disclosed or doubled: %s", again.Body)
		}
		b.wants(b.form("/events/here/link", url.Values{"email": {"a@b.example"}}), http.StatusSeeOther)
		b.wants(b.form("/events/here/link", url.Values{"email": {"nobody@b.example"}}), http.StatusSeeOther)
	})
}

func TestAFormOfAnotherSiteIsRefused(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		header := append(b.asOwner(), "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site")
		b.wants(b.form("/staff/events/here/archive", url.Values{}, header...), http.StatusForbidden, "ほかのサイト")
		api := b.request(http.MethodPost, "/api/v1/events/here/registrations", "{}", "Sec-Fetch-Site", "cross-site")
		b.wants(api, http.StatusForbidden, `"code":"forbidden"`)
		if answer := b.form("/events/here/register", url.Values{}, "Sec-Fetch-Site", "cross-site"); answer.Header().Get("Content-Security-Policy") == "" {
			t.Error("the refusal is without the headers of other answers")
		}
		event, err := b.db.Query(t.Context()).Events().ByID(b.event.ID)
		if err != nil || event.State != models.EventPublished {
			t.Errorf("%v %v", event.State, err)
		}
	})
}

func eventForm(e *models.Event, change func(url.Values)) url.Values {
	values := url.Values{"version": {"1"}, "title_ja": {e.TitleJa}, "time_zone": {"Asia/Tokyo"}, "starts_at": {"2030-05-01T13:00"}, "ends_at": {"2030-05-01T16:00"},
		"venue_name_ja": {"川崎市役所"}, "stream_url": {"https://stream.example/x"}}
	change(values)
	return values
}

func TestEventFormsRefuseWhatCannotBe(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		for name, c := range map[string]struct {
			change func(url.Values)
			text   string
		}{
			"end before start":         {func(v url.Values) { v.Set("ends_at", "2030-05-01T12:00") }, "始まりより後"},
			"a time that is not there": {func(v url.Values) { v.Set("time_zone", "Europe/Berlin"); v.Set("starts_at", "2030-03-31T02:30") }, "夏時間"},
			"an unknown zone":          {func(v url.Values) { v.Set("time_zone", "Moon/Base") }, "時間帯"},
			"no title":                 {func(v url.Values) { v.Set("title_ja", " ") }, "入力してください"},
			"an address without TLS":   {func(v url.Values) { v.Set("stream_url", "http://stream.example/x") }, "https://"},
			"a script as address":      {func(v url.Values) { v.Set("stream_url", "javascript:alert(1)") }, "https://"},
		} {
			answer := b.form("/staff/events/here/edit", eventForm(b.event, c.change), b.asOwner()...)
			if answer.Code != http.StatusUnprocessableEntity || !strings.Contains(answer.Body.String(), c.text) {
				t.Errorf("%s: %d", name, answer.Code)
			}
		}
	})
}

func TestTheSecondOfTwoEditorsIsTold(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		first := eventForm(b.event, func(v url.Values) { v.Set("title_ja", "先の題名") })
		second := eventForm(b.event, func(v url.Values) { v.Set("title_ja", "後の題名") })
		b.wants(b.form("/staff/events/here/edit", first, b.asOwner()...), http.StatusSeeOther)
		b.wants(b.form("/staff/events/here/edit", second, b.asOwner()...), http.StatusConflict, "ほかの方が先に", "後の題名", "先の題名")
		event, err := b.db.Query(t.Context()).Events().ByID(b.event.ID)
		if err != nil || event.TitleJa != "先の題名" {
			t.Errorf("%q %v", event.TitleJa, err)
		}
	})
}

func TestTheSecondOfTwoWhoChangeATicketTypeIsTold(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		address := "/staff/events/here/types/" + b.kind("venue").ID
		values := url.Values{"version": {"1"}, "name_ja": {"会場"}, "mode": {"venue"}, "capacity": {"60"}}
		b.wants(b.form(address, values, b.asOwner()...), http.StatusSeeOther)
		values.Set("capacity", "41")
		b.wants(b.form(address, values, b.asOwner()...), http.StatusConflict, "ほかの方が先に", `value="41"`, ">60<", `name="version" value="2"`)
	})
}

func TestCapacityStaysAbovePlacesTaken(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		modelstest.Registration(t, b.db, b.event, "venue")
		modelstest.Registration(t, b.db, b.event, "venue")
		kind, err := b.db.Query(t.Context()).TicketTypes().BySlug(b.event, "venue")
		if err != nil {
			t.Fatal(err)
		}
		values := url.Values{"version": {"1"}, "name_ja": {"会場"}, "mode": {"venue"}, "capacity": {"１"}}
		b.wants(b.form("/staff/events/here/types/"+kind.ID, values, b.asOwner()...), http.StatusUnprocessableEntity, "2席が埋まっています")
		values.Set("capacity", "３")
		b.wants(b.form("/staff/events/here/types/"+kind.ID, values, b.asOwner()...), http.StatusSeeOther)
	})
}

func TestTheAPIRefusesWhatItCannotRead(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		scans := "/api/v1/events/here/checkins"
		bearer := []string{"Authorization", "Bearer " + b.tokens[models.RoleReceptionist], "Content-Type", "application/json"}
		many := `{"scans":[` + strings.TrimSuffix(strings.Repeat(`{"id":"x","ticket":"y"},`, 10_000), ",") + `]}`
		for name, c := range map[string]struct {
			body   string
			header []string
			status int
		}{
			"malformed JSON":     {`{"scans":[`, bearer, http.StatusBadRequest},
			"two documents":      {`{"scans":[]}{}`, bearer, http.StatusBadRequest},
			"an unknown field":   {`{"scan":[]}`, bearer, http.StatusBadRequest},
			"a wrong type":       {`{"scans":{"id":1}}`, bearer, http.StatusBadRequest},
			"no scans":           {`{"scans":[]}`, bearer, http.StatusUnprocessableEntity},
			"a zero byte":        {`{"scans":[{"id":"a\u0000b"}]}`, bearer, http.StatusBadRequest},
			"wrong content type": {`scans=1`, []string{bearer[0], bearer[1], "Content-Type", "application/x-www-form-urlencoded"}, http.StatusUnsupportedMediaType},
			"20 MB":              {strings.Repeat(" ", 20<<20), bearer, http.StatusRequestEntityTooLarge},
			"10,000 scans":       {many, bearer, http.StatusUnprocessableEntity},
			"no token":           {`{"scans":[]}`, bearer[2:], http.StatusUnauthorized},
		} {
			answer := b.request(http.MethodPost, scans, c.body, c.header...)
			if answer.Code != c.status || answer.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s: %d %s %s", name, answer.Code, answer.Header().Get("Content-Type"), answer.Body)
			}
			b.wants(answer, answer.Code)
		}
	})
}

func TestHeadersAndCookiesKeepSecrets(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		secret, _, _ := b.signUp(b.event, "a@b.example")
		own := b.request(http.MethodGet, "/r/"+secret, "")
		for name, want := range map[string]string{"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
			"X-Robots-Tag": "noindex", "Strict-Transport-Security": "max-age=31536000"} {
			if got := own.Header().Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		policy := own.Header().Get("Content-Security-Policy")
		if strings.Contains(policy, "unsafe-inline") || !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Error(policy)
		}
		if strings.Contains(own.Body.String(), "stream.example") {
			t.Error("the stream's address is on the own page before the room opens")
		}
		join := b.request(http.MethodGet, "/r/"+secret+"/join", "")
		cookie := join.Header().Get("Set-Cookie")
		if !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "Secure") || !strings.Contains(cookie, "SameSite=Lax") || strings.Contains(join.Header().Get("Location"), secret) {
			t.Errorf("%s to %s", cookie, join.Header().Get("Location"))
		}
	})
}

func TestTheStreamIsForConfirmedPeopleInTheOpenRoom(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		secret, _, _ := b.signUp(b.event, "a@b.example")
		cookie := []string{"Cookie", "meguri_room=" + secret}
		shut := b.request(http.MethodGet, "/events/here/live", "", cookie...)
		b.wants(shut, http.StatusOK, "閉まっています")
		for _, page := range []string{"/events/here", "/events/here/agenda", "/events/here/calendar.ics", "/events/here/schedule.json", "/events/here/live"} {
			if strings.Contains(b.request(http.MethodGet, page, "").Body.String(), "stream.example") {
				t.Errorf("%s shows the stream's address", page)
			}
		}
		b.write(func(tx *models.Tx) error { return tx.Events().SetRoomState(b.event, models.LiveRoomOpen) })
		b.wants(b.request(http.MethodGet, "/events/here/live", "", cookie...), http.StatusOK, "https://stream.example/summit")
		b.wants(b.request(http.MethodGet, "/events/elsewhere/live", "", cookie...), http.StatusForbidden)
		b.wants(b.form("/r/"+secret+"/cancel", url.Values{}), http.StatusSeeOther)
		if strings.Contains(b.request(http.MethodGet, "/events/here/live", "", cookie...).Body.String(), "stream.example") {
			t.Error("who cancelled sees the stream's address")
		}
	})
}

func TestALivePageAfterTheEndIsClosed(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		secret, _, _ := b.signUp(b.event, "a@b.example")
		later := b.event.EndsAt.Add(time.Hour)
		b.db.SetClock(func() time.Time { return later })
		b.wants(b.request(http.MethodGet, "/events/here/live", "", "Cookie", "meguri_room="+secret), http.StatusOK, "閉まっています")
		b.wants(b.form("/events/here/live/beat", url.Values{"tab": {"t"}}, "Cookie", "meguri_room="+secret), http.StatusConflict)
		b.wants(b.form("/r/"+secret+"/cancel", url.Values{}), http.StatusUnprocessableEntity)
	})
}
