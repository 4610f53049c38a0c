package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/handlers"
	"meguri/models"
	"meguri/models/modelstest"
)

// seats lets the event have captions, and returns the address of its seats.
func (o *opened) seats() string {
	o.T.Helper()
	o.staff.LeadsTo(o.staff.Post("/staff/events/here/captions/link"), "/staff/events/here/captions")
	link := apptest.Document(o.T, o.staff.Get("/staff/events/here/captions")).Find("#seat-link").AttrOr("value", "")
	_, path, _ := strings.Cut(link, "/caption/")
	return "/caption/" + path
}

func (o *opened) types(t *testing.T, seat, id, text string) *httptest.ResponseRecorder {
	t.Helper()
	form := url.Values{
		"seat": {"0197a000-0000-4000-8000-000000000001"}, "id": {id}, "text": {text}, "age": {"1000"}, "session": {""},
	}
	return o.With(t).Form(seat+"/lines", form, "Accept", "application/json")
}

// What captioners type goes the whole way: from a link without an account to the room, a page, the stage and a file.
func TestCaptionsGoFromTheSeatToReaders(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := openRoom(t, db, "after")
		o.staff.With(t).Wants(o.staff.Post("/staff/events/here/room", "room_state", "open"), http.StatusSeeOther)
		before := o.guest.With(t).Get("/events/here/live").Body.String()
		apptest.Lacks(t, "a room without captions", before, `id="captions"`)
		seat := o.seats()
		reader := apptest.Listen(t, o.base, roomPush, "websocket", o.room, nil)

		id := models.NewAnonymousID()
		draft := url.Values{"seat": {models.NewAnonymousID()}, "id": {id}, "text": {"<b>きょう"}, "age": {"10"}}
		o.With(t).Wants(o.Form(seat+"/draft", draft), http.StatusNoContent)
		typed := reader.Hears().Changes[0]
		apptest.Equal(t, "part", typed.Part, models.PartCaptions)
		line := typed.Data["lines"].([]any)[0].(map[string]any)
		apptest.Equal(t, "what is typed", line["text"], any("<b>きょう"))
		apptest.Equal(t, "its version", line["version"], any(0.0))
		apptest.Equal(t, "is not kept for who comes back", reader.Offset, uint64(0))
		apptest.Equal(t, "stored meanwhile", len(modelstest.Texts(t, db, "SELECT text FROM captions")), 0)

		var answer struct{ Stored []string }
		if err := json.Unmarshal(o.types(t, seat, id, "<b>きょうは雨です。").Body.Bytes(), &answer); err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "stored", answer.Stored, []string{id})
		line = reader.Hears().Changes[0].Data["lines"].([]any)[0].(map[string]any)
		apptest.Equal(t, "the finished line", line["text"], any("<b>きょうは雨です。"))

		const escaped = "&lt;b&gt;きょうは雨です。"
		for _, path := range []string{"/events/here/live", "/events/here/live/captions"} {
			apptest.Contains(t, path, o.guest.With(t).Get(path).Body.String(), escaped)
		}
		stage := apptest.Document(t, o.staff.With(t).Get("/staff/events/here/stage")).Find("#screen-link").AttrOr("value", "")
		_, path, _ := strings.Cut(stage, "/events/here")
		screen := func(query string) string {
			return o.With(t).Request(http.MethodGet, "/events/here"+path+query, "").Body.String()
		}
		apptest.Contains(t, "the view", screen("?view=captions"), escaped, "stage-captions")
		apptest.Lacks(t, "another view", screen("?view=voices"), "stage-band")
		o.staff.With(t).Wants(o.staff.Post("/staff/events/here/stage/captions", "show", "1"), http.StatusSeeOther)
		apptest.Contains(t, "with its band", screen("?view=voices"), escaped, "stage-band")
		o.Advance(5 * time.Minute)
		apptest.Lacks(t, "what was said long ago", screen("?view=voices"), escaped)
	})
}

func TestCaptionsAreForWhoMayReadAndWriteThem(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := openRoom(t, db, "after")
		seat := o.seats()
		nobody := o.Client().With(t)
		t.Run("without the link nobody writes", func(t *testing.T) {
			for _, route := range handlers.Routes() {
				if !strings.HasPrefix(route.Path, "/caption/") {
					continue
				}
				path := strings.NewReplacer(
					":secret", "01a220bc-0a36-7443-bc5a-30e59a6607d4.x", ":id", "x", ":transport", "sse",
				).Replace(route.Path)
				form := url.Values{
					"seat": {models.NewAnonymousID()}, "id": {models.NewAnonymousID()}, "text": {"x"}, "age": {"0"}, "session": {""},
				}
				answer := o.With(t).Request(route.Method, path, form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
				o.With(t).Wants(answer, http.StatusNotFound)
			}
		})
		t.Run("a link that was renewed opens nothing", func(t *testing.T) {
			former := seat
			seat = o.seats()
			o.With(t).Wants(nobody.Get(former), http.StatusNotFound, "入力席は閉じています")
			o.With(t).Wants(o.types(t, former, models.NewAnonymousID(), "x"), http.StatusNotFound)
			nobody.Wants(nobody.Get(seat), http.StatusOK)
		})
		t.Run("only who is in the room reads", func(t *testing.T) {
			nobody.Wants(nobody.Get("/events/here/live/captions"), http.StatusForbidden)
			o.guest.With(t).Wants(o.guest.Get("/events/here/live/captions"), http.StatusOK)
		})
		t.Run("the seat hears what the room hears, and not what moderators do", func(t *testing.T) {
			captioner := apptest.Listen(t, o.base, seat+"/push", "websocket", "", nil)
			for name := range captioner.Connected.Subs {
				apptest.Equal(t, "channel", name, "room:"+o.Event.ID)
			}
		})
		t.Run("a page without JavaScript keeps what is too long", func(t *testing.T) {
			long := strings.Repeat("長", 5000)
			form := url.Values{
				"seat": {models.NewAnonymousID()}, "id": {models.NewAnonymousID()}, "text": {long}, "age": {"0"}, "session": {""},
			}
			o.With(t).Wants(o.Form(seat+"/lines", form), http.StatusUnprocessableEntity, long, "200")
			form.Set("text", "よい行")
			o.With(t).LeadsTo(o.Form(seat+"/lines", form), seat)
			o.With(t).LeadsTo(o.Form(seat+"/lines", form), seat) // pressed twice
			apptest.Equal(t, "stored", modelstest.Texts(t, db, "SELECT text FROM captions"), []string{"よい行"})
		})
		t.Run("a time of the recording that is none", func(t *testing.T) {
			session := o.With(t).AddSession(models.Session{
				Kind: models.SessionTalk, TitleJa: "講演", StartsAt: o.Event.StartsAt, EndsAt: o.Event.StartsAt.Add(time.Hour),
			})
			to := "/staff/events/here/captions/sessions/" + session.ID + "/captions.vtt"
			o.staff.With(t).Wants(o.staff.Get(to+"?begins=gestern"), http.StatusUnprocessableEntity, "14:00:30")
			o.staff.With(t).Wants(o.staff.Get(to+"?begins=13:00"), http.StatusOK, "WEBVTT")
		})
	})
}
