package voice

import (
	"context"
	"slices"
	"strings"
	"time"

	"meguri/models"
)

// pageSize is how many voices a page lists.
const pageSize = 50

// ListInput chooses the voices of a list.
type ListInput struct {
	Theme   string // slug
	Session string // id
	Order   models.PostOrder
	Page    int // from 1
}

// Voice is a voice as a list shows it.
type Voice struct {
	models.Post
	Theme   *models.Theme
	Session *models.Session
	// Own says that who reads wrote it, Voted that they voted for it, Reported that they reported it.
	Own, Voted, Reported bool
	// Merged is how many others it stands for.
	Merged int
	Steps  []models.PostStep
	// Into is the voice that stands for it, on the own page of its author.
	Into *Voice
	// Left says that the event is over, and nobody answered or joined it.
	Left bool
	// Similar are published voices that may say the same, MutedUntil when its author may write again; for moderators.
	Similar    []Voice
	MutedUntil *time.Time
}

// Answers are the steps with which staff answered.
func (v Voice) Answers() []models.PostStep {
	return slices.DeleteFunc(slices.Clone(v.Steps), func(s models.PostStep) bool {
		return s.Kind != models.StepAnswered || s.Text == ""
	})
}

// shortText is how many characters name a voice in a list of choices.
const shortText = 40

// Short is the beginning of the text.
func (v Voice) Short() string {
	said := []rune(strings.ReplaceAll(v.Text, "\n", " "))
	if len(said) <= shortText {
		return string(said)
	}
	return string(said[:shortText]) + "…"
}

// List is one page of voices.
type List struct {
	Voices []Voice
	// Next is the number of the next page, 0 on the last.
	Next int
}

// Topic is a theme or a session, with the count of its published voices.
type Topic struct {
	Theme   *models.Theme
	Session *models.Session
	Count   int
	Chosen  bool
}

// ReasonCount is how many voices are not published for a reason.
type ReasonCount struct {
	Reason models.PostReason
	Count  int
}

// RoomPage are the voices as an attendee sees them.
type RoomPage struct {
	Settings *models.VoiceSettings
	// Refusal is the text key of why the person may not write, "" where they may.
	Refusal string
	In      ListInput
	List
	// Topics are all that voices may be about; Filters those that can be chosen for the list.
	Topics, Filters []Topic
	Published       int
	Own             []Voice
	NotPublished    []ReasonCount
	Record          Record
	Reactions       []ReactionCount
	// Mute is set while the person may not write.
	Mute *models.VoiceMute
	// Unread says that voices wait and no moderator is there to read them.
	Unread  bool
	Orders  []models.PostOrder
	MaxText int
	// RequestID is the id of what the form sends.
	RequestID string
}

// ReactionCount is how often the room reacted so.
type ReactionCount struct {
	Kind  models.Reaction
	Count int
}

// Record is what moderators did, in numbers. Of texts and people it says nothing.
type Record struct {
	Received, Published, Held, Merged, Hidden, Withdrawn, Muted int
}

// Shows reports whether there is anything of voices to show.
func (p *RoomPage) Shows() bool { return p.Refusal == "" || p.Published > 0 || len(p.Own) > 0 }

// AllowsRecord reports whether the person allowed their last voice in the record: what the form proposes.
func (p *RoomPage) AllowsRecord() bool { return len(p.Own) > 0 && p.Own[0].InRecord }

// Value is the topic as Input.Topic has it.
func (t *Topic) Value() string {
	if t.Theme != nil {
		return "theme:" + t.Theme.Slug
	}
	return "session:" + t.Session.ID
}

// RoomPage reads the voices for an attendee, who calls it.
func (s *Service) RoomPage(
	ctx context.Context, event *models.Event, r *models.Registration, in ListInput,
) (*RoomPage, error) {
	q := s.db.Query(ctx)
	settings, err := q.VoiceSettings().OfEvent(event)
	if err != nil {
		return nil, err
	}
	about, err := s.topics(q, event)
	if err != nil {
		return nil, err
	}
	page := &RoomPage{
		Settings: settings, In: in, Topics: about.list, Published: about.published, NotPublished: about.reasons,
		Orders: models.PostOrders, MaxText: MaxText, RequestID: models.NewSecret(),
	}
	if !slices.Contains(models.PostOrders, page.In.Order) {
		page.In.Order = models.OrderVotes
	}
	if err := mayTakePart(event, settings, r); err != nil {
		page.Refusal = refusalKey(err)
	}
	page.Filters = about.filters(in)
	if page.List, err = s.list(q, event, r, about, about.filter(page.In)); err != nil {
		return nil, err
	}
	if page.Own, err = s.own(q, event, r, about); err != nil {
		return nil, err
	}
	return page, s.addRoom(q, event, r, about, page)
}

