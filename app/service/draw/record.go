package draw

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Format names the way of drawing, FormatSessions that of entries that take several wishes. A record of another format
// is drawn by another program.
const (
	Format         = "meguri-lottery-1"
	FormatSessions = "meguri-lottery-2"
)

// Format is the way in which a list is drawn.
func (l *List) Format() string {
	if slices.ContainsFunc(l.Rules, func(r Rule) bool { return r.Kind == Limit }) {
		return FormatSessions
	}
	return Format
}

// Party is somebody who sealed a secret before applications ended.
type Party struct {
	Name string `json:"name"`
	// Seal is Seal(Secret), published at once.
	Seal   string `json:"seal"`
	Secret string `json:"secret,omitempty"`
	// OpenedBy is the party that opened its copy of the secret, because the party itself did not; "" for none.
	OpenedBy string `json:"opened_by,omitempty"`
	// Missing says that nobody opened it, and the lots were drawn without it.
	Missing bool `json:"missing,omitempty"`
}

// Record is what is published of a lottery: the list when applications end, the rest once the lots are drawn.
type Record struct {
	Format   string  `json:"format"`
	Event    string  `json:"event"`
	List     List    `json:"list"`
	ListHash string  `json:"list_hash"`
	Parties  []Party `json:"parties"`
	// Dice is what was thrown before an audience after the list was published, "" for nothing.
	Dice    string   `json:"dice,omitempty"`
	Seed    string   `json:"seed,omitempty"`
	Results []Result `json:"results,omitempty"`
}

// IsBinding reports whether nobody could choose the result alone: two parties opened their secrets, or dice were thrown
// before an audience.
func (r *Record) IsBinding() bool {
	opened := 0
	for _, p := range r.Parties {
		if p.Secret != "" {
			opened++
		}
	}
	return opened >= 2 || r.Dice != ""
}

// Seal is what a party publishes of its secret, which is 64 hexadecimal digits.
func Seal(secret string) string { return hash("meguri-lottery-seal-1\n" + secret) }

// IsSecret reports whether the text may be a secret, or a hash.
func IsSecret(text string) bool {
	_, err := hex.DecodeString(text)
	return err == nil && len(text) == 64 && strings.ToLower(text) == text
}

// Hash is what is published of the list.
func (l *List) Hash() string { return hash(l.text()) }

// text is the list as it is hashed: a line for each rule, type and entry, entries by their codes.
func (l *List) text() string {
	var b strings.Builder
	line := func(parts ...string) { b.WriteString(strings.Join(parts, "\t") + "\n") }
	line("meguri-lottery-list-1")
	for _, r := range l.Rules {
		line("rule", r.Kind, r.Group, strconv.Itoa(r.Places))
	}
	for _, t := range l.Types {
		parts := []string{"type", t.Slug, strconv.Itoa(t.Places)}
		if len(t.Clashes) > 0 {
			parts = append(parts, strings.Join(t.Clashes, ","))
		}
		line(parts...)
	}
	entries := slices.SortedFunc(slices.Values(l.Entries), func(a, b Entry) int { return strings.Compare(a.Code, b.Code) })
	for _, e := range entries {
		class := make([]string, len(e.Class))
		for i, n := range e.Class {
			class[i] = strconv.Itoa(n)
		}
		line("entry", e.Code, strconv.Itoa(e.Size), strings.Join(class, "."), strings.Join(e.Groups, ","),
			strings.Join(e.Wishes, ","), e.Team, strconv.Itoa(e.Rank))
	}
	return b.String()
}

// Seed is the hash of the list, of all secrets that were opened, in the order of parties, and of the dice.
func (r *Record) seed() [32]byte {
	var b strings.Builder
	b.WriteString("meguri-lottery-seed-1\n" + r.ListHash + "\n")
	for _, p := range r.Parties {
		b.WriteString(p.Secret + "\n")
	}
	b.WriteString(r.Dice + "\n")
	return sha256.Sum256([]byte(b.String()))
}

// Draw fills in seed and results. The list and its hash, the secrets and the dice must be there.
func (r *Record) Draw() {
	seed := r.seed()
	r.Seed, r.Results = hex.EncodeToString(seed[:]), Draw(&r.List, seed)
}

// Read reads a published record.
func Read(from io.Reader) (*Record, error) {
	var r Record
	if err := json.NewDecoder(from).Decode(&r); err != nil {
		return nil, fmt.Errorf("this is no record of a lottery: %w", err)
	}
	if r.Format != Format && r.Format != FormatSessions {
		return nil, fmt.Errorf("the record has the format %q, this program draws %q and %q", r.Format, Format, FormatSessions)
	}
	return &r, nil
}

// JSON is the record as it is published and stored.
func (r *Record) JSON() (string, error) {
	content, err := json.Marshal(r)
	return string(content), err
}

// Verify draws again and returns what in the record is not so, nil where everything is.
func (r *Record) Verify() error {
	if r.Seed == "" {
		return errors.New("the lots are not drawn yet")
	}
	faults := []error{r.List.check()}
	if r.Format != r.List.Format() {
		faults = append(faults, fmt.Errorf("the list is not of the format %q", r.Format))
	}
	if r.List.Hash() != r.ListHash {
		faults = append(faults, errors.New("the list is not the one that was published: its hash differs"))
	}
	for _, p := range r.Parties {
		if p.Missing && p.Secret == "" {
			continue
		}
		if !IsSecret(p.Secret) || Seal(p.Secret) != p.Seal {
			faults = append(faults, fmt.Errorf("the secret of %q does not belong to its seal", p.Name))
		}
	}
	again := *r
	again.Draw()
	if again.Seed != r.Seed {
		faults = append(faults, errors.New("the seed is not the hash of list, secrets and dice"))
	}
	if !slices.EqualFunc(again.Results, r.Results, Result.equal) {
		faults = append(faults, errors.New("the results are not what the seed draws"))
	}
	return errors.Join(faults...)
}

func (r Result) equal(other Result) bool {
	return r.Code == other.Code && r.Type == other.Type && r.By == other.By && slices.Equal(r.Free, other.Free) &&
		slices.Equal(r.More, other.More)
}

// check returns an error where the list can be read in two ways.
func (l *List) check() error {
	for _, t := range l.Types {
		if t.Slug == "" || strings.ContainsAny(t.Slug+strings.Join(t.Clashes, ""), "\t\n,") {
			return fmt.Errorf("%q is no name of what can be won", t.Slug)
		}
	}
	seen := map[string]bool{}
	for _, e := range l.Entries {
		if e.Size < 1 || e.Code == "" || seen[e.Code] || strings.ContainsAny(e.Code+e.Team, "\t\n,") {
			return fmt.Errorf("the entry %q stands twice, or is none", e.Code)
		}
		seen[e.Code] = true
	}
	return nil
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
