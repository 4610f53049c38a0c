package consensus

import (
	"context"
	"slices"
	"strings"
	"time"

	crowd "meguri/app/service/consensus"
	"meguri/models"
	"meguri/models/text"
)

// Map is the result of a round as it is shown.
type Map struct {
	Round *models.ConsensusRound
	Open  bool
	// People answered, Placed of them are in a group.
	People, Placed, Answers int
	// Enough says that enough have answered to show anything.
	Enough          bool
	Groups          []Group
	Agreed, Divided []Row
	// AgreedCount counts also those that are agreed and have no room in Agreed.
	AgreedCount int
	// All are all statements, in order.
	All []Row
	Own *Own
	// Drawing is the picture of the groups.
	Drawing *crowd.Drawing
}

// StageRows are what the stage shows beside the picture: what all agree on, else what divides.
func (m *Map) StageRows() []Row {
	if len(m.Agreed) > 0 {
		return first(mostOnStage, m.Agreed)
	}
	return first(mostOnStage, m.Divided)
}

// Beyond counts what is agreed and has no room among so many.
func (m *Map) Beyond(shown int) int {
	if len(m.Agreed) == 0 {
		return 0
	}
	return m.AgreedCount - shown
}

// Group is one group of people.
type Group struct {
	Letter  string
	Number  int // from 1
	People  int
	Typical []Typical
}

// maxMotto is how many characters of a statement stand for a group on the stage.
const maxMotto = 17

// Motto is what the group agrees with more than the others do, shortened; "" where it is known by what it refuses.
func (g *Group) Motto() string {
	for _, t := range g.Typical {
		if t.Agrees {
			return text.Shorten(t.Text, maxMotto)
		}
	}
	return ""
}

// Typical is a statement by which a group is known.
type Typical struct {
	Text   string
	Agrees bool
}

// Row is a statement with what people said to it.
type Row struct {
	Text   string
	Shares []Share
	// All is the share of everybody.
	All   Share
	Tally crowd.Tally
}

// Share is how much of a group agrees. Shown is false where too few of it answered.
type Share struct {
	Letter  string
	Number  int // of the group, from 1
	Percent int
	Shown   bool
}

// Own is where who reads stands. Letter is "" for no group.
type Own struct {
	Letter string
	// Missing is how many more cards they must answer.
	Missing int
}

// RoomMap reads the map for a person, who alone sees their own place. The person calls it. Errors: NotFound.
func (s *Service) RoomMap(
	ctx context.Context, event *models.Event, r *models.Registration, id string,
) (*Map, error) {
	q := s.db.Query(ctx)
	round, statements, err := s.began(q, event, id)
	if err != nil {
		return nil, err
	}
	found, err := s.analysis(q, event, round)
	if err != nil {
		return nil, err
	}
	page := show(round, statements, found, q.Now)
	given, err := s.stances(q, round, r, statements)
	if err != nil || len(given) == 0 {
		return page, err
	}
	page.placeOwn(found, given)
	return page, nil
}

func (m *Map) placeOwn(found *analysis, given map[string]models.StanceKind) {
	m.Own = &Own{Missing: max(0, min(placedFrom, len(m.All))-len(given))}
	if m.Own.Missing > 0 || !m.Enough {
		return
	}
	var answers []crowd.Answer
	for j, id := range found.Statements {
		if given[id] != "" {
			answers = append(answers, crowd.Answer{Statement: j, Stance: stanceOf(given[id])})
		}
	}
	place, ok := found.Result.Place(answers)
	if !ok {
		return
	}
	if place.Group >= 0 && place.Group < len(m.Groups) {
		m.Own.Letter = m.Groups[place.Group].Letter
	}
	if m.Drawing != nil {
		m.Drawing.Own = m.Drawing.At(place.Point)
	}
}

// Map reads the map for staff and the stage. Errors: NotFound.
func (s *Service) Map(ctx context.Context, event *models.Event, id string) (*Map, error) {
	q := s.db.Query(ctx)
	round, statements, err := s.began(q, event, id)
	if err != nil {
		return nil, err
	}
	found, err := s.analysis(q, event, round)
	if err != nil {
		return nil, err
	}
	return show(round, statements, found, q.Now), nil
}

// StagePage reads the map of a round for the stage, of the one that is open or was last where id is "". It is nil
// without any.
func (s *Service) StagePage(ctx context.Context, event *models.Event, id string) (*Map, error) {
	if id == "" {
		now, err := s.Now(ctx, event)
		if err != nil || now == nil {
			return nil, err
		}
		id = now.ID
	}
	m, err := s.Map(ctx, event, id)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, nil
	}
	return m, err
}

// PublicMap reads the map for everybody. Errors: NotFound, also where it is not public.
func (s *Service) PublicMap(ctx context.Context, event *models.Event, id string) (*Map, error) {
	page, err := s.Map(ctx, event, id)
	if err == nil && (!page.Round.Public || page.Open) {
		err = models.NewError(models.CodeNotFound, "error.not_found")
	}
	return page, err
}

