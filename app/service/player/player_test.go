package player_test

import (
	"testing"

	"meguri/app/service/player"
	"meguri/app/testkit/apptest"
)

func TestOnlyKnownPlayersAreShownInAPage(t *testing.T) {
	for address, want := range map[string]player.Player{
		"https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3": {
			player.Frame, "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "https://www.youtube-nocookie.com",
			"YouTube", false,
		},
		"https://youtu.be/dQw4w9WgXcQ?si=x": {
			player.Frame, "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "https://www.youtube-nocookie.com",
			"YouTube", false,
		},
		"https://www.youtube.com/live/dQw4w9WgXcQ": {
			player.Frame, "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "https://www.youtube-nocookie.com",
			"YouTube", false,
		},
		"https://vimeo.com/76979871": {
			player.Frame, "https://player.vimeo.com/video/76979871", "https://player.vimeo.com", "Vimeo", false,
		},
		"https://vimeo.com/event/4154130": {
			player.Frame, "https://vimeo.com/event/4154130/embed", "https://vimeo.com", "Vimeo", false,
		},
		"https://us02web.zoom.us/wc/join/81234567890?pwd=a": {
			player.Frame, "https://us02web.zoom.us/wc/join/81234567890?pwd=a", "https://us02web.zoom.us", "Zoom", true,
		},
		"https://us02web.zoom.us/j/81234567890": {player.Link, "https://us02web.zoom.us/j/81234567890", "", "Zoom", true},
		"https://teams.microsoft.com/l/meetup-join/19": {
			player.Link, "https://teams.microsoft.com/l/meetup-join/19", "", "Microsoft Teams", true,
		},
		"https://city.webex.com/meet/hall": {player.Link, "https://city.webex.com/meet/hall", "", "Webex", true},
		"https://media.city.example/hall/index.m3u8": {
			player.HLS, "https://media.city.example/hall/index.m3u8", "https://media.city.example", "", false,
		},
		"http://media.city.example/index.m3u8": {
			player.Link, "http://media.city.example/index.m3u8", "", "", false,
		},
		"https://youtube.com.evil.example/watch?v=abc": {
			player.Link, "https://youtube.com.evil.example/watch?v=abc", "", "", false,
		},
		"https://www.youtube.com/watch?v=\"><script>": {
			player.Link, "https://www.youtube.com/watch?v=\"><script>", "", "YouTube", false,
		},
		"": {},
	} {
		apptest.Equal(t, address, player.Of(address, true), want)
	}
	link := player.Of("https://youtu.be/dQw4w9WgXcQ", false)
	apptest.Equal(t, "where staff want a link", link.Kind, player.Link)
}
