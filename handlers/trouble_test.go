package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

func TestAddressesThatLeadNowhere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		secret, id, _ := p.SignUp(p.Event, "a@b.example")
		_, foreign, _ := p.SignUp(p.Other, "a@b.example")
		altered := secret[:len(secret)-1] + map[bool]string{true: "B", false: "A"}[strings.HasSuffix(secret, "A")]
		for name, path := range map[string]string{
			"unknown event":  "/events/nowhere",
			"unknown link":   "/r/" + models.NewSecret(),
			"altered link":   "/r/" + altered,
			"its ticket":     "/r/" + altered + "/ticket.pdf",
			"zero byte":      "/events/a%00b",
			"broken UTF-8":   "/events/%ff",
			"a long one":     "/events/" + strings.Repeat("x", 5000),
			"dots":           "/static/x/../../etc/passwd",
			"unknown survey": "/r/" + secret + "/survey/" + models.NewID(),
			"not a survey":   "/r/" + secret + "/survey/%27%20OR%201=1",
		} {
			answer := p.Request(http.MethodGet, path, "")
			if answer.Code != http.StatusNotFound {
				t.Errorf("%s: %d", name, answer.Code)
			}
			p.Wants(answer, answer.Code)
		}
		p.Wants(p.Request(http.MethodGet, "/staff/events/here/people/"+foreign, "", p.AsOwner()...), http.StatusNotFound)
		p.Wants(p.Request(http.MethodGet, "/staff/events/here/people/"+id, "", p.AsOwner()...), http.StatusOK, "髙橋")
		p.Wants(p.Form("/staff/events/here/people/"+foreign+"/cancel", url.Values{}, p.AsOwner()...), http.StatusNotFound)
	})
}

func TestALinkThatIsMailedAgainGoesOnWorking(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		secret, _, _ := p.SignUp(p.Event, "a@b.example")
		p.Wants(p.Request(http.MethodGet, "/r/"+secret, ""), http.StatusOK, "髙橋 花子")
		p.Wants(p.Form("/events/here/link", url.Values{"email": {"Ａ@b.example "}}), http.StatusSeeOther)
		if len(p.Outbox("link_again")) != 1 {
			t.Error("no link was mailed")
		}
		p.Wants(p.Request(http.MethodGet, "/r/"+secret, ""), http.StatusOK, "髙橋 花子")
	})
}

func TestAReplacedLinkDoesNotWork(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		secret, id, _ := p.SignUp(p.Event, "a@b.example")
		p.Wants(p.Form("/r/"+secret+"/link", url.Values{}), http.StatusSeeOther)
		if len(p.Outbox("link_new")) != 1 {
			t.Error("no link was mailed")
		}
		p.Wants(p.Request(http.MethodGet, "/r/"+secret, ""), http.StatusOK)
		p.Wants(p.Request(http.MethodGet, "/r/"+p.MailedSecret(id), ""), http.StatusOK)
		p.Wants(p.Request(http.MethodGet, "/r/"+secret, ""), http.StatusNotFound, "新しいリンク")
	})
}

func TestStaffMailTheLinkThatWorks(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		secret, id, _ := p.SignUp(p.Event, "a@b.example")
		answer := p.Form("/staff/events/here/people/"+id+"/link", url.Values{}, p.AsOwner()...)
		p.Wants(answer, http.StatusSeeOther)
		if len(p.Outbox("link_again")) != 1 {
			t.Error("no link was mailed")
		}
		p.Wants(p.Request(http.MethodGet, "/r/"+secret, ""), http.StatusOK)
	})
}

