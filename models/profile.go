package models

import (
	"time"

	"gorm.io/gorm/clause"
)

// Visibility is who sees a field of a profile. Each sees what those after it see.
type Visibility string

// The visibilities, the narrowest first. A field of which nothing is said is seen by nobody.
const (
	VisibleToNobody       Visibility = "nobody"
	VisibleToCoordinators Visibility = "coordinators"
	VisibleToMembers      Visibility = "members" // people who belong to an organization that the person belongs to
	VisibleToPublic       Visibility = "public"
)

// Visibilities lists them in the order in which they are offered.
var Visibilities = []Visibility{VisibleToNobody, VisibleToCoordinators, VisibleToMembers, VisibleToPublic}

// ProfileField is a part of a profile that has a visibility of its own.
type ProfileField string

// The fields of a profile.
const (
	ProfileName      ProfileField = "name"
	ProfileOrdinary  ProfileField = "ordinary"
	ProfileSkills    ProfileField = "skills"
	ProfileWishes    ProfileField = "wishes"
	ProfileHours     ProfileField = "hours"
	ProfileWay       ProfileField = "way"
	ProfileArea      ProfileField = "area"
	ProfileLanguages ProfileField = "languages"
)

// ProfileFields lists them in the order of the form.
var ProfileFields = []ProfileField{
	ProfileName, ProfileOrdinary, ProfileSkills, ProfileWishes, ProfileHours, ProfileWay, ProfileArea, ProfileLanguages,
}

// SpokenLanguages are the languages that a profile offers, as tags of BCP 47.
var SpokenLanguages = []string{"ja", "jsl", "en", "zh", "ko", "vi", "ne", "tl", "pt", "es"}

// MaxOrdinary is how many sentences a person says about an ordinary day.
const MaxOrdinary = 3

// Profile is what the person of an account tells about themselves.
type Profile struct {
	AccountID string `gorm:"primaryKey"`
	// Ordinary is what they do on an ordinary day, in at most MaxOrdinary sentences.
	Ordinary []string `gorm:"serializer:json"`
	Skills   []string `gorm:"serializer:json"`
	// Wishes is what they would like to learn.
	Wishes []string `gorm:"serializer:json"`
	// Languages are tags of BCP 47, as ja.
	Languages []string `gorm:"serializer:json"`
	// HoursAWeek is how much time they have, 0 for not said.
	HoursAWeek int
	Online     bool
	OnSite     bool
	Area       string
	// MayBeAskedAt is when they agreed to be asked by coordinators, nil for not.
	MayBeAskedAt *time.Time
	Visibility   map[ProfileField]Visibility `gorm:"serializer:json"`
	Version      int
	CreatedAt    time.Time
	UpdatedAt    time.Time

	Account *Account `gorm:"foreignKey:AccountID;->"`
}

// MayBeAsked reports whether coordinators may ask the person.
func (p *Profile) MayBeAsked() bool { return p.MayBeAskedAt != nil }

// Shows reports whether a field is seen by the viewer; VisibleToNobody is the person themselves.
func (p *Profile) Shows(field ProfileField, viewer Visibility) bool {
	rank := func(v Visibility) int {
		for i, known := range Visibilities {
			if v == known {
				return i
			}
		}
		return 0
	}
	return rank(p.Visibility[field]) >= rank(viewer)
}

// As is the profile with those fields only that the viewer sees. Without its name the account has its id only.
func (p *Profile) As(viewer Visibility) *Profile {
	seen := &Profile{
		AccountID: p.AccountID, MayBeAskedAt: p.MayBeAskedAt, Version: p.Version, CreatedAt: p.CreatedAt,
		UpdatedAt: p.UpdatedAt, Account: &Account{ID: p.AccountID},
	}
	for field, show := range map[ProfileField]func(){
		ProfileName: func() {
			if p.Account != nil {
				seen.Account.Name = p.Account.Name
			}
		},
		ProfileOrdinary:  func() { seen.Ordinary = p.Ordinary },
		ProfileSkills:    func() { seen.Skills = p.Skills },
		ProfileWishes:    func() { seen.Wishes = p.Wishes },
		ProfileHours:     func() { seen.HoursAWeek = p.HoursAWeek },
		ProfileWay:       func() { seen.Online, seen.OnSite = p.Online, p.OnSite },
		ProfileArea:      func() { seen.Area = p.Area },
		ProfileLanguages: func() { seen.Languages = p.Languages },
	} {
		if p.Shows(field, viewer) {
			show()
		}
	}
	return seen
}

