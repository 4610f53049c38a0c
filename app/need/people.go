package need

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/vectors"
	"meguri/models"
)

// shownPeople is how many people are shown for a need.
const shownPeople = 20

// ReasonKind is why somebody may fit a need, or what to mind before asking.
type ReasonKind string

// The reasons, in the order in which they are told.
const (
	ReasonWords    ReasonKind = "words"    // what they do on an ordinary day, or wrote when they offered
	ReasonSkill    ReasonKind = "skill"    // something they can
	ReasonWish     ReasonKind = "wish"     // something they would like to learn
	ReasonTime     ReasonKind = "time"     // they have the hours
	ReasonWay      ReasonKind = "way"      // they help online, or on site, as the need wants
	ReasonPlace    ReasonKind = "place"    // they are near
	ReasonNew      ReasonKind = "new"      // it would be their first help
	ReasonLoad     ReasonKind = "load"     // how much they do already
	ReasonLanguage ReasonKind = "language" // a language that they speak beside Japanese; it does not count
	ReasonOtherWay ReasonKind = "not_way"  // they help in another way than the need wants
)

// Reasons lists the kinds in this order.
var Reasons = []ReasonKind{
	ReasonWords, ReasonSkill, ReasonWish, ReasonTime, ReasonWay, ReasonPlace, ReasonNew, ReasonLoad, ReasonLanguage,
	ReasonOtherWay,
}

// The places of the reasons in Reasons.
const (
	atWords = iota
	atSkill
	atWish
	atTime
	atWay
	atPlace
	atNew
	atLoad
	atLanguage
	atOtherWay
	reasonCount
)

// Reason is why somebody may fit, in words.
type Reason struct {
	Kind ReasonKind
	// Text is what it is about, "" for none: a skill, an area, a number.
	Text string
}

// weights are what a reason counts for, before coordinators correct it. Those of the texts count as much as they are
// near.
var weights = map[ReasonKind]float64{
	ReasonWords: 1, ReasonSkill: 1, ReasonWish: 0.6, ReasonTime: 0.1, ReasonWay: 0.1, ReasonPlace: 0.1, ReasonNew: 0.1,
	ReasonLoad: -0.08, ReasonOtherWay: -0.3,
}

// Candidate is somebody who may be asked about a need, and why.
type Candidate struct {
	*models.Askable
	Reasons []Reason
	// Sentence is the one that led to it, Words are those of it that are near, NeedWords what they are near to.
	Sentence         string
	Words, NeedWords []string
	// State is what became of an earlier asking or offer for this need, "" for none.
	State models.OfferState
	// Fits and FitsNot are what a coordinator said of the suggestion.
	Fits, FitsNot bool
	Score         float64
	// facts are how much of each reason there is, before it is weighted.
	facts facts
	best  said
	// strengths are what they can and do that is near to the need.
	strengths []vectors.Vector
	wasAsked  bool
	lot       uint64
}

// MayAsk reports whether a coordinator may ask them about the need now.
func (c *Candidate) MayAsk() bool {
	return c.State == "" && !c.IsGone() && !c.IsBlocked && c.AskableFrom() == nil
}

// IsGone reports whether they were asked about the need, and erased it.
func (c *Candidate) IsGone() bool { return c.wasAsked && c.State == "" }

// facts are how much there is of each reason, in the order of Reasons.
type facts [reasonCount]float64

// said is a text that a person opened, with its words. at is the place of its reason.
type said struct {
	at     int
	from   string
	text   string
	words  []string
	vector vectors.Vector
}

// textsOf is what a person opened.
func textsOf(a *models.Askable) (list []said) {
	add := func(at int, from string, texts ...string) {
		for _, text := range texts {
			if text = strings.TrimSpace(text); text != "" {
				list = append(list, said{at: at, from: from, text: text})
			}
		}
	}
	for _, told := range a.Told {
		at := atWords
		if told.IsWish {
			at = atWish
		}
		add(at, told.From, strings.FieldsFunc(told.Text, func(r rune) bool { return r == '。' || r == '\n' })...)
	}
	if p := a.Profile; p != nil {
		from := string(models.AskableProfile) + p.AccountID
		add(atWords, from, p.Ordinary...)
		add(atSkill, from, p.Skills...)
		add(atWish, from, p.Wishes...)
	}
	return list
}

// pool is people who may be asked, with their words and with what coordinators said.
type pool struct {
	space  *vectors.Space
	people []*models.Askable
	texts  [][]said
	taught
}

// taught is what coordinators of an organization said: the weights that follow, and which pairs fit.
type taught struct {
	weights facts
	fits    map[[2]string]bool
}

func (s *Service) taught(q *models.Query, organizationID string) (taught, error) {
	corrected, err := q.Askings(s.Mark).Corrections(organizationID)
	return taught{learned(corrected), corrections(corrected)}, err
}

