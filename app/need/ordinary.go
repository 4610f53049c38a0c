package need

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"meguri/app/service/check"
	"meguri/app/service/vectors"
	"meguri/app/service/words"
	"meguri/models"
)

const (
	// maxSentence is how many letters one may have.
	maxSentence = 200
	// mostOpen is among how many open needs is looked, those opened last.
	mostOpen = 1000
	// shownEach is how many needs are shown of each sentence, and leastAlike how alike they must be.
	shownEach  = 3
	leastAlike = 0.3
)

// DayInput is an ordinary day in three sentences. It is stored nowhere.
type DayInput struct {
	One   string `form:"one"`
	Two   string `form:"two"`
	Three string `form:"three"`
}

func (in *DayInput) read() ([]string, error) {
	c := check.New()
	var said []string
	for _, field := range []struct{ name, typed string }{{"one", in.One}, {"two", in.Two}, {"three", in.Three}} {
		if line := c.Line(field.name, field.typed, maxSentence, check.Optional); line != "" {
			said = append(said, line)
		}
	}
	if len(said) == 0 {
		c.Fault("one", "ordinary.write_one")
	}
	return said, c.Err()
}

// Helps is a need where an ordinary day may help.
type Helps struct {
	models.Need
	// Sentence is the one that led to it, Words are those of it that are near, NeedWords what they are near to.
	Sentence         string
	Words, NeedWords []string
	Similarity       float64
}

// DayPage is what an ordinary day leads to, by sentence.
type DayPage struct {
	Sentences []SentencePage
	// Open is how many needs are open at all.
	Open int
}

// SentencePage is what one sentence leads to, the nearest first; nothing is usual.
type SentencePage struct {
	Text  string
	Helps []Helps
}

// Found reports whether anything was found.
func (p *DayPage) Found() bool {
	return slices.ContainsFunc(p.Sentences, func(s SentencePage) bool { return len(s.Helps) > 0 })
}

// Day finds the open needs where an ordinary day may help. Everybody may call it; nothing of what was said is stored.
// Each sentence is ranked by itself, as sentences that are mixed find less. Errors: Invalid with the fields at fault.
func (s *Service) Day(ctx context.Context, in *DayInput) (*DayPage, error) {
	said, err := in.read()
	if err != nil {
		return nil, err
	}
	open, err := s.db.Query(ctx).Needs().Open(mostOpen)
	if err != nil {
		return nil, err
	}
	read, err := s.words(ctx, said, open)
	if err != nil {
		return nil, err
	}
	space, err := vectors.Load()
	if err != nil {
		return nil, err
	}
	page := &DayPage{Open: len(open)}
	shown := map[string]bool{}
	for i, text := range said {
		found := SentencePage{Text: text}
		for _, near := range s.Rank(space, space.Of(read[i]), open) {
			n := open[near.Index]
			if len(found.Helps) == shownEach || near.Similarity < leastAlike {
				break
			}
			if shown[n.ID] {
				continue
			}
			shown[n.ID] = true
			texts := s.cache.get(space, &n)
			own, of := matched(space, read[i], slices.Concat(texts.words[0], texts.words[1]))
			found.Helps = append(found.Helps, Helps{n, text, own, of, near.Similarity})
		}
		page.Sentences = append(page.Sentences, found)
	}
	return page, nil
}

// Rank orders needs, whose words were read before, by how near a sentence is to them; nothing is near to one without
// known words.
func (s *Service) Rank(space *vectors.Space, said vectors.Vector, open []models.Need) []vectors.Near {
	list := make([]vectors.Near, 0, len(open))
	if said == nil {
		return nil
	}
	for i := range open {
		texts := s.cache.get(space, &open[i])
		list = append(list, vectors.Near{Index: i, Similarity: nearness(said, texts)})
	}
	slices.SortStableFunc(list, func(a, b vectors.Near) int { return cmp.Compare(b.Similarity, a.Similarity) })
	return list
}

// nearness is how near a sentence is to a need: to what is troublesome and to what is to be done, together.
func nearness(said vectors.Vector, n textVectors) float64 { return vectors.Similarity(said, n.middle) }

// matched are the words of a sentence that are near to words of a need, and those.
func matched(space *vectors.Space, said, of []string) (own, theirs []string) {
	const near, most = 0.5, 3
	type pair struct {
		own, theirs string
		value       float64
	}
	var pairs []pair
	for _, a := range said {
		va := space.Of([]string{a})
		for _, b := range of {
			if v := vectors.Similarity(va, space.Of([]string{b})); a == b || v >= near {
				pairs = append(pairs, pair{a, b, v})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.value, a.value) })
	for _, p := range pairs {
		if !slices.Contains(own, p.own) && len(own) < most {
			own = append(own, p.own)
		}
		if !slices.Contains(theirs, p.theirs) && len(theirs) < most {
			theirs = append(theirs, p.theirs)
		}
	}
	return own, theirs
}

// words are the content words of sentences. Needs whose words are not read yet are read with them and stored, so that
// the dictionary is loaded once.
func (s *Service) words(ctx context.Context, said []string, open []models.Need) ([][]string, error) {
	texts := slices.Clone(said)
	var fresh []int
	for i := range open {
		if n := &open[i]; n.Words == nil {
			fresh = append(fresh, i)
			texts = append(texts, n.Title+"\n"+n.Trouble, n.Task+"\n"+n.Deliverable)
		}
	}
	if len(texts) == 0 {
		return nil, nil
	}
	list, err := s.Count(ctx, &words.Request{Texts: texts, Parts: true})
	if err != nil {
		return nil, err
	}
	read := make([][]string, len(texts))
	for _, word := range words.OfKind(list, words.KindPart) {
		for _, i := range word.In {
			read[i] = append(read[i], word.Text)
		}
	}
	if len(fresh) == 0 {
		return read[:len(said)], nil
	}
	for at, i := range fresh {
		pair := [2][]string{read[len(said)+2*at], read[len(said)+2*at+1]}
		stored, err := json.Marshal(pair)
		if err != nil {
			return nil, err
		}
		text := string(stored)
		open[i].Words = &text
	}
	return read[:len(said)], s.db.InTx(ctx, func(tx *models.Tx) error {
		for _, i := range fresh {
			if err := tx.Needs().SetWords(&open[i], *open[i].Words); err != nil {
				return err
			}
		}
		return nil
	})
}
