package word

import (
	"context"
	"net/url"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/cloud"
	"meguri/models"
)

// Input chooses a cloud, and a word of it whose voices are listed.
type Input struct {
	Source string
	Word   string
}

// Query is the choice in an address.
func (in Input) Query() string {
	query := url.Values{}
	if in.Source != "" {
		query.Set("of", in.Source)
	}
	if in.Word != "" {
		query.Set("word", in.Word)
	}
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}

// Page is a cloud with the list of its words.
type Page struct {
	In      Input
	Sources []Source
	Chosen  *Source
	// Ready is false while words are being counted, Failed says that they could not be.
	Ready, Failed bool
	Texts         int
	Words         []Entry
	Wide, Narrow  *cloud.Cloud
	// Chosen word, and the voices that have it.
	Word   *Entry
	Voices []models.Post
	// Leads says that words lead to their voices.
	Leads    bool
	Settings *models.WordSettings
}

// Of is the address of a word of the page.
func (p *Page) Of(word string) string { return Input{p.In.Source, word}.Query() }

// From is the address of another source.
func (p *Page) From(s Source) string { return Input{Source: s.Key}.Query() }

// Clouds are the cloud for a desktop and that for a phone.
func (p *Page) Clouds() []*cloud.Cloud { return []*cloud.Cloud{p.Wide, p.Narrow} }

// mostVoices are listed for a word.
const mostVoices = 50

// Page reads a cloud for staff who run the room, or for who is in it. withSurveys says that they may see the results of
// surveys.
func (s *Service) Page(ctx context.Context, event *models.Event, in Input, withSurveys bool) (*Page, error) {
	q := s.db.Query(ctx)
	page := &Page{In: in, Leads: true}
	var err error
	if page.Settings, err = q.WordSettings().OfEvent(event); err != nil {
		return nil, err
	}
	if page.Sources, page.Chosen, err = s.sources(q, event, in.Source, withSurveys); err != nil {
		return nil, err
	}
	page.In.Source = page.Chosen.Key
	from, err := s.read(q, event, page.Chosen, page.Settings)
	if err != nil {
		return nil, err
	}
	found := s.words(ctx, event, from)
	if found == nil {
		return page, nil
	}
	page.Ready, page.Failed, page.Texts, page.Words = true, found.failed, found.texts, found.words
	page.Wide, page.Narrow, page.Leads = found.wide, found.narrow, page.Chosen.IsVoices()
	if page.Word = ofKey(found.words, in.Word); page.Word == nil || len(page.Word.posts) == 0 {
		return page, nil
	}
	page.Voices, err = q.Posts().List(event, models.PostFilter{
		IDs: page.Word.posts, States: []models.PostState{models.PostPublished}, Order: models.OrderVotes, Limit: mostVoices,
	})
	return page, err
}

// PublicPage reads the cloud of the voices for everybody, without the voices. Errors: NotFound where it is not public.
func (s *Service) PublicPage(ctx context.Context, event *models.Event, in Input) (*Page, error) {
	settings, err := s.db.Query(ctx).WordSettings().OfEvent(event)
	if err == nil && !settings.Public {
		err = models.NewError(models.CodeNotFound, "error.not_found")
	}
	if err != nil {
		return nil, err
	}
	in.Word = ""
	page, err := s.Page(ctx, event, in, false)
	if err == nil {
		page.Leads = false
	}
	return page, err
}

// recordKey is the source of the record's words, which nobody can choose.
const recordKey = "record"

// RecordPage reads the cloud of the voices that their authors allow in the record of an event. It leads to no voice.
func (s *Service) RecordPage(ctx context.Context, event *models.Event) (*Page, error) {
	q := s.db.Query(ctx)
	settings, err := q.WordSettings().OfEvent(event)
	if err != nil {
		return nil, err
	}
	chosen := &Source{Key: recordKey, record: true}
	from, err := s.read(q, event, chosen, settings)
	if err != nil {
		return nil, err
	}
	page := &Page{Chosen: chosen, Settings: settings}
	if found := s.words(ctx, event, from); found != nil {
		page.Ready, page.Failed, page.Texts, page.Words = true, found.failed, found.texts, found.words
		page.Wide, page.Narrow = found.wide, found.narrow
	}
	return page, nil
}

// IsPublic reports whether everybody may see the cloud.
func (s *Service) IsPublic(ctx context.Context, event *models.Event) (bool, error) {
	settings, err := s.db.Query(ctx).WordSettings().OfEvent(event)
	return settings.Public, err
}

// StageCloud is what the stage shows.
type StageCloud struct {
	Source Source
	Texts  int
	Cloud  *cloud.Cloud
	First  []Entry
}

// StagePage reads the cloud of a theme by its slug, or of all voices, for the stage. Cloud is nil until it is counted.
func (s *Service) StagePage(ctx context.Context, event *models.Event, theme string) (*StageCloud, error) {
	q := s.db.Query(ctx)
	settings, err := q.WordSettings().OfEvent(event)
	if err != nil {
		return nil, err
	}
	_, chosen, err := s.sources(q, event, theme, false)
	if err != nil {
		return nil, err
	}
	from, err := s.read(q, event, chosen, settings)
	if err != nil {
		return nil, err
	}
	stage := &StageCloud{Source: *chosen}
	if found := s.words(ctx, event, from); found != nil && !found.failed {
		stage.Texts, stage.Cloud, stage.First = found.texts, found.stage, found.words[:min(3, len(found.words))]
	}
	return stage, nil
}

// Choices lists the sources of words that a stage can show.
func (s *Service) Choices(ctx context.Context, event *models.Event) ([]Source, error) {
	list, _, err := s.sources(s.db.Query(ctx), event, "", false)
	if err != nil {
		return nil, err
	}
	return list[1:], nil
}

// Titles are what a source is called, "" for all voices.
func (s *Source) Titles() (ja, en string) {
	switch {
	case s.Theme != nil:
		return s.Theme.TitleJa, s.Theme.TitleEn
	case s.Survey != nil:
		return s.Survey.TitleJa, s.Survey.TitleEn
	case s.Poll != nil:
		return s.Poll.TitleJa, s.Poll.TitleEn
	}
	return "", ""
}

// Now is when words are counted, for papers.
func (s *Service) Now() time.Time { return s.db.Now() }

// SettingsInput is how words are counted, as its form has it.
type SettingsInput struct {
	Joined string `form:"joined"`
	Hidden string `form:"hidden"`
	Public bool   `form:"public"`
}

const maxSettings = 4000

// Save stores how words are counted. Staff who run the room call it. Errors: Invalid for the fields at fault.
func (s *Service) Save(ctx context.Context, event *models.Event, in *SettingsInput) error {
	c := check.New()
	settings := &models.WordSettings{
		EventID: event.ID, Public: in.Public,
		Joined: c.Text("joined", in.Joined, maxSettings, check.Optional),
		Hidden: c.Text("hidden", in.Hidden, maxSettings, check.Optional),
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.WordSettings().Save(settings) })
}
