package need

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
	"time"

	"meguri/app/service/jobs"
	"meguri/app/service/vectors"
	"meguri/models"
)

const (
	// keptNear is how many of the nearest people are kept for a need. Beside them are keptFree who may be proposed for a
	// team, and keptNew of these whose first help it would be: who was asked too often does not hide the others.
	keptNear, keptFree, keptNew = 30, 60, 10
	// mostListed is how many are read of a list at most: those who changed their profile since come on top.
	mostListed = 200
	// usualBatch is how many people are read at a time, and block how many are compared with one need after the other
	// while the processor has them near.
	usualBatch, block = 2000, 64
	// mostPairs is how many pairs of needs and people one job compares.
	mostPairs = 20_000_000
	// fewPeople is among how many is looked while a page waits.
	fewPeople = 500
	// mostWorkers is how many look at the same time.
	mostWorkers = 2
	// keptAtOnce is how many lists are stored in a transaction.
	keptAtOnce = 20
)

// JobMatchNeeds is the kind of job that looks for people for all needs; its payload is the need after which it goes on.
const JobMatchNeeds = "match_needs"

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind {
	return []jobs.Kind{
		{Name: JobMatchNeeds, Do: s.matchNeeds}, {Name: models.JobMatchNeed, Do: s.matchNeed},
		{Name: models.JobMatchPerson, Do: s.matchPerson},
	}
}

// top are the best of those who were found so far, the best first.
type top struct {
	most int
	list []place
}

// place is somebody who was found.
type place struct {
	person string
	worth  float64
	lot    uint64
}

// before orders them: who is worth the same gets a turn at one need or another.
func (p place) before(o place) int {
	return cmp.Or(cmp.Compare(o.worth, p.worth), cmp.Compare(p.lot, o.lot), cmp.Compare(p.person, o.person))
}

func (t *top) add(p place) {
	if len(t.list) == t.most && p.worth < t.list[t.most-1].worth {
		return
	}
	at, isThere := slices.BinarySearchFunc(t.list, p, place.before)
	if isThere || at == t.most { // who came before, in another batch
		return
	}
	if len(t.list) == t.most {
		t.list = t.list[:t.most-1]
	}
	t.list = slices.Insert(t.list, at, p)
}

// least is how much somebody must be worth to be among them, nil where there is room.
func (t *top) least() *float64 {
	if len(t.list) < t.most {
		return nil
	}
	return &t.list[t.most-1].worth
}

// ranked is a need with those who were found for it so far.
type ranked struct {
	need            *models.Need
	of              textVectors
	by              *taught
	near, free, new top
	people, found   int
}

// look compares somebody with the need.
func (r *ranked) look(a *models.Askable, texts []said) {
	c := Candidate{Askable: a}
	r.people++
	if !c.judge(r.by, texts, r.of, r.need) {
		return
	}
	r.found++
	p := c.place()
	r.near.add(p)
	if c.leftOut(nil) != "" {
		return
	}
	r.free.add(p)
	if c.IsNew {
		r.new.add(p)
	}
}

// list is what is kept.
func (r *ranked) list() models.MatchList {
	list := models.MatchList{
		NeedID: r.need.ID, NeedVersion: r.need.Version, People: r.people, Found: r.found,
		LeastNear: r.near.least(), LeastFree: r.free.least(), LeastNew: r.new.least(),
	}
	isIn := map[string]bool{}
	for _, p := range slices.Concat(r.near.list, r.free.list, r.new.list) {
		if !isIn[p.person] {
			isIn[p.person] = true
			list.Nearest = append(list.Nearest, models.MatchPerson{NeedID: r.need.ID, Person: p.person, Worth: p.worth})
		}
	}
	return list
}

// ranking looks for people for needs of organizations.
type ranking struct {
	*Service
	space *vectors.Space
	at    map[string][]*ranked
	all   []*ranked
}

// ranking begins with needs whose words are read.
func (s *Service) ranking(ctx context.Context, needs []models.Need) (*ranking, error) {
	space, err := vectors.Load()
	if err != nil {
		return nil, err
	}
	for part := range slices.Chunk(needs, keptAtOnce*10) {
		if _, err := s.words(ctx, nil, part); err != nil {
			return nil, err
		}
	}
	r, by := &ranking{Service: s, space: space, at: map[string][]*ranked{}}, map[string]*taught{}
	for i := range needs {
		n := &needs[i]
		at := n.OrganizationID
		if by[at] == nil {
			said, err := s.taught(s.db.Query(ctx), at)
			if err != nil {
				return nil, err
			}
			by[at] = &said
		}
		one := &ranked{
			need: n, of: s.cache.get(space, n), by: by[at],
			near: top{most: keptNear}, free: top{most: keptFree}, new: top{most: keptNew},
		}
		r.at[at], r.all = append(r.at[at], one), append(r.all, one)
	}
	return r, nil
}

