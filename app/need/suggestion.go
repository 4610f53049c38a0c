package need

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"meguri/app/service/anonymity"
	"meguri/models"
	"meguri/models/text"
)

// manyVoices is from how many people on a need is suggested, and mostVoices how many voices are read.
const (
	manyVoices = anonymity.K
	mostVoices = 2000
)

// Suggestion is something of an event about which many spoke, and of which nobody has made a need yet.
type Suggestion struct {
	models.Origin
	TitleJa, TitleEn string
	// OfJa and OfEn name the round or the survey that it is of, "" for a theme.
	OfJa, OfEn string
	// Text is what the room was shown of it: the voice for which most voted, or the card. Of a code there is none: what
	// people wrote in a survey is not shown.
	Text string
	// Count is how many voices there are on it, how many people agree, or in how many comments it is.
	Count int
	// Voice is the id of the voice that Text is, "" for none.
	Voice string
	// voices are all those on a theme.
	voices []string
}

// sources are what the need that is made of an origin has for its source.
var sources = map[models.OriginKind]models.NeedSource{
	models.OriginTheme: models.NeedByVoice, models.OriginCard: models.NeedByCard, models.OriginCode: models.NeedBySurvey,
}

// origins are those of the need that is made of it.
func (s *Suggestion) origins() []models.Origin {
	list := []models.Origin{s.Origin}
	if s.Voice != "" {
		list = append(list, models.Origin{Kind: models.OriginVoice, ID: s.Voice})
	}
	return list
}

// Suggestions are what may be needs, what most spoke of first; of an organization there are none. Who may edit needs
// there calls it. Only what the room was shown counts, and of surveys what was released.
func (s *Service) Suggestions(ctx context.Context, at models.NeedPlace) ([]Suggestion, error) {
	made, err := s.db.Query(ctx).Needs().Origins(at)
	if err != nil {
		return nil, err
	}
	return s.suggest(ctx, at, made)
}

// suggest is what is suggested beside what needs were made of.
func (s *Service) suggest(ctx context.Context, at models.NeedPlace, made map[models.Origin]bool) ([]Suggestion, error) {
	if at.EventID == "" {
		return nil, nil
	}
	q := s.db.Query(ctx)
	e, err := q.Events().ByID(at.EventID)
	if err != nil {
		return nil, err
	}
	list, err := themes(q, e, made)
	if err != nil {
		return nil, err
	}
	for _, suggest := range s.Suggest {
		more, err := suggest(ctx, e)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	list = slices.DeleteFunc(list, func(found Suggestion) bool {
		isMade := func(of models.Origin) bool { return made[of] }
		return found.Count < manyVoices || slices.ContainsFunc(found.origins(), isMade)
	})
	slices.SortStableFunc(list, func(a, b Suggestion) int { return b.Count - a.Count })
	return list, nil
}

// themes are the themes of an event with the voices on them.
func themes(q *models.Query, e *models.Event, made map[models.Origin]bool) (list []Suggestion, err error) {
	themes, err := q.Themes().OfEvent(e)
	if err != nil {
		return nil, err
	}
	voices, err := q.Posts().List(e, models.PostFilter{
		States: []models.PostState{models.PostPublished, models.PostMerged}, Order: models.OrderVotes, Limit: mostVoices,
	})
	if err != nil {
		return nil, err
	}
	for i := range themes {
		if found := theme(&themes[i], voices, made); found != nil {
			list = append(list, *found)
		}
	}
	return list, nil
}

// theme counts the voices on a theme, which are sorted; nil where there are none, or a need was made of one.
func theme(theme *models.Theme, voices []models.Post, made map[models.Origin]bool) *Suggestion {
	found := &Suggestion{
		Origin: models.Origin{Kind: models.OriginTheme, ID: theme.ID}, TitleJa: theme.TitleJa, TitleEn: theme.TitleEn,
	}
	for i := range voices {
		voice := &voices[i]
		if voice.ThemeID == nil || *voice.ThemeID != theme.ID {
			continue
		}
		if made[models.Origin{Kind: models.OriginVoice, ID: voice.ID}] {
			return nil
		}
		found.Count, found.voices = found.Count+1, append(found.voices, voice.ID)
		if found.Voice == "" && voice.State == models.PostPublished {
			found.Voice, found.Text = voice.ID, voice.Text
		}
	}
	if found.Voice == "" {
		return nil
	}
	return found
}

// TakeInput is the suggestion of which a need is made.
type TakeInput struct {
	Kind models.OriginKind `form:"kind"`
	ID   string            `form:"id"`
	// Lang is the language of who makes it.
	Lang string `form:"-"`
}

// Take makes a draft of a suggestion, in the words of the suggestion alone. Where a need was made of it already, also
// by somebody else at the same moment, it returns that need, and isNew is false. Who may edit needs there calls it.
// Errors: NotFound for what is not suggested; Conflict for a voice that the room is not shown any more, and for a theme
// of which another voice became a need.
func (s *Service) Take(
	ctx context.Context, at models.NeedPlace, in *TakeInput,
) (n *models.Need, isNew bool, err error) {
	of, origins := models.Origin{Kind: in.Kind, ID: in.ID}, []models.Origin{{Kind: in.Kind, ID: in.ID}}
	list, err := s.suggest(ctx, at, nil)
	if err != nil {
		return nil, false, err
	}
	err = models.NewError(models.CodeNotFound, "error.not_found")
	if i := slices.IndexFunc(list, func(found Suggestion) bool { return found.Origin == of }); i >= 0 {
		origins = list[i].origins()
		if n, err = s.draft(ctx, at, &list[i], in.Lang); err == nil {
			return n, true, nil
		}
	}
	for _, of := range origins {
		if made, lost := s.db.Query(ctx).Needs().MadeOf(at, of); lost == nil {
			return made, false, nil
		}
	}
	return nil, false, err
}

func (s *Service) draft(
	ctx context.Context, at models.NeedPlace, from *Suggestion, lang string,
) (n *models.Need, err error) {
	title := cmp.Or(from.TitleJa, from.TitleEn)
	if lang == "en" {
		title = cmp.Or(from.TitleEn, from.TitleJa)
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		n = &models.Need{
			OrganizationID: at.OrganizationID, EventID: &at.EventID, Source: sources[from.Kind],
			Title: text.Shorten(strings.Join(strings.Fields(title), " "), maxTitle), Trouble: from.Text,
		}
		if from.Voice != "" {
			post, err := voiceAt(tx.Query, at, from.Voice)
			if err != nil {
				return err
			}
			n.PostID = &post.ID
		}
		made, err := tx.Needs().Origins(at)
		if err != nil {
			return err
		}
		isMade := func(voice string) bool { return made[models.Origin{Kind: models.OriginVoice, ID: voice}] }
		if slices.ContainsFunc(from.voices, isMade) {
			return models.NewError(models.CodeConflict, "need.made_already")
		}
		if err := tx.Needs().Create(n); err != nil {
			return err
		}
		tx.About(models.AuditSubject{ID: n.ID})
		return tx.Needs().SetOrigins(n, from.origins()...)
	})
	return n, err
}
