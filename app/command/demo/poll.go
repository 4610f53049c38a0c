package demo

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"meguri/models"
)

// asked is a poll of the summit. Options are pairs of Japanese and English, weights how often each was chosen. Minute
// is when it was opened, from the start of the event.
type asked struct {
	kind    models.PollKind
	ja, en  string
	options [][2]string
	weights []int
	correct int // from 1
	minute  int
	hides   bool
	words   []string
}

var summitPolls = []asked{
	{
		kind: models.PollHere, ja: "きょうは、どちらからお越しですか", en: "Who is here today?", minute: 6,
		options: [][2]string{
			{"企業", "Company"}, {"行政", "Public office"}, {"大学・研究機関", "University or research"},
			{"市民活動・NPO", "Civil society"}, {"医療・福祉", "Health and care"}, {"個人・その他", "On my own, or other"},
		},
		weights: []int{34, 12, 17, 19, 12, 6},
	},
	{
		kind: models.PollSingle, ja: "プロボノの経験はありますか", en: "Have you done pro bono work?", minute: 12,
		options: [][2]string{{"ある", "Yes"}, {"受けたことがある", "I received it"}, {"これから", "Not yet"}},
		weights: []int{44, 21, 35},
	},
	{
		kind: models.PollQuiz, ja: "川崎プロボノ部が始まった年は？", en: "When did the Kawasaki Pro Bono Club begin?", minute: 30,
		options: [][2]string{{"2014年", "2014"}, {"2018年", "2018"}, {"2022年", "2022"}}, weights: []int{22, 37, 41},
		correct: 3, hides: true,
	},
	{
		kind: models.PollSingle, ja: "プロボノにあてるなら、いちばん現実的な時間は？",
		en: "When could you really make time for pro bono work?", minute: 97,
		options: [][2]string{
			{"平日の夜", "Weekday evenings"}, {"土日のどちらか", "One day of the weekend"},
			{"昼休みや移動の時間", "Lunch breaks and trains"}, {"仕事の時間の一部", "Part of working hours"},
		},
		weights: []int{42, 30, 17, 11},
	},
	{
		kind: models.PollRanking, ja: "はじめの一歩に、何があると助かりますか", en: "What would help with a first step?", minute: 125,
		options: [][2]string{
			{"一緒に動く仲間", "People to go with"}, {"短い仕事の見本", "Examples of small tasks"},
			{"会社の理解", "An employer who understands"}, {"相談できる窓口", "Somebody to ask"},
		},
		weights: []int{40, 18, 27, 15},
	},
	{
		kind: models.PollWords, ja: "プロボノを、ひとつのことばで言うと？", en: "Pro bono in one word?", minute: 150,
		words: []string{
			"循環", "輪", "共創", "恩送り", "つながり", "学び", "おたがいさま", "余白", "地域づくり", "挑戦", "居場所", "種まき", "越境", "ありがとう",
		},
		weights: []int{24, 20, 16, 15, 14, 10, 9, 7, 7, 5, 4, 4, 3, 3},
	},
	{
		kind: models.PollScale5, ja: "きょうの午後は、いかがでしたか", en: "How was this afternoon?", minute: 183,
		options: [][2]string{{"もの足りない", "Not enough"}, {"とてもよかった", "Very good"}}, weights: []int{0, 2, 9, 41, 48},
	},
}

// poll makes one of the polls, as it is before anybody answers.
func (b *builder) poll(e *models.Event, a *asked, position int) models.Poll {
	p := models.Poll{
		ID: models.NewID(), EventID: e.ID, RequestID: models.HashSecret(models.NewSecret()), Kind: a.kind, TitleJa: a.ja,
		TitleEn: a.en, HiddenWords: []string{}, Options: []models.Option{}, HidesResults: a.hides, Changeable: !a.hides,
		State: models.PollPrepared, Position: position, Version: 1, CreatedAt: *e.PublishedAt, UpdatedAt: *e.PublishedAt,
	}
	for i, o := range a.options {
		slug := "o" + strconv.Itoa(i+1)
		if a.kind == models.PollScale5 {
			slug = strconv.Itoa(1 + 4*i)
		}
		p.Options = append(p.Options, models.Option{Slug: slug, TextJa: o[0], TextEn: o[1]})
	}
	if a.correct > 0 {
		p.Correct = p.Options[a.correct-1].Slug
	}
	return p
}

