package freetext

import (
	"cmp"
	"context"
	"log/slog"
	"math"
	"slices"

	"meguri/app/service/check"
	"meguri/app/service/vectors"
	"meguri/models"
)

const (
	// neighbours are how many texts alike are asked for their codes.
	neighbours = 5
	// leastAlike is how alike they must be.
	leastAlike = 0.5
	// leastShare is how much of them must have a code that is proposed.
	leastShare = 0.4
	// fewestCoded is how many texts a coder must have coded before anything is proposed.
	fewestCoded = 5
)

// proposals returns a function that proposes codes for a text: those that the same coder gave to the texts most alike.
// What others gave is not used, so that coders stay apart. It is nil where there is too little to go by.
func (s *Service) proposals(
	ctx context.Context, event *models.Event, src *source, c *codings, me string,
) func(text int) []string {
	f, ready, err := s.find(ctx, event, src)
	if err != nil || !ready { // coding goes on without
		slog.Warn("no codes are proposed", "error", err)
		return nil
	}
	var coded []vectors.Vector
	var codes [][]string
	for i := range src.texts {
		if given, ok := c.of[src.texts[i].ID][me]; ok && f.vectors[i] != nil {
			coded, codes = append(coded, f.vectors[i]), append(codes, given)
		}
	}
	if len(coded) < fewestCoded {
		return nil
	}
	return func(text int) []string { return propose(f.vectors[text], coded, codes) }
}

// propose are the codes that the texts most alike have.
func propose(v vectors.Vector, coded []vectors.Vector, codes [][]string) (list []string) {
	weight, total := map[string]float64{}, 0.0
	for _, near := range vectors.Nearest(v, coded, neighbours) {
		if near.Similarity < leastAlike {
			continue
		}
		total += near.Similarity
		for _, code := range codes[near.Index] {
			weight[code] += near.Similarity
		}
	}
	for code, w := range weight {
		if w >= leastShare*total {
			list = append(list, code)
		}
	}
	slices.Sort(list)
	return list
}

// GroupsPage is the texts of a question put together where they are alike.
type GroupsPage struct {
	Head
	Ready  bool
	Codes  []models.TextCode
	Groups []Group
	// Alone counts the texts that are like no others.
	Alone int
}

// Group is texts that are alike. Words are what tells them from the others.
type Group struct {
	Words []string
	Texts []GroupText
	// Coded counts those to which the reader of the page gave codes.
	Coded int
}

// GroupText is a text of a group, the most typical first. Codes are the names of those that the reader gave it.
type GroupText struct {
	ID, Text string
	Codes    []string
}

// typical is how many texts of a group a page shows unfolded.
const typical = 3

// First are the texts that a page shows unfolded, Rest those that it folds.
func (g Group) First() []GroupText { return g.Texts[:min(typical, len(g.Texts))] }

// Rest are the texts that a page folds.
func (g Group) Rest() []GroupText { return g.Texts[len(g.First()):] }

// mostOfGroup is how many texts of a group a page has.
const mostOfGroup = 200

// Groups reads the texts that are alike. Coders, who may see results, call it. Errors: NotFound; Unavailable where
// words cannot be found.
func (s *Service) Groups(
	ctx context.Context, event *models.Event, id, slug string, me *models.Account,
) (*GroupsPage, error) {
	q := s.db.Query(ctx)
	src, err := s.open(q, event, id, slug)
	if err != nil {
		return nil, err
	}
	page := &GroupsPage{Head: src.head()}
	if src.question == nil {
		return page, nil
	}
	c, err := readCodings(q, src)
	if err != nil {
		return nil, err
	}
	page.Codes = c.codes
	f, ready, err := s.find(ctx, event, src)
	if err != nil || !ready {
		return page, err
	}
	page.Ready, page.Alone = true, len(src.texts)
	for _, group := range f.groups() {
		page.Alone -= len(group.Members)
		page.Groups = append(page.Groups, groupOf(src, c, f, group.Members, idOf(me)))
	}
	return page, nil
}