// crowdAt is people as an organization knows them, with what they opened.
type crowdAt struct {
	people []*models.Askable
	texts  [][]said
	needs  []*ranked
}

// crowds are a crowd as each of the organizations knows it.
func (r *ranking) crowds(ctx context.Context, c *models.Crowd) ([]crowdAt, error) {
	reading := &reader{r.Service, r.space, map[string]said{}}
	var list []crowdAt
	var people []*models.Askable
	index := map[*models.Askable]int{}
	for at, needs := range r.at {
		one := crowdAt{people: c.In(at), needs: needs}
		for _, a := range one.people {
			if _, known := index[a]; !known {
				index[a] = len(people)
				people = append(people, a)
			}
		}
		list = append(list, one)
	}
	texts, err := reading.read(ctx, people)
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i].texts = make([][]said, len(list[i].people))
		for j, a := range list[i].people {
			list[i].texts[j] = texts[index[a]]
		}
	}
	return list, nil
}

// add compares a crowd with all needs.
func (r *ranking) add(ctx context.Context, c *models.Crowd) error {
	crowds, err := r.crowds(ctx, c)
	if err != nil {
		return err
	}
	workers := min(mostWorkers, runtime.GOMAXPROCS(0))
	var working sync.WaitGroup
	for w := range workers {
		working.Go(func() {
			for i := range crowds {
				crowds[i].compare(w, workers)
			}
		})
	}
	working.Wait()
	return ctx.Err()
}

// compare compares people with one of so many parts of the needs.
func (c *crowdAt) compare(part, parts int) {
	for from := 0; from < len(c.people); from += block {
		to := min(from+block, len(c.people))
		for i := part; i < len(c.needs); i += parts {
			for j := from; j < to; j++ {
				c.needs[i].look(c.people[j], c.texts[j])
			}
		}
	}
}

// rank looks for people for needs of an organization, or of any for "", and keeps whom it finds: each list in the place
// of the one before, in one transaction. cause is why.
func (s *Service) rank(ctx context.Context, organizationID, cause string, needs []models.Need) error {
	if len(needs) == 0 {
		return nil
	}
	q := s.db.Query(ctx)
	begun := q.Now
	r, err := s.ranking(ctx, needs)
	if err != nil {
		return err
	}
	err = q.Askings(s.Mark).Each(organizationID, s.batch, func(c *models.Crowd) error { return r.add(ctx, c) })
	if err != nil {
		return err
	}
	for part := range slices.Chunk(r.all, keptAtOnce) {
		lists := make([]models.MatchList, len(part))
		for i, one := range part {
			lists[i] = one.list()
		}
		if err := s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Matches().Keep(lists) }); err != nil {
			return err
		}
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Matches().RankAgain(begun, cause) })
}

// RankAll looks for people for all needs that are open or talked about. A job does it each night.
func (s *Service) RankAll(ctx context.Context) error {
	for after, isOver := "", false; !isOver; {
		var err error
		if after, isOver, err = s.rankFrom(ctx, after, JobMatchNeeds); err != nil {
			return err
		}
	}
	return nil
}

// rankFrom looks for people for as many needs as a job may, from the need after on. It returns the last of them, and
// whether there are no more.
func (s *Service) rankFrom(ctx context.Context, after, cause string) (last string, isOver bool, err error) {
	q := s.db.Query(ctx)
	people, err := q.Askings(s.Mark).Count("")
	if err != nil {
		return "", false, err
	}
	most := max(50, min(2000, mostPairs/max(1, people)))
	needs, err := q.Needs().ToMatch(after, most)
	if err != nil || len(needs) == 0 {
		return "", true, err
	}
	return needs[len(needs)-1].ID, len(needs) < most, s.rank(ctx, "", cause, needs)
}

// Tonight has a job look for people for all needs, once a day, and forgets what is over.
func (s *Service) Tonight(ctx context.Context) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Matches().ForgetOver(); err != nil {
			return err
		}
		day := tx.Now.In(models.DefaultZone).Format(time.DateOnly)
		return tx.Jobs().Add(JobMatchNeeds, JobMatchNeeds+":"+day, "", tx.Now)
	})
}

