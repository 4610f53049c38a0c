package voice

import (
	"context"
	"iter"
	"strings"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/models"
)

// Item is a voice as the API tells it. The text of one that is not published is "" for attendees.
type Item struct {
	ID    string          `json:"id"`
	Kind  models.PostKind `json:"kind"`
	Text  string          `json:"text"`
	Theme string          `json:"theme"`
	// Session is the id of the session that it is about.
	Session string           `json:"session"`
	Votes   int              `json:"votes"`
	State   models.PostState `json:"state"`
	Mode    models.Mode      `json:"mode"`
	// Name is of who wrote it, "" for an anonymous voice.
	Name     string    `json:"name"`
	Pinned   bool      `json:"pinned"`
	Staged   bool      `json:"staged"`
	Answered bool      `json:"answered"`
	Replies  []Reply   `json:"replies"`
	At       time.Time `json:"at"`
}

// Reply is what was answered to a voice, and by whom; Text is "" for an answer that was given on stage.
type Reply struct {
	Text string    `json:"text"`
	Who  string    `json:"who"`
	At   time.Time `json:"at"`
}

func itemOf(v *Voice) Item {
	item := Item{
		ID: v.ID, Kind: v.Kind, Text: v.Text, Votes: v.Votes, State: v.State, Mode: v.Mode, Pinned: v.PinnedAt != nil,
		Staged: v.StagedAt != nil, Answered: v.AnsweredAt != nil, Replies: []Reply{}, At: v.CreatedAt,
	}
	if v.Theme != nil {
		item.Theme = v.Theme.Slug
	}
	if v.SessionID != nil {
		item.Session = *v.SessionID
	}
	if v.Registration != nil {
		item.Name = v.Registration.Full("ja")
	}
	for _, step := range v.Steps {
		if step.Kind == models.StepAnswered {
			item.Replies = append(item.Replies, Reply{step.Text, step.Who, step.CreatedAt})
		}
	}
	return item
}

// Items lists published voices as the API tells them, and the number of the next page, 0 on the last. Attendees of the
// event, and staff who run its room, call it. since leaves out what has not changed since its minute.
func (s *Service) Items(
	ctx context.Context, event *models.Event, in ListInput, since time.Time,
) (items []Item, next int, err error) {
	q := s.db.Query(ctx)
	about, err := s.topics(q, event)
	if err != nil {
		return nil, 0, err
	}
	filter := about.filter(in)
	filter.Since = since
	list, err := s.list(q, event, nil, about, filter)
	items = make([]Item, len(list.Voices))
	for i := range list.Voices {
		items[i] = itemOf(&list.Voices[i])
	}
	return items, list.Next, err
}

// exported are the states of the voices in a file: a voice that was taken back has no text.
var exported = []models.PostState{models.PostHeld, models.PostPublished, models.PostHidden, models.PostMerged}

// exportPage is how many voices are read at once.
const exportPage = 500

// All reads all voices of an event in the order of their minutes, without what was taken back. Nothing tells who wrote
// an anonymous one. Staff who run the room call it.
func (s *Service) All(ctx context.Context, event *models.Event) iter.Seq2[Voice, error] {
	return func(yield func(Voice, error) bool) {
		q := s.db.Query(ctx)
		about, err := s.topics(q, event)
		if err != nil {
			yield(Voice{}, err)
			return
		}
		for page := 0; ; page++ {
			filter := models.PostFilter{States: exported, Offset: page * exportPage, Limit: exportPage}
			list, err := s.list(q, event, nil, about, filter)
			if err != nil {
				yield(Voice{}, err)
				return
			}
			for _, v := range list.Voices {
				if !yield(v, nil) {
					return
				}
			}
			if list.Next == 0 {
				return
			}
		}
	}
}

// AllItems is All as the API tells voices.
func (s *Service) AllItems(ctx context.Context, event *models.Event) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		for v, err := range s.All(ctx, event) {
			if !yield(itemOf(&v), err) || err != nil {
				return
			}
		}
	}
}

var columns = []string{
	"id", "at", "theme", "session", "kind", "text", "name", "mode", "state", "reason", "votes", "merged_into", "answer",
	"answered_by",
}

// Table is all voices of an event as a table; see All.
func (s *Service) Table(ctx context.Context, texts *i18n.Localizer, event *models.Event) table.Table {
	header := make([]string, len(columns))
	for i, column := range columns {
		header[i] = texts.T("voice.column_" + column)
	}
	return table.Table{
		Name: texts.T("voice.title"), Header: header, ReplacedTitle: texts.T("table.replaced"),
		Rows: func(yield func([]any, error) bool) {
			for v, err := range s.All(ctx, event) {
				if err != nil {
					yield(nil, err)
					return
				}
				if !yield(row(texts, event, &v), nil) {
					return
				}
			}
		},
	}
}

// row has the values of a voice in the order of columns.
func row(texts *i18n.Localizer, event *models.Event, v *Voice) []any {
	theme, session, name, reason, mode, into := "", "", "", "", "", ""
	if v.Theme != nil {
		theme = texts.Pick(v.Theme.TitleJa, v.Theme.TitleEn)
	}
	if v.Session != nil {
		session = texts.Pick(v.Session.TitleJa, v.Session.TitleEn)
	}
	if v.Registration != nil {
		name = v.Registration.Full(texts.Lang)
	}
	if v.Reason != "" {
		reason = texts.T("voice.reason_" + string(v.Reason))
	}
	if v.Mode != "" {
		mode = texts.T("voice.from_" + string(v.Mode))
	}
	if v.MergedInto != nil {
		into = *v.MergedInto
	}
	answers, by := answersOf(texts, v)
	return []any{
		v.ID, event.Local(v.CreatedAt), theme, session, texts.T("voice.kind_" + string(v.Kind)), v.Text, name, mode,
		texts.T("voice.state_" + string(v.State)), reason, v.Votes, into, answers, by,
	}
}

func answersOf(texts *i18n.Localizer, v *Voice) (answers, by string) {
	var said, names []string
	for _, step := range v.Steps {
		if step.Kind != models.StepAnswered {
			continue
		}
		if step.Text == "" {
			said = append(said, texts.T("voice.on_stage"))
		} else {
			said = append(said, step.Text)
		}
		if step.Who != "" {
			names = append(names, step.Who)
		}
	}
	return strings.Join(said, "\n"), strings.Join(names, "\n")
}
