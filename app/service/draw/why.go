package draw

import (
	"fmt"
	"slices"
	"strings"
)

// Why says in one English sentence for each result why it is so, in the order of turns. The page of a lottery says the
// same in the words of its reader.
func (r *Record) Why() []string {
	entries := map[string]*Entry{}
	for i := range r.List.Entries {
		entries[r.List.Entries[i].Code] = &r.List.Entries[i]
	}
	said, line := make([]string, 0, len(r.Results)), 0
	for turn := range r.Results {
		result := &r.Results[turn]
		e := entries[result.Code]
		if e == nil {
			continue
		}
		s := fmt.Sprintf("%s: turn %d of %d", e.Code, turn+1, len(r.Results)) + r.standing(e, result) + ", " +
			r.chances(e, result)
		if result.Type == "" {
			line++
		}
		waits := r.List.Waits(e, result)
		switch {
		case r.Format == FormatSessions && len(waits) > 0:
			s += "; in line for " + strings.Join(r.names(waits), ", ")
		case r.Format == Format && result.Type == "":
			s += fmt.Sprintf("; no. %d in line", line)
		}
		said = append(said, s+".")
	}
	return said
}

// standing says what put an entry where it was.
func (r *Record) standing(e *Entry, result *Result) (said string) {
	at := 0
	for _, rule := range r.List.Rules {
		if rule.IsPriority() && at < len(e.Class) {
			said += fmt.Sprintf(", %s %d", rule.Kind, e.Class[at])
			at++
		}
	}
	if result.By != "" {
		said += ", reserved for " + result.By
	}
	if e.Team != "" {
		said += fmt.Sprintf(", no. %d of its organization", e.Rank)
	}
	return said
}

// chances says what became of each wish.
func (r *Record) chances(e *Entry, result *Result) string {
	won, clashes := result.Won(), r.List.clashes()
	said := make([]string, 0, len(e.Wishes))
	for i, wish := range e.Wishes {
		name := r.names([]string{wish})[0]
		switch {
		case i >= len(result.Free) && len(won) < r.List.Limit():
		case i >= len(result.Free):
			said = append(said, name+" not needed")
		case slices.Contains(won, wish):
			said = append(said, fmt.Sprintf("got %s (%d left for %d)", name, result.Free[i], e.Size))
		case result.Free[i] >= e.Size && clashWith(clashes, wish, won):
			said = append(said, name+" is at the time of what it got")
		default:
			said = append(said, fmt.Sprintf("%s had %d left for %d", name, result.Free[i], e.Size))
		}
	}
	if len(said) == 0 {
		return "no wish"
	}
	return strings.Join(said, ", ")
}

// names are the English names of what can be won, or the Japanese ones where there are none.
func (r *Record) names(slugs []string) []string {
	names := make([]string, len(slugs))
	for i, slug := range slugs {
		names[i] = slug
		at := slices.IndexFunc(r.List.Types, func(t Type) bool { return t.Slug == slug })
		if at >= 0 && r.List.Types[at].NameEn != "" {
			names[i] = r.List.Types[at].NameEn
		} else if at >= 0 && r.List.Types[at].NameJa != "" {
			names[i] = r.List.Types[at].NameJa
		}
	}
	return names
}
