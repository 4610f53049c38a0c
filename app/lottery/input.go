package lottery

import (
	"slices"
	"strconv"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/draw"
	"meguri/app/service/place"
	"meguri/models"
)

const (
	// MaxParties is how many may seal a secret.
	MaxParties = 4
	maxName    = 80
)

// What is drawn.
const (
	ofTypes    = "types"
	ofSessions = "sessions"
)

// Input is a lottery as staff fill it in.
type Input struct {
	// Of is what is drawn: types, or sessions.
	Of string `form:"of" label:"lottery.what"`
	// Types are the slugs of the ticket types that are drawn by lot.
	Types []string `form:"types"      label:"lottery.types"`
	// Sessions are the ids of the sessions that are, and Limit how many of them one person can win.
	Sessions  []string `form:"sessions"   label:"lottery.sessions"`
	Limit     string   `form:"limit"      label:"lottery.limit"`
	OpensAt   string   `form:"opens_at"   label:"lottery.opens_at"`
	ClosesAt  string   `form:"closes_at"  label:"lottery.closes_at"`
	DrawsAt   string   `form:"draws_at"   label:"lottery.draws_at"`
	FirstTime bool     `form:"first_time"`
	Fewest    bool     `form:"fewest"`
	// Alone draws each of those who apply together by themselves.
	Alone bool `form:"alone"`
	// Residents and Invited are for how many people of these groups places are reserved.
	Residents string `form:"residents" label:"lottery.residents"`
	Invited   string `form:"invited"   label:"lottery.invited"`
	// ReplyHours is how long who won has to say that they come, "" for no deadline.
	ReplyHours  string   `form:"reply_hours" label:"lottery.reply_hours"`
	PartyNames  []string `form:"party_name"`
	PartyEmails []string `form:"party_email"`
	Version     int      `form:"version"`
}

// inputOf is what the form shows.
func inputOf(
	e *models.Event, l *models.Lottery, parties []models.LotteryParty, types []models.TicketType, offers []place.Offer,
) *Input {
	in := &Input{Of: ofTypes, Limit: "1"}
	for _, o := range offers {
		if o.Places.ByLottery {
			in.Sessions = append(in.Sessions, o.ID)
		}
	}
	for _, t := range types {
		if t.ByLottery {
			in.Types = append(in.Types, t.Slug)
		}
	}
	for _, p := range parties {
		in.PartyNames, in.PartyEmails = append(in.PartyNames, p.Name), append(in.PartyEmails, p.Email)
	}
	if l == nil {
		in.FirstTime = true
		return in
	}
	local := func(at time.Time) string { return e.Local(at).Format(check.LocalLayout) }
	in.OpensAt, in.ClosesAt, in.DrawsAt = local(l.OpensAt), local(l.ClosesAt), local(l.DrawsAt)
	in.Version, in.ReplyHours = l.Version, numberOr(l.ReplyHours)
	if l.OfSessions {
		in.Of = ofSessions
	}
	for _, rule := range l.Rules {
		switch {
		case rule.Kind == draw.Limit:
			in.Limit = strconv.Itoa(rule.Places)
		case rule.Kind == draw.FirstTime, rule.Kind == draw.FirstSession:
			in.FirstTime = true
		case rule.Kind == draw.Fewest, rule.Kind == draw.FewestSessions:
			in.Fewest = true
		case rule.Kind == draw.Alone:
			in.Alone = true
		case rule.Group == draw.Residents:
			in.Residents = numberOr(rule.Places)
		case rule.Group == draw.Invited:
			in.Invited = numberOr(rule.Places)
		}
	}
	return in
}

