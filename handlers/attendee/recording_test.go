package attendee_test

import (
	"net/http"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// marksRecorded makes a session of the event, in an hour, that is recorded.
func marksRecorded(p *apptest.Program) {
	p.Write(func(tx *models.Tx) error {
		session := &models.Session{
			Kind: models.SessionTalk, Language: "ja", TitleJa: "録画される話", Recorded: true,
			StartsAt: p.Event.StartsAt.Add(time.Hour), EndsAt: p.Event.StartsAt.Add(2 * time.Hour),
		}
		return tx.Sessions().Create(p.Event, session)
	})
}

func TestTheRoomAsksBeforeItShowsWhatIsRecorded(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Write(func(tx *models.Tx) error {
			if err := tx.Events().SetLiveRoomState(p.Event, models.LiveRoomOpen); err != nil {
				return err
			}
			return tx.Events().SetStream(p.Event, "https://youtu.be/dQw4w9WgXcQ", true)
		})
		secret, _, _ := p.SignUp(p.Event, "hanako@mail.example")
		attendee := p.Client()
		attendee.Get("/r/" + secret + "/join")
		room, own := "/events/here/live", "/r/"+secret
		shows := func(what string) bool {
			return apptest.Document(t, attendee.Get(room)).Find(what).Length() > 0
		}
		apptest.Equal(t, "the stream where nothing is recorded", shows("iframe"), true)
		apptest.Equal(t, "a question there", shows("#room-recording"), false)
		attendee.Wants(attendee.Post(own+"/recording", "recording", "yes"), http.StatusUnprocessableEntity)

		marksRecorded(p)
		apptest.Equal(t, "the stream before the answer", shows("iframe"), false)
		apptest.Contains(t, "the question", attendee.Get(room).Body.String(), "録画される話")
		apptest.Contains(t, "the agenda", attendee.Get("/events/here/agenda").Body.String(), "録画します")
		attendee.Wants(attendee.Post(room+"/recording", "recording", "maybe"), http.StatusUnprocessableEntity)
		attendee.LeadsTo(attendee.Post(room+"/recording", "recording", "no"), room)
		apptest.Equal(t, "the stream after it", shows("iframe"), true)
		apptest.Equal(t, "the question after it", shows("#room-recording"), false)

		said := apptest.Document(t, attendee.Get(own)).Find("#recording input[checked]").AttrOr("value", "")
		apptest.Equal(t, "the own page", said, "no")
		attendee.LeadsTo(attendee.Post(own+"/recording", "recording", "yes"), own)
		apptest.Contains(t, "what is held", attendee.Get(own+"/data.json").Body.String(), `"recording": "yes"`)

		p.DB.SetClock(func() time.Time { return p.Event.EndsAt.Add(time.Hour) })
		attendee.LeadsTo(attendee.Post(own+"/recording", "recording", "no"), own)
		attendee.Wants(attendee.Post(own+"/recording", "recording", "yes"), http.StatusUnprocessableEntity)
	})
}
