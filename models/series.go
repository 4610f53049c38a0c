package models

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"meguri/models/text"
)

// Series is a series of events; each of them is an edition. Its organization keeps it; others may hold it together with
// that (SeriesMember). Only one that is announced has a page.
type Series struct {
	ID               string
	OrganizationID   string
	Slug             string
	TitleJa, TitleEn string
	AboutJa, AboutEn string // plain texts
	AnnouncedAt      *time.Time
	Version          int
	CreatedAt        time.Time

	Organization Organization `gorm:"foreignKey:OrganizationID;->"`
}

// IsAnnounced reports whether everybody may see its page.
func (s *Series) IsAnnounced() bool { return s.AnnouncedAt != nil }

// SeriesQuery reads series.
type SeriesQuery struct{ q *Query }

// SeriesStore reads and writes series.
type SeriesStore struct {
	SeriesQuery
	tx *Tx
}

// Series reads series.
func (q *Query) Series() SeriesQuery { return SeriesQuery{q} }

// Series reads and writes series.
func (tx *Tx) Series() SeriesStore { return SeriesStore{tx.Query.Series(), tx} }

// BySlug finds a series, with its host.
func (store SeriesQuery) BySlug(slug string) (*Series, error) {
	return store.find("series.slug = ?", slug)
}

// ByID finds a series, with its host.
func (store SeriesQuery) ByID(id string) (*Series, error) { return store.find("series.id = ?", id) }

// OfEvent finds the series of which an event is an edition, nil for none.
func (store SeriesQuery) OfEvent(eventID string) (*Series, error) {
	s, err := store.find("series.id = (SELECT series_id FROM editions WHERE event_id = ?)", eventID)
	if CodeOf(err) == CodeNotFound {
		return nil, nil
	}
	return s, err
}

// OfHost lists the series that an organization keeps, or holds with others by its yes, by title.
func (store SeriesQuery) OfHost(organizationID string) ([]Series, error) {
	var list []Series
	err := store.q.g.Where("id IN (SELECT series_id FROM series_members WHERE organization_id = ? AND state = ?)",
		organizationID, SeriesAgreed).Order("title_ja, title_en, id").Find(&list).Error
	return list, err
}

func (store SeriesQuery) find(where string, args ...any) (*Series, error) {
	var s Series
	err := store.q.g.Joins("Organization").Where(where, args...).Take(&s).Error
	return &s, notFound(err)
}

// Events lists the editions of a series in every state, the latest first, with their hosts.
func (store SeriesQuery) Events(s *Series) ([]Event, error) {
	var list []Event
	err := store.q.g.Preload("Organization").
		Where("id IN (SELECT event_id FROM editions WHERE series_id = ?)", s.ID).
		Order("starts_at DESC, id").Limit(mostEditions).Find(&list).Error
	return list, err
}

// SlugTaken reports whether another series than the one with the id has the slug.
func (store SeriesQuery) SlugTaken(slug, id string) (bool, error) {
	var n int64
	err := store.q.g.Model(&Series{}).Where("slug = ? AND id <> ?", slug, id).Count(&n).Error
	return n > 0, err
}

// Create stores a new series.
func (store SeriesStore) Create(s *Series) error {
	s.ID, s.Version, s.CreatedAt = NewID(), 1, store.tx.Now
	err := store.tx.g.Omit("Organization").Create(s).Error
	if err != nil {
		return replaceErr(err, gorm.ErrDuplicatedKey, InvalidFields(map[string]string{"slug": "series.slug_taken"}))
	}
	return store.tx.g.Omit("Organization", "Series").Create(&SeriesMember{
		SeriesID: s.ID, OrganizationID: s.OrganizationID, State: SeriesAgreed, AskedAt: store.tx.Now, StateAt: store.tx.Now,
	}).Error
}

// Update stores a series that was read at version. It is CodeConflict if somebody else changed it since.
func (store SeriesStore) Update(s *Series, version int) error {
	s.Version = version + 1
	updated := store.tx.g.Model(&Series{}).Where("id = ? AND version = ?", s.ID, version).
		Select("slug", "title_ja", "title_en", "about_ja", "about_en", "announced_at", "version").Updates(s)
	err := replaceErr(updated.Error, gorm.ErrDuplicatedKey, InvalidFields(map[string]string{"slug": "series.slug_taken"}))
	if err != nil {
		return err
	}
	return mustAffect(updated, NewError(CodeConflict, "series.changed_meanwhile"))
}

