package person

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

// The limits of a profile: letters of a sentence, of a line, and lines of a list; hours that a week has to give.
const (
	maxSentence = 200
	maxLine     = 60
	maxLines    = 20
	maxHours    = 60
	maxArea     = 100
	maxName     = 100
)

// ProfileInput is what a person tells about themselves. Skills and Wishes have a line for each.
type ProfileInput struct {
	Name       string   `form:"name"`
	Ordinary1  string   `form:"ordinary1"`
	Ordinary2  string   `form:"ordinary2"`
	Ordinary3  string   `form:"ordinary3"`
	Skills     string   `form:"skills"`
	Wishes     string   `form:"wishes"`
	Hours      string   `form:"hours"`
	Online     bool     `form:"online"`
	OnSite     bool     `form:"on_site"`
	Area       string   `form:"area"`
	Languages  []string `form:"languages"`
	MayBeAsked bool     `form:"may_be_asked"`
	Version    int      `form:"version"`

	Visible
}

// Visible is who sees which field.
type Visible struct {
	Name      models.Visibility `form:"see_name"`
	Ordinary  models.Visibility `form:"see_ordinary"`
	Skills    models.Visibility `form:"see_skills"`
	Wishes    models.Visibility `form:"see_wishes"`
	Hours     models.Visibility `form:"see_hours"`
	Way       models.Visibility `form:"see_way"`
	Area      models.Visibility `form:"see_area"`
	Languages models.Visibility `form:"see_languages"`
}

// each calls do with every field of a profile and the place of who sees it.
func (v *Visible) each(do func(models.ProfileField, *models.Visibility)) {
	do(models.ProfileName, &v.Name)
	do(models.ProfileOrdinary, &v.Ordinary)
	do(models.ProfileSkills, &v.Skills)
	do(models.ProfileWishes, &v.Wishes)
	do(models.ProfileHours, &v.Hours)
	do(models.ProfileWay, &v.Way)
	do(models.ProfileArea, &v.Area)
	do(models.ProfileLanguages, &v.Languages)
}

// ProfilePage is a profile to be filled in.
type ProfilePage struct {
	Input *ProfileInput
	// Profile is what is stored.
	Profile *models.Profile
	// IsStaff says that colleagues gave the account its name.
	IsStaff bool
	// Seen is what others see of what is stored.
	Seen []Seen
}

// IsPublic reports whether there is something that everybody sees.
func (p *ProfilePage) IsPublic() bool {
	return p.Profile.Version > 0 && !p.Seen[len(p.Seen)-1].IsEmpty()
}

// Seen is a profile as one kind of people sees it.
type Seen struct {
	By models.Visibility
	*models.Profile
}

// ProfilePage reads the person's own profile.
func (s *Service) ProfilePage(ctx context.Context, a *models.Account) (*ProfilePage, error) {
	q := s.db.Query(ctx)
	p, err := profileOf(q, a)
	if err != nil {
		return nil, err
	}
	page := &ProfilePage{Input: inputOf(p), Profile: p}
	for _, by := range models.Visibilities[1:] {
		page.Seen = append(page.Seen, Seen{by, p.As(by)})
	}
	page.IsStaff, err = q.Persons().IsStaff(a)
	return page, err
}

// profileOf is what is stored, or an empty one.
func profileOf(q *models.Query, a *models.Account) (*models.Profile, error) {
	p, err := q.Profiles().ByAccount(a.ID)
	if models.CodeOf(err) == models.CodeNotFound {
		p, err = &models.Profile{AccountID: a.ID, Account: a}, nil
	}
	return p, err
}

func inputOf(p *models.Profile) *ProfileInput {
	sentences := append(slices.Clone(p.Ordinary), make([]string, models.MaxOrdinary)...)
	in := &ProfileInput{
		Name: p.Account.Name, Ordinary1: sentences[0], Ordinary2: sentences[1], Ordinary3: sentences[2],
		Skills: strings.Join(p.Skills, "\n"), Wishes: strings.Join(p.Wishes, "\n"), Online: p.Online, OnSite: p.OnSite,
		Area: p.Area, Languages: p.Languages, MayBeAsked: p.MayBeAsked(), Version: p.Version,
	}
	if p.HoursAWeek > 0 {
		in.Hours = strconv.Itoa(p.HoursAWeek)
	}
	in.each(func(field models.ProfileField, by *models.Visibility) {
		*by = models.VisibleToNobody
		if seen, ok := p.Visibility[field]; ok {
			*by = seen
		}
	})
	return in
}