func groupOf(src *source, c *codings, f *found, members []int, me string) Group {
	g := Group{Words: f.telling(members)}
	for _, i := range members {
		t := GroupText{ID: src.texts[i].ID, Text: src.texts[i].Value}
		given, ok := c.of[t.ID][me]
		if ok {
			g.Coded++
		}
		for _, code := range c.codes {
			if slices.Contains(given, code.ID) {
				t.Codes = append(t.Codes, code.Name)
			}
		}
		if len(g.Texts) < mostOfGroup {
			g.Texts = append(g.Texts, t)
		}
	}
	return g
}

// mostTelling is how many words name a group.
const mostTelling = 4

// telling are the words that tell texts from the others: said in many of them, and in few others.
func (f *found) telling(members []int) (list []string) {
	isMember := make(map[int]bool, len(members))
	for _, i := range members {
		isMember[i] = true
	}
	type scored struct {
		text  string
		score float64
	}
	var all []scored
	for _, w := range f.words {
		inside := 0
		for _, i := range w.In {
			if isMember[i] {
				inside++
			}
		}
		if inside > 1 {
			n := float64(inside)
			all = append(all, scored{w.Text, n / float64(len(members)) * math.Sqrt(n/float64(len(w.In)))})
		}
	}
	slices.SortStableFunc(all, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	for _, word := range all[:min(mostTelling, len(all))] {
		list = append(list, word.text)
	}
	return list
}

// GroupInput is a code for texts of a group: one of the codebook, or a new one by its name.
type GroupInput struct {
	Question string   `form:"question"`
	Code     string   `form:"code"`
	Name     string   `form:"name"`
	Texts    []string `form:"text"`
}

// SaveGroup gives a code to texts, beside those that the coder gave them before. Coders, who may see results, call it.
// Errors: NotFound; Conflict where there are no texts; Invalid for the fields at fault.
func (s *Service) SaveGroup(
	ctx context.Context, event *models.Event, id string, me *models.Account, in *GroupInput,
) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		src, err := s.mustOpen(tx.Query, event, id, in.Question)
		if err != nil {
			return err
		}
		if err := tx.Surveys().LockRow(src.survey); err != nil {
			return err
		}
		c, err := readCodings(tx.Query, src)
		if err != nil {
			return err
		}
		code, err := in.code(tx, src, c)
		if err != nil {
			return err
		}
		given := &CodingInput{Texts: in.Texts, Codes: map[string][]string{}}
		for _, text := range in.Texts {
			given.Codes[text] = append(slices.Clone(c.of[text][me.ID]), code)
		}
		list, err := given.codings(src, c, me.ID)
		if err != nil {
			return err
		}
		return tx.TextCodings().Save(list)
	})
}

// code is the code that is chosen, or a new one at the end of the codebook.
func (in *GroupInput) code(tx *models.Tx, src *source, c *codings) (string, error) {
	checked := check.New()
	name := checked.Line("name", in.Name, longestName, check.Optional)
	if len(in.Texts) == 0 {
		checked.Fault("text", "freetext.choose_texts")
	}
	if in.Code == "" && name == "" {
		checked.Fault("code", "freetext.choose_code")
	}
	if in.Code != "" && !c.has(in.Code) {
		checked.Fault("code", "freetext.gone")
	}
	if len(c.codes) >= mostCodes && name != "" {
		checked.Fault("name", "freetext.too_many_codes", "n", mostCodes)
	}
	if err := checked.Err(); err != nil || name == "" {
		return in.Code, err
	}
	if i := slices.IndexFunc(c.codes, func(code models.TextCode) bool { return code.Name == name }); i >= 0 {
		return c.codes[i].ID, nil
	}
	c.codes = append(c.codes, models.TextCode{Name: name})
	err := tx.TextCodings().SaveCodes(src.survey, src.question.Slug, c.codes)
	return c.codes[len(c.codes)-1].ID, err
}