// SeriesFollower wants to hear of the next event of a series, or to be registered for it.
type SeriesFollower struct {
	ID       string
	SeriesID string
	Email    string
	EmailKey string
	Locale   string
	// Mode is how the person wants to be registered for the next event, "" for not at all: then there is no name.
	Mode Mode
	text.Name
	CreatedAt time.Time
	// ConfirmedAt is when the person opened the mailed link, nil for not yet: until then nothing is sent.
	ConfirmedAt *time.Time
	// KeepUntil is when all of it is erased.
	KeepUntil time.Time
	// WishID is the id of the wish that was added to it last, once it was confirmed: its mailed link leads here. "" for
	// none.
	WishID string

	Series Series `gorm:"foreignKey:SeriesID;->"`
}

// Registers reports whether the person wants to be registered.
func (f *SeriesFollower) Registers() bool { return f.Mode != "" }

// How long it is kept who follows a series: until they have confirmed it, and from then on.
const (
	unconfirmedFollowers = 3 * 24 * time.Hour
	keptFollowers        = 2 * 365 * 24 * time.Hour
)

// Follower finds a follower, with the series; by the id of a wish that was confirmed what it was added to.
func (store SeriesQuery) Follower(id string) (*SeriesFollower, error) {
	f, err := store.follower("series_followers.id = ?", id)
	if CodeOf(err) == CodeNotFound {
		return store.follower("series_followers.wish_id = ? AND series_followers.wish_id <> ''", id)
	}
	return f, err
}

// FollowerOf finds who follows a series with an address: what was asked and not confirmed yet, else what was confirmed.
func (store SeriesQuery) FollowerOf(s *Series, emailKey string) (*SeriesFollower, error) {
	return store.follower("series_followers.series_id = ? AND series_followers.email_key = ?", s.ID, emailKey)
}

func (store SeriesQuery) follower(where string, args ...any) (*SeriesFollower, error) {
	var f SeriesFollower
	err := store.q.g.Joins("Series").Where(where+" AND series_followers.keep_until > ?", append(args, store.q.Now)...).
		Order("series_followers.confirmed_at IS NOT NULL").Take(&f).Error
	return &f, notFound(err)
}

// Followers lists who has confirmed to follow a series, from the id after on.
func (store SeriesQuery) Followers(s *Series, after string, limit int) ([]SeriesFollower, error) {
	var list []SeriesFollower
	err := store.q.g.Where("series_id = ? AND confirmed_at IS NOT NULL AND keep_until > ? AND id > ?", s.ID, store.q.Now,
		after).Order("id").Limit(limit).Find(&list).Error
	return list, err
}

// CountFollowers counts who follows a series, and how many of them want to be registered.
func (store SeriesQuery) CountFollowers(s *Series) (told, registered int, err error) {
	var row struct{ Told, Registered int }
	err = store.q.g.Raw(`SELECT COUNT(*) AS told, COALESCE(SUM(CASE WHEN mode <> '' THEN 1 ELSE 0 END), 0) AS registered
		FROM series_followers WHERE series_id = ? AND confirmed_at IS NOT NULL AND keep_until > ?`,
		s.ID, store.q.Now).Scan(&row).Error
	return row.Told, row.Registered, err
}

// FollowedBy lists which series of the event's organization a registration's address follows.
func (store SeriesQuery) FollowedBy(e *Event, r *Registration) ([]SeriesFollower, error) {
	var list []SeriesFollower
	err := store.q.g.Joins("Series").Where(`series_followers.email_key = ? AND "Series".organization_id = ?`, r.EmailKey,
		e.OrganizationID).Order("series_followers.id").Find(&list).Error
	return list, err
}