func numberOr(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (in *Input) read(
	e *models.Event, types []models.TicketType, offers []place.Offer, now time.Time,
) (*models.Lottery, []models.LotteryParty, error) {
	c, zone := check.New(), e.Zone()
	l := &models.Lottery{
		EventID: e.ID, Version: in.Version,
		OfSessions: check.Choice(c, "of", in.Of, []string{"", ofTypes, ofSessions}) == ofSessions,
		OpensAt:    c.LocalTime("opens_at", in.OpensAt, zone, check.Required),
		ClosesAt:   c.LocalTime("closes_at", in.ClosesAt, zone, check.Required),
		DrawsAt:    c.LocalTime("draws_at", in.DrawsAt, zone, check.Required),
		ReplyHours: c.Int("reply_hours", in.ReplyHours, 1, 24*60, check.Optional),
	}
	in.checkTimes(c, e, l, now)
	if l.OfSessions {
		in.checkSessions(c, offers)
	} else {
		in.checkTypes(c, types)
	}
	l.Rules = in.rules(c, l.OfSessions)
	parties := in.parties(c)
	return l, parties, c.Err()
}

func (in *Input) checkTypes(c *check.Checker, types []models.TicketType) {
	if len(typeIDs(types, in.Types)) == 0 {
		c.Fault("types", "lottery.types_fault")
	}
	for _, t := range types {
		if slices.Contains(in.Types, t.Slug) && t.Capacity == nil {
			c.Fault("types", "lottery.types_unlimited")
		}
	}
}

// checkSessions refuses sessions that somebody has signed up for: who came first would be in the draw's way.
func (in *Input) checkSessions(c *check.Checker, offers []place.Offer) {
	isChosen := func(o place.Offer) bool { return slices.Contains(in.Sessions, o.ID) }
	if !slices.ContainsFunc(offers, isChosen) {
		c.Fault("sessions", "lottery.sessions_fault")
	}
	isInUse := func(o place.Offer) bool { return isChosen(o) && o.Places.Taken+o.Places.Waiting > 0 }
	if slices.ContainsFunc(offers, isInUse) {
		c.Fault("sessions", "lottery.sessions_in_use")
	}
}

func (in *Input) checkTimes(c *check.Checker, e *models.Event, l *models.Lottery, now time.Time) {
	switch {
	case !c.OK("opens_at", "closes_at", "draws_at"):
	case !l.ClosesAt.After(l.OpensAt) || !l.ClosesAt.After(now):
		c.Fault("closes_at", "lottery.closes_fault")
	case !l.DrawsAt.After(l.ClosesAt) || !l.DrawsAt.Before(e.StartsAt):
		c.Fault("draws_at", "lottery.draws_fault")
	}
}

func (in *Input) rules(c *check.Checker, ofSessions bool) []models.LotteryRule {
	rules, firstTime, fewest := []models.LotteryRule{}, draw.FirstTime, draw.Fewest
	if ofSessions {
		n := c.Int("limit", in.Limit, 1, MaxWishes, check.Required)
		rules = append(rules, models.LotteryRule{Kind: draw.Limit, Places: n})
		firstTime, fewest = draw.FirstSession, draw.FewestSessions
	}
	if in.Alone {
		rules = append(rules, models.LotteryRule{Kind: draw.Alone})
	}
	if in.FirstTime {
		rules = append(rules, models.LotteryRule{Kind: firstTime})
	}
	if in.Fewest {
		rules = append(rules, models.LotteryRule{Kind: fewest})
	}
	if n := c.Int("invited", in.Invited, 1, 100_000, check.Optional); n > 0 {
		rules = append(rules, models.LotteryRule{Kind: draw.Reserve, Group: draw.Invited, Places: n})
	}
	if n := c.Int("residents", in.Residents, 1, 100_000, check.Optional); n > 0 {
		rules = append(rules, models.LotteryRule{Kind: draw.Reserve, Group: draw.Residents, Places: n})
	}
	return rules
}

// parties reads who seals secrets: a name and an address each, no address twice.
func (in *Input) parties(c *check.Checker) (parties []models.LotteryParty) {
	seen := map[string]bool{}
	for i, typed := range in.PartyNames[:min(len(in.PartyNames), MaxParties)] {
		one := check.New()
		email := ""
		if i < len(in.PartyEmails) {
			email = in.PartyEmails[i]
		}
		if typed == "" && email == "" {
			continue
		}
		name := one.Line("name", typed, maxName, check.Required)
		address, key := one.Email("email", email, check.Required)
		if one.Err() != nil || seen[key] {
			c.Fault("parties", "lottery.party_fault")
			continue
		}
		seen[key] = true
		parties = append(parties, models.LotteryParty{Name: name, Email: address})
	}
	return parties
}

// SealInput is what the browser of a party sends: a seal with a public key, copies of the secret for others, or a
// secret. Of is the party whose secret it is, where it was opened from a copy.
type SealInput struct {
	Seal      string `form:"seal"`
	PublicKey string `form:"public_key"`
	// Copies are JSON: the secret for other parties, by their ids.
	Copies string `form:"copies"`
	Secret string `form:"secret"`
	Of     string `form:"of"`
}

// MarksInput is what staff say of applications, by the codes of registrations.
type MarksInput struct {
	// Invited are the codes of those for whom places are reserved.
	Invited string `form:"invited_codes"`
	// Teams has a line for each organization: the codes of its people, in its order.
	Teams string `form:"teams"`
}