func TestFormsTakeWhatPeopleType(t *testing.T) {
	whole := func(change func(url.Values)) url.Values {
		values := url.Values{
			"ticket_type":      {"online"},
			"family_name":      {"髙橋"},
			"given_name":       {"花子"},
			"family_name_kana": {"たかはし"},
			"given_name_kana":  {"ﾊﾅｺ"},
			"email":            {"hanako@city.example"},
			"sector":           {"civil"},
			"consents":         {"privacy"},
		}
		change(values)
		return values
	}
	refused := map[string]struct {
		change func(url.Values)
		text   string
	}{
		"only spaces": {
			func(v url.Values) { v.Set("family_name", " 　\t"); v.Set("given_name", "　") },
			"姓か名のどちらか一方は入力してください",
		},
		"10,000 characters": {func(v url.Values) { v.Set("family_name", strings.Repeat("長", 10_000)) }, "文字以内"},
		"kanji as reading":  {func(v url.Values) { v.Set("family_name_kana", "高橋") }, "ふりがな"},
		"no address":        {func(v url.Values) { v.Set("email", "花子") }, "メールアドレスの形"},
		"a local part in Japanese": {
			func(v url.Values) { v.Set("email", "花子@city.example") }, "「@」の前を半角の英数字で",
		},
		"header injection": {func(v url.Values) { v.Set("email", "a@b.example\r\nBcc: c@d.example") }, "メールアドレスの形"},
		"unknown type":     {func(v url.Values) { v.Set("ticket_type", "backstage") }, "選択肢から"},
		"zero bytes":       {func(v url.Values) { v.Set("ticket_type", "back\x00stage\xff") }, "選択肢から"},
		"unknown sector":   {func(v url.Values) { v.Set("sector", "<script>") }, "選択肢から"},
		"long needs":       {func(v url.Values) { v.Set("needs", strings.Repeat("あ", 1001)) }, "1000文字以内"},
	}
	taken := map[string]func(url.Values){
		"capitals, spaces, full-width ＠":     func(v url.Values) { v.Set("email", " Hanako＠City.example　") },
		"dots as Japanese carriers gave out": func(v url.Values) { v.Set("email", "taro..yamada.@docomo.example") },
		"control and right-to-left marks": func(v url.Values) {
			v.Set("family_name", "髙\x00橋\u202e\u200f")
			v.Set("email", "b@c.example")
		},
		"HTML": func(v url.Values) {
			v.Set("family_name", `<script>alert(1)</script>`)
			v.Set("email", "c@c.example")
		},
		"an emoji": func(v url.Values) { v.Set("given_name", "まめ🌻"); v.Set("email", "d@c.example") },
		"a single name": func(v url.Values) {
			v.Set("given_name", "")
			v.Del("given_name_kana")
			v.Set("email", "e@c.example")
		},
		"broken UTF-8": func(v url.Values) {
			v.Set("organization", "\xff\xfe")
			v.Set("email", "f@c.example")
		},
	}
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for name, c := range refused {
			t.Run(name, func(t *testing.T) {
				p := p.With(t)
				values := whole(c.change)
				p.Wants(p.Form("/events/here/register", values), http.StatusUnprocessableEntity, c.text, `value="ﾊﾅｺ"`)
			})
		}
		if n := p.Registrations(p.Event); n != 0 {
			t.Fatalf("%d registrations of refused forms", n)
		}
		for name, change := range taken {
			t.Run(name, func(t *testing.T) {
				p := p.With(t)
				p.Wants(p.Form("/events/here/register", whole(change)), http.StatusSeeOther)
			})
		}
		if n := p.Registrations(p.Event); n != len(taken) {
			t.Errorf("%d registrations, want %d", n, len(taken))
		}
		page := p.Request(http.MethodGet, "/staff/events/here/people", "", p.AsOwner()...)
		if strings.Contains(page.Body.String(), "<script>alert") {
			t.Error("a name ran as a script")
		}
		p.Wants(page, http.StatusOK, "&lt;script&gt;", "まめ🌻", "髙橋")
	})
}

func TestADoubleClickMakesOneRegistration(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		values := url.Values{
			"id":          {models.NewID()},
			"ticket_type": {"online"},
			"family_name": {"林"},
			"email":       {"a@b.example"},
			"sector":      {"other"},
		}
		for range 3 {
			p.Wants(p.Form("/events/here/register", values), http.StatusSeeOther)
		}
		if n := p.Registrations(p.Event); n != 1 {
			t.Errorf("%d registrations", n)
		}
	})
}

func TestAKnownAddressIsNotDisclosed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		values := url.Values{"ticket_type": {"online"}, "family_name": {"林"}, "email": {"a@b.example"}, "sector": {"other"}}
		first := p.Form("/events/here/register", values)
		second := p.Form("/events/here/register", values)
		apptest.Equal(t, "the status of the second answer", second.Code, first.Code)
		apptest.Equal(t, "where the second answer leads", second.Header().Get("Location"), first.Header().Get("Location"))
		apptest.Equal(t, "the text of the second answer", second.Body.String(), first.Body.String())
		_, id, _ := p.SignUp(p.Event, "c@d.example")
		again := p.Request(
			http.MethodPost, "/api/v1/events/here/registrations",
			`{"ticket_type":"online","family_name":"髙橋","given_name":"花子","email":"C@D.example"}`,
			"Content-Type", "application/json",
		)
		p.Wants(again, http.StatusAccepted)
		apptest.Lacks(t, "what the API says to a known address", again.Body.String(), id)
		apptest.Equal(t, "the number of registrations", p.Registrations(p.Event), 2)
		p.Wants(p.Form("/events/here/link", url.Values{"email": {"a@b.example"}}), http.StatusSeeOther)
		p.Wants(p.Form("/events/here/link", url.Values{"email": {"nobody@b.example"}}), http.StatusSeeOther)
	})
}

