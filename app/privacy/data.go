package privacy

import (
	"context"
	"time"

	"meguri/app/service/ask"
	"meguri/app/service/i18n"
	"meguri/app/service/owndata"
	"meguri/models"
)

// DataPage is all that is held of a person.
type DataPage struct {
	Registration *models.Registration
	*models.Held
	// Book reads the person's answers.
	*ask.Book
	// Notice is the version that the person was shown, nil for none.
	Notice *Shown
	// MayCorrect says that the own page still has the forms.
	MayCorrect bool
	// Request is the last wish to erase, nil for none.
	Request *models.ErasureRequest
	texts   *i18n.Bundle
}

// DataPage reads it. The attendee calls it.
func (s *Service) DataPage(ctx context.Context, e *models.Event, r *models.Registration) (*DataPage, error) {
	q := s.db.Query(ctx)
	page := &DataPage{Registration: r, MayCorrect: r.Live(), texts: s.texts}
	var err error
	if page.Held, err = q.Privacy().Held(e, r); err != nil {
		return nil, err
	}
	if page.Book, err = ask.OpenBook(q, e); err != nil {
		return nil, err
	}
	if n := len(page.Requests); n > 0 {
		page.Request = &page.Requests[n-1]
	}
	if r.PrivacyVersion == 0 {
		return page, nil
	}
	notice, err := q.Privacy().Version(e, r.PrivacyVersion)
	if err == nil {
		page.Notice = shown(e, notice)
	}
	return page, err
}

// File is the same for programs: names of fields are for good.
type File struct {
	Event        fileEvent          `json:"event"`
	Registration fileRegistration   `json:"registration"`
	Consents     []fileConsent      `json:"consents"`
	Asked        []fileAsked        `json:"asked_for_to_take_part"`
	Mails        []fileMail         `json:"mails"`
	CheckIns     []fileCheckIn      `json:"check_ins"`
	Online       []fileInterval     `json:"online"`
	Watched      []fileWatched      `json:"watched_later"`
	Words        []time.Time        `json:"attendance_words"`
	Surveys      []fileSurvey       `json:"surveys"`
	History      []fileAction       `json:"history"`
	ByStaff      []fileAction       `json:"done_by_staff"`
	Code         *fileCode          `json:"registration_code,omitempty"`
	Invitation   *fileInvitation    `json:"invitation,omitempty"`
	Notes        []fileNote         `json:"notes_by_staff"`
	Tags         []string           `json:"tags_by_staff"`
	Requests     []fileRequest      `json:"erasure_requests"`
	Files        []fileSent         `json:"files"`
	RefusesNews  bool               `json:"refuses_news"`
	Follows      []fileFollow       `json:"follows"`
	Needs        []fileNeed         `json:"needs_asked_for"`
	Register     []filePlace        `json:"member_register"`
	Offers       []fileOffer        `json:"offers"`
	Wishes       []owndata.Wish     `json:"wishes"`
	Teams        []fileTeam         `json:"projects"`
	Work         owndata.Work       `json:"work_in_projects"`
	Reviews      []owndata.Review   `json:"asked_about_projects"`
	JointUses    []owndata.JointUse `json:"joint_uses"`
	// LeftOut says what else there is, and why it is not here.
	LeftOut []string  `json:"left_out"`
	MadeAt  time.Time `json:"made_at"`
}

