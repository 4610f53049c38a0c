package lottery

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/draw"
	"meguri/app/service/jobs"
	"meguri/app/service/mail"
	"meguri/models"
)

// The kinds of jobs of this feature; their payload is the event's id.
const (
	JobClose   = "lottery_close"
	JobDraw    = "lottery_draw"
	JobResults = "lottery_results"
)

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind {
	return []jobs.Kind{
		{Name: JobClose, Do: s.closeDue}, {Name: JobDraw, Do: s.drawDue}, {Name: JobResults, Do: s.mailResults},
	}
}

func addJob(tx *models.Tx, kind string, l *models.Lottery, at time.Time) error {
	return tx.Jobs().Add(kind, kind+":"+l.ID+":"+strconv.FormatInt(at.UnixMicro(), 10), l.EventID, at)
}

func (s *Service) eventOf(ctx context.Context, job *models.Job) (*models.Event, error) {
	e, err := s.db.Query(ctx).Events().ByID(job.Payload)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, nil
	}
	return e, err
}

// closeDue does one job of kind JobClose: applications are over, and the list is published. A repeated one changes
// nothing.
func (s *Service) closeDue(ctx context.Context, job *models.Job) error {
	e, err := s.eventOf(ctx, job)
	if err != nil || e == nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		l, err := tx.Lotteries().OfEvent(e)
		if err != nil {
			return err
		}
		return s.close(tx, e, l)
	})
}

// close publishes the list, once the time is over. Nobody applies, and no withdrawal counts, after it.
func (s *Service) close(tx *models.Tx, e *models.Event, l *models.Lottery) error {
	l, err := tx.Lotteries().Lock(l)
	if err != nil || l.PublishedAt == nil || l.ClosedAt != nil || tx.Now.Before(l.ClosesAt) {
		return err
	}
	list, err := s.list(tx, e, l)
	if err != nil {
		return err
	}
	parties, err := sealedParties(tx, e, l)
	if err != nil {
		return err
	}
	record := &draw.Record{Format: list.Format(), Event: e.Slug, List: *list, ListHash: list.Hash()}
	for i := range parties {
		record.Parties = append(record.Parties, draw.Party{Name: parties[i].Name, Seal: parties[i].Seal})
	}
	content, err := record.JSON()
	if err != nil {
		return err
	}
	return tx.Lotteries().Close(l, content)
}

// sealedParties are those who sealed a secret. Where nobody did, the program makes one for the organizer, and the page
// says that the organizer could have chosen.
func sealedParties(tx *models.Tx, e *models.Event, l *models.Lottery) ([]models.LotteryParty, error) {
	parties, err := tx.Lotteries().Parties(l)
	if err != nil {
		return nil, err
	}
	sealed := slices.DeleteFunc(slices.Clone(parties), func(p models.LotteryParty) bool { return p.Seal == "" })
	if len(sealed) > 0 {
		return sealed, nil
	}
	host, err := tx.Organizations().ByID(e.OrganizationID)
	if err != nil {
		return nil, err
	}
	bytes := make([]byte, 32)
	_, _ = rand.Read(bytes) // never fails (Go 1.24)
	secret := hex.EncodeToString(bytes)
	own := models.LotteryParty{
		Name: host.NameJa, Seal: draw.Seal(secret), SealedAt: &tx.Now, Secret: secret, OpenedAt: &tx.Now,
	}
	return []models.LotteryParty{own}, tx.Lotteries().SetParties(l, append(parties, own))
}

// list is what the draw is made from: codes and numbers, no names.
func (s *Service) list(tx *models.Tx, e *models.Event, l *models.Lottery) (*draw.List, error) {
	if l.OfSessions {
		return sessionList(tx, e, l)
	}
	types, err := tx.TicketTypes().OfEvent(e)
	if err != nil {
		return nil, err
	}
	list := &draw.List{Types: []draw.Type{}, Entries: []draw.Entry{}, Rules: rulesOf(l)}
	for i := range types {
		if t := &types[i]; t.ByLottery {
			list.Types = append(list.Types, draw.Type{
				Slug: t.Slug, NameJa: t.NameJa, NameEn: t.NameEn, Places: max(0, t.FreePlaces()),
			})
		}
	}
	applicants, err := tx.Lotteries().Applicants(l)
	if err != nil {
		return nil, err
	}
	people, err := tx.Lotteries().PeopleWhoApplied(e, l)
	if err != nil {
		return nil, err
	}
	groups := groupsOf(people)
	for i := range applicants {
		list.Entries = append(list.Entries, entryOf(l, &applicants[i], groups[keyOf(&applicants[i])]))
	}
	return list, nil
}

