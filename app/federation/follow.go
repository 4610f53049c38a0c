package federation

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"meguri/app/service/jobs"
	"meguri/app/service/paths"
	"meguri/app/service/safefetch"
	"meguri/app/service/signedfeed"
	"meguri/models"
	"meguri/models/text"
)

// mostFollowed is how many installations one follows at most.
const mostFollowed = 300

// AddressInput is the address of an installation.
type AddressInput struct {
	Address string `form:"address"`
}

// FollowInput is an installation with the key that was looked at.
type FollowInput struct {
	AddressInput
	Key string `form:"key"`
}

// Found is an installation before it is followed.
type Found struct {
	Address string
	Name    signedfeed.Name
	Key     string
	url     string
}

// Look reads who is at an address. Owners call it. Errors: Invalid with the field at fault.
func (s *Service) Look(ctx context.Context, in *AddressInput) (*Found, error) {
	origin, ok := originOf(in.Address)
	if !ok {
		return nil, addressFault("federation.no_address")
	}
	if origin == s.BaseURL {
		return nil, addressFault("federation.own_address")
	}
	known, err := s.db.Query(ctx).Feeds().ByAddress(origin)
	if err != nil {
		return nil, err
	}
	if known != nil {
		return nil, addressFault("federation.followed_already")
	}
	card, err := s.card(ctx, origin)
	if err != nil {
		trouble := troubleOf(err)
		if trouble == "" {
			return nil, err
		}
		return nil, addressFault("federation.error_" + trouble)
	}
	return &Found{origin, nameOf(card.Name, origin), card.Newest(), card.Feeds[0]}, nil
}

const longestName = 100

// nameOf is what an installation calls itself, as people here would write it; without a name it is called by its
// address.
func nameOf(told signedfeed.Name, address string) signedfeed.Name {
	name := signedfeed.Name{
		Ja: text.Shorten(text.CleanTitle(told.Ja), longestName), En: text.Shorten(text.CleanTitle(told.En), longestName),
	}
	if name.Ja == "" && name.En == "" {
		name.Ja = (&models.Feed{Address: address}).Host()
	}
	return name
}

func addressFault(key string) error { return models.InvalidFields(map[string]string{"address": key}) }

// originOf is the address of the installation that a typed address belongs to.
func originOf(typed string) (string, bool) {
	typed = strings.TrimSpace(typed)
	if !strings.Contains(typed, "://") {
		typed = "https://" + typed
	}
	parsed, err := url.Parse(typed)
	if err != nil || parsed.Hostname() == "" || parsed.User != nil || len(typed) > 500 ||
		(parsed.Scheme != "https" && parsed.Scheme != "http") {
		return "", false
	}
	host := strings.ToLower(parsed.Hostname())
	if net.ParseIP(host) == nil { // as it is looked up: letters of other scripts look like ours
		if host, err = idna.Lookup.ToASCII(host); err != nil {
			return "", false
		}
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port := parsed.Port(); port != "" {
		host += ":" + port
	}
	return parsed.Scheme + "://" + host, true
}

func (s *Service) card(ctx context.Context, origin string) (*signedfeed.Card, error) {
	found, err := s.Fetch.Get(ctx, origin+paths.MeguriCard, "", signedfeed.MostCardBytes)
	if err != nil {
		return nil, err
	}
	return signedfeed.ReadCard(found.Content, origin)
}

// Follow follows an installation whose key the person has seen. Owners call it. Errors: Invalid with the field at
// fault, also where the key is another one by now.
func (s *Service) Follow(ctx context.Context, host *models.Organization, in *FollowInput) error {
	found, err := s.Look(ctx, &in.AddressInput)
	if err != nil {
		return err
	}
	if found.Key != in.Key {
		return addressFault("federation.key_changed")
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		list, err := tx.Feeds().Followed()
		if err != nil {
			return err
		}
		if len(list) >= mostFollowed {
			return addressFault("federation.too_many_feeds")
		}
		feed := &models.Feed{
			OrganizationID: &host.ID, Address: found.Address, URL: found.url, NameJa: found.Name.Ja, NameEn: found.Name.En,
			PublicKey: found.Key,
		}
		made, err := tx.Feeds().Create(feed)
		if err != nil {
			return err
		}
		if !made {
			return addressFault("federation.followed_already")
		}
		tx.About(models.AuditSubject{ID: feed.ID})
		return tx.Jobs().Add(JobFollow, JobFollow+":"+feed.ID, feed.ID, tx.Now)
	})
}

// End ends following an installation: what it told is gone from here. Owners of the organization that follows it call
// it. Errors: NotFound.
func (s *Service) End(ctx context.Context, host *models.Organization, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		feed, err := tx.Feeds().OfHost(host.ID, id)
		if err != nil {
			return err
		}
		return tx.Feeds().Delete(feed)
	})
}

