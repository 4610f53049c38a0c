package demo

import (
	"math/rand/v2"
	"slices"
	"time"

	"meguri/app/consensus"
	"meguri/models"
)

const (
	// cardPeople of who was there answered cards, cardsEach each.
	cardPeople = 120
	cardsEach  = 14
	// unsurePart is the part of answers that are neither.
	unsurePart = 0.08
)

// card is one card of the summit's round. First and second are how likely people of the two groups agree: those who
// wish for working time, and those who give their own evenings.
type card struct {
	text          string
	first, second float64
}

// summitCards are cards of the facilitators beside the voices of the theme.
var summitCards = []card{
	{"短い時間でも参加できる役割を、はじめから用意してほしい。", 0.95, 0.93},
	{"活動の前に、終わりの日を決めておきたい。", 0.9, 0.88},
	{"受ける側の団体にも、準備の手引きが必要だ。", 0.88, 0.91},
	{"続けるかどうかは、毎年本人に聞いてほしい。", 0.85, 0.87},
	{"会社の勤務時間のうち1割を、プロボノにあてるべきだ。", 0.93, 0.2},
	{"交通費くらいは、受ける側が出したほうがよい。", 0.25, 0.78},
	{"プロボノは、仕事とは別の自分の時間でするものだ。", 0.12, 0.86},
	{"活動したことを、会社の評価に入れてほしい。", 0.84, 0.15},
	{"平日の昼に活動できるほうがよい。", 0.82, 0.2},
	{"上司への報告は、いらないと思う。", 0.2, 0.8},
	{"会社の名前を出して活動したい。", 0.78, 0.18},
	{"夜や休日に集まれるほうがよい。", 0.3, 0.92},
	{"知らない人と組むほうが、学びが大きい。", 0.6, 0.62},
	{"活動の記録は、短くてよい。", 0.72, 0.7},
}

// voiceCards are how likely people agree with the opinions of the theme, by how they begin.
var voiceCards = []card{
	{"上司に言い出しにくい", 0.88, 0.35},
	{"夜勤があるので", 0.7, 0.82},
	{"家族に", 0.4, 0.75},
	{"空いた時間で", 0.8, 0.76},
}

// round stores a round of cards on the first theme, with answers of people of two minds. It is over; its result is
// found by the job that is waiting.
func (b *builder) round(e *models.Event, there []models.Registration) error {
	themes, err := b.tx.Themes().OfEvent(e)
	if err != nil {
		return err
	}
	posts, err := b.tx.Posts().List(e, models.PostFilter{ThemeID: themes[0].ID, Order: models.OrderVotes, Limit: 100})
	if err != nil {
		return err
	}
	opened := e.StartsAt.Add(108 * time.Minute)
	closes := opened.Add(consensus.UsualMinutes * time.Minute)
	r := &models.ConsensusRound{
		ID: models.NewID(), EventID: e.ID, ThemeID: &themes[0].ID, TitleJa: themes[0].TitleJa, TitleEn: themes[0].TitleEn,
		Seconds: consensus.UsualMinutes * 60, Public: true, OpenedAt: &opened, ClosesAt: &closes,
	}
	cards := slices.Clone(summitCards)
	statements := make([]models.Statement, len(cards))
	for i := range cards {
		statements[i] = models.Statement{ID: models.NewID(), Text: cards[i].text}
	}
	for i := range posts {
		for _, c := range voiceCards {
			if len(posts[i].Text) > len(c.text) && posts[i].Text[:len(c.text)] == c.text {
				statements = append(statements, models.Statement{ID: models.NewID(), PostID: &posts[i].ID})
				cards = append(cards, c)
			}
		}
	}
	if err := b.tx.Consensus().Add(r, statements); err != nil {
		return err
	}
	if err := b.tx.Consensus().InsertStances(b.stances(r, cards, statements, there)); err != nil {
		return err
	}
	// The cloud of the voices is public, too.
	if err := b.tx.WordSettings().Save(&models.WordSettings{EventID: e.ID, Public: true}); err != nil {
		return err
	}
	published := e.EndsAt.AddDate(0, 0, 9)
	record := &models.Record{
		EventID: e.ID, Parts: models.RecordParts, PublishedAt: &published,
		IntroJa: "あの午後に交わされたことばを、来られなかった方にもお届けします。\n\nここにある声から、次の一歩が始まりますように。",
		IntroEn: "What was said that afternoon, for those who could not come, too.\n\n" +
			"May the next step begin with one of these voices.",
	}
	if err := b.tx.Records().Save(record); err != nil {
		return err
	}
	return b.tx.Jobs().Add(consensus.JobFinish, consensus.JobFinish+":"+r.ID, e.Slug+" "+r.ID, b.tx.Now)
}

func (b *builder) stances(
	r *models.ConsensusRound, cards []card, statements []models.Statement, there []models.Registration,
) (list []models.Stance) {
	rng := rand.New(rand.NewPCG(2025, 11)) //nolint:gosec // not for secrets
	for i := range there[:min(len(there), cardPeople)] {
		pseudonym := b.links.Stances(there[i].ID, r.ID)
		for _, j := range rng.Perm(len(cards))[:cardsEach] {
			agrees := cards[j].first
			if i%5 < 2 {
				agrees = cards[j].second
			}
			kind := models.StanceDisagree
			switch x := rng.Float64(); {
			case x < unsurePart:
				kind = models.StanceUnsure
			case (x-unsurePart)/(1-unsurePart) < agrees:
				kind = models.StanceAgree
			}
			list = append(list, models.Stance{StatementID: statements[j].ID, Voter: pseudonym(statements[j].ID), Kind: kind})
		}
	}
	slices.SortFunc(list, func(a, b models.Stance) int {
		if a.Voter < b.Voter {
			return -1
		}
		return 1
	})
	return list
}