// matchNeeds does one job of kind JobMatchNeeds, and has another one go on.
func (s *Service) matchNeeds(ctx context.Context, job *models.Job) error {
	last, isOver, err := s.rankFrom(ctx, job.Payload, job.ID)
	if err != nil || isOver {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		return tx.Jobs().Add(JobMatchNeeds, JobMatchNeeds+":"+job.ID, last, tx.Now)
	})
}

// matchNeed looks for people for the need of a job.
func (s *Service) matchNeed(ctx context.Context, job *models.Job) error {
	n, err := s.db.Query(ctx).Needs().ByID(job.Payload)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return s.rank(ctx, n.OrganizationID, job.ID, []models.Need{*n})
}

func (s *Service) matchPerson(ctx context.Context, job *models.Job) error {
	_, err := s.RankPerson(ctx, job.Payload)
	return err
}

// RankPerson compares somebody, by the ID of an Askable, with all needs, and keeps them where they are among the
// nearest. A job does it when they changed what they said. It returns how long the comparison alone took.
func (s *Service) RankPerson(ctx context.Context, person string) (took time.Duration, err error) {
	q := s.db.Query(ctx)
	c, err := q.Askings(s.Mark).Crowd("", []string{person})
	if err != nil {
		return 0, err
	}
	var rows []models.MatchPerson
	for after := ""; ; {
		needs, err := q.Needs().ToMatch(after, mostOpen)
		if err != nil {
			return 0, err
		}
		if len(needs) == 0 {
			break
		}
		more, compared, err := s.nearTo(ctx, c, needs)
		if err != nil {
			return 0, err
		}
		rows, after, took = append(rows, more...), needs[len(needs)-1].ID, took+compared
	}
	ids := append(c.IDs(), person)
	return took, s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Matches().Put(ids, rows) })
}

// nearTo finds for which of the needs the people of a crowd are among the nearest.
func (s *Service) nearTo(
	ctx context.Context, c *models.Crowd, needs []models.Need,
) (rows []models.MatchPerson, took time.Duration, err error) {
	lists, err := s.db.Query(ctx).Matches().Of(needIDs(needs))
	if err != nil {
		return nil, 0, err
	}
	r, err := s.ranking(ctx, needs)
	if err != nil {
		return nil, 0, err
	}
	crowds, err := r.crowds(ctx, c)
	if err != nil {
		return nil, 0, err
	}
	begun := time.Now()
	for i := range crowds {
		crowds[i].compare(0, 1)
	}
	took = time.Since(begun)
	enough := func(t *top, least *float64) bool {
		return len(t.list) > 0 && (least == nil || t.list[0].worth >= *least)
	}
	for _, one := range r.all {
		list := lists[one.need.ID]
		if list == nil {
			continue
		}
		if enough(&one.near, list.LeastNear) || enough(&one.free, list.LeastFree) || enough(&one.new, list.LeastNew) {
			rows = append(rows, one.list().Nearest...)
		}
	}
	return rows, took, nil
}

// lists are of when the lists of needs of an organization are. Where one is missing or of an earlier version of its
// need, it is looked for people: at once where few may be asked, and else by a job.
func (s *Service) lists(ctx context.Context, organizationID string, needs []models.Need) (map[string]Listed, error) {
	lists, err := s.db.Query(ctx).Matches().Of(needIDs(needs))
	if err != nil {
		return nil, err
	}
	var old []models.Need
	for i := range needs {
		if list := lists[needs[i].ID]; list == nil || list.NeedVersion != needs[i].Version {
			old = append(old, needs[i])
		}
	}
	if len(old) > 0 {
		if err := s.renew(ctx, organizationID, old); err != nil {
			return nil, err
		}
		if lists, err = s.db.Query(ctx).Matches().Of(needIDs(needs)); err != nil {
			return nil, err
		}
	}
	of := map[string]Listed{}
	people, err := s.db.Query(ctx).Askings(s.Mark).Count(organizationID)
	for i := range needs {
		if list := lists[needs[i].ID]; list != nil { // who came since was looked at as well
			of[list.NeedID] = Listed{people, list.Found, &list.RankedAt, list.NeedVersion != needs[i].Version}
		}
	}
	return of, err
}

func (s *Service) renew(ctx context.Context, organizationID string, needs []models.Need) error {
	q := s.db.Query(ctx)
	people, err := q.Askings(s.Mark).Count(organizationID)
	if err != nil {
		return err
	}
	hour := q.Now.UTC().Format("2006-01-02T15")
	if people <= s.few {
		return s.rank(ctx, organizationID, hour, needs)
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		for i := range needs {
			if err := tx.Matches().RankNeed(&needs[i], ":"+hour); err != nil {
				return err
			}
		}
		return nil
	})
}