// polls stores the polls of a summit that is over, with what those who were there answered.
func (b *builder) polls(e *models.Event, there []models.Registration) error {
	rng := rand.New(rand.NewPCG(2025, 11)) //nolint:gosec // not for secrets
	var polls []models.Poll
	var answers []models.PollAnswer
	for i := range summitPolls {
		a := &summitPolls[i]
		p := b.poll(e, a, i+1)
		opened := e.StartsAt.Add(time.Duration(a.minute) * time.Minute)
		closed := opened.Add(3 * time.Minute)
		p.State, p.Version, p.OpenedAt, p.ClosedAt, p.UpdatedAt = models.PollClosed, 3, &opened, &closed, closed
		polls = append(polls, p)
		for n := range there {
			if rng.IntN(100) < 12 { // does not answer
				continue
			}
			answers = append(answers, models.PollAnswer{
				PollID: p.ID, Voter: b.links.PollVoter(there[n].ID, p.ID), Mode: there[n].TicketType.Mode,
				Values: a.answer(rng, &p),
			})
		}
	}
	slices.SortFunc(answers, func(a, b models.PollAnswer) int { return cmp.Compare(a.Voter, b.Voter) })
	if err := b.tx.InsertRows(polls); err != nil {
		return err
	}
	return b.tx.InsertRows(answers)
}

// answer is what one person chooses.
func (a *asked) answer(rng *rand.Rand, p *models.Poll) []string {
	first := weighted(rng, a.weights)
	switch a.kind {
	case models.PollWords:
		return []string{a.words[first]}
	case models.PollScale5:
		return []string{strconv.Itoa(first + 1)}
	case models.PollRanking:
		second := (first + 1 + rng.IntN(len(a.options)-1)) % len(a.options)
		return []string{p.Options[first].Slug, p.Options[second].Slug}
	}
	return []string{p.Options[first].Slug}
}

// weighted chooses a place by its weight.
func weighted(rng *rand.Rand, weights []int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	n := rng.IntN(sum)
	for i, w := range weights {
		if n -= w; n < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// preparedPolls stores the polls of a summit that is to come. The one about time begins with its discussion.
func (b *builder) preparedPolls(e *models.Event) error {
	sessions, err := b.tx.Sessions().OfEvent(e)
	if err != nil {
		return err
	}
	polls := make([]models.Poll, len(summitPolls))
	for i := range summitPolls {
		p := b.poll(e, &summitPolls[i], i+1)
		at := e.StartsAt.Add(time.Duration(summitPolls[i].minute) * time.Minute)
		for n := range sessions {
			if sessions[n].IsOn(at) {
				p.SessionID = &sessions[n].ID
			}
		}
		if p.Seconds = 90; p.SessionID != nil && p.Kind == models.PollSingle && i > 2 {
			p.StartsWithSession = true
		}
		polls[i] = p
	}
	return b.tx.InsertRows(polls)
}

var summitPromises = []string{
	"木曜の昼休みを、月に一度あけておきます。", "部下に「どう？」と、私から聞いてみます。", "市の窓口に、短い相談枠をつくります。",
	"ゼミの学生と、商店街の看板を見て回ります。", "受けた恩を、来年は私が返す番です。", "まず、話を聞きに行きます。", "夜のオンラインの校正を、ひとつ引き受けます。",
	"会社の申請のしかたを、一枚にまとめます。", "困っている団体を、ひとつ紹介します。", "会合の議事録を、次の日までに送ります。", "娘と一緒に、地域の清掃に出ます。",
	"きょう会った人に、来週連絡します。",
}

// promises stores what people promised at the end of a summit, and what they said since.
func (b *builder) promises(e *models.Event, there []models.Registration) error {
	rng := rand.New(rand.NewPCG(2025, 12)) //nolint:gosec // not for secrets
	var promises []models.Promise
	var answers []models.PromiseAnswer
	for i, n := range rng.Perm(len(there))[:min(len(there), promisesOfSummit)] {
		r := &there[n]
		at := e.EndsAt.Add(time.Duration(i-promisesOfSummit) * 5 * time.Second)
		p := models.Promise{
			ID: models.NewAnonymousID(), EventID: e.ID, RegistrationID: &r.ID, Sealed: i%4 != 0, InRecord: i%4 == 0,
			Mode: r.TicketType.Mode,
			Text: summitPromises[i/4%len(summitPromises)], CreatedAt: at, UpdatedAt: at,
		}
		if p.Sealed {
			var err error
			if p.Text, err = b.links.Seal(r.ID, summitPromises[rng.IntN(len(summitPromises))]); err != nil {
				return err
			}
		}
		thirty, ninety := e.EndsAt.AddDate(0, 0, 30), e.EndsAt.AddDate(0, 0, 90)
		p.Returned30At, p.Returned90At = &thirty, &ninety
		promises = append(promises, p)
		for _, after := range models.PromiseReturns {
			if rng.IntN(100) < 61 {
				answers = append(answers, models.PromiseAnswer{
					PromiseID: p.ID, AfterDays: after, AnsweredAt: e.EndsAt.AddDate(0, 0, after+1),
					Answer: models.PromiseOutcomes[weighted(rng, []int{62, 29, 9})],
				})
			}
		}
	}
	if err := b.tx.InsertRows(promises); err != nil {
		return err
	}
	return b.tx.InsertRows(answers)
}

// promisesOfSummit is how many people promised something.
const promisesOfSummit = 47
