package word

import (
	"fmt"
	"slices"
	"strings"

	"meguri/models"
)

// Source is where words come from. Key is in addresses: "" for all voices, a theme's slug, or survey- and an id.
type Source struct {
	Key    string
	Theme  *models.Theme
	Survey *models.Survey
	Chosen bool
	// record says that it has only voices that their authors allow in the record.
	record bool
}

// source is one with its texts and how they are counted.
type source struct {
	Source
	said           []said
	joined, hidden []string
	fewest         int
	version        string
}

const surveyPrefix = "survey-"

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
	own := &source{Source: *from, joined: append(names(event), lines(set.Joined)...), hidden: lines(set.Hidden), fewest: 1}
	var err error
	if from.Survey != nil {
		err = own.readSurvey(q)
	} else {
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

// readSurvey reads what people wrote in a survey whose results are released.
func (o *source) readSurvey(q *models.Query) error {
	counts, err := q.Surveys().CountTexts(o.Survey)
	if err != nil {
		return err
	}
	slugs := make([]string, 0, len(counts))
	for slug := range counts {
		slugs = append(slugs, slug)
	}
	slices.Sort(slugs)
	// One person may have written the word in each of the questions.
	o.fewest = (FewestOfSurvey-1)*len(slugs) + 1
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

// ofKey finds the word of a list by how it is spelled, in any case.
func ofKey(list []Entry, word string) *Entry {
	for i := range list {
		if strings.EqualFold(list[i].Text, word) {
			return &list[i]
		}
	}
	return nil
}