// addRoom adds to the page what is of the whole room.
func (s *Service) addRoom(
	q *models.Query, event *models.Event, r *models.Registration, about *topics, page *RoomPage,
) error {
	var err error
	if page.Mute, err = q.Posts().Muted(event, s.authors(r)); err != nil {
		return err
	}
	if page.Reactions, err = reactions(q, event); err != nil {
		return err
	}
	page.Record = about.record
	if page.Record.Muted, err = q.Posts().CountMutes(event); err != nil {
		return err
	}
	if about.record.Held > 0 && page.Refusal == "" {
		there, err := q.Posts().Moderators(event, q.Now.Add(-awayAfter))
		page.Unread = len(there) == 0
		return err
	}
	return nil
}

// Reactions counts how the room reacted. Attendees and staff call it.
func (s *Service) Reactions(ctx context.Context, event *models.Event) ([]ReactionCount, error) {
	return reactions(s.db.Query(ctx), event)
}

func reactions(q *models.Query, event *models.Event) ([]ReactionCount, error) {
	counts, err := q.Posts().ReactionCounts(event)
	list := make([]ReactionCount, len(models.Reactions))
	for i, kind := range models.Reactions {
		list[i] = ReactionCount{kind, counts[kind]}
	}
	return list, err
}

// Record reads what moderators did, in numbers, also for the report of an event. Anybody who may read the voices calls
// it.
func (s *Service) Record(ctx context.Context, event *models.Event) (Record, []ReasonCount, error) {
	q := s.db.Query(ctx)
	about, err := s.topics(q, event)
	if err != nil {
		return Record{}, nil, err
	}
	about.record.Muted, err = q.Posts().CountMutes(event)
	return about.record, about.reasons, err
}

func refusalKey(err error) string {
	if models.CodeOf(err) == models.CodeForbidden {
		return "voice.not_confirmed"
	}
	return "voice.closed"
}

// OwnPage reads a person's own voices and what became of them. The person calls it. writes says whether they may write.
func (s *Service) OwnPage(
	ctx context.Context, event *models.Event, r *models.Registration,
) (own []Voice, writes bool, err error) {
	q := s.db.Query(ctx)
	settings, err := q.VoiceSettings().OfEvent(event)
	if err != nil {
		return nil, false, err
	}
	about, err := s.topics(q, event)
	if err != nil {
		return nil, false, err
	}
	own, err = s.own(q, event, r, about)
	return own, mayTakePart(event, settings, r) == nil, err
}

func (s *Service) own(
	q *models.Query, event *models.Event, r *models.Registration, about *topics,
) ([]Voice, error) {
	posts, err := q.Posts().OfAuthors(event, s.authors(r))
	if err != nil || len(posts) == 0 {
		return nil, err
	}
	own, err := s.voices(q, r, about, posts)
	if err != nil {
		return nil, err
	}
	var targets []string
	for i := range own {
		own[i].Left = event.Ended(q.Now) && own[i].State == models.PostPublished && own[i].AnsweredAt == nil
		if own[i].MergedInto != nil {
			targets = append(targets, *own[i].MergedInto)
		}
	}
	return own, s.addTargets(q, event, r, about, own, targets)
}

// addTargets adds to joined voices the one that stands for them, with what became of that.
func (s *Service) addTargets(
	q *models.Query, event *models.Event, r *models.Registration, about *topics, own []Voice, ids []string,
) error {
	if len(ids) == 0 {
		return nil
	}
	posts, err := q.Posts().ByIDs(event, ids)
	if err != nil {
		return err
	}
	targets, err := s.voices(q, r, about, posts)
	for i := range own {
		for k := range targets {
			if same(own[i].MergedInto, targets[k].ID) {
				own[i].Into = &targets[k]
			}
		}
	}
	return err
}

// list reads one page of voices. r is who reads, nil for staff.
func (s *Service) list(
	q *models.Query, event *models.Event, r *models.Registration, about *topics, f models.PostFilter,
) (List, error) {
	f.Limit++
	posts, err := q.Posts().List(event, f)
	if err != nil {
		return List{}, err
	}
	var list List
	if size := f.Limit - 1; len(posts) > size {
		posts, list.Next = posts[:size], f.Offset/size+2
	}
	list.Voices, err = s.voices(q, r, about, posts)
	return list, err
}