// IsEmpty reports whether nothing is told in it, as where a viewer sees none of its fields.
func (p *Profile) IsEmpty() bool {
	return p.Account.Name == "" && p.Area == "" && p.HoursAWeek == 0 && !p.Online && !p.OnSite &&
		len(p.Ordinary)+len(p.Skills)+len(p.Wishes)+len(p.Languages) == 0
}

// ProfileQuery reads profiles.
type ProfileQuery struct{ q *Query }

// ProfileStore reads and writes profiles.
type ProfileStore struct {
	ProfileQuery
	tx *Tx
}

// Profiles reads profiles.
func (q *Query) Profiles() ProfileQuery { return ProfileQuery{q} }

// Profiles reads and writes profiles.
func (tx *Tx) Profiles() ProfileStore { return ProfileStore{tx.Query.Profiles(), tx} }

// ByAccount finds the profile of an account, with everything that its person told. Errors: NotFound.
func (store ProfileQuery) ByAccount(accountID string) (*Profile, error) {
	var p Profile
	err := store.q.g.Preload("Account").Where("account_id = ?", accountID).Take(&p).Error
	return &p, notFound(err)
}

// Asked lists the accounts of those who agreed to be asked, from the account after on.
func (store ProfileQuery) Asked(after string, limit int) (ids []string, err error) {
	err = store.q.g.Model(&Profile{}).Where("may_be_asked_at IS NOT NULL AND account_id > ?", after).
		Where("account_id IN (SELECT id FROM accounts WHERE disabled_at IS NULL)").
		Order("account_id").Limit(limit).Pluck("account_id", &ids).Error
	return ids, err
}

// AskedOf lists those of the accounts that agreed to be asked, with what coordinators may see only.
func (store ProfileQuery) AskedOf(accounts []string) ([]Profile, error) {
	var list []Profile
	err := store.q.g.Joins("Account").Where(`profiles.may_be_asked_at IS NOT NULL AND "Account".disabled_at IS NULL`).
		Where(store.q.inList("account_id", accounts)).Order("account_id").Find(&list).Error
	for i := range list {
		list[i] = *list[i].As(VisibleToCoordinators)
	}
	return list, err
}

const (
	// profileBatch is how many profiles are read at once, mostProfiles how many a list looks through at most.
	profileBatch = 1000
	mostProfiles = 20_000
)

// ForCoordinators lists what people open to the coordinators of an organization: profiles with nothing but the fields
// that coordinators see, without those that show nothing, and without people who reported how the organization wrote to
// them.
func (store ProfileQuery) ForCoordinators(organizationID string) ([]Profile, error) {
	return store.seen(VisibleToCoordinators, "account_id NOT IN ("+reporters+")", organizationID)
}

// ForCoordinator finds one of ForCoordinators. Errors: NotFound.
func (store ProfileQuery) ForCoordinator(organizationID, accountID string) (*Profile, error) {
	return one(store.seen(VisibleToCoordinators, "account_id = ? AND account_id NOT IN ("+reporters+")", accountID,
		organizationID))
}

// ForMembers lists what people who belong to an organization today open to the others who do.
func (store ProfileQuery) ForMembers(organizationID string) ([]Profile, error) {
	today := store.q.Now.In(DefaultZone).Format(time.DateOnly)
	return store.seen(VisibleToMembers, `account_id IN (SELECT account_id FROM affiliations
		WHERE organization_id = ? AND account_id IS NOT NULL AND `+isCurrent+`)`, organizationID, today, today)
}

