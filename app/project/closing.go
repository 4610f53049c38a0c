package project

import (
	"context"
	"strconv"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/models"
)

// How long people have to answer about a project that is over, and when before its end they are reminded.
const (
	reviewDays   = 14 * 24 * time.Hour
	remindBefore = 4 * 24 * time.Hour
)

// keptReviews is how long it is kept who of those who were helped was asked: until half a year later is over.
const keptReviews = 300 * 24 * time.Hour

// Closings lets both sides of a project thank each other and evaluate it at its end, and asks again half a year later
// what changed.
type Closings struct{ of *Service }

// ClosingsOf is the closings of the same projects.
func ClosingsOf(s *Service) *Closings { return &Closings{s} }

// askAtEnd asks both sides of a project that has come to its end, and lets a job ask again half a year later.
func askAtEnd(tx *models.Tx, p *models.Project) error {
	team, err := tx.Projects().Team(p.ID)
	if err != nil {
		return err
	}
	asked, err := tx.Reviews().OfProject(p.ID)
	if err != nil {
		return err
	}
	for i := range team {
		if team[i].IsActive() {
			if err := askMember(tx, p, &team[i], models.ReviewAtEnd, asked); err != nil {
				return err
			}
		}
	}
	if err := askHelped(tx, p, models.ReviewAtEnd, asked); err != nil {
		return err
	}
	return awaitLater(tx, p)
}

// moved follows a project that moved: at its end people are asked, and where it goes on, what is open ends.
func moved(tx *models.Tx, p *models.Project) error {
	switch p.State {
	case models.ProjectEnded:
		return askAtEnd(tx, p)
	case models.ProjectRunning:
		return tx.Reviews().Drop(p.ID)
	default:
		return nil
	}
}

// askMember asks a person of the team, once in each round; who did not answer is asked again where the project ends a
// second time.
func askMember(
	tx *models.Tx, p *models.Project, m *models.TeamMember, round models.ReviewRound, asked []models.Review,
) error {
	r := &models.Review{ProjectID: p.ID, Round: round, Side: models.ReviewTeam, MemberID: &m.ID, Locale: m.Locale}
	for i := range asked {
		if asked[i].MemberID != nil && *asked[i].MemberID == m.ID && asked[i].Round == round {
			r = &asked[i]
		}
	}
	r.Member = m
	return ask(tx, p, r)
}

// askHelped asks who was helped: whom the need names, or else the organization that was helped.
func askHelped(tx *models.Tx, p *models.Project, round models.ReviewRound, asked []models.Review) error {
	known := false
	for i := range asked {
		r := &asked[i]
		if r.Side != models.ReviewHelped || r.Round != round {
			continue
		}
		known = true
		if err := ask(tx, p, r); err != nil {
			return err
		}
	}
	if known {
		return nil
	}
	r, err := whoWasHelped(tx.Query, p)
	if err != nil || r == nil {
		return err
	}
	r.Round = round
	return ask(tx, p, r)
}

// ask asks somebody who did not answer yet, and mails them their link.
func ask(tx *models.Tx, p *models.Project, r *models.Review) error {
	_, email, _ := r.Person()
	if email == "" || r.State == models.ReviewAnswered || r.State == models.ReviewErased {
		return nil
	}
	if r.Side == models.ReviewHelped {
		until := tx.Now.Add(keptReviews)
		r.KeepUntil = &until
	}
	if err := tx.Reviews().Ask(r, tx.Now.Add(reviewDays)); err != nil {
		return err
	}
	if err := queueReviewAsked(tx, p, r); err != nil {
		return err
	}
	return await(tx, r)
}

