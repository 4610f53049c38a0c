package reception

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"meguri/app/service/ticket"
	"meguri/models"
	"meguri/models/text"
)

type ruleVector struct {
	Rules   Rules   `json:"rules"`
	Facts   Facts   `json:"facts"`
	Verdict Verdict `json:"verdict"`
}

type textVector struct {
	Text   string `json:"text"`
	Code   string `json:"code"`
	Serial int    `json:"serial"`
}

type searchVector struct {
	Person RosterPerson `json:"person"`
	Query  string       `json:"query"`
	Found  bool         `json:"found"`
}

type vectors struct {
	EventID  string         `json:"event_id"`
	Keys     []RosterKey    `json:"keys"`
	Rules    []ruleVector   `json:"rules"`
	Texts    []textVector   `json:"texts"`
	Searches []searchVector `json:"searches"`
	Sets     []setVector    `json:"sets"`
}

// setVector is a person's scans, and where the person is by them. Times are milliseconds.
type setVector struct {
	Scans   []setScan `json:"scans"`
	Nights  []int64   `json:"nights,omitempty"`
	Now     int64     `json:"now"`
	Arrived bool      `json:"arrived"`
	Inside  bool      `json:"inside"`
	Since   int64     `json:"since"`
}

type setScan struct {
	ID        string               `json:"id"`
	At        int64                `json:"at"`
	Direction models.Direction     `json:"direction"`
	Result    models.CheckInResult `json:"result"`
	Repeat    bool                 `json:"repeat"`
	Place     string               `json:"place,omitempty"`
	Undone    bool                 `json:"undone"`
}

const (
	vectorEvent = "01890a5d-ac96-774b-bcce-b302099a8057"
	vectorFile  = "testdata/vectors.json"
)

