package need

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"

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
}

// MayAsk reports whether a coordinator may ask them about the need now.
func (c *Candidate) MayAsk() bool {
	return c.State == "" && !c.IsGone() && !c.IsBlocked && c.AskableFrom() == nil
}

// IsGone reports whether they were asked about the need, and erased it.
func (c *Candidate) IsGone() bool { return c.wasAsked && c.State == "" }

type facts map[ReasonKind]float64

// said is a text that a person opened, with its words.
type said struct {
	kind   ReasonKind
	text   string
	words  []string
	vector vectors.Vector
}

// peopleCache keeps what people opened as vectors. It is nothing but what coordinators may see.
type peopleCache struct {
	sync.Mutex
	of map[string][]said
}

// textsOf is what a person opened.
func textsOf(a *models.Askable) (list []said) {
	add := func(kind ReasonKind, texts ...string) {
		for _, text := range texts {
			if text = strings.TrimSpace(text); text != "" {
				list = append(list, said{kind: kind, text: text})
			}
		}
	}
	sentences := func(text string) []string {
		return strings.FieldsFunc(text, func(r rune) bool { return r == '。' || r == '\n' })
	}
	add(ReasonWords, sentences(a.Words)...)
	add(ReasonWish, sentences(a.Learn)...)
	if a.Profile == nil {
		return list
	}
	add(ReasonWords, a.Profile.Ordinary...)
	add(ReasonSkill, a.Profile.Skills...)
	add(ReasonWish, a.Profile.Wishes...)
	return list
}

// pool is people who may be asked, and needs, with the words of both.
type pool struct {
	space  *vectors.Space
	people []models.Askable
	texts  [][]said
	// weights are those that coordinators' corrections led to, fits what they said of pairs.
	weights map[ReasonKind]float64
	fits    map[[2]string]bool
}

// pool reads who may be asked by an organization, and the words of them and of needs.
func (s *Service) pool(ctx context.Context, organizationID string, needs []models.Need) (*pool, error) {
	space, err := vectors.Load()
	if err != nil {
		return nil, err
	}
	p := &pool{space: space}
	if p.people, err = s.db.Query(ctx).Askings(s.Mark).People(organizationID); err != nil {
		return nil, err
	}
	corrected, err := s.db.Query(ctx).Askings(s.Mark).Corrections(organizationID)
	if err != nil {
		return nil, err
	}
	p.weights, p.fits = learned(corrected), corrections(corrected)
	p.texts = make([][]said, len(p.people))
	var fresh []int
	var texts []string
	s.people.Lock()
	for i := range p.people {
		known, ok := s.people.of[p.people[i].Version()]
		if p.texts[i] = known; ok {
			continue
		}
		p.texts[i] = textsOf(&p.people[i])
		fresh = append(fresh, i)
		for _, t := range p.texts[i] {
			texts = append(texts, t.text)
		}
	}
	s.people.Unlock()
	read, err := s.words(ctx, texts, needs)
	if err != nil {
		return nil, err
	}
	at := 0
	for _, i := range fresh {
		for t := range p.texts[i] {
			p.texts[i][t].words, p.texts[i][t].vector = read[at], space.Of(read[at])
			at++
		}
	}
	s.people.keep(p, fresh)
	return p, nil
}

func (c *peopleCache) keep(p *pool, fresh []int) {
	c.Lock()
	defer c.Unlock()
	if c.of == nil || len(c.of) > mostKept {
		c.of = map[string][]said{}
	}
	for _, i := range fresh {
		c.of[p.people[i].Version()] = p.texts[i]
	}
}

// candidates are those whose words, skills or wishes are near to a need, or who were asked about it already, the best
// first. Nobody is a usual answer.
func (s *Service) candidates(p *pool, n *models.Need) []*Candidate {
	of := s.cache.get(p.space, n)
	var list []*Candidate
	for i := range p.people {
		if c, isNear := p.candidate(i, of, n); isNear || c.State != "" || c.Fits {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b *Candidate) int {
		return cmp.Or(b.said()-a.said(), cmp.Compare(b.Score, a.Score))
	})
	return list
}

