package freetext

import (
	"context"
	"slices"

	"meguri/models"
)

// codings are the codes of a question and what coders gave.
type codings struct {
	codes []models.TextCode
	// of has the codings of each text by coder; decided has what coders settled.
	of      map[string]map[string][]string
	decided map[string][]string
}

func readCodings(q *models.Query, src *source) (*codings, error) {
	c := &codings{of: map[string]map[string][]string{}, decided: map[string][]string{}}
	var err error
	if c.codes, err = q.TextCodings().Codes(src.survey, src.question.Slug); err != nil {
		return nil, err
	}
	all, err := q.TextCodings().All(src.survey, src.question.Slug)
	if err != nil {
		return nil, err
	}
	c.add(all)
	return c, nil
}

// add adds what coders gave.
func (c *codings) add(all []models.TextCoding) {
	for _, coding := range all {
		codes := slices.DeleteFunc(coding.Codes, func(id string) bool { return !c.has(id) }) // codes that are gone
		if coding.CoderID == models.DecidedTogether {
			c.decided[coding.TextID] = codes
			continue
		}
		if c.of[coding.TextID] == nil {
			c.of[coding.TextID] = map[string][]string{}
		}
		c.of[coding.TextID][coding.CoderID] = codes
	}
}

func (c *codings) has(id string) bool {
	return slices.ContainsFunc(c.codes, func(code models.TextCode) bool { return code.ID == id })
}

// final are the codes that count for a text: what was settled, or what more than half of those who read it gave. ok is
// false where nobody read it.
func (c *codings) final(text string) (codes []string, ok bool) {
	if codes, ok := c.decided[text]; ok {
		return codes, true
	}
	coders := c.of[text]
	times := map[string]int{}
	for _, given := range coders {
		for _, code := range given {
			times[code]++
		}
	}
	for _, code := range c.codes {
		if 2*times[code.ID] > len(coders) {
			codes = append(codes, code.ID)
		}
	}
	return codes, len(coders) > 0
}

// differs reports whether coders gave a text different codes and have not settled it.
func (c *codings) differs(text string) bool {
	if _, ok := c.decided[text]; ok {
		return false
	}
	var first []string
	isFirst := true
	for _, codes := range c.of[text] {
		if !isFirst && !slices.Equal(first, codes) {
			return true
		}
		first, isFirst = codes, false
	}
	return false
}

func (c *codings) book(src *source, me string) *Codebook {
	b := &Codebook{Head: src.head()}
	times, coders := map[string]int{}, map[string]bool{}
	for i := range src.texts {
		id := src.texts[i].ID
		codes, ok := c.final(id)
		if !ok {
			continue
		}
		b.Read++
		for _, code := range codes {
			times[code]++
		}
		for coder := range c.of[id] {
			coders[coder] = true
		}
		if _, mine := c.of[id][me]; mine {
			b.Mine++
		}
		if len(c.of[id]) > 1 {
			b.Twice++
		}
		if c.differs(id) {
			b.Differ++
		}
	}
	b.Coders = len(coders)
	for _, code := range c.codes {
		b.Codes = append(b.Codes, Code{TextCode: code, N: times[code.ID], Agreement: c.agreement(src, code.ID)})
	}
	b.Agreement = meanAgreement(b.Codes)
	return b
}

// CodingPage is texts to which a coder gives codes.
type CodingPage struct {
	Head
	Codes []models.TextCode
	List  []Coding
	// Done counts the texts that the coder has read, Left those that wait.
	Done, Left int
	// Differing says that the page has texts of which coders differ.
	Differing bool
}

// Coding is a text with what may be chosen for it. Its codes are in the order of the codebook.
type Coding struct {
	ID, Text string
	Choices  []Choice
	// By are what coders gave, where they differ. They have no names: which of them is right is not a matter of who.
	By [][]string
}

// Choice is a code that may be given to a text. Proposed says that texts alike have it.
type Choice struct {
	models.TextCode
	Given, Proposed bool
}

// perPage is how many texts a coder reads at once.
const perPage = 10