type (
	fileFollow struct {
		Series    string    `json:"series"`
		Email     string    `json:"email"`
		Register  string    `json:"register,omitempty"` // how to be registered for the next event
		Name      string    `json:"name,omitempty"`
		KeptUntil time.Time `json:"kept_until"`
	}
	fileEvent struct {
		TitleJa  string    `json:"title_ja,omitempty"`
		TitleEn  string    `json:"title_en,omitempty"`
		StartsAt time.Time `json:"starts_at"`
		EndsAt   time.Time `json:"ends_at"`
	}
	fileRegistration struct {
		ID             string            `json:"id"`
		Code           string            `json:"code"`
		State          string            `json:"state"`
		TicketTypeJa   string            `json:"ticket_type_ja,omitempty"`
		TicketTypeEn   string            `json:"ticket_type_en,omitempty"`
		Mode           string            `json:"mode"`
		FamilyName     string            `json:"family_name"`
		GivenName      string            `json:"given_name"`
		FamilyNameKana string            `json:"family_name_kana"`
		GivenNameKana  string            `json:"given_name_kana"`
		Email          string            `json:"email"`
		Phone          string            `json:"phone,omitempty"`
		Organization   string            `json:"organization"`
		Sector         string            `json:"sector"`
		Accessibility  string            `json:"needs"`
		Answers        map[string]string `json:"answers"`
		Locale         string            `json:"locale"`
		Photo          string            `json:"photo,omitempty"`
		Recording      string            `json:"recording,omitempty"`
		RecordingAt    *time.Time        `json:"recording_at,omitempty"`
		Guardian       string            `json:"guardian_name,omitempty"`
		GuardianAt     *time.Time        `json:"guardian_consent_at,omitempty"`
		EntryWay       string            `json:"registered_by_staff_after,omitempty"`
		PrivacyVersion int               `json:"privacy_notice_version,omitempty"`
		AddressMark    string            `json:"address_mark,omitempty"`
		AddressOpened  *time.Time        `json:"address_confirmed_at,omitempty"`
		CreatedAt      time.Time         `json:"created_at"`
		UpdatedAt      time.Time         `json:"updated_at"`
		ConfirmedAt    *time.Time        `json:"confirmed_at,omitempty"`
		CancelledAt    *time.Time        `json:"cancelled_at,omitempty"`
	}
	fileConsent struct {
		Slug    string    `json:"key"`
		Version int       `json:"version"`
		TextJa  string    `json:"text_ja,omitempty"`
		TextEn  string    `json:"text_en,omitempty"`
		GivenAt time.Time `json:"given_at"`
	}
	fileMail struct {
		Kind      string     `json:"kind"`
		Subject   string     `json:"subject"`
		To        string     `json:"to"`
		State     string     `json:"state"`
		CreatedAt time.Time  `json:"created_at"`
		SentAt    *time.Time `json:"sent_at,omitempty"`
	}
	fileCheckIn struct {
		Door      string     `json:"door"`
		Direction string     `json:"direction"`
		Result    string     `json:"result"`
		ScannedAt time.Time  `json:"scanned_at"`
		UndoneAt  *time.Time `json:"undone_at,omitempty"`
	}
	fileInterval struct {
		From time.Time `json:"from"`
		To   time.Time `json:"to"`
	}
	fileWatched struct {
		FirstAt time.Time `json:"first_at"`
		LastAt  time.Time `json:"last_at"`
		Seconds int       `json:"seconds"`
		Views   int       `json:"views"`
	}
	fileSurvey struct {
		TitleJa  string `json:"title_ja,omitempty"`
		TitleEn  string `json:"title_en,omitempty"`
		Answered bool   `json:"answered"`
		// Anonymity is named, confidential or anonymous. The rest is there of the first two.
		Anonymity  string       `json:"anonymity"`
		AnsweredAt *time.Time   `json:"answered_at,omitempty"`
		ChangedAt  *time.Time   `json:"changed_at,omitempty"`
		Answers    []fileAnswer `json:"answers,omitempty"`
		Draft      []fileAnswer `json:"not_sent,omitempty"`
	}
	fileAnswer struct {
		QuestionJa string   `json:"question_ja"`
		QuestionEn string   `json:"question_en,omitempty"`
		Answer     []string `json:"answer"`
	}
	fileAction struct {
		Action string    `json:"action"`
		At     time.Time `json:"at"`
	}
	fileCode struct {
		Code      string     `json:"code"`
		Ended     *time.Time `json:"expires_at,omitempty"`
		CreatedAt time.Time  `json:"created_at"`
	}
	fileInvitation struct {
		Name       string     `json:"name,omitempty"`
		Email      string     `json:"email,omitempty"`
		InvitedAt  time.Time  `json:"invited_at"`
		RemindedAt *time.Time `json:"reminded_at,omitempty"`
		DeclinedAt *time.Time `json:"declined_at,omitempty"`
	}
	fileNote struct {
		Text      string    `json:"text"`
		WrittenAt time.Time `json:"written_at"`
		ChangedAt time.Time `json:"changed_at"`
	}
	fileSent struct {
		Name    string    `json:"name"`
		Type    string    `json:"type"`
		SentAt  time.Time `json:"sent_at"`
		Content []byte    `json:"content_base64"`
	}
	fileRequest struct {
		Words   string    `json:"words"`
		State   string    `json:"state"`
		Answer  string    `json:"answer,omitempty"`
		AskedAt time.Time `json:"asked_at"`
		DueAt   time.Time `json:"due_at"`
	}
)