// AgreeKey agrees to a key that the one before did not sign, as it was lost or stolen. Owners of the organization that
// follows it call it. Errors: NotFound; Conflict where it is another key by now.
func (s *Service) AgreeKey(ctx context.Context, host *models.Organization, id, key string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		feed, err := tx.Feeds().OfHost(host.ID, id)
		if err != nil {
			return err
		}
		if feed.NewKey == "" || feed.NewKey != key {
			return models.NewError(models.CodeConflict, "federation.key_changed")
		}
		before, beforeKey := feed.Number, feed.PublicKey
		// Whoever stole the key before may have used up its numbers.
		feed.NewKey, feed.Number, feed.Sum, feed.ETag, feed.Trouble = "", 0, "", "", ""
		feed.ChangeKey(key)
		saved, err := tx.Feeds().Save(feed, before, beforeKey)
		if err != nil || !saved {
			return err
		}
		return tx.Jobs().Add(JobAsk, JobAsk+":"+feed.ID+":"+key, feed.ID, tx.Now)
	})
}

// The kinds of jobs: JobFollow asks a feed again and again, as long as it is followed; JobAsk asks it once. The payload
// is the feed's id.
const (
	JobFollow = "feed_follow"
	JobAsk    = "feed_ask"
)

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind {
	return []jobs.Kind{
		{Name: JobFollow, Do: s.follow},
		{Name: JobAsk, Do: func(ctx context.Context, job *models.Job) error {
			_, err := s.ask(ctx, job.Payload)
			return err
		}},
	}
}

// askEvery is how often a feed is asked for something new. With what the other side takes to issue it, news are here
// within a minute.
const askEvery = 30 * time.Second

const (
	askAgain    = time.Minute    // after a trouble of our own
	mostSilence = 12 * time.Hour // of a job that should have run
)

func (s *Service) follow(ctx context.Context, job *models.Job) error {
	next, err := s.ask(ctx, job.Payload)
	if err != nil { // our own trouble never ends it
		slog.Warn("a followed feed could not be asked", "feed", job.Payload, "error", err)
		next = s.db.Now().Add(askAgain)
	}
	if next.IsZero() {
		return nil
	}
	return &jobs.Later{At: next}
}

// Revive follows feeds again whose job was given up, as where the program died often. It runs each night.
func (s *Service) Revive(ctx context.Context) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		list, err := tx.Feeds().Followed()
		if err != nil {
			return err
		}
		for i := range list {
			f := &list[i]
			due := f.CreatedAt
			if f.NextAt != nil {
				due = *f.NextAt
			}
			if tx.Now.Sub(due) < mostSilence {
				continue
			}
			cause := JobFollow + ":" + f.ID + ":" + tx.Now.Format(time.DateOnly)
			if err := tx.Jobs().Add(JobFollow, cause, f.ID, tx.Now); err != nil {
				return err
			}
		}
		return nil
	})
}

// ask asks a feed for something new and takes it, and returns when to ask again, zero where it is followed no more.
func (s *Service) ask(ctx context.Context, id string) (time.Time, error) {
	q := s.db.Query(ctx)
	feed, err := q.Feeds().ByID(id)
	if err != nil {
		if models.CodeOf(err) == models.CodeNotFound {
			err = nil
		}
		return time.Time{}, err
	}
	before, key := feed.Number, feed.PublicKey
	entries, err := s.read(ctx, feed, q.Now)
	if err != nil {
		trouble := troubleOf(err)
		if trouble == "" {
			return time.Time{}, err
		}
		feed.Failed(trouble, q.Now)
	}
	if err := s.store(ctx, feed, entries, before, key); err != nil {
		return time.Time{}, err
	}
	return *feed.NextAt, nil
}

// errTaken takes a transaction back.
var errTaken = errors.New("an entry is one of another feed")

// store stores what became of asking a feed, with its entries where there are new ones. A feed with an entry that
// another one has is not taken.
func (s *Service) store(
	ctx context.Context, feed *models.Feed, entries []models.FeedEntry, before int64, key string,
) error {
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		saved, err := tx.Feeds().Save(feed, before, key)
		if err != nil || !saved || entries == nil { // not saved: it was asked by somebody else meanwhile
			return err
		}
		if err := tx.Feeds().Replace(feed, entries); err != nil {
			return err
		}
		if taken, err := tx.Feeds().HasEntryOfOthers(feed); err != nil || !taken {
			return err
		}
		return errTaken
	})
	if !errors.Is(err, errTaken) {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		kept, err := tx.Feeds().ByID(feed.ID)
		if err != nil {
			return err
		}
		kept.Failed(string(signedfeed.ReasonEntryTaken), tx.Now)
		feed.NextAt = kept.NextAt
		_, err = tx.Feeds().Save(kept, before, key)
		return err
	})
}

