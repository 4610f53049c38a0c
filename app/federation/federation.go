// Package federation tells other installations of our public events and open needs, and follows what they tell: each
// publishes a signed feed at its own address, and nobody needs a centre.
package federation

import (
	"context"
	"crypto/ed25519"
	"crypto/subtle"
	"net/url"
	"sync"
	"time"

	"meguri/app/service/link"
	"meguri/app/service/opendata"
	"meguri/app/service/paths"
	"meguri/app/service/safefetch"
	"meguri/app/service/signedfeed"
	"meguri/models"
)

// Options are what the service needs besides the database. Events come from publicity, Kits from kit, Figures from
// circulation.
type Options struct {
	Links   link.Maker
	BaseURL string
	Name    signedfeed.Name
	Events  func(context.Context) ([]opendata.Event, error)
	Kits    func(context.Context) ([]signedfeed.Entry, error)
	Figures func(context.Context) (*signedfeed.Figures, error)
	Fetch   *safefetch.Client
}

// Service tells and follows for one database.
type Service struct {
	Options
	db *models.DB

	mu      sync.Mutex
	own     *models.Feed
	checked time.Time
}

// New makes the service. An installation whose operator has no name is called by its address.
func New(db *models.DB, options Options) *Service {
	if options.Name == (signedfeed.Name{}) {
		if parsed, err := url.Parse(options.BaseURL); err == nil {
			options.Name.Ja = parsed.Host
		}
	}
	return &Service{Options: options, db: db}
}

// Card names the installation, its keys and where its feed is. Everybody may call it.
func (s *Service) Card(ctx context.Context) (*signedfeed.Card, error) {
	keys, err := Keys(ctx, s.db, s.Links)
	if err != nil {
		return nil, err
	}
	card := &signedfeed.Card{
		Version: signedfeed.Version, Origin: s.BaseURL, Name: s.Name, Feeds: []string{s.BaseURL + paths.FeedJSON},
	}
	for _, k := range keys {
		card.Keys = append(card.Keys, signedfeed.Key{
			Number: k.Number, Key: k.PublicKey, Since: k.CreatedAt.UTC(), Handover: k.Handover,
		})
	}
	return card, nil
}

// private is the key of a number.
func private(links link.Maker, number int) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(links.FeedKey(number))
}

func publicOf(key ed25519.PrivateKey) ed25519.PublicKey {
	return key.Public().(ed25519.PublicKey) //nolint:errcheck // it is one
}

// ErrKeyLost is the error where the secret of the installation is another one than that of its last key.
var ErrKeyLost = models.NewError(models.CodeUnavailable, "federation.key_lost")

// Keys lists the public keys of the installation, the last of which signs; the first is made where there is none.
// Errors: ErrKeyLost.
func Keys(ctx context.Context, db *models.DB, links link.Maker) ([]models.FeedKey, error) {
	keys, err := db.Query(ctx).Feeds().Keys()
	if err != nil {
		return nil, err
	}
	if len(keys) == 0 {
		first := &models.FeedKey{Number: 1, PublicKey: signedfeed.EncodeKey(publicOf(private(links, 1)))}
		if err := db.InTx(ctx, func(tx *models.Tx) error { return tx.Feeds().AddKey(first) }); err != nil {
			return nil, err
		}
		if keys, err = db.Query(ctx).Feeds().Keys(); err != nil {
			return nil, err
		}
	}
	if !IsOurs(links, &keys[len(keys)-1]) {
		return keys, ErrKeyLost
	}
	return keys, nil
}

// IsOurs reports whether a key is derived from the installation's secret.
func IsOurs(links link.Maker, k *models.FeedKey) bool {
	derived := signedfeed.EncodeKey(publicOf(private(links, k.Number)))
	return subtle.ConstantTimeCompare([]byte(derived), []byte(k.PublicKey)) == 1
}

// NewKey replaces the installation's key at address. Followers take it by themselves where the one before signs it;
// with unsigned, as where that was lost or stolen, each of them is asked. Errors: ErrKeyLost where it cannot sign.
func NewKey(
	ctx context.Context, db *models.DB, links link.Maker, address string, unsigned bool,
) (*models.FeedKey, error) {
	keys, err := Keys(ctx, db, links)
	if err != nil && (!unsigned || models.CodeOf(err) != models.CodeUnavailable) {
		return nil, err
	}
	last := keys[len(keys)-1]
	made := &models.FeedKey{Number: last.Number + 1}
	public := publicOf(private(links, made.Number))
	made.PublicKey = signedfeed.EncodeKey(public)
	if !unsigned {
		made.Handover = signedfeed.Handover(address, made.Number, public, private(links, last.Number))
	}
	return made, db.InTx(ctx, func(tx *models.Tx) error { return tx.Feeds().AddKey(made) })
}
