package registration

import (
	"cmp"
	"context"
	"io"
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"

	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/models"
)

// PaperKind is what staff print for people.
type PaperKind string

// The kinds.
const (
	PaperBadges    PaperKind = "badges"
	PaperBadgesA7  PaperKind = "badges_a7"
	PaperLabels    PaperKind = "labels"
	PaperLetters   PaperKind = "letters"
	PaperPostcards PaperKind = "postcards"
	PaperLabels10  PaperKind = "labels_10"
	PaperLabels12  PaperKind = "labels_12"
	PaperLabels18  PaperKind = "labels_18"
	PaperLabels21  PaperKind = "labels_21"
	PaperLabels24  PaperKind = "labels_24"
	PaperLabels44  PaperKind = "labels_44"
	PaperCards     PaperKind = "cards"
)

// PaperKinds lists those that lists of people offer. Badges are also printed on Sheets.
var PaperKinds = []PaperKind{PaperBadges, PaperBadgesA7, PaperLabels, PaperLetters, PaperPostcards}

// badgeSheets are the kinds that are badges, with how they lie on the paper.
var badgeSheets = map[PaperKind]pdf.BadgeSheet{
	PaperBadges:   pdf.BadgesOfTen,
	PaperBadgesA7: pdf.BadgesOfEight,
	PaperLabels:   pdf.BadgeLabels,
	PaperCards:    pdf.BadgeCards,
	PaperLabels10: pdf.LabelsOf10,
	PaperLabels12: pdf.LabelsOf12,
	PaperLabels18: pdf.LabelsOf18,
	PaperLabels21: pdf.LabelsOf21,
	PaperLabels24: pdf.LabelsOf24,
	PaperLabels44: pdf.LabelsOf44,
}

// Sheets are the papers for badges to choose from, the usual ones first.
var Sheets = []PaperKind{
	PaperBadges,
	PaperBadgesA7,
	PaperLabels10,
	PaperLabels12,
	PaperLabels18,
	PaperLabels21,
	PaperLabels24,
	PaperLabels44,
	PaperLabels,
	PaperCards,
}

// Sheet is how badges lie on a paper.
func (k PaperKind) Sheet() pdf.BadgeSheet { return badgeSheets[k] }

// SheetInput is how badges are printed.
type SheetInput struct {
	First  int  `query:"first"`  // the first label that is free, the first of a sheet being 1
	Frames bool `query:"frames"` // outlines alone
}

// MaxPapers is for how many people papers are made at once: each has a code that takes a while to draw. MaxBadges is
// more, as their codes are drawn side by side.
const (
	MaxPapers = 1000
	MaxBadges = 5000
)

