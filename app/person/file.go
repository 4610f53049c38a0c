package person

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"meguri/app/service/owndata"
	"meguri/app/service/table"
	"meguri/models"
)

// File is all that is held of the person of an account, for programs: names of fields are for good. What events hold of
// each registration is in the file on its own page.
type File struct {
	Account       fileAccount         `json:"account"`
	Addresses     []fileAddress       `json:"further_addresses"`
	Profile       fileProfile         `json:"profile"`
	Registrations []fileParticipation `json:"registrations"`
	Places        []filePlace         `json:"organizations"`
	Projects      []fileProject       `json:"projects"`
	Reviews       []owndata.Review    `json:"asked_about_projects"`
	Wishes        []owndata.Wish      `json:"wishes"`
	JointUses     []owndata.JointUse  `json:"joint_uses"`
	Links         []fileLink          `json:"links"`
	Mails         []fileMail          `json:"mails"`
	Asked         []fileAsked         `json:"asked"`
	MadeAt        time.Time           `json:"made_at"`
}

type (
	fileAccount struct {
		ID        string    `json:"id"`
		Name      string    `json:"name"`
		Email     string    `json:"email"`
		Locale    string    `json:"locale"`
		CreatedAt time.Time `json:"created_at"`
	}
	fileAddress struct {
		Email       string     `json:"email"`
		ConfirmedAt *time.Time `json:"confirmed_at,omitempty"`
	}
	fileProfile struct {
		Ordinary     []string                                  `json:"ordinary_day"`
		Skills       []string                                  `json:"skills"`
		Wishes       []string                                  `json:"wishes_to_learn"`
		HoursAWeek   int                                       `json:"hours_a_week"`
		Online       bool                                      `json:"online"`
		OnSite       bool                                      `json:"on_site"`
		Area         string                                    `json:"area"`
		Languages    []string                                  `json:"languages"`
		MayBeAskedAt *time.Time                                `json:"may_be_asked_since,omitempty"`
		SeenBy       map[models.ProfileField]models.Visibility `json:"seen_by"`
	}
	fileParticipation struct {
		Code     string    `json:"code"`
		EventJa  string    `json:"event_ja,omitempty"`
		EventEn  string    `json:"event_en,omitempty"`
		StartsAt time.Time `json:"starts_at"`
		EndsAt   time.Time `json:"ends_at"`
		Mode     string    `json:"mode"`
		State    string    `json:"state"`
		Attended bool      `json:"attended"`
		Minutes  int       `json:"minutes"`
		// Certificate says that there is one, on the own page.
		Certificate bool `json:"certificate"`
	}
	filePlace struct {
		OrganizationJa string `json:"organization_ja,omitempty"`
		OrganizationEn string `json:"organization_en,omitempty"`
		Role           string `json:"role"`
		From           string `json:"from,omitempty"`
		Until          string `json:"until,omitempty"`
		Named          bool   `json:"named"`
		Accepted       bool   `json:"accepted"`
	}
	// fileProject is a place in the team of a project, and what the person entered there.
	fileProject struct {
		Title    string       `json:"title"`
		Role     string       `json:"role"`
		State    string       `json:"state"`
		JoinedAt time.Time    `json:"joined_at"`
		Hours    []fileHours  `json:"hours"`
		Work     owndata.Work `json:"work"`
	}
	fileHours struct {
		Day     string `json:"day"`
		Minutes int    `json:"minutes"`
		InWork  bool   `json:"in_working_time"`
		Words   string `json:"words,omitempty"`
		State   string `json:"state"`
	}
	fileLink struct {
		CreatedAt time.Time  `json:"created_at"`
		ExpiresAt time.Time  `json:"expires_at"`
		OpenedAt  *time.Time `json:"opened_at,omitempty"`
	}
	fileAsked struct {
		Need        string          `json:"need"`
		State       string          `json:"state"`
		AskedAt     *time.Time      `json:"asked_at"`
		Interest    models.Interest `json:"interest,omitempty"`
		OwnInterest models.Interest `json:"own_interest,omitempty"`
	}
	fileMail struct {
		Kind      string    `json:"kind"`
		To        string    `json:"to"`
		Subject   string    `json:"subject"`
		CreatedAt time.Time `json:"created_at"`
	}
)

