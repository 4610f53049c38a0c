package voice

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"meguri/app/service/alike"
	"meguri/app/service/words"
	"meguri/models"
)

// WordFinder finds the words of texts, as words.Child does in a process that ends.
type WordFinder func(ctx context.Context, r *words.Request) ([]words.Word, error)

const (
	// maxAlike is how many are offered.
	maxAlike = 3
	// compared is how many voices one is compared with.
	compared = 2000
	// findPause is how long nobody looks for the words of an event's voices again.
	findPause = 10 * time.Second
)

// FindWords sets how the words of voices are found. Without, voices are compared by their letters.
func (s *Service) FindWords(find WordFinder) { s.known.find = find }

// knownWords keeps voices with their words in memory, to compare with: what is withdrawn is forgotten when voices are
// compared next, and a restart finds all words again.
type knownWords struct {
	find   WordFinder
	lock   sync.Mutex
	events map[string]*eventWords
}

// eventWords are the voices of an event that may be alike. edition changes with them.
type eventWords struct {
	edition string
	voices  map[string]*knownVoice // by id
	posts   []models.Post
	book    *alike.Book
	next    time.Time
	isBusy  bool
}

// knownVoice is a voice as it is compared. forms is nil until its words are known.
type knownVoice struct {
	text  *alike.Text
	forms map[string][]string // how words stand in texts, by their base forms
}

// mostEvents is of how many events the words are kept.
const mostEvents = 50

// toCompare are the voices of an event that are compared with each other, in a book and as they were read: all that are
// published or wait.
func (s *Service) toCompare(
	ctx context.Context, q *models.Query, event *models.Event,
) (*alike.Book, []models.Post, error) {
	edition, err := q.Posts().Edition(event)
	if err != nil {
		return nil, nil, err
	}
	if book, posts := s.known.current(event, edition); book != nil {
		return book, posts, nil
	}
	posts, err := q.Posts().List(event, models.PostFilter{
		States: []models.PostState{models.PostPublished, models.PostHeld}, Order: models.OrderNewest, Limit: compared,
	})
	if err != nil {
		return nil, nil, err
	}
	set, err := q.WordSettings().OfEvent(event)
	if err != nil {
		return nil, nil, err
	}
	return s.known.keep(ctx, event, edition, posts, words.Lines(set.Joined)), posts, nil
}

// current is the book of this edition, nil where it must be made first.
func (k *knownWords) current(event *models.Event, edition string) (*alike.Book, []models.Post) {
	k.lock.Lock()
	defer k.lock.Unlock()
	known := k.events[event.ID]
	if known == nil || known.edition != edition {
		return nil, nil
	}
	if known.book == nil { // words were found
		known.makeBook()
	}
	return known.book, known.posts
}

// keep keeps these voices of an event and forgets all others. Words that are not known are looked for meanwhile.
func (k *knownWords) keep(
	ctx context.Context, event *models.Event, edition string, posts []models.Post, joined []string,
) *alike.Book {
	k.lock.Lock()
	defer k.lock.Unlock()
	if k.events == nil || len(k.events) > mostEvents {
		k.events = map[string]*eventWords{}
	}
	known := k.events[event.ID]
	if known == nil {
		known = &eventWords{}
		k.events[event.ID] = known
	}
	voices := make(map[string]*knownVoice, len(posts))
	for i := range posts {
		voice := known.voices[posts[i].ID]
		if voice == nil {
			voice = &knownVoice{text: alike.New(posts[i].Text)}
		}
		voices[posts[i].ID] = voice
	}
	known.edition, known.voices, known.posts = edition, voices, posts
	known.makeBook()
	k.lookLater(ctx, known, joined)
	return known.book
}

// lookLater begins to look for words that are not known, unless somebody does or just did.
func (k *knownWords) lookLater(ctx context.Context, known *eventWords, joined []string) {
	missing := known.missing()
	if k.find == nil || len(missing) == 0 || known.isBusy {
		return
	}
	known.isBusy = true
	wait := time.Until(known.next)
	go func() {
		time.Sleep(wait)
		k.look(context.WithoutCancel(ctx), known, joined)
	}()
}

func (known *eventWords) missing() (list []models.Post) {
	for i := range known.posts {
		if known.voices[known.posts[i].ID].forms == nil {
			list = append(list, known.posts[i])
		}
	}
	return list
}