// fitting are those of whom coordinators said that they fit one of the needs.
func (t *taught) fitting(needs []models.Need) (ids []string) {
	for pair, fits := range t.fits {
		if fits && slices.ContainsFunc(needs, func(n models.Need) bool { return n.ID == pair[0] }) {
			ids = append(ids, pair[1])
		}
	}
	return ids
}

// pool reads those of the IDs who may be asked by an organization now, and those with an offer for one of the needs.
func (s *Service) pool(ctx context.Context, organizationID string, ids []string, needs []models.Need) (*pool, error) {
	space, err := vectors.Load()
	if err != nil {
		return nil, err
	}
	if _, err := s.words(ctx, nil, needs); err != nil {
		return nil, err
	}
	q, p := s.db.Query(ctx), &pool{space: space}
	if p.taught, err = s.taught(q, organizationID); err != nil {
		return nil, err
	}
	ids = append(ids, p.fitting(needs)...)
	if p.people, err = q.Askings(s.Mark).Some(organizationID, ids, needIDs(needs)...); err != nil {
		return nil, err
	}
	p.texts, err = s.read(ctx, space, p.people)
	return p, err
}

func needIDs(needs []models.Need) []string {
	ids := make([]string, len(needs))
	for i := range needs {
		ids[i] = needs[i].ID
	}
	return ids
}

// candidates are those whose words, skills or wishes are near to a need, or who were asked about it already, the best
// first. Nobody is a usual answer.
func (s *Service) candidates(p *pool, n *models.Need) []*Candidate {
	of := s.cache.get(p.space, n)
	var list []*Candidate
	for i, a := range p.people {
		c := &Candidate{Askable: a}
		if c.judge(&p.taught, p.texts[i], of, n) {
			c.tell(p.texts[i], of)
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b *Candidate) int { return a.place().before(b.place()) })
	return list
}

// judge finds how much somebody is worth for a need. It reports whether there is anything in what they said, an offer
// of theirs, or a coordinator who said that they fit.
func (c *Candidate) judge(by *taught, texts []said, of textVectors, n *models.Need) bool {
	isNear := c.measure(texts, of)
	if len(c.States) > 0 {
		c.State = c.States[n.ID]
	}
	if len(by.fits) > 0 {
		if fits, said := by.fits[[2]string{n.ID, c.ID}]; said {
			c.Fits, c.FitsNot = fits, !fits
		}
	}
	if !isNear && c.State == "" && !c.Fits {
		return false
	}
	c.measured(by, n)
	return true
}

// measured adds what counts beside what they said.
func (c *Candidate) measured(by *taught, n *models.Need) {
	c.wasAsked = c.WasAsked(n.ID)
	c.weigh(by, n)
	c.lot = lot(n, c)
}

// chosen puts one of the people first, whether or not they are near to the need.
func (s *Service) chosen(p *pool, list []*Candidate, person string, n *models.Need) []*Candidate {
	i := slices.IndexFunc(p.people, func(a *models.Askable) bool { return a.Is(person) })
	if person == "" || i < 0 {
		return list
	}
	c, of := &Candidate{Askable: p.people[i]}, s.cache.get(p.space, n)
	if !c.judge(&p.taught, p.texts[i], of, n) {
		c.measured(&p.taught, n)
	}
	c.tell(p.texts[i], of)
	others := slices.DeleteFunc(list, func(other *Candidate) bool { return other.ID == c.ID })
	return slices.Insert(others, 0, c)
}

// place is where somebody stands among the others.
func (c *Candidate) place() place { return place{c.ID, c.worth(), c.lot} }

// saidCounts is more than any score: what a coordinator said goes first.
const saidCounts = 100

// worth is the score after what a coordinator said.
func (c *Candidate) worth() float64 { return c.Score + saidCounts*float64(c.said()) }

// said puts who fits first, and who does not last.
func (c *Candidate) said() int {
	switch {
	case c.Fits:
		return 1
	case c.FitsNot:
		return -1
	}
	return 0
}

// measure finds how near each of the texts is, and reports whether one is.
func (c *Candidate) measure(texts []said, of textVectors) (isNear bool) {
	for i := range texts {
		if v := nearness(texts[i].vector, of); v >= leastAlike && v > c.facts[texts[i].at] {
			c.facts[texts[i].at], isNear = v, true
		}
	}
	return isNear
}

// weigh adds the facts beside the texts, and makes the score of all.
func (c *Candidate) weigh(by *taught, n *models.Need) {
	if p := c.Profile; p != nil {
		c.weighProfile(p, n)
	}
	if c.IsNew {
		c.facts[atNew] = 1
	}
	if load := c.Open + c.Helps; load > 0 {
		c.facts[atLoad] = float64(min(load, 5))
	}
	for i, amount := range c.facts {
		c.Score += amount * by.weights[i]
	}
}

