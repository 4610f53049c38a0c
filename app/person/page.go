package person

import (
	"context"
	"time"

	"meguri/app/service/attendance"
	"meguri/models"
)

// HomePage is what a person finds who opened their account.
type HomePage struct {
	Account *models.Account
	Profile *models.Profile
	// Joined are the registrations that the person took as theirs, the latest event first; Offered those with an address
	// of theirs that nobody took.
	Joined, Offered []Participation
	// Places are where they belong and belonged.
	Places []models.Affiliation
	// Minutes are all that they attended.
	Minutes int
	day     string
}

// Time is Minutes as a duration.
func (p *HomePage) Time() time.Duration { return time.Duration(p.Minutes) * time.Minute }

// PlaceRow is a place as the page shows it; First says that it is the latest of its person's in one register, to which
// what is done is sent.
type PlaceRow struct {
	*models.Affiliation
	First bool
	// MaySee says that they belong there now, and may see what others who do show them.
	MaySee bool
}

// PlaceRows lists the places.
func (p *HomePage) PlaceRows() (rows []PlaceRow) {
	known := map[string]bool{}
	for i := range p.Places {
		a := &p.Places[i]
		maySee := a.AccountID != nil && a.IsCurrent(p.day) && a.Organization.LeftAt == nil && !known[a.OrganizationID]
		rows = append(rows, PlaceRow{a, !known[a.OrganizationID+a.MemberID], maySee})
		known[a.OrganizationID+a.MemberID] = true
		known[a.OrganizationID] = known[a.OrganizationID] || maySee
	}
	return rows
}

// Participation is a registration with what became of it.
type Participation struct {
	models.Registration
	Event *models.Event
	// Attended and Minutes are what is on file; Certified says that there is a certificate of it.
	Attended  bool
	Minutes   int
	Certified bool
}

// HomePage reads it. The person calls it.
func (s *Service) HomePage(ctx context.Context, a *models.Account) (*HomePage, error) {
	q := s.db.Query(ctx)
	page := &HomePage{Account: a, day: q.Now.In(models.DefaultZone).Format(time.DateOnly)}
	var err error
	if page.Profile, err = profileOf(q, a); err != nil {
		return nil, err
	}
	if page.Places, err = q.Affiliations().OfPerson(a); err != nil {
		return nil, err
	}
	if page.Joined, err = s.joined(ctx, a); err != nil {
		return nil, err
	}
	for i := range page.Joined {
		page.Minutes += page.Joined[i].Minutes
	}
	offered, err := q.Persons().Offered(a)
	if err != nil {
		return nil, err
	}
	for i := range offered {
		event, err := q.Events().ByID(offered[i].EventID)
		if err != nil {
			return nil, err
		}
		page.Offered = append(page.Offered, Participation{Registration: offered[i], Event: event})
	}
	return page, nil
}

// joined reads the registrations of an account, with what is on file of each. Only these are read together.
func (s *Service) joined(ctx context.Context, a *models.Account) ([]Participation, error) {
	q := s.db.Query(ctx)
	list, err := q.Persons().Registrations(a.ID)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	files, err := attendance.Files(q, ids...)
	if err != nil {
		return nil, err
	}
	joined := make([]Participation, 0, len(list))
	for i := range list {
		p := Participation{Registration: list[i]}
		if p.Event, err = q.Events().ByID(p.EventID); err != nil {
			return nil, err
		}
		if err := s.judge(ctx, q, &p, files[p.ID]); err != nil {
			return nil, err
		}
		joined = append(joined, p)
	}
	return joined, nil
}

func (s *Service) judge(ctx context.Context, q *models.Query, p *Participation, file *attendance.File) error {
	if file == nil || !p.Event.Ended(q.Now) {
		return nil
	}
	held, err := attendance.Read(q, p.Event)
	if err != nil {
		return err
	}
	a := held.Of(file)
	p.Attended, p.Minutes = a.Attended(), a.Minutes
	if p.Attended {
		p.Certified, err = s.Certified(ctx, p.Event, &p.Registration)
	}
	return err
}

// Join takes a registration as the person's that was offered: its address is one of theirs. Errors: NotFound; Conflict
// where it is another account's.
func (s *Service) Join(ctx context.Context, a *models.Account, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		offered, err := tx.Persons().Offered(a)
		if err != nil {
			return err
		}
		for i := range offered {
			if offered[i].ID == id {
				return tx.Persons().Join(a.ID, id)
			}
		}
		if _, err := tx.Persons().Registration(a.ID, id); err != nil { // it is theirs already
			return err
		}
		return nil
	})
}

// TakeApart ends that a registration is of the person's account. One that is not is no error.
func (s *Service) TakeApart(ctx context.Context, a *models.Account, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Persons().TakeApart(a.ID, id) })
}

// Kept finds the account whose person took a registration as theirs, nil for nobody's. The registration's holder calls
// it.
func (s *Service) Kept(ctx context.Context, r *models.Registration) (*models.Account, error) {
	return s.db.Query(ctx).Persons().Joined(r.ID)
}

// MayKeep reports whether Keep would make or find an account for who opened the mailed link, which confirms the
// address.
func (s *Service) MayKeep(ctx context.Context, r *models.Registration) (bool, error) {
	err := ownsAddress(s.db.Query(ctx), r)
	if models.CodeOf(err) == models.CodeConflict {
		return false, nil
	}
	return err == nil, err
}

// OwnLink is the secret of the attendee's own page of a registration that the person took as theirs. Errors: NotFound.
func (s *Service) OwnLink(ctx context.Context, a *models.Account, id string) (string, error) {
	r, err := s.db.Query(ctx).Persons().Registration(a.ID, id)
	if err != nil {
		return "", err
	}
	return s.Links.Registration(r.ID, r.LinkNumber), nil
}

// SettingsPage is how a person opens and closes their account.
type SettingsPage struct {
	Account   *models.Account
	Addresses []models.AccountAddress
	Links     []LinkRow
	// IsStaff says that the account cannot be erased here, and keeps its first address.
	IsStaff bool
}

// LinkRow is a link; Here says that it opened the account in this browser.
type LinkRow struct {
	models.AccountLink
	Here bool
}

// SettingsPage reads it. The person calls it; here is the link in their browser.
func (s *Service) SettingsPage(
	ctx context.Context, a *models.Account, here *models.AccountLink,
) (*SettingsPage, error) {
	q := s.db.Query(ctx)
	page := &SettingsPage{Account: a}
	var err error
	if page.Addresses, err = q.Persons().Addresses(a.ID); err != nil {
		return nil, err
	}
	links, err := q.Persons().Links(a.ID)
	if err != nil {
		return nil, err
	}
	for _, l := range links {
		page.Links = append(page.Links, LinkRow{l, l.ID == here.ID})
	}
	page.IsStaff, err = q.Persons().IsStaff(a)
	return page, err
}

// ErasePage says what goes and what stays.
type ErasePage struct {
	Account *models.Account
	Joined  []models.Registration
	Places  []models.Affiliation
	// IsStaff says that the account cannot be erased here.
	IsStaff bool
}

// ErasePage reads it. The person calls it.
func (s *Service) ErasePage(ctx context.Context, a *models.Account) (*ErasePage, error) {
	q := s.db.Query(ctx)
	page := &ErasePage{Account: a}
	var err error
	if page.Joined, err = q.Persons().Registrations(a.ID); err != nil {
		return nil, err
	}
	if page.Places, err = q.Affiliations().OfAccount(a.ID); err != nil {
		return nil, err
	}
	page.IsStaff, err = q.Persons().IsStaff(a)
	return page, err
}
