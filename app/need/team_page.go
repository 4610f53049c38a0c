package need

import (
	"context"
	"slices"
	"strconv"

	"meguri/models"
)

// mostOthers is among how many a coordinator chooses who comes in somebody's place.
const mostOthers = 8

// TeamPage is what was proposed for a need.
type TeamPage struct {
	*models.Need
	// Now is the last proposal, nil for none; Earlier are those before it.
	Now     *Team
	Earlier []*Team
}

// Team is a team that was proposed.
type Team struct {
	*models.TeamProposal
	Members, Nearly, Replaced []*Seat
	// Others are those who may come in somebody's place, the best first.
	Others []*Candidate
}

// MayBeAsked reports whether all of it may be asked now.
func (t *Team) MayBeAsked() bool {
	return t.AskedAt == nil && len(t.Members) > 0 && !slices.ContainsFunc(t.Members, func(s *Seat) bool {
		return s.Candidate == nil || !s.Candidate.MayAsk()
	})
}

// Left lists why people were left out, and how many.
func (t *Team) Left() (list []Reason) {
	for _, why := range LeftReasons {
		if n := t.LeftOut[why]; n > 0 {
			list = append(list, Reason{ReasonKind(why), strconv.Itoa(n)})
		}
	}
	return list
}

// Seat is somebody of it.
type Seat struct {
	models.TeamSeat
	// Candidate is the person as they are known today, nil where they may not be asked any more.
	Candidate *Candidate
	// Because are the reasons that were kept. What they are about is told only while the person shows it.
	Because []Reason
}

// TeamPage reads it. Who may edit needs there calls it. Errors: NotFound.
func (s *Service) TeamPage(ctx context.Context, at models.NeedPlace, id string) (*TeamPage, error) {
	n, found, _, err := s.found(ctx, at, id, "")
	if err != nil {
		return nil, err
	}
	list, err := s.db.Query(ctx).Teams().OfNeed(id)
	if err != nil {
		return nil, err
	}
	page := &TeamPage{Need: n}
	for i := range list {
		t := teamOf(&list[i], found)
		if i == 0 {
			page.Now = t
		} else {
			page.Earlier = append(page.Earlier, t)
		}
	}
	return page, nil
}

func teamOf(p *models.TeamProposal, found []*Candidate) *Team {
	t := &Team{TeamProposal: p}
	for i := range p.Seats {
		seat := &Seat{TeamSeat: p.Seats[i]}
		if person := seat.Person(); person != "" {
			at := slices.IndexFunc(found, func(c *Candidate) bool { return c.Is(person) })
			if at >= 0 {
				seat.Candidate = found[at]
			}
		}
		for _, kind := range seat.Reasons {
			text := seat.Words[kind]
			if seat.Candidate == nil || !seat.Candidate.shows(ReasonKind(kind), text) {
				text = ""
			}
			seat.Because = append(seat.Because, Reason{ReasonKind(kind), text})
		}
		switch seat.State {
		case models.SeatInTeam:
			t.Members = append(t.Members, seat)
		case models.SeatNearly:
			t.Nearly = append(t.Nearly, seat)
		default:
			t.Replaced = append(t.Replaced, seat)
		}
	}
	for _, c := range found {
		isIn := slices.ContainsFunc(t.Members, func(s *Seat) bool { return s.Candidate == c })
		if !isIn && c.MayAsk() && len(t.Others) < mostOthers {
			t.Others = append(t.Others, c)
		}
	}
	return t
}

// shows reports whether a text that was a reason is still open to coordinators.
func (c *Candidate) shows(kind ReasonKind, text string) bool {
	if text == "" {
		return false
	}
	switch kind {
	case ReasonTime:
		return c.Profile != nil && strconv.Itoa(c.Profile.HoursAWeek) == text
	case ReasonPlace:
		return c.Profile != nil && c.Profile.Area == text
	case ReasonLanguage:
		return c.Profile != nil && slices.Contains(c.Profile.Languages, text)
	case ReasonLoad:
		return true
	default:
		return slices.ContainsFunc(textsOf(c.Askable), func(t said) bool { return Reasons[t.at] == kind && t.text == text })
	}
}