// File makes the file. The person calls it.
func (s *Service) File(ctx context.Context, a *models.Account) (*File, error) {
	home, err := s.HomePage(ctx, a)
	if err != nil {
		return nil, err
	}
	p := home.Profile
	f := &File{
		Account: fileAccount{a.ID, a.Name, a.Email, a.Locale, a.CreatedAt},
		Profile: fileProfile{
			p.Ordinary, p.Skills, p.Wishes, p.HoursAWeek, p.Online, p.OnSite, p.Area, p.Languages, p.MayBeAskedAt,
			p.Visibility,
		},
		Addresses: []fileAddress{}, Registrations: []fileParticipation{}, Places: []filePlace{}, Projects: []fileProject{},
		Links: []fileLink{},
		Mails: []fileMail{}, Asked: []fileAsked{}, MadeAt: s.db.Now(),
	}
	for i := range home.Joined {
		r := &home.Joined[i]
		f.Registrations = append(f.Registrations, fileParticipation{
			r.Code, r.Event.TitleJa, r.Event.TitleEn, r.Event.StartsAt, r.Event.EndsAt, string(r.TicketType.Mode),
			string(r.State), r.Attended, r.Minutes, r.Certified,
		})
	}
	for i := range home.Places {
		at := &home.Places[i]
		f.Places = append(f.Places, filePlace{
			at.Organization.NameJa, at.Organization.NameEn, string(at.Role), at.From, at.Until, at.Named,
			at.AcceptedAt != nil,
		})
	}
	q := s.db.Query(ctx)
	if err := f.addWork(q, a); err != nil {
		return nil, err
	}
	if err := f.addReviews(q, a); err != nil {
		return nil, err
	}
	said, err := q.JointUses().HeldOfAccount(a.ID)
	if err != nil {
		return nil, err
	}
	f.JointUses = owndata.JointUsesOf(a.Locale, said)
	err = f.addWays(q, a)
	return f, err
}

// addWork adds the teams of projects that all addresses of the account are in.
func (f *File) addWork(q *models.Query, a *models.Account) error {
	teams, err := q.Projects().OfAccount(a)
	if err != nil {
		return err
	}
	for i := range teams {
		m := &teams[i]
		p := fileProject{m.Project.Title, string(m.Role), string(m.Project.State), m.JoinedAt, []fileHours{}, owndata.Work{}}
		list, err := q.Hours().OfMember(m.ID)
		if err != nil {
			return err
		}
		for _, h := range list {
			p.Hours = append(p.Hours, fileHours{h.Day, h.Minutes, h.InWork, h.Words, string(h.State)})
		}
		work, err := q.Projects().WorkOf([]string{m.ID})
		if err != nil {
			return err
		}
		p.Work = owndata.WorkOf(&work)
		f.Projects = append(f.Projects, p)
	}
	return nil
}

// addReviews adds what all addresses of the account were asked about projects that are over, and wished after events.
func (f *File) addReviews(q *models.Query, a *models.Account) error {
	keys, err := q.Persons().Keys(a)
	if err != nil {
		return err
	}
	reviews, err := q.Reviews().OfAddresses(keys)
	if err != nil {
		return err
	}
	f.Reviews = owndata.ReviewsOf(reviews)
	wishes, err := q.Wishes().OfAddresses(keys)
	f.Wishes = owndata.WishesOf(wishes)
	return err
}

// addWays adds how the account is opened, and what it was asked.
func (f *File) addWays(q *models.Query, a *models.Account) error {
	addresses, err := q.Persons().Addresses(a.ID)
	if err != nil {
		return err
	}
	for _, address := range addresses {
		f.Addresses = append(f.Addresses, fileAddress{address.Email, address.ConfirmedAt})
	}
	links, err := q.Persons().Links(a.ID)
	if err != nil {
		return err
	}
	for _, l := range links {
		f.Links = append(f.Links, fileLink{l.CreatedAt, l.ExpiresAt, l.OpenedAt})
	}
	asked, err := q.Offers().AskedOf(a.ID)
	if err != nil {
		return err
	}
	for i := range asked {
		o := &asked[i]
		f.Asked = append(f.Asked, fileAsked{o.Need.Title, string(o.State), o.AskedAt, o.Interest, o.OwnInterest})
	}
	mails, err := q.Persons().Mails(a.ID)
	for i := range mails {
		f.Mails = append(f.Mails, fileMail{mails[i].Kind, mails[i].ToAddress, mails[i].Subject, mails[i].CreatedAt})
	}
	return err
}

// Table is the same with a row for each value: the way to it in the file, as profile.skills.0, and the value.
func (f *File) Table() (table.Table, error) {
	content, err := json.Marshal(f)
	if err != nil {
		return table.Table{}, err
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	var rows [][]any
	if err := flatten(decoder, "", &rows); err != nil {
		return table.Table{}, err
	}
	return table.Table{Name: "account", Header: []string{"field", "value"}, Rows: func(yield func([]any, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}}, nil
}

// flatten reads the next value, and adds a row for each that has none within it, in the order of the document.
func flatten(d *json.Decoder, at string, rows *[][]any) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	delim, isNested := token.(json.Delim)
	if !isNested {
		if token != nil {
			*rows = append(*rows, []any{at, fmt.Sprint(token)})
		}
		return nil
	}
	for i := 0; d.More(); i++ {
		part := fmt.Sprint(i)
		if delim == '{' {
			key, err := d.Token()
			if err != nil {
				return err
			}
			part = fmt.Sprint(key)
		}
		if at != "" {
			part = at + "." + part
		}
		if err := flatten(d, part, rows); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}
