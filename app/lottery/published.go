package lottery

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"meguri/app/service/draw"
	"meguri/app/service/place"
	"meguri/models"
)

// Published is what everybody sees of a lottery.
type Published struct {
	Stage   Stage
	Lottery *models.Lottery
	// Types are what can be won: ticket types, or sessions.
	Types []draw.Type
	Rules []draw.Rule
	// Parties are all who were asked for a secret, also those who sealed none.
	Parties []models.LotteryParty
	// Record is what was published when applications ended, with what was drawn once it is; nil before.
	Record *draw.Record
	// DrawnAt is when.
	DrawnAt time.Time
	// AddressMarkNote says that the rules look at the past.
	Past bool
}

// Turns is how many turns there were.
func (p *Published) Turns() int { return len(p.Record.Results) }

// Priorities are the rules that put numbers into classes, in their order.
func (p *Published) Priorities() []draw.Rule {
	return slices.DeleteFunc(slices.Clone(p.Rules), func(r draw.Rule) bool { return !r.IsPriority() })
}

// HasClasses reports whether entries are told apart by rules: by the past, or by groups.
func (p *Published) HasClasses() bool {
	return slices.ContainsFunc(p.Rules, func(r draw.Rule) bool { return r.IsPriority() || r.Kind == draw.Reserve })
}

// HasInvited reports whether places are reserved for those whom staff name.
func (p *Published) HasInvited() bool {
	return slices.ContainsFunc(p.Rules, func(r draw.Rule) bool { return r.Group == draw.Invited })
}

// Alone reports whether each of those who apply together is drawn by themselves.
func (p *Published) Alone() bool {
	return slices.ContainsFunc(p.Rules, func(r draw.Rule) bool { return r.Kind == draw.Alone })
}

// Opened reports whether all secrets that were sealed are open.
func (p *Published) Opened() bool { return missing(p.Parties) == 0 }

// Missing lists who sealed a secret that is not opened.
func (p *Published) Missing() (names []string) {
	for i := range p.Parties {
		if p.Parties[i].Seal != "" && p.Parties[i].OpenedAt == nil {
			names = append(names, p.Parties[i].Name)
		}
	}
	return names
}

// Unsealed lists who was asked for a secret and sealed none in time.
func (p *Published) Unsealed() (names []string) {
	for i := range p.Parties {
		if p.Parties[i].Seal == "" {
			names = append(names, p.Parties[i].Name)
		}
	}
	return names
}

// CopiesMissing lists the parties of which no other has a copy of the secret yet.
func (p *Published) CopiesMissing() (names []string) {
	for i := range p.Parties {
		if p.Parties[i].Seal != "" && len(p.Parties[i].Copies) == 0 {
			names = append(names, p.Parties[i].Name)
		}
	}
	return names
}

// IsBoundLater says that fewer than two have sealed yet, but more are asked to, and there is time.
func (p *Published) IsBoundLater() bool {
	return p.Record == nil && len(p.Parties) >= 2 && len(p.Parties)-len(p.Unsealed()) < 2
}

// CouldChoose says that the organizer could have chosen the result: fewer than two secrets, and no dice.
func (p *Published) CouldChoose() bool {
	switch {
	case p.Stage == StageDrawn:
		return !p.Record.IsBinding()
	case p.Record != nil:
		return len(p.Record.Parties) < 2 && p.Record.Dice == ""
	}
	return len(p.Parties) < 2
}

// Places counts what can be won.
func (p *Published) Places() (n int) {
	for _, t := range p.Types {
		n += t.Places
	}
	return n
}

// People counts who is in the list.
func (p *Published) People() (n int) {
	if p.Record == nil {
		return p.Lottery.Applications
	}
	for _, e := range p.Record.List.Entries {
		n += e.Size
	}
	return n
}

// Winners counts the people who won.
func (p *Published) Winners() (n int) {
	for _, row := range p.Rows("", 0) {
		if row.Result.Type != "" {
			n += row.Entry.Size
		}
	}
	return n
}

// Row is an entry with what was drawn.
type Row struct {
	Turn   int
	Entry  *draw.Entry
	Result *draw.Result
	// Type is what was won, nil for nothing; Won is all of it, where one can win several.
	Type *draw.Type
	Won  []draw.Type
	// Line is the place in line of who won nothing, 0 for who did; Waits are the sessions that an entry waits for.
	Line  int
	Waits []draw.Type
}

// Rows lists entries in the order of their turns, or by code before the draw: at most limit, 0 for all; or only the one
// with the code.
func (p *Published) Rows(code string, limit int) (rows []Row) {
	if p.Record == nil {
		return nil
	}
	entries, line := entriesOf(&p.Record.List), 0
	add := func(row Row) {
		isWanted := code == "" || row.Entry.Code == code
		if isWanted && (limit == 0 || len(rows) < limit) {
			rows = append(rows, row)
		}
	}
	if p.Stage != StageDrawn {
		for i := range p.Record.List.Entries {
			add(Row{Entry: &p.Record.List.Entries[i]})
		}
		return rows
	}
	for i := range p.Record.Results {
		row := Row{Turn: i + 1, Result: &p.Record.Results[i]}
		row.Entry, row.Type = entries[row.Result.Code], p.typeOf(row.Result.Type)
		if row.Entry == nil {
			continue
		}
		if row.Type == nil {
			line++
			row.Line = line
		}
		if p.Lottery.OfSessions {
			row.Won = p.typesOf(row.Result.Won())
			row.Waits = p.typesOf(p.Record.List.Waits(row.Entry, row.Result))
		}
		add(row)
	}
	return rows
}

