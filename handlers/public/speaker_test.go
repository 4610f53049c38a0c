package public_test

import (
	"net/http"
	"regexp"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// Somebody asks in a session that they could not finish; its speaker answers in writing after the event.
func TestASpeakerAnswersVoicesByTheirLink(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		opening, talk := twoSessions(p)
		organizer, moderator := p.As(models.RoleOwner), p.As(models.RoleModerator)
		moderator.Post("/staff/events/here/live/settings", "open", "true", "review", "before", "naming", "anonymous")
		secret, _, _ := p.SignUp(p.Event, "hanako@mail.example")
		hanako := p.Client()
		hanako.Get("/r/" + secret + "/join")
		say := func(text string, session *models.Session) (id string) {
			id = models.NewID()
			hanako.Post("/events/here/live/voices", "id", id, "kind", "question", "text", text, "topic", "session:"+session.ID)
			p.Write(func(tx *models.Tx) error {
				posts, err := tx.Posts().List(p.Event, models.PostFilter{Order: models.OrderNewest, Limit: 10})
				for i := range posts {
					if posts[i].Text == text {
						id = posts[i].ID
					}
				}
				return err
			})
			moderator.Post("/staff/events/here/live/voices/"+id, "decision", "publish")
			return id
		}
		say("語り合いへの質問", talk)
		asked := say("市長への質問", opening)
		say("夜にもひらけますか", opening)
		hanako.Post("/events/here/live/voices", "id", "waits", "kind", "question", "text", "確認待ちの質問")

		staffPage := "/staff/events/here/speakers/" + modelstest.Texts(t, p.DB, "SELECT id FROM speakers")[0]
		organizer.Post(staffPage+"/link", "email", "mayor@speaker.example")
		own := regexp.MustCompile(`/speak/[^"&?]+`).FindString(organizer.Get(staffPage).Body.String())
		mayor := p.Client()
		p.SetClock(p.Event.EndsAt.Add(24 * time.Hour))
		t.Run("those about their own sessions come first, and none that waits", func(t *testing.T) {
			mayor := mayor.With(t)
			apptest.Equal(t, "the way there", apptest.Document(t, mayor.Get(own)).Find(`a[href$="/voices"]`).Length(), 1)
			list := apptest.Document(t, mayor.Get(own+"/voices")).Find(".speaker-voices > li")
			apptest.Equal(t, "voices", list.Length(), 3)
			apptest.Contains(t, "the last", list.Last().Text(), "語り合いへの質問")
		})
		t.Run("theirs is there where others have more votes than a page holds", func(t *testing.T) {
			for range 60 {
				p.Write(func(tx *models.Tx) error {
					return tx.Posts().Add(&models.Post{
						ID: models.NewID(), RequestID: models.NewID(), EventID: p.Event.ID,
						Kind: models.PostQuestion, Mode: models.ModeOnline, State: models.PostPublished, Text: "ほかの声", Votes: 9,
					})
				})
			}
			list := apptest.Document(t, mayor.With(t).Get(own+"/voices")).Find(".speaker-voices > li")
			apptest.Contains(t, "the first two", list.Slice(0, 2).Text(), "市長への質問", "夜にもひらけますか")
		})
		t.Run("an answer has a text", func(t *testing.T) {
			page := mayor.With(t).Post(own+"/voices/"+asked, "text", " ")
			mayor.With(t).Wants(page, http.StatusUnprocessableEntity)
			apptest.Equal(t, "open forms", apptest.Document(t, page).Find("details[open] .fault").Length(), 1)
		})
		t.Run("everybody reads it with the speaker's name", func(t *testing.T) {
			mayor := mayor.With(t)
			mayor.LeadsTo(mayor.Post(own+"/voices/"+asked, "text", "来月の広報でお答えします。"), own+"/voices")
			apptest.Contains(t, "the way of the voice", hanako.With(t).Get("/r/"+secret).Body.String(),
				"市長が答えました", "来月の広報でお答えします。")
			moved := mayor.Post(own+"/voices/"+asked, "text", "もう一度", "version", "1")
			mayor.Wants(moved, http.StatusConflict)
		})
		t.Run("not what waits, nor of another event, nor with another link", func(t *testing.T) {
			mayor := mayor.With(t)
			mayor.Wants(mayor.Post(own+"/voices/"+models.NewID(), "text", "はい"), http.StatusNotFound)
			mayor.Wants(mayor.Post(own+"x/voices/"+asked, "text", "はい"), http.StatusNotFound)
			mayor.Wants(mayor.Get(own+"x/voices"), http.StatusNotFound)
		})
	})
}
