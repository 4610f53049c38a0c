package need

import (
	"context"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"

	"meguri/app/service/vectors"
	"meguri/models"
)

// mostRead is how many texts are read by one call of the dictionary.
const mostRead = 4000

// reader reads the words of what people opened. What it read once it keeps: a batch of people has the same texts at
// each organization.
type reader struct {
	*Service
	space *vectors.Space
	known map[string]said
}

// read is what people opened, with words and vectors. Words that are not stored yet are read and stored.
func (s *Service) read(ctx context.Context, space *vectors.Space, people []*models.Askable) ([][]said, error) {
	r := &reader{s, space, map[string]said{}}
	return r.read(ctx, people)
}

func (r *reader) read(ctx context.Context, people []*models.Askable) ([][]said, error) {
	texts, sources := make([][]said, len(people)), map[string]bool{}
	for i, a := range people {
		texts[i] = textsOf(a)
		for _, t := range texts[i] {
			if _, known := r.known[t.text]; !known {
				sources[t.from] = true
			}
		}
	}
	if len(sources) > 0 {
		if err := r.learn(ctx, texts, sources); err != nil {
			return nil, err
		}
	}
	for i := range texts {
		for j := range texts[i] {
			t := &texts[i][j]
			known := r.known[t.text]
			t.words, t.vector = known.words, known.vector
		}
	}
	return texts, nil
}

// learn gets the words of texts of sources: those that are stored, and by the dictionary those that are not.
func (r *reader) learn(ctx context.Context, texts [][]said, sources map[string]bool) error {
	stored, err := r.db.Query(ctx).Matches().Words(slices.Collect(maps.Keys(sources)))
	if err != nil {
		return err
	}
	var fresh []string
	isFresh, changed := map[string]bool{}, map[string]bool{}
	for _, list := range texts {
		for _, t := range list {
			if _, known := r.known[t.text]; known {
				continue
			}
			if words, is := stored[t.from][hash(t.text)]; is {
				r.knows(t.text, words)
				continue
			}
			changed[t.from] = true
			if !isFresh[t.text] {
				isFresh[t.text] = true
				fresh = append(fresh, t.text)
			}
		}
	}
	for part := range slices.Chunk(fresh, mostRead) {
		read, err := r.words(ctx, part, nil)
		if err != nil {
			return err
		}
		for i, text := range part {
			r.knows(text, read[i])
		}
	}
	return r.store(ctx, texts, changed)
}

func (r *reader) knows(text string, words []string) {
	r.known[text] = said{words: words, vector: r.space.Of(words)}
}

// store stores the words of sources that are read now.
func (r *reader) store(ctx context.Context, texts [][]said, sources map[string]bool) error {
	if len(sources) == 0 {
		return nil
	}
	of := map[string]map[string][]string{}
	for _, list := range texts {
		for _, t := range list {
			if !sources[t.from] {
				continue
			}
			if of[t.from] == nil {
				of[t.from] = map[string][]string{}
			}
			of[t.from][hash(t.text)] = r.known[t.text].words
		}
	}
	var list []models.SaidWords
	for _, person := range slices.Sorted(maps.Keys(of)) { // always in the same order, so that two do not wait in a circle
		list = append(list, models.SaidWords{Person: person, Words: of[person]})
	}
	return r.db.InTx(ctx, func(tx *models.Tx) error { return tx.Matches().SetWords(list) })
}

// hash stands for a text beside its words.
func hash(text string) string {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(text))
	return strconv.FormatUint(sum.Sum64(), 36)
}
