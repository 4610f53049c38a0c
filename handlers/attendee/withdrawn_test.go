package attendee_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// textOf is what a page or a file says to its reader.
func textOf(t *testing.T, answer *httptest.ResponseRecorder) string {
	t.Helper()
	content := answer.Body.Bytes()
	switch kind := answer.Header().Get("Content-Type"); {
	case strings.HasPrefix(kind, "application/pdf"):
		path := filepath.Join(t.TempDir(), "a.pdf")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		text, err := exec.CommandContext(t.Context(), "pdftotext", path, "-").Output()
		if err != nil {
			t.Error(err)
		}
		return string(text)
	case strings.Contains(kind, "spreadsheet"):
		files, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, file := range files.File {
			opened, err := file.Open()
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(&all, opened)
			_ = opened.Close()
		}
		return all.String()
	}
	return string(content)
}

// A voice is written, joined to nothing, voted into the record, on a card and in the cloud; after the event its author
// takes it back.
func TestAVoiceThatIsTakenBackLeavesNoPageAndNoFile(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		const word = "ビオトープ"
		p.SetClock(p.Event.EndsAt.Add(-time.Minute))
		p.Write(func(tx *models.Tx) error { return tx.Events().SetLiveRoomState(p.Event, models.LiveRoomOpen) })
		staff, owner := p.As(models.RoleModerator), p.As(models.RoleOwner)
		staff.Post("/staff/events/here/live/settings", "open", "true", "review", "after", "naming", "either")
		staff.Post("/staff/events/here/words", "public", "true")
		secret, _, _ := p.SignUp(p.Event, "hanako@mail.example")
		attendee := p.Client()
		attendee.Get("/r/" + secret + "/join")
		attendee.Post("/events/here/live/beat", "tab", "t")
		attendee.Post("/events/here/live/voices", "id", "one", "kind", "opinion", "text", word+"をつくりたい", "in_record", "true",
			"named", "true")
		var id string
		p.Write(func(tx *models.Tx) error {
			posts, err := tx.Posts().List(p.Event, models.PostFilter{Limit: 1})
			if err == nil && len(posts) == 1 {
				id = posts[0].ID
			}
			return err
		})
		round := staff.Post(
			"/staff/events/here/consensus",
			"title_ja",
			"声",
			"title_en",
			"Voices",
			"minutes",
			"3",
			"posts",
			id,
			"statements",
			"一つめの意見です\n二つめの意見です\n三つめの意見です",
		).Header().Get(
			"Location",
		)
		staff.Post(round + "/open")
		staff.Post(round + "/close")
		p.SetClock(p.Event.EndsAt.Add(time.Minute))
		owner.Post("/staff/events/here/record", "do", "open", "parts", "voices", "parts", "words", "parts", "consensus")

		places := map[string]func() *httptest.ResponseRecorder{}
		for path, client := range map[string]*apptest.Client{
			"/r/" + secret: attendee, "/r/" + secret + "/data.json": attendee, "/r/" + secret + "/summary.pdf": attendee,
			"/events/here/live/words": attendee, "/events/here/record": p.Client(), "/events/here/words": p.Client(),
			"/staff/events/here/live": staff, "/staff/events/here/words": staff,
			"/staff/events/here/words.pdf": staff, round: staff,
			"/staff/events/here/statistics": owner, "/staff/events/here/statistics/talk.csv": owner,
			"/staff/events/here/record/preview": owner, "/staff/events/here/report": owner,
			"/staff/events/here/report.pdf": owner, "/staff/events/here/report.xlsx": owner,
		} {
			places[path] = func() *httptest.ResponseRecorder { return client.Get(path) }
		}
		token := p.Token(p.Event, models.RoleModerator)
		for _, file := range []string{"posts.csv", "posts.xlsx", "posts.json", "posts"} {
			places[file] = func() *httptest.ResponseRecorder {
				return p.Request("GET", "/api/v1/events/here/"+file, "", "Authorization", "Bearer "+token)
			}
		}
		shown := func() (list []string) {
			for place, get := range places {
				answer := get()
				if answer.Code >= 300 {
					t.Errorf("%s: %d %s", place, answer.Code, answer.Header().Get("Location"))
				}
				if strings.Contains(strings.Join(strings.Fields(textOf(t, answer)), ""), word) {
					list = append(list, place)
				}
			}
			return list
		}
		before := shown()
		t.Logf("before: %q", before)
		if len(before) < 15 {
			t.Errorf("before, it is only at %q", before)
		}
		for path, links := range map[string]int{"/events/here/live/words": 2, "/events/here/words": 0} {
			words := apptest.Document(t, places[path]()).Find(`.word-cloud a[href*="word="]:contains("` + word + `")`)
			apptest.Equal(t, "words of both clouds that lead to voices: "+path, words.Length(), links)
		}
		attendee.Post("/r/" + secret + "/voices/" + id + "/withdraw")
		p.SetClock(p.Event.EndsAt.Add(2 * time.Minute))
		apptest.Equal(t, "after", strings.Join(shown(), " "), "")
	})
}