// Papers makes badges, letters or postcards for those whom the filter chooses, in its order: of live registrations
// alone, badges for who has a place. Staff who may edit people call it. Errors: NotFound for another kind; Invalid for
// more than MaxPapers.
func (s *Service) Papers(
	ctx context.Context, w io.Writer, texts *i18n.Bundle, lang string, event *models.Event, kind PaperKind,
	in *FilterInput, on SheetInput,
) error {
	if !slices.Contains(PaperKinds, kind) && !slices.Contains(Sheets, kind) {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	q := s.db.Query(ctx)
	f, err := in.Read(q, event)
	if err != nil {
		return err
	}
	sheet, isBadge := badgeSheets[kind]
	limit := MaxPapers
	if isBadge {
		limit = MaxBadges
		f.State = cmp.Or(f.State, models.RegistrationConfirmed)
	}
	page, err := q.Registrations().Sorted(event, f, 0, limit)
	if err != nil {
		return err
	}
	if page.HasNext {
		return models.NewError(models.CodeInvalid, "registration.papers_many", "max", limit)
	}
	people := slices.DeleteFunc(page.List, func(r models.Registration) bool { return !r.Live() })
	if isBadge {
		page := pdf.Badges{Sheet: sheet, Event: event, Blank: len(in.IDs) != 1, From: max(0, on.First-1), Frames: on.Frames}
		return s.badges(ctx, w, texts.For(lang), page, people)
	}
	return s.letters(ctx, w, texts, lang, event, people, kind)
}

func (s *Service) badges(
	ctx context.Context, w io.Writer, texts *i18n.Localizer, page pdf.Badges, people []models.Registration,
) error {
	event := page.Event
	types, err := s.db.Query(ctx).TicketTypes().OfEvent(event)
	if err != nil {
		return err
	}
	photo, err := s.photo(ctx, event)
	if err != nil {
		return err
	}
	page.Photo, page.Types, page.PrintedAt = photo, types, s.db.Now()
	page.Rows = sideBySide(people, func(r *models.Registration) (*pdf.Badge, error) {
		if page.Sheet.Small() {
			return &pdf.Badge{Registration: r}, nil
		}
		qr, err := s.TicketQR(ctx, event, r)
		return &pdf.Badge{Registration: r, QR: qr}, ignoreConflict(err)
	})
	return s.maker.Badges(w, texts, page)
}

func (s *Service) letters(
	ctx context.Context, w io.Writer, texts *i18n.Bundle, lang string, event *models.Event,
	people []models.Registration, kind PaperKind,
) error {
	code, err := s.mapQR(event)
	if err != nil {
		return err
	}
	list := pdf.Letters{
		Event: event, Map: code, PrintedAt: s.db.Now(),
		Rows: eachPaper(people, func(r *models.Registration) (*pdf.Letter, error) {
			qr, err := s.TicketQR(ctx, event, r)
			return &pdf.Letter{Registration: r, QR: qr, Address: postalAddress(r)}, ignoreConflict(err)
		}),
	}
	if kind == PaperPostcards {
		return s.maker.Postcards(w, texts, lang, list)
	}
	return s.maker.Letters(w, texts, lang, list)
}

// ignoreConflict lets who has no place have a paper without a code.
func ignoreConflict(err error) error {
	if models.CodeOf(err) == models.CodeConflict {
		return nil
	}
	return err
}

// sideBySide is eachPaper on all cores, some people at a time.
func sideBySide[T any](
	people []models.Registration, make func(r *models.Registration) (*T, error),
) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		const atOnce = 100
		for part := range slices.Chunk(people, atOnce) {
			var made [atOnce]*T
			var errs [atOnce]error
			var working sync.WaitGroup
			workers := runtime.GOMAXPROCS(0)
			for worker := range workers {
				working.Go(func() {
					for i := worker; i < len(part); i += workers {
						made[i], errs[i] = make(&part[i])
					}
				})
			}
			working.Wait()
			for i := range part {
				if !yield(made[i], errs[i]) || errs[i] != nil {
					return
				}
			}
		}
	}
}

func eachPaper[T any](
	people []models.Registration, make func(r *models.Registration) (*T, error),
) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for i := range people {
			if made, err := make(&people[i]); !yield(made, err) || err != nil {
				return
			}
		}
	}
}

// addressTitles are what questions about a postal address are called, as titleKey makes it, in the order of lines.
var addressTitles = [][]string{
	{"郵便番号", "postalcode", "postcode", "zipcode", "zip"},
	{"住所", "ゴ住所", "送付先", "送付先住所", "自宅住所", "address", "postaladdress"},
	{"建物名", "住所2", "address2"},
}

// postalAddress finds a person's address among their answers: the form has no field of its own for it.
func postalAddress(r *models.Registration) (lines []string) {
	for i, names := range addressTitles {
		for title, answer := range r.Answers {
			if !slices.Contains(names, titleKey(title)) {
				continue
			}
			for line := range strings.Lines(answer) {
				line = strings.TrimSpace(line)
				if i == 0 && line != "" && !strings.HasPrefix(line, "〒") && r.Locale == i18n.Japanese {
					line = "〒" + line
				}
				if line != "" {
					lines = append(lines, line)
				}
			}
			break
		}
	}
	return lines
}
