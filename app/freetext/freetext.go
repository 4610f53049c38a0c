// Package freetext helps to read what people wrote in a survey: words in their context, codes that several coders give,
// texts that are alike, and what may lead to a person.
//
// It has the texts of released surveys alone, which stand shuffled and apart from everything else that their writers
// answered: nothing here knows more of a text than the text, except where a word of a named survey is read by groups
// (split.go). See docs/decisions/0089-free-texts.md.
package freetext

import (
	"context"
	"hash/fnv"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"meguri/app/service/question"
	"meguri/app/service/vectors"
	"meguri/app/service/words"
	"meguri/models"
)

// Options are what the service needs of others.
type Options struct {
	// Count counts words, in a process of its own: see words.Child.
	Count func(ctx context.Context, r *words.Request) ([]words.Word, error)
	// Distinctions are the questions by whose answers the texts of a survey may be told apart: none unless it is named.
	Distinctions func(*models.Survey) []question.Question
}

// Service is the free texts of one database.
type Service struct {
	db      *models.DB
	options Options

	flight singleflight.Group
	lock   sync.Mutex
	found  map[string]*found
	// waiting is by survey how many texts nobody looked at.
	waiting map[string]waiting
}

// New makes the service.
func New(db *models.DB, o Options) *Service {
	return &Service{db: db, options: o, found: map[string]*found{}, waiting: map[string]waiting{}}
}

const (
	// mostTexts of a question are read.
	mostTexts = 20_000
	// mostKept is of how many questions the words are kept.
	mostKept = 12
	// patience is how long a page waits for words that are being found.
	patience = 6 * time.Second
)

// found is what the dictionary found in the texts of a question.
type found struct {
	words []words.Word
	// names has the names of people of each text, vectors what it is about.
	names   [][]string
	vectors []vectors.Vector

	grouping sync.Once
	grouped  []vectors.Group
}

// source is the free texts of one question of a survey.
type source struct {
	survey    *models.Survey
	questions []question.Question
	// question is the one that is read, nil where the survey has none with free texts.
	question *question.Question
	texts    []models.SurveyText
}

// open reads the texts of a question of a survey, of the first one where slug is "". Errors: NotFound.
func (s *Service) open(q *models.Query, event *models.Event, id, slug string) (*source, error) {
	survey, err := q.Surveys().ByID(event, id)
	if err != nil {
		return nil, err
	}
	src := &source{survey: survey}
	if survey.Release == nil {
		return src, nil
	}
	counts, err := q.Surveys().CountTexts(survey)
	if err != nil {
		return nil, err
	}
	for _, asked := range question.Flat(question.AllOf(survey.Questions)) {
		if show := asked.Show(); counts[asked.Slug] > 0 && show.Written && !show.Measured {
			src.questions = append(src.questions, asked)
		}
	}
	at := slices.IndexFunc(src.questions, func(q question.Question) bool { return q.Slug == slug })
	switch {
	case at < 0 && slug != "":
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	case len(src.questions) == 0:
		return src, nil
	}
	src.question = &src.questions[max(at, 0)]
	src.texts, err = q.Surveys().FreeTexts(survey, src.question.Slug, mostTexts)
	return src, err
}

// mustOpen is open for what changes something: it is CodeConflict where there are no texts.
func (s *Service) mustOpen(q *models.Query, event *models.Event, id, slug string) (*source, error) {
	src, err := s.open(q, event, id, slug)
	if err == nil && src.question == nil {
		err = models.NewError(models.CodeConflict, "freetext.none")
	}
	return src, err
}

// find finds what the dictionary knows of texts. ready is false where it takes longer than a page waits: it is there
// the next time.
func (s *Service) find(ctx context.Context, event *models.Event, src *source) (f *found, ready bool, err error) {
	set, err := s.db.Query(ctx).WordSettings().OfEvent(event)
	if err != nil {
		return nil, false, err
	}
	request := &words.Request{
		Joined: append(words.Lines(set.Joined), event.Organization.NameJa), Hidden: words.Lines(set.Hidden),
		Fewest: 1, Forms: true, Names: true, Parts: true,
	}
	key := fnv.New64a()
	for i := range src.texts {
		request.Texts = append(request.Texts, src.texts[i].Value)
		_, _ = key.Write([]byte(src.texts[i].Value + "\x00"))
	}
	_, _ = key.Write([]byte(set.Joined + "\x00" + set.Hidden))
	version := src.survey.ID + src.question.Slug + strconv.FormatUint(key.Sum64(), 36)
	if f := s.kept(version); f != nil {
		return f, true, nil
	}
	done := s.flight.DoChan(version, func() (any, error) {
		return s.count(context.WithoutCancel(ctx), version, request)
	})
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case result := <-done:
		if result.Err != nil {
			slog.Error("words of free texts cannot be found", "error", result.Err)
			return nil, false, models.NewError(models.CodeUnavailable, "word.failed")
		}
		return result.Val.(*found), true, nil //nolint:forcetypeassert,errcheck // count returns it
	case <-timer.C:
	case <-ctx.Done():
	}
	return nil, false, nil
}

func (s *Service) kept(version string) *found {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.found[version]
}

func (s *Service) count(ctx context.Context, version string, r *words.Request) (*found, error) {
	list, err := s.options.Count(ctx, r)
	if err != nil {
		return nil, err
	}
	f := &found{words: words.OfKind(list, words.KindWord), names: make([][]string, len(r.Texts))}
	for _, name := range words.OfKind(list, words.KindName) {
		for _, i := range name.In {
			f.names[i] = append(f.names[i], name.Text)
		}
	}
	space, err := vectors.Load()
	if err != nil {
		return nil, err
	}
	f.vectors = space.Texts(list, len(r.Texts))
	s.lock.Lock()
	defer s.lock.Unlock()
	if len(s.found) >= mostKept {
		clear(s.found)
	}
	s.found[version] = f
	return f, nil
}

// groups are the texts that are alike, found once.
func (f *found) groups() []vectors.Group {
	f.grouping.Do(func() { f.grouped = vectors.Groups(f.vectors) })
	return f.grouped
}