func TestAFormOfAnotherSiteIsRefused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		header := append(p.AsOwner(), "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site")
		p.Wants(p.Form("/staff/events/here/archive", url.Values{}, header...), http.StatusForbidden, "ほかのサイト")
		api := p.Request(http.MethodPost, "/api/v1/events/here/registrations", "{}", "Sec-Fetch-Site", "cross-site")
		p.Wants(api, http.StatusForbidden, `"code":"forbidden"`)
		if answer := p.Form("/events/here/register", url.Values{}, "Sec-Fetch-Site", "cross-site"); answer.Header().
			Get("Content-Security-Policy") ==
			"" {
			t.Error("the refusal is without the headers of other answers")
		}
		event, err := p.DB.Query(t.Context()).Events().ByID(p.Event.ID)
		if err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "the event's state", event.State, models.EventPublished)
	})
}

func TestHeadersAndCookiesKeepSecrets(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		secret, _, _ := p.SignUp(p.Event, "a@b.example")
		own := p.Request(http.MethodGet, "/r/"+secret, "")
		for name, want := range map[string]string{
			"Referrer-Policy":           "no-referrer",
			"X-Content-Type-Options":    "nosniff",
			"Cache-Control":             "no-store",
			"X-Robots-Tag":              "noindex",
			"Strict-Transport-Security": "max-age=31536000",
		} {
			if got := own.Header().Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		policy := own.Header().Get("Content-Security-Policy")
		apptest.Lacks(t, "the policy", policy, "unsafe-inline")
		apptest.Contains(t, "the policy", policy, "frame-ancestors 'none'")
		apptest.Lacks(t, "the own page before the room opens", own.Body.String(), "stream.example")
		join := p.Request(http.MethodGet, "/r/"+secret+"/join", "")
		cookie := join.Header().Get("Set-Cookie")
		apptest.Contains(t, "the room's cookie", cookie, "HttpOnly", "Secure", "SameSite=Lax")
		apptest.Lacks(t, "the room's address", join.Header().Get("Location"), secret)
	})
}

func TestTheStreamIsForConfirmedPeopleInTheOpenRoom(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		secret, _, _ := p.SignUp(p.Event, "a@b.example")
		cookie := []string{"Cookie", p.RoomCookie(secret)}
		shut := p.Request(http.MethodGet, "/events/here/live", "", cookie...)
		p.Wants(shut, http.StatusOK, "に開きます")
		for _, page := range []string{
			"/events/here", "/events/here/agenda", "/events/here/calendar.ics", "/events/here/schedule.json",
			"/events/here/live",
		} {
			if strings.Contains(p.Request(http.MethodGet, page, "").Body.String(), "stream.example") {
				t.Errorf("%s shows the stream's address", page)
			}
		}
		p.Write(func(tx *models.Tx) error { return tx.Events().SetLiveRoomState(p.Event, models.LiveRoomOpen) })
		p.Wants(p.Request(http.MethodGet, "/events/here/live", "", cookie...), http.StatusOK, "https://stream.example/summit")
		p.Wants(p.Request(http.MethodGet, "/events/elsewhere/live", "", cookie...), http.StatusForbidden)
		p.Wants(p.Form("/r/"+secret+"/cancel", url.Values{}), http.StatusSeeOther)
		if strings.Contains(p.Request(http.MethodGet, "/events/here/live", "", cookie...).Body.String(), "stream.example") {
			t.Error("who cancelled sees the stream's address")
		}
	})
}

func TestALivePageAfterTheEndIsClosed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		secret, _, _ := p.SignUp(p.Event, "a@b.example")
		later := p.Event.EndsAt.Add(time.Hour)
		p.SetClock(later)
		p.Wants(p.Request(http.MethodGet, "/events/here/live", "", "Cookie", p.RoomCookie(secret)), http.StatusOK, "閉まっています")
		p.Wants(
			p.Form("/events/here/live/beat", url.Values{"tab": {"t"}}, "Cookie", p.RoomCookie(secret)),
			http.StatusConflict,
		)
		p.Wants(p.Form("/r/"+secret+"/cancel", url.Values{}), http.StatusUnprocessableEntity)
	})
}