// whoWasHelped is whom to ask on the side that was helped, nil for nobody who is known: the contact of the need, or the
// contact in the member register of the organization that was helped, or else an owner there.
func whoWasHelped(q *models.Query, p *models.Project) (*models.Review, error) {
	r := &models.Review{ProjectID: p.ID, Side: models.ReviewHelped, Locale: "ja"}
	if n := p.Need; n != nil && n.ContactEmail != "" {
		r.Name, r.Email, r.EmailKey = n.ContactName, n.ContactEmail, n.ContactKey
		return r, nil
	}
	helped := p.Helped()
	people, err := q.Affiliations().OfOrganization(helped)
	if err != nil {
		return nil, err
	}
	today := q.Now.In(models.DefaultZone).Format(time.DateOnly)
	for i := range people {
		a := &people[i]
		isNow := a.Role == models.AffiliationContact && (a.Until == "" || a.Until >= today)
		if isNow && a.Email != "" {
			r.Name, r.Email, r.EmailKey = a.Full("ja"), a.Email, a.EmailKey
			return r, nil
		}
	}
	members, err := q.Members().OfOrganization(helped)
	for i := range members {
		m := &members[i]
		counts := m.Role == models.RoleOwner && m.AcceptedAt != nil && (m.EndsAt == nil || m.EndsAt.After(q.Now))
		if counts && m.Account.Email != "" {
			r.Name, r.Email, r.EmailKey, r.Locale = m.Account.Name, m.Account.Email, m.Account.EmailKey, m.Account.Locale
			return r, nil
		}
	}
	return nil, err
}

// find reads what somebody is asked by the mailed secret. Errors: NotFound, also once they are erased.
func (s *Closings) find(q *models.Query, secret string) (*models.Review, error) {
	id, ok := link.ID(secret)
	if !ok || !link.Equal(secret, s.of.Links.Review(id)) {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	r, err := q.Reviews().ByID(id)
	if err == nil && (r.State == models.ReviewErased || r.Member != nil && r.Member.ErasedAt != nil) {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	return r, err
}

// ReviewPage is what somebody is asked, and the thanks of the other side.
type ReviewPage struct {
	*models.Review
	// IsOpen says that it can be answered still.
	IsOpen bool
	Thanks []Thanks
}

// Thanks are words of the other side. From is who of the team wrote them and shows their name, else "".
type Thanks struct{ ID, Words, From string }

// Page reads it by the mailed secret. Errors: NotFound.
func (s *Closings) Page(ctx context.Context, secret string) (*ReviewPage, error) {
	q := s.of.db.Query(ctx)
	r, err := s.find(q, secret)
	if err != nil {
		return nil, err
	}
	page := &ReviewPage{Review: r, IsOpen: r.TakesAnswers(q.Now)}
	page.Thanks, err = thanksFor(q, r)
	return page, err
}

// thanksFor lists the thanks that the other side wrote and that may be read.
func thanksFor(q *models.Query, r *models.Review) (list []Thanks, err error) {
	if r.Round != models.ReviewAtEnd {
		return nil, nil
	}
	all, err := q.Reviews().OfProject(r.ProjectID)
	for i := range all {
		other := &all[i]
		if other.Side == r.Side || !other.ShowsThanks(q.Now) {
			continue
		}
		t := Thanks{ID: other.ID, Words: other.Thanks}
		if other.Member != nil && other.Member.ShowsName {
			t.From = other.Member.Name
		}
		list = append(list, t)
	}
	return list, err
}

// ReviewInput is what somebody answers; everything may stay empty but not all of it.
type ReviewInput struct {
	Version        int    `form:"version"`
	Thanks         string `form:"thanks"`
	Delivered      string `form:"delivered"`
	DeliveredWords string `form:"delivered_words"`
	Used           string `form:"used"`
	UsedWords      string `form:"used_words"`
	Again          string `form:"again"`
	AgainWords     string `form:"again_words"`
	Improve        string `form:"improve"`
	Changed        string `form:"changed"`
	MayPublish     bool   `form:"may_publish"`
}

// ReviewInputOf is what a form shows of an answer.
func ReviewInputOf(r *models.Review) *ReviewInput {
	return &ReviewInput{
		Version: r.Version, Thanks: r.Thanks, Delivered: scaleText(r.Delivered), DeliveredWords: r.DeliveredWords,
		Used: scaleText(r.Used), UsedWords: r.UsedWords, Again: scaleText(r.Again), AgainWords: r.AgainWords,
		Improve: r.Improve, Changed: r.Changed, MayPublish: r.MayPublish,
	}
}

// Scale is what can be chosen of a scale, the best first.
var Scale = []string{"4", "3", "2", "1"}

func scaleText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func scale(c *check.Checker, field, typed string) int {
	if typed == "" {
		return 0
	}
	if check.Choice(c, field, typed, Scale) == "" {
		return 0
	}
	return int(typed[0] - '0')
}

// read takes what is asked in the round of a review.
func (in *ReviewInput) read(r *models.Review) error {
	c := check.New()
	words := func(field, typed string) string { return c.Text(field, typed, maxText, check.Optional) }
	r.Used, r.UsedWords = scale(c, "used", in.Used), words("used_words", in.UsedWords)
	if r.Round == models.ReviewAtEnd {
		r.Thanks = c.NoURL("thanks", words("thanks", in.Thanks))
		r.Delivered, r.DeliveredWords = scale(c, "delivered", in.Delivered), words("delivered_words", in.DeliveredWords)
		r.Again, r.AgainWords = scale(c, "again", in.Again), words("again_words", in.AgainWords)
		r.Improve = words("improve", in.Improve)
	} else {
		r.Changed = c.NoURL("changed", words("changed", in.Changed))
		r.MayPublish = in.MayPublish && r.Side == models.ReviewHelped && r.Changed != ""
	}
	if err := c.Err(); err != nil {
		return err
	}
	isEmpty := r.Thanks+r.DeliveredWords+r.UsedWords+r.AgainWords+r.Improve+r.Changed == "" &&
		r.Delivered+r.Used+r.Again == 0
	if isEmpty {
		return models.NewError(models.CodeInvalid, "closing.nothing_answered")
	}
	return nil
}

// Answer stores what somebody answers, also again while there is time. Thanks and a text to publish that were changed
// are decided anew. Errors: NotFound; Invalid with the fields at fault; Conflict once the time is over, or where it was
// changed since.
func (s *Closings) Answer(ctx context.Context, secret string, in *ReviewInput) error {
	return s.of.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := s.find(tx.Query, secret)
		if err != nil {
			return err
		}
		if !r.TakesAnswers(tx.Now) {
			return models.NewError(models.CodeConflict, "closing.is_over")
		}
		thanks, changed := r.Thanks, r.Changed
		if err := in.read(r); err != nil {
			return err
		}
		if r.Thanks != thanks {
			r.ThanksAt, r.ThanksState = &tx.Now, models.HeldUndecided
		}
		if r.Changed != changed {
			r.PublishState = models.HeldUndecided
		}
		r.State, r.AnsweredAt = models.ReviewAnswered, &tx.Now
		return tx.Reviews().Update(r, in.Version)
	})
}