// voices adds to posts what is shown beside them.
func (s *Service) voices(
	q *models.Query, r *models.Registration, about *topics, posts []models.Post,
) ([]Voice, error) {
	ids, votes := make([]string, len(posts)), make([]models.PostVote, 0, len(posts))
	reports := make([]models.PostReport, 0, len(posts))
	for i := range posts {
		ids[i] = posts[i].ID
		if r != nil {
			votes = append(votes, models.PostVote{PostID: ids[i], Voter: s.links.Voter(r.ID, ids[i])})
			reports = append(reports, models.PostReport{PostID: ids[i], Reporter: s.links.Reporter(r.ID, ids[i])})
		}
	}
	given, err := q.Votes().Given(votes)
	if err != nil {
		return nil, err
	}
	reported, err := q.Posts().Reported(reports)
	if err != nil {
		return nil, err
	}
	merged, err := q.Posts().MergedCounts(ids)
	if err != nil {
		return nil, err
	}
	steps, err := q.Posts().Steps(ids)
	if err != nil {
		return nil, err
	}
	list := make([]Voice, len(posts))
	for i, p := range posts {
		theme, session := about.of(&p)
		list[i] = Voice{
			Post: p, Theme: theme, Session: session, Own: r != nil && s.isOwn(r, &p), Voted: given[p.ID],
			Reported: reported[p.ID], Merged: merged[p.ID], Steps: steps[p.ID],
		}
	}
	return list, nil
}

// topics are the themes and sessions of an event, with counts.
type topics struct {
	list      []Topic
	published int
	held      int
	reported  int
	record    Record
	reasons   []ReasonCount
}

func (s *Service) topics(q *models.Query, event *models.Event) (*topics, error) {
	themes, err := q.Themes().OfEvent(event)
	if err != nil {
		return nil, err
	}
	sessions, err := q.Sessions().OfEvent(event)
	if err != nil {
		return nil, err
	}
	tallies, err := q.Posts().Tallies(event)
	if err != nil {
		return nil, err
	}
	about := &topics{}
	for i := range themes {
		about.list = append(about.list, Topic{Theme: &themes[i]})
	}
	for i := range sessions {
		if session := &sessions[i]; session.Kind != models.SessionBreak && session.CancelledAt == nil {
			about.list = append(about.list, Topic{Session: session})
		}
	}
	for _, t := range tallies {
		about.count(t)
	}
	return about, nil
}

func (a *topics) count(t models.PostTally) {
	a.record.Received += t.Count
	switch t.State {
	case models.PostHeld:
		a.held += t.Count
		a.record.Held += t.Count
	case models.PostMerged:
		a.record.Merged += t.Count
	case models.PostWithdrawn:
		a.record.Withdrawn += t.Count
	case models.PostHidden:
		a.record.Hidden += t.Count
		i := slices.IndexFunc(a.reasons, func(r ReasonCount) bool { return r.Reason == t.Reason })
		if i < 0 {
			i, a.reasons = len(a.reasons), append(a.reasons, ReasonCount{Reason: t.Reason})
		}
		a.reasons[i].Count += t.Count
	case models.PostPublished:
		a.published += t.Count
		a.record.Published += t.Count
		a.reported += t.Reported
		for i := range a.list {
			topic := &a.list[i]
			if (topic.Theme != nil && same(t.ThemeID, topic.Theme.ID)) ||
				(topic.Session != nil && same(t.SessionID, topic.Session.ID)) {
				topic.Count += t.Count
			}
		}
	}
}

func same(id *string, other string) bool { return id != nil && *id == other }

// of are the theme and the session of a voice, nil where it has none.
func (a *topics) of(p *models.Post) (theme *models.Theme, session *models.Session) {
	for _, t := range a.list {
		if t.Theme != nil && same(p.ThemeID, t.Theme.ID) {
			theme = t.Theme
		}
		if t.Session != nil && same(p.SessionID, t.Session.ID) {
			session = t.Session
		}
	}
	return theme, session
}

// filters are the topics that a list can be of: all themes, and the sessions that have voices.
func (a *topics) filters(in ListInput) (list []Topic) {
	for _, t := range a.list {
		t.Chosen = (t.Theme != nil && t.Theme.Slug == in.Theme) || (t.Session != nil && t.Session.ID == in.Session)
		if t.Theme != nil || t.Count > 0 || t.Chosen {
			list = append(list, t)
		}
	}
	return list
}

