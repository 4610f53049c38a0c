// Package word is the word cloud of an event: the words of its voices and of what people wrote in surveys.
//
// Words are counted in a process of its own (app/service/words) when somebody looks at them and the texts have changed.
// What was counted is kept in memory: a restart counts again.
package word

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"meguri/app/service/cloud"
	"meguri/app/service/words"
	"meguri/models"
)

// Options are what the service needs of others.
type Options struct {
	Count func(ctx context.Context, r *words.Request) ([]words.Word, error)
	// Answers are what people answered to a poll in words, as others may see it: one for each who did.
	Answers func(q *models.Query, p *models.Poll) ([]string, error)
	// Measure is how wide a text is at size 1.
	Measure func(text string) float64
}

// Service is the word clouds of one database.
type Service struct {
	db      *models.DB
	options Options

	lock  sync.Mutex
	found map[string]*counted
}

// New makes the service.
func New(db *models.DB, o Options) *Service {
	return &Service{db: db, options: o, found: map[string]*counted{}}
}

// counted are the words of one source.
type counted struct {
	version string
	at      time.Time
	texts   int
	words   []Entry
	wide    *cloud.Cloud
	narrow  *cloud.Cloud
	stage   *cloud.Cloud
	failed  bool
	// done is closed when it is known.
	done chan struct{}
}

// Entry is a word with the ids of the voices that have it; words of surveys have none.
type Entry struct {
	Text  string
	Count int
	posts []string
}

const (
	// rest is how long words are kept although the texts have changed.
	rest = 15 * time.Second
	// patience is how long a page waits for words that are being counted.
	patience = 4 * time.Second
	// mostKept is how many sources are kept.
	mostKept = 200
	// mostWords are listed, mostPlaced of them in the cloud, mostOnStage on stage.
	mostWords    = 60
	mostPlaced   = 45
	mostOnStage  = 26
	mostTexts    = 5_000
	mostOfSurvey = 20_000
)

// text is something that was said, and the voice that it is.
type said struct{ text, post string }

// words are the words of a source as they are known. Where they must be counted first, it waits a little; nil where
// they are not there by then.
func (s *Service) words(ctx context.Context, event *models.Event, source *source) *counted {
	s.lock.Lock()
	key := event.ID + " " + source.Key
	known := s.found[key]
	now := s.db.Now()
	isFresh := known != nil && (known.version == source.version || now.Sub(known.at) < rest) && !known.failed
	isFailing := known != nil && known.failed && now.Sub(known.at) < rest
	if isFresh || isFailing {
		s.lock.Unlock()
		return known.wait(ctx)
	}
	if len(s.found) >= mostKept {
		clear(s.found)
	}
	next := &counted{version: source.version, at: now, done: make(chan struct{})}
	s.found[key] = next
	s.lock.Unlock()
	go s.count(context.WithoutCancel(ctx), next, source)
	if found := next.wait(ctx); found != nil || known == nil {
		return found
	}
	return known.wait(ctx)
}

func (c *counted) wait(ctx context.Context) *counted {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-c.done:
		return c
	case <-timer.C:
	case <-ctx.Done():
	}
	return nil
}

func (s *Service) count(ctx context.Context, c *counted, source *source) {
	defer close(c.done)
	texts := make([]string, len(source.said))
	for i := range texts {
		texts[i] = source.said[i].text
	}
	c.texts = len(texts)
	if len(texts) == 0 {
		c.layOut(s.options.Measure)
		return
	}
	list, err := s.options.Count(ctx, &words.Request{
		Texts: texts, Joined: source.joined, Hidden: source.hidden, Fewest: source.fewest, Most: mostWords,
	})
	if err != nil {
		c.failed = true
		slog.Error("words cannot be counted", "error", err)
		return
	}
	for _, w := range list {
		e := Entry{Text: w.Text, Count: w.Count()}
		for _, i := range w.In {
			if post := source.said[i].post; post != "" {
				e.posts = append(e.posts, post)
			}
		}
		c.words = append(c.words, e)
	}
	c.layOut(s.options.Measure)
}

// layOut makes the clouds for a desktop, a phone and the stage.
func (c *counted) layOut(measure func(string) float64) {
	list := make([]cloud.Word, len(c.words))
	for i, e := range c.words {
		list[i] = cloud.Word{Text: e.Text, Count: e.Count}
	}
	lay := func(most int, o cloud.Options) *cloud.Cloud {
		o.Measure = measure
		return cloud.Layout(list[:min(most, len(list))], o)
	}
	c.wide = lay(mostPlaced, cloud.Options{Width: 1200, Height: 540, Smallest: 24, Largest: 110})
	c.narrow = lay(mostPlaced, cloud.Options{Width: 600, Height: 800, Smallest: 30, Largest: 90})
	c.stage = lay(mostOnStage, cloud.Options{Width: 1792, Height: 600, Smallest: 44, Largest: 210})
}
