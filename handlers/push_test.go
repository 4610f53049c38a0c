package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// opened is a program that is served, with an event that takes voices, and somebody in its room.
type opened struct {
	*apptest.Program
	base, room string
	guest      *apptest.Client
	staff      *apptest.Client
}

func openRoom(t *testing.T, db *models.DB, review string) *opened {
	t.Helper()
	p := apptest.New(t, db)
	server := httptest.NewServer(p.Handler)
	t.Cleanup(server.Close)
	staff := p.As(models.RoleModerator)
	staff.LeadsTo(staff.Post("/staff/events/here/live/settings", "open", "true", "review", review, "naming", "either",
		"title_ja", "時間", "title_en", "Time", "slug", ""), "/staff/events/here/live/settings")
	secret, _, _ := p.SignUp(p.Event, "hanako@mail.example")
	guest := p.Client()
	guest.Get("/r/" + secret + "/join")
	return &opened{p, server.URL, p.RoomCookie(secret), guest, staff}
}

func (o *opened) says(t *testing.T, id, text string) {
	t.Helper()
	answer := o.guest.With(t).Post("/events/here/live/voices", "id", id, "kind", "question", "text", text, "named", "true")
	o.guest.With(t).Wants(answer, http.StatusSeeOther)
}

const roomPush, staffPush, publicPush = "/events/here/live/push", "/staff/events/here/live/push", "/events/here/push"

// Each transport goes through the whole chain of handlers: one that hides how an answer is written breaks them all.
func TestPagesListenByEachTransport(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := openRoom(t, db, "after")
		for _, transport := range []string{"websocket", "http_stream", "sse"} {
			t.Run(transport, func(t *testing.T) {
				listener := apptest.Listen(t, o.base, roomPush, transport, o.room, nil)
				o.says(t, transport, "夜だけでも？")
				said := listener.Hears().Changes[0]
				apptest.Equal(t, "part", said.Part, models.PartVoices)
				apptest.Equal(t, "text", said.Data["text"], any("夜だけでも？"))
			})
		}
	})
}

func TestWhoListensIsDecidedAsForPages(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := openRoom(t, db, "before")
		server := func(path, cookie string) int {
			request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path+"/sse?cf_connect=%7B%7D", http.NoBody)
			request.Header.Set("Cookie", cookie)
			recorder := httptest.NewRecorder()
			o.Handler.ServeHTTP(recorder, request)
			return recorder.Code
		}
		apptest.Equal(t, "the room, for nobody", server(roomPush, ""), http.StatusForbidden)
		apptest.Equal(t, "the room, for a wrong secret", server(roomPush, "meguri_room=wrong"), http.StatusForbidden)
		apptest.Equal(t, "moderators, for who is in the room", server(staffPush, o.room), http.StatusSeeOther)

		login := apptest.LoginCookie + "=" + o.Login(o.Staff[models.RoleModerator])
		moderator := apptest.Listen(t, o.base, staffPush, "websocket", login, nil)
		guest := apptest.Listen(t, o.base, roomPush, "websocket", o.room, nil)
		public := apptest.Listen(t, o.base, publicPush, "websocket", "", nil)
		t.Run("what is not published only moderators learn, and not what it is", func(t *testing.T) {
			o.says(t, "held", "確認を待つ声")
			heard := moderator.Hears().Changes[0]
			apptest.Equal(t, "part", heard.Part, models.PartQueue)
			apptest.Equal(t, "data", heard.Data, map[string]any(nil))
			guest.HearsNothing(400 * time.Millisecond)
		})
		t.Run("what everybody may know everybody learns", func(t *testing.T) {
			o.Write(func(tx *models.Tx) error {
				tx.Emit(models.ActivitySessionChanged, &models.Session{ID: "one", EventID: o.Event.ID})
				return nil
			})
			for name, listener := range map[string]*apptest.Listener{"guest": guest, "public": public} {
				apptest.Equal(t, name, listener.Hears().Changes[0].Part, models.PartAgenda)
			}
		})
	})
}

func TestAPageRecoversWhatItMissed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := openRoom(t, db, "after")
		first := apptest.Listen(t, o.base, roomPush, "websocket", o.room, nil)
		apptest.Equal(t, "nothing was sent before", first.Connected.Data.Last, 0)
		o.says(t, "one", "一つ目")
		first.Hears()
		first.Close()
		o.says(t, "two", "二つ目")
		time.Sleep(50 * time.Millisecond) // the message is sent after the answer
		second := apptest.Listen(t, o.base, roomPush, "websocket", o.room, first)
		for _, sub := range second.Connected.Subs {
			apptest.Equal(t, "recovered", sub.Recovered, true)
			apptest.Equal(t, "messages", len(sub.Publications), 1)
			apptest.Equal(t, "text", sub.Publications[0].Data.Changes[0].Data["text"], any("二つ目"))
		}
		if second.Connected.Data.Last == 0 {
			t.Error("a page that was made before cannot see that it is behind")
		}
	})
}

func TestVotesTravelTogether(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := openRoom(t, db, "after")
		listener := apptest.Listen(t, o.base, roomPush, "websocket", o.room, nil)
		o.says(t, "one", "一つ目")
		id, _ := listener.Hears().Changes[0].Data["id"].(string)
		for _, name := range []string{"a", "b", "c", "d"} {
			secret, _, _ := o.SignUp(o.Event, name+"@mail.example")
			voter := o.Client()
			voter.Get("/r/" + secret + "/join")
			voter.LeadsTo(voter.Post("/events/here/live/voices/"+id+"/vote"), "/events/here/live#voices")
		}
		messages, votes := 0, 0
		for votes < 4 {
			for _, change := range listener.Hears().Changes {
				if change.Part == models.PartVotes {
					messages, votes = messages+1, change.Numbers[id]
				}
			}
		}
		if messages > 4 {
			t.Errorf("%d messages for four votes", messages)
		}
	})
}

func TestScreensHearWhatTheyShow(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := openRoom(t, db, "after")
		moderator := o.As(models.RoleModerator)
		remote := moderator.Get("/staff/events/here/stage").Body.String()
		found := regexp.MustCompile(`href="(/events/here/stage/[^"?/]+)`).FindStringSubmatch(remote)[1]
		screen := apptest.Listen(t, o.base, found+"/push", "websocket", "", nil)
		moderator.LeadsTo(moderator.Post("/staff/events/here/stage", "view", "voices"), "/staff/events/here/stage")
		apptest.Equal(t, "what the stage shows", screen.Hears().Changes[0].Part, models.PartStage)
		o.says(t, "one", "夜だけでも？")
		apptest.Equal(t, "a voice", screen.Hears().Changes[0].Part, models.PartVoices)
		t.Run("a link that was replaced opens nothing", func(t *testing.T) {
			moderator.Post("/staff/events/here/stage/link")
			const listen = "/push/sse?cf_connect=%7B%7D"
			request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, found+listen, http.NoBody)
			recorder := httptest.NewRecorder()
			o.Handler.ServeHTTP(recorder, request)
			apptest.Equal(t, "status", recorder.Code, http.StatusNotFound)
		})
	})
}