// tell puts the reasons into words.
func (c *Candidate) tell(texts []said, of textVectors) {
	var best [reasonCount]said
	for _, at := range []int{atWords, atSkill, atWish} {
		if c.facts[at] == 0 {
			continue
		}
		i := slices.IndexFunc(texts, func(t said) bool { return t.at == at && nearness(t.vector, of) == c.facts[at] })
		best[at] = texts[i]
		if at != atWish {
			c.strengths = append(c.strengths, texts[i].vector)
		}
	}
	c.best, c.Sentence = best[atWords], best[atWords].text
	for at, kind := range Reasons {
		if c.facts[at] == 0 {
			continue
		}
		switch kind {
		case ReasonWords: // told with its words
		case ReasonLanguage:
			for _, tag := range otherLanguages(c.Profile) {
				c.Reasons = append(c.Reasons, Reason{kind, tag})
			}
		default:
			c.Reasons = append(c.Reasons, Reason{kind, c.told(kind, best[at].text)})
		}
	}
}

func (c *Candidate) told(kind ReasonKind, text string) string {
	switch kind {
	case ReasonTime:
		return strconv.Itoa(c.Profile.HoursAWeek)
	case ReasonPlace:
		return c.Profile.Area
	case ReasonLoad:
		return strconv.Itoa(c.Open + c.Helps)
	default:
		return text
	}
}

// weighProfile adds what a profile says beside its texts.
func (c *Candidate) weighProfile(p *models.Profile, n *models.Need) {
	if least := hoursFor[n.Effort]; least > 0 && p.HoursAWeek >= least {
		c.facts[atTime] = 1
	}
	if p.Online || p.OnSite {
		fits := n.Way == models.NeedOnline && p.Online || n.Way == models.NeedOnSite && p.OnSite || n.Way == models.NeedEither
		if fits {
			c.facts[atWay] = 1
		} else if n.Way != "" {
			c.facts[atOtherWay] = 1
		}
	}
	if p.Area != "" && n.Place != "" && (strings.Contains(p.Area, n.Place) || strings.Contains(n.Place, p.Area)) {
		c.facts[atPlace] = 1
	}
	for _, tag := range p.Languages {
		if tag != ourLanguage {
			c.facts[atLanguage]++
		}
	}
}

// ourLanguage is the one that is not told of.
const ourLanguage = "ja"

// otherLanguages are those that somebody speaks beside Japanese, as tags.
func otherLanguages(p *models.Profile) []string {
	return slices.DeleteFunc(slices.Clone(p.Languages), func(tag string) bool { return tag == ourLanguage })
}

// hoursFor are the hours of a week that an effort asks for at least.
var hoursFor = map[models.Effort]int{models.EffortHour: 1, models.EffortDay: 2, models.EffortMonths: 2}

// explain adds the words that led to the candidate.
func (c *Candidate) explain(space *vectors.Space, of textVectors) {
	if c.best.text == "" {
		return
	}
	c.Sentence = c.best.text
	c.Words, c.NeedWords = matched(space, c.best.words, slices.Concat(of.words[0], of.words[1]))
}

// PeoplePage is who may be asked about a need.
type PeoplePage struct {
	*models.Need
	People []*Candidate
	Listed
}

// Listed is of when a list of people is.
type Listed struct {
	// Of is how many may be asked at all, Found how many were near, At when was looked; nil where nobody looked yet.
	Of, Found int
	At        *time.Time
	// IsOld says that the need was changed since; a job looks again.
	IsOld bool
}

// PeoplePage reads it: nothing but what people opened to coordinators, or told the organization. person is one who is
// shown first, "" for none. Who may edit needs there calls it. Errors: NotFound.
func (s *Service) PeoplePage(ctx context.Context, at models.NeedPlace, id, person string) (*PeoplePage, error) {
	n, found, listed, err := s.found(ctx, at, id, person)
	if err != nil {
		return nil, err
	}
	page := &PeoplePage{Need: n, People: found[:min(len(found), shownPeople)], Listed: listed}
	space, err := vectors.Load()
	if err != nil {
		return nil, err
	}
	of := s.cache.get(space, n)
	for _, c := range page.People {
		c.explain(space, of)
	}
	return page, nil
}

// found finds a need, and those who are kept for it and may be asked today, the best first, but before them the chosen
// person, "" for none. What leads to them is found anew, so that nothing is told that is not open any more.
func (s *Service) found(
	ctx context.Context, at models.NeedPlace, id, person string,
) (n *models.Need, found []*Candidate, listed Listed, err error) {
	if n, err = s.db.Query(ctx).Needs().At(at, id); err != nil {
		return nil, nil, Listed{}, err
	}
	needs := []models.Need{*n}
	lists, err := s.lists(ctx, n.OrganizationID, needs)
	if err != nil {
		return nil, nil, Listed{}, err
	}
	nearest, err := s.db.Query(ctx).Matches().Nearest([]string{id}, mostListed)
	if err != nil {
		return nil, nil, Listed{}, err
	}
	p, err := s.pool(ctx, n.OrganizationID, append(nearest[id], person), needs)
	if err != nil {
		return nil, nil, Listed{}, err
	}
	n = &needs[0]
	return n, s.chosen(p, s.candidates(p, n), person, n), lists[id], nil
}
