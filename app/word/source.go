package word

import (
	"fmt"
	"slices"
	"strings"

	"meguri/app/service/anonymity"
	"meguri/app/service/question"
	"meguri/app/service/words"
	"meguri/models"
)

// Source is where words come from. Key is in addresses: "" for all voices, a theme's slug, or poll- or survey- and an
// id.
type Source struct {
	Key    string
	Theme  *models.Theme
	Survey *models.Survey
	Poll   *models.Poll
	Chosen bool
	// record says that it has only voices that their authors allow in the record.
	record bool
}

// IsVoices says that its words are those of voices, to which they lead.
func (s *Source) IsVoices() bool { return s.Survey == nil && s.Poll == nil }

// source is one with its texts and how they are counted.
type source struct {
	Source
	said           []said
	joined, hidden []string
	fewest         int
	version        string
}

const (
	surveyPrefix = "survey-"
	pollPrefix   = "poll-"
)

// sources lists where words can come from; surveys for who may see their results. One is chosen.
func (s *Service) sources(
	q *models.Query, event *models.Event, chosen string, withSurveys bool,
) (list []Source, found *Source, err error) {
	themes, err := q.Themes().OfEvent(event)
	if err != nil {
		return nil, nil, err
	}
	list = []Source{{}}
	for i := range themes {
		list = append(list, Source{Key: themes[i].Slug, Theme: &themes[i]})
	}
	polls, err := q.Polls().OfEvent(event)
	if err != nil {
		return nil, nil, err
	}
	for i := range polls {
		p := &polls[i]
		isTold := p.StateAt(q.Now) == models.PollClosed || p.StateAt(q.Now) == models.PollOpen && !p.HidesResults
		if p.Kind == models.PollWords && isTold {
			list = append(list, Source{Key: pollPrefix + p.ID, Poll: p})
		}
	}
	if withSurveys {
		surveys, err := q.Surveys().OfEvent(event)
		if err != nil {
			return nil, nil, err
		}
		for i := range surveys {
			if surveys[i].Release != nil {
				list = append(list, Source{Key: surveyPrefix + surveys[i].ID, Survey: &surveys[i]})
			}
		}
	}
	i := max(0, slices.IndexFunc(list, func(o Source) bool { return o.Key == chosen }))
	list[i].Chosen = true
	return list, &list[i], nil
}

// read reads the texts of a source.
func (s *Service) read(q *models.Query, event *models.Event, from *Source, set *models.WordSettings) (*source, error) {
	own := &source{Source: *from, joined: append(names(event), words.Lines(set.Joined)...), fewest: 1}
	own.hidden = words.Lines(set.Hidden)
	var err error
	switch {
	case from.Survey != nil:
		err = own.readSurvey(q)
	case from.Poll != nil:
		err = s.readPoll(q, own)
	default:
		err = own.readVoices(q, event)
	}
	own.version += fmt.Sprintf(" %q %q", own.joined, own.hidden)
	return own, err
}

// names are the organization's, which is never cut.
func names(event *models.Event) []string {
	if event.Organization.NameJa == "" {
		return nil
	}
	return []string{event.Organization.NameJa}
}

// severalFrom is from how many voices on a word must be in two of them to be shown.
const severalFrom = 40

func (o *source) readVoices(q *models.Query, event *models.Event) error {
	f := models.PostFilter{States: []models.PostState{models.PostPublished, models.PostMerged}, Limit: mostTexts}
	if o.Theme != nil {
		f.ThemeID = o.Theme.ID
	}
	f.InRecord = o.record
	posts, err := q.Posts().List(event, f)
	last := ""
	for i := range posts {
		o.said = append(o.said, said{posts[i].Text, posts[i].ID})
		last += posts[i].ID[max(0, len(posts[i].ID)-4):]
	}
	if len(posts) >= severalFrom {
		o.fewest = 2
	}
	o.version = last
	return err
}

// longestAnswer is how many characters an answer to a poll has that is taken as one word.
const longestAnswer = 10

// readPoll reads what people answered to a poll in words, as its own page shows it: without what staff keep from others
// and what may lead to a person. Whose words those are leads nowhere.
func (s *Service) readPoll(q *models.Query, own *source) error {
	answers, err := s.options.Answers(q, own.Poll)
	for _, answer := range answers {
		own.said = append(own.said, said{text: answer})
		if n := len([]rune(answer)); n > 1 && n <= longestAnswer && !slices.Contains(own.joined, answer) {
			own.joined = append(own.joined, answer) // a short answer is one word
		}
	}
	own.version = fmt.Sprint(len(answers), own.Poll.UpdatedAt.UnixMilli())
	return err
}

// readSurvey reads what people wrote in a survey whose results are released.
func (o *source) readSurvey(q *models.Query) error {
	counts, err := q.Surveys().CountTexts(o.Survey)
	if err != nil {
		return err
	}
	slugs := make([]string, 0, len(counts))
	for slug := range counts {
		if !isMeasured(o.Survey, slug) {
			slugs = append(slugs, slug)
		}
	}
	slices.Sort(slugs)
	// One person may have written the word in each of the questions.
	o.fewest = (anonymity.K-1)*len(slugs) + 1
	for _, slug := range slugs {
		texts, err := q.Surveys().Texts(o.Survey, slug, mostOfSurvey)
		if err != nil {
			return err
		}
		for _, text := range texts {
			o.said = append(o.said, said{text: text})
		}
		o.version += fmt.Sprint(slug, len(texts))
	}
	return nil
}

// isMeasured reports whether the answers to a question are numbers or days, which are no words.
func isMeasured(survey *models.Survey, slug string) bool {
	i := slices.IndexFunc(survey.Questions, func(q models.Question) bool { return q.Slug == slug })
	return i >= 0 && question.ShowKind(survey.Questions[i].Kind).Measured
}

// ofKey finds the word of a list by how it is spelled, in any case.
func ofKey(list []Entry, word string) *Entry {
	for i := range list {
		if strings.EqualFold(list[i].Text, word) {
			return &list[i]
		}
	}
	return nil
}
