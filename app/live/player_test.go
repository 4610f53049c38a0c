package live_test

import (
	"testing"

	"meguri/app/live"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

func TestOnlyKnownPlayersAreShownInTheRoom(t *testing.T) {
	for address, want := range map[string]live.Player{
		"https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3": {
			live.PlayerFrame, "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "https://www.youtube-nocookie.com",
			"YouTube", false,
		},
		"https://youtu.be/dQw4w9WgXcQ?si=x": {
			live.PlayerFrame, "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "https://www.youtube-nocookie.com",
			"YouTube", false,
		},
		"https://www.youtube.com/live/dQw4w9WgXcQ": {
			live.PlayerFrame, "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "https://www.youtube-nocookie.com",
			"YouTube", false,
		},
		"https://vimeo.com/76979871": {
			live.PlayerFrame, "https://player.vimeo.com/video/76979871", "https://player.vimeo.com", "Vimeo", false,
		},
		"https://vimeo.com/event/4154130": {
			live.PlayerFrame, "https://vimeo.com/event/4154130/embed", "https://vimeo.com", "Vimeo", false,
		},
		"https://us02web.zoom.us/wc/join/81234567890?pwd=a": {
			live.PlayerFrame, "https://us02web.zoom.us/wc/join/81234567890?pwd=a", "https://us02web.zoom.us", "Zoom", true,
		},
		"https://us02web.zoom.us/j/81234567890": {live.PlayerLink, "https://us02web.zoom.us/j/81234567890", "", "Zoom", true},
		"https://teams.microsoft.com/l/meetup-join/19": {
			live.PlayerLink, "https://teams.microsoft.com/l/meetup-join/19", "", "Microsoft Teams", true,
		},
		"https://city.webex.com/meet/hall": {live.PlayerLink, "https://city.webex.com/meet/hall", "", "Webex", true},
		"https://media.city.example/hall/index.m3u8": {
			live.PlayerHLS, "https://media.city.example/hall/index.m3u8", "https://media.city.example", "", false,
		},
		"http://media.city.example/index.m3u8": {
			live.PlayerLink, "http://media.city.example/index.m3u8", "", "", false,
		},
		"https://youtube.com.evil.example/watch?v=abc": {
			live.PlayerLink, "https://youtube.com.evil.example/watch?v=abc", "", "", false,
		},
		"https://www.youtube.com/watch?v=\"><script>": {
			live.PlayerLink, "https://www.youtube.com/watch?v=\"><script>", "", "YouTube", false,
		},
		"": {},
	} {
		apptest.Equal(t, address, live.PlayerOf(&models.Event{StreamURL: address, RoomEmbeds: true}), want)
	}
	link := live.PlayerOf(&models.Event{StreamURL: "https://youtu.be/dQw4w9WgXcQ"})
	apptest.Equal(t, "where staff want a link", link.Kind, live.PlayerLink)
}
