// Package kit publishes how an event was made, for others to copy: agenda, form, surveys, messages, rules. Feeds carry
// kits to other installations, and an event that was copied from one remembers where it is from.
package kit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"meguri/app/service/contact"
	"meguri/app/service/kit"
	"meguri/app/service/paths"
	"meguri/app/service/signedfeed"
	"meguri/app/service/words"
	"meguri/models"
)

// Options are what the service needs besides the database. FreeSlug makes the address of a new event; TakeWording
// stores what an event says in a kind of mail; Count finds names in texts, as words.Child does.
type Options struct {
	BaseURL     string
	Name        signedfeed.Name
	FreeSlug    func(q *models.Query, e *models.Event) (string, error)
	TakeWording func(ctx context.Context, e *models.Event, w *kit.Wording) error
	Count       func(ctx context.Context, r *words.Request) ([]words.Word, error)
}

// Service is the kits of one database.
type Service struct {
	Options
	db *models.DB
}

// New makes the service.
func New(db *models.DB, options Options) *Service { return &Service{options, db} }

// DeskPage is what staff of an event see of its kit.
type DeskPage struct {
	// Parts are those that the event has, Chosen those that are published.
	Parts, Chosen []string
	Published     *models.Kit
	// IsTold says that other installations hear of the kit; else there are too many newer ones.
	IsTold bool
	Origin *models.KitOrigin
}

// DeskPage reads it. Staff who may edit the event call it.
func (s *Service) DeskPage(ctx context.Context, e *models.Event) (*DeskPage, error) {
	q := s.db.Query(ctx)
	now, err := build(q, e, kit.Parts)
	if err != nil {
		return nil, err
	}
	page := &DeskPage{Parts: partsOf(now), Chosen: kit.Parts}
	if page.Published, err = q.Kits().OfEvent(e.ID); err != nil {
		return nil, err
	}
	if page.Published != nil {
		var published kit.Kit
		if err := json.Unmarshal([]byte(page.Published.Content), &published); err != nil {
			return nil, err
		}
		page.Chosen = partsOf(&published)
		if page.IsTold, err = q.Kits().IsTold(page.Published.ID, MostBytesTold); err != nil {
			return nil, err
		}
	}
	page.Origin, err = q.Kits().Origin(e.ID)
	return page, err
}

// Input is what staff choose to publish. Keep are words that look like names and are none. Sum tells the preview that
// they saw.
type Input struct {
	Parts []string `form:"part" query:"part"`
	Keep  []string `form:"keep" query:"keep"`
	Sum   string   `form:"sum"`
}

// Preview is what would be published, to the letter.
type Preview struct {
	Kit *kit.Kit
	// Hidden is what was taken out of it, Guesses what looks like a name and is hidden unless it is kept.
	Hidden  []kit.Hidden
	Guesses []string
	// Unread says that the dictionary could not be asked for names.
	Unread bool
	Sum    string

	content []byte
}

// Preview shows it. Staff who may edit the event call it. Errors: Invalid where nothing is chosen, it is too large or
// the event is not public.
func (s *Service) Preview(ctx context.Context, e *models.Event, in *Input) (*Preview, error) {
	isNone := func(part string) bool { return !slices.Contains(kit.Parts, part) }
	chosen := slices.DeleteFunc(slices.Clone(in.Parts), isNone)
	switch {
	case !e.Public():
		return nil, models.InvalidFields(map[string]string{"part": "kit.event_hidden"})
	case len(chosen) == 0:
		return nil, models.InvalidFields(map[string]string{"part": "kit.choose_part"})
	}
	q := s.db.Query(ctx)
	built, err := build(q, e, chosen)
	if err != nil {
		return nil, err
	}
	known, err := knownOf(q, e)
	if err != nil {
		return nil, err
	}
	preview := &Preview{Kit: built}
	guesses, ok := s.guess(ctx, built)
	known.Guesses, known.Keep, preview.Unread = guesses, in.Keep, !ok
	preview.Hidden = built.Hide(known)
	preview.Guesses = guessesOf(preview.Hidden, guesses, in.Keep)
	if preview.content, err = built.Write(); err != nil {
		return nil, err
	}
	if len(preview.content) > kit.MostBytes {
		return nil, models.InvalidFields(map[string]string{"part": "kit.too_large"})
	}
	sum := sha256.Sum256(preview.content)
	preview.Sum = hex.EncodeToString(sum[:])
	return preview, nil
}

// guessesOf are the guesses that decide something: those that are hidden for no other reason, and those that are kept.
func guessesOf(hidden []kit.Hidden, guesses, keep []string) (list []string) {
	for _, name := range guesses {
		if slices.Contains(keep, name) || slices.ContainsFunc(hidden, func(h kit.Hidden) bool {
			return h.Kind == kit.HiddenGuess && contact.Fold(h.Text).Text == contact.Fold(name).Text
		}) {
			list = append(list, name)
		}
	}
	return list
}