// CodingPage reads the texts that a coder has not read, or those of which coders differ. What other coders gave is not
// told before one has read a text. Coders, who may see results, call it. Errors: NotFound.
func (s *Service) CodingPage(
	ctx context.Context, event *models.Event, id, slug string, me *models.Account, differing bool,
) (*CodingPage, error) {
	q := s.db.Query(ctx)
	src, err := s.open(q, event, id, slug)
	if err != nil {
		return nil, err
	}
	page := &CodingPage{Head: src.head(), Differing: differing}
	if src.question == nil {
		return page, nil
	}
	c, err := readCodings(q, src)
	if err != nil {
		return nil, err
	}
	page.Codes = c.codes
	var waiting []int
	for i := range src.texts {
		text := src.texts[i].ID
		_, read := c.of[text][me.ID]
		switch {
		case read:
			page.Done++
		case !differing:
			waiting = append(waiting, i)
		}
		if differing && c.differs(text) {
			waiting = append(waiting, i)
		}
	}
	page.Left = len(waiting)
	var proposed func(text int) []string
	if !differing {
		proposed = s.proposals(ctx, event, src, c, me.ID)
	}
	for _, i := range waiting[:min(len(waiting), perPage)] {
		coding := Coding{ID: src.texts[i].ID, Text: src.texts[i].Value}
		var alike []string
		if proposed != nil {
			alike = proposed(i)
		}
		majority, _ := c.final(coding.ID)
		for _, code := range c.codes {
			coding.Choices = append(coding.Choices, Choice{
				TextCode: code, Proposed: slices.Contains(alike, code.ID),
				Given: differing && slices.Contains(majority, code.ID),
			})
		}
		if differing {
			coding.By = c.namesGiven(coding.ID)
		}
		page.List = append(page.List, coding)
	}
	return page, nil
}

// namesGiven are the names of the codes that coders gave to a text, the same for each order of coders.
func (c *codings) namesGiven(text string) (list [][]string) {
	for _, codes := range c.of[text] {
		names := []string{}
		for _, code := range c.codes {
			if slices.Contains(codes, code.ID) {
				names = append(names, code.Name)
			}
		}
		list = append(list, names)
	}
	slices.SortFunc(list, slices.Compare)
	return list
}

// CodingInput is what a coder gave to texts. Codes are those of each text.
type CodingInput struct {
	Question string
	Texts    []string
	Codes    map[string][]string
	// Decides says that coders settled it together.
	Decides bool
}

// Save stores what a coder gave to texts: each of them is read then. Coders, who may see results, call it. Errors:
// NotFound; Conflict where there are no texts; Invalid for a text or a code that does not exist.
func (s *Service) Save(
	ctx context.Context, event *models.Event, id string, me *models.Account, in *CodingInput,
) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		src, err := s.mustOpen(tx.Query, event, id, in.Question)
		if err != nil {
			return err
		}
		c, err := readCodings(tx.Query, src)
		if err != nil {
			return err
		}
		coder := me.ID
		if in.Decides {
			coder = models.DecidedTogether
		}
		list, err := in.codings(src, c, coder)
		if err != nil {
			return err
		}
		return tx.TextCodings().Save(list)
	})
}

func (in *CodingInput) codings(src *source, c *codings, coder string) (list []models.TextCoding, err error) {
	for _, text := range slices.Compact(slices.Sorted(slices.Values(in.Texts))) {
		codes := slices.Compact(slices.Sorted(slices.Values(in.Codes[text])))
		isKnown := slices.ContainsFunc(src.texts, func(t models.SurveyText) bool { return t.ID == text })
		if !isKnown || slices.ContainsFunc(codes, func(code string) bool { return !c.has(code) }) {
			return nil, models.NewError(models.CodeInvalid, "freetext.gone")
		}
		list = append(list, models.TextCoding{
			SurveyID: src.survey.ID, Slug: src.question.Slug, TextID: text, CoderID: coder, Codes: codes,
		})
	}
	return list, nil
}
