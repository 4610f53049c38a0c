package survey

import (
	"slices"

	"meguri/models"
)

// Viewer is a kind of person as whom staff look at a survey.
type Viewer string

// The values of Viewer. ViewSession is who attended the session whose people a survey asks.
const (
	ViewVenue   Viewer = "venue"
	ViewOnline  Viewer = "online"
	ViewSession Viewer = "session"
	ViewAbsent  Viewer = "absent" // has a place, and did not come
	ViewLink    Viewer = "link"   // has nothing but the link
)

// viewersOf are the kinds of people whom a survey asks, by its audience.
var viewersOf = map[models.SurveyAudience][]Viewer{
	models.AskAttended:  {ViewVenue, ViewOnline},
	models.AskVenue:     {ViewVenue},
	models.AskOnline:    {ViewOnline},
	models.AskSession:   {ViewSession},
	models.AskAbsent:    {ViewAbsent},
	models.AskConfirmed: {ViewVenue, ViewOnline, ViewAbsent},
}

// Viewers are those as whom a survey may be looked at, first the one whom it asks.
func Viewers(s *models.Survey) []Viewer {
	list := []Viewer{ViewVenue, ViewOnline, ViewAbsent}
	if s.LinkNumber > 0 || s.Audience == models.AskLink {
		list = append(list, ViewLink)
	}
	if s.Audience == models.AskSession {
		list = slices.Insert(list, 0, ViewSession)
	}
	slices.SortStableFunc(list, func(a, b Viewer) int {
		return placeOf(a.Sees(s)) - placeOf(b.Sees(s))
	})
	return list
}

func placeOf(e Eligibility) int {
	if e == MayAnswer {
		return 0
	}
	return 1
}

// Sees is MayAnswer for a kind of person whom a survey asks, or else what their page says instead, while it is open.
func (v Viewer) Sees(s *models.Survey) Eligibility {
	switch {
	case v == ViewLink && s.LinkOpen, slices.Contains(viewersOf[s.Audience], v):
		return MayAnswer
	case v == ViewLink:
		return LinkEnded
	case s.Audience == models.AskAttended:
		return NotAttended
	}
	return NotAsked
}