// Publish publishes the kit of an event as it was seen, in place of the one before. Staff who may edit the event call
// it. Errors: those of Preview; Invalid where it is another one by now.
func (s *Service) Publish(ctx context.Context, e *models.Event, in *Input) error {
	preview, err := s.Preview(ctx, e, in)
	if err != nil {
		return err
	}
	switch in.Sum {
	case preview.Sum:
	case "":
		return models.InvalidFields(map[string]string{"sum": "kit.look_first"})
	default:
		return models.InvalidFields(map[string]string{"sum": "kit.look_again"})
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		before, err := tx.Kits().OfEvent(e.ID)
		if err != nil {
			return err
		}
		published := &models.Kit{ID: models.NewID(), EventID: e.ID, Content: string(preview.content)}
		if before != nil {
			published.ID = before.ID
		}
		return tx.Kits().Publish(published)
	})
}

// Withdraw takes the kit of an event back: it is in no feed any more. What was copied stays with those who copied it.
// Staff who may edit the event call it.
func (s *Service) Withdraw(ctx context.Context, e *models.Event) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Kits().Withdraw(e.ID) })
}

// MostBytesTold is how large all kits may be together of which others are told: the rest of the feed has to have room,
// too. Older kits have a page here, and are not told of.
const MostBytesTold = 8 << 20

// Entries are the published kits as the feed has them.
func (s *Service) Entries(ctx context.Context) ([]signedfeed.Entry, error) {
	list, err := s.db.Query(ctx).Kits().Told(MostBytesTold)
	if err != nil {
		return nil, err
	}
	entries := make([]signedfeed.Entry, 0, len(list))
	for i := range list {
		entry, err := s.entry(&list[i])
		if err != nil {
			return nil, err
		}
		entries = append(entries, *entry)
	}
	return entries, nil
}

func (s *Service) entry(k *models.Kit) (*signedfeed.Entry, error) {
	var document kit.Kit
	if err := json.Unmarshal([]byte(k.Content), &document); err != nil {
		return nil, err
	}
	host := k.Event.Organization.NameJa
	if host == "" {
		host = k.Event.Organization.NameEn
	}
	return &signedfeed.Entry{
		ID: urn + k.ID, Kind: signedfeed.KindKit, State: signedfeed.StatePublished,
		URL:       s.BaseURL + string(paths.OfKit(k.ID)),
		UpdatedAt: k.PublishedAt.UTC().Truncate(time.Second),
		Kit: &signedfeed.Kit{
			Title: document.Event.TitleJa, TitleEn: document.Event.TitleEn, Organization: host,
			Summary: document.Event.SummaryJa, Version: document.Version, Content: json.RawMessage(k.Content),
		},
	}, nil
}

const urn = "urn:uuid:"

// Page is a kit, ours or one that a followed installation tells of.
type Page struct {
	ID    string
	Entry signedfeed.Entry
	// Kit is nil where it cannot be read: IsNewer says that its installation is newer than this one.
	Kit     *kit.Kit
	IsNewer bool
	// LeftOut are the parts of which this program cannot read all.
	LeftOut []string
	// Own says that it is of this installation; else From names the other.
	Own     bool
	From    signedfeed.Name
	Address string
}

// Parts lists its parts.
func (p *Page) Parts() []string { return partsOf(p.Kit) }

// Page reads a kit. Everybody may call it. Errors: NotFound.
func (s *Service) Page(ctx context.Context, id string) (*Page, error) {
	q := s.db.Query(ctx)
	own, err := q.Kits().ByID(id)
	if err != nil {
		return nil, err
	}
	page := &Page{ID: id, From: s.Name, Address: s.BaseURL, Own: own != nil}
	if own != nil {
		entry, err := s.entry(own)
		if err != nil {
			return nil, err
		}
		page.Entry = *entry
	} else if err := page.readFollowed(q); err != nil {
		return nil, err
	}
	page.Kit, page.LeftOut, err = kit.Read(page.Entry.Kit.Content)
	if err != nil {
		page.Kit, page.IsNewer = nil, page.Entry.Kit.Version > kit.Version
	}
	return page, nil
}

func (p *Page) readFollowed(q *models.Query) error {
	found, err := q.Feeds().Entry(urn + strings.ToLower(p.ID))
	if err != nil {
		return err
	}
	if found == nil || found.Kind != string(signedfeed.KindKit) || found.Feed.Own {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	if err := json.Unmarshal([]byte(found.Content), &p.Entry); err != nil {
		return err
	}
	p.From = signedfeed.Name{Ja: found.Feed.NameJa, En: found.Feed.NameEn}
	p.Address = found.Feed.Address
	return nil
}

func partsOf(k *kit.Kit) (list []string) {
	if k == nil {
		return nil
	}
	for _, part := range []struct {
		name string
		has  bool
	}{
		{kit.PartAgenda, len(k.Agenda) > 0}, {kit.PartForm, len(k.Form) > 0}, {kit.PartSurveys, len(k.Surveys) > 0},
		{kit.PartMessages, len(k.Messages)+len(k.Wordings) > 0}, {kit.PartRules, k.Rules != nil},
	} {
		if part.has {
			list = append(list, part.name)
		}
	}
	return list
}
