package voice

import (
	"context"
	"math"
	"slices"

	"meguri/models"
	"meguri/models/text"
)

// Likeness says how much alike a text is to others, each from 0 to 1.
type Likeness func(said string, others []string) []float64

const (
	// alike is the likeness from which two voices may say the same. It was chosen with the voices of the demo: nothing
	// is offered there that differs, and what says the same in nearly the same words is.
	alike = 0.45
	// maxAlike is how many are offered.
	maxAlike = 3
	// compared is how many voices one is compared with.
	compared = 2000
)

// pairsInCommon compares the pairs of neighbouring letters, however they are written: cosine of the sets, in which
// pairs of hiragana alone, which are mostly grammar, count a quarter.
func pairsInCommon(said string, others []string) []float64 {
	mine := pairsOf(said)
	scores := make([]float64, len(others))
	for i, other := range others {
		theirs := pairsOf(other)
		scores[i] = cosine(mine, theirs)
	}
	return scores
}

// pair is two neighbouring letters.
type pair uint64

func pairsOf(said string) []pair {
	letters := []rune(text.SearchQuery(said))
	pairs := make([]pair, 0, len(letters))
	for i := 1; i < len(letters); i++ {
		if a, b := letters[i-1], letters[i]; isWord(a) && isWord(b) {
			pairs = append(pairs, pair(a)<<32|pair(b))
		}
	}
	slices.Sort(pairs)
	return slices.Compact(pairs)
}

func (p pair) weight() float64 {
	if isHiragana(rune(p>>32)) && isHiragana(rune(p&0xffffffff)) { //nolint:gosec // both halves are runes
		return 0.25
	}
	return 1
}

func isHiragana(r rune) bool { return r >= 'ぁ' && r <= 'ゟ' }

// cosine is how much two sorted sets have in common.
func cosine(a, b []pair) float64 {
	var common float64
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			common += a[i].weight()
			i, j = i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	if common == 0 {
		return 0
	}
	return common / math.Sqrt(sum(a)*sum(b))
}

func sum(pairs []pair) (total float64) {
	for _, p := range pairs {
		total += p.weight()
	}
	return total
}

// Similar finds published voices that may say the same as what a person types, the most alike first. The person calls
// it.
func (s *Service) Similar(
	ctx context.Context, event *models.Event, r *models.Registration, typed string,
) ([]Voice, error) {
	q := s.db.Query(ctx)
	posts, err := q.Posts().List(event, published())
	if err != nil {
		return nil, err
	}
	found := s.similar(typed, posts)
	if len(found) == 0 {
		return nil, nil
	}
	return s.voices(q, r, &topics{}, found)
}

func published() models.PostFilter {
	return models.PostFilter{
		States: []models.PostState{models.PostPublished}, Order: models.OrderNewest, Limit: compared,
	}
}

// similar are those of the voices that may say the same, the most alike first.
func (s *Service) similar(said string, posts []models.Post) (found []models.Post) {
	texts := make([]string, len(posts))
	for i := range posts {
		texts[i] = posts[i].Text
	}
	scores := s.likeness(said, texts)
	order := make([]int, 0, maxAlike)
	for i, score := range scores {
		if score >= alike && texts[i] != "" {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case scores[a] > scores[b]:
			return -1
		case scores[a] < scores[b]:
			return 1
		}
		return 0
	})
	for _, i := range order[:min(len(order), maxAlike)] {
		found = append(found, posts[i])
	}
	return found
}