// Unpublish takes back that it may be published what changed, at any time. Errors: NotFound.
func (s *Closings) Unpublish(ctx context.Context, secret string) error {
	return s.of.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := s.find(tx.Query, secret)
		if err != nil {
			return err
		}
		r.MayPublish, r.PublishState = false, models.HeldUndecided
		return tx.Reviews().Update(r, r.Version)
	})
}

// Report holds thanks of the other side until staff decide. Errors: NotFound, also for what the person cannot read.
func (s *Closings) Report(ctx context.Context, secret, id string) error {
	return s.of.db.InTx(ctx, func(tx *models.Tx) error {
		own, err := s.find(tx.Query, secret)
		if err != nil {
			return err
		}
		r, err := tx.Reviews().ByID(id)
		if err != nil {
			return err
		}
		if r.ProjectID != own.ProjectID || r.Side == own.Side || !r.ShowsThanks(tx.Now) {
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
		r.ThanksState = models.HeldReported
		return tx.Reviews().Update(r, r.Version)
	})
}

// Erase takes away who the person is, and what they wrote here. Again it changes nothing.
func (s *Closings) Erase(ctx context.Context, secret string) error {
	err := s.of.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := s.find(tx.Query, secret)
		if err != nil {
			return err
		}
		return tx.Reviews().Erase(r.ID)
	})
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	return err
}