// nothing is an id that no row has.
const nothing = "-"

// filter is the published voices that the input chooses. A topic that there is not has none.
func (a *topics) filter(in ListInput) models.PostFilter {
	f := models.PostFilter{
		States: []models.PostState{models.PostPublished}, Order: in.Order, SessionID: in.Session,
		Limit: pageSize, Offset: (max(min(in.Page, maxPage), 1) - 1) * pageSize,
	}
	if in.Theme != "" {
		f.ThemeID = nothing
		for _, t := range a.list {
			if t.Theme != nil && t.Theme.Slug == in.Theme {
				f.ThemeID = t.Theme.ID
			}
		}
	}
	return f
}

const maxPage = 10000

// StaffPage is the page on which moderators read voices.
type StaffPage struct {
	Settings *models.VoiceSettings
	*Desk
	Waiting List
	// HeldCount is how many wait, Oldest since when.
	HeldCount int
	Oldest    *time.Time
	In        ListInput
	Filters   []Topic
	Published List
	// Reports are the published voices that attendees reported, Staged those that wait for the stage.
	Reports, Staged List
	Hidden          List
	Reasons         []models.PostReason
	// PublishedCount is how many are published.
	PublishedCount int
	Orders         []models.PostOrder
	// Speakers are the names of who may have answered.
	Speakers    []string
	MuteMinutes []int
}

// StaffPage reads the moderators' page. Staff who run the room call it.
func (s *Service) StaffPage(
	ctx context.Context, event *models.Event, by models.Moderator, in ListInput,
) (*StaffPage, error) {
	q := s.db.Query(ctx)
	settings, err := q.VoiceSettings().OfEvent(event)
	if err != nil {
		return nil, err
	}
	about, err := s.topics(q, event)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(models.PostOrders, in.Order) {
		in.Order = models.OrderVotes
	}
	page := &StaffPage{
		Settings: settings, HeldCount: about.held, In: in, Filters: about.filters(in), Reasons: models.PostReasons,
		PublishedCount: about.published, Orders: models.PostOrders, MuteMinutes: MuteMinutes,
	}
	if err := s.readLists(q, event, about, page); err != nil {
		return nil, err
	}
	if len(page.Waiting.Voices) > 0 {
		page.Oldest = &page.Waiting.Voices[0].CreatedAt
	}
	if err := s.addForModerators(q, event, page); err != nil {
		return nil, err
	}
	page.Desk, err = s.Desk(ctx, event, by)
	return page, err
}

func (s *Service) readLists(q *models.Query, event *models.Event, about *topics, page *StaffPage) error {
	shown := []models.PostState{models.PostPublished}
	for _, part := range []struct {
		into   *List
		filter models.PostFilter
	}{
		{&page.Waiting, models.PostFilter{States: []models.PostState{models.PostHeld}, Limit: pageSize}},
		{&page.Published, about.filter(page.In)},
		{&page.Reports, models.PostFilter{States: shown, Reported: true, Limit: pageSize}},
		{&page.Staged, models.PostFilter{States: shown, Staged: true, Limit: pageSize}},
		{&page.Hidden, models.PostFilter{
			States: []models.PostState{models.PostHidden, models.PostMerged}, Order: models.OrderNewest, Limit: pageSize,
		}},
	} {
		var err error
		if *part.into, err = s.list(q, event, nil, about, part.filter); err != nil {
			return err
		}
	}
	return nil
}

// addForModerators adds who may not write, which published voices say the same as those that wait, and who may have
// answered.
func (s *Service) addForModerators(q *models.Query, event *models.Event, page *StaffPage) error {
	lists := []*List{&page.Waiting, &page.Published, &page.Reports, &page.Hidden}
	muted, err := q.Posts().MutedNow(event)
	if err != nil {
		return err
	}
	others, err := q.Posts().List(event, published())
	if err != nil {
		return err
	}
	for _, list := range lists {
		for i := range list.Voices {
			if until, ok := muted[list.Voices[i].ID]; ok {
				list.Voices[i].MutedUntil = &until
			}
		}
	}
	for i := range page.Waiting.Voices {
		for _, p := range s.similar(page.Waiting.Voices[i].Text, others) {
			page.Waiting.Voices[i].Similar = append(page.Waiting.Voices[i].Similar, Voice{Post: p})
		}
	}
	speakers, err := q.Speakers().OfEvent(event)
	for i := range speakers {
		page.Speakers = append(page.Speakers, speakers[i].NameJa)
	}
	return err
}
