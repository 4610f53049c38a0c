package agenda_test

import (
	"testing"

	"meguri/app/agenda"
	"meguri/models"
)

// titles are the sessions of each group.
func titles(groups []agenda.Group) (list [][]string) {
	for _, g := range groups {
		var titles []string
		for _, s := range g.Sessions {
			titles = append(titles, s.TitleJa)
		}
		list = append(list, titles)
	}
	return list
}

func TestSessionsAreGroupedByTheirStart(t *testing.T) {
	_, sessions := summit()
	groups := agenda.ByTime(sessions)
	equal(t, "groups", titles(groups), [][]string{
		{"開会"}, {"𠮷田さんの話 <&>", "オンラインの部屋"}, {"重なる話"}, {"同じ人の話"},
	})
	equal(t, "first", groups[1].First.TitleJa, "𠮷田さんの話 <&>")
}

func TestSessionsAreGroupedByRoom(t *testing.T) {
	_, sessions := summit()
	empty := models.Room{ID: models.NewID(), NameJa: "空室"}
	groups := agenda.ByRoom([]models.Room{empty, *sessions[0].Room}, sessions)
	equal(t, "groups", titles(groups), [][]string{
		{"オンラインの部屋", "同じ人の話"}, {"開会", "𠮷田さんの話 <&>", "重なる話"},
	})
	if groups[0].Room != nil {
		t.Errorf("the group without a room is in %s", groups[0].Room.NameJa)
	}
	equal(t, "room", groups[1].Room.NameJa, "大会議室")
	equal(t, "first", groups[1].First.TitleJa, "開会")
}

func TestASessionOfAnUnknownRoomIsAmongThoseWithoutOne(t *testing.T) {
	_, sessions := summit()
	equal(t, "groups", len(agenda.ByRoom(nil, sessions)), 1)
}

func TestTheLanguageOfAllSessions(t *testing.T) {
	for name, c := range map[string]struct {
		change func(sessions []models.Session)
		want   string
	}{
		"is told where it is one":     {func([]models.Session) {}, "ja"},
		"is not told where it is not": {func(s []models.Session) { s[4].Language = "both" }, ""},
		"is not that of a break": {func(s []models.Session) {
			s[2].Kind, s[2].Language = models.SessionBreak, "en"
		}, "ja"},
		"is unknown where all are breaks": {func(s []models.Session) {
			for i := range s {
				s[i].Kind = models.SessionBreak
			}
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, sessions := summit()
			c.change(sessions)
			equal(t, "language", agenda.OneLanguage(sessions), c.want)
		})
	}
}
