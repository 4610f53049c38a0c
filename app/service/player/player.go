// Package player finds how a page shows a stream or a recording: only players of a list, as what else a page frames
// could pretend to be the page.
package player

import (
	"net/url"
	"path"
	"regexp"
	"strings"
)

// Player is how a page shows what is at an address.
type Player struct {
	// Kind is frame, hls or link; "" without a stream.
	Kind Kind
	// Address is what is framed, played or opened.
	Address string
	// Origin is where a framed or played stream comes from.
	Origin string
	// Service is the name of where it is, "" for an unknown one. In Meeting, people are seen with a name.
	Service string
	Meeting bool
}

// Kind is a way to show it.
type Kind string

// The kinds of players.
const (
	Frame Kind = "frame"
	HLS   Kind = "hls"
	Link  Kind = "link"
)

var (
	youTubeID = regexp.MustCompile(`^[A-Za-z0-9_-]{6,20}$`)
	vimeoID   = regexp.MustCompile(`^[0-9]{5,15}$`)
)

// Of is how a page shows an address, "" for none. embeds says that it may show it in itself.
func Of(address string, embeds bool) Player {
	if address == "" {
		return Player{}
	}
	if player, ok := Embedded(address); ok && embeds {
		return player
	}
	service, meeting := serviceOf(address)
	return Player{Kind: Link, Address: address, Service: service, Meeting: meeting}
}

// Embedded is the player of an address that a page may show in itself: YouTube, Vimeo, Zoom in the browser and HLS.
func Embedded(address string) (Player, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return Player{}, false
	}
	service, meeting := serviceOf(address)
	player := Player{Kind: Frame, Service: service, Meeting: meeting}
	switch {
	case service == youTube:
		return youTubePlayer(player, u)
	case service == vimeo:
		return vimeoPlayer(player, u)
	case service == zoom && strings.HasPrefix(u.Path, "/wc/"):
		player.Address, player.Origin = address, "https://"+u.Host
		return player, true
	case path.Ext(u.Path) == ".m3u8":
		return Player{Kind: HLS, Address: address, Origin: "https://" + u.Host}, true
	}
	return Player{}, false
}

// The services whose names a page says.
const (
	youTube = "YouTube"
	vimeo   = "Vimeo"
	zoom    = "Zoom"
	teams   = "Microsoft Teams"
	webex   = "Webex"
	meet    = "Google Meet"
)

// services are the hosts of each service, and whether people are seen there with a name.
var services = []struct {
	host, name string
	meeting    bool
}{
	{"youtube.com", youTube, false}, {"youtu.be", youTube, false}, {"youtube-nocookie.com", youTube, false},
	{"vimeo.com", vimeo, false},
	{"zoom.us", zoom, true}, {"teams.microsoft.com", teams, true}, {"teams.live.com", teams, true},
	{"webex.com", webex, true}, {"meet.google.com", meet, true},
}

func serviceOf(address string) (name string, meeting bool) {
	u, err := url.Parse(address)
	if err != nil {
		return "", false
	}
	host := strings.ToLower(u.Hostname())
	for _, s := range services {
		if host == s.host || strings.HasSuffix(host, "."+s.host) {
			return s.name, s.meeting
		}
	}
	return "", false
}

func youTubePlayer(player Player, u *url.URL) (Player, bool) {
	id := u.Query().Get("v")
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	switch {
	case strings.HasSuffix(u.Hostname(), "youtu.be"):
		id = parts[0]
	case len(parts) == 2 && (parts[0] == "live" || parts[0] == "embed"):
		id = parts[1]
	}
	player.Origin = "https://www.youtube-nocookie.com"
	player.Address = player.Origin + "/embed/" + id
	return player, youTubeID.MatchString(id)
}

func vimeoPlayer(player Player, u *url.URL) (Player, bool) {
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	id := parts[len(parts)-1]
	player.Origin = "https://player.vimeo.com"
	player.Address = player.Origin + "/video/" + id
	if len(parts) > 1 && parts[0] == "event" {
		id = parts[1]
		player.Origin, player.Address = "https://vimeo.com", "https://vimeo.com/event/"+id+"/embed"
	}
	return player, vimeoID.MatchString(id)
}