// AddFollower stores who asked to follow a series. An earlier question that was not confirmed is replaced under its id,
// so that the link that was mailed stays good. Who has confirmed stays as they are: where they ask to be registered,
// that waits beside it until it is confirmed, too.
func (store SeriesStore) AddFollower(f *SeriesFollower) error {
	confirmed, err := store.confirmed(f)
	if err != nil || confirmed != nil && !f.Registers() {
		return err
	}
	const unconfirmed = "series_id = ? AND email_key = ? AND (confirmed_at IS NULL OR keep_until <= ?)"
	args := []any{f.SeriesID, f.EmailKey, store.tx.Now}
	var earlier []string
	err = store.tx.g.Model(&SeriesFollower{}).Where(unconfirmed, args...).Order("confirmed_at IS NOT NULL").
		Pluck("id", &earlier).Error
	if err != nil {
		return err
	}
	if err := store.tx.g.Where(unconfirmed, args...).Delete(&SeriesFollower{}).Error; err != nil {
		return err
	}
	f.ID, f.CreatedAt = NewAnonymousID(), store.tx.Now
	switch {
	case len(earlier) > 0:
		f.ID = earlier[0]
	case confirmed != nil && confirmed.WishID != "":
		f.ID = confirmed.WishID
	}
	f.KeepUntil = store.tx.Now.Add(unconfirmedFollowers)
	return store.tx.g.Omit("Series").Clauses(clause.OnConflict{DoNothing: true}).Create(f).Error
}

// confirmed finds what was confirmed with the address of a follower before, nil for nothing.
func (store SeriesStore) confirmed(f *SeriesFollower) (*SeriesFollower, error) {
	found, err := store.follower("series_followers.series_id = ? AND series_followers.email_key = ? AND "+
		"series_followers.confirmed_at IS NOT NULL AND series_followers.id <> ?", f.SeriesID, f.EmailKey, f.ID)
	if CodeOf(err) == CodeNotFound {
		return nil, nil
	}
	return found, err
}

// ConfirmFollower stores that the person opened the mailed link; f is then what is kept. Again it changes nothing.
// Where they followed the series before, their wish goes there, so that the links of all mails before stay good.
func (store SeriesStore) ConfirmFollower(f *SeriesFollower) error {
	until := store.tx.Now.Add(keptFollowers)
	earlier, err := store.confirmed(f)
	if err != nil {
		return err
	}
	if earlier == nil || f.ConfirmedAt != nil {
		const over = "series_id = ? AND email_key = ? AND id <> ? AND keep_until <= ?" // and not erased yet
		gone := store.tx.g.Where(over, f.SeriesID, f.EmailKey, f.ID, store.tx.Now).Delete(&SeriesFollower{})
		if gone.Error != nil {
			return gone.Error
		}
		f.ConfirmedAt, f.KeepUntil = &store.tx.Now, until
		return store.tx.g.Model(&SeriesFollower{}).Where("id = ? AND confirmed_at IS NULL", f.ID).
			Updates(map[string]any{"confirmed_at": f.ConfirmedAt, "keep_until": until}).Error
	}
	if err := store.EndFollower(f); err != nil {
		return err
	}
	f.WishID, f.ID, f.ConfirmedAt, f.KeepUntil = f.ID, earlier.ID, earlier.ConfirmedAt, until
	return store.tx.g.Model(&SeriesFollower{}).Where("id = ?", f.ID).Select("mode", "family_name", "given_name",
		"family_kana", "given_kana", "locale", "keep_until", "wish_id").Updates(f).Error
}

// OnlyTell erases all but the address: the person is told of the next event, and not registered.
func (store SeriesStore) OnlyTell(f *SeriesFollower) error {
	return store.tx.g.Model(&SeriesFollower{}).Where("id = ?", f.ID).Updates(map[string]any{
		"mode": "", "family_name": "", "given_name": "", "family_kana": "", "given_kana": "",
	}).Error
}

// EndFollower erases a follower. A wish that ends is none of what was confirmed before, also where an earlier one was.
func (store SeriesStore) EndFollower(f *SeriesFollower) error {
	err := store.tx.g.Model(&SeriesFollower{}).Where("wish_id = ? AND wish_id <> ''", f.ID).Update("wish_id", "").Error
	if err != nil {
		return err
	}
	return store.tx.g.Where("id = ?", f.ID).Delete(&SeriesFollower{}).Error
}
