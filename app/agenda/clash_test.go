package agenda_test

import (
	"testing"

	"meguri/app/agenda"
	"meguri/models"
)

// clashes lists the clashes, as in "大会議室: 開会, 閉会".
func clashes(sessions []models.Session) (list []string) {
	for _, c := range agenda.Clashes(sessions) {
		name := ""
		if c.Room != nil {
			name = c.Room.NameJa
		}
		if c.Speaker != nil {
			name = c.Speaker.NameJa
		}
		list = append(list, name+": "+c.A.TitleJa+", "+c.B.TitleJa)
	}
	return list
}

func TestClashes(t *testing.T) {
	const booth = models.SessionBooth
	const room, speaker = "大会議室: 𠮷田さんの話 <&>, 重なる話", "代表: 𠮷田さんの話 <&>, 同じ人の話"
	for name, c := range map[string]struct {
		change func(s []models.Session)
		want   []string
	}{
		"of a room and of a speaker":  {func([]models.Session) {}, []string{room, speaker}},
		"not with what was cancelled": {func(s []models.Session) { s[3].CancelledAt = &start }, []string{speaker}},
		"of a booth and a talk":       {func(s []models.Session) { s[3].Kind = booth }, []string{room, speaker}},
		"not of booths in one room": {
			func(s []models.Session) { s[1].Kind, s[3].Kind = booth, booth }, []string{speaker},
		},
		"not of sessions without a room": {
			func(s []models.Session) { s[1].RoomID, s[3].RoomID = nil, nil }, []string{speaker},
		},
		"not of sessions in another room": {func(s []models.Session) {
			s[3].RoomID, s[3].Room = &s[3].ID, &models.Room{NameJa: "ロビー"}
		}, []string{speaker}},
		"of two rooms with one name": {func(s []models.Session) {
			s[3].RoomID, s[3].Room = &s[3].ID, &models.Room{NameJa: "大 会議室"}
		}, []string{room, speaker}},
		"not where one follows the other": {func(s []models.Session) {
			s[3].StartsAt, s[3].EndsAt = s[1].EndsAt, s[4].EndsAt
		}, []string{speaker}},
		"not of those who speak elsewhere": {func(s []models.Session) { s[4].Speakers = nil }, []string{room}},
	} {
		t.Run(name, func(t *testing.T) {
			_, sessions := summit()
			c.change(sessions)
			equal(t, "clashes", clashes(sessions), c.want)
		})
	}
}
