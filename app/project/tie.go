package project

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// Thread is what goes round through one person: whom they helped, who helped them, what they learned and where they
// used it. Nobody else sees it.
type Thread struct {
	Account *models.Account
	// Gave are organizations to which the person gave hours, the most first.
	Gave []Gave
	// Said and Told are what the person says of others, and others of them; Asked is what waits for their answer.
	Said, Told, Asked []Line
	// People are whom the person may say something of, Projects where they may use what they learned.
	People   []models.TeamMember
	Projects []models.Project
	MadeAt   time.Time
}

// Gave is what a person gave to an organization, as approved hours say.
type Gave struct {
	To                *models.Organization
	Projects, Minutes int
	From, Until       string
}

// Hours are its minutes.
func (g *Gave) Hours() int { return (g.Minutes + 30) / 60 }

// Line is a tie as one of the two reads it.
type Line struct {
	models.Tie
	// IsOwn says that the reader said it.
	IsOwn bool
}

// Other is the one of the two who does not read it.
func (l Line) Other() models.TeamMember {
	if l.IsOwn {
		return l.Of
	}
	return l.By
}

// NamesOther reports whether the reader may read the other one's name: of who said it, of who confirmed it, and of who
// shows it to the team.
func (l Line) NamesOther() bool {
	return l.Other().Name != "" && (!l.IsOwn || l.State == models.TieConfirmed || l.Of.ShowsName)
}

// IsShownByReader reports whether the reader agrees to be shown.
func (l Line) IsShownByReader() bool { return l.IsOwn && l.ShownBy || !l.IsOwn && l.ShownOf }

// Thread reads it. The person of the account calls it.
func (s *Service) Thread(ctx context.Context, a *models.Account) (*Thread, error) {
	q := s.db.Query(ctx)
	keys, own, err := placesOf(q, a)
	if err != nil {
		return nil, err
	}
	t := &Thread{Account: a, MadeAt: q.Now}
	if t.Gave, err = gaveOf(q, keys); err != nil {
		return nil, err
	}
	lines, err := linesOf(q, own)
	if err != nil {
		return nil, err
	}
	for i := range lines {
		switch l := &lines[i]; {
		case l.IsOwn:
			t.Said = append(t.Said, *l)
		case l.State == models.TieDeclared:
			t.Asked = append(t.Asked, *l)
		case l.State == models.TieConfirmed:
			t.Told = append(t.Told, *l)
		}
	}
	var ids []string
	for i := range own {
		if p := &own[i].Project; !slices.Contains(ids, p.ID) {
			ids, t.Projects = append(ids, p.ID), append(t.Projects, *p)
		}
	}
	t.People, err = q.Projects().Teams(ids)
	t.People = slices.DeleteFunc(t.People, func(m models.TeamMember) bool { return slices.Contains(keys, m.EmailKey) })
	return t, err
}

// placesOf are the proven addresses of an account, and their places in teams.
func placesOf(q *models.Query, a *models.Account) (keys []string, own []models.TeamMember, err error) {
	if keys, err = q.Persons().Keys(a); err != nil {
		return nil, nil, err
	}
	own, err = q.Projects().OfAddresses(keys)
	return keys, own, err
}

func linesOf(q *models.Query, own []models.TeamMember) ([]Line, error) {
	ids := make([]string, len(own))
	for i := range own {
		ids[i] = own[i].ID
	}
	ties, err := q.Ties().OfMembers(ids)
	lines := make([]Line, len(ties))
	for i := range ties {
		lines[i] = Line{ties[i], slices.Contains(ids, ties[i].ByID)}
	}
	return lines, err
}

func gaveOf(q *models.Query, keys []string) ([]Gave, error) {
	list, err := q.Contributions().OfAddresses(keys)
	if err != nil {
		return nil, err
	}
	by, projects := map[string]*Gave{}, map[string]bool{}
	for i := range list { // the newest day first
		c := &list[i]
		g := by[c.ToID]
		if g == nil {
			g = &Gave{Until: c.Day}
			if g.To, err = q.Organizations().ByID(c.ToID); err != nil {
				return nil, err
			}
			by[c.ToID] = g
		}
		g.Minutes, g.From = g.Minutes+c.Minutes, c.Day
		if at := c.ToID + c.ProjectID; !projects[at] {
			projects[at], g.Projects = true, g.Projects+1
		}
	}
	gave := make([]Gave, 0, len(by))
	for _, g := range by {
		gave = append(gave, *g)
	}
	slices.SortFunc(gave, func(a, b Gave) int {
		if a.Minutes != b.Minutes {
			return b.Minutes - a.Minutes
		}
		return slices.Compare([]string{a.To.Slug}, []string{b.To.Slug})
	})
	return gave, nil
}

// TieInput is what somebody says of another one.
type TieInput struct {
	Kind  models.TieKind `form:"kind"`
	Of    string         `form:"of"`
	Used  string         `form:"used"`
	Words string         `form:"words"`
	Shown bool           `form:"shown"`
}

