package agenda

import (
	"slices"
	"time"

	"meguri/models"
)

// Tone is a colour of the agenda and what it stands for: a track, or a kind of session.
type Tone struct {
	Number int
	Track  *models.Track
	Kind   models.SessionKind
}

// maxTones are how many colours can be told apart.
const maxTones = 4

// newSlots are the sessions with their colours, and where they stand at the moment.
func newSlots(sessions []models.Session, tracks []models.Track, now time.Time) []Slot {
	slots := make([]Slot, len(sessions))
	var kinds []models.SessionKind
	for i, s := range sessions {
		slots[i] = Slot{Session: s, IsOn: s.IsOn(now), IsOver: !now.Before(s.EndsAt)}
		switch {
		case s.Kind == models.SessionBreak:
		case len(tracks) > 0:
			slots[i].Tone = toneOfTrack(tracks, s.TrackID)
		default:
			if !slices.Contains(kinds, s.Kind) {
				kinds = append(kinds, s.Kind)
			}
			slots[i].Tone = toneOf(slices.Index(kinds, s.Kind))
		}
	}
	return slots
}

func toneOfTrack(tracks []models.Track, id *string) int {
	if id == nil {
		return 0
	}
	return toneOf(slices.IndexFunc(tracks, func(t models.Track) bool { return t.ID == *id }))
}

// toneOf is the colour of the track or kind at a place; further ones have none.
func toneOf(place int) int {
	if place >= maxTones {
		return 0
	}
	return place + 1
}

// tonesOf names the colours that are in use, where there are several.
func tonesOf(slots []Slot) []Tone {
	var tones []Tone
	for _, s := range slots {
		if s.Tone == 0 || slices.ContainsFunc(tones, func(t Tone) bool { return t.Number == s.Tone }) {
			continue
		}
		tones = append(tones, Tone{s.Tone, s.Track, s.Kind})
	}
	if len(tones) < 2 {
		return nil
	}
	slices.SortFunc(tones, func(a, b Tone) int { return a.Number - b.Number })
	return tones
}