// read reads what a feed tells now into it, and returns its entries, nil where there is nothing new.
func (s *Service) read(ctx context.Context, feed *models.Feed, now time.Time) ([]models.FeedEntry, error) {
	next := now.Add(askEvery)
	document, err := s.Fetch.Get(ctx, feed.URL, feed.ETag, signedfeed.MostBytes)
	if err != nil {
		return nil, err
	}
	if document.NotModified {
		if feed.IssuedAt == nil || now.Sub(*feed.IssuedAt) > signedfeed.MaxAge {
			feed.ETag = ""
			return nil, &signedfeed.Refusal{Reason: signedfeed.ReasonOld}
		}
		feed.WasHeard(now, next)
		return nil, nil
	}
	told, key, err := s.check(ctx, feed, document.Content, now)
	if err != nil {
		return nil, err
	}
	isNew := told.Number != feed.Number
	issued := told.IssuedAt.UTC()
	feed.ChangeKey(key)
	feed.Number, feed.Sum = told.Number, signedfeed.Sum(document.Content)
	feed.IssuedAt, feed.ETag = &issued, document.Tag
	name := nameOf(told.Name, feed.Address)
	feed.NameJa, feed.NameEn, feed.Entries = name.Ja, name.En, len(told.Entries)
	feed.WasHeard(now, next)
	if !isNew {
		return nil, nil
	}
	if feed.Figures, err = figuresOf(told); err != nil {
		return nil, err
	}
	for i := range told.Entries {
		clean(&told.Entries[i])
	}
	rows, err := rowsOf(told.Entries)
	if rows == nil && err == nil {
		rows = []models.FeedEntry{}
	}
	return rows, err
}

// check checks a feed by the key that is known, or by the newest one where each key was signed by the one before. A key
// that was not is kept for somebody to say yes to.
func (s *Service) check(
	ctx context.Context, feed *models.Feed, content []byte, now time.Time,
) (*signedfeed.Feed, string, error) {
	known := func(key string) *signedfeed.Known {
		public, _ := signedfeed.DecodeKey(key) // what is none verifies nothing
		return &signedfeed.Known{Origin: feed.Address, Key: public, Number: feed.Number, Sum: feed.Sum, Now: now}
	}
	told, err := signedfeed.Read(content, known(feed.PublicKey))
	if !isRefused(err, signedfeed.ReasonOtherKey) {
		return told, feed.PublicKey, err
	}
	card, cardErr := s.card(ctx, feed.Address)
	if cardErr != nil {
		return nil, "", cardErr
	}
	if slices.Contains(feed.FormerKeys, card.Newest()) { // whoever has it may have stolen it: nobody is asked
		return nil, "", &signedfeed.Refusal{Reason: signedfeed.ReasonFormerKey}
	}
	if !card.LeadsTo(feed.PublicKey) {
		feed.NewKey = card.Newest()
		return nil, "", err
	}
	told, err = signedfeed.Read(content, known(card.Newest()))
	return told, card.Newest(), err
}

func isRefused(err error, reason signedfeed.Reason) bool {
	var refusal *signedfeed.Refusal
	return errors.As(err, &refusal) && refusal.Reason == reason
}

// The troubles of reading, besides the reasons of a refusal.
const (
	troublePrivate     = "private"
	troubleRedirects   = "redirects"
	troubleStatus      = "status"
	troubleTimeout     = "timeout"
	troubleUnreachable = "unreachable"
)

// Troubles are all of them, as ends of text keys.
func Troubles() []string {
	list := []string{troublePrivate, troubleRedirects, troubleStatus, troubleTimeout, troubleUnreachable}
	for _, reason := range signedfeed.Reasons {
		list = append(list, string(reason))
	}
	return list
}

// troubleOf is why something could not be read, "" where that is our own trouble.
func troubleOf(err error) string {
	var refusal *signedfeed.Refusal
	var status *safefetch.StatusError
	var timeout net.Error
	var network *url.Error
	switch {
	case errors.As(err, &refusal):
		return string(refusal.Reason)
	case errors.Is(err, safefetch.ErrPrivate):
		return troublePrivate
	case errors.Is(err, safefetch.ErrTooLarge):
		return string(signedfeed.ReasonTooLarge)
	case errors.Is(err, safefetch.ErrRedirects), errors.Is(err, safefetch.ErrAddress):
		return troubleRedirects
	case errors.As(err, &status):
		return troubleStatus
	case errors.As(err, &timeout) && timeout.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return troubleTimeout
	case errors.As(err, &network), errors.As(err, &timeout):
		return troubleUnreachable
	}
	return ""
}

// WordsOf tells a key in words of a language.
func WordsOf(key, lang string) string { return signedfeed.Words(key, lang) }