// seatOf is what is kept of somebody in a team, or nearly in it.
func seatOf(m member, state models.SeatState) models.TeamSeat {
	seat := models.TeamSeat{State: state, Why: m.why, Words: map[string]string{}}
	seat.SetPerson(m.ID)
	if m.best.text != "" {
		seat.Reasons, seat.Words[string(ReasonWords)] = []string{string(ReasonWords)}, m.best.text
	}
	for _, r := range m.Candidate.Reasons {
		kind := string(r.Kind)
		if !slices.Contains(seat.Reasons, kind) {
			seat.Reasons = append(seat.Reasons, kind)
		}
		if r.Text != "" && seat.Words[kind] == "" {
			seat.Words[kind] = r.Text
		}
	}
	return seat
}

// Propose has a team proposed for a need, and keeps it with its reasons. Who may edit needs there calls it; by is who.
// Errors: NotFound; Conflict where the need is not open, or nobody can be proposed.
func (s *Service) Propose(ctx context.Context, at models.NeedPlace, id string, by *models.Account) error {
	n, found, listed, err := s.found(ctx, at, id, "")
	if err != nil {
		return err
	}
	if !n.IsPublic() {
		return models.NewError(models.CodeConflict, "askable.need_closed")
	}
	if listed.At == nil {
		return models.NewError(models.CodeConflict, "team.not_yet")
	}
	made := propose(n, found, by)
	if len(made.team) == 0 {
		return models.NewError(models.CodeConflict, "team.nobody")
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		tx.About(models.AuditSubject{ID: n.ID})
		p := &models.TeamProposal{NeedID: n.ID, ByID: &by.ID, LookedAt: listed.Of, LeftOut: made.leftOut}
		for _, m := range made.team {
			p.Seats = append(p.Seats, seatOf(m, models.SeatInTeam))
		}
		for _, m := range made.nearly {
			p.Seats = append(p.Seats, seatOf(m, models.SeatNearly))
		}
		return tx.Teams().Add(p)
	})
}

// SwapInput is whom a coordinator takes out of a team, and who comes in their place: the ID of a models.Askable.
type SwapInput struct {
	Proposal string `form:"proposal"`
	Version  int    `form:"version"`
	Seat     int    `form:"seat"`
	Person   string `form:"person"`
}

// Swap replaces somebody in a team that was not asked yet; both stay noted. Who may edit needs there calls it. Errors:
// NotFound, also for who was not found for the need; Conflict where the team was asked, somebody else changed it, or
// the person may not be asked or is in it.
func (s *Service) Swap(ctx context.Context, at models.NeedPlace, id string, in *SwapInput) error {
	n, found, _, err := s.found(ctx, at, id, "")
	if err != nil {
		return err
	}
	who := slices.IndexFunc(found, func(c *Candidate) bool { return c.Is(in.Person) })
	if who < 0 {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	if !found[who].MayAsk() {
		return models.NewError(models.CodeConflict, "team.may_not_ask")
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		tx.About(models.AuditSubject{ID: n.ID})
		p, err := tx.Teams().Of(n.ID, in.Proposal)
		if err != nil {
			return err
		}
		if p.AskedAt != nil {
			return models.NewError(models.CodeConflict, "team.asked_already")
		}
		if err := swap(p, in.Seat, found[who]); err != nil {
			return err
		}
		return tx.Teams().Update(p, in.Version)
	})
}

// swap puts somebody in the place of another one.
func swap(p *models.TeamProposal, position int, c *Candidate) error {
	out, isIn, comes := -1, false, -1
	for i := range p.Seats {
		seat := &p.Seats[i]
		isTheirs := seat.Person() != "" && c.Is(seat.Person())
		switch {
		case seat.State == models.SeatInTeam && seat.Position == position:
			out = i
		case seat.State == models.SeatInTeam && isTheirs:
			isIn = true
		}
		if isTheirs && seat.State != models.SeatInTeam {
			comes = i
		}
	}
	if out < 0 {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	if isIn || c.Is(p.Seats[out].Person()) {
		return models.NewError(models.CodeConflict, "team.is_in")
	}
	p.Seats[out].State = models.SeatReplaced
	if comes >= 0 {
		p.Seats[comes].State, p.Seats[comes].Why = models.SeatInTeam, WhyChosen
		return nil
	}
	p.Seats = append(p.Seats, seatOf(member{c, WhyChosen}, models.SeatInTeam))
	return nil
}
