package freetext

import (
	"context"
	"log/slog"
	"slices"
	"strings"

	"meguri/app/service/contact"
	"meguri/app/service/words"
	"meguri/models"
)

// Flagged is a text with what may lead to a person.
type Flagged struct {
	ID       string
	Pieces   []contact.Piece
	Contacts []contact.Contact
}

// ContactsPage is the texts of a question that have something that may lead to a person and that nobody looked at.
type ContactsPage struct {
	Head
	Ready bool
	List  []Flagged
	// More counts the texts that are not in List, Reviewed those that somebody looked at.
	More, Reviewed int
}

// mostFlagged is how many texts a page shows to look at.
const mostFlagged = 30

// Contacts reads them. Who may see results calls it. Errors: NotFound; Unavailable where names cannot be found.
func (s *Service) Contacts(ctx context.Context, event *models.Event, id, slug string) (*ContactsPage, error) {
	src, err := s.open(s.db.Query(ctx), event, id, slug)
	if err != nil {
		return nil, err
	}
	page := &ContactsPage{Head: src.head()}
	if src.question == nil {
		return page, nil
	}
	f, ready, err := s.find(ctx, event, src)
	if err != nil || !ready {
		return page, err
	}
	page.Ready, page.List = true, src.flagged(f)
	for i := range src.texts {
		if src.texts[i].Reviewed {
			page.Reviewed++
		}
	}
	page.More = max(0, len(page.List)-mostFlagged)
	page.List = page.List[:len(page.List)-page.More]
	return page, nil
}

// flagged are the texts with something that may lead to a person and that nobody looked at.
func (src *source) flagged(f *found) (list []Flagged) {
	for i := range src.texts {
		t := &src.texts[i]
		if t.Reviewed {
			continue
		}
		folded := contact.Fold(t.Value)
		if contacts := contact.In(t.Value, &folded, f.names[i]); len(contacts) > 0 {
			list = append(list, Flagged{t.ID, contact.Pieces(t.Value, contacts), contacts})
		}
	}
	return list
}

// Waiting says how many texts of a survey have something that may lead to a person and that nobody looked at, as far as
// it is known: where it is not, it is found out meanwhile, and ready is false. Who may see results calls it.
func (s *Service) Waiting(
	ctx context.Context, event *models.Event, survey *models.Survey,
) (n int, ready bool, err error) {
	if survey.Release == nil {
		return 0, true, nil
	}
	reviewed, err := s.db.Query(ctx).Surveys().CountReviewed(survey)
	if err != nil {
		return 0, false, err
	}
	s.lock.Lock()
	known, ok := s.waiting[survey.ID]
	s.lock.Unlock()
	if ok && known.reviewed == reviewed {
		return known.n, true, nil
	}
	s.flight.DoChan("waiting "+survey.ID, func() (any, error) {
		ctx := context.WithoutCancel(ctx)
		n, err := s.countWaiting(ctx, event, survey.ID)
		if err != nil {
			slog.Error("free texts cannot be looked at", "error", err)
			return nil, err
		}
		s.lock.Lock()
		defer s.lock.Unlock()
		if len(s.waiting) >= mostKept {
			clear(s.waiting)
		}
		s.waiting[survey.ID] = waiting{n, reviewed}
		return nil, nil
	})
	return 0, false, nil
}

// waiting is how many texts were waiting when so many were reviewed.
type waiting struct{ n, reviewed int }

func (s *Service) countWaiting(ctx context.Context, event *models.Event, id string) (n int, err error) {
	q := s.db.Query(ctx)
	src, err := s.open(q, event, id, "")
	if err != nil {
		return 0, err
	}
	for _, asked := range src.questions {
		of, err := s.open(q, event, id, asked.Slug)
		if err != nil {
			return 0, err
		}
		f, ready, err := s.find(ctx, event, of)
		if err != nil {
			return 0, err
		}
		if !ready {
			return 0, models.NewError(models.CodeUnavailable, "word.failed")
		}
		n += len(of.flagged(f))
	}
	return n, nil
}

// ReviewInput is what a person decided about a text.
type ReviewInput struct {
	Question string `form:"question"`
	Text     string `form:"text"`
	// Mask are the parts that are to go, Also further ones, one a line.
	Mask []string `form:"mask"`
	Also string   `form:"also"`
}

// maskMark stands where something was taken out of a text.
const maskMark = "［伏せました］"

// Review takes parts out of a text for good, in every page and file, or leaves it as it is where there are none; it is
// not asked about again. Staff who may edit surveys call it. Errors: NotFound; Invalid where a part is not in the text.
func (s *Service) Review(ctx context.Context, event *models.Event, id string, in *ReviewInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		src, err := s.mustOpen(tx.Query, event, id, in.Question)
		if err != nil {
			return err
		}
		if err := tx.Surveys().LockRow(src.survey); err != nil { // two who take out different parts
			return err
		}
		text, err := tx.Surveys().FreeText(src.survey, src.question.Slug, in.Text)
		if err != nil {
			return err
		}
		also := words.Lines(in.Also)
		parts := append(slices.Clone(in.Mask), also...)
		slices.SortFunc(parts, func(a, b string) int { return len(b) - len(a) })
		original := text.Value
		for _, part := range parts { // a part may have gone with a longer one
			if _, ok := mask(original, part); !ok && slices.Contains(also, part) {
				return models.InvalidFields(map[string]string{"also": "freetext.not_in_text"})
			}
			text.Value, _ = mask(text.Value, part)
		}
		return tx.Surveys().ReviewText(text)
	})
}

// mask takes all places of a part out of a text. ok is false where it has none.
func mask(text, part string) (masked string, ok bool) {
	f := contact.Fold(text)
	places := f.All(words.Fold(part))
	if strings.TrimSpace(part) == "" || len(places) == 0 {
		return text, false
	}
	var b strings.Builder
	at := 0
	for _, place := range places {
		original := f.Original(place.From, place.To)
		b.WriteString(text[at:original.From] + maskMark)
		at = original.To
	}
	b.WriteString(text[at:])
	return b.String(), true
}