// Public lists what those of some accounts open to everybody.
func (store ProfileQuery) Public(accountIDs []string) ([]Profile, error) {
	if len(accountIDs) == 0 {
		return nil, nil
	}
	return store.seen(VisibleToPublic, "account_id IN ?", accountIDs)
}

// reporters are the accounts of who reported how an organization wrote to them.
const reporters = `SELECT account_id FROM (
	SELECT a.id AS account_id, a.email_key FROM accounts a
	UNION ALL SELECT account_id, email_key FROM account_addresses WHERE confirmed_at IS NOT NULL) AS addresses
	WHERE email_key IN (SELECT offers.email_key FROM offers JOIN needs ON needs.id = offers.need_id
		WHERE needs.organization_id = ? AND offers.reported_at IS NOT NULL)`

func one(list []Profile, err error) (*Profile, error) {
	if err == nil && len(list) == 0 {
		err = NewError(CodeNotFound, "error.not_found")
	}
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

// seen reads profiles of people who can be reached, with those fields only that a viewer sees, by account.
func (store ProfileQuery) seen(viewer Visibility, where string, args ...any) ([]Profile, error) {
	var list []Profile
	for after, read := "", 0; read < mostProfiles; read += profileBatch {
		var batch []Profile
		err := store.q.g.Preload("Account").Where(where, args...).Where("account_id > ?", after).
			Where("account_id IN (SELECT id FROM accounts WHERE disabled_at IS NULL)").
			Order("account_id").Limit(profileBatch).Find(&batch).Error
		if err != nil {
			return nil, err
		}
		for i := range batch {
			if p := batch[i].As(viewer); !p.IsEmpty() {
				list = append(list, *p)
			}
		}
		if len(batch) < profileBatch {
			break
		}
		after = batch[len(batch)-1].AccountID
	}
	return list, nil
}

// Save stores a profile that was read at version, 0 for the first. It is CodeConflict if it was changed since.
func (store ProfileStore) Save(p *Profile, version int) error {
	p.Version, p.UpdatedAt = version+1, store.tx.Now
	for _, list := range []*[]string{&p.Ordinary, &p.Skills, &p.Wishes, &p.Languages} {
		if *list == nil {
			*list = []string{} // a list without anything is not unknown
		}
	}
	if p.Visibility == nil {
		p.Visibility = map[ProfileField]Visibility{}
	}
	changed := NewError(CodeConflict, "profile.changed_meanwhile")
	if version == 0 {
		p.CreatedAt = store.tx.Now
		err := mustAffect(store.tx.g.Omit(clause.Associations).Clauses(doNothing).Create(p), changed)
		if err != nil {
			return err
		}
		return store.rank(p)
	}
	err := mustAffect(store.tx.g.Model(&Profile{}).Where("account_id = ? AND version = ?", p.AccountID, version).
		Select("ordinary", "skills", "wishes", "languages", "hours_a_week", "online", "on_site", "area",
			"may_be_asked_at", "visibility", "version", "updated_at").Updates(p), changed)
	if err != nil {
		return err
	}
	return store.rank(p)
}

// rankOf has the profile of an account compared with the needs, where there is one.
func (store ProfileStore) rankOf(a *Account) error {
	var p Profile
	err := store.tx.g.Select("account_id", "version", "may_be_asked_at").Where("account_id = ?", a.ID).Limit(1).
		Find(&p).Error
	if err != nil || p.AccountID == "" {
		return err
	}
	return store.rank(&p)
}

// rank has a profile that was changed compared with the needs, or forgets what came of it.
func (store ProfileStore) rank(p *Profile) error {
	person := string(AskableProfile) + p.AccountID
	if err := store.tx.Matches().Forget(person, p.MayBeAsked()); err != nil || !p.MayBeAsked() {
		return err
	}
	return store.tx.Matches().rankPerson(person, p.Version)
}