// leftOut is what a File says of what it does not have.
var leftOut = []string{
	"Answers to anonymous surveys are stored without anything that leads to a person: nobody can tell which are yours.",
	"Facts that you let travel with such answers were sealed with them until the survey closed, and then put together.",
	"Who of the staff did what is their personal data: what was done is under done_by_staff, without their names.",
	"The log of the server holds ids of requests, and no names or addresses.",
}

// File makes the file of all that is held of a person. The attendee calls it.
func (s *Service) File(
	ctx context.Context, texts *i18n.Localizer, e *models.Event, r *models.Registration,
) (*File, error) {
	page, err := s.DataPage(ctx, e, r)
	if err != nil {
		return nil, err
	}
	f := &File{
		Event:        fileEvent{e.TitleJa, e.TitleEn, e.StartsAt, e.EndsAt},
		Registration: fileOf(r), RefusesNews: page.RefusesNews, LeftOut: leftOut, MadeAt: s.db.Now(),
		Consents: []fileConsent{}, Mails: []fileMail{}, CheckIns: []fileCheckIn{}, Online: []fileInterval{},
		Watched: []fileWatched{}, Words: []time.Time{},
		Surveys: []fileSurvey{}, History: []fileAction{}, ByStaff: []fileAction{}, Requests: []fileRequest{},
		Notes: []fileNote{}, Tags: []string{}, Files: []fileSent{}, Follows: []fileFollow{},
		Needs: []fileNeed{}, Offers: []fileOffer{}, Register: []filePlace{}, Teams: []fileTeam{},
		Wishes: owndata.WishesOf(page.Wishes), Work: owndata.WorkOf(&page.Work), Reviews: owndata.ReviewsOf(page.Reviews),
		JointUses: owndata.JointUsesOf(texts.Lang, page.JointUses), Asked: []fileAsked{},
	}
	for i := range page.Offers {
		o := &page.Offers[i]
		f.Offers = append(f.Offers, fileOffer{o.Need.Title, o.Name, o.Email, o.Words, o.MayBeAsked, o.Report, o.KeepUntil})
	}
	for i := range page.Teams {
		m := &page.Teams[i]
		f.Teams = append(f.Teams, fileTeam{m.Project.Title, m.Name, m.Email, string(m.Role), m.JoinedAt})
	}
	for i := range page.Asked {
		a := &page.Asked[i]
		f.Asked = append(f.Asked, fileAsked{string(a.Kind), string(a.State), a.Note, a.AskedAt, a.AnsweredAt})
	}
	for _, a := range page.Affiliations {
		f.Register = append(f.Register, filePlace{a.Full(texts.Lang), a.Reading(), a.Email, string(a.Role), a.From, a.Until})
	}
	for i := range page.Needs {
		n := &page.Needs[i]
		f.Needs = append(f.Needs, fileNeed{n.Title, n.ContactName, n.ContactEmail, n.ContactPhone, n.KeepUntil})
	}
	for i := range page.Follows {
		follow := &page.Follows[i]
		f.Follows = append(f.Follows, fileFollow{
			texts.Pick(follow.Series.TitleJa, follow.Series.TitleEn), follow.Email, string(follow.Mode),
			follow.Full(texts.Lang), follow.KeepUntil,
		})
	}
	for _, line := range page.Lines(texts, r) {
		f.Registration.Answers[line.Title] = line.Text
	}
	f.add(page)
	files, err := s.db.Query(ctx).AnswerFiles().Whole(r)
	for i := range files {
		f.Files = append(f.Files, fileSent{files[i].Name, files[i].ContentType, files[i].CreatedAt, files[i].Content})
	}
	return f, err
}

func fileOf(r *models.Registration) fileRegistration {
	return fileRegistration{
		ID: r.ID, Code: r.Code, State: string(r.State),
		TicketTypeJa: r.TicketType.NameJa, TicketTypeEn: r.TicketType.NameEn, Mode: string(r.TicketType.Mode),
		FamilyName: r.Family, GivenName: r.Given, FamilyNameKana: r.FamilyKana, GivenNameKana: r.GivenKana,
		Email: r.Email, Phone: r.Phone, Organization: r.Organization, Sector: string(r.Sector),
		Accessibility: r.Accessibility,
		Answers:       map[string]string{}, Locale: r.Locale, Photo: string(r.Photo),
		Recording: string(r.Recording), RecordingAt: r.RecordingAt,
		Guardian: r.GuardianName, GuardianAt: r.GuardianConsentAt,
		EntryWay: string(r.EntryWay), PrivacyVersion: r.PrivacyVersion, AddressMark: r.AddressMark,
		AddressOpened: r.AddressConfirmedAt, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
		ConfirmedAt: r.ConfirmedAt, CancelledAt: r.CancelledAt,
	}
}