// Public lists the rounds whose results everybody may see.
func (s *Service) Public(ctx context.Context, event *models.Event) (list []models.ConsensusRound, err error) {
	q := s.db.Query(ctx)
	all, err := q.Consensus().OfEvent(event)
	for _, r := range all {
		if r.Public && r.IsOver(q.Now) {
			list = append(list, r)
		}
	}
	return list, err
}

func first(n int, list []Row) []Row { return list[:min(n, len(list))] }

// show makes a page of what was found. Statements whose voice is not public any more are left out.
func show(round *models.ConsensusRound, statements []models.Statement, found *analysis, now time.Time) *Map {
	result := found.Result
	m := &Map{
		Round: round, Open: round.IsOpen(now), People: result.People, Placed: result.Placed, Answers: found.Answers,
		Enough: result.People >= crowd.FewestPeople,
	}
	says := map[string]string{}
	for i := range statements {
		says[statements[i].ID] = strings.ReplaceAll(statements[i].Says(), "\n", " ")
	}
	rows := func(numbers []int) (list []Row) {
		for _, j := range numbers {
			if text := says[found.Statements[j]]; text != "" {
				list = append(list, rowOf(text, j, result))
			}
		}
		return list
	}
	numbers := make([]int, len(found.Statements))
	for j := range numbers {
		numbers[j] = j
	}
	m.All = rows(numbers)
	if !m.Enough {
		return m
	}
	agreed := rows(result.Agreed())
	m.Agreed, m.AgreedCount = first(mostAgreed, agreed), len(agreed)
	m.Divided = first(mostDivided, rows(result.Divided()))
	for g := range result.Groups {
		group := Group{Letter: crowd.Letters[g : g+1], Number: g + 1, People: result.Groups[g].People}
		for _, j := range result.Typical(g) {
			if text := says[found.Statements[j]]; text != "" && len(group.Typical) < mostTypical {
				group.Typical = append(group.Typical, Typical{text, isMore(result.Groups[g].Tallies[j])})
			}
		}
		m.Groups = append(m.Groups, group)
	}
	if len(m.Groups) > 1 {
		m.Drawing = crowd.Draw(result)
	}
	return m
}

func isMore(t crowd.Tally) bool { return t.Agree > t.Disagree }

func rowOf(text string, j int, result *crowd.Result) Row {
	row := Row{Text: text, Tally: result.Tallies[j], All: shareOf(0, result.Tallies[j])}
	if !row.All.Shown {
		row.Tally = crowd.Tally{}
	}
	for g := range result.Groups {
		row.Shares = append(row.Shares, shareOf(g+1, result.Groups[g].Tallies[j]))
	}
	return row
}

// shareOf is the share of a group, or of everybody where its number is 0.
func shareOf(number int, t crowd.Tally) Share {
	share := Share{Number: number}
	if number > 0 {
		share.Letter = crowd.Letters[number-1 : number]
	}
	if t.Votes() >= crowd.FewestShown {
		share.Percent, share.Shown = (200*t.Agree+t.Votes())/(2*t.Votes()), true
	}
	return share
}

// Card is a statement with which many agree.
type Card struct {
	ID string
	// PostID is the voice that it is, nil for one that staff wrote.
	PostID *string
	Text   string
	People int
	Round  *models.ConsensusRound
}

// AgreedCards are the statements with which people agreed in the rounds of an event that are over, in every group,
// where enough answered to show it. Who may edit the event's needs calls it.
func (s *Service) AgreedCards(ctx context.Context, event *models.Event) (list []Card, err error) {
	q := s.db.Query(ctx)
	rounds, err := q.Consensus().OfEvent(event)
	if err != nil {
		return nil, err
	}
	for i := range rounds {
		round := &rounds[i]
		if !round.IsOver(q.Now) || round.Result == "" {
			continue
		}
		statements, err := q.Consensus().Statements(round)
		if err != nil {
			return nil, err
		}
		found, err := s.analysis(q, event, round)
		if err != nil {
			return nil, err
		}
		list = append(list, agreedCards(round, statements, found)...)
	}
	return list, nil
}

func agreedCards(round *models.ConsensusRound, statements []models.Statement, found *analysis) (list []Card) {
	if found.Result.People < crowd.FewestPeople {
		return nil
	}
	for _, j := range found.Result.Agreed() {
		at := slices.IndexFunc(statements, func(s models.Statement) bool { return s.ID == found.Statements[j] })
		if at < 0 || statements[at].Says() == "" {
			continue
		}
		s := &statements[at]
		list = append(list, Card{s.ID, s.PostID, s.Says(), found.Result.Tallies[j].Agree, round})
	}
	return list
}