// Declare stores what the person of an account says of somebody who is in a team with them, and asks the other one by
// mail, once. Errors: Invalid with the fields at fault; Conflict where it is said already, or was declined.
func (s *Service) Declare(ctx context.Context, a *models.Account, in *TieInput) error {
	c := check.New()
	kind := check.Choice(c, "kind", in.Kind, models.TieKinds)
	words := c.NoURL("words", c.Line("words", in.Words, maxWords, check.Optional))
	if in.Of == "" {
		c.Fault("of", "field.required")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		keys, own, err := placesOf(tx.Query, a)
		if err != nil {
			return err
		}
		by, of, err := inOneTeam(tx.Query, keys, own, in.Of)
		if err != nil {
			return err
		}
		t := &models.Tie{Kind: kind, ByID: by.ID, OfID: of.ID, Words: words, ShownBy: in.Shown}
		if kind == models.TieLearned && in.Used != "" {
			if !slices.ContainsFunc(own, func(m models.TeamMember) bool { return m.ProjectID == in.Used }) {
				return models.InvalidFields(map[string]string{"used": "field.choice"})
			}
			t.UsedID = &in.Used
		}
		if err := tx.Ties().Declare(t); err != nil {
			return err
		}
		return queueTie(tx, of, by, t)
	})
}

// inOneTeam finds the other one, and the place that the person has in the same team.
func inOneTeam(
	q *models.Query, keys []string, own []models.TeamMember, id string,
) (by, of *models.TeamMember, err error) {
	unknown := models.InvalidFields(map[string]string{"of": "field.choice"})
	if !models.ValidID(id) {
		return nil, nil, unknown
	}
	of, err = q.Projects().Member(id)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, nil, unknown
	}
	if err != nil {
		return nil, nil, err
	}
	at := slices.IndexFunc(own, func(m models.TeamMember) bool { return m.ProjectID == of.ProjectID })
	if at < 0 || of.ErasedAt != nil || slices.Contains(keys, of.EmailKey) {
		return nil, nil, unknown
	}
	return &own[at], of, nil
}

// TieStep is what one of the two does with a tie.
type TieStep struct {
	To    string `form:"to"` // one of the steps
	Shown bool   `form:"shown"`
}

// The steps: the other one confirms or declines, each says whether they are shown, each takes back what they said.
const (
	StepConfirm  = "confirm"
	StepDecline  = "decline"
	StepShow     = "show"
	StepHide     = "hide"
	StepTakeBack = "take_back"
)

// StepTie does a step with a tie of the person of an account. Errors: NotFound for a tie of others; Conflict for a step
// that its state does not have.
func (s *Service) StepTie(ctx context.Context, a *models.Account, id string, in *TieStep) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		_, own, err := placesOf(tx.Query, a)
		if err != nil {
			return err
		}
		return stepTie(tx, own, id, in)
	})
}

// StepOwnTie does a step with a tie of a person of a team, by the mailed secret. Errors: as of StepTie.
func (s *Service) StepOwnTie(ctx context.Context, secret, id string, in *TieStep) error {
	return s.own(ctx, secret, func(tx *models.Tx, m *models.TeamMember) error {
		return stepTie(tx, []models.TeamMember{*m}, id, in)
	})
}

func stepTie(tx *models.Tx, own []models.TeamMember, id string, in *TieStep) error {
	if !models.ValidID(id) {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	t, err := tx.Ties().ByID(id)
	if err != nil {
		return err
	}
	isOf := func(memberID string) bool {
		return slices.ContainsFunc(own, func(m models.TeamMember) bool { return m.ID == memberID })
	}
	isBy := isOf(t.ByID)
	if !isBy && !isOf(t.OfID) {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	was := t.State
	if !moveTie(t, isBy, in, tx.Now) {
		return models.NewError(models.CodeConflict, "tie.changed_meanwhile")
	}
	return tx.Ties().Update(t, was)
}

// moveTie does a step, and reports whether the tie has it for who said it (isBy) or for the other one.
func moveTie(t *models.Tie, isBy bool, in *TieStep, now time.Time) bool {
	shown := &t.ShownOf
	if isBy {
		shown = &t.ShownBy
	}
	isOpen, isConfirmed := t.State == models.TieDeclared, t.State == models.TieConfirmed
	switch {
	case in.To == StepConfirm && !isBy && isOpen:
		t.State, t.AnsweredAt, t.ShownOf = models.TieConfirmed, &now, in.Shown
	case in.To == StepDecline && !isBy && isOpen, in.To == StepTakeBack && !isBy && isConfirmed:
		t.State, t.AnsweredAt, t.Words, t.ShownBy, t.ShownOf = models.TieDeclined, &now, "", false, false
	case in.To == StepTakeBack && isBy && (isOpen || isConfirmed):
		t.State, t.Words, t.ShownBy, t.ShownOf = models.TieWithdrawn, "", false, false
	case (in.To == StepShow || in.To == StepHide) && (isConfirmed || isBy && isOpen):
		*shown = in.To == StepShow
	default:
		return false
	}
	return true
}
