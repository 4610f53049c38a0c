package analysis

import (
	"context"
	"slices"

	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/models"
)

// LinkInput is a link for a partner: for whom, what it shows, and for how long.
type LinkInput struct {
	Name string `form:"link_name"`
	View string `form:"view"`
	Days int    `form:"link_days"`
	// Texts shows what people wrote, too.
	Texts bool `form:"link_texts"`
}

// LinkDays are the choices of how many days a link lasts.
var LinkDays = []int{7, DefaultLinkDays, 90, 365}

// DefaultLinkDays is what the form proposes.
const DefaultLinkDays = 30

// Link is a link with its secret.
type Link struct {
	models.ResultLink
	Secret string
}

// Share makes a link by which everybody who has it sees one view of a survey's results: that view and no other, as
// long as the link lasts. Staff who may edit surveys call it. Errors: NotFound; Conflict as long as the survey is not
// released; Invalid with the fields at fault, or where the view is refused.
func (s *Service) Share(
	ctx context.Context, by *models.Account, event *models.Event, surveyID string, in *LinkInput,
) (*Link, error) {
	c := check.New()
	l := &models.ResultLink{
		SurveyID: surveyID, AccountID: &by.ID, Name: c.Name("link_name", in.Name, maxName, check.Required), Texts: in.Texts,
	}
	if !slices.Contains(LinkDays, in.Days) {
		c.Fault("link_days", "field.choice")
	}
	var err error
	if l.Query, err = s.surveys.CheckView(ctx, event, surveyID, in.View); err != nil {
		return nil, err
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, surveyID)
		if err != nil {
			return err
		}
		links, err := tx.ResultLinks().OfSurvey(survey)
		if err != nil {
			return err
		}
		if len(links) >= maxLinks {
			return models.InvalidFields(map[string]string{"link_name": "analysis.too_many_links"})
		}
		l.EndsAt = tx.Now.AddDate(0, 0, in.Days)
		if err := tx.ResultLinks().Add(l); err != nil {
			return err
		}
		tx.About(models.AuditSubject{Kind: models.SubjectOther, ID: l.ID}) // its row says which view it opened
		return nil
	})
	return &Link{*l, s.links.Results(l.ID)}, err
}

// Revoke ends a link at once. Staff who may edit surveys call it. Errors: NotFound.
func (s *Service) Revoke(ctx context.Context, event *models.Event, surveyID, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, surveyID)
		if err != nil {
			return err
		}
		return tx.ResultLinks().Revoke(survey, id)
	})
}

// Opened is what a partner's link opens.
type Opened struct {
	Event *models.Event
	models.ResultLink
}

// Open finds what a secret opens. Anybody calls it. Errors: NotFound for a wrong secret, and for a link that has
// ended.
func (s *Service) Open(ctx context.Context, secret string) (*Opened, error) {
	wrong := models.NewError(models.CodeNotFound, "analysis.link_ended")
	id, ok := link.ID(secret)
	if !ok || !link.Equal(secret, s.links.Results(id)) {
		return nil, wrong
	}
	q := s.db.Query(ctx)
	l, err := q.ResultLinks().Open(id)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, wrong
	}
	if err != nil {
		return nil, err
	}
	event, err := q.Surveys().EventOf(l.SurveyID)
	if err != nil {
		return nil, err
	}
	return &Opened{event, *l}, nil
}
