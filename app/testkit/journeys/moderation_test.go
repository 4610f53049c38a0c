package journeys_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"meguri/app/testkit/apptest"
	"meguri/app/testkit/browser"
	"meguri/models"
)

// moderation decides about voices by keyboard, while others arrive.
func (s *demoServer) moderation(t *testing.T, view browser.View) {
	const first, second = "#voice-waiting [data-voice]:nth-child(1)", "#voice-waiting [data-voice]:nth-child(2)"
	attendee := apptest.NewClient(t, s.Handler)
	attendee.Get(register(t, s.Demo, "online") + "/join")
	say := func(text string) {
		attendee.Post("/events/summit-next/live/voices", "id", models.NewAnonymousID(), "text", text, "kind", "opinion")
	}
	owner := apptest.NewClient(t, s.Handler)
	owner.SignIn("owner@meguri.example", "kawasaki-probono-2025")
	owner.Post("/staff/events/summit-next/live/settings", "open", "true", "review", "before", "naming", "anonymous",
		"per_minute", "10")

	p := s.staff(t, models.RoleModerator, view).Open("/staff/events/summit-next/live").Sees("voice.none_held")
	p.SeesAt("html[data-live-connected]")
	say("一つめの声です")
	p.Sees("一つめの声です").Says(`document.querySelector('` + first + `').focus() ?? ''`)
	say("二つめの声です")
	p.Sees("二つめの声です").Focused(first)

	p.Type("j").Focused(second).FollowKey("a").Sees("voice.done_publish").Misses("voice.none_held")
	p.Focused(first) // it goes on with the voice that is left
	p.Type("h").Focused(first+" [name=reason]:checked").FollowKey(kb.Enter).Sees("voice.done_hide", "voice.none_held")
	p.Says(`document.querySelector('[data-undo]').focus() ?? ''`)
	p.FollowKey("z").Sees("voice.undone", "一つめの声です")
	if !view.SkipAxe {
		p.Examine("moderation")
	}
}