func rulesOf(l *models.Lottery) []draw.Rule {
	rules := make([]draw.Rule, len(l.Rules))
	for i, r := range l.Rules {
		rules[i] = draw.Rule(r)
	}
	return rules
}

// groupsOf puts people together who apply together.
func groupsOf(people []models.Waiting) map[string][]models.Waiting {
	groups := map[string][]models.Waiting{}
	for _, p := range people {
		key := p.ID
		if p.WaitsWith != nil {
			key = *p.WaitsWith
		}
		groups[key] = append(groups[key], p)
	}
	return groups
}

func keyOf(a *models.Applicant) string {
	if a.WaitsWith != nil {
		return *a.WaitsWith
	}
	return a.RegistrationID
}

// entryOf is an application in the list. The class of several people is that of the last of them.
func entryOf(l *models.Lottery, a *models.Applicant, people []models.Waiting) draw.Entry {
	entry := draw.Entry{
		Code: a.Code, Size: max(1, len(people)), Wishes: a.Wishes, Team: a.Team, Rank: a.TeamRank,
	}
	for i := range people {
		class := []int{}
		for _, rule := range l.Rules {
			switch rule.Kind {
			case draw.FirstTime:
				class = append(class, min(1, people[i].Before))
			case draw.Fewest:
				class = append(class, people[i].Lately)
			case draw.FirstSession:
				class = append(class, min(1, people[i].Sessions))
			case draw.FewestSessions:
				class = append(class, people[i].SessionsLately)
			}
		}
		if slices.Compare(class, entry.Class) > 0 {
			entry.Class = class
		}
	}
	for _, rule := range l.Rules {
		isOf := rule.Group == draw.Residents && a.Resident || rule.Group == draw.Invited && a.Invited
		if rule.Kind == draw.Reserve && isOf {
			entry.Groups = append(entry.Groups, rule.Group)
		}
	}
	return entry
}

// drawDue does one job of kind JobDraw.
func (s *Service) drawDue(ctx context.Context, job *models.Job) error {
	e, err := s.eventOf(ctx, job)
	if err != nil || e == nil {
		return err
	}
	err = s.draw(ctx, e, false)
	if models.CodeOf(err) == models.CodeConflict { // a secret is not opened yet, or the time was changed
		return nil
	}
	return err
}

// DrawWithout draws although secrets were not opened, and nobody has a copy. The record names whose. Staff who may edit
// the event call it. Errors: Conflict where it is too early, or drawn.
func (s *Service) DrawWithout(ctx context.Context, e *models.Event) error {
	return s.draw(ctx, e, true)
}

// draw draws the lots, and gives the places, in one transaction: whoever comes second finds the row of the first.
func (s *Service) draw(ctx context.Context, e *models.Event, without bool) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		types, err := lockTypes(tx, e)
		if err != nil {
			return err
		}
		l, parties, err := s.locked(tx, e)
		if err != nil {
			return err
		}
		if l.ClosedAt == nil && l.PublishedAt != nil { // the job of closing comes at the same moment
			if err := s.close(tx, e, l); err != nil {
				return err
			}
			if l, parties, err = s.locked(tx, e); err != nil {
				return err
			}
		}
		switch {
		case l.ClosedAt == nil || tx.Now.Before(l.DrawsAt):
			return models.NewError(models.CodeConflict, "lottery.draw_early")
		case missing(parties) > 0 && !without:
			return models.NewError(models.CodeConflict, "lottery.secrets_missing")
		}
		record, err := recordOf(l)
		if err != nil {
			return err
		}
		record.Parties = openedParties(parties)
		record.Draw()
		return s.store(tx, e, l, record, types)
	})
}

func lockTypes(tx *models.Tx, e *models.Event) ([]models.TicketType, error) {
	types, err := tx.TicketTypes().OfEvent(e)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(types))
	for i := range types {
		ids[i] = types[i].ID
	}
	return types, tx.TicketTypes().Lock(ids...)
}

// openedParties are those who sealed, with their secrets.
func openedParties(parties []models.LotteryParty) (list []draw.Party) {
	for i := range parties {
		if p := &parties[i]; p.Seal != "" {
			list = append(list, draw.Party{
				Name: p.Name, Seal: p.Seal, Secret: p.Secret, OpenedBy: p.OpenedBy, Missing: p.OpenedAt == nil,
			})
		}
	}
	return list
}