func (p *Published) typeOf(slug string) *draw.Type {
	for i := range p.Types {
		if p.Types[i].Slug == slug {
			return &p.Types[i]
		}
	}
	return nil
}

func (p *Published) typesOf(slugs []string) (list []draw.Type) {
	for _, slug := range slugs {
		if t := p.typeOf(slug); t != nil {
			list = append(list, *t)
		}
	}
	return list
}

// FreeAtTurn are the places that the wishes had at an entry's turn.
func (p *Published) FreeAtTurn(row Row) (list []FreeType) {
	for i, free := range row.Result.Free {
		if t := p.typeOf(row.Entry.Wishes[i]); t != nil {
			list = append(list, FreeType{*t, free})
		}
	}
	return list
}

// WishesOf are the wishes of an entry.
func (p *Published) WishesOf(row Row) []draw.Type { return p.typesOf(row.Entry.Wishes) }

// Chance is what became of a wish at an entry's turn.
type Chance struct {
	draw.Type
	Free int
	// Size is for how many people it was.
	Size int
	// State is won, full, clash, or limit for what came after all that one can win.
	State string
	// With is what was won at the same time, of a clash.
	With *draw.Type
}

// Chances are what became of all wishes of an entry, where it can win several.
func (p *Published) Chances(row Row) (list []Chance) {
	won := row.Result.Won()
	for i, wish := range row.Entry.Wishes {
		t := p.typeOf(wish)
		if t == nil {
			continue
		}
		c := Chance{Type: *t, Size: row.Entry.Size, State: "limit"}
		if i < len(row.Result.Free) {
			c.Free, c.State = row.Result.Free[i], "full"
			with := slices.IndexFunc(won, func(one string) bool { return slices.Contains(t.Clashes, one) })
			switch {
			case slices.Contains(won, wish):
				c.State = "won"
			case c.Free >= row.Entry.Size && with >= 0:
				c.State, c.With = "clash", p.typeOf(won[with])
			}
		}
		list = append(list, c)
	}
	return list
}

// FreeType is a type, with the places that it had.
type FreeType struct {
	draw.Type
	Free int
}

func publish(q *models.Query, e *models.Event) (*Published, error) {
	l, parties, drawn, err := read(q, e)
	if err != nil {
		return nil, err
	}
	p := &Published{Lottery: l, Parties: parties, Stage: stageOf(l, drawn, q.Now)}
	if l == nil {
		return p, nil
	}
	p.Rules = rulesOf(l)
	p.Past = slices.ContainsFunc(p.Rules, draw.Rule.IsPriority)
	if p.Types, err = typesOf(q, e, l); err != nil {
		return nil, err
	}
	content := l.Record
	if drawn != nil {
		content, p.DrawnAt = drawn.Record, drawn.DrawnAt
	}
	if content == "" {
		return p, nil
	}
	if p.Record, err = draw.Read(strings.NewReader(content)); err != nil {
		return nil, err
	}
	p.Types = p.Record.List.Types
	if drawn == nil { // secrets are published as they are opened
		p.Record.Parties = openedParties(parties)
		for i := range p.Record.Parties {
			p.Record.Parties[i].Missing = false
			if !p.Opened() { // one alone says nothing, and all come at once
				p.Record.Parties[i].Secret = ""
			}
		}
	}
	return p, nil
}

// typesOf is what can be won before the list is published.
func typesOf(q *models.Query, e *models.Event, l *models.Lottery) (list []draw.Type, err error) {
	if l.OfSessions {
		offered, err := place.Read(q, e, nil)
		if err != nil {
			return nil, err
		}
		return sessionTypes(drawnOffers(offered)), nil
	}
	types, err := q.TicketTypes().OfEvent(e)
	for i := range types {
		if types[i].ByLottery {
			list = append(list, typeOf(&types[i]))
		}
	}
	return list, err
}

func typeOf(t *models.TicketType) draw.Type {
	return draw.Type{Slug: t.Slug, NameJa: t.NameJa, NameEn: t.NameEn, Places: max(0, t.FreePlaces())}
}

// PublicPage reads what everybody sees; its Lottery is nil where nothing is published. Anyone may call it.
func (s *Service) PublicPage(ctx context.Context, e *models.Event) (*Published, error) {
	p, err := publish(s.db.Query(ctx), e)
	if err == nil && (p.Stage == StageDraft || p.Stage == StageNone) {
		return &Published{Stage: StageNone}, nil
	}
	return p, err
}

// RecordFile is the file with which the draw can be repeated: before the draw the list without results, at first only
// the event. Anyone may call it.
func (s *Service) RecordFile(ctx context.Context, e *models.Event) ([]byte, error) {
	p, err := s.PublicPage(ctx, e)
	if err != nil {
		return nil, err
	}
	if p.Record == nil {
		p.Record = &draw.Record{
			Format: draw.Format, Event: e.Slug, Parties: []draw.Party{},
			List: draw.List{Rules: []draw.Rule{}, Types: []draw.Type{}, Entries: []draw.Entry{}},
		}
	}
	return json.MarshalIndent(p.Record, "", " ")
}