// check reads what was typed into the profile.
func (in *ProfileInput) check(c *check.Checker, p *models.Profile) {
	p.Ordinary = nil
	for i, typed := range []string{in.Ordinary1, in.Ordinary2, in.Ordinary3} {
		field := "ordinary" + strconv.Itoa(i+1)
		if sentence := c.Line(field, typed, maxSentence, check.Optional); sentence != "" {
			p.Ordinary = append(p.Ordinary, sentence)
		}
	}
	p.Skills, p.Wishes = lines(c, "skills", in.Skills), lines(c, "wishes", in.Wishes)
	p.HoursAWeek = c.Int("hours", in.Hours, 0, maxHours, check.Optional)
	p.Online, p.OnSite = in.Online, in.OnSite
	p.Area = c.Line("area", in.Area, maxArea, check.Optional)
	p.Languages = nil
	for _, known := range models.SpokenLanguages { // in this order, each once
		if slices.Contains(in.Languages, known) {
			p.Languages = append(p.Languages, known)
		}
	}
	p.Visibility = map[models.ProfileField]models.Visibility{}
	in.each(func(field models.ProfileField, by *models.Visibility) {
		switch {
		case *by == "" || *by == models.VisibleToNobody:
		case slices.Contains(models.Visibilities, *by):
			p.Visibility[field] = *by
		default:
			c.Fault("see_"+string(field), "field.choice")
		}
	})
}

// lines reads a list with a line for each; what is there twice is kept once.
func lines(c *check.Checker, field, typed string) (list []string) {
	for line := range strings.Lines(typed) {
		cleaned := c.Line(field, line, maxLine, check.Optional)
		if cleaned != "" && !slices.Contains(list, cleaned) {
			list = append(list, cleaned)
		}
	}
	if len(list) > maxLines {
		c.Fault(field, "profile.too_many_lines", "max", maxLines)
	}
	return list
}

// SaveProfile stores the person's own profile. The name of an account of staff stays as colleagues know it. Errors:
// Invalid; Conflict where it was changed on another page meanwhile.
func (s *Service) SaveProfile(ctx context.Context, a *models.Account, in *ProfileInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		staff, err := tx.Persons().IsStaff(a)
		if err != nil {
			return err
		}
		p, err := profileOf(tx.Query, a)
		if err != nil {
			return err
		}
		c := check.New()
		name := a.Name
		if !staff {
			name = c.NoURL("name", c.Name("name", in.Name, maxName, check.Required))
		}
		in.check(c, p)
		if err := c.Err(); err != nil {
			return err
		}
		switch {
		case !in.MayBeAsked:
			p.MayBeAskedAt = nil
		case p.MayBeAskedAt == nil:
			p.MayBeAskedAt = &tx.Now
		}
		if name != a.Name {
			if err := tx.Accounts().SetProfile(a.ID, name, a.Locale); err != nil {
				return err
			}
		}
		return tx.Profiles().Save(p, in.Version)
	})
}

// Shown is what a viewer, nil for the public, sees of the person of an account. Everybody may call it. Errors: NotFound
// where that is nothing, as where there is nobody.
func (s *Service) Shown(ctx context.Context, id string, viewer *models.Account) (*models.Profile, error) {
	q := s.db.Query(ctx)
	p, err := q.Profiles().ByAccount(id)
	if err != nil {
		return nil, err
	}
	by := models.VisibleToPublic
	if viewer != nil {
		together, err := q.Affiliations().Together(viewer.ID, id)
		if err != nil {
			return nil, err
		}
		if together {
			by = models.VisibleToMembers
		}
	}
	seen := p.As(by)
	if seen.IsEmpty() || p.Account.DisabledAt != nil {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	return seen, nil
}

// FellowsPage is what people who belong to the same organization show each other.
type FellowsPage struct {
	Organization *models.Organization
	Profiles     []models.Profile
	// ShowsNothing says that the person who reads it shows the others nothing.
	ShowsNothing bool
}

// FellowsPage reads it, of the organization in which the person has a place. Errors: NotFound for a place that is not
// theirs, that is over or not agreed to yet, or in an organization that left.
func (s *Service) FellowsPage(ctx context.Context, a *models.Account, placeID string) (*FellowsPage, error) {
	q := s.db.Query(ctx)
	places, err := q.Affiliations().OfAccount(a.ID)
	if err != nil {
		return nil, err
	}
	day := q.Now.In(models.DefaultZone).Format(time.DateOnly)
	at := slices.IndexFunc(places, func(p models.Affiliation) bool {
		return p.ID == placeID && p.IsCurrent(day) && p.Organization.LeftAt == nil
	})
	if at < 0 {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	page := &FellowsPage{Organization: places[at].Organization, ShowsNothing: true}
	all, err := q.Profiles().ForMembers(page.Organization.ID)
	for i := range all {
		if all[i].AccountID == a.ID {
			page.ShowsNothing = false
			continue
		}
		page.Profiles = append(page.Profiles, all[i])
	}
	slices.SortFunc(page.Profiles, byName)
	return page, err
}

// byName sorts profiles by name, those without one last.
func byName(a, b models.Profile) int {
	if (a.Account.Name == "") != (b.Account.Name == "") {
		return strings.Compare(b.Account.Name, a.Account.Name)
	}
	return cmp.Or(strings.Compare(text.SearchQuery(a.Account.Name), text.SearchQuery(b.Account.Name)),
		strings.Compare(a.AccountID, b.AccountID))
}