// candidate is one of the people for a need, and whether anything that they said is near to it.
func (p *pool) candidate(i int, of textVectors, n *models.Need) (*Candidate, bool) {
	c := &Candidate{Askable: &p.people[i], State: p.people[i].States[n.ID]}
	c.wasAsked = c.WasAsked(n.ID)
	isNear := c.weigh(p, p.texts[i], of, n)
	if fits, said := p.fits[[2]string{n.ID, c.ID}]; said {
		c.Fits, c.FitsNot = fits, !fits
	}
	return c, isNear
}

// chosen puts one of the people first, whether or not they are near to the need.
func (p *pool) chosen(list []*Candidate, person string, of textVectors, n *models.Need) []*Candidate {
	for i := range p.people {
		if person != "" && p.people[i].Is(person) {
			c, _ := p.candidate(i, of, n)
			others := slices.DeleteFunc(list, func(other *Candidate) bool { return other.ID == c.ID })
			return slices.Insert(others, 0, c)
		}
	}
	return list
}

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

// weigh finds the reasons for a need, and reports whether there are any in what the person said.
func (c *Candidate) weigh(in *pool, texts []said, of textVectors, n *models.Need) bool {
	c.facts = facts{}
	best := map[ReasonKind]said{}
	for _, t := range texts {
		if v := nearness(t.vector, of); v >= leastAlike && v > c.facts[t.kind] {
			c.facts[t.kind], best[t.kind] = v, t
		}
	}
	isNear := len(best) > 0
	c.best = best[ReasonWords]
	for _, kind := range []ReasonKind{ReasonWords, ReasonSkill} {
		if v := best[kind].vector; v != nil {
			c.strengths = append(c.strengths, v)
		}
	}
	if p := c.Profile; p != nil {
		c.weighProfile(p, n)
	}
	if c.IsNew {
		c.facts[ReasonNew] = 1
	}
	if load := c.Open + c.Helps; load > 0 {
		c.facts[ReasonLoad] = float64(min(load, 5))
	}
	for _, kind := range Reasons {
		amount := c.facts[kind]
		if amount == 0 {
			continue
		}
		c.Score += amount * in.weights[kind]
		switch kind {
		case ReasonWords: // told with its words
		case ReasonLanguage:
			for _, tag := range otherLanguages(c.Profile) {
				c.Reasons = append(c.Reasons, Reason{kind, tag})
			}
		default:
			c.Reasons = append(c.Reasons, Reason{kind, c.told(kind, best[kind].text)})
		}
	}
	return isNear
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
		c.facts[ReasonTime] = 1
	}
	if p.Online || p.OnSite {
		fits := n.Way == models.NeedOnline && p.Online || n.Way == models.NeedOnSite && p.OnSite || n.Way == models.NeedEither
		if fits {
			c.facts[ReasonWay] = 1
		} else if n.Way != "" {
			c.facts[ReasonOtherWay] = 1
		}
	}
	if p.Area != "" && n.Place != "" && (strings.Contains(p.Area, n.Place) || strings.Contains(n.Place, p.Area)) {
		c.facts[ReasonPlace] = 1
	}
	c.facts[ReasonLanguage] = float64(len(otherLanguages(p)))
}

// otherLanguages are those that somebody speaks beside Japanese, as tags.
func otherLanguages(p *models.Profile) []string {
	return slices.DeleteFunc(slices.Clone(p.Languages), func(tag string) bool { return tag == "ja" })
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
	// Of is how many agreed to be asked at all.
	Of int
}

// PeoplePage reads it: nothing but what people opened to coordinators, or told the organization. person is one who is
// shown first, "" for none. Who may edit needs there calls it. Errors: NotFound.
func (s *Service) PeoplePage(ctx context.Context, at models.NeedPlace, id, person string) (*PeoplePage, error) {
	n, err := s.db.Query(ctx).Needs().At(at, id)
	if err != nil {
		return nil, err
	}
	needs := []models.Need{*n}
	p, err := s.pool(ctx, n.OrganizationID, needs)
	if err != nil {
		return nil, err
	}
	page := &PeoplePage{Need: &needs[0], Of: len(p.people)}
	of := s.cache.get(p.space, page.Need)
	page.People = p.chosen(s.candidates(p, page.Need), person, of, page.Need)
	page.People = page.People[:min(len(page.People), shownPeople)]
	for i := range page.People {
		page.People[i].explain(p.space, of)
	}
	return page, nil
}
