package models

import (
	"strings"
	"time"

	"gorm.io/gorm"
)

// SeatState is what a person is in a team that was proposed.
type SeatState string

// The states: in the team, nearly in it, replaced by another person.
const (
	SeatInTeam   SeatState = "team"
	SeatNearly   SeatState = "nearly"
	SeatReplaced SeatState = "replaced"
)

// keptProposals is how long it is kept which team was proposed, and why.
const keptProposals = 365 * 24 * time.Hour

// TeamProposal is a team that the program proposed for a need, with the reasons, so that one can read later why.
type TeamProposal struct {
	ID     string
	NeedID string
	// ByID is who had it proposed, nil once their account is gone.
	ByID *string
	// LookedAt is among how many people was looked, LeftOut how many were left out, by reason.
	LookedAt int
	LeftOut  map[string]int `gorm:"serializer:json"`
	// AskedAt is when all of the team were asked, nil for not yet.
	AskedAt   *time.Time
	Version   int
	CreatedAt time.Time

	By    *Account   `gorm:"foreignKey:ByID;->"`
	Seats []TeamSeat `gorm:"foreignKey:ProposalID;->"`
}

// People are the IDs of who is in the team.
func (p *TeamProposal) People() (list []string) {
	for i := range p.Seats {
		if person := p.Seats[i].Person(); person != "" && p.Seats[i].State == SeatInTeam {
			list = append(list, person)
		}
	}
	return list
}

// TeamSeat is a person in it. When the person goes, the kinds of reasons stay, and what they said goes.
type TeamSeat struct {
	ProposalID string `gorm:"primaryKey"`
	Position   int    `gorm:"primaryKey"`
	State      SeatState
	// Why is why this person, or why not.
	Why string
	// Reasons are the kinds of reasons, in the order in which they are told.
	Reasons []string `gorm:"serializer:json"`
	AskableSource
	// Words are what the reasons were about, by kind, as the person told it then.
	Words map[string]string `gorm:"-"`
}

// Person is the ID of an Askable, "" once the person is gone.
func (s *TeamSeat) Person() string {
	switch {
	case s.AccountID != nil:
		return string(AskableProfile) + *s.AccountID
	case s.OfferID != nil:
		return string(AskableOffer) + *s.OfferID
	case s.WishID != nil:
		return string(AskableWish) + *s.WishID
	}
	return ""
}

// SetPerson puts an Askable on the seat.
func (s *TeamSeat) SetPerson(id string) { s.AskableSource = sourceOf(id) }

// AskableSource is what leads to an Askable, one of the three. What is kept of a person goes with it.
type AskableSource struct {
	AccountID, OfferID, WishID *string
}

// sourceOf is what the ID of an Askable names.
func sourceOf(person string) (s AskableSource) {
	for _, of := range []struct {
		prefix AskablePrefix
		into   **string
	}{{AskableProfile, &s.AccountID}, {AskableOffer, &s.OfferID}, {AskableWish, &s.WishID}} {
		if id, ok := strings.CutPrefix(person, string(of.prefix)); ok {
			*of.into = &id
		}
	}
	return s
}

// seatWords are the words of a seat.
type seatWords struct {
	ProposalID string `gorm:"primaryKey"`
	Position   int    `gorm:"primaryKey"`
	AskableSource
	Words map[string]string `gorm:"serializer:json"`
}

// TableName is where they are.
func (seatWords) TableName() string { return "team_seat_words" }

// TeamQuery reads teams that were proposed.
type TeamQuery struct{ q *Query }

// TeamStore reads and writes them.
type TeamStore struct {
	TeamQuery
	tx *Tx
}

// Teams reads teams that were proposed.
func (q *Query) Teams() TeamQuery { return TeamQuery{q} }

// Teams reads and writes them.
func (tx *Tx) Teams() TeamStore { return TeamStore{tx.Query.Teams(), tx} }

// mostTeams is how many of a need are shown, the last ones.
const mostTeams = 20

// OfNeed lists what was proposed for a need, the last first, with who had it proposed and with seats.
func (store TeamQuery) OfNeed(needID string) (list []TeamProposal, err error) {
	err = store.q.g.Preload("By").Preload("Seats", func(g *gorm.DB) *gorm.DB { return g.Order("position") }).
		Where("need_id = ?", needID).Order("created_at DESC, id DESC").Limit(mostTeams).Find(&list).Error
	if err != nil || len(list) == 0 {
		return list, err
	}
	ids, at := make([]string, len(list)), map[string]*TeamProposal{}
	for i := range list {
		ids[i], at[list[i].ID] = list[i].ID, &list[i]
	}
	var words []seatWords
	err = store.q.g.Where("proposal_id IN ?", ids).Find(&words).Error
	for _, w := range words {
		seats := at[w.ProposalID].Seats
		for i := range seats {
			if seats[i].Position == w.Position {
				seats[i].Words = w.Words
			}
		}
	}
	return list, err
}

// Of finds one that was proposed for a need. Errors: NotFound.
func (store TeamQuery) Of(needID, id string) (*TeamProposal, error) {
	list, err := store.OfNeed(needID)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].ID == id {
			return &list[i], nil
		}
	}
	return nil, NewError(CodeNotFound, "error.not_found")
}

// Add stores what is proposed now.
func (store TeamStore) Add(p *TeamProposal) error {
	p.ID, p.Version, p.CreatedAt = NewID(), 1, store.tx.Now
	if err := store.tx.g.Omit("By", "Seats").Create(p).Error; err != nil {
		return err
	}
	for i := range p.Seats {
		p.Seats[i].ProposalID, p.Seats[i].Position = p.ID, i+1
		if err := store.addSeat(&p.Seats[i]); err != nil {
			return err
		}
	}
	return nil
}

func (store TeamStore) addSeat(s *TeamSeat) error {
	if err := store.tx.g.Create(s).Error; err != nil || len(s.Words) == 0 {
		return err
	}
	return store.tx.g.Create(&seatWords{
		ProposalID: s.ProposalID, Position: s.Position, AskableSource: s.AskableSource, Words: s.Words,
	}).Error
}

// Update stores the states of seats, those that are new, and that all were asked, of what was read at version. It is
// CodeConflict if somebody else changed it since.
func (store TeamStore) Update(p *TeamProposal, version int) error {
	updated := store.tx.g.Model(&TeamProposal{}).Where("id = ? AND version = ?", p.ID, version).
		Updates(map[string]any{"asked_at": p.AskedAt, "version": version + 1})
	if updated.Error != nil {
		return updated.Error
	}
	if err := mustAffect(updated, NewError(CodeConflict, "team.changed_meanwhile")); err != nil {
		return err
	}
	p.Version = version + 1
	for i := range p.Seats {
		s := &p.Seats[i]
		if s.ProposalID == "" {
			s.ProposalID, s.Position = p.ID, i+1
			if err := store.addSeat(s); err != nil {
				return err
			}
			continue
		}
		err := store.tx.g.Model(&TeamSeat{}).Where("proposal_id = ? AND position = ?", p.ID, s.Position).
			Updates(map[string]any{"state": s.State, "why": s.Why}).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// Forget erases what is not to be kept any longer.
func (store TeamStore) Forget() error {
	return store.tx.g.Where("created_at < ?", store.tx.Now.Add(-keptProposals)).Delete(&TeamProposal{}).Error
}
