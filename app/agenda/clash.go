package agenda

import "meguri/models"

// Clash is two sessions at the same time that need the same room or speaker.
type Clash struct {
	A, B    models.Session
	Room    *models.Room    // nil where it is about a speaker
	Speaker *models.Speaker // nil where it is about a room
}

// Clashes finds the sessions that cannot both take place. A room may hold several booths. Two rooms of one name, as
// older events may have them, are one.
func Clashes(sessions []models.Session) []Clash {
	var list []Clash
	for i := range sessions {
		for j := range sessions[i+1:] {
			list = append(list, clashesOf(&sessions[i], &sessions[i+1+j])...)
		}
	}
	return list
}

func clashesOf(a, b *models.Session) (list []Clash) {
	if !overlap(a, b) {
		return nil
	}
	areBooths := a.Kind == models.SessionBooth && b.Kind == models.SessionBooth
	if a.RoomID != nil && (isSameRoom(a, b) || haveOneName(a, b)) && !areBooths {
		list = append(list, Clash{A: *a, B: *b, Room: a.Room})
	}
	for _, speaker := range a.Speakers {
		for _, other := range b.Speakers {
			if speaker.SpeakerID == other.SpeakerID {
				list = append(list, Clash{A: *a, B: *b, Speaker: &speaker.Speaker})
			}
		}
	}
	return list
}

// overlap reports whether both take place, at the same time.
func overlap(a, b *models.Session) bool {
	return a.CancelledAt == nil && b.CancelledAt == nil && b.StartsAt.Before(a.EndsAt) && a.StartsAt.Before(b.EndsAt)
}

func haveOneName(a, b *models.Session) bool {
	return a.Room != nil && b.Room != nil && b.RoomID != nil && b.Room.HasName(a.Room.NameJa)
}