// store gives the places that were drawn, and puts the others into line, in the order of their turns.
func (s *Service) store(
	tx *models.Tx, e *models.Event, l *models.Lottery, record *draw.Record, types []models.TicketType,
) error {
	content, err := record.JSON()
	if err != nil {
		return err
	}
	isFirst, err := tx.Lotteries().AddDraw(l, content)
	if err != nil || !isFirst {
		return err
	}
	if l.OfSessions {
		return s.storeSessions(tx, e, l, record)
	}
	applied, err := tx.Lotteries().AllApplied(e)
	if err != nil {
		return err
	}
	applicants, err := tx.Lotteries().Applicants(l)
	if err != nil {
		return err
	}
	replyBy := (&models.WaitingListRules{ReplyHours: l.ReplyHours}).ReplyBy(e.StartsAt, tx.Now)
	o := newOutcome(record, applied, applicants, types)
	for id, winners := range o.winners {
		if err := tx.Lotteries().Win(winners, id, replyBy); err != nil {
			return err
		}
	}
	at := tx.Now
	for _, w := range o.line {
		at = at.Add(time.Microsecond)
		if err := tx.Lotteries().PutInLine(w.id, w.typeID, at); err != nil {
			return err
		}
	}
	for i := range applied {
		kind := models.ActivityWaitlisted
		if o.won[applied[i].ID] {
			kind = models.ActivityConfirmed
		}
		tx.Emit(kind, &applied[i])
	}
	if err := tx.Lotteries().SetTypes(e, nil); err != nil {
		return err
	}
	return s.afterwards(tx, l, types, replyBy)
}

// afterwards writes to people, and gives the places of who withdrew after the list was published to the next in line.
func (s *Service) afterwards(
	tx *models.Tx, l *models.Lottery, types []models.TicketType, replyBy *time.Time,
) error {
	if err := addJob(tx, JobResults, l, tx.Now); err != nil {
		return err
	}
	if err := s.options.AwaitReplies(tx, l.EventID, replyBy); err != nil {
		return err
	}
	for i := range types {
		if types[i].ByLottery {
			if err := s.options.FillPlaces(tx, types[i].ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// outcome is what becomes of registrations.
type outcome struct {
	winners map[string][]string // ids of registrations by the id of a ticket type
	won     map[string]bool
	line    []inLine
}

type inLine struct{ id, typeID string }

// newOutcome finds whom codes mean. Who withdrew, or was moved by staff, since the list was published is left out.
func newOutcome(
	record *draw.Record, applied []models.Registration, applicants []models.Applicant, types []models.TicketType,
) *outcome {
	o := &outcome{winners: map[string][]string{}, won: map[string]bool{}}
	typeID, members, byCode := map[string]string{}, map[string][]string{}, map[string]*models.Applicant{}
	for i := range types {
		typeID[types[i].Slug] = types[i].ID
	}
	for i := range applied {
		key := applied[i].ID
		if applied[i].WaitsWith != nil {
			key = *applied[i].WaitsWith
		}
		members[key] = append(members[key], applied[i].ID)
	}
	for i := range applicants {
		byCode[applicants[i].Code] = &applicants[i]
	}
	for _, result := range record.Results {
		a := byCode[result.Code]
		if a == nil {
			continue
		}
		for _, id := range members[keyOf(a)] {
			if result.Type == "" {
				o.line = append(o.line, inLine{id, typeID[a.Wishes[0]]})
				continue
			}
			o.won[id] = true
			o.winners[typeID[result.Type]] = append(o.winners[typeID[result.Type]], id)
		}
	}
	return o
}

const mailBatch = 200

// mailResults does one job of kind JobResults: who applied is told what was drawn. A repeated one mails nobody twice.
func (s *Service) mailResults(ctx context.Context, job *models.Job) error {
	e, err := s.eventOf(ctx, job)
	if err != nil || e == nil {
		return err
	}
	l, _, drawn, err := read(s.db.Query(ctx), e)
	if err != nil || l == nil || drawn == nil {
		return err
	}
	record, err := draw.Read(strings.NewReader(drawn.Record))
	if err != nil {
		return err
	}
	return mail.QueueBulk(ctx, s.db, mail.Bulk{
		EventID: e.ID,
		Cause:   JobResults + ":" + l.ID,
		Next: func(tx *models.Tx, after string) ([]models.Registration, error) {
			return tx.Lotteries().Entrants(l, after, mailBatch)
		},
		Write: func(tx *models.Tx, r *models.Registration) (*models.Mail, error) {
			if l.OfSessions {
				return sessionMail(tx, record, l, r)
			}
			if r.State == models.RegistrationConfirmed {
				return &models.Mail{Kind: MailWon}, nil
			}
			position, err := tx.WaitingList().Position(r)
			return &models.Mail{Kind: MailWaiting, Data: map[string]string{"position": strconv.Itoa(position)}}, err
		},
	})
}