// Devices decide by a second implementation of the rules: static/js/reception/rules.test.js holds it to the same file.
func TestVectorsAreWhatTheServerSays(t *testing.T) {
	made, err := json.Marshal(makeVectors(t))
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("MEGURI_WRITE_VECTORS") != "" {
		if err := os.WriteFile(vectorFile, append(made, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(vectorFile)
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(string(kept)) != string(made) {
		t.Error("the rules say something else than the vectors: run the test with MEGURI_WRITE_VECTORS=1")
	}
}

func makeVectors(t *testing.T) vectors {
	t.Helper()
	private := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	public, _ := private.Public().(ed25519.PublicKey)
	v := vectors{
		EventID: vectorEvent, Keys: []RosterKey{{1, base64.StdEncoding.EncodeToString(public)}},
		Texts: textVectors(t, private), Searches: searchVectors(),
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 1200 {
		rules, facts := randomCase(random)
		v.Rules = append(v.Rules, ruleVector{rules, facts, rules.Decide(&facts)})
	}
	for i := range 600 {
		v.Sets = append(v.Sets, randomSet(random, i%2 == 0))
	}
	return v
}

// randomSet is up to eight scans of a person, in any order, of which some were undone, of one minute or of three days.
func randomSet(random *rand.Rand, isLong bool) setVector {
	var set setVector
	var nights models.Nights
	step, now := time.Minute, vectorDay.Add(time.Hour)
	if isLong {
		step, now = 12*time.Hour, vectorDay.Add(time.Duration(random.IntN(6))*12*time.Hour)
		e := models.Event{TimeZone: "Asia/Tokyo", StartsAt: vectorDay, EndsAt: vectorDay.Add(60 * time.Hour)}
		nights = e.Nights(nil)
		for _, night := range nights {
			set.Nights = append(set.Nights, night.UnixMilli())
		}
	}
	set.Now = now.UnixMilli()
	var scans []models.CheckIn
	for i := range 1 + random.IntN(8) {
		s := setScan{
			ID: string(rune('a' + i)), At: vectorDay.Add(time.Duration(random.IntN(6)) * step).UnixMilli(),
			Direction: models.Directions[random.IntN(2)], Undone: random.IntN(3) == 0,
		}
		switch {
		case random.IntN(8) == 0:
			s.Result = models.CheckInCancelled
		case s.Direction == models.DirectionOut:
			s.Result = models.CheckInLeft
		default:
			s.Repeat = random.IntN(3) == 0
			s.Result = models.CheckInAdmitted
			if s.Repeat {
				s.Result = models.CheckInAlready
			}
		}
		if random.IntN(4) == 0 {
			s.Place = "a room"
		}
		c := models.CheckIn{
			ID: s.ID, ScannedAt: time.UnixMilli(s.At), Direction: s.Direction, Result: s.Result, Repeats: s.Repeat,
			Place: s.Place,
		}
		if s.Undone {
			c.UndoneAt = &vectorDay
		}
		set.Scans, scans = append(set.Scans, s), append(scans, c)
	}
	after := models.AdmissionAfter(nights, scans)
	set.Arrived, set.Inside = after.Arrived, after.Inside && !after.ChangedAt.Before(nights.Before(now))
	if after.Arrived {
		set.Since = after.ChangedAt.UnixMilli()
	}
	return set
}

var vectorDay = time.Date(2030, 5, 1, 4, 0, 0, 0, time.UTC)

func randomCase(random *rand.Rand) (Rules, Facts) {
	day := func() time.Time { return vectorDay.AddDate(0, 0, random.IntN(5)-2) }
	rules := Rules{EventID: vectorEvent, TicketsUntil: day(), VenueFull: random.IntN(2) == 0}
	if random.IntN(4) == 0 {
		at := day()
		rules.CancelledAt = &at
	}
	if random.IntN(2) == 0 {
		rules.Doors = []DoorRule{randomDoor(random, day)}
	}
	facts := Facts{
		Door: []string{"", "main", "hall"}[random.IntN(3)], Count: random.IntN(4),
		Direction: models.Directions[random.IntN(2)], At: day().Add(time.Duration(random.IntN(3)-1) * time.Second),
		Partial: random.IntN(2) == 0,
	}
	if random.IntN(5) > 0 {
		facts.Person = &PersonFacts{
			State:  models.RegistrationStates[random.IntN(len(models.RegistrationStates))],
			Serial: 1 + random.IntN(2), Mode: models.Modes[random.IntN(2)], Inside: random.IntN(3) == 0,
			Type: []string{"venue", "online"}[random.IntN(2)], Tagged: random.IntN(2) == 0,
		}
		if random.IntN(2) == 0 {
			facts.Person.State = models.RegistrationConfirmed
		}
	}
	if random.IntN(3) > 0 {
		facts.Ticket = &TicketFacts{
			EventID: vectorEvent, Serial: 1 + random.IntN(2), NotAfter: day(), Own: random.IntN(4) > 0,
		}
		if random.IntN(8) == 0 {
			facts.Ticket.EventID = "01890a5d-ac96-774b-bcce-b302099a8058"
		}
	}
	return rules, facts
}

func randomDoor(random *rand.Rand, day func() time.Time) DoorRule {
	door := DoorRule{
		Slug: []string{"main", "hall"}[random.IntN(2)], Capacity: random.IntN(4), WarnAt: random.IntN(4),
		Stops: random.IntN(2) == 0,
	}
	if random.IntN(3) == 0 {
		door.Types = []string{"venue"}
	}
	if random.IntN(3) == 0 {
		door.Tag = "手話"
	}
	if random.IntN(3) == 0 {
		opens := day()
		door.OpensAt = &opens
	}
	if random.IntN(3) == 0 {
		closes := day()
		door.ClosesAt = &closes
	}
	return door
}

func textVectors(t *testing.T, private ed25519.PrivateKey) (list []textVector) {
	t.Helper()
	key := ticket.Key{Number: 1, Private: private}
	good, err := ticket.Sign(key, ticket.Claims{
		EventID: vectorEvent, RegistrationID: vectorEvent, TicketTypeID: vectorEvent, Serial: 7, NotAfter: vectorDay,
	})
	if err != nil {
		t.Fatal(err)
	}
	wide := strings.Map(func(r rune) rune { return r + '！' - '!' }, good)
	azerty := strings.NewReplacer("a", "q", "q", "a", "z", "w", "w", "z", "m", ",", "2", "é", "3", `"`, "4", "'", "5", "(",
		"6", "-", "7", "è").Replace(strings.ToLower(good))
	qwertz := strings.NewReplacer("y", "z", "z", "y").Replace(strings.ToLower(good))
	for _, read := range []string{
		good, strings.ToLower(good), wide, "]Q1" + good, "\ufeff" + good, good + "\r\n", good + good, azerty, qwertz,
		"  " + good[:40] + " " + good[40:], good[:len(good)-1] + "A", good[:90], "K7QX-M2RD", "ｋ７ｑｘｍ２ｒｄ",
		"受付コード：K7QX-M2RD です",
		"K7QXーM2RD", "hello world", "a@K7QX-M2RD.example", strings.Repeat("A", 4000), "",
	} {
		claims, _ := ticket.Verify(read, func(string, uint16) (ticket.Key, bool) { return key, true })
		code, _ := ticket.FindCode(read)
		list = append(list, textVector{read, code, int(claims.Serial)})
	}
	return list
}

func searchVectors() (list []searchVector) {
	people := []RosterPerson{
		{ID: "1", Family: "髙橋", Given: "花子", FamilyKana: "タカハシ", GivenKana: "ハナコ",
			Organization: "川崎プロボノ部", Code: "K7QX-M2RD"},
		{ID: "2", Family: "Nguyễn", Given: "Zoë", FamilyKana: "グエン", GivenKana: "ゾエ"},
		{ID: "3", Family: "大野", Given: "淳一郎", FamilyKana: "オオノ", GivenKana: "ジュンイチロウ"},
		{ID: "4", Family: "Łukasz", Given: "Müller"},
		{ID: "5", Family: "さとう", Given: "みっちょ", FamilyKana: "サトウ", GivenKana: "ミッチョ", Organization: "ＡＢＣ株式会社"},
	}
	queries := []string{
		"高橋", "髙橋", "たかは", "ﾀｶﾊ", "花子高", "takah", "Nguyen", "NGUYỄN", "zoe", "ぐえん", "ohno", "oono", "ono", "jun", "zyun",
		"lukasz", "muller", "sato", "satou", "mitcho", "abc", "株式", "k7qx", "プロボ", "ぷろほ", "o", "xyz", "がとう",
	}
	for _, p := range people {
		family, given := text.Romaji(p.FamilyKana), text.Romaji(p.GivenKana)
		searched := text.SearchText(p.Family+p.Given, p.FamilyKana+p.GivenKana, p.Given+p.Family, p.Organization, p.Code,
			family+given, given+family)
		for _, query := range queries {
			found := slices.ContainsFunc(text.SearchQueries(query), func(q string) bool { return strings.Contains(searched, q) })
			list = append(list, searchVector{p, query, found})
		}
	}
	return list
}
