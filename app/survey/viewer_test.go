package survey_test

import (
	"testing"

	"meguri/app/survey"
	"meguri/models"
)

// A survey is looked at first as somebody whom it asks, and every other kind of person is told why not.
func TestASurveyIsLookedAtAsAnyKindOfPerson(t *testing.T) {
	asks := map[models.SurveyAudience]string{
		models.AskAttended: "venue online", models.AskVenue: "venue", models.AskOnline: "online",
		models.AskSession: "session", models.AskAbsent: "absent", models.AskConfirmed: "venue online absent",
		models.AskLink: "link",
	}
	for _, audience := range models.SurveyAudiences {
		s, asked := &models.Survey{Audience: audience, LinkOpen: audience == models.AskLink}, ""
		viewers := survey.Viewers(s)
		for _, v := range viewers {
			if v.Sees(s) == survey.MayAnswer {
				asked += " " + string(v)
			}
		}
		expectEqual(t, "asked of "+string(audience), asked, " "+asks[audience])
		expectEqual(t, "the first viewer of "+string(audience), viewers[0].Sees(s), survey.MayAnswer)
	}
	s := &models.Survey{Audience: models.AskOnline}
	expectEqual(t, "at the venue", survey.ViewVenue.Sees(s), survey.NotAsked)
	expectEqual(t, "by an ended link", survey.ViewLink.Sees(s), survey.LinkEnded)
	s.Audience = models.AskAttended
	expectEqual(t, "absent", survey.ViewAbsent.Sees(s), survey.NotAttended)
}