// look finds the words that are missing.
func (k *knownWords) look(ctx context.Context, known *eventWords, joined []string) {
	k.lock.Lock()
	posts := known.missing()
	k.lock.Unlock()
	texts := make([]string, len(posts))
	for i := range posts {
		texts[i] = posts[i].Text
	}
	list, err := k.find(ctx, &words.Request{Texts: texts, Joined: joined, Forms: true})
	k.lock.Lock()
	defer k.lock.Unlock()
	known.isBusy, known.next, known.book = false, time.Now().Add(findPause), nil
	if err != nil {
		slog.Error("words of voices cannot be found", "error", err)
		return
	}
	found := make([]map[string][]string, len(posts))
	for i := range found {
		found[i] = map[string][]string{}
	}
	for _, word := range list {
		for _, i := range word.In {
			found[i][words.Fold(word.Text)] = word.Forms
		}
	}
	for i := range posts {
		if voice := known.voices[posts[i].ID]; voice != nil {
			voice.know(found[i])
		}
	}
}

func (v *knownVoice) know(forms map[string][]string) {
	bases := make([]string, 0, len(forms))
	for base := range forms {
		bases = append(bases, base)
	}
	slices.Sort(bases)
	v.text, v.forms = v.text.WithWords(bases), forms
}

func (known *eventWords) makeBook() {
	texts, forms := make([]*alike.Text, len(known.posts)), map[string]string{}
	for i := range known.posts {
		voice := known.voices[known.posts[i].ID]
		texts[i] = voice.text
		for base, list := range voice.forms {
			for _, form := range list {
				if isBetter(forms[form], base, form) {
					forms[form] = base
				}
			}
		}
	}
	known.book = alike.NewBook(texts, forms)
}

// isBetter reports whether a form is that of base rather than of another word, "" for none.
func isBetter(other, base, form string) bool {
	return other == "" || form == base || form != other && base < other
}

// Similar finds published voices that may say the same as what a person types, the most alike first. The person calls
// it.
func (s *Service) Similar(
	ctx context.Context, event *models.Event, r *models.Registration, typed string,
) ([]Voice, error) {
	q := s.db.Query(ctx)
	book, posts, err := s.toCompare(ctx, q, event)
	if err != nil {
		return nil, err
	}
	found := mostAlike(book.Compare(book.Cut(typed)), posts, "")
	if len(found) == 0 {
		return nil, nil
	}
	return s.voices(q, r, &topics{}, found)
}

// addSimilar adds to voices on the moderators' page the published ones that may say the same. Of two that are published
// the one with fewer votes is offered to be joined.
func (s *Service) addSimilar(ctx context.Context, q *models.Query, event *models.Event, lists ...[]Voice) error {
	book, posts, err := s.toCompare(ctx, q, event)
	if err != nil {
		return err
	}
	at := make(map[string]int, len(posts))
	for i := range posts {
		at[posts[i].ID] = i
	}
	for _, list := range lists {
		for v := range list {
			i, ok := at[list[v].ID]
			if !ok {
				continue
			}
			for _, p := range mostAlike(book.CompareOwn(i), posts, list[v].ID) {
				if list[v].State == models.PostHeld || standsFor(&p, &list[v].Post) {
					list[v].Similar = append(list[v].Similar, Voice{Post: p})
				}
			}
		}
	}
	return nil
}

// standsFor reports whether one of two published voices would stand for both: it has more votes, or was first.
func standsFor(p, other *models.Post) bool {
	if p.Votes != other.Votes {
		return p.Votes > other.Votes
	}
	if !p.CreatedAt.Equal(other.CreatedAt) {
		return p.CreatedAt.Before(other.CreatedAt)
	}
	return p.ID < other.ID
}

// mostAlike are those of the published voices that may say the same, the most alike first. id is the voice's own.
func mostAlike(scores []float64, posts []models.Post, id string) (found []models.Post) {
	order := make([]int, 0, maxAlike)
	for i, score := range scores {
		if p := &posts[i]; score >= alike.Enough && p.State == models.PostPublished && p.ID != id {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	for _, i := range order[:min(len(order), maxAlike)] {
		found = append(found, posts[i])
	}
	return found
}