func (f *File) add(page *DataPage) {
	h := page.Held
	for _, c := range h.Consents {
		f.Consents = append(f.Consents, fileConsent{c.Slug, c.Version, c.TextJa, c.TextEn, c.GivenAt})
	}
	for i := range h.Mails {
		m := &h.Mails[i]
		f.Mails = append(f.Mails, fileMail{m.Kind, m.Subject, m.ToAddress, string(m.State), m.CreatedAt, m.SentAt})
	}
	for _, c := range h.CheckIns {
		f.CheckIns = append(f.CheckIns, fileCheckIn{c.Door, string(c.Direction), string(c.Result), c.ScannedAt, c.UndoneAt})
	}
	for _, i := range models.PresentIntervals(h.Presences) {
		f.Online = append(f.Online, fileInterval{i.From, i.Until})
	}
	for _, v := range h.Watched {
		f.Watched = append(f.Watched, fileWatched{v.FirstAt, v.SeenAt, v.Seconds, v.Views})
	}
	for _, w := range h.Words {
		f.Words = append(f.Words, w.GivenAt)
	}
	for i := range h.Surveys {
		f.Surveys = append(f.Surveys, page.fileOfSurvey(&h.Surveys[i]))
	}
	for _, a := range h.Activities {
		f.History = append(f.History, fileAction{string(a.Kind), a.CreatedAt})
	}
	for _, a := range h.Audits {
		f.ByStaff = append(f.ByStaff, fileAction{a.Action, a.CreatedAt})
	}
	if c := h.Code; c != nil {
		f.Code = &fileCode{c.Code, c.ExpiresAt, c.CreatedAt}
	}
	if i := h.Invited; i != nil {
		f.Invitation = &fileInvitation{i.Name, i.Email, i.InvitedAt, i.RemindedAt, i.DeclinedAt}
	}
	for i := range h.Notes {
		n := &h.Notes[i]
		f.Notes = append(f.Notes, fileNote{n.Text, n.CreatedAt, n.UpdatedAt})
	}
	for i := range h.Tags {
		f.Tags = append(f.Tags, h.Tags[i].Name)
	}
	for _, r := range h.Requests {
		f.Requests = append(f.Requests, fileRequest{r.Words, string(r.State), r.Answer, r.AskedAt, r.DueAt})
	}
}

// fileAsked is what the person asked for to take part, with the answer.
type fileAsked struct {
	Kind     string     `json:"kind"`
	State    string     `json:"state"`
	Note     string     `json:"note,omitempty"`
	AskedAt  time.Time  `json:"asked_at"`
	Answered *time.Time `json:"answered_at,omitempty"`
}

// fileTeam is a place in the team of a project of the host.
type fileTeam struct {
	Project  string    `json:"project"`
	Name     string    `json:"name"`
	Email    string    `json:"email"`
	Role     string    `json:"role"`
	JoinedAt time.Time `json:"joined_at"`
}

// fileNeed is a need about which the person is to be asked.
type fileNeed struct {
	Title string     `json:"title"`
	Name  string     `json:"contact_name"`
	Email string     `json:"contact_email"`
	Phone string     `json:"contact_phone"`
	Until *time.Time `json:"kept_until"`
}

// filePlace is what the member register of the organization has of the person.
type filePlace struct {
	Name    string `json:"name"`
	Reading string `json:"reading"`
	Email   string `json:"email"`
	Role    string `json:"role"`
	From    string `json:"from"`
	Until   string `json:"until"`
}

// fileOffer is a need for which the person put themselves forward.
type fileOffer struct {
	Need       string    `json:"need"`
	Name       string    `json:"name"`
	Email      string    `json:"email"`
	Words      string    `json:"words"`
	MayBeAsked bool      `json:"may_be_asked"`
	Report     string    `json:"report"`
	Until      time.Time `json:"kept_until"`
}
